"""What a block must hold for a rule to match it, derived from the rule's regex, so that few rules are tried at all."""

from __future__ import annotations

import re

import msgspec

from cleaner.rules.edges import heads, tails
from cleaner.rules.literals import needs_digit, required_literals
from cleaner.rules.schema import Rule
from cleaner.text import fold

_MIN_HEAD = 3  # characters of a beginning that few blocks share


class Needs(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every list that is not empty names folded strings of which a block that the rule matches has one."""

    literals: list[str] = []
    """Somewhere in it."""
    heads: list[str] = []
    """At its beginning, see `cleaner.rules.edges.head`."""
    tails: list[str] = []
    """At its end."""
    digit: bool = False
    """Whether it also must hold a digit."""


def derive(rule: Rule) -> Needs:
    """Derive what a block must hold for a rule to match it.

    Where the beginning tells enough, no literal is looked for beside it.

    >>> rule = Rule(id="en.share.x", kind="share", shape="line", regex="(?i)share (?:this|it) on .{1,9}",
    ...             catches=[], spares=[], since="")
    >>> derive(rule)
    Needs(literals=[], heads=['shar'], tails=[], digit=False)
    """
    named = sorted({fold(x) for x in (*rule.terms, *rule.keywords)})
    if rule.shape == "terms":
        return Needs(literals=named)
    try:
        first = heads(rule.regex) if rule.whole or rule.shape == "prefix" else frozenset()
        last = tails(rule.regex) if rule.whole or rule.shape == "suffix" else frozenset()
        enough = bool(first) and min(map(len, first)) >= _MIN_HEAD
        return Needs(
            literals=named or ([] if enough else sorted(required_literals(rule.regex))),
            heads=sorted(first),
            tails=sorted(last),
            digit=needs_digit(rule.regex),
        )
    except re.error:  # only `regex` can parse it
        return Needs(literals=named)
