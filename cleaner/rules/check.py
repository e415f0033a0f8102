"""Put every rule to its own examples, through the real matcher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.rules.loader import PackSet
from cleaner.rules.matcher import Match, Matcher
from cleaner.rules.schema import Rule
from cleaner.text.dates import parse


class Finding(NamedTuple):
    """What is wrong with a rule: its id and a sentence."""

    rule: str
    message: str


def check_examples(packs: PackSet, only: Iterable[str] | None = None) -> Iterator[Finding]:
    """Check that every rule catches what it says it catches, and that no rule takes what one says it spares.

    Args:
        packs: all rules that run together.
        only: ids of the rules that are tried, on their examples and on what the others spare; all, if left out.

    """
    chosen = None if only is None else set(only)
    matcher = Matcher(packs.rules)
    of_chosen = matcher if chosen is None else Matcher([rule for rule in packs.rules if rule.id in chosen])
    for rule in packs.rules:
        if chosen is None or rule.id in chosen:
            yield from _misses(rule, matcher)
            yield from _takes_spared(rule, matcher)
        else:
            yield from _takes_spared(rule, of_chosen)


def _misses(rule: Rule, matcher: Matcher) -> Iterator[Finding]:
    for text in rule.catches:
        if text != text.strip() or "\n" in text:
            yield Finding(rule.id, f"an example of a block has no outer spaces and no line break: {text!r}")
            continue
        mine = [match for match in matcher.match(text) if match.rule.id == rule.id]
        if not any(_is_sound(match, text) for match in mine):
            yield Finding(rule.id, f"does not catch {text!r}" + (" (the date does not parse)" if mine else ""))


def _takes_spared(rule: Rule, matcher: Matcher) -> Iterator[Finding]:
    for text in rule.spares:
        for match in matcher.match(text):
            if match.glued:
                continue  # the sentence before it stays
            if match.rule.id == rule.id or clashes(match, rule):
                yield Finding(match.rule.id, f"takes {text[match.start : match.end]!r}, which {rule.id} spares")


def clashes(match: Match, sparing: Rule) -> bool:
    """Tell whether a match takes a whole text that another rule spares; what a keep rule says bears on it alone."""
    return match.whole and match.rule.where != "foot" and not (match.rule.keeps or sparing.keeps)


def _is_sound(match: Match, text: str) -> bool:
    dates = [text[start:end] for name, start, end in match.groups if name == "date"]
    return all(parse(date, [match.rule.language, "en"]) for date in dates)
