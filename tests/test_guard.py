"""The guard: from which size on a loss counts."""

import pytest

from cleaner.article import Edit
from cleaner.config import GuardConfig
from cleaner.guard import judge


@pytest.mark.parametrize(("size", "status"), [(199, "ok"), (200, "review")])
def test_short_text_may_lose_more_than_its_share(size: int, status: str) -> None:
    """An advertisement above two sentences is most of it, and no sign of a mistake."""
    text = "a" * size
    lost = Edit(start=0, end=size - 1, action="delete", filter="f", rule="r", kind="k")
    assert judge(text, "a", [lost], GuardConfig(max_removed=0.5, min_chars=200)).status == status


@pytest.mark.parametrize(
    ("by", "reason"),
    [("patterns", "70% of the text would go from within, more than the 60% allowed"), ("boilerplate", "")],
)
def test_what_goes_from_within_an_article_counts_for_more_than_the_page_around_it(by: str, reason: str) -> None:
    """A page is often four fifths menus; no article is four fifths calls to subscribe."""
    lost = Edit(start=0, end=700, action="delete", filter=by, rule="r", kind="k")
    assert judge("a" * 1000, "a" * 300, [lost], GuardConfig()).reason == reason


def test_an_article_pasted_twice_is_no_loss() -> None:
    """What stands a second time is still there."""
    lost = Edit(start=300, end=1000, action="delete", filter="repeats", rule="r", kind="k")
    assert judge("a" * 1000, "a" * 300, [lost], GuardConfig()).status == "ok"
