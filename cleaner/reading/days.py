"""Which of the days that a page names is the one on which its article appeared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import regex

from cleaner.reading.dom import DomLine
from cleaner.text import dates
from cleaner.text.prose import is_prose

_DIGIT = regex.compile(r"\d")
_LONGEST = 200  # characters of a line that shows a date; in a longer one, and in a sentence, it is the story's
_ABOVE, _BELOW = 3, 5  # lines from the heading, within which a date is the article's


def best_day(said: str | None, extracted: str | None, lines: Sequence[DomLine], language: str | None) -> str | None:
    """Choose the day of an article.

    What the structured data says is the surest, and settles a date that can be read in two ways; then the only one
    that the page shows beside its heading; then what an extractor found in the page's other metadata; then the only
    one that the page shows anywhere but in its sentences.

    Args:
        said: the day in the page's structured data.
        extracted: the day that an extractor found in the page's metadata and markup.
        lines: the page's lines.
        language: what the page is written in, to tell days from months.

    """
    if said and (day := dates.read(said, [language or "en", "en"])):
        return surer_day(day.isoformat(), extracted)
    shown = list(_shown(lines, language))
    return _beside_heading(lines, shown) or extracted or _only(day for _, day in shown)


def surer_day(said: str | None, extracted: str | None) -> str | None:
    """Choose between the day in a page's structured data and the one that an extractor read somewhere on the page.

    The latter, but where the two are one date read in two ways, by a time zone or with day and month exchanged: the
    structured data says which is meant.

    >>> surer_day("2024-09-10T16:07:00Z", "2024-10-09"), surer_day("2021-08-12", "2025-02-22")
    ('2024-09-10', '2025-02-22')

    """
    if not extracted or not said:
        return extracted or said
    try:
        one, other = dt.date.fromisoformat(said[:10]), dt.date.fromisoformat(extracted[:10])
    except ValueError:
        return extracted
    exchanged = one.year == other.year and (one.day, one.month) == (other.month, other.day)
    return one.isoformat() if exchanged or abs(one - other) <= dt.timedelta(days=1) else extracted


def _shown(lines: Sequence[DomLine], language: str | None) -> Iterator[tuple[int, str]]:
    """Give the days that stand in lines which are no sentences, with the index of their line."""
    for index, line in enumerate(lines):
        if len(line.text) <= _LONGEST and _DIGIT.search(line.text) and not is_prose(line.text):
            for day in dates.days_in(line.text, [language or "en"]):
                yield index, day.isoformat()


def _beside_heading(lines: Sequence[DomLine], shown: Sequence[tuple[int, str]]) -> str | None:
    heading = next((index for index, line in enumerate(lines) if line.tag == "h1"), None)
    if heading is None:
        return None
    near = [(index, day) for index, day in shown if heading - _ABOVE <= index <= heading + _BELOW]
    near = [(index, day) for index, day in near if index >= heading] or near
    if len({index for index, _ in near}) == 1:  # when it appeared, and when it was changed
        return min(day for _, day in near)
    return _only(day for _, day in near)


def _only(days: Iterable[str]) -> str | None:
    found = set(days)
    return found.pop() if len(found) == 1 else None
