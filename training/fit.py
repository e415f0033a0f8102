"""Fit the parts of the model: the weights of words and names, and the trees."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import SGDClassifier

from cleaner.lines.characters import Ints
from cleaner.lines.forest import Forest

Floats = NDArray[np.float64]
Numbers = NDArray[np.integer[Any]]
_LIMIT = 3000  # hundredths of a logit
_PAGES = 5  # what stands on fewer weighs nothing


class Hashed(NamedTuple):
    """Lines as hashes of what they hold. The first two have a number for every hash, the others for every line."""

    line: Ints
    bucket: Ints
    label: Ints
    weight: Floats
    fold: Ints
    page: Ints

    @classmethod
    def joined(cls, parts: Sequence[Hashed]) -> Hashed:
        """Put lines one behind the other."""
        starts = np.cumsum([0, *(part.label.size for part in parts)])
        moved = [part._replace(line=part.line + start) for part, start in zip(parts, starts, strict=False)]
        return cls(*(np.concatenate(columns) for columns in zip(*moved, strict=True)))

    def without(self, fold: int) -> Hashed:
        """Leave out the lines of a fold."""
        keep = self.fold != fold
        use = keep[self.line]
        number = np.cumsum(keep) - 1
        return Hashed(
            number[self.line[use]], self.bucket[use], self.label[keep], self.weight[keep], self.fold[keep],
            self.page[keep],
        )  # fmt: skip


def linear(lines: Hashed, size: int, alpha: float) -> NDArray[np.int16]:
    """Fit a logistic regression over hashes; what stands on fewer than five pages weighs nothing.

    Args:
        lines: what is learned from.
        size: how many buckets there are.
        alpha: the strength of the penalty.

    """
    count = np.sqrt(np.maximum(1, np.bincount(lines.line, minlength=lines.label.size)))
    table = sparse.csr_matrix((1 / count[lines.line], (lines.line, lines.bucket)), shape=(lines.label.size, size))
    pages = int(lines.page.max()) + 1
    pairs = np.unique(lines.bucket * pages + lines.page[lines.line])
    known = np.flatnonzero(np.bincount(pairs // pages, minlength=size) >= _PAGES)
    model = SGDClassifier(loss="log_loss", alpha=alpha, max_iter=8, tol=None, random_state=1, average=True)
    model.fit(table[:, known], lines.label, sample_weight=lines.weight)
    result = np.zeros(size, np.int16)
    result[known] = np.clip(np.round(100 * model.coef_[0]), -_LIMIT, _LIMIT)
    return result


def forest(table: Numbers, labels: Ints, weights: Sequence[Floats], trees: int, seed: int) -> Forest:
    """Grow trees, and keep their questions and answers as whole numbers.

    Args:
        table: a row for every line.
        labels: of the lines, 0 or 1.
        weights: of the lines, those of each time that trees are grown; a line without weight is not looked at.
            The answer is the mean over the times, which depends less on chance.
        trees: how many to grow at a time.
        seed: of the lines and columns that each tree sees, another one each time.

    """
    grown = []
    for time, weight in enumerate(weights):
        use = weight > 0
        pool = Pool(table[use].astype(np.float32), labels[use], weight=weight[use])
        model = CatBoostClassifier(
            iterations=trees, depth=6, learning_rate=30 / trees, l2_leaf_reg=10, rsm=0.4, border_count=64,
            subsample=0.5, bootstrap_type="Bernoulli", random_seed=seed + 100 * time, thread_count=2, verbose=0,
            allow_writing_files=False,
        )  # fmt: skip
        model.fit(pool)
        grown.append(_export(model, len(weights)))
    return Forest(
        np.concatenate([one.features for one in grown]),
        np.concatenate([one.borders for one in grown]),
        np.concatenate([one.leaves for one in grown]),
        sum(one.bias for one in grown),
    )


def _export(model: CatBoostClassifier, parts: int) -> Forest:
    """Read the trees of a model, which CatBoost gives only by way of a file; it is one of so many parts of a mean."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        found = json.loads(path.read_text())
    scale, bias = found["scale_and_bias"]
    questions: list[Sequence[dict[str, Any]]] = [tree["splits"] or () for tree in found["oblivious_trees"]]
    depth = max(map(len, questions))  # a tree that found nothing to ask has one leaf
    features, borders, leaves = [], [], []
    for tree, splits in zip(found["oblivious_trees"], questions, strict=True):
        missing = depth - len(splits)
        features.append([split["float_feature_index"] for split in splits] + [0] * missing)
        borders.append([int(np.floor(split["border"])) for split in splits] + [np.iinfo(np.int32).max] * missing)
        values = np.round(100 / parts * scale * np.array(tree["leaf_values"]))
        leaves.append(np.concatenate((values, np.zeros((1 << depth) - values.size))))
    return Forest(
        np.array(features, np.int16),
        np.array(borders, np.int32),
        np.array(leaves, np.int16),
        round(100 / parts * bias[0]),
    )
