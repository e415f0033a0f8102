"""Look for rules that are too broad, too slow, or never reached."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress

import regex

from cleaner.rules.check import Finding, clashes
from cleaner.rules.compiling import compile_part, compile_pattern, compile_rule, spares_in_one_alternative
from cleaner.rules.literals import required_literals
from cleaner.rules.loader import PackSet, load_packs
from cleaner.rules.matcher import Matcher
from cleaner.rules.schema import Rule
from cleaner.text.prose import dense_share

_SLOW_SECONDS = 0.25
_GIVE_UP_SECONDS = 4 * _SLOW_SECONDS
_OPEN = regex.compile(r"(?<!\\)\.(?:\*|\+|\{\d+,\})|(?<!\\)\)[*+](?![+])")
_ADVERSARIES = ("a", "A ", "a1 ", "- ", ". ", "é", "字", "1", "a.b")
_LONG_ENOUGH = 16  # characters; what is longer is hardly part of a word
_MOST_NOISE = 3  # rules of which a keep rule may protect examples that it does not name


def lint_rules(packs: PackSet, only: Collection[str] | None = None) -> Iterator[Finding]:
    """Check every rule beyond its examples.

    Args:
        packs: all rules that run together.
        only: ids of the rules to check, each by itself and beside all others; all, if left out.

    Yields:
        A finding for a rule that takes what another spares, repeats without bound, is slow on hostile text, matches
        within words, or spares in one of its alternatives only; for one of whose examples every one is caught by
        another rule of the same kind that stands before it; and for a keep rule that protects the noise of many rules.

    """
    noise, keeps = Matcher(packs.noise), Matcher(packs.keeps)
    own = {rule.id for rule in load_packs().rules}
    chosen = [rule for rule in packs.rules if only is None or rule.id in only]
    for rule in chosen:
        yield from _alone(rule)
        yield from _too_broad(rule, noise)
        yield from _shadowed(rule, keeps if rule.keeps else noise, own)
    if len(chosen) < len(packs.rules):
        yield from _clashes_with(chosen, packs)
    yield from _protects_noise(packs)


def lint_rule(rule: Rule, packs: PackSet) -> Iterator[Finding]:
    """Check one rule that is to stand beside others.

    Args:
        rule: the new one.
        packs: the others.

    Yields:
        What `lint_rules` finds in it, but for needless rules: what makes it needless may be switched off.

    """
    yield from _alone(rule)
    yield from _clashes_with([rule], packs)
    if rule.keeps:
        yield from _protects_noise(PackSet((*packs.noise, rule), (), ""))


def _alone(rule: Rule) -> Iterator[Finding]:
    if _OPEN.search(rule.regex) or _OPEN.search(rule.unless):
        yield Finding(rule.id, "repeats something without bound; write .{0,80} for .*")
    if rule.regex and spares_in_one_alternative(rule.regex):
        yield Finding(rule.id, "spares by its (?!…) in the first alternative only; write (?!…)(?:one|other)")
    yield from _too_slow(rule)
    yield from _unanchored(rule)


def _too_broad(rule: Rule, matcher: Matcher) -> Iterator[Finding]:
    for text in rule.spares:
        for match in matcher.match(text):
            if clashes(match, rule):
                yield Finding(match.rule.id, f"is too broad: it takes {text!r}, which {rule.id} spares")


def _clashes_with(chosen: Sequence[Rule], packs: PackSet) -> Iterator[Finding]:
    """Find what some rules take of what the others spare."""
    matcher, ids = Matcher([rule for rule in chosen if not rule.keeps]), {rule.id for rule in chosen}
    for other in packs.rules:
        if other.id not in ids:
            yield from _too_broad(other, matcher)


def _shadowed(rule: Rule, matcher: Matcher, own: set[str]) -> Iterator[Finding]:
    others = [{m.rule.id for m in matcher.match(text) if _stands_before(m.rule, rule, own)} for text in rule.catches]
    if shadows := set.intersection(*others):
        yield Finding(rule.id, f"is never needed for its own examples: {sorted(shadows)[0]} catches all of them")


def _stands_before(other: Rule, rule: Rule, own: set[str]) -> bool:
    """Tell whether a rule may make another needless: the package's a user's, else of two alike the first."""
    if other.kind != rule.kind or other.id == rule.id:
        return False
    if other.id in own and rule.id not in own:
        return (other.whole or other.shape == rule.shape) and other.where in ("any", rule.where)
    same = (rule.id in own, rule.language, rule.shape, rule.where)
    return other.id < rule.id and same == (other.id in own, other.language, other.shape, other.where)


def _unanchored(rule: Rule) -> Iterator[Finding]:
    """Find rules for a part of a block that would match a part of a word, too."""
    if rule.whole:
        return
    pattern = compile_part(rule)
    for text in rule.catches:
        found = pattern.match(text, 0, rule.max_chars) if rule.shape == "prefix" else pattern.search(text)
        if not found or len(found.group()) >= _LONG_ENOUGH or dense_share(found.group()):
            continue
        start, end = found.span()
        glued_before, glued_behind = f"{text[:start]}x{text[start:]}", f"{text[:end]}x{text[end:]}"
        if rule.shape != "prefix" and text[start].isalpha() and _ends(pattern.search(glued_before)) == end + 1:
            yield Finding(rule.id, rf"matches the end of a longer word than in {text!r}; write \b before it")
            return
        again = pattern.match(glued_behind) if rule.shape == "prefix" else pattern.search(glued_behind)
        if rule.shape != "suffix" and text[end - 1].isalpha() and _ends(again) == end:
            yield Finding(rule.id, rf"matches the beginning of a longer word than in {text!r}; write \b behind it")
            return


def _ends(found: regex.Match[str] | None) -> int:
    return found.end() if found else -1


def _protects_noise(packs: PackSet) -> Iterator[Finding]:
    """Find keep rules that protect what many rules are for, but for the noise that they name as theirs."""
    keeps = Matcher(packs.keeps)
    noise: dict[str, dict[str, str]] = {}
    for rule in packs.noise if packs.keeps else ():
        for text in rule.catches:
            for match in keeps.match(text):
                if text not in match.rule.catches:
                    noise.setdefault(match.rule.id, {}).setdefault(rule.id, text)
    for identifier, of_rules in sorted(noise.items()):
        if len(of_rules) > _MOST_NOISE:
            other, text = next(iter(of_rules.items()))
            yield Finding(
                identifier, f"is too broad: it protects what {len(of_rules)} rules catch, such as {text!r} of {other}"
            )


def _too_slow(rule: Rule) -> Iterator[Finding]:
    """Find rules that take long on hostile texts; in time of this thread, as the machine may be busy otherwise."""
    if not (rule.regex or rule.unless):
        return
    apply = _as_applied(rule)
    for text in hostile_texts(rule):
        start = time.thread_time()
        with suppress(TimeoutError):
            apply(text, timeout=_GIVE_UP_SECONDS)
        if time.thread_time() - start > _SLOW_SECONDS:
            yield Finding(rule.id, f"takes more than {_SLOW_SECONDS} s on {len(text)} characters such as {text[:30]!r}")
            return


def _as_applied(rule: Rule) -> Callable[..., object]:
    if rule.unless:
        return compile_pattern(rule.exception()).match
    return compile_part(rule).search if rule.shape in ("suffix", "inline") else compile_rule(rule).fullmatch


def hostile_texts(rule: Rule) -> Iterator[str]:
    """Make texts that are meant to be slow for a rule: its examples and literals, repeated up to its limit."""
    limit = rule.max_chars
    pieces = (*rule.catches, *(rule.terms or rule.keywords or required_literals(rule.regex)))[:20]
    for piece in pieces:
        yield (piece * (limit // len(piece) + 1))[:limit]
        for filler in _ADVERSARIES[:4]:
            yield (piece + filler * limit)[:limit]
            yield (filler * limit)[: max(0, limit - len(piece))] + piece
    for filler in _ADVERSARIES:
        yield (filler * limit)[:limit]
