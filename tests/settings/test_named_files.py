"""Options that name files: of our filters and of others', which declare what reads them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest

from cleaner import Cleaner, Document, Edit, filters, read_config
from cleaner.batch import Options, settings_of
from cleaner.errors import ConfigError


def read_list(path: Path) -> list[str]:
    """Read the lines of a file, which must not be empty."""
    if not (lines := path.read_text(encoding="utf-8").splitlines()):
        raise ValueError("it is empty")
    return lines


class Lines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A filter of another package that removes the lines of a file."""

    name: ClassVar[str] = "lines"
    files: ClassVar[Mapping[str, Callable[[Path], object]]] = {"list": read_list}

    list: str = ""

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Point at nothing."""
        return ()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A configuration beside a list, for a filter that another package installs."""
    points = EntryPoints([EntryPoint("lines", f"{__name__}:Lines", "cleaner.filters")])
    monkeypatch.setattr(filters, "entry_points", lambda group: points)
    filters.available.cache_clear()
    (tmp_path / "sites.txt").write_text("The harbour in figures\n")
    path = tmp_path / "cleaner.toml"
    path.write_text("chain = ['lines']\n[filters.lines]\nlist = 'sites.txt'\n")
    yield path
    filters.available.cache_clear()


def test_the_file_of_another_packages_filter_is_found_beside_the_configuration(config: Path) -> None:
    """It counts from the configuration's folder, as a file of ours does."""
    assert read_config(config).filters["lines"]["list"] == str(config.parent / "sites.txt")


def test_a_file_that_its_filter_refuses_is_told_before_the_first_document(config: Path) -> None:
    """With the key and the reason that the filter's own reader gave."""
    (config.parent / "sites.txt").write_text("")
    with pytest.raises(ConfigError, match=r"^filters\.lines\.list: .*sites\.txt: cannot be read \(it is empty\)"):
        Cleaner(config=read_config(config))


def test_a_file_that_is_not_there_is_told_with_the_remedy(config: Path) -> None:
    """Its place is said as it was understood."""
    (config.parent / "sites.txt").unlink()
    with pytest.raises(ConfigError, match=r"sites\.txt: there is no such file; name one that is, or leave"):
        Cleaner(config=read_config(config))


def test_the_content_of_the_file_decides_whether_a_run_goes_on(config: Path) -> None:
    """The settings of a run hold its hash, so that another content is noticed."""

    def noted() -> object:
        return settings_of(Cleaner(config=read_config(config)), "text", Options())["files"]

    before = noted()
    (config.parent / "sites.txt").write_text("Another line\n")
    assert before != noted()
