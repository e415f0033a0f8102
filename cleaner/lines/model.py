"""The frozen model: what it weighs, and what it says of the lines of a text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import ConfigError
from cleaner.lines import context, features, hits, markup
from cleaner.lines.characters import Alphabet, Ints, Lines
from cleaner.lines.features import Columns
from cleaner.lines.forest import Forest, from_arrays
from cleaner.lines.hits import Hit
from cleaner.lines.markup import Marked
from cleaner.lines.wordmodel import WordModel

WEIGHTS = Path(__file__).with_name("boilerplate.npz")
_LONGEST = 4000


@dataclass(frozen=True)
class Opinion:
    """What the model says of the lines of a text.

    `scores` are in hundredths of a logit: positive for the body, -300 for one chance in twenty that it is body.
    """

    scores: Ints
    columns: Columns


@dataclass(frozen=True)
class Passes:
    """Two passes over lines: the second knows what the first said of the neighbours (stacking, Wolpert 1992)."""

    names: tuple[str, ...]
    first: Forest
    second: Forest

    def score(self, columns: Columns, asked: Sequence[int] | slice = slice(None)) -> Ints:
        """Score lines by their columns: every one, or those asked for."""
        table = features.matrix(columns, self.names)
        return self.second.score(self.with_context(table, self.first.score(table), columns["width"])[asked])

    @staticmethod
    def with_context(table: NDArray[np.integer[Any]], scores: Ints, width: Ints) -> Ints:
        """Put what the first pass says beside what it was asked about."""
        around = context.columns(scores, width)
        return np.concatenate((table, features.matrix(around, tuple(around))), axis=1)


@dataclass(frozen=True)
class Model:
    """Everything that was learned: the characters, the words, the markup, and the passes for text and for pages."""

    alphabet: Alphabet
    words: WordModel
    markup: NDArray[np.int16]
    text: Passes
    page: Passes

    def columns(self, texts: Sequence[str], gaps: Sequence[int], found: Sequence[Hit]) -> Columns:
        """Describe lines by their text; see `judge`."""
        lines = Lines([text[:_LONGEST] for text in texts], self.alphabet)
        return features.columns(lines, np.array(gaps, np.int64), hits.columns(found), self.words.score(lines))

    def judge(
        self,
        texts: Sequence[str],
        gaps: Sequence[int],
        found: Sequence[Hit],
        asked: Sequence[int] | slice = slice(None),
    ) -> Opinion:
        """Score the lines of a text.

        Args:
            texts: the lines, stripped, none of them empty; at least one.
            gaps: the line breaks before every line.
            found: what the rules say of every line.
            asked: the indexes of the lines whose scores are asked for; all if left out.

        """
        columns = self.columns(texts, gaps, found)
        return Opinion(self.text.score(columns, asked), columns)

    def judge_page(self, lines: Sequence[Marked], columns: Columns, kept: Ints, said: Ints) -> Opinion:
        """Score the lines of a page.

        Args:
            lines: with their markup.
            columns: what their text says.
            kept: 1 where another extractor keeps the line.
            said: 1 where the page's structured data holds it, 0 where not, -1 where there is none.

        """
        columns |= markup.columns(lines, markup.score(lines, self.markup), columns, kept, said)
        return Opinion(self.page.score(columns), columns)


def save(model: Model, path: Path) -> None:
    """Write a model to a file; the same model always gives the same bytes."""
    points = np.arange(model.alphabet.folds.size, dtype=np.int32)
    np.savez_compressed(
        path,
        classes=model.alphabet.classes,
        folds=model.alphabet.folds.astype(np.int32) - points,
        words=model.words.weights,
        markup=model.markup,
        **_arrays("text", model.text),
        **_arrays("page", model.page),
    )


def _arrays(name: str, passes: Passes) -> dict[str, Any]:
    arrays: dict[str, Any] = {f"{name}_names": np.frombuffer(json.dumps(passes.names).encode(), np.uint8)}
    for number, forest in (("first", passes.first), ("second", passes.second)):
        arrays |= forest.arrays(f"{name}_{number}")
    return arrays


@cache
def load(path: Path = WEIGHTS) -> Model:
    """Read a model from a file, once.

    Raises:
        ConfigError: there is no such file, or it is no model.

    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:  # which leaves a broken one open
            points = np.arange(data["folds"].size, dtype=np.int32)
            return Model(
                alphabet=Alphabet(data["classes"], (data["folds"] + points).astype(np.uint32)),
                words=WordModel(data["words"]),
                markup=data["markup"],
                text=_passes("text", data),
                page=_passes("page", data),
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ConfigError(f"{path}: is not a model of lines ({error}); make one with `make train`") from error


def _passes(name: str, data: Any) -> Passes:
    names = tuple(json.loads(data[f"{name}_names"].tobytes()))
    return Passes(names, from_arrays(f"{name}_first", data), from_arrays(f"{name}_second", data))
