"""Make the table of characters that is frozen with the model."""

from __future__ import annotations

import unicodedata

import numpy as np

from cleaner.lines import characters as c
from cleaner.text.prose import dense_share

SIZE = 0x20001  # planes 0 and 1, and one entry for all that is above

_STOPS = set(".!?…。！？．｡؟۔।॥")
_COMMAS = set(",;:，、；：،؛")
_QUOTES = set("\"'“”„‟‘’‚‹›«»「」『』")
_RULES = set("|•·*–—-―▪●■►▶→»›>/\\‣◦○◆★☆✓")


def is_dense(point: int) -> bool:
    """Tell whether a character belongs to a script written without spaces; what lies above plane 1 does."""
    return point >= SIZE - 1 or dense_share(chr(point)) > 0


def class_of(point: int) -> int:
    """Classify one code point."""
    char = chr(point)
    category = unicodedata.category(char)
    for members, value in ((_STOPS, c.STOP), (_COMMAS, c.COMMA), (_QUOTES, c.QUOTE), (_RULES, c.RULE)):
        if char in members:
            return value
    if is_dense(point):
        return c.DENSE
    if category in ("Lu", "Lt"):
        return c.UPPER
    if category[0] in "LM":
        return c.LOWER
    if category[0] == "N":
        return c.DIGIT
    if category[0] == "Z" or char in "\t\n\r\v\f":
        return c.SPACE
    if category in ("Ps", "Pe"):
        return c.BRACKET
    if category[0] in "SP":
        return c.SYMBOL
    return c.OTHER


def folded(point: int) -> int:
    """Fold case, one character to one; a digit becomes 0, so that dates and counts look alike."""
    char = chr(point)
    if unicodedata.category(char) == "Nd":
        return ord("0")
    low = char.lower()
    return ord(low) if len(low) == 1 else point


def make() -> c.Alphabet:
    """Classify and fold every code point."""
    points = range(SIZE)
    return c.Alphabet(
        np.array([class_of(point) for point in points], np.uint8),
        np.array([folded(point) for point in points], np.uint32),
    )
