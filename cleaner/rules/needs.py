"""What a block must hold for a rule to match it, derived from the rule's regex, so that few rules are tried at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import msgspec

from cleaner.rules.edges import heads, tails
from cleaner.rules.literals import few_literals_of, literals_of, required_literals, spell
from cleaner.rules.parsing import Item, needs_digit, parse, variants, widths
from cleaner.rules.schema import Rule
from cleaner.text import fold

_MIN_HEAD = 4  # characters of a beginning that few blocks share
NO_LIMIT = 1 << 30


class Needs(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every list that is not empty names folded strings of which a block that the rule matches has one."""

    literals: list[str] = []
    """Somewhere in it."""
    heads: list[str] = []
    """At its beginning, see `cleaner.rules.edges.head`."""
    tails: list[str] = []
    """At its end."""
    also: list[list[str]] = []
    """Somewhere in it, too: one of every list."""
    digit: bool = False
    """Whether it also must hold a digit."""
    least: int = 0
    most: int = NO_LIMIT
    """How many characters it has, if the rule takes it as a whole."""


def derive(rule: Rule) -> list[Needs]:
    """Derive what a block must hold for a rule to match it: all that one of these names.

    Where the beginning tells enough, no literal is looked for beside it.

    >>> rule = Rule(id="en.share.x", kind="share", shape="line", regex="(?i)share (?:this|it) on .{1,9}",
    ...             catches=[], spares=[], since="")
    >>> derive(rule)
    [Needs(literals=[], heads=['share it', 'share th'], tails=[], also=[], digit=False, least=13, most=23)]
    """
    named = sorted({fold(x) for x in (*rule.terms, *rule.keywords)})
    limit = rule.max_chars if rule.whole else NO_LIMIT
    if rule.shape == "terms":
        return [Needs(literals=named, most=limit)]
    try:
        items = parse(rule.regex)
        split = not named and not ((rule.whole or rule.shape == "prefix") and _tell(heads(items)))
        found = variants(items, spell) if split else [items]
        named_by_all = named or sorted(required_literals(rule.regex))
        return _merged(_derive_one(rule, items, named, named_by_all, limit) for items in found)
    except re.error:  # only `regex` can parse it
        return [Needs(literals=named, most=limit)]


def _tell(edges: Collection[str]) -> bool:
    return bool(edges) and min(map(len, edges)) >= _MIN_HEAD


def _merged(needs: Iterable[Needs]) -> list[Needs]:
    """Make one of those that look for the same."""
    groups: dict[tuple[str, ...], list[Needs]] = {}
    for one in needs:
        groups.setdefault((*one.heads, "", *one.literals), []).append(one)
    return [_merge(group) for group in groups.values()]


def _merge(group: list[Needs]) -> Needs:
    return Needs(
        literals=group[0].literals,
        heads=group[0].heads,
        tails=sorted({x for one in group for x in one.tails}) if all(one.tails for one in group) else [],
        also=[few for few in group[0].also if all(few in one.also for one in group)],
        digit=all(one.digit for one in group),
        least=min(one.least for one in group),
        most=max(one.most for one in group),
    )


def _derive_one(rule: Rule, items: list[Item], named: list[str], named_by_all: list[str], limit: int) -> Needs:
    first = heads(items) if rule.whole or rule.shape == "prefix" else frozenset()
    last = tails(items) if rule.whole or rule.shape == "suffix" else frozenset()
    least, most = widths(items) if rule.whole else (0, NO_LIMIT)
    literals = named
    if not named and not _tell(first):
        literals = sorted(literals_of(items)) or named_by_all
    return Needs(
        literals=literals,
        heads=sorted(first),
        tails=sorted(last),
        also=[few for few in few_literals_of(items) if few != literals and not set(few) & set(first)],
        digit=needs_digit(items),
        least=least,
        most=min(most, limit),
    )
