"""Rows of Parquet files, by pyarrow."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from shutil import copyfileobj
from typing import IO, Any, NamedTuple

import msgspec

from cleaner.errors import InputError
from cleaner.extras import needs
from cleaner.reading.files import Source
from cleaner.reading.records import Fields, identity_of, refuse_missing
from cleaner.reading.streams import refuse_bomb

_ROWS = 64


class Row(NamedTuple):
    """One row: its text, and the other columns as JSON."""

    text: Any
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
    with ExitStack() as stack:
        target: Any = source.path
        if source.compression or str(source.path) == "-":
            target = stack.enter_context(tempfile.TemporaryFile())
            copyfileobj(stream, target)
            target.seek(0)
        try:
            file = _open(target)
            stack.callback(file.close)
            names = file.schema_arrow.names
            refuse_missing(fields, names, "column")
            if twice := [name for name, times in Counter(names).items() if times > 1]:
                raise InputError(f"has two columns of the name {twice[0]!r}; rename one of them")
            for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
                for at in range(batch.num_rows):
                    row = {name: _value(batch.column(x)[at], name == fields.text) for x, name in enumerate(names)}
                    yield _row(row, fields)
        except pa.ArrowException as error:
            raise InputError(f"is no sound Parquet file ({error}); what stands before is in the output") from error


def _open(target: Any) -> Any:
    """Open a file so that no more of it is unpacked than is asked for: a text that stands in many rows is held once.

    Raises:
        InputError: by what it says of itself, it swells as only bombs do.

    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(target) as file:
        known, columns = file.metadata, file.schema_arrow
    for group in map(known.row_group, range(known.num_row_groups)):
        for chunk in map(group.column, range(group.num_columns)):
            refuse_bomb(chunk.total_uncompressed_size, chunk.total_compressed_size)
    texts = (pa.string(), pa.binary(), pa.large_string(), pa.large_binary())
    names = [column.name for column in columns if column.type in texts]
    return pq.ParquetFile(target, metadata=known, read_dictionary=names, buffer_size=1 << 16, pre_buffer=False)


def _value(cell: Any, keep_bytes: bool) -> Any:
    """Take a value; one whose text is not UTF-8 comes as bytes, or with replacement characters.

    What Python has no type for comes as a text or a number: a day of the year 11,000, a time in a zone of no name.
    """
    try:
        return _time(cell) if getattr(cell.type, "unit", "") == "ns" else cell.as_py()
    except UnicodeDecodeError:
        stored = getattr(cell, "value", cell)
        if hasattr(stored, "as_buffer"):
            data: bytes = stored.as_buffer().to_pybytes()
            return data if keep_bytes else data.decode("utf-8", "replace")
        return _within(stored)
    except (ArithmeticError, LookupError, ValueError):
        return _as_written(cell)


def _within(cell: Any) -> Any:
    """Take the values of a list, a map or a struct one by one, because a single one of them is not UTF-8."""
    import pyarrow as pa

    if pa.types.is_struct(cell.type):
        return {name: _value(cell[name], False) for name in cell}
    values = [_value(value, False) for value in cell.values]
    return [list(pair.values()) for pair in values] if pa.types.is_map(cell.type) else values


def _time(cell: Any) -> Any:
    """Take a time in nanoseconds, the same whether or not pandas, which pyarrow would ask, is installed."""
    import pyarrow as pa

    if cell.value is None:
        return None
    if pa.types.is_duration(cell.type):
        return cell.cast(pa.duration("us"), safe=False).as_py()
    kind = pa.timestamp("us", tz=cell.type.tz) if pa.types.is_timestamp(cell.type) else pa.time64("us")
    whole, rest = divmod(cell.value, 1000)  # rounds down, also before 1970, where a cast would round up
    found = pa.scalar(whole, kind).as_py()
    if not rest:
        return found
    written = found.isoformat(timespec="microseconds")
    end = written.index(".") + 7
    return f"{written[:end]}{rest:03}{written[end:]}"


def _as_written(cell: Any) -> Any:
    """Write down what cannot be taken, as pyarrow does, or as the number that is stored."""
    import pyarrow as pa

    try:
        return cell.cast(pa.string()).as_py()
    except (pa.ArrowException, LookupError):
        stored = getattr(cell, "value", None)
        return stored if isinstance(stored, int) else "unreadable"


def _row(row: dict[str, Any], fields: Fields) -> Row:
    text = row.pop(fields.text)
    identity = identity_of(row.pop(fields.id, None))
    url = row.pop(fields.url) if isinstance(row.get(fields.url, 0), str | None) else None
    others = msgspec.json.encode(row, enc_hook=str) if row else b""
    return Row(text, identity, url, others)
