"""Which filters there are."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from cleaner import ConfigError, filters


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    points: list[EntryPoint] = []
    monkeypatch.setattr(filters, "entry_points", lambda group: points)
    filters.available.cache_clear()
    yield points
    filters.available.cache_clear()


def point(package: str, value: str) -> EntryPoint:
    found = EntryPoint("promo", value, "cleaner.filters")
    vars(found)["dist"] = SimpleNamespace(name=package)
    return found


def test_two_packages_with_a_filter_of_one_name_are_refused(installed: list[EntryPoint]) -> None:
    """Which of them would run is chance."""
    installed += [point("herald", "herald:Promo"), point("courier", "courier:Promo")]
    with pytest.raises(ConfigError, match="courier and herald both install a filter 'promo'; uninstall one"):
        filters.load("promo")


def test_a_filter_that_is_listed_twice_is_one(installed: list[EntryPoint]) -> None:
    installed += [point("herald", "herald:Promo"), point("herald-all", "herald:Promo")]
    assert list(filters.available()) == ["promo"]
