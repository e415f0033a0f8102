"""The same documents on two sides: out of two runs, or cleaned by two cleaners."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

import msgspec

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.changes import Side
from cleaner.compare import Pair
from cleaner.reading.documents import MAX_BYTES, read_records
from cleaner.reading.files import find_sources
from cleaner.reading.records import Fields, Record
from cleaner.runs.records import Result, clean_records
from cleaner.runs.results import Results, Saved


def pairs_of_runs(a: Path, b: Path) -> Iterator[Pair]:
    """Pair the articles of two runs by their identity.

    Both are read once and side by side. Runs over the same input have the same order, so that a document waits for its
    other side only as long as documents are missing on one; what waits lies in a temporary file. Documents of
    one identity are paired in their order.

    Args:
        a: what one run wrote to.
        b: what the other wrote to.

    Yields:
        The documents; last those that only one of them has.

    Raises:
        InputError: see `cleaner.runs.results.Results`.

    """
    with closing(_Waiting()) as waiting:
        for one, other in zip_longest(Results(a).articles(), Results(b).articles()):
            if one and other and one.id == other.id and not waiting.count:
                yield Pair(one.id, one, other)
                continue
            if one:
                yield from _meet(waiting, "a", one)
            if other:
                yield from _meet(waiting, "b", other)
        for side, article in waiting.rest():
            yield Pair(article.id, *((article, None) if side == "a" else (None, article)))


def _meet(waiting: _Waiting, side: Side, article: Saved) -> Iterator[Pair]:
    found = waiting.take("b" if side == "a" else "a", article.id)
    if found is None:
        waiting.put(side, article)
    else:
        yield Pair(article.id, *((article, found) if side == "a" else (found, article)))


class _Waiting:
    """Articles that wait for their other side, on disk."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)  # a temporary file, gone at its end
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE waiting (number INTEGER PRIMARY KEY, side TEXT, id TEXT, article BLOB)")
        self._base.execute("CREATE INDEX place ON waiting (id, side, number)")
        self.count = 0

    def put(self, side: Side, article: Saved) -> None:
        row = side, article.id, msgspec.json.encode(article)
        self._base.execute("INSERT INTO waiting (side, id, article) VALUES (?, ?, ?)", row)
        self.count += 1

    def take(self, side: Side, identity: str) -> Saved | None:
        found = self._base.execute(
            "SELECT number, article FROM waiting WHERE id = ? AND side = ? ORDER BY number LIMIT 1", (identity, side)
        ).fetchone()
        if found is None:
            return None
        self._base.execute("DELETE FROM waiting WHERE number = ?", found[:1])
        self.count -= 1
        return msgspec.json.decode(found[1], type=Saved)

    def rest(self) -> Iterator[tuple[Side, Saved]]:
        for side, article in self._base.execute("SELECT side, article FROM waiting ORDER BY number"):
            yield side, msgspec.json.decode(article, type=Saved)

    def close(self) -> None:
        self._base.close()


def pairs_of_cleaners(
    a: Cleaner, b: Cleaner, inputs: Sequence[Path], fields: Fields | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[Pair]:
    """Clean documents by two cleaners and write nothing.

    Args:
        a: one cleaner.
        b: the other.
        inputs: files, and folders that are searched for them.
        fields: what the fields of records are called.
        max_bytes: the size of a document from which on it is refused.

    Yields:
        The documents; one that fails on both sides is left out, as it is in none of the outputs.

    Raises:
        InputError: an input does not exist.

    """
    names = fields or Fields()
    items = read_records(find_sources(inputs), names, max_bytes)
    records = (item for item in items if isinstance(item, Record))
    for record in records:
        one, other = (_clean(cleaner, record, names) for cleaner in (a, b))
        content = one.content or other.content
        if content and (_article(one) or _article(other)):
            yield Pair(content.id, _article(one), _article(other))


def _clean(cleaner: Cleaner, record: Record, fields: Fields) -> Result:
    (result,) = clean_records(cleaner, [record], fields)
    return result


def _article(result: Result) -> Article | None:
    return result.article if result.failure is None else None
