"""Which lines of a page stand in another reading of it, such as an extractor's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.lines.characters import Ints
from cleaner.text import words

_PART = 40


def found_in(texts: Sequence[str], other: str | None) -> Ints:
    """Tell for every line whether another text holds it: 1 or 0; -1 everywhere if there is no such text.

    A long line counts when its beginning or its end is there, as the other may have left out something inside it.

    >>> found_in(["The ferry sails.", "Home"], "The ferry sails. The harbour opens.").tolist()
    [1, 0]
    """
    if not other:
        return np.full(len(texts), -1, np.int64)
    haystack = f" {' '.join(words(other))} "
    return np.array([_holds(haystack, f" {' '.join(words(text))} ") for text in texts], np.int64)


def _holds(haystack: str, needle: str) -> bool:
    if len(needle) <= 2:
        return False
    if len(needle) < 2 * _PART:
        return needle in haystack
    return needle[:_PART] in haystack or needle[-_PART:] in haystack
