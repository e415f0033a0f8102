"""Text as an array of code points: what each character is, and where the words are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

OTHER, LOWER, UPPER, DIGIT, DENSE, SPACE, STOP, COMMA, QUOTE, RULE, BRACKET, SYMBOL = range(12)
CLASSES = 12
"""Other, lower-case letters (and those of scripts without case), capitals, digits, characters of dense scripts, blanks,
ends of sentences, marks inside a sentence, quotes, dashes and bullets and bars, brackets, symbols."""

_MULTIPLIER = np.uint32(0x9E3779B1)  # odd, thus invertible: a word's hash does not depend on where it stands
_INVERSE = np.uint32(pow(0x9E3779B1, -1, 1 << 32))
_STEM = 6


@dataclass(frozen=True)
class Alphabet:
    """What every code point is and what it folds to; frozen with the model, so that no Unicode version changes it."""

    classes: NDArray[np.uint8]
    folds: NDArray[np.uint32]

    def look_up(self, text: str) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """Give the folded code points and the classes of a text's characters."""
        points: NDArray[np.uint32] = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        if points.size and int(points.max()) >= self.classes.size:
            points = np.minimum(points, np.uint32(self.classes.size - 1))  # planes 2 and 3 are all dense
        return self.folds[points], self.classes[points]


@dataclass(frozen=True)
class Lines:
    """The lines of a text as arrays.

    Args:
        texts: the lines, none of them empty.
        alphabet: what the characters are.

    """

    texts: list[str]
    alphabet: Alphabet

    @cached_property
    def _looked_up(self) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        return self.alphabet.look_up("\n".join(self.texts) + "\n")

    @cached_property
    def folded(self) -> NDArray[np.uint32]:
        """The folded code points of all lines, each line followed by a line break."""
        return self._looked_up[0]

    @cached_property
    def classes(self) -> NDArray[np.uint8]:
        """The class of every character."""
        return self._looked_up[1]

    @cached_property
    def sizes(self) -> Ints:
        """The characters of every line, without its line break."""
        return np.fromiter(map(len, self.texts), np.int64, len(self.texts))

    @cached_property
    def starts(self) -> Ints:
        """Where every line begins."""
        return np.concatenate(([0], np.cumsum(self.sizes + 1)[:-1]))

    @cached_property
    def owner(self) -> Ints:
        """The line that every character belongs to."""
        return np.repeat(np.arange(len(self.texts)), self.sizes + 1)

    @cached_property
    def counts(self) -> Ints:
        """How many characters of every class each line has: lines by classes."""
        flat = np.bincount(self.owner * CLASSES + self.classes, minlength=len(self.texts) * CLASSES)
        return flat.reshape(len(self.texts), CLASSES)

    @cached_property
    def words(self) -> Words:
        """The words of all lines."""
        return Words.of(self)


@dataclass(frozen=True)
class Words:
    """Every word of a text, or character of a dense script: where it stands and what it hashes to."""

    line: Ints
    start: Ints
    size: Ints
    first: NDArray[np.uint8]
    """The class of the word's first character."""
    hash: NDArray[np.uint32]
    stem: NDArray[np.uint32]
    """The hash of its first six characters."""

    @classmethod
    def of(cls, lines: Lines) -> Words:
        """Find the words."""
        classes = lines.classes
        dense = classes == DENSE
        inside = dense | (classes == LOWER) | (classes == UPPER) | (classes == DIGIT)
        before = np.concatenate(([False], inside[:-1]))
        dense_before = np.concatenate(([False], dense[:-1]))
        start = np.flatnonzero(inside & (~before | dense | dense_before))
        ends_inside = np.concatenate((inside[1:], [False]))
        dense_after = np.concatenate((dense[1:], [False]))
        end = np.flatnonzero(inside & (~ends_inside | dense | dense_after)) + 1
        powers = _powers(classes.size)
        sums = np.zeros(classes.size + 1, np.uint32)
        np.cumsum((lines.folded + np.uint32(1)) * powers[:-1], out=sums[1:], dtype=np.uint32)
        home = _inverse_powers(classes.size)[start]
        stem_end = np.minimum(end, start + _STEM)
        return cls(
            line=lines.owner[start],
            start=start,
            size=end - start,
            first=classes[start],
            hash=_mix((sums[end] - sums[start]) * home),
            stem=_mix((sums[stem_end] - sums[start]) * home),
        )


def _mix(x: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Spread a hash over all bits (the finisher of MurmurHash3)."""
    x = x ^ (x >> np.uint32(16))
    x = x * np.uint32(0x85EBCA6B)
    x = x ^ (x >> np.uint32(13))
    x = x * np.uint32(0xC2B2AE35)
    return x ^ (x >> np.uint32(16))


_KEPT = 1 << 20  # powers; a text of so many characters is an exception, and 4 bytes each stay for good


class _Powers:
    """Powers of a number modulo 2**32, made as far as they were needed; more than `_KEPT` are made each time."""

    def __init__(self, base: np.uint32):
        self._base = base
        self._table: NDArray[np.uint32] = np.ones(1, np.uint32)

    def __call__(self, count: int) -> NDArray[np.uint32]:
        if count >= _KEPT:
            return self._make(count)
        table = self._table  # another thread may put a smaller one there
        if table.size < count + 1:
            table = self._table = self._make(min(2 * count, _KEPT))
        return table[: count + 1]

    def _make(self, count: int) -> NDArray[np.uint32]:
        table = np.full(count + 1, self._base, np.uint32)
        table[0] = 1
        return np.cumprod(table, dtype=np.uint32)

    def __reduce__(self) -> tuple[Any, ...]:
        return _Powers, (self._base,)


_powers = _Powers(_MULTIPLIER)
_inverse_powers = _Powers(_INVERSE)
