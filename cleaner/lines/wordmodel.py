"""What the words of a line speak for: a linear model over hashed words and pairs of words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.lines.characters import Ints, Lines

BITS = 20


def buckets(lines: Lines) -> tuple[Ints, Ints]:
    """Hash the words of every line, the pairs of neighbours, and its first and last word.

    Returns:
        The line that each hash belongs to, and the hash, of `BITS` bits.

    """
    words = lines.words
    if not words.line.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    after = np.concatenate((words.line[1:], [-1])) == words.line
    before = np.concatenate(([-1], words.line[:-1])) == words.line
    pairs = words.hash[:-1][after[:-1]] * np.uint32(5) + words.hash[1:][after[:-1]]
    first = words.hash[~before] * np.uint32(7) + np.uint32(1)
    last = words.hash[~after] * np.uint32(11) + np.uint32(2)
    hashes = np.concatenate((words.hash, pairs, first, last))
    line = np.concatenate((words.line, words.line[:-1][after[:-1]], words.line[~before], words.line[~after]))
    return line, (hashes >> np.uint32(32 - BITS)).astype(np.int64)


@dataclass(frozen=True)
class WordModel:
    """A weight for every hash, in hundredths of a logit; positive speaks for the body."""

    weights: NDArray[np.int16]

    def score(self, lines: Lines) -> Ints:
        """Sum the weights over every line, divided by the square root of their number."""
        line, bucket = buckets(lines)
        n = len(lines.texts)
        total = np.bincount(line, weights=self.weights[bucket], minlength=n)
        count = np.bincount(line, minlength=n)
        return np.floor(total / np.sqrt(np.maximum(count, 1))).astype(np.int64)
