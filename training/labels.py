"""Which lines of a text are the article's, by its gold body."""

from __future__ import annotations

from collections.abc import Sequence

import regex

_TOKEN = regex.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_N = 4


def tokens(text: str) -> list[str]:
    """Split into folded words; dense scripts into characters."""
    found: list[str] = _TOKEN.findall(text.lower())
    return found


def label(lines: Sequence[str], gold: str) -> list[int]:
    """Tell for every line: 1 if at least half of its runs of four words stand in the gold, 0 if not, -1 without words.

    >>> label(["The ferry sails again on Monday", "Home", "***"], "The ferry sails again on Monday, it said.")
    [1, 0, -1]
    """
    found = tokens(gold)
    grams = set(zip(*(found[i:] for i in range(_N)), strict=False))
    flat = f" {' '.join(found)} "
    return [_label(tokens(line), grams, flat) for line in lines]


def _label(line: list[str], grams: set[tuple[str, ...]], flat: str) -> int:
    if not line:
        return -1
    if len(line) < _N:
        return int(f" {' '.join(line)} " in flat)
    own = list(zip(*(line[i:] for i in range(_N)), strict=False))
    return int(sum(gram in grams for gram in own) >= 0.5 * len(own))
