"""Find how a text must begin and end for a regex to match all of it.

Most rules know a line by its first words, and most lines begin with others: what a line begins and ends with rules out
nearly all rules before any of them is tried. As many rules allow for signs and spaces around a line, those do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import regex

from cleaner.rules.literals import ops, parse
from cleaner.text import fold

CHARS = 4
_MOST_STEPS = 20_000
_MOST_CLASS = 64
_MOST_EDGES = 400
_SIGNS = regex.compile(r"[\W\ufe0f]*")
_SIGNS_BEHIND = regex.compile(r"(?r)[\W\ufe0f]*")
_DIGIT = regex.compile(r"\d")
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_ZERO_WIDTH = (ops.AT, ops.ASSERT, ops.ASSERT_NOT)

_Item = tuple[Any, Any]


class _UnknownError(Exception):
    """Anything may stand at this edge."""


def head(text: str) -> str:
    """Cut the first characters of a block, folded and without the signs before them.

    >>> head("- “Read more")
    'read'
    """
    if not text[:1].isalnum():
        text = text[_SIGNS.match(text).end() :]
    return _plain(text[:CHARS])[:CHARS]


def tail(text: str) -> str:
    """Cut the last characters of a block, folded and without the signs behind them.

    >>> tail("Read more: »")
    'more'
    """
    if not text[-1:].isalnum():
        text = text[: _SIGNS_BEHIND.match(text).start()]
    return _plain(text[-CHARS:])[-CHARS:]


def _plain(text: str) -> str:
    """Fold text, and make every digit beyond ASCII a zero: a class of digits then stands for ten characters."""
    folded = fold(text)
    return folded if folded.isascii() else _DIGIT.sub(lambda x: x.group() if x.group().isascii() else "0", folded)


def heads(expression: str) -> frozenset[str]:
    """Derive the beginnings of which one starts the `head` of every text that a regex matches from its start.

    >>> sorted(heads(r"(?i)\\W{0,4}(?:please )?(?:view|see) .{1,9}"))
    ['plea', 'see ', 'view']
    """
    return _edges(expression, backwards=False)


def tails(expression: str) -> frozenset[str]:
    """Derive the endings of which one ends the `tail` of every text that a regex matches to its end.

    >>> sorted(tails(r"(?i)(?:view|see) .{1,9} comments?\\W{0,4}"))
    ['ents', 'ment']
    """
    return frozenset(x[::-1] for x in _edges(expression, backwards=True))


def _edges(expression: str, backwards: bool) -> frozenset[str]:
    try:
        found = set(islice(_walk(tuple(parse(expression)), "", backwards, [_MOST_STEPS]), _MOST_STEPS))
    except _UnknownError:
        return frozenset()
    found = {x for x in found if not any(x != y and x.startswith(y) for y in found)} if len(found) < 2000 else set()
    return frozenset(found) if len(found) <= _MOST_EDGES and "" not in found else frozenset()


def _walk(items: tuple[_Item, ...], known: str, backwards: bool, steps: list[int]) -> Iterator[str]:
    """Spell out all beginnings of what items match, until each is long enough or what comes next cannot be spelled."""
    steps[0] -= 1
    if steps[0] < 0:
        raise _UnknownError
    if len(known) >= CHARS or not items:
        if not known:
            raise _UnknownError
        yield known[:CHARS]
        return
    (op, value), rest = (items[-1], items[:-1]) if backwards else (items[0], items[1:])

    def then(inner: Sequence[_Item]) -> tuple[_Item, ...]:
        return (*rest, *inner) if backwards else (*inner, *rest)

    if op in _ZERO_WIDTH:
        yield from _walk(rest, known, backwards, steps)
    elif op is ops.SUBPATTERN:
        yield from _walk(then(value[3]), known, backwards, steps)
    elif op is ops.BRANCH:
        for branch in value[1]:
            yield from _walk(then(branch), known, backwards, steps)
    elif op in _REPEATS:
        least, most, inner = value
        if least == 0:
            yield from _walk(rest, known, backwards, steps)
        if not known and _only_signs(inner):
            if least > 0:
                yield from _walk(rest, known, backwards, steps)
            return
        again = () if most == 1 else ((ops.ANY, None),) 
        if most != 1:
            body = (*again, *inner) if backwards else (*inner, *again)
            yield from _walk(tuple(body), known, backwards, steps)
        else:
            yield from _walk(then(inner), known, backwards, steps)
    else:
        chars = _chars(op, value, known == "")
        if chars is None:
            if not known:
                raise _UnknownError
            yield known
            return
        for char in chars:
            folded = _plain(char)
            if not known and _SIGNS.fullmatch(char):
                folded = ""
            yield from _walk(rest, known + (folded[::-1] if backwards else folded), backwards, steps)


def _only_signs(items: Sequence[_Item]) -> bool:
    for op, value in items:
        if op is ops.SUBPATTERN:
            ok = _only_signs(value[3])
        elif op is ops.BRANCH:
            ok = all(_only_signs(branch) for branch in value[1])
        elif op in _REPEATS:
            ok = _only_signs(value[2])
        else:
            ok = op in _ZERO_WIDTH or _chars(op, value, True) == {" "} 
        if not ok:
            return False
    return True


def _chars(op: Any, value: Any, at_edge: bool) -> set[str] | None:
    """Collect what one item matches, folded signs as a blank; None where it is too much."""
    if op is ops.LITERAL:
        chars = {chr(value)}
    elif op is ops.IN:
        if value[0][0] is ops.NEGATE:
            return {" "} if at_edge and (ops.CATEGORY, ops.CATEGORY_WORD) in value else None
        chars = set()
        for kind, x in value:
            if kind is ops.CATEGORY and x is ops.CATEGORY_WORD: return None
            if kind is ops.LITERAL:
                chars.add(chr(x))
            elif kind is ops.RANGE and x[1] - x[0] <= _MOST_CLASS:
                chars.update(map(chr, range(x[0], x[1] + 1)))
            elif kind is ops.CATEGORY and x is ops.CATEGORY_DIGIT:
                chars.update("0123456789")
            elif kind is ops.CATEGORY and at_edge and x in (ops.CATEGORY_NOT_WORD, ops.CATEGORY_SPACE):
                chars.add(" ")
            else:
                return None
    else:
        return None
    return {" " if at_edge and _SIGNS.fullmatch(x) else x for x in chars}
