"""Text as arrays: classes of characters, words and their hashes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cleaner.lines import characters as c
from cleaner.lines.characters import Lines, _Powers
from cleaner.lines.model import load

LINE = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=60)


def lines(*texts: str) -> Lines:
    return Lines(list(texts), load().alphabet)


def test_counts_add_up_to_the_characters_of_each_line_and_its_break() -> None:
    """Every character is of exactly one class."""
    found = lines("Ferry 12 sails.", "港口 opens!")
    assert found.counts.sum(axis=1).tolist() == [16, 10]
    assert found.counts[0, c.DIGIT] == 2
    assert found.counts[1, c.DENSE] == 2


def test_words_are_found_where_they_stand() -> None:
    """A word is a run of letters and digits; a character of a dense script is a word."""
    found = lines("The ferry's 3", "港口A")
    words = found.words
    starts = [int(s - found.starts[line]) for s, line in zip(words.start, words.line, strict=True)]
    assert list(zip(words.line.tolist(), starts, words.size.tolist(), strict=True)) == [
        (0, 0, 3), (0, 4, 5), (0, 10, 1), (0, 12, 1), (1, 0, 1), (1, 1, 1), (1, 2, 1),
    ]  # fmt: skip


@given(st.lists(LINE, min_size=1, max_size=5), LINE)
def test_hash_of_a_word_does_not_depend_on_its_place(before: list[str], line: str) -> None:
    """The same line has the same words wherever it stands."""
    alone = lines(line).words
    later = lines(*before, line).words
    here = later.line == len(before)
    assert np.array_equal(later.hash[here], alone.hash)
    assert np.array_equal(later.stem[here], alone.stem)


def test_case_and_digits_are_folded() -> None:
    """Capitals and the value of a number make no other word."""
    words = lines("FERRY ferry 12 77").words
    assert words.hash[0] == words.hash[1]
    assert words.hash[2] == words.hash[3]


def test_any_code_point_has_a_class() -> None:
    """Lone surrogates and the highest planes are looked up like all others."""
    assert lines("\ud800", chr(0x10FFFF), chr(0x20001)).classes.size == 6


def test_powers_of_a_very_long_text_are_right_and_not_kept() -> None:
    """They would stay in the process for good."""
    powers = c._Powers(np.uint32(3))
    long = c._KEPT + 5
    assert powers(long)[-1] == pow(3, long, 1 << 32)
    assert [int(x) for x in powers(4)] == [1, 3, 9, 27, 81]
    assert powers(c._KEPT - 1)[-1] == pow(3, c._KEPT - 1, 1 << 32)
    assert powers._table.size <= c._KEPT + 1


def test_powers_of_one_thread_are_not_those_of_another() -> None:
    """A shorter table that another thread puts there meanwhile gives nobody too few."""

    class Shrinking(_Powers):
        def _make(self, count: int) -> NDArray[np.uint32]:
            table = super()._make(count)
            self._table = table[:11]
            return table

    assert Shrinking(np.uint32(3))(1000).size == 1001
