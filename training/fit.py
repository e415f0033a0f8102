"""Fit the parts of the model: the weights of words and names, and the trees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import SGDClassifier

from cleaner.lines.characters import Ints
from cleaner.lines.forest import Forest

_LIMIT = 3000  # hundredths of a logit


def linear(
    rows: Ints, buckets: Ints, labels: Ints, weights: NDArray[np.float64], publishers: Ints, size: int, alpha: float
) -> NDArray[np.int16]:
    """Fit a logistic regression over hashed words; what fewer than five publishers use weighs nothing.

    Args:
        rows: the line of every hash.
        buckets: the hashes.
        labels: of the lines, 0 or 1.
        weights: of the lines.
        publishers: of the lines, as numbers.
        size: how many buckets there are.
        alpha: the strength of the penalty.

    """
    count = np.sqrt(np.maximum(1, np.bincount(rows, minlength=labels.size)))
    table = sparse.csr_matrix((1 / count[rows], (rows, buckets)), shape=(labels.size, size))
    pairs = np.unique(buckets * (int(publishers.max()) + 1) + publishers[rows])
    known = np.flatnonzero(np.bincount(pairs // (int(publishers.max()) + 1), minlength=size) >= 5)
    model = SGDClassifier(loss="log_loss", alpha=alpha, max_iter=8, tol=None, random_state=1, average=True)
    model.fit(table[:, known], labels, sample_weight=weights)
    result = np.zeros(size, np.int16)
    result[known] = np.clip(np.round(100 * model.coef_[0]), -_LIMIT, _LIMIT)
    return result


def forest(
    table: NDArray[np.integer[Any]], labels: Ints, weights: Sequence[NDArray[np.float64]], trees: int, seed: int
) -> Forest:
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


def _export(model: Any, parts: int) -> Forest:
    import json
    import tempfile
    from pathlib import Path

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
