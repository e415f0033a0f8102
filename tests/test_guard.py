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
