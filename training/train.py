"""Train the model of lines.

    python -m training.train --data ../shared/bench [--out cleaner/lines/boilerplate.npz] [--folds DIR]

With `--folds` a model is written for every fold of publishers, each of which has not seen its fold's, into a directory:
what `benchmarks/quality.py` needs to score pages by a model that does not know their publisher.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleaner.lines import markup
from cleaner.lines.characters import Alphabet, Ints
from cleaner.lines.features import Columns, matrix
from cleaner.lines.forest import Forest
from cleaner.lines.hits import GROUPED
from cleaner.lines.model import Model, Passes, save
from cleaner.lines.wordmodel import WordModel
from cleaner.reading.candidates import found_in
from cleaner.text.prose import words as folded_words
from training import alphabet, data, fit
from training.briefs import is_brief, read_articles, transplanted, weigh
from training.command import ask
from training.data import Sample
from training.files import bank
from training.fit import Floats, Numbers
from training.folds import EVERY
from training.noise import noised
from training.vocabulary import REPEATED, names, words

_NEARLY_CLEAN = ("gold", "trafilatura", "noised")
_FULL = ("fullpage-resiliparse", "fullpage-bs4", "page", "fullpage-inscriptis", "fullpage-markdownify")
_TREES = {"text": 180, "page": 240}
_TIMES = {"text": 2, "page": 3}  # with one, what a changed rule changes by chance is more than what it is worth
_NO_TREES = Forest(np.zeros((0, 1), np.int16), np.zeros((0, 1), np.int32), np.zeros((0, 2), np.int16), 0)
_NO_PASSES = Passes((), _NO_TREES, _NO_TREES)


class Table:
    """Samples as arrays, described by models that have not seen their fold."""

    def __init__(self, samples: list[Sample]):
        self.samples = samples
        self.fold = np.concatenate([np.full(len(s.texts), s.fold) for s in samples])
        self.labels = np.concatenate([np.array(s.labels) for s in samples])
        self.weightings = _weightings(samples)
        self.bounds = np.cumsum([0] + [len(s.texts) for s in samples])

    def usable(self, fold: int) -> NDArray[np.bool_]:
        """The lines to train on for a fold."""
        result: NDArray[np.bool_] = (self.fold != fold) & (self.labels >= 0)
        return result

    def weights(self, use: NDArray[np.bool_], kind: str) -> list[Floats]:
        """What the lines to train on weigh, each time that trees of this kind are grown."""
        return [weights[use] for weights in self.weightings] * _TIMES[kind]

    def forest(self, values: Numbers, fold: int, kind: str, seed: int) -> Forest:
        """Grow the trees of a fold from what describes all lines; the seed is the number of the pass."""
        use = self.usable(fold)
        grown = fit.forest(values[use], self.labels[use], self.weights(use, kind), _TREES[kind], seed)
        _tell(f"pass {seed} of {kind}, fold {fold}")
        return grown


def _weightings(samples: list[Sample]) -> list[Floats]:
    """Weigh lines as if there were no short articles, and, where there are, with them.

    Trees of both kinds together are better than either: without, whole short articles go; with nothing else, more
    goes of pages that are lists.
    """
    with_briefs = np.concatenate([_weights(sample) for sample in samples])
    brief = np.concatenate([np.full(len(sample.texts), is_brief(sample)) for sample in samples])
    return [np.where(brief, 0, with_briefs), with_briefs] if brief.any() else [with_briefs]


def _weights(sample: Sample) -> Floats:
    """A line weighs what it adds to its article's score; a body line lost from nearly clean text weighs more."""
    labels = np.array(sample.labels)
    weights = ((np.array(sample.tokens) + 1) / (sample.gold_tokens + 100)) ** 0.75
    if sample.kind.startswith(_NEARLY_CLEAN):
        weights *= np.where(labels == 1, 3, 1)
    if sample.kind.startswith("noised"):
        weights = np.where(labels == 0, np.maximum(weights, 0.04), weights)
    return weigh(sample, weights) if is_brief(sample) else weights


