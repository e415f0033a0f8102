"""Tell which rules are worth a try on which blocks, for all rules at once.

A set of rules is a number with a bit for each, so that what a block begins and ends with, its length and the literals
in it rule out nearly all rules in a few operations, however many there are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

import regex
from ahocorasick_rs import AhoCorasick, Implementation

from cleaner.rules.edges import head, tail
from cleaner.rules.needs import Needs
from cleaner.text import encodable, fold

_SHORT = 300  # characters; most rules are for blocks up to this length, and most text stands in longer ones
_ASCII_DIGIT = re.compile("[0-9]")
_DIGIT = regex.compile(r"\d")


class Prefilter:
    """What all rules need, turned around: from what stands in a block to the rules that it may be for."""

    def __init__(self, by_rule: Sequence[Sequence[Needs]]):
        needs = [n for one in by_rule for n in one]
        self._rules = [rule for rule, one in enumerate(by_rule) for _ in one]
        self._also = {x: n.also for x, n in enumerate(needs) if n.also}
        self._heads = _Edge([n.heads for n in needs])
        self._tails = _Edge([n.tails for n in needs])
        self._lengths = _Lengths(needs)
        self._digit = _bits(x for x, n in enumerate(needs) if n.digit)
        self._nameless = _bits(x for x, n in enumerate(needs) if not n.literals)
        named = {x: n.literals for x, n in enumerate(needs) if n.literals}
        self._in_short = _Literals(named)
        self._in_long = _Literals({x: n for x, n in named.items() if needs[x].most > _SHORT})

    def candidates(self, texts: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
        """Yield the texts for which there are rules to try, with the indexes of those in order."""
        short = [text for text in texts if len(text) <= _SHORT]
        long = [text for text in texts if len(text) > _SHORT]
        for group, literals in ((short, self._in_short), (long, self._in_long)):
            for text, named in zip(group, literals.find(group), strict=True):
                if found := self._narrow(text, named | self._nameless):
                    folded = fold(text)
                    yield text, list(dict.fromkeys(self._rules[x] for x in _indexes(found) if self._holds(folded, x)))

    def _holds(self, folded: str, rule: int) -> bool:
        return all(any(x in folded for x in some) for some in self._also.get(rule, ()))

    def _narrow(self, text: str, rules: int) -> int:
        rules &= self._lengths.fit(len(text))
        rules &= self._heads.fit(head(text), _beginnings)
        if rules:
            rules &= self._tails.fit(tail(text), _endings)
        if rules & self._digit and not _has_digit(text):
            rules &= ~self._digit
        return rules


class _Edge:
    """The rules by how a block must begin, or end."""

    def __init__(self, wanted: Sequence[list[str]]):
        self._any = _bits(x for x, edges in enumerate(wanted) if not edges)
        by_edge: dict[str, list[int]] = defaultdict(list)
        for x, edges in enumerate(wanted):
            for edge in edges:
                by_edge[edge].append(x)
        self._by_edge = {edge: _bits(owners) for edge, owners in by_edge.items()}

    def fit(self, edge: str, parts: Callable[[str], Iterable[str]]) -> int:
        found = self._any
        for part in parts(edge):
            if part in self._by_edge:
                found |= self._by_edge[part]
        return found


class _Lengths:
    """The rules by the characters that a block which they take as a whole may have."""

    def __init__(self, needs: Sequence[Needs]):
        self._steps = sorted({0, *(n.least for n in needs), *(n.most + 1 for n in needs)})
        self._fit = [_bits(x for x, n in enumerate(needs) if n.least <= step <= n.most) for step in self._steps]

    def fit(self, length: int) -> int:
        return self._fit[bisect_right(self._steps, length) - 1]


class _Literals:
    """The rules by their literals, all looked for at once."""

    def __init__(self, named: dict[int, list[str]]):
        owners: dict[str, list[int]] = defaultdict(list)
        for index, literals in named.items():
            for literal in literals:
                owners[literal].append(index)
        self._owners = [_bits(x) for x in owners.values()]
        # The contiguous automaton is a third faster than the other and takes a few megabytes for a thousand rules.
        self._automaton = AhoCorasick(list(owners), implementation=Implementation.ContiguousNFA) if owners else None

    def find(self, texts: Sequence[str]) -> list[int]:
        """For each text the rules of which it holds a literal."""
        found = [0] * len(texts)
        if self._automaton is None or not texts:
            return found
        folded = [fold(text) for text in texts]
        haystack = encodable("\n".join(folded))
        ends = list(accumulate(len(text) + 1 for text in folded))
        for literal, start, _ in self._automaton.find_matches_as_indexes(haystack, overlapping=True):
            found[bisect_right(ends, start)] |= self._owners[literal]
        return found


def _bits(indexes: Iterable[int]) -> int:
    result = 0
    for index in indexes:
        result |= 1 << index
    return result


def _indexes(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _beginnings(edge: str) -> Iterable[str]:
    return (edge[:x] for x in range(1, len(edge) + 1))


def _endings(edge: str) -> Iterable[str]:
    return (edge[x:] for x in range(len(edge)))


def _has_digit(text: str) -> bool:
    return (_ASCII_DIGIT if text.isascii() else _DIGIT).search(text) is not None
