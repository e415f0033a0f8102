"""Find how a text must begin and end for a regex to match all of it.

Most rules know a line by its first words, and most lines begin with others: what a line begins and ends with rules out
nearly all rules before any is tried. As many rules allow for signs and spaces around a line, those do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex

from cleaner.rules.parsing import REPEATS, ZERO_WIDTH, Item, ops
from cleaner.text.prose import fold

CHARS = 8
_FEWER_CHARS = 4
_MOST_SPELLINGS = 2_000  # on the way
_MOST_EDGES = 300
_MOST_OF_A_CLASS = 64
_SIGNS = regex.compile(r"[\W\ufe0f]*")
_DIGIT = regex.compile(r"\d")
_FEW_SIGNS = 16  # no more stand at the end of nearly all blocks
_SIGN = " "  # stands for any
_OPEN = "\0"
_FIRST_SIGNS = '-–—•*|"“„('
_LAST_SIGNS = '.!?…:|"”)'


class _UnknownError(Exception):
    """Anything may stand at this edge, or too much."""


def head(text: str) -> str:
    """Cut the first characters of a block, folded and without the signs before them.

    >>> head("- “Read more about it")
    'read mor'
    """
    if not text[:1].isalpha():  # not isalnum(), which is true of ¼, a sign to the regexes
        text = text[_end(_SIGNS, text) :]
    return _plain(text[:CHARS])[:CHARS]


def tail(text: str) -> str:
    """Cut the last characters of a block, folded and without the signs behind them.

    >>> tail("Read more: »")
    'ead more'
    """
    if not text[-1:].isalpha():
        signs = _end(_SIGNS, text[: -_FEW_SIGNS - 1 : -1])
        text = text[: len(text) - (signs if signs < _FEW_SIGNS else _end(_SIGNS, text[::-1]))]
    return _plain(text[-CHARS:])[-CHARS:]


def _end(pattern: regex.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _plain(text: str) -> str:
    """Fold text, and make every digit beyond ASCII a zero: a class of digits then stands for ten characters."""
    folded = fold(text)
    return folded if folded.isascii() else _DIGIT.sub(lambda x: x.group() if x.group().isascii() else "0", folded)


def heads(items: Sequence[Item]) -> frozenset[str]:
    """Derive the beginnings of which one begins the `head` of every text that a parsed regex matches from its start.

    >>> from cleaner.rules.parsing import parse
    >>> sorted(heads(parse(r"(?i)\\W{0,4}(?:please )?(?:view|see) .{1,9}")))
    ['please s', 'please v', 'see ', 'view ']
    """
    return _edges(items, backwards=False)


def tails(items: Sequence[Item]) -> frozenset[str]:
    """Derive the endings of which one ends the `tail` of every text that a parsed regex matches to its end.

    >>> from cleaner.rules.parsing import parse
    >>> sorted(tails(parse(r"(?i)(?:view|see) .{1,9} comments?\\W{0,4}")))
    [' comment', 'comments']
    """
    return frozenset(x[::-1] for x in _edges(items, backwards=True))


def not_first(items: Sequence[Item]) -> str:
    """Derive the signs, of those that many blocks begin with, that no match begins with.

    >>> from cleaner.rules.parsing import parse
    >>> not_first(parse(r"[-•]?\\p{Lu}.{1,9}"))
    '–—*|"“„('
    """
    return "".join(x for x in _FIRST_SIGNS if not _may_begin(items, ord(x), backwards=False)[0])


def not_last(items: Sequence[Item]) -> str:
    """Derive the signs, of those that many blocks end with, that no match ends with.

    >>> from cleaner.rules.parsing import parse
    >>> not_last(parse(r"\\p{Lu}[^.!?]{1,9}"))
    '.!?'
    """
    return "".join(x for x in _LAST_SIGNS if not _may_begin(items, ord(x), backwards=True)[0])


def _may_begin(items: Sequence[Item], sign: int, backwards: bool) -> tuple[bool, bool]:
    """Tell whether what items match may begin with a sign, and whether they may match nothing."""
    for op, value in reversed(items) if backwards else items:
        begins, empty = True, False
        if op in ZERO_WIDTH:
            begins, empty = False, True
        elif op is ops.LITERAL:
            begins = value == sign
        elif op is ops.IN:
            begins = _may_be(value, sign)
        elif op is ops.SUBPATTERN:
            begins, empty = _may_begin(value[3], sign, backwards)
        elif op is ops.BRANCH:
            found = [_may_begin(branch, sign, backwards) for branch in value[1]]
            begins, empty = any(x for x, _ in found), any(x for _, x in found)
        elif op in REPEATS:
            begins, empty = _may_begin(value[2], sign, backwards)
            empty = empty or value[0] == 0
        if begins or not empty:
            return begins, False
    return False, True


def _may_be(members: Sequence[Item], sign: int) -> bool:
    """Tell whether a class of characters may hold a sign."""
    negated = members[0][0] is ops.NEGATE
    named = any(
        (kind is ops.LITERAL and x == sign)
        or (kind is ops.RANGE and x[0] <= sign <= x[1])
        or (kind is ops.CATEGORY and x is ops.CATEGORY_NOT_WORD)
        for kind, x in members
    )
    if named:
        return not negated
    return negated or (ops.CATEGORY, ops.CATEGORY_NOT_SPACE) in members


def _edges(items: Sequence[Item], backwards: bool) -> frozenset[str]:
    for chars in (CHARS, _FEWER_CHARS):
        try:
            found = {x.rstrip(_OPEN) for x in _Speller(chars, backwards).row(items, at_edge=True)}
        except _UnknownError:
            continue
        if "" not in found and len(found) <= _MOST_EDGES:
            return frozenset(x for x in found if not any(x != y and x.startswith(y) for y in found))
    return frozenset()


class _Speller:
    """Spells out how matches begin, or how they end, read backwards, up to some characters.

    A spelling that ends in `_OPEN` may go on with anything. At the edge signs are left out.
    """

    def __init__(self, chars: int, backwards: bool):
        self._chars = chars
        self._backwards = backwards

    def row(self, items: Sequence[Item], at_edge: bool) -> set[str]:
        """Spell out items that follow one another."""
        found = {""}
        for op, value in reversed(items) if self._backwards else items:
            short = {x for x in found if len(x) < self._chars and not x.endswith(_OPEN)}
            if not short:
                break
            found -= short
            if at_edge and "" in short:
                short.remove("")
                found |= self._item(op, value, at_edge=True)
            if short:
                then = self._item(op, value, at_edge=False)
                found |= {(left + right)[: self._chars] for left in short for right in then}
            if len(found) > _MOST_SPELLINGS or (at_edge and _OPEN in found):
                raise _UnknownError
        return found

    def _item(self, op: Any, value: Any, at_edge: bool) -> set[str]:
        if op in ZERO_WIDTH:
            return {""}
        if op is ops.SUBPATTERN:
            return self.row(value[3], at_edge)
        if op is ops.BRANCH:
            return {x for branch in value[1] for x in self.row(branch, at_edge)}
        if op in REPEATS:
            return self._repeat(value[0], value[1], value[2], at_edge)
        characters = _characters(op, value, at_edge)
        if characters is None:
            return {_OPEN}
        spelled = {"" if at_edge and x == _SIGN else _plain(x) for x in characters}
        return {x[::-1] for x in spelled} if self._backwards else spelled

    def _repeat(self, least: int, most: int, inner: Sequence[Item], at_edge: bool) -> set[str]:
        if at_edge and _only_signs(inner):
            return {""}
        once = self.row(inner, at_edge)
        if most > 1:  # it may be there again, or what follows
            once = {x if len(x) >= self._chars or x.endswith(_OPEN) else x + _OPEN for x in once}
        return once | {""} if least == 0 else once


def _only_signs(items: Sequence[Item]) -> bool:
    """Tell whether items match nothing but signs and spaces."""
    for op, value in items:
        if op is ops.SUBPATTERN:
            found = _only_signs(value[3])
        elif op is ops.BRANCH:
            found = all(map(_only_signs, value[1]))
        elif op in REPEATS:
            found = _only_signs(value[2])
        else:
            found = op in ZERO_WIDTH or _characters(op, value, at_edge=True) == {_SIGN}
        if not found:
            return False
    return True


def _characters(op: Any, value: Any, at_edge: bool) -> set[str] | None:
    """Collect what one item matches, at the edge all signs as one; None where it is too much."""
    if op is ops.LITERAL:
        found = {chr(value)}
    elif op is not ops.IN:
        return None
    elif value[0][0] is ops.NEGATE:
        return {_SIGN} if at_edge and (ops.CATEGORY, ops.CATEGORY_WORD) in value else None
    else:
        found = set()
        for kind, x in value:
            part = _part_of_a_class(kind, x, at_edge)
            if part is None:
                return None
            found |= part
    return {_SIGN if at_edge and _SIGNS.fullmatch(x) else x for x in found}


def _part_of_a_class(kind: Any, value: Any, at_edge: bool) -> set[str] | None:
    if kind is ops.LITERAL:
        return {chr(value)}
    if kind is ops.RANGE and value[1] - value[0] <= _MOST_OF_A_CLASS:
        return set(map(chr, range(value[0], value[1] + 1)))
    if kind is ops.CATEGORY and value is ops.CATEGORY_DIGIT:
        return set("0123456789")
    if kind is ops.CATEGORY and at_edge and value in (ops.CATEGORY_NOT_WORD, ops.CATEGORY_SPACE):
        return {_SIGN}
    return None
