"""Take the regexes of rules apart, to learn from them without running them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cleaner.rules.schema import SHORTHANDS

with warnings.catch_warnings():
    # The parser of `re` is the standard library's own, but not documented; `regex` has none that is.
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants as ops  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]

__all__ = ["REPEATS", "ZERO_WIDTH", "Item", "needs_digit", "ops", "parse", "variants", "widths"]

Item = tuple[Any, Any]
"""What stands at one place of a regex: an operation of `ops` and what belongs to it."""

REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
ZERO_WIDTH = (ops.AT, ops.ASSERT, ops.ASSERT_NOT)

_LETTERS = re.compile(r"\\p(?:\{[LN]\w?\}|[LN])")
_OTHER_CLASS = re.compile(r"\\[pP](?:\{[^}]+\}|\w)|\\D")
_GROUP = re.compile(r"\(\?P<\w+>")
_REFERENCE = re.compile(r"\\[1-9]")
_MOST_VARIANTS = 8
_MOST_GROUPS, _ANY_WIDTH = 100, 1 << 20


def _parse(regex: str) -> Any:
    """Parse what only `regex` knows in disguise: classes of letters or digits as `\\D`, other classes as `\\S`."""
    return parser.parse(_GROUP.sub("(?:", _LETTERS.sub(r"\\D", _OTHER_CLASS.sub(_disguise, regex))))


def _disguise(found: re.Match[str]) -> str:
    return found.group() if _LETTERS.fullmatch(found.group()) else r"\S"


def _stand_in(regex: str, beginning: str) -> str:
    """Make a regex of the same widths that tells nothing but what it begins with."""
    least, most = _parse(regex).getwidth()
    taken = beginning.count("\\")
    return f"(?:{beginning}\\S{{{least - taken},{most - taken}}})"


_STAND_INS = {
    name: _stand_in(expansion, r"\D" if name == "%name%" else r"\D\d") for name, expansion in SHORTHANDS.items()
}


def parse(regex: str) -> list[Item]:
    """Parse a rule's regex; in place of what only `regex` knows stands what matches nearly everything.

    Raises:
        re.error: the regex is not one that Python can parse.

    """
    for name, stand_in in _STAND_INS.items():
        regex = regex.replace(name, stand_in)
    if _REFERENCE.search(regex) and _GROUP.search(regex):
        raise re.error("a reference by number beside named groups")  # which are not counted here
    return list(_parse(regex))


def variants(items: Sequence[Item], spelled: Any) -> list[list[Item]]:
    """Take the alternatives of a regex apart: a match of it is one of at least one of these.

    Each says more of what it needs than they do together. What `spelled` can spell out stays together.
    """
    found = [list(_flat(items))]
    for _ in range(3):
        split = [variant for one in found for variant in _split(one, spelled)]
        if len(split) > _MOST_VARIANTS:
            break
        found = split
    return found


def _flat(items: Iterable[Item]) -> Iterator[Item]:
    for op, value in items:
        if op is ops.SUBPATTERN:
            yield from _flat(value[3])
        else:
            yield op, value


def _split(items: list[Item], spelled: Any) -> list[list[Item]]:
    """Split at the first alternation that tells more apart than spellings of one thing."""
    for place, (op, value) in enumerate(items):
        choices: list[list[Item]] = []
        if op is ops.BRANCH:
            plain = [branch for branch in value[1] if spelled(branch) is not None]
            choices = [list(_flat(branch)) for branch in value[1] if spelled(branch) is None]
            if plain:
                choices.append([(ops.BRANCH, (None, plain))])
        elif op in REPEATS and value[0] == 0 and value[1] == 1 and spelled(value[2]) is None:
            choices = [[], list(_flat(value[2]))]
        if len(choices) > 1:
            return [[*items[:place], *choice, *items[place + 1 :]] for choice in choices]
    return [items]


def widths(items: Sequence[Item]) -> tuple[int, int]:
    """Tell how many characters a match has, at least and at most.

    >>> widths(parse(r"(?:page|slide) \\d{1,3}"))
    (6, 9)
    """
    state = parser.State()
    state.groupwidths = [(0, _ANY_WIDTH)] * _MOST_GROUPS  # what a reference repeats may be of any length
    least, most = parser.SubPattern(state, list(items)).getwidth()
    return least, most


def needs_digit(items: Iterable[Item]) -> bool:
    """Tell whether every match holds a digit.

    >>> needs_digit(parse(r"(?:page|slide) \\d+")), needs_digit(parse(r"page(?: \\d+)?"))
    (True, False)
    """
    for op, value in items:
        if op is ops.IN:
            found = value == [(ops.CATEGORY, ops.CATEGORY_DIGIT)]
        elif op is ops.SUBPATTERN:
            found = needs_digit(value[3])
        elif op is ops.BRANCH:
            found = all(map(needs_digit, value[1]))
        else:
            found = op in REPEATS and value[0] >= 1 and needs_digit(value[2])
        if found:
            return True
    return False
