"""Find the literals of which one must occur wherever a regex matches.

The matcher looks for the literals of all rules at once and tries only those rules of which it found one. That is sound
only if no match can do without them, so they are derived from the parsed regex, not guessed by the rule's author.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cache
from math import log2
from typing import Any

from cleaner.rules.parsing import REPEATS, ZERO_WIDTH, Item, ops, parse
from cleaner.text.prose import fold

Case = Callable[[str], str]

_BITS = {letter: 3 + place / 4 for place, letter in enumerate(" etaoinsrhldcumfpgwybvkxjqz")}
"""How much a letter tells, by how rare it is; other characters tell as much as a rare one."""
_MOST_BITS = 1000  # of one literal; a floating-point number knows no smaller share than two to the minus 1,074th
_BLOCK = 150  # characters of a block, roughly
_FEW = 30  # literals that are looked for one by one
_MOST_FEW = 4
_MIN_CHARS = 3
_MIN_CHARS_DENSE = 2
_MOST = 600  # literals of one rule
_MOST_SPELLINGS = 48  # of adjoining items, before they are taken apart


@cache
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
    return literals_of(parse(regex))


def literals_of(items: Iterable[Item]) -> frozenset[str]:
    """Do what `required_literals` does, for a parsed regex or a part of it."""
    return _shortest(_best(_sequence(items, fold)) or ())


def few_literals_of(items: Iterable[Item], case: Case = fold) -> list[list[str]]:
    """Derive sets of few literals, however short, of each of which every match holds one; the most telling first.

    Args:
        items: a parsed regex.
        case: what is done to the literals; `str` leaves them as they are, for a regex that heeds case everywhere.

    >>> few_literals_of(parse(r"(?i).{1,99}[(\\[]photo: .{1,20}[)\\]]"))
    [['(photo: ', '[photo: '], [')', ']']]

    """
    shortest = map(_shortest, _sequence(items, case))
    found = {tuple(sorted(c)) for c in shortest if len(c) <= _FEW and all(x.strip() for x in c)}
    telling = sorted(found, key=lambda c: (-_worth(c), c))[:_MOST_FEW]
    return [list(c) for c in sorted(telling, key=_cost)]


def _cost(literals: Collection[str]) -> float:
    """Estimate how many literals are looked for until one set says no: the set that says so soonest is tried first."""
    return len(literals) / (1 - min(0.98, _BLOCK * 2 ** -_worth(literals)))


def _shortest(literals: Collection[str]) -> frozenset[str]:
    """Leave out what holds another one."""
    return frozenset(x for x in literals if not any(y != x and y in x for y in literals))


def _best(candidates: list[set[str]]) -> set[str] | None:
    """Choose the set that lets the fewest blocks through."""
    usable = [c for c in candidates if c and len(c) <= _MOST and all(_rare(x.strip()) for x in c)]
    return max(usable, key=lambda c: (_worth(c), sorted(c)), default=None)


def _rare(literal: str) -> bool:
    """Tell whether a literal is rare enough to be looked for: long, or with a sign such as ©."""
    if any(not x.isascii() and not x.isalnum() for x in literal):
        return True
    dense = any(x >= "\u3040" for x in literal)
    return len(literal) >= (_MIN_CHARS_DENSE if dense else _MIN_CHARS)


def _worth(literals: Collection[str]) -> float:
    """Estimate, in bits, how few blocks hold one of the literals."""
    return -log2(sum(sorted(2 ** -min(_MOST_BITS, sum(_BITS.get(x, 8) for x in literal)) for literal in literals)))


def _sequence(items: Iterable[Item], case: Case) -> list[set[str]]:
    """Collect, for items in a row, every set of literals of which one must occur."""
    candidates: list[set[str]] = []
    run: set[str] = {""}  # what the adjoining items spell out, in all their variants
    for op, value in items:
        if op is ops.ASSERT:
            candidates.extend(_sequence(value[1], case))
        spellings = _spell(op, value)
        if spellings is not None and (len(run) == 1 or len(run) * len(spellings) <= _MOST_SPELLINGS):
            run = {left + right for left in run for right in spellings}
            continue
        candidates.append(run)
        run = {""} if spellings is None else spellings
        candidates.extend(_inside(op, value, case))
    candidates.append(run)
    return [{case(x) for x in c} for c in candidates if "" not in c]


def _spell(op: Any, value: Any) -> set[str] | None:
    """Spell out an item in all its variants, or None where they are too many."""
    if op is ops.LITERAL:
        return {chr(value)}
    if op in ZERO_WIDTH:
        return {""}
    if op is ops.SUBPATTERN:
        return spell(value[3])
    if op is ops.BRANCH:
        branches = [spell(branch) for branch in value[1]]
        return None if None in branches else set().union(*(b for b in branches if b is not None))
    if op is ops.IN and len(value) <= 4 and all(o is ops.LITERAL for o, _ in value):
        return {chr(v) for _, v in value}
    if op in REPEATS and value[1] == 1:
        inner = spell(value[2])
        return None if inner is None else inner | ({""} if value[0] == 0 else set())
    return None


def spell(items: Iterable[Item]) -> set[str] | None:
    """Spell out all that items in a row match, or None where that is too much."""
    result = {""}
    for op, value in items:
        spellings = _spell(op, value)
        if spellings is None or (len(result) > 1 and len(result) * len(spellings) > _MOST_SPELLINGS):
            return None
        result = {left + right for left in result for right in spellings}
    return result


def _inside(op: Any, value: Any, case: Case) -> list[set[str]]:
    """Look for required literals inside an item that cannot be spelled out."""
    if op is ops.SUBPATTERN:
        return _sequence(value[3], case)
    if op is ops.BRANCH:
        branches = [_best(_sequence(branch, case)) for branch in value[1]]
        return [] if None in branches else [set().union(*(b for b in branches if b is not None))]
    if op in REPEATS and value[0] >= 1:
        return _sequence(value[2], case)
    return []
