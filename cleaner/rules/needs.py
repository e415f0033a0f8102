"""What a block must hold for a rule to match it, derived from the rule's regex, so that few rules are tried at all."""

from __future__ import annotations

import re
from collections.abc import Collection

import msgspec
from msgspec.structs import replace

from cleaner.rules.edges import heads, not_first, not_last, tails
from cleaner.rules.literals import few_literals_of, literals_of, spell
from cleaner.rules.parsing import Item, needs_digit, parse, variants, widths
from cleaner.rules.schema import Rule
from cleaner.text.prose import fold

_IGNORES_CASE = re.compile(r"\(\?[a-zA-Z]*i")
_MIN_HEAD = 4  # characters of a beginning that few blocks share
NO_LIMIT = 1 << 30


class Needs(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every list that is not empty names strings of which a block that the rule matches has one, all of them folded."""

    literals: list[str] = []
    """Somewhere in it."""
    heads: list[str] = []
    """At its beginning, see `cleaner.rules.edges.head`."""
    tails: list[str] = []
    """At its end."""
    also: list[list[str]] = []
    """Somewhere in it, too: one of every list."""
    cased: bool = False
    """Whether the strings in `also` are not folded, and stand in the block as they are."""
    not_first: str = ""
    not_last: str = ""
    """The signs that it does not begin, or end, with."""
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
    >>> [(one.heads, one.least, one.most) for one in derive(rule)]
    [(['share it', 'share th'], 13, 23)]

    """
    named = sorted({fold(x) for x in (*rule.terms, *rule.keywords)})
    limit = rule.max_chars if rule.whole else NO_LIMIT
    if rule.shape == "terms":
        return [Needs(literals=named, most=limit)]
    try:
        items = parse(rule.regex)
    except re.error:  # only `regex` can parse it
        return [Needs(literals=named, most=limit)]
    together = _derive(rule, items, named)
    if named or _tell(together.heads):
        return [together]
    groups: dict[tuple[str, ...], list[Needs]] = {}
    for variant in variants(items, spell):
        one = _derive(rule, variant, together.literals)
        groups.setdefault((*one.heads, "", *one.literals), []).append(one)
    return [_merge(group, together) for group in groups.values()]


def _derive(rule: Rule, items: list[Item], fallback: list[str]) -> Needs:
    """Derive what a block must hold for one of a rule's alternatives to match it."""
    first = heads(items) if rule.whole or rule.shape == "prefix" else frozenset()
    last = tails(items) if rule.whole or rule.shape == "suffix" else frozenset()
    least, most = widths(items) if rule.whole else (0, NO_LIMIT)
    cased = _IGNORES_CASE.search(rule.regex) is None
    literals = fallback if rule.keywords else [] if _tell(first) else sorted(literals_of(items)) or fallback
    return Needs(
        literals=literals,
        heads=sorted(first),
        tails=sorted(last),
        also=[x for x in few_literals_of(items, str if cased else fold) if x != literals and not set(x) & first],
        cased=cased,
        not_first=not_first(items) if rule.whole or rule.shape == "prefix" else "",
        not_last=not_last(items) if rule.whole or rule.shape == "suffix" else "",
        digit=needs_digit(items),
        least=least,
        most=min(most, rule.max_chars if rule.whole else NO_LIMIT),
    )


def _tell(edges: Collection[str]) -> bool:
    return bool(edges) and min(map(len, edges)) >= _MIN_HEAD


def _merge(group: list[Needs], together: Needs) -> Needs:
    """Make one of the alternatives that look for the same: what is also in them is in one of them."""
    if len(group) == 1:
        return group[0]
    also = [sorted({x for few in row for x in few}) for row in zip(*(one.also for one in group), strict=False)]
    return replace(
        together, literals=group[0].literals, heads=group[0].heads, also=also if len(also) else together.also
    )
