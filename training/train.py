"""Train the model of lines.

    python -m training.train --data ../shared/bench [--out cleaner/lines/boilerplate.npz] [--folds DIR]

With `--folds` a model is written for every fold of publishers, each of which has not seen its fold's, into a directory:
what `benchmarks/quality.py --folds` needs to score pages by a model that does not know their publisher.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleaner.lines import markup, wordmodel
from cleaner.lines.characters import Alphabet, Ints, Lines
from cleaner.lines.features import Columns, matrix
from cleaner.lines.hits import GROUPED
from cleaner.lines.model import Model, Passes, save
from cleaner.lines.wordmodel import WordModel
from cleaner.reading.candidates import found_in
from cleaner.text.prose import words as folded_words
from training import alphabet, data, fit
from training.briefs import is_brief, read_articles, transplanted, weigh
from training.data import Sample
from training.folds import FOLDS
from training.noise import noised

HERE = Path(__file__).resolve().parent
ALL = -1  # the fold that leaves nothing out
_NEARLY_CLEAN = ("gold", "trafilatura", "noised")
_FULL = ("fullpage-resiliparse", "fullpage-bs4", "page", "fullpage-inscriptis", "fullpage-markdownify")
_TREES = {"text": 180, "page": 240}
_TIMES = {"text": 2, "page": 3}  # with one, what a changed rule changes by chance is more than what it is worth

Floats = NDArray[np.float64]


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


def words(samples: list[Sample], symbols: Alphabet) -> list[WordModel]:
    """Fit the weights of words, for every fold and for all."""
    rows, buckets, labels, weights, folds, who = [], [], [], [], [], []
    seen: set[tuple[str, str, int]] = set()
    publishers: dict[str, int] = {}
    at = 0
    for sample in samples:
        if sample.kind == "trafilatura-recall":
            continue
        line, bucket = wordmodel.buckets(Lines(sample.texts, symbols))
        fresh = np.zeros(len(sample.texts), bool)
        for index, (text, of) in enumerate(zip(sample.texts, sample.labels, strict=True)):
            if of >= 0 and (sample.id, text, of) not in seen:
                seen.add((sample.id, text, of))
                fresh[index] = True
        number = np.cumsum(fresh) - 1 + at
        use = fresh[line]
        rows.append(number[line[use]])
        buckets.append(bucket[use])
        labels.append(np.array(sample.labels)[fresh])
        heavier = 2.0 if sample.kind.startswith("noised") else 1.0
        own = np.sqrt(np.minimum(60, np.array(sample.tokens)[fresh]))
        weights.append(own * np.where(labels[-1] == 0, heavier, 1.0))
        folds.append(np.full(int(fresh.sum()), sample.fold))
        who.append(np.full(int(fresh.sum()), publishers.setdefault(sample.id, len(publishers))))
        at += int(fresh.sum())
    return _per_fold(rows, buckets, labels, weights, folds, who, 1 << wordmodel.BITS, 1.2e-5)


def _per_fold(
    rows: list[Ints], buckets: list[Ints], labels: list[Ints], weights: list[Floats], folds: list[Ints],
    who: list[Ints], size: int, alpha: float,
) -> list[WordModel]:  # fmt: skip
    row, bucket, label = np.concatenate(rows), np.concatenate(buckets), np.concatenate(labels)
    weight, fold, publisher = np.concatenate(weights), np.concatenate(folds), np.concatenate(who)
    models = []
    for out in (*range(FOLDS), ALL):
        keep = fold != out
        number = np.cumsum(keep) - 1
        use = keep[row]
        models.append(
            WordModel(
                fit.linear(number[row[use]], bucket[use], label[keep], weight[keep], publisher[keep], size, alpha)
            )
        )
    return models


def spread(texts: list[Sample], pages: list[Sample]) -> list[Sample]:
    """Choose the texts for the trees: of every page two of the full texts, as they differ only in their lines.

    Of one of the two comes another one with a short article in it.
    """
    unmarked = [replace(sample, lines=[]) for sample in pages]
    chosen = [
        sample
        for sample in (*texts, *unmarked)
        if sample.kind != "trafilatura-recall" and (sample.kind not in _FULL or _turn(sample) < 2)
    ]
    full = [sample for sample in chosen if sample.kind in _FULL and _turn(sample) == 0]
    return [*chosen, *transplanted(full, read_articles(sorted((HERE / "articles").glob("*.json"))))]


def _turn(sample: Sample) -> int:
    """Tell in which place a kind of full text is in the order of the page, another order for another page."""
    return (_FULL.index(sample.kind) - crc32(sample.id.encode())) % len(_FULL)


def names(samples: list[Sample]) -> list[NDArray[np.int16]]:
    """Fit the weights of the names in the markup, for every fold and for all."""
    rows, buckets, labels, weights, folds, who = [], [], [], [], [], []
    at = 0
    for index, sample in enumerate(samples):
        found = [markup.buckets(line) for line in sample.lines]
        of = np.array(sample.labels)
        rows.append(np.repeat(np.arange(len(found)) + at, [len(x) for x in found]))
        buckets.append(np.concatenate([np.array(x) for x in found]))
        labels.append(np.maximum(of, 0))
        weights.append(np.sqrt(np.minimum(60, np.array(sample.tokens))) * (of >= 0))
        folds.append(np.full(len(found), sample.fold))
        who.append(np.full(len(found), index))
        at += len(found)
    return [model.weights for model in _per_fold(rows, buckets, labels, weights, folds, who, 1 << markup.BITS, 2e-5)]


def describe(sample: Sample, symbols: Alphabet, word: WordModel, name: NDArray[np.int16]) -> Columns:
    """Describe the lines of a sample, with their markup if it is a page."""
    empty = Passes((), *(2 * [None]))  # type: ignore[arg-type]
    model = Model(symbols, word, name, empty, empty)
    columns = model.columns(sample.texts, sample.gaps, sample.hits)
    if not sample.lines:
        return columns
    folded = [folded_words(line) for line in sample.texts]
    kept = np.maximum(found_in(folded, sample.extracted), 0)
    said = found_in(folded, sample.said)
    return columns | markup.columns(sample.lines, markup.score(sample.lines, name), columns, kept, said)


def passes(
    samples: list[Sample], symbols: Alphabet, word: Sequence[WordModel], name: Sequence[NDArray[np.int16]], kind: str,
    wanted: Sequence[int], without: Collection[str] = (),
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
    firsts = {}
    scores = np.zeros(len(values), np.int64)
    for fold in (*range(FOLDS), ALL):
        use = table.usable(fold)
        firsts[fold] = fit.forest(values[use], table.labels[use], table.weights(use, kind), _TREES[kind], seed=1)
        out = table.fold == fold
        scores[out] = firsts[fold].score(values[out])
        print("first pass", fold, time.strftime("%H:%M:%S"), flush=True)
    around = [
        Passes.with_context(values[a:b], scores[a:b], width).astype(np.int32)
        for a, b, width in zip(table.bounds, table.bounds[1:], widths, strict=False)
    ]
    both = np.concatenate(around)
    found = {}
    for fold in wanted:
        use = table.usable(fold)
        second = fit.forest(both[use], table.labels[use], table.weights(use, kind), _TREES[kind], seed=2)
        found[fold] = Passes(columns, firsts[fold], second)
        print("second pass", fold, time.strftime("%H:%M:%S"), flush=True)
    return found


def main() -> None:
    """Train as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE.parent / "cleaner" / "lines" / "boilerplate.npz")
    parser.add_argument("--folds", type=Path)
    options = parser.parse_args()
    symbols = alphabet.make()
    texts, pages = data.read(options.data)
    phrases = sorted((HERE / "phrases").glob("*.json"))
    texts += noised(texts, phrases, sorted((HERE / "negatives").glob("*.json")))
    print(len(texts), "texts", len(pages), "pages", time.strftime("%H:%M:%S"), flush=True)
    word = words(texts, symbols)
    name = names(pages)
    wanted = [*(range(FOLDS) if options.folds else ()), ALL]
    text = passes(spread(texts, pages), symbols, word, name, "text", wanted)
    page = passes(pages, symbols, word, name, "page", wanted, without=GROUPED)  # too few pages to learn them
    for fold in wanted:
        path = options.out if fold == ALL else options.folds / f"{fold}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        save(Model(symbols, word[fold], name[fold], text[fold], page[fold]), path)


if __name__ == "__main__":
    main()
