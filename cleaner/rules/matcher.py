"""Run all rules over all blocks at once.

One Aho-Corasick automaton looks for the literals of every rule; only a rule of which a literal stands in a block is
tried on it, and it sees a bounded piece of it, so that the cost of a block grows with its length and no further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import regex

from cleaner.errors import MatchTimeoutError
from cleaner.rules.compiling import Form, compile_pattern, compile_rule
from cleaner.rules.glued import BUTTONS, LABELS, WITH_SENTENCES, Label, glued_label, places_behind_sentences
from cleaner.rules.index import needs_of
from cleaner.rules.prefilter import Prefilter
from cleaner.rules.schema import Rule, Shape
from cleaner.text.prose import fold

TIMEOUT_SECONDS = 2.0


class Match(NamedTuple):
    """A rule that matched a block: half-open positions in the block's text, in code points."""

    rule: Rule
    start: int
    end: int
    groups: tuple[tuple[str, int, int], ...] = ()
    """What the rule's named groups matched: name, start, end."""
    glued: bool = False
    """Whether the rule knows what is glued behind a paragraph, see `cleaner.rules.glued`."""

    @property
    def shape(self) -> Shape:
        """The shape in which the rule matched: its own, or a suffix where it is glued."""
        return "suffix" if self.glued else self.rule.shape

    @property
    def whole(self) -> bool:
        """Whether the rule takes the whole block."""
        return self.rule.whole and not self.glued

    @property
    def certain(self) -> bool:
        """Whether the rule knows the whole block by its form, not only by some words in it."""
        return self.whole and self.rule.shape != "terms"


class Matcher:
    """All rules of a chain, compiled once; it holds no state between documents.

    >>> from cleaner.rules import load_packs
    >>> matcher = Matcher(load_packs().rules)
    >>> [match.rule.kind for match in matcher.match("Advertisement")][:1]
    ['ad_label']
    """

    def __init__(self, rules: Sequence[Rule] = ()):
        self.rules = tuple(rules)

    def __reduce__(self) -> tuple[type[Matcher], tuple[tuple[Rule, ...]]]:
        return Matcher, (self.rules,)  # the automaton is made again where it is needed

    def match(self, text: str) -> tuple[Match, ...]:
        """Match one block; a shorthand for `scan`."""
        return self.scan([text], {})[0]

    def scan(self, texts: Sequence[str], memo: dict[str, tuple[Match, ...]]) -> list[tuple[Match, ...]]:
        """Match blocks.

        Args:
            texts: the texts of the blocks, stripped of outer spaces and without line breaks.
            memo: what is known of texts already; what is found is added.

        Returns:
            For every block the rules that match it, in the order of their ids, and behind them those that know the
            label that is glued to it.

        Raises:
            MatchTimeoutError: a rule took longer than two seconds on one block.

        """
        fresh = [text for text in dict.fromkeys(texts) if text not in memo]
        if fresh:
            found: dict[str, tuple[Match, ...]] = dict.fromkeys(fresh, ())
            for text, rules in self.candidates(fresh):
                found[text] = tuple(match for index in rules for match in self._without_sentences(index, text))
            labels = {text: label for text in fresh if (label := glued_label(text))}
            known = self.scan([text[label.start :] for text, label in labels.items()], memo) if labels else ()
            for (text, label), matches in zip(labels.items(), known, strict=True):
                found[text] += tuple(_glued(match, label.start) for match in matches if _may_be_glued(match, label))
            memo.update(found)  # all or nothing: where a rule took too long, nothing is known of any
        return [memo[text] for text in texts]

    @cached_property
    def _prefilter(self) -> Prefilter:
        return Prefilter([needs_of(rule) for rule in self.rules])

    @cached_property
    def _terms(self) -> dict[int, frozenset[str]]:
        return {x: frozenset(map(fold, rule.terms)) for x, rule in enumerate(self.rules) if rule.shape == "terms"}

    @cached_property
    def _compiled(self) -> dict[int, _Compiled]:
        return {}

    def candidates(self, texts: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
        """Yield the texts for which there are rules to try, with the indexes of those rules in order."""
        return self._prefilter.candidates(texts)

    def confirm(self, index: int, text: str) -> list[Match]:
        """Try one rule on one block.

        Raises:
            MatchTimeoutError: the rule took longer than two seconds.

        """
        rule = self.rules[index]
        try:
            if rule.shape == "terms":
                return [Match(rule, 0, len(text))] if self._has_terms(index, text) else []
            pattern = self._compiled.get(index)
            if pattern is None:
                pattern = self._compiled[index] = compile_rule(rule)
            return [_to_match(rule, x) for x in _APPLY[rule.shape](pattern, text, rule.max_chars) if x and x.group()]
        except TimeoutError as error:
            raise MatchTimeoutError(
                f"rule {rule.id!r} took more than {TIMEOUT_SECONDS} s on a block of {len(text)} characters; "
                "leave it out with [rules] disable, and bound its repeats"
            ) from error

    def _without_sentences(self, index: int, text: str) -> list[Match]:
        """Try one rule on one block; of a paragraph and what is glued behind it, it takes only that."""
        found, rule = self.confirm(index, text), self.rules[index]
        if not found or not rule.whole or rule.kind in WITH_SENTENCES:
            return found
        for start in places_behind_sentences(text):
            if behind := self.confirm(index, text[start:]):
                is_noise = any(match.certain for match in self.match(text[:start].rstrip()))
                return found if is_noise else [_glued(behind[0], start)]
        return found

    def _has_terms(self, index: int, text: str) -> bool:
        rule, folded = self.rules[index], fold(text)
        if sum(term in folded for term in self._terms[index]) < rule.least:
            return False
        return not rule.unless or not compile_pattern(rule.exception()).match(text, timeout=TIMEOUT_SECONDS)


def _may_be_glued(match: Match, label: Label) -> bool:
    kinds = BUTTONS if label.is_parted else LABELS
    return match.certain and match.rule.kind in kinds and not match.groups and not match.rule.keeps


def _glued(match: Match, start: int) -> Match:
    groups = tuple((name, start + begin, start + end) for name, begin, end in match.groups)
    return match._replace(start=start, end=start + match.end, groups=groups, glued=True)


def _to_match(rule: Rule, found: regex.Match[str]) -> Match:
    groups = tuple((name, *found.span(name)) for name in found.groupdict() if found.start(name) >= 0)
    return Match(rule, found.start(), found.end(), groups)


_Compiled = regex.Pattern[str] | Form
_Found = Iterable["regex.Match[str] | None"]


def _full(pattern: _Compiled, text: str, _limit: int) -> _Found:
    return (pattern.fullmatch(text, timeout=TIMEOUT_SECONDS),)


def _prefix(pattern: regex.Pattern[str], text: str, limit: int) -> _Found:
    return (pattern.match(text, 0, limit, timeout=TIMEOUT_SECONDS),)


def _suffix(pattern: regex.Pattern[str], text: str, limit: int) -> _Found:
    return (pattern.search(text, max(0, len(text) - limit), timeout=TIMEOUT_SECONDS),)


def _inline(pattern: regex.Pattern[str], text: str, _limit: int) -> _Found:
    return pattern.finditer(text, timeout=TIMEOUT_SECONDS * (1 + len(text) // 100_000))


_APPLY: dict[str, Callable[[Any, str, int], _Found]] = {
    "line": _full,
    "section": _full,
    "tail": _full,
    "prefix": _prefix,
    "suffix": _suffix,
    "inline": _inline,
}
