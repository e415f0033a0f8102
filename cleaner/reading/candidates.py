"""Which lines of a page stand in another reading of it, such as an extractor's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.lines.characters import Ints
from cleaner.text.prose import words

_PART = 40
_FEW = 4


def found_in(lines: Sequence[list[str]], other: str | None) -> Ints:
    """Tell for every line whether another text holds it: 1 or 0; -1 everywhere if there is no such text.

    A long line counts when its beginning or its end is there, as the other may have left out something inside it. One
    of fewer than four words must be a line there, or go on there as it does here: a word of a menu often stands
    somewhere in the article, too.

    Args:
        lines: the folded words of every line.
        other: the other text.

    >>> found_in([words("The ferry sails again."), words("Home")], "The ferry sails again. We are home.").tolist()
    [1, 0]

    """
    if not other:
        return np.full(len(lines), -1, np.int64)
    haystack = f" {' '.join(words(other))} "
    whole = {" ".join(words(line)) for line in other.splitlines()}
    return np.array([_holds(haystack, whole, lines, index) for index in range(len(lines))], np.int64)


def _holds(haystack: str, whole: set[str], lines: Sequence[list[str]], index: int) -> bool:
    line = lines[index]
    needle = f" {' '.join(line)} "
    if not line:
        return False
    if len(line) < _FEW:
        return needle[1:-1] in whole or (needle in haystack and _goes_on(haystack, lines, index))
    if len(needle) < 2 * _PART:
        return needle in haystack
    return needle[:_PART] in haystack or needle[-_PART:] in haystack


def _goes_on(haystack: str, lines: Sequence[list[str]], index: int) -> bool:
    """Tell whether the other text holds a short line together with the last words before it, or the first behind it."""
    line, missing = lines[index], _FEW - len(lines[index])
    before = lines[index - 1][-missing:] if index else []
    after = lines[index + 1][:missing] if index + 1 < len(lines) else []
    return any(len(run) == _FEW and f" {' '.join(run)} " in haystack for run in ([*before, *line], [*line, *after]))
