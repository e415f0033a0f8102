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
from operator import xor

import regex
from ahocorasick_rs import AhoCorasick, Implementation

from cleaner.rules.edges import head, tail
from cleaner.rules.needs import Needs
from cleaner.text.prose import encodable, fold

_SHORT = 300  # characters; most rules are for blocks up to this length, and most text stands in longer ones
_ASCII_DIGIT = re.compile("[0-9]")
_DIGIT = regex.compile(r"\d")


class Prefilter:
    """What all rules need, turned around: from what stands in a block to the rules that it may be for."""

    def __init__(self, by_rule: Sequence[Sequence[Needs]]):
        pairs = [(rule, one) for rule, of_rule in enumerate(by_rule) for one in of_rule]
        pairs.sort(key=lambda pair: pair[1].most <= _SHORT)  # numbers for long blocks are the shorter ones
        needs = [one for _, one in pairs]
        self._rule_of = [rule for rule, _ in pairs]
        self._also = [one.also for one in needs]
        self._cased = [one.cased for one in needs]
        self._heads = _Edges([one.heads for one in needs], slice)
        self._tails = _Edges([one.tails for one in needs], lambda size: slice(-size, None))
        self._first_signs = _without([one.not_first for one in needs])
        self._last_signs = _without([one.not_last for one in needs])
        self._lengths = _Lengths(needs)
        self._digit = _bits(x for x, one in enumerate(needs) if one.digit)
        self._nameless = _bits(x for x, one in enumerate(needs) if not one.literals)
        named = {x: one.literals for x, one in enumerate(needs) if one.literals}
        self._in_short = _Literals(named)
        self._in_long = _Literals({x: literals for x, literals in named.items() if needs[x].most > _SHORT})

    def candidates(self, texts: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
        """Yield the texts for which there are rules to try, with the indexes of those in order."""
        short = [text for text in texts if len(text) <= _SHORT]
        long = [text for text in texts if len(text) > _SHORT]
        for group, literals in ((short, self._in_short), (long, self._in_long)):
            folded = [fold(text) for text in group]
            for text, as_folded, named in zip(group, folded, literals.find(folded), strict=True):
                if found := self._narrow(text, named | self._nameless):
                    yield text, self._rules(found, text, as_folded)

    def _narrow(self, text: str, needs: int) -> int:
        """Leave out those that the form of a text rules out."""
        needs &= self._lengths.fit(len(text))
        needs &= self._first_signs.get(text[:1], needs) & self._last_signs.get(text[-1:], needs)
        needs &= self._heads.fit(head(text))
        if needs:
            needs &= self._tails.fit(tail(text))
        if needs & self._digit and not _has_digit(text):
            needs &= ~self._digit
        return needs

    def _rules(self, needs: int, text: str, folded: str) -> list[int]:
        """List the rules of which a text has all else that they need."""
        rules: set[int] = set()
        while needs:
            index = needs.bit_length() - 1
            needs ^= 1 << index
            if _holds(text if self._cased[index] else folded, self._also[index]):
                rules.add(self._rule_of[index])
        return sorted(rules)


def _holds(text: str, also: Sequence[Sequence[str]]) -> bool:
    """Tell whether a text holds one string of every list; plain loops, as it is asked of every block many times."""
    for few in also:
        for literal in few:
            if literal in text:
                break
        else:
            return False
    return True


class _Edges:
    """The rules by how a block must begin, or end; `cut` gives the slice that cuts so many characters of that edge."""

    def __init__(self, wanted: Sequence[list[str]], cut: Callable[[int], slice]):
        self._any = _bits(x for x, edges in enumerate(wanted) if not edges)
        owners: dict[str, list[int]] = defaultdict(list)
        for x, edges in enumerate(wanted):
            for edge in edges:
                owners[edge].append(x)
        self._owners = dict(zip(owners, _masks(owners.values()), strict=True))
        self._cuts = [cut(size) for size in sorted(set(map(len, owners)))]

    def fit(self, edge: str) -> int:
        found = self._any
        for cut in self._cuts:
            if (part := edge[cut]) in self._owners:
                found |= self._owners[part]
        return found


class _Lengths:
    """The rules by the characters that a block which they take as a whole may have."""

    def __init__(self, needs: Sequence[Needs]):
        changes: dict[int, list[int]] = defaultdict(list)
        for x, one in enumerate(needs):
            changes[one.least].append(x)
            changes[one.most + 1].append(x)
        self._steps = [0, *sorted(changes)]
        self._fit = list(accumulate((_bits(changes.get(step, ())) for step in self._steps[1:]), xor, initial=0))

    def fit(self, length: int) -> int:
        return self._fit[bisect_right(self._steps, length) - 1]


class _Literals:
    """The rules by their literals, all looked for at once."""

    def __init__(self, named: dict[int, list[str]]):
        owners: dict[str, list[int]] = defaultdict(list)
        for index, literals in named.items():
            for literal in literals:
                owners[literal].append(index)
        self._owners = _masks(owners.values())
        # The contiguous automaton is a third faster than the other and takes a few megabytes for a thousand rules.
        self._automaton = AhoCorasick(list(owners), implementation=Implementation.ContiguousNFA) if owners else None

    def find(self, folded: Sequence[str]) -> list[int]:
        """For each folded text the rules of which it holds a literal."""
        found = [0] * len(folded)
        if self._automaton is None or not folded:
            return found
        ends = list(accumulate(len(text) + 1 for text in folded))
        matches = self._automaton.find_matches_as_indexes(encodable("\n".join(folded)), overlapping=True)
        owners = self._owners
        at = end = named = 0
        for literal, start, _ in matches:  # they come in the order of the texts
            if start >= end:
                found[at] |= named
                at = bisect_right(ends, start)
                end, named = ends[at], 0
            named |= owners[literal]
        found[at] |= named
        return found


def _bits(indexes: Iterable[int]) -> int:
    result = 0
    for index in indexes:
        result |= 1 << index
    return result


def _masks(sets: Iterable[Sequence[int]]) -> list[int]:
    """Make a number of each set, the same one of equal sets: there are few, and a small table stays in the cache."""
    made: dict[tuple[int, ...], int] = {}
    return [made.get(key) or made.setdefault(key, _bits(key)) for key in map(tuple, sets)]


def _without(signs: Sequence[str]) -> dict[str, int]:
    """For every sign, those that it does not rule out."""
    all_of_them = (1 << len(signs)) - 1
    return {
        sign: all_of_them & ~_bits(x for x, some in enumerate(signs) if sign in some) for sign in set("".join(signs))
    }


def _has_digit(text: str) -> bool:
    return (_ASCII_DIGIT if text.isascii() else _DIGIT).search(text) is not None
