"""Dates and times that order a text are the article's, and those of a list of other articles are not."""

from cleaner import Document
from cleaner.rules import load_packs
from cleaner.rules.matcher import Matcher

MATCHER = Matcher(load_packs().rules)
PROGRAMME = ("9:00", "Heavy horses", "10:30", "Sheepdog trials", "12:00", "Grand parade")


def ordering(*lines: str) -> list[str]:
    document = Document("\n".join(lines), MATCHER)
    return [document.blocks[index].text for index in sorted(document.series)]


def test_the_date_above_the_first_time_of_a_programme_orders_it_too() -> None:
    """Another date does not, as that of the article itself."""
    lines = ("May 1, 2024", "Maritime days", "Market square", "June 2, 2024", *PROGRAMME)
    assert ordering(*lines) == ["June 2, 2024", "9:00", "10:30", "12:00"]


def test_times_below_the_heading_of_a_list_of_other_articles_order_nothing() -> None:
    """Also where they ascend."""
    assert ordering("Latest news", *PROGRAMME) == []


def test_times_that_descend_are_a_tickers() -> None:
    assert ordering("Harbour", *(x for at in (4, 2, 0) for x in PROGRAMME[at : at + 2])) == []