def spread(texts: list[Sample], pages: list[Sample]) -> list[Sample]:
    """Choose the texts for the trees: of every page two of the full texts, as they differ only in their lines.

    Of one of the two comes another one with a short article in it.
    """
    unmarked = [replace(sample, lines=[]) for sample in pages]
    chosen = [
        sample
        for sample in (*texts, *unmarked)
        if sample.kind != REPEATED and (sample.kind not in _FULL or _turn(sample) < 2)
    ]
    full = [sample for sample in chosen if sample.kind in _FULL and _turn(sample) == 0]
    return [*chosen, *transplanted(full, read_articles(bank("articles")))]


def _turn(sample: Sample) -> int:
    """Tell in which place a kind of full text is in the order of the page, another order for another page."""
    return (_FULL.index(sample.kind) - crc32(sample.id.encode())) % len(_FULL)


def describe(sample: Sample, symbols: Alphabet, word: WordModel, name: NDArray[np.int16]) -> Columns:
    """Describe the lines of a sample, with their markup if it is a page."""
    model = Model(symbols, word, name, _NO_PASSES, _NO_PASSES)
    columns = model.columns(sample.texts, sample.gaps, sample.hits)
    if not sample.lines:
        return columns
    folded = [folded_words(line) for line in sample.texts]
    kept = np.maximum(found_in(folded, sample.extracted), 0)
    said = found_in(folded, sample.said)
    return columns | markup.columns(sample.lines, markup.score(sample.lines, name), columns, kept, said)


def passes(
    samples: list[Sample], symbols: Alphabet, word: Sequence[WordModel], name: Sequence[NDArray[np.int16]], kind: str,
    wanted: Iterable[int], without: Collection[str] = (),
) -> dict[int, Passes]:  # fmt: skip
    """Grow both passes; the second learns from what first passes say of folds they have not seen.

    Args:
        samples: what is learned from.
        symbols: what the characters are.
        word: the weights of words, by fold.
        name: the weights of the names in the markup, by fold.
        kind: of the passes, "text" or "page".
        wanted: the folds to make passes for.
        without: columns that the trees shall not ask about.

    """
    table = Table(samples)
    described = [describe(s, symbols, word[s.fold], name[s.fold]) for s in samples]
    columns = tuple(column for column in described[0] if column not in without)
    widths = [found["width"] for found in described]
    values = np.concatenate([matrix(found, columns) for found in described]).astype(np.int32)
    del described
    firsts = {fold: table.forest(values, fold, kind, seed=1) for fold in EVERY}
    both = _with_context(table, values, widths, firsts)
    return {fold: Passes(columns, firsts[fold], table.forest(both, fold, kind, seed=2)) for fold in wanted}


def _with_context(table: Table, values: Numbers, widths: Sequence[Ints], firsts: dict[int, Forest]) -> Numbers:
    """Put beside the lines what the first pass of their own fold, which has not seen them, says of their neighbours."""
    scores = np.zeros(len(values), np.int64)
    for fold, forest in firsts.items():
        out = table.fold == fold
        scores[out] = forest.score(values[out])
    around = [
        Passes.with_context(values[a:b], scores[a:b], width).astype(np.int32)
        for a, b, width in zip(table.bounds, table.bounds[1:], widths, strict=False)
    ]
    return np.concatenate(around)


def _tell(what: str) -> None:
    print(what, time.strftime("%H:%M:%S"), flush=True)


def main() -> None:
    """Train as the command line asks."""
    order = ask(__doc__, "boilerplate.npz")
    symbols = alphabet.make()
    texts, pages = data.read(order.data)
    texts += noised(texts, bank("phrases"), bank("negatives"))
    _tell(f"{len(texts)} texts {len(pages)} pages")
    word = words(texts, symbols)
    name = names(pages)
    text = passes(spread(texts, pages), symbols, word, name, "text", order.targets)
    page = passes(pages, symbols, word, name, "page", order.targets, without=GROUPED)  # too few pages to learn them
    for fold, path in order.targets.items():
        save(Model(symbols, word[fold], name[fold], text[fold], page[fold]), path)


if __name__ == "__main__":
    main()
