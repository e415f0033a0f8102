"""The day of a page is one that it gives itself, never one of its story and never the reader's."""

import datetime as dt

import pytest
from samples import BODY

from cleaner import Cleaner
from cleaner.reading.days import surer_day

NONE = Cleaner(filters=[])


def day(*lines: str, head: str = "") -> dt.date | None:
    paragraph = f"<p>{BODY}</p>"
    return NONE.clean(f"<html><head>{head}</head><body>{''.join(lines)}{paragraph}</body></html>", "html").date


HEADING = "<h1>Ferry sails again</h1>"
SAID = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-10-24"}</script>'


@pytest.mark.parametrize(
    "line",
    [
        "<p>It burned once before, in 2019.</p>",
        "<p>The museum of the island opened its doors on 12 March 2015, when the harbour board was still a dream of few.</p>",
        "<footer>© 2024 Karsholm Post</footer>",
        "<p>The ferry sails again on 24 November 2026, the harbour board said on Friday evening after a long meeting.</p>",
    ],
)
def test_day_of_the_story_or_of_a_copyright_is_no_date(line: str) -> None:
    assert day(HEADING, line) is None


@pytest.mark.parametrize("line", ["12 March 2015", "Updated March 12, 2015", "By Ada Lindqvist · 2015-03-12"])
def test_day_shown_beside_the_heading_is_the_date(line: str) -> None:
    assert day(HEADING, f"<p>{line}</p>") == dt.date(2015, 3, 12)
    assert day(f"<p>{line}</p>", HEADING) == dt.date(2015, 3, 12)


def test_day_below_the_heading_counts_before_one_above_it() -> None:
    assert day("<p>2 May 2016</p>", HEADING, "<p>12 March 2015</p>") == dt.date(2015, 3, 12)


def test_of_two_days_on_one_line_the_article_appeared_on_the_first() -> None:
    assert day(HEADING, "<p>Published 12 March 2015, updated 2 May 2016</p>") == dt.date(2015, 3, 12)


def test_days_on_several_lines_tell_nothing() -> None:
    assert day(HEADING, "<p>12 March 2015</p><p>2 May 2016</p>") is None


def test_structured_data_is_surer_than_what_is_shown() -> None:
    assert day(HEADING, "<p>12 March 2015</p>", head=SAID) == dt.date(2024, 10, 24)


def test_only_day_that_a_page_shows_is_its_date() -> None:
    assert day("<p>12 March 2015</p>") == dt.date(2015, 3, 12)


@pytest.mark.parametrize(
    "said",
    [
        "Oct 24, 2024",
        "October 24, 2024 10:00",
        "24 Oct 2024",
        "Thu, 24 Oct 2024 23:30:00 -0500",
        "2024-10-24T23:30-05:00",
    ],
)
def test_day_in_structured_data_is_read_as_a_whole_and_as_it_stands(said: str) -> None:
    assert day(HEADING, head=SAID.replace("2024-10-24", said)) == dt.date(2024, 10, 24)


@pytest.mark.parametrize(("language", "expected"), [("de", dt.date(2024, 8, 5)), ("en", dt.date(2024, 5, 8))])
def test_day_in_structured_data_is_read_in_the_language_of_the_page(language: str, expected: dt.date) -> None:
    page = f'<html lang="{language}">{SAID.replace("2024-10-24", "05/08/2024")}<p>{BODY}</p></html>'
    assert NONE.clean(page, "html").date == expected


@pytest.mark.parametrize("said", ["yesterday", "today", "now", "5 days ago", "in 3 days", "1729807200"])
def test_day_that_depends_on_the_day_or_the_place_of_the_run_is_none(said: str) -> None:
    assert day(HEADING, head=SAID.replace("2024-10-24", said)) is None
    assert day(HEADING, "<p>12 March 2015</p>", head=SAID.replace("2024-10-24", said)) == dt.date(2015, 3, 12)


@pytest.mark.parametrize(
    ("said", "extracted", "expected"),
    [
        ("2024-08-04T13:23:00Z", "2024-08-05", "2024-08-04"),  # read in another time zone
        ("2024-09-10", "2024-10-09", "2024-09-10"),  # day and month exchanged
        ("2021-08-12", "2025-02-22", "2025-02-22"),  # another date altogether
        ("Thu, 09/25/2025 - 11:38", "2025-09-25", "2025-09-25"),
        (None, "2025-09-25", "2025-09-25"),
        ("2025-09-25", None, "2025-09-25"),
    ],
)
def test_structured_data_settle_how_a_date_is_read_and_nothing_more(
    said: str | None, extracted: str | None, expected: str
) -> None:
    """Where two readings of one date differ, the unambiguous one counts; where two dates do, the extractor's."""
    assert surer_day(said, extracted) == expected
