"""Which documents a page of limited size holds: the worst, examples of every rule, a fair sample of the rest."""

from __future__ import annotations

import heapq
from hashlib import blake2b
from typing import NamedTuple

_WORST_SHARE = 0.4
_EXAMPLES_SHARE = 0.2
_LARGEST_SHARE = 0.1


class Merit(NamedTuple):
    """What speaks for a document.

    Attributes:
        flagged: whether the guard flagged it.
        share: how much of its text was removed, 0 to 1.
        example: whether it is one of the first in which some rule fired.

    """

    flagged: bool
    share: float
    example: bool


class Kept(NamedTuple):
    """A document with its place among those of its pool: the higher the rank, the longer it stays."""

    rank: tuple[float, ...]
    number: int
    data: bytes


class Pool:
    """The documents of highest rank that fit into a number of bytes.

    >>> pool = Pool()
    >>> pool.add(Kept((0.5,), 0, b"four")), pool.add(Kept((0.9,), 1, b"more"))
    (None, None)
    >>> pool.shrink(5)
    [Kept(rank=(0.5,), number=0, data=b'four')]
    """

    def __init__(self) -> None:
        self._heap: list[Kept] = []
        self.size = 0

    def add(self, item: Kept) -> None:
        """Take a document in."""
        heapq.heappush(self._heap, item)
        self.size += len(item.data)

    def shrink(self, limit: int) -> list[Kept]:
        """Let the lowest go until the rest fits, and give what went."""
        gone = []
        while self.size > limit:
            item = heapq.heappop(self._heap)
            self.size -= len(item.data)
            gone.append(item)
        return gone

    def items(self) -> list[Kept]:
        """Give what is in, in no order."""
        return list(self._heap)


class Choice:
    """Documents of a stream that fit into a number of bytes together, however long the stream is.

    Up to two fifths of the bytes go to the documents that are flagged or lose the most, a fifth to the first documents
    in which each rule fired, the rest to a sample that depends on nothing but the documents' numbers. As long as
    everything fits, everything is in. One that would take more than a tenth of the bytes is left out.

    Args:
        limit: bytes.

    >>> choice = Choice(limit=100)
    >>> for number in range(100):
    ...     choice.offer(number, b"0123456", Merit(number == 70, number / 100, number == 3))
    >>> kept = choice.numbers()
    >>> len(kept), {70, 99, 3} <= kept
    (14, True)

    """

    def __init__(self, limit: int):
        self.limit = limit
        self._worst = Pool()
        self._examples = Pool()
        self._sample = Pool()

    def offer(self, number: int, data: bytes, merit: Merit) -> None:
        """Take a document in, if only until better ones come.

        Args:
            number: of the document in the run.
            data: what the page would hold of it.
            merit: what speaks for it.

        """
        if len(data) > self.limit * _LARGEST_SHARE:
            return
        self._worst.add(Kept((*merit, -number), number, data))
        for item in self._worst.shrink(int(self.limit * _WORST_SHARE)):
            if item.rank[2]:
                self._examples.add(Kept((-item.number,), item.number, item.data))
            else:
                self._into_sample(item)
        for item in self._examples.shrink(int(self.limit * _EXAMPLES_SHARE)):
            self._into_sample(item)
        self._sample.shrink(max(0, self.limit - self._worst.size - self._examples.size))

    def _into_sample(self, item: Kept) -> None:
        self._sample.add(Kept((_lot(item.number),), item.number, item.data))

    def shrink(self, limit: int) -> None:
        """Go down to fewer bytes: the sample gives way first, then the examples, then the worst."""
        for pool in (self._sample, self._examples, self._worst):
            pool.shrink(max(0, limit - (self.size - pool.size)))

    @property
    def size(self) -> int:
        """The bytes of what is in."""
        return self._worst.size + self._examples.size + self._sample.size

    def numbers(self) -> set[int]:
        """The numbers of the documents that are in."""
        return {item.number for item in self.items()}

    def items(self) -> list[Kept]:
        """What is in, in the order of the run."""
        pools = (self._worst, self._examples, self._sample)
        return sorted((item for pool in pools for item in pool.items()), key=lambda item: item.number)


def _lot(number: int) -> float:
    """Draw a lot for a document: the same in every run, and without any tie to its place."""
    return int.from_bytes(blake2b(number.to_bytes(8, "big"), digest_size=6).digest(), "big")
