"""Train the trees that judge teasers: leads of other articles, cut off, put into bodies that do not know their topic.

    python -m training.teasers --data ../shared/bench [--out cleaner/lines/teaser.npz] [--folds DIR]

What is no teaser are the lines of the bodies that could pass for one. With `--folds` a file is written for every fold
of publishers, which has not seen the fold's articles, neither as bodies nor as teasers.
"""

from __future__ import annotations

import argparse
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
from training import data, fit
from training.folds import FOLDS

HERE = Path(__file__).resolve().parent
ALL = -1
_TREES = 300
_OWN_WEIGHT = 5.0  # a line lost costs more than a teaser kept
_MOST_TEASERS = 4
_STAMPS = ("Dec 23, 2024 01:29 PM IST ", "12 March 2024, 10:20 ", "2024-05-11 10:20 ", "3 May 2025 | 18:05 ")
_STYLES = ("glued", "glued", "cut", "cut", "cut", "word", "word", "dots", "stamped")
_SHORT, _LONG = (90, 260), (260, 900)


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
    found = [*_cases(row, lines, {}, False)]
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
        found += _cases(row, mixed, put, True)
        found += _cases(row, hosts, {}, True) if hosts is not lines else ()
    return found


def _cases(row: dict[str, Any], lines: list[str], put: dict[str, str], put_in: bool) -> Iterator[Case]:
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
        leads = [line for line in other["gold"].split("\n")[:8] if len(line) > 120]
        if not leads or not other.get("title"):
            continue
        lead = leads[0] if sizes == _SHORT else " ".join(leads)
        size = rng.randrange(*sizes)
        style = rng.choice(_STYLES)
        match style:
            case "glued":
                text = (other["title"][:140] + lead)[:size]
                text = text if rng.random() < 0.5 else text.rsplit(" ", 1)[0]
            case "stamped":
                text = rng.choice(_STAMPS) + lead[:size].rsplit(". ")[0].rstrip(".") + "."
            case _:
                text = lead[:size].rstrip(" .")
                text = text if style == "cut" else text.rsplit(" ", 1)[0].rstrip(" .,;")
                text += rng.choice(("...", "…", " ...", " [...]")) if style == "dots" else ""
        if len(text) < len(lead) and text.strip():
            return " ".join(text.split()), style
    return "", ""


def read(folder: Path) -> list[Case]:
    """Make the cases of all bodies."""
    rows = [row for row in data.rows(folder)[1] if row["gold"].strip()]
    for row in rows:
        row["language"] = detect(row["gold"]) or "en"
    with ProcessPoolExecutor(2) as pool:
        return [case for found in pool.map(_Cases(rows), range(len(rows)), chunksize=16) for case in found]


class _Cases:
    def __init__(self, rows: list[dict[str, Any]]):
        self.rows = [{k: row.get(k) for k in ("id", "gold", "title", "fold", "language")} for row in rows]

    def __call__(self, number: int) -> list[Case]:
        return cases(self.rows[number], self.rows)


def main() -> None:
    """Train as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE.parent / "cleaner" / "lines" / "teaser.npz")
    parser.add_argument("--folds", type=Path)
    options = parser.parse_args()
    found = read(options.data)
    table = suspects.table([case.row for case in found])
    labels = np.array([not case.teaser for case in found], np.int64)  # positive speaks for the body, as everywhere
    folds = np.array([case.fold for case in found])
    weights = np.where(labels == 1, _OWN_WEIGHT, 1.0)
    for fold in (*(range(FOLDS) if options.folds else ()), ALL):
        use = folds != fold
        forest = fit.forest(table[use], labels[use], [weights[use]], _TREES, seed=3)
        write(forest, options.out if fold == ALL else options.folds / f"teaser-{fold}.npz")


if __name__ == "__main__":
    main()
