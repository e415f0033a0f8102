"""Trees over arrays give what walking them one by one gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.lines.forest import Forest


def walk(forest: Forest, row: list[int]) -> int:
    total = forest.bias
    for features, borders, leaves in zip(forest.features, forest.borders, forest.leaves, strict=True):
        leaf = sum(int(row[f] > b) << level for level, (f, b) in enumerate(zip(features, borders, strict=True)))
        total += int(leaves[leaf])
    return total


@given(st.integers(0, 1000), st.integers(1, 400))
def test_score_is_the_sum_of_the_leaves_that_a_line_falls_into(seed: int, count: int) -> None:
    """Arrays and a plain walk agree, for any number of lines."""
    random = np.random.default_rng(seed)
    forest = Forest(
        random.integers(0, 5, (7, 3)).astype(np.int16),
        random.integers(-20, 20, (7, 3)).astype(np.int32),
        random.integers(-300, 300, (7, 8)).astype(np.int16),
        11,
    )
    table = random.integers(-30, 30, (count, 5))
    assert forest.score(table).tolist() == [walk(forest, row.tolist()) for row in table]


def test_no_line_gives_no_score() -> None:
    """An empty table is fine."""
    forest = Forest(np.zeros((1, 1), np.int16), np.zeros((1, 1), np.int32), np.zeros((1, 2), np.int16), 0)
    assert forest.score(np.zeros((0, 1), np.int64)).tolist() == []
