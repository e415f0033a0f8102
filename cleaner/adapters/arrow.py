"""Columns in, columns out: the cleaner for everything that knows Arrow (pandas, Polars, DuckDB, datasets, engines)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from cleaner.adapters.rows import COLUMNS, row_of
from cleaner.api import Cleaner, default_cleaner
from cleaner.errors import InputError
from cleaner.extras import needs
from cleaner.reading.records import Fields, Record, has_no, missing
from cleaner.runs.records import check_fields, clean_records

_ROWS = 1000


def added_columns(prefix: str = "") -> Any:
    """Give the schema of the columns that are added.

    `verdict` is `ok`, `review` (the guard wants someone to look), `dropped` (the guard is configured to drop) or
    `failed`. `removed_chars` is the number of characters that went, less those that repairs put in. `provenance` is
    JSON: of an article the record of how it came about with its `edits`, of a failed row its `failure` with `error` and
    `reason`. All columns may be null: a failed row has nothing but its verdict and provenance, a dropped one no text.

    Args:
        prefix: stands before each name.

    Returns:
        A `pyarrow.Schema`.

    Raises:
        InputError: pyarrow is not installed.

    >>> added_columns().field("date").type
    DataType(date32[day])

    """
    pa = _pyarrow()
    types = {"clean_text": pa.large_string(), "date": pa.date32(), "removed_chars": pa.int64(),
             "provenance": pa.large_string()}  # fmt: skip
    return pa.schema([(prefix + name, types.get(name, pa.string())) for name in COLUMNS])


def output_schema(schema: Any, fields: Fields | None = None, prefix: str = "") -> Any:
    """Give the schema that cleaning makes of another: its columns, then the added ones.

    Engines ask for it before they have a row.

    Args:
        schema: the `pyarrow.Schema` of the input.
        fields: what its columns are called.
        prefix: stands before the names of the added columns.

    Raises:
        InputError: the column with the text is missing, or a column has the name of one that is added.
        ConfigError: the fields hold a wrong value.

    >>> import pyarrow as pa
    >>> output_schema(pa.schema([("id", pa.int64()), ("text", pa.string())])).names[:4]
    ['id', 'text', 'clean_text', 'title']

    """
    names = fields or Fields()
    check_fields(names)
    for key, name in missing(names, schema.names):
        raise InputError(f"{has_no('column', name, schema.names)}; choose one with Fields({key}=...)")
    added = added_columns(prefix)
    taken = [name for name in added.names if name in schema.names]
    if taken:
        raise InputError(
            f"has a column {taken[0]!r} already, and cleaning adds one; give the added ones a prefix, as in "
            f"prefix='newsclean_'"
        )
    for field in added:
        schema = schema.append(field)
    return schema


def clean_batch(batch: Any, cleaner: Cleaner | None = None, fields: Fields | None = None, prefix: str = "") -> Any:
    """Clean a record batch.

    A row that is null or broken becomes a row with the verdict `failed` and its reason, and takes no other along.

    Args:
        batch: a `pyarrow.RecordBatch` with a column of texts or HTML, as strings or as bytes.
        cleaner: what cleans; the default chain if left out.
        fields: what the columns are called.
        prefix: stands before the names of the added columns.

    Returns:
        A record batch with the same rows in the same order, and the added columns behind the others.

    Raises:
        InputError: the column with the text is missing, or a column has the name of one that is added.
        ConfigError: the fields hold a wrong value.

    >>> import pyarrow as pa
    >>> batch = pa.RecordBatch.from_pydict({"text": ["Advertisement\\n\\nThe ferry sails.", None]})
    >>> clean_batch(batch).select(["clean_text", "verdict"]).to_pylist()
    [{'clean_text': 'The ferry sails.', 'verdict': 'ok'}, {'clean_text': None, 'verdict': 'failed'}]

    """
    pa = _pyarrow()
    names = fields or Fields()
    schema = output_schema(batch.schema, names, prefix)
    results = clean_records(cleaner or default_cleaner(), _records(batch, names), names)
    rows = [row_of(result) for result in results]
    arrays = [pa.array([row.get(name) for row in rows], field.type)
              for name, field in zip(COLUMNS, added_columns(), strict=True)]  # fmt: skip
    return pa.RecordBatch.from_arrays([*batch.columns, *arrays], schema=schema)


def clean_batches(
    batches: Iterable[Any], cleaner: Cleaner | None = None, fields: Fields | None = None, prefix: str = ""
) -> Iterator[Any]:
    """Clean record batches as they come, one in memory at a time.

    Args:
        batches: record batches, or a reader of them.
        cleaner: what cleans; the default chain if left out.
        fields: what the columns are called.
        prefix: stands before the names of the added columns.

    Yields:
        A record batch for each, see `clean_batch`.

    Raises:
        InputError: the column with the text is missing, or a column has the name of one that is added.
        ConfigError: the fields hold a wrong value.

    >>> import pyarrow as pa
    >>> reader = pa.table({"text": ["The ferry sails."] * 3}).to_reader(max_chunksize=2)
    >>> [batch.num_rows for batch in clean_batches(reader)]
    [2, 1]

    """
    for batch in batches:
        yield clean_batch(batch, cleaner, fields, prefix)


def clean_table(table: Any, cleaner: Cleaner | None = None, fields: Fields | None = None, prefix: str = "") -> Any:
    """Clean a table.

    Args:
        table: a `pyarrow.Table`.
        cleaner: what cleans; the default chain if left out.
        fields: what the columns are called.
        prefix: stands before the names of the added columns.

    Returns:
        A table with the same rows in the same order, and the added columns behind the others.

    Raises:
        InputError: the column with the text is missing, or a column has the name of one that is added.
        ConfigError: the fields hold a wrong value.

    >>> import pyarrow as pa
    >>> clean_table(pa.table({"text": ["The ferry sails.\\n\\nAdvertisement"]}))["removed_chars"].to_pylist()
    [15]

    """
    schema = output_schema(table.schema, fields, prefix)
    batches = table.to_batches(max_chunksize=_ROWS)
    return _pyarrow().Table.from_batches(clean_batches(batches, cleaner, fields, prefix), schema=schema)


@cache
def _pyarrow() -> Any:
    with needs("arrow", "the Arrow adapter"):
        import pyarrow
    return pyarrow


def _records(batch: Any, fields: Fields) -> Iterator[Record]:
    """Make a record of each row; what is no text is a record with the reason."""
    known = set(batch.schema.names)
    ids = _values(batch.column(fields.id)) if fields.id in known else [None] * batch.num_rows
    urls = _values(batch.column(fields.url)) if fields.url in known else [None] * batch.num_rows
    rows = zip(_values(batch.column(fields.text)), ids, urls, strict=True)
    for number, (text, identity, url) in enumerate(rows, 1):
        name = f"row {number}" if identity is None else str(identity)
        address = url if isinstance(url, str) else None
        if isinstance(text, str | bytes):
            yield Record(source=name, name=name, id=name, url=address, data=text, form=fields.kind)
        else:
            held = "is null" if text is None else f"holds no text but {type(text).__name__}"
            yield Record(source=name, name=name, error=f"the column {fields.text!r} {held}")


def _values(column: Any) -> list[Any]:
    """Turn a column into values; where its texts are not UTF-8, the cleaner gets their bytes."""
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        values = column.cast(_pyarrow().large_binary()).to_pylist()
    return values
