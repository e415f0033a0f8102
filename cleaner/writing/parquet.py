"""Articles as rows of Parquet, by pyarrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

import msgspec

from cleaner.extras import needs

_ROWS = 1000


def schema() -> Any:
    """Give the columns; `provenance` and `fields` hold JSON, because what is in them differs from row to row.

    Raises:
        InputError: pyarrow is not installed.

    """
    with needs("parquet", "Parquet"):
        import pyarrow as pa
    texts = ("action", "filter", "rule", "kind")
    edit = pa.struct(
        [("start", pa.int64()), ("end", pa.int64()), *((name, pa.string()) for name in texts), ("score", pa.float64()),
         *((name, pa.string()) for name in ("replacement", "reason", "removed"))]
    )  # fmt: skip
    return pa.schema(
        [("id", pa.string()), ("text", pa.string()), ("title", pa.string()), ("date", pa.date32()),
         *((name, pa.string()) for name in ("byline", "source", "language", "url")),
         ("edits", pa.list_(edit)), ("provenance", pa.string()), ("fields", pa.string())]
    )  # fmt: skip


def write_rows(lines: Iterable[bytes], file: IO[bytes]) -> None:
    """Write rows, given as lines of JSON, in groups of a fixed size: the same rows give the same bytes."""
    columns = schema()
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetWriter(file, columns, compression="zstd") as writer:
        rows = iter(lines)
        while group := list(_decoded(islice(rows, _ROWS))):
            writer.write_table(pa.Table.from_pylist(group, schema=columns))


def _decoded(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        row = msgspec.json.decode(line)
        row["date"] = dt.date.fromisoformat(row["date"]) if row["date"] else None
        yield row
