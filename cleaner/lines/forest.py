"""Boosted trees that ask the same question at every node of a level: few numbers to keep, fast over whole arrays.

Such trees are called oblivious; CatBoost grows them (Prokhorenkova et al. 2018, arXiv:1706.09516).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import ConfigError
from cleaner.lines.characters import Ints

_LINES_AT_ONCE = 256


@dataclass(frozen=True)
class Forest:
    """Trees of one depth.

    Args:
        features: the column that each question is about: trees by depth.
        borders: a question is "is the value greater than this?".
        leaves: the answers, in hundredths of a logit: trees by 2**depth.
        bias: what is added to every answer.

    >>> one = Forest(np.array([[0]]), np.array([[10]]), np.array([[-100, 100]]), 5)
    >>> one.score(np.array([[3], [30]]))
    array([-95, 105])

    """

    features: NDArray[np.int16]
    borders: NDArray[np.int32]
    leaves: NDArray[np.int16]
    bias: int

    def score(self, matrix: NDArray[np.integer[Any]]) -> Ints:
        """Answer for every line; positive speaks for the body."""
        parts = [self._some(matrix[at : at + _LINES_AT_ONCE]) for at in range(0, len(matrix), _LINES_AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _some(self, matrix: NDArray[np.integer[Any]]) -> Ints:
        trees, depth = self.features.shape
        asked, borders, first_leaf = self._by_level
        columns = np.ascontiguousarray(matrix.T, dtype=np.int32)
        answers = (columns.take(asked, axis=0) > borders).reshape(depth, trees, -1).view(np.uint8)
        leaf = answers[depth - 1].astype(np.min_scalar_type((1 << depth) - 1))
        for level in reversed(range(depth - 1)):
            leaf = (leaf << 1) | answers[level]
        result: Ints = self.leaves.ravel().take(leaf + first_leaf).sum(axis=0, dtype=np.int64) + self.bias
        return result

    def arrays(self, name: str) -> dict[str, Any]:
        """Give its parts as they are kept in a file, each with a name before its own."""
        parts = {part: getattr(self, part) for part in ("features", "borders", "leaves")}
        return {f"{name}_{part}": values for part, values in (parts | {"bias": np.array(self.bias)}).items()}

    @cached_property
    def _by_level(self) -> tuple[NDArray[np.intp], NDArray[np.int32], NDArray[np.intp]]:
        """All trees' questions level by level, so that a level's answers lie together, and their first leaves."""
        trees, depth = self.features.shape
        first_leaf = np.arange(trees, dtype=np.intp) << depth
        return self.features.T.ravel().astype(np.intp), self.borders.T.reshape(-1, 1), first_leaf.reshape(-1, 1)


def from_arrays(name: str, arrays: Mapping[str, Any]) -> Forest:
    """Make a forest of what `Forest.arrays` gave."""
    features, borders, leaves, bias = (arrays[f"{name}_{part}"] for part in ("features", "borders", "leaves", "bias"))
    return Forest(features, borders, leaves, int(bias))


def write(forest: Forest, path: Path) -> None:
    """Write a forest to a file of its own; the same forest always gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **forest.arrays("forest"))


def read(path: Path) -> Forest:
    """Read a forest from its file.

    Raises:
        ConfigError: there is no such file, or it is no forest.

    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:  # which leaves a broken one open
            return from_arrays("forest", data)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ConfigError(f"{path}: holds no trees ({error}); make them with `make train`") from error
