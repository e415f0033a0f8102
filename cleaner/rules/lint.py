"""Look for rules that are too broad, too slow, or never reached."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

import regex

from cleaner.rules.check import Finding, clashes
from cleaner.rules.literals import required_literals
from cleaner.rules.loader import PackSet
from cleaner.rules.matcher import Matcher, compile_rule
from cleaner.rules.schema import Rule

_SLOW_SECONDS = 0.25
_OPEN = regex.compile(r"(?<!\\)\.(?:\*|\+|\{\d+,\})|(?<!\\)\)[*+](?![+])")
_ADVERSARIES = ("a", "A ", "a1 ", "- ", ". ", "é", "字", "1", "a.b")


def lint_rules(packs: PackSet) -> Iterator[Finding]:
    """Check every rule beyond its examples.

    Args:
        packs: all rules that run together.

    Yields:
        A finding for a rule that takes what another spares, repeats without bound, or is slow on hostile text; and for
        one of whose examples every one is caught by another rule of the same kind that stands before it.

    """
    matcher = Matcher(packs.rules)
    for rule in packs.rules:
        if rule.regex and _OPEN.search(rule.regex):
            yield Finding(rule.id, "repeats something without bound; write .{0,80} for .*")
        yield from _too_broad(rule, matcher)
        yield from _too_slow(rule)
        yield from _shadowed(rule, matcher)


def _too_broad(rule: Rule, matcher: Matcher) -> Iterator[Finding]:
    for text in rule.spares:
        for match in matcher.match(text):
            if clashes(match, rule):
                yield Finding(match.rule.id, f"is too broad: it takes {text!r}, which {rule.id} spares")


def _shadowed(rule: Rule, matcher: Matcher) -> Iterator[Finding]:
    def alike(other: Rule) -> bool:
        same = (other.language, other.kind, other.shape, other.where)
        return other.id < rule.id and same == (rule.language, rule.kind, rule.shape, rule.where)

    others = [{m.rule.id for m in matcher.match(text) if alike(m.rule)} for text in rule.catches]
    if shadows := set.intersection(*others):
        yield Finding(rule.id, f"is never needed for its own examples: {sorted(shadows)[0]} catches all of them")


def _too_slow(rule: Rule) -> Iterator[Finding]:
    if not rule.regex:
        return
    pattern = compile_rule(rule)
    for text in hostile_texts(rule):
        start = time.perf_counter()
        with suppress(TimeoutError):
            apply = pattern.search if rule.shape in ("suffix", "inline") else pattern.fullmatch
            apply(text, timeout=4 * _SLOW_SECONDS)
        if time.perf_counter() - start > _SLOW_SECONDS:
            yield Finding(rule.id, f"takes more than {_SLOW_SECONDS} s on {len(text)} characters such as {text[:30]!r}")
            return


def hostile_texts(rule: Rule) -> Iterator[str]:
    """Make texts that are meant to be slow for a rule: its examples and literals, repeated up to its limit."""
    limit = rule.max_chars
    pieces = (*rule.catches, *(rule.keywords or required_literals(rule.regex)))[:40]
    for piece in pieces:
        yield (piece * (limit // len(piece) + 1))[:limit]
        for filler in _ADVERSARIES[:4]:
            yield (piece + filler * limit)[:limit]
            yield (filler * limit)[: max(0, limit - len(piece))] + piece
    for filler in _ADVERSARIES:
        yield (filler * limit)[:limit]
