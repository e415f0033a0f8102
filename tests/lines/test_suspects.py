"""A suspect is described by how it ends, what it shares, and where it stands."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from cleaner.errors import ConfigError
from cleaner.lines import forest, suspects

BODY = [
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday.",
    "The ferry had been out of service since a fire in the engine room in August.",
    "Islanders complained to the harbour board that bread ran short in Karsholm.",
]


def described(texts: Sequence[str], index: int) -> dict[str, int]:
    row = suspects.Surroundings(texts).describe(index, stamped=False)
    return dict(zip(suspects.NAMES, row, strict=True))


def test_teaser_shares_nothing_and_ends_in_a_piece_of_a_word() -> None:
    """`serv` stands nowhere else, and other words begin with it."""
    found = described(
        [*BODY, "Airline strike grounds hundreds of planes as pilots leave the terminal without any serv"], 3
    )
    assert found["open"] == 1
    assert found["share"] == 0
    assert found["last word is a piece"] == 1
    assert found["from end"] == 0


def test_line_on_the_topic_shares_its_words() -> None:
    found = described([*BODY, "The harbour board of Karsholm and the islanders on bread and the ferry"], 3)
    assert found["share"] > 700
    assert found["last word is a piece"] == 0


def test_line_does_not_speak_for_itself() -> None:
    """A word that stands twice in the line alone is not shared with anything."""
    found = described([*BODY, "Pumpkin soup, and more pumpkin soup, in twenty minutes with the"], 3)
    assert found["share"] == 0


def test_a_description_has_a_number_for_every_name() -> None:
    rows = [suspects.Surroundings(BODY).describe(index, stamped=False) for index in range(3)]
    assert suspects.table(rows).shape == (3, len(suspects.NAMES))


def test_trade_name_behind_a_long_small_word_is_no_glue() -> None:
    """No headline whose words have capitals holds `featuring`."""
    assert suspects.glue("Select Deco models featuring HomeShield automatically protect every device at home") is None


@pytest.mark.parametrize("line", ["…", "”", "...", "Karsholm…”"])
def test_any_line_can_be_described(line: str) -> None:
    assert len(suspects.Surroundings([*BODY, line]).describe(3, stamped=True)) == len(suspects.NAMES)


def test_trees_are_the_same_after_they_were_kept_in_a_file(tmp_path: Path) -> None:
    one = forest.Forest(np.array([[0]], np.int16), np.array([[10]], np.int32), np.array([[-7, 8]], np.int16), 5)
    forest.write(one, tmp_path / "trees.npz")
    lines = np.array([[3], [30]])
    assert list(forest.read(tmp_path / "trees.npz").score(lines)) == list(one.score(lines)) == [-2, 13]


def test_missing_trees_are_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.npz: holds no trees .*make train"):
        forest.read(tmp_path / "absent.npz")


def test_a_word_of_any_length_costs_its_length() -> None:
    """A line of letters alone, as in broken pages, holds nothing up."""
    start = time.process_time()
    suspects.Surroundings(["a" * 300_000, *BODY])
    assert time.process_time() - start < 2
