"""Which lines of a text are the article's, by its gold body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

_TOKEN = regex.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_N = 4


def tokens(text: str) -> list[str]:
    """Split into folded words; dense scripts into characters."""
    found: list[str] = _TOKEN.findall(text.lower())
    return found


def counts(texts: Iterable[str]) -> list[int]:
    """Count the words of every text."""
    return [len(tokens(text)) for text in texts]


def label(lines: Sequence[str], gold: str) -> list[int]:
    """Tell for every line: 1 if at least half of its runs of four words stand in the gold, 0 if not, -1 without words.

    A line of fewer words is the gold's if it is a line there, or if a run of four words is that goes on in the lines
    around it: a word of a menu often stands somewhere in the article, too.

    >>> label(["The ferry sails again on Monday", "Monday", "***"], "The ferry sails again on Monday, it said.")
    [1, 0, -1]
    >>> label(["The ferry sails again on", "Monday", ", it said."], "The ferry sails again on Monday, it said.")
    [1, 1, 1]
    """
    found = tokens(gold)
    grams = set(zip(*(found[i:] for i in range(_N)), strict=False))
    whole = {tuple(tokens(line)) for line in gold.splitlines()}
    own = [tokens(line) for line in lines]
    return [_label(own, index, grams, whole) for index in range(len(own))]


def _label(lines: Sequence[list[str]], index: int, grams: set[tuple[str, ...]], whole: set[tuple[str, ...]]) -> int:
    line = lines[index]
    if not line:
        return -1
    if len(line) < _N:
        return int(tuple(line) in whole or any(run in grams for run in _runs_through(lines, index)))
    own = list(zip(*(line[i:] for i in range(_N)), strict=False))
    return int(sum(gram in grams for gram in own) >= 0.5 * len(own))


def _runs_through(lines: Sequence[list[str]], index: int) -> Iterator[tuple[str, ...]]:
    """Give the runs of four words that hold all words of a short line."""
    line = lines[index]
    before = [word for near in lines[max(0, index - _N) : index] for word in near][-_N + len(line) :]
    after = [word for near in lines[index + 1 : index + 1 + _N] for word in near][: _N - len(line)]
    words = [*before, *line, *after]
    for at in range(len(words) - _N + 1):
        yield tuple(words[at : at + _N])
