"""Find the lines that are a date or a time and order a text: those of a live blog, a chronology, a programme.

What a rule knows as a stamp, or a reader takes for a header, is the article's where several order it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

import regex

from cleaner.rules.matcher import Match
from cleaner.text import dates
from cleaner.text.blocks import Block
from cleaner.text.prose import COLONS, ends_sentence

STAMPS = frozenset(("date_header", "timestamp"))
"""The kinds of rules that know a date or a time."""
_OF_OTHER_ARTICLES = frozenset(("related", "popular", "navigation"))
_SERIES = 3  # stamps at least
_NEAR, _NEAR_IN_PROGRAMME = 4, 8  # blocks from one to the next
_LATER_SHARE = 0.5  # of the times of a programme, which begin again the next day
_LONGEST_DATE = 40
_DIGIT = re.compile(r"\d")
_DATE = regex.compile(dates.DATE)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")


def series(
    blocks: Sequence[Block], matches: Mapping[int, Sequence[Match]], are_dates: Sequence[bool]
) -> frozenset[int]:
    """Find the indexes of the blocks that order the others.

    Three at least that are not all the same: each above a sentence or a heading with one; or parted by other lines and
    the first right below a sentence that introduces them; or times of which one is later than the other, as in a
    programme, for a ticker of other articles begins with what is latest. The date above such a time is one, too.

    Args:
        blocks: those of the text.
        matches: the rules that match a block, by its index.
        are_dates: for every block, whether `is_date` says so.

    """
    stamps = {
        index for index, found in matches.items() if any(match.whole and match.rule.kind in STAMPS for match in found)
    }
    stamps.update(index for index, of_date in enumerate(are_dates) if of_date)
    clocks = sorted(x for x in stamps if _CLOCK.match(blocks[x].text))
    found = [
        [x for x in stamps if _is_above_a_sentence(blocks, x, stamps)],
        *(run for run in _runs(sorted(stamps), _NEAR) if _is_introduced(blocks, run[0])),
        *(run for run in _runs(clocks, _NEAR_IN_PROGRAMME) if _is_programme(blocks, matches, run)),
    ]
    ordering = {x for run in found if len(run) >= _SERIES and len({blocks[x].text for x in run}) > 1 for x in run}
    return frozenset(ordering | ({x - 1 for x in ordering} & stamps))


def is_date(text: str) -> bool:
    """Tell whether a line is a date, and nothing else.

    >>> is_date("March 2, 2019"), is_date("March 2, 2019, was a Saturday")
    (True, False)
    """
    return len(text) <= _LONGEST_DATE and _DIGIT.search(text) is not None and _DATE.fullmatch(text) is not None


def _is_above_a_sentence(blocks: Sequence[Block], index: int, stamps: Collection[int]) -> bool:
    """Tell whether the next line is a sentence, or the one after it is, as below the heading of an entry."""
    below = blocks[index + 1 : index + 3]
    is_parted = index + 1 not in stamps
    return any(ends_sentence(block.text) and is_parted and block.index not in stamps for block in below)


def _is_introduced(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether the line above is a sentence, or ends in a colon."""
    above = blocks[index - 1].text if index else ""
    return ends_sentence(above) or above.endswith(COLONS)


def _is_programme(blocks: Sequence[Block], matches: Mapping[int, Sequence[Match]], clocks: Sequence[int]) -> bool:
    """Tell whether times follow one another through the day, below no heading of a list of other articles."""
    above = matches.get(clocks[0] - 1, ())
    if any(match.whole and match.rule.kind in _OF_OTHER_ARTICLES for match in above):
        return False
    later = sum(_minutes(blocks[x].text) < _minutes(blocks[y].text) for x, y in pairwise(clocks))
    return later >= _LATER_SHARE * (len(clocks) - 1)


def _minutes(text: str) -> int:
    """Count the minutes from midnight to the time that a text begins with; nought where it begins with none."""
    found = _CLOCK.match(text)
    return 60 * int(found[1]) + int(found[2]) if found else 0


def _runs(indexes: Sequence[int], near: int) -> Iterator[list[int]]:
    """Part indexes where one is further than `near` from the one before, or right behind it.

    >>> list(_runs([1, 2, 4, 6, 20], near=4))
    [[1], [2, 4, 6], [20]]
    """
    run: list[int] = []
    for index in indexes:
        if run and not 1 < index - run[-1] <= near:
            yield run
            run = []
        run.append(index)
    if run:
        yield run
