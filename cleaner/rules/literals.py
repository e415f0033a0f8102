"""Find the literals of which one must occur wherever a regex matches.

The matcher looks for the literals of all rules at once and tries only those rules of which it found one. That is sound
only if no match can do without them, so they are derived from the parsed regex, not guessed by the rule's author.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import Any

from cleaner.rules.schema import SHORTHANDS
from cleaner.text import fold

with warnings.catch_warnings():
    # The parser of `re` is the standard library's own, but not documented; `regex` has none that is.
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants as ops  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]

_UNICODE_CLASS = re.compile(r"\\[pP](?:\{[^}]+\}|\w)")
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
    for name in SHORTHANDS:
        regex = regex.replace(name, r"(?:\w.)")
    found = _best(_sequence(parser.parse(_GROUP.sub("(?:", _UNICODE_CLASS.sub(r"\\w", regex)))))
    return frozenset(x for x in found if not any(y != x and y in x for y in found)) if found else frozenset()


def _usable(literals: Iterable[str]) -> bool:
    return all(_rare(x.strip()) for x in literals)


def _rare(literal: str) -> bool:
    """Tell whether a literal is rare enough to be looked for: long, or with a sign such as ©."""
    if any(not x.isascii() and not x.isalnum() for x in literal):
        return True
    dense = any(x >= "\u3040" for x in literal)
    return len(literal) >= (_MIN_CHARS_DENSE if dense else _MIN_CHARS)


def _best(candidates: list[set[str]]) -> set[str] | None:
    """Choose the set whose shortest literal is longest: the one that lets fewest lines through."""
    usable = [c for c in candidates if c and len(c) <= _MOST and _usable(c)]
    return max(usable, key=lambda c: (min(map(len, c)), -len(c)), default=None)


def _sequence(items: Iterable[Any]) -> list[set[str]]:
    """Collect, for items in a row, every set of literals of which one must occur."""
    candidates: list[set[str]] = []
    run: set[str] = {""}  # what the adjoining items spell out, in all their variants
    for op, value in items:
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
    if op is ops.AT:
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
