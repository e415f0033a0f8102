"""Rows of Parquet files, by pyarrow."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from shutil import copyfileobj
from typing import IO, Any, NamedTuple

import msgspec

from cleaner.errors import InputError
from cleaner.extras import needs
from cleaner.reading.files import Source
from cleaner.reading.records import Fields

_ROWS = 64


class Row(NamedTuple):
    """One row: its text, and the other columns as JSON."""

    text: str | bytes | None
    id: str
    url: str | None
    others: bytes


def read_rows(source: Source, stream: IO[bytes], fields: Fields) -> Iterator[Row]:
    """Give the rows of a file.

    Args:
        source: the file.
        stream: its bytes; a compressed file is unpacked into a temporary one, because Parquet is read from its end.
        fields: names of columns.

    Raises:
        InputError: it is no Parquet file, or has no such column.

    """
    with needs("parquet", "a Parquet file"):
        import pyarrow as pa
        import pyarrow.parquet as pq
    with ExitStack() as stack:
        target: Any = source.path
        if source.compression or str(source.path) == "-":
            target = stack.enter_context(tempfile.TemporaryFile())
            copyfileobj(stream, target)
            target.seek(0)
        try:
            file = stack.enter_context(pq.ParquetFile(target, buffer_size=1 << 16, pre_buffer=False))
            names = file.schema_arrow.names
            if fields.text not in names:
                known = ", ".join(map(repr, names[:8]))
                raise InputError(
                    f"has no column {fields.text!r}; its columns are {known}; choose one with --text-field"
                )
            for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
                columns = [_values(column, name == fields.text) for name, column in zip(names, batch, strict=True)]
                yield from (_row(dict(zip(names, row, strict=True)), fields) for row in zip(*columns, strict=True))
        except pa.ArrowException as error:
            raise InputError(f"is no sound Parquet file ({error}); what stands before is in the output") from error


def _values(column: Any, keep_bytes: bool) -> list[Any]:
    """Turn a column into values; where its texts are not UTF-8, one of them must not take the others along."""
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        import pyarrow as pa

        values = column.cast(pa.large_binary()).to_pylist()
        return values if keep_bytes else [value and value.decode("utf-8", "replace") for value in values]
    return values


def _row(row: dict[str, Any], fields: Fields) -> Row:
    text = row.pop(fields.text)
    identity = row.pop(fields.id, None)
    url = row.pop(fields.url) if isinstance(row.get(fields.url), str) else None
    others = msgspec.json.encode(row, enc_hook=str) if row else b""
    return Row(text, "" if identity is None else str(identity), url, others)
