"""Read back what a run wrote: every article with its identity, whichever form it was written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from cleaner.article import Article
from cleaner.errors import InputError
from cleaner.extras import needs
from cleaner.reading.files import Source, find_sources
from cleaner.reading.streams import cannot_read, open_stream
from cleaner.writing.outputs import Layout, form_of

_ROWS = 64
_JSON_COLUMNS = ("provenance", "fields")
_FAILURES = "failures"  # the folder of an engine's run, beside `articles`


class StoredArticle(Article, frozen=True, kw_only=True):
    """An article as a run wrote it: what it is called, and what else its input held."""

    id: str
    fields: dict[str, Any] = msgspec.field(default_factory=dict)


def results(output: Path) -> Iterator[StoredArticle]:
    """Give the articles of a run one by one; no more than a few are in memory.

    Args:
        output: what the run wrote to: a folder (a tree of texts, or files of lines or rows, also an engine's), or one
            `.jsonl` (`.gz`, `.zst`) or `.parquet`.

    Yields:
        The articles in the order of the files, which is the same for every run over the same input.

    Raises:
        InputError: there is no such output, or something in it is none of a run; the message names file and line.

    >>> import tempfile
    >>> from cleaner import Cleaner
    >>> from cleaner.batch import run
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("The ferry sails again.\\n\\nAdvertisement")
    >>> _ = run(Cleaner(), [folder / "a.txt"], folder / "out")
    >>> [(article.id, article.text, article.removed) for article in results(folder / "out")]
    [('a.txt', 'The ferry sails again.', ['\\n\\nAdvertisement'])]

    """
    for source in find_sources([output]):
        if source.name.parts[0] != _FAILURES or not (output / _FAILURES).is_dir():
            yield from _read(source, output)


def read_manifest(output: Path) -> dict[str, Any]:
    """Read the manifest of a run.

    Args:
        output: what the run wrote to.

    Raises:
        InputError: there is none, because the run is not complete, or this is no run's output.

    """
    path = Layout(output, form_of(output)).manifest
    try:
        manifest: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: {cannot_read(error)}; a run writes it when it is complete") from error
    except msgspec.DecodeError as error:
        raise InputError(f"{path}: is no manifest ({error}); run again") from error
    return manifest


def _read(source: Source, output: Path) -> Iterator[StoredArticle]:
    reader = _READERS.get(source.format)
    if reader is None:
        raise InputError(f"{source.path}: is not what a run writes; {output} should be the output of one")
    try:
        yield from reader(source)
    except OSError as error:
        raise InputError(f"{source.path}: {cannot_read(error)}") from error


def _text(source: Source) -> Iterator[StoredArticle]:
    record = source.path.with_suffix(".json")
    try:
        found = msgspec.json.decode(record.read_bytes())
        yield _article({**found, "text": source.path.read_bytes().decode("utf-8")}, record)
    except FileNotFoundError as error:
        raise InputError(
            f"{source.path}: has no {record.name} beside it, so it is not what a run writes; "
            "give the folder that was named with -o"
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
        raise _damaged(record, error) from error


def _lines(source: Source) -> Iterator[StoredArticle]:
    with open_stream(source.path, source.compression) as (stream, _):
        for number, line in enumerate(stream, 1):
            try:
                yield msgspec.json.decode(line, type=StoredArticle)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise _damaged(f"{source.path}:{number}", error) from error


def _rows(source: Source) -> Iterator[StoredArticle]:
    with needs("parquet", "a Parquet file"):
        import pyarrow as pa
        import pyarrow.parquet as pq
    try:
        with pq.ParquetFile(source.path) as file:
            for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
                for row in batch.to_pylist():
                    decoded = {name: msgspec.json.decode(row[name]) for name in _JSON_COLUMNS if name in row}
                    yield _article({**row, **decoded}, source.path)
    except pa.ArrowException as error:
        raise _damaged(source.path, error) from error


def _article(record: dict[str, Any], place: Path) -> StoredArticle:
    try:
        return msgspec.convert(record, StoredArticle)
    except msgspec.ValidationError as error:
        raise _damaged(place, error) from error


def _damaged(place: Path | str, error: Exception) -> InputError:
    return InputError(
        f"{place}: is no article as a run writes it ({error}); forms that can be read are tree, jsonl and parquet"
    )


_READERS: dict[str, Callable[[Source], Iterator[StoredArticle]]] = {
    "text": _text,
    "jsonl": _lines,
    "parquet": _rows,
}
