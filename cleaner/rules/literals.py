"""Find the literals of which one must occur wherever a regex matches.

The matcher looks for the literals of all rules at once and tries only those rules of which it found one. That is sound
only if no match can do without them, so they are derived from the parsed regex, not guessed by the rule's author.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from math import log2
from typing import Any

from cleaner.rules.schema import SHORTHANDS
from cleaner.text import fold

with warnings.catch_warnings():
    # The parser of `re` is the standard library's own, but not documented; `regex` has none that is.
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants as ops  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]

_UNICODE_CLASS = re.compile(r"\\[pP](?:\{[^}]+\}|\w)")
_STAND_INS = {"%date%": r"(?:\S\d\S)", "%time%": r"(?:\S\d\S)"}  # each holds a digit, but not at an edge
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_BITS = {letter: 3 + place / 4 for place, letter in enumerate(" etaoinsrhldcumfpgwybvkxjqz")}
"""How much a letter tells, by how rare it is; other characters tell as much as a rare one."""
_MIN_CHARS = 3
_MIN_CHARS_DENSE = 2
_GROUP = re.compile(r"\(\?P<\w+>")
_MOST = 600  # literals of one rule
_MOST_VARIANTS = 48  # spellings of adjoining items, before they are taken apart


def required_literals(regex: str) -> frozenset[str]:
    """Derive the folded literals of which every match holds at least one.

    Args:
        regex: a rule's regex, shorthands and all.

    Returns:
        The literals; empty where none can be derived.

    Raises:
        re.error: the regex is not one that Python can parse.

    >>> sorted(required_literals("(?i)most (?:read|popular)(?: stories)?"))
    ['most popular', 'most read']
    >>> required_literals(r"[A-Z]+ \\d+")
    frozenset()

    """
    return next(iter(clues(regex)), frozenset())


def clues(regex: str) -> list[frozenset[str]]:
    found = sorted(_usable(_sequence(parse(regex))), key=_worth, reverse=True)
    return [frozenset(x for x in c if not any(y != x and y in x for y in c)) for c in found]


def parse(regex: str) -> Any:
    """Parse a rule's regex; in place of what only `regex` knows stands what matches nearly everything."""
    for name in SHORTHANDS:
        regex = regex.replace(name, _STAND_INS.get(name, r"(?:\S\S)"))
    return parser.parse(_GROUP.sub("(?:", _UNICODE_CLASS.sub(r"\\S", regex)))


def needs_digit(regex: str) -> bool:
    """Tell whether every match of a regex holds a digit.

    >>> needs_digit(r"(?:page|slide) \\d+"), needs_digit(r"page(?: \\d+)?")
    (True, False)
    """
    return _hold_digit(parse(regex))


def _hold_digit(items: Iterable[Any]) -> bool:
    for op, value in items:
        if op is ops.IN:
            found = value == [(ops.CATEGORY, ops.CATEGORY_DIGIT)]
        elif op is ops.SUBPATTERN:
            found = _hold_digit(value[3])
        elif op is ops.BRANCH:
            found = all(map(_hold_digit, value[1]))
        else:
            found = op in _REPEATS and value[0] >= 1 and _hold_digit(value[2])
        if found:
            return True
    return False


def _usable(candidates: list[set[str]]) -> list[set[str]]:
    return [c for c in candidates if c and len(c) <= _MOST and all(_rare(x.strip()) for x in c)]


def _worth(literals: set[str]) -> float:
    """Estimate, in bits, how few blocks hold one of the literals."""
    return -log2(sum(2 ** -sum(_BITS.get(x, 8) for x in literal) for literal in literals))


def _rare(literal: str) -> bool:
    """Tell whether a literal is rare enough to be looked for: long, or with a sign such as ©."""
    if any(not x.isascii() and not x.isalnum() for x in literal):
        return True
    dense = any(x >= "\u3040" for x in literal)
    return len(literal) >= (_MIN_CHARS_DENSE if dense else _MIN_CHARS)


def _best(candidates: list[set[str]]) -> set[str] | None:
    """Choose the set that lets the fewest blocks through."""
    return max(_usable(candidates), key=_worth, default=None)


def _sequence(items: Iterable[Any]) -> list[set[str]]:
    """Collect, for items in a row, every set of literals of which one must occur."""
    candidates: list[set[str]] = []
    run: set[str] = {""}  # what the adjoining items spell out, in all their variants
    for op, value in items:
        if op is ops.ASSERT:
            candidates.extend(_sequence(value[1]))
        spelled = _spell(op, value)
        if spelled is not None and (len(run) == 1 or len(run) * len(spelled) <= _MOST_VARIANTS):
            run = {left + right for left in run for right in spelled}
            continue
        candidates.append(run)
        run = {""} if spelled is None else spelled
        candidates.extend(_inside(op, value))
    candidates.append(run)
    return [{fold(x) for x in c} for c in candidates if "" not in c]


def _spell(op: Any, value: Any) -> set[str] | None:
    """Spell out an item in all its variants, or None where they are too many."""
    if op is ops.LITERAL:
        return {chr(value)}
    if op in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        return {""}
    if op is ops.SUBPATTERN:
        return _spell_all(value[3])
    if op is ops.BRANCH:
        branches = [_spell_all(branch) for branch in value[1]]
        return None if None in branches else set().union(*(b for b in branches if b is not None))
    if op is ops.IN and len(value) <= 4 and all(o is ops.LITERAL for o, _ in value):
        return {chr(v) for _, v in value}
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT) and value[1] == 1:
        inner = _spell_all(value[2])
        return None if inner is None else inner | ({""} if value[0] == 0 else set())
    return None


def _spell_all(items: Iterable[Any]) -> set[str] | None:
    result = {""}
    for op, value in items:
        spelled = _spell(op, value)
        if spelled is None or (len(result) > 1 and len(result) * len(spelled) > _MOST_VARIANTS):
            return None
        result = {left + right for left in result for right in spelled}
    return result


def _inside(op: Any, value: Any) -> list[set[str]]:
    """Look for required literals inside an item that cannot be spelled out."""
    if op is ops.SUBPATTERN:
        return _sequence(value[3])
    if op is ops.BRANCH:
        branches = [_best(_sequence(branch)) for branch in value[1]]
        return [] if None in branches else [set().union(*(b for b in branches if b is not None))]
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT) and value[0] >= 1:
        return _sequence(value[2])
    return []
