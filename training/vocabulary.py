"""Fit what words and the names in the markup speak for: one set of weights for every fold, and one for all.

The trees ask a line what its words say. Of a line they learn from, that must come from weights which have not seen its
publisher, or they would believe the words too much.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.lines import markup, wordmodel
from cleaner.lines.characters import Alphabet, Lines
from cleaner.lines.wordmodel import WordModel
from training import fit
from training.data import Sample
from training.fit import Floats, Hashed
from training.folds import EVERY

REPEATED = "trafilatura-recall"
"""A kind of text that says what another one of the same page says, and a little more."""
_HEAVIER = 2.0  # noise that was put in, as there is little of it
_LONGEST = 60  # words; a longer line weighs no more


def words(samples: Sequence[Sample], symbols: Alphabet) -> list[WordModel]:
    """Fit the weights of words; a line that several texts of a page have counts once."""
    parts: list[Hashed] = []
    seen: set[tuple[str, str, int]] = set()
    pages: dict[str, int] = {}
    for sample in samples:
        if sample.kind != REPEATED:
            page = pages.setdefault(sample.id, len(pages))
            parts.append(_hashed_words(sample, symbols, _fresh(sample, seen), page))
    return [WordModel(weights) for weights in _per_fold(parts, wordmodel.BITS, 1.2e-5)]


def _fresh(sample: Sample, seen: set[tuple[str, str, int]]) -> NDArray[np.bool_]:
    """Tell of which lines the page has given none like it so far, and remember them."""
    fresh = np.zeros(len(sample.texts), bool)
    for index, (text, of) in enumerate(zip(sample.texts, sample.labels, strict=True)):
        if of >= 0 and (sample.id, text, of) not in seen:
            seen.add((sample.id, text, of))
            fresh[index] = True
    return fresh


def _hashed_words(sample: Sample, symbols: Alphabet, fresh: NDArray[np.bool_], page: int) -> Hashed:
    line, bucket = wordmodel.buckets(Lines(sample.texts, symbols))
    use = fresh[line]
    labels = np.array(sample.labels)[fresh]
    heavier = _HEAVIER if sample.kind.startswith("noised") else 1.0
    weights = _by_length(sample)[fresh] * np.where(labels == 0, heavier, 1.0)
    count = int(fresh.sum())
    return Hashed(
        (np.cumsum(fresh) - 1)[line[use]], bucket[use], labels, weights, np.full(count, sample.fold),
        np.full(count, page),
    )  # fmt: skip


def names(samples: Sequence[Sample]) -> list[NDArray[np.int16]]:
    """Fit the weights of the names in the markup."""
    return _per_fold([_hashed_names(sample, page) for page, sample in enumerate(samples)], markup.BITS, 2e-5)


def _hashed_names(sample: Sample, page: int) -> Hashed:
    found = [markup.buckets(line) for line in sample.lines]
    count = len(found)
    labels = np.array(sample.labels)
    return Hashed(
        np.repeat(np.arange(count), [len(buckets) for buckets in found]),
        np.concatenate([np.array(buckets) for buckets in found]),
        np.maximum(labels, 0), _by_length(sample) * (labels >= 0), np.full(count, sample.fold), np.full(count, page),
    )  # fmt: skip


def _by_length(sample: Sample) -> Floats:
    weights: Floats = np.sqrt(np.minimum(_LONGEST, np.array(sample.tokens)))
    return weights


def _per_fold(parts: Sequence[Hashed], bits: int, alpha: float) -> list[NDArray[np.int16]]:
    lines = Hashed.joined(parts)
    return [fit.linear(lines.without(fold), 1 << bits, alpha) for fold in EVERY]
