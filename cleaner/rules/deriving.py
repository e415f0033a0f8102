"""Derive the regex of a rule from texts that it shall match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product, takewhile
from typing import NamedTuple

import regex

from cleaner.text.dates import DATE, TIME
from cleaner.text.prose import dense_share

_TOKEN = regex.compile(
    rf"(?P<date>\b(?:{DATE}))|(?P<time>\b{TIME}\b)|(?P<number>\d[\d.,:]*\d|\d)|(?P<space>\s+)|(?P<word>[\p{{L}}\p{{M}}]+)"
    r"|(?P<other>.)",
    regex.DOTALL,
)
_ALIKE = ('"“”„«»', "'’‘", "-–—")
"""Signs of which one may stand for another from site to site."""
_WHOLE_CHARS = 160  # a longer text is known by its beginning
_HEAD_CHARS = 80
_LONG = frozenset({"line", "section", "tail", "suffix"})


class _Token(NamedTuple):
    kind: str
    text: str


def derive_regexes(texts: Sequence[str], shape: str, loose: bool = False) -> Iterator[str]:
    """Give regexes that match texts, the most general first.

    Spaces are tolerated, quotes and dashes stand for one another, and dates, times and numbers for any others. Texts
    that begin or end alike share that part. Of a long block only the beginning is spelled out.

    Args:
        texts: what shall be matched.
        shape: the shape of the rule.
        loose: what stands between the beginning and the end that texts share may be anything.

    >>> next(derive_regexes(["Read 3 more stories", "Read 12 more stories"], "line"))
    '(?i)Read\\\\s{1,3}\\\\d{1,4}\\\\s{1,3}more\\\\s{1,3}stories'
    >>> next(derive_regexes(["Most read today", "Most read this week"], "line"))
    '(?i)Most\\\\s{1,3}read\\\\s{1,3}(?:today|this\\\\s{1,3}week)'

    """
    seen: set[str] = set()
    for general, anchored, folded in product((True, False), (True, False), (True, False)):
        body = _together([_tokens(text, general) for text in texts], shape, general, loose)
        start, end = _anchors(texts, shape) if anchored else ("", "")
        found = ("(?i)" if folded else "") + start + body + end
        if found not in seen:
            seen.add(found)
            yield found


def _tokens(text: str, general: bool) -> list[_Token]:
    found = [_Token(match.lastgroup or "other", match.group()) for match in _TOKEN.finditer(text)]
    if general:
        return found
    return [token if token.kind in ("space", "word") else _Token("other", token.text) for token in found]


def _together(texts: Sequence[list[_Token]], shape: str, general: bool, loose: bool) -> str:
    """Spell out what texts share at both ends, and between them their alternatives."""
    spelled = list(dict.fromkeys(tuple(_spell(token) for token in text) for text in texts))
    lengths = [sum(len(token.text) for token in text) for text in texts]
    if len(spelled) == 1:
        return (
            _head(texts[0], lengths)
            if general and shape in _LONG and lengths[0] > _WHOLE_CHARS
            else "".join(spelled[0])
        )
    head = _shared(spelled)
    tail = _shared([x[len(head) :][::-1] for x in spelled])[::-1]
    middles = [x[len(head) : len(x) - len(tail)] for x in spelled]
    if loose and (head or tail):
        between = rf".{{0,{max(40, 2 * max(lengths))}}}"
    else:
        between = f"(?:{'|'.join(''.join(middle) for middle in middles)})"
    return "".join((*head, between, *tail))


def _shared(texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(column[0] for column in takewhile(lambda column: len(set(column)) == 1, zip(*texts, strict=False)))


def _head(text: Sequence[_Token], lengths: Sequence[int]) -> str:
    spelled: list[str] = []
    size = 0
    for token in text:
        if size >= _HEAD_CHARS and token.kind == "space":
            break
        spelled.append(_spell(token))
        size += len(token.text)
    return "".join(spelled) + rf".{{0,{2 * max(lengths)}}}"


def _spell(token: _Token) -> str:
    if token.kind in ("date", "time"):
        return f"%{token.kind}%"
    if token.kind == "number":
        size = -(-len(token.text) // 4) * 4
        return rf"\d{{1,{size}}}" if token.text.isdecimal() else rf"\d[\d.,:]{{0,{size}}}"
    if token.kind == "space":
        return r"\s{1,3}"
    return "".join(map(_sign, token.text))


def _sign(character: str) -> str:
    alike = next((signs for signs in _ALIKE if character in signs), "")
    if alike:
        return f"[{regex.escape(alike, special_only=True)}]"
    if character == "%":
        return "[%]"  # two of them may look like a shorthand
    if not character.isprintable():
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return regex.escape(character, special_only=True)


def _anchors(texts: Sequence[str], shape: str) -> tuple[str, str]:
    """Keep what is a part of a block from matching within words, in scripts that part them by spaces."""
    if any(dense_share(text) for text in texts):
        return "", ""
    start = shape in ("inline", "suffix") and all(text[0].isalnum() for text in texts)
    end = shape in ("inline", "prefix") and all(text[-1].isalnum() for text in texts)
    return r"\b" if start else "", r"\b" if end else ""
