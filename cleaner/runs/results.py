"""What a run left behind, read back: its manifest, its articles one by one, its failures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from cleaner.article import Article
from cleaner.errors import InputError
from cleaner.reading.files import FAILURES, Source, is_own, status_of
from cleaner.reading.parquet import read_rows
from cleaner.reading.records import Fields
from cleaner.reading.streams import open_stream, read_lines
from cleaner.runs.records import Failure
from cleaner.writing.outputs import ENDINGS, Layout, form_of, tree_records

T = TypeVar("T")

_MAX_LINE = 1 << 30


class Saved(Article, frozen=True, kw_only=True):
    """An article as a run wrote it, with its identity and whatever else the input held."""

    id: str
    text: str = ""
    fields: dict[str, Any] = msgspec.field(default_factory=dict)


class Results:
    """A finished run, of which no more than one article is in memory.

    Args:
        output: what the run was given as OUT: a folder, or a `.jsonl` or `.parquet`.

    Raises:
        InputError: there is no finished run, or one that holds no articles to read back.

    >>> from tempfile import TemporaryDirectory
    >>> from cleaner import Cleaner
    >>> from cleaner.batch import run
    >>> with TemporaryDirectory() as folder:
    ...     source, output = Path(folder, "a.txt"), Path(folder, "out")
    ...     _ = source.write_text("The ferry sails.\\n\\nAdvertisement")
    ...     _ = run(Cleaner(), [source], output)
    ...     [(article.id, article.text, article.removed) for article in Results(output).articles()]
    [('a.txt', 'The ferry sails.', ['\\n\\nAdvertisement'])]

    """

    def __init__(self, output: Path | str):
        output = Path(output)
        layout = Layout(output, form_of(output))
        if not output.exists():
            raise InputError(f"{output}: no such file or folder; give the OUT of a `clean INPUT -o OUT`")
        if not layout.manifest.exists():
            raise InputError(
                f"{output}: {layout.manifest.name} is missing, so this is no run, or one that has not ended; "
                "give the OUT of a `clean INPUT -o OUT`, or finish it with --resume"
            )
        self.output = output
        self.manifest: dict[str, Any] = _manifest(layout.manifest)
        self.form: str = self.manifest["settings"]["form"]
        if self.form not in ("tree", "jsonl", "parquet"):
            raise InputError(
                f"{output}: is in the form {self.form}, which cannot be read back; "
                "clean with --format tree, jsonl or parquet"
            )
        self._layout = Layout(output, self.form)

    def articles(self) -> Iterator[Saved]:
        """Give the articles, in the order of the output.

        Raises:
            InputError: a file is missing or damaged, and the message names it; or others than the run's are there.

        """
        if self.form == "tree":
            self._refuse_leftovers()
            for path in tree_records(self.output):
                yield _from_tree(path)
            return
        for path in self._row_files():
            yield from _from_parquet(path) if self.form == "parquet" else _from_lines(path)

    def failures(self) -> Iterator[Failure]:
        """Give what did not become an article, and why.

        Raises:
            InputError: the list is damaged.

        """
        for path in self._failure_files():
            for number, line in _lines(path):
                yield _decoded(line, Failure, f"{path}:{number}")

    def refuse(self, place: Path) -> None:
        """Refuse to write over a file of the run, by whatever name it is called: what was removed would be gone.

        Raises:
            InputError: the place is a text, a record, a file of articles, the manifest or the list of failures.

        """
        there = status_of(place)
        if there and any(os.path.samestat(found, there) for found in map(status_of, self._files()) if found):
            raise InputError(f"{place} is a file of the run {self.output}, which would be written over; give another")

    def _files(self) -> Iterator[Path]:
        layout = self._layout
        yield from (layout.manifest, layout.failures, *layout.finals)
        if self.form == "tree":
            for record in tree_records(self.output):
                yield from (record, record.with_suffix(".txt"))
        elif self.output.is_dir():
            for shards in ("articles", "failures"):
                yield from (layout.folder / shards).rglob("*")

    def _refuse_leftovers(self) -> None:
        """Refuse a tree that still holds articles of an earlier run: nothing tells them from those of this one."""
        said = self.manifest["summary"]
        written = said["documents"] - said["failed"] - said.get("dropped", 0)
        there = sum(1 for _ in tree_records(self.output))
        if there > written:
            raise InputError(
                f"{self.output}: holds {there} articles, but the run wrote {written}; clean again into an empty folder"
            )

    def _row_files(self) -> list[Path]:
        """Find the files of articles: the run's own, or those of its shards."""
        own = [path for path in self._layout.finals if path.exists()]
        found = own or [
            path
            for path in sorted((self._layout.folder / "articles").rglob("*"))
            if path.name.endswith(ENDINGS[self.form]) and not is_own(path.name)
        ]
        if not found:
            raise InputError(f"{self.output}: {self._layout.finals[0].name} is missing; clean again")
        return found

    def _failure_files(self) -> list[Path]:
        if self._layout.failures.exists():
            return [self._layout.failures]
        folder = self._layout.folder
        if not self.output.is_dir() or self.form == "tree":
            return []
        return sorted({*(folder / "failures").rglob("*.jsonl"), *(folder / "articles").rglob(f"*{FAILURES}")})


def _manifest(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = msgspec.json.decode(path.read_bytes())
        found["settings"]["form"], found["summary"]["documents"]
    except (OSError, msgspec.DecodeError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is no manifest of a run ({error}); clean again") from error
    return found


def _from_tree(path: Path) -> Saved:
    try:
        record, text = path.read_bytes(), path.with_suffix(".txt").read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); clean it again") from error
    return msgspec.structs.replace(_decoded(record, Saved, str(path)), text=text)


def _from_lines(path: Path) -> Iterator[Saved]:
    for number, line in _lines(path):
        yield _decoded(line, Saved, f"{path}:{number}")


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with open_stream(path, Source(path, path).compression) as (stream, _):
        for number, line in enumerate(read_lines(stream, _MAX_LINE), 1):
            if line:
                yield number, line


def _from_parquet(path: Path) -> Iterator[Saved]:
    with open_stream(path) as (stream, _):
        for number, row in enumerate(read_rows(Source(path, path), stream, Fields()), 1):
            where = f"{path}, row {number}"
            columns = _decoded(row.others, dict[str, Any], where)
            for name in ("provenance", "fields"):
                columns[name] = _decoded(str(columns.get(name) or "{}").encode(), dict[str, Any], where)
            try:
                yield msgspec.convert({**columns, "id": row.id, "text": row.text, "url": row.url}, Saved)
            except msgspec.ValidationError as error:
                raise _damaged(where, error) from error


def _decoded(data: bytes, into: type[T], where: str) -> T:
    try:
        return msgspec.json.decode(data, type=into)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _damaged(where, error) from error


def _damaged(where: str, error: Exception) -> InputError:
    return InputError(f"{where}: is not what a run writes ({error}); clean it again")
