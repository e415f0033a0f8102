"""Why a rule matches a block, or what it misses there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
import regex

from cleaner.rules.compiling import compile_rule
from cleaner.rules.edges import head, tail
from cleaner.rules.index import needs_of
from cleaner.rules.matcher import TIMEOUT_SECONDS, Matcher
from cleaner.rules.needs import Needs
from cleaner.rules.schema import Rule
from cleaner.text.prose import fold, shortened

_MATCHES, _ELSEWHERE, _TRIED, _WORDS, _NOTHING = range(5)
MENTIONED = _WORDS
"""Rules nearer than this are worth a look: they match, match elsewhere in the block, or were tried on it."""
_SHOWN_CHARS = 60
_PLACES = {"prefix": "at the beginning of a block", "suffix": "at the end of a block"}


class RuleView(msgspec.Struct, frozen=True):
    """What a rule makes of a block; `near` tells how close it is, 0 for a match, 4 for nothing of it."""

    rule: str
    shape: str
    where: str
    near: int
    reason: str

    @property
    def matches(self) -> bool:
        """Whether the rule matches the block; what its filter then makes of it is another question."""
        return self.near == _MATCHES


def view_rules(matcher: Matcher, text: str, named: Iterable[str] = (), language: str | None = None) -> list[RuleView]:
    """Tell what the rules make of a block, the nearest first; those of which nothing stands in it are left out.

    Args:
        matcher: the rules.
        text: the block, stripped and without line breaks.
        named: ids of rules that are told of in any case, and first.
        language: that of the text, as ISO 639-1; of rules that are equally near, its own stand first.

    >>> from cleaner.rules import load_packs
    >>> text = "It was among the most popular stories of the year."
    >>> found = view_rules(Matcher(load_packs().rules), text, ["en.ad_label.label"])
    >>> found[0].rule, found[0].near, any("takes only" in view.reason for view in found)
    ('en.ad_label.label', 4, True)

    """
    wanted = set(named)
    tried = {index for _, indexes in matcher.candidates([text]) for index in indexes} if text else set()
    folded = fold(text)
    views = [
        view
        for index, rule in enumerate(matcher.rules)
        if (view := _view(matcher, index, rule, text, folded, index in tried)).near != _NOTHING or rule.id in wanted
    ]
    return sort_views(views, wanted, language)


def sort_views(views: Iterable[RuleView], named: Collection[str], language: str | None) -> list[RuleView]:
    """Put the rules that were asked about first, then the nearest, then those of the language."""
    own = (f"{language}.", "mul.")
    return sorted(views, key=lambda view: (view.rule not in named, view.near, not view.rule.startswith(own), view.rule))


def _view(matcher: Matcher, index: int, rule: Rule, text: str, folded: str, tried: bool) -> RuleView:
    if tried and matcher.confirm(index, text):
        return _of(rule, _MATCHES, "matches")
    needs = needs_of(rule)
    if not tried and not any(_touches(one, folded, text) for one in needs):
        return _of(rule, _NOTHING, f"none of its words stands there: {_lacks(needs, text, folded)}")
    if rule.shape == "terms":
        found = [term for term in rule.terms if fold(term) in folded]
        if len(found) < rule.least:
            return _of(rule, _WORDS, f"has {len(found)} of its terms ({_list(found)}), of which it takes {rule.least}")
        return _of(rule, _TRIED, _too_long(rule, text))
    if part := _found_in(rule, text):
        return _of(rule, _ELSEWHERE, f"matches {shortened(part, _SHOWN_CHARS)!r}, but {_demand(rule, text)}")
    if tried:
        return _of(rule, _TRIED, "its words stand there, but its regex does not match")
    return _of(rule, _WORDS, f"some of its words stand there, but {_lacks(needs, text, folded)}")


def _of(rule: Rule, near: int, reason: str) -> RuleView:
    return RuleView(rule.id, rule.shape, rule.where, near, reason)


def _touches(needs: Needs, folded: str, text: str) -> bool:
    """Tell whether a block holds what a rule knows its blocks by."""
    if needs.literals:
        return any(literal in folded for literal in needs.literals)
    return bool(needs.heads or needs.tails) and head(text).startswith(tuple(needs.heads or [""])) and _ends(needs, text)


def _ends(needs: Needs, text: str) -> bool:
    return not needs.tails or tail(text).endswith(tuple(needs.tails))


def _found_in(rule: Rule, text: str) -> str:
    """Look for a rule's regex anywhere in a block, at the ends of words; what it matches there, or nothing."""
    try:
        found = compile_rule(rule).search(text, timeout=TIMEOUT_SECONDS)
    except TimeoutError:
        return ""
    if found is None or _splits_a_word(text, found.start()) or _splits_a_word(text, found.end()):
        return ""
    return found.group().strip()


def _splits_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _demand(rule: Rule, text: str) -> str:
    if rule.whole and len(text) > rule.max_chars:
        return _too_long(rule, text)
    place = _PLACES.get(rule.shape)
    return f"takes only what stands {place}" if place else f"takes only whole blocks (shape {rule.shape!r})"


def _too_long(rule: Rule, text: str) -> str:
    return f"takes blocks of {rule.max_chars} characters at most; this has {len(text)}"


def _lacks(needs: Sequence[Needs], text: str, folded: str) -> str:
    """Name what a block lacks of that alternative of a rule of which it lacks least."""
    return min((list(_missing(one, text, folded)) for one in needs), key=len, default=[""])[0]


def _missing(needs: Needs, text: str, folded: str) -> Iterator[str]:
    if needs.literals and not any(literal in folded for literal in needs.literals):
        yield f"it holds none of {_list(needs.literals)}"
    if needs.heads and not head(text).startswith(tuple(needs.heads)):
        yield f"it does not begin with {_list(needs.heads)}"
    if not _ends(needs, text):
        yield f"it does not end with {_list(needs.tails)}"
    for few in needs.also:
        if not any(literal in (text if needs.cased else folded) for literal in few):
            yield f"it holds none of {_list(few)}"
    if text[:1] in needs.not_first and needs.not_first:
        yield f"it begins with {text[:1]!r}"
    if text[-1:] in needs.not_last and needs.not_last:
        yield f"it ends with {text[-1:]!r}"
    if needs.digit and not regex.search(r"\d", text):
        yield "it holds no digit"
    if not needs.least <= len(text) <= needs.most:
        yield f"it has {len(text)} characters"


def _list(names: Sequence[str], most: int = 4) -> str:
    shown = ", ".join(repr(name) for name in names[:most])
    return f"{shown} …" if len(names) > most else shown
