"""Train the trees that judge teasers: leads of other articles, cut off, put into bodies that do not know their topic.

    python -m training.teasers --data ../shared/bench [--out cleaner/lines/teaser.npz] [--folds DIR]

What is no teaser are the lines of the bodies that could pass for one. With `--folds` a file is written for every fold
of publishers, which has not seen the fold's articles, neither as bodies nor as teasers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cleaner import Cleaner
from cleaner.document import Document
from cleaner.filters.teaser import TeaserFilter
from cleaner.lines import suspects
from cleaner.lines.forest import write
from cleaner.rules.matcher import Matcher
from cleaner.text.language import detect
from cleaner.text.prose import ends_sentence
from training import data
from training.command import ask
from training.leads import STAMP, cut, glued, leads, stamped, whole_words

_TREES = 300
_OWN_WEIGHT = 5.0  # a line lost costs more than a teaser kept
_NO_STOP, _NO_STOP_WEIGHT = "no stop", 1.0  # the style of a line that lost its stop; with more weight, fewer teasers go
_MOST_WITHOUT_STOP, _LEAST_CHARS = 3, 60
_STOPS = '.!?…。！？”“"’»」'
_PIECE = 8  # lines of a body
_MOST_TEASERS = 4
_STAMPS = (STAMP, "12 March 2024, 10:20 ", "2024-05-11 10:20 ", "3 May 2025 | 18:05 ")
_STYLES = ("glued", "glued", "cut", "cut", "cut", "word", "word", "dots", "stamped")
_SHORT, _LONG = (90, 260), (260, 900)
_NEEDED = ("id", "gold", "title", "fold", "language")


class Case(NamedTuple):
    """A line that may be a teaser, as the trees see it."""

    fold: int
    teaser: bool
    put_in: bool
    """Is it of a text into which teasers were put?"""
    style: str
    text: str
    row: list[int]
    id: str


@cache
def matcher() -> Matcher:
    """The rules, loaded once in a process."""
    return Cleaner().matcher


def cases(row: dict[str, Any], others: Sequence[dict[str, Any]]) -> list[Case]:
    """Describe the suspects of a body as it is, of one with teasers, and of a short piece with teasers."""
    lines = [line.strip() for line in row["gold"].split("\n") if line.strip()]
    found = [*_suspects(row, lines, {}, False), *_without_stops(row, lines)]
    rng = random.Random(row["id"])  # noqa: S311
    for sizes in (_SHORT, _SHORT, _LONG)[: 2 + (rng.random() < 0.5)]:
        hosts = lines
        if rng.random() < 0.5 and len(lines) > 8:
            at = rng.randrange(len(lines) - 6)
            hosts = lines[at : at + rng.randrange(4, 14)]
        put = dict(teaser(rng, row, others, sizes) for _ in range(rng.randrange(1, _MOST_TEASERS)))
        mixed = list(hosts)
        at_end = rng.random() < 0.5
        for text in put:
            if text:
                mixed.insert(len(mixed) if at_end else rng.randrange(1, len(mixed) + 1), text)
        found += _suspects(row, mixed, put, True)
        found += _suspects(row, hosts, {}, True) if hosts is not lines else ()
    return found


def _without_stops(row: dict[str, Any], lines: list[str]) -> Iterator[Case]:
    """Take the last stop from some paragraphs of a body, and of a piece of it: they are no teasers for that."""
    rng = random.Random(row["id"] + _NO_STOP)  # noqa: S311
    at = rng.randrange(max(1, len(lines) - _PIECE + 2))
    for own in (lines, lines[at : at + _PIECE]) if len(lines) > _PIECE else (lines,):
        ended = [x for x, line in enumerate(own) if len(line) >= _LEAST_CHARS and ends_sentence(line)]
        chosen = rng.sample(ended, min(_MOST_WITHOUT_STOP, len(ended)))
        changed = [line.rstrip(_STOPS) if x in chosen else line for x, line in enumerate(own)]
        bare = {changed[x] for x in chosen}
        yield from (x._replace(style=_NO_STOP) for x in _suspects(row, changed, {}, False) if x.text in bare)


def _suspects(row: dict[str, Any], lines: list[str], put: dict[str, str], put_in: bool) -> Iterator[Case]:
    document = Document("\n\n".join(lines), matcher())
    for block, described in TeaserFilter().suspects(document, document.blocks):
        text = block.text
        yield Case(row["fold"], text in put, put_in, put.get(text, ""), text, described, row["id"])


def teaser(
    rng: random.Random, row: dict[str, Any], others: Sequence[dict[str, Any]], sizes: tuple[int, int] = _SHORT
) -> tuple[str, str]:
    """Make a teaser of another article of the language and the fold, and tell its style; empty where there is none.

    Args:
        rng: for all choices.
        row: the article that it goes into.
        others: those it may be of.
        sizes: the least and the most characters of its lead.

    """
    for other in rng.choices(others, k=20):
        if other["id"] == row["id"] or other["language"] != row["language"] or other["fold"] != row["fold"]:
            continue
        found = leads(other["gold"].split("\n")[:8])
        if not found or not other.get("title"):
            continue
        lead = found[0] if sizes == _SHORT else " ".join(found)
        size = rng.randrange(*sizes)
        style = rng.choice(_STYLES)
        text = _styled(rng, style, other["title"][:140], lead, size)
        if len(text) < len(lead) and text.strip():
            return " ".join(text.split()), style
    return "", ""


def _styled(rng: random.Random, style: str, title: str, lead: str, size: int) -> str:
    match style:
        case "glued":
            text = glued(title, lead, size)
            return text if rng.random() < 0.5 else whole_words(text)
        case "stamped":
            return stamped(rng.choice(_STAMPS), lead, size)
        case "cut":
            return cut(lead, size)
    words = whole_words(cut(lead, size)).rstrip(" .,;")
    return words + rng.choice(("...", "…", " ...", " [...]")) if style == "dots" else words


def read(folder: Path) -> list[Case]:
    """Make the cases of all bodies."""
    rows = [row for row in data.rows(folder)[1] if row["gold"].strip()]
    for row in rows:
        row["language"] = detect(row["gold"]) or "en"
    with ProcessPoolExecutor(2) as pool:
        return [case for found in pool.map(_CasesOf(rows), range(len(rows)), chunksize=16) for case in found]


class _CasesOf:
    """Makes the cases of the row of a number; a process is given all rows, as teasers are of other articles."""

    def __init__(self, rows: list[dict[str, Any]]):
        self.rows = [{name: row.get(name) for name in _NEEDED} for row in rows]

    def __call__(self, number: int) -> list[Case]:
        return cases(self.rows[number], self.rows)


def main() -> None:
    """Train as the command line asks."""
    from training import fit  # which needs what only training does

    order = ask(__doc__, "teaser.npz", "teaser-")
    found = read(order.data)
    table = suspects.table([case.row for case in found])
    labels = np.array([not case.teaser for case in found], np.int64)  # positive speaks for the body, as everywhere
    folds = np.array([case.fold for case in found])
    weights = np.where(labels == 1, _OWN_WEIGHT, 1.0)
    weights[[case.style == _NO_STOP for case in found]] = _NO_STOP_WEIGHT
    for fold, path in order.targets.items():
        use = folds != fold
        write(fit.forest(table[use], labels[use], [weights[use]], _TREES, seed=3), path)


if __name__ == "__main__":
    main()
