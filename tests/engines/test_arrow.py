"""Columns in, columns out: the same as the local run, and no row takes another along."""

import datetime as dt
import json
from typing import Any

import pytest
from engine_data import assert_equal

from cleaner import Cleaner, ConfigError, InputError
from cleaner.adapters.arrow import COLUMNS, added_columns, clean_batch, clean_batches, clean_table, output_schema
from cleaner.reading.records import Fields

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'newsclean[arrow]'")
NOISY = "date 2024-10-24 The ferry sails again, the harbour board said.\n\nAdvertisement"


def test_a_table_becomes_what_the_local_run_makes(rows: list[dict[str, Any]], local: dict[str, dict[str, Any]]) -> None:
    """Same rows in the same order, and the fixed columns with their fixed types."""
    table = pa.Table.from_pylist(rows)
    found = clean_table(table)
    assert found.schema == output_schema(table.schema)
    assert found.schema.names == [*table.schema.names, *COLUMNS]
    assert found.select(table.schema.names) == table
    assert_equal(found.to_pylist(), rows, local)


def test_the_types_are_those_of_the_documentation() -> None:
    """A change of them is one that users notice."""
    short = ["title", "byline", "source", "language", "verdict"]
    assert {field.name: str(field.type) for field in added_columns()} == {
        "clean_text": "large_string", "date": "date32[day]", "removed_chars": "int64", "provenance": "large_string",
        **dict.fromkeys(short, "string"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.dictionary(pa.int32(), pa.string())],
    ids=str,
)
def test_a_text_may_come_as_any_type_of_text(kind: Any) -> None:
    """Strings, bytes, long ones, and dictionaries of them, all with a null among them."""
    value = NOISY.encode() if "binary" in str(kind) else NOISY
    batch = pa.RecordBatch.from_arrays([pa.array([value, None], kind)], ["text"])
    good, bad = clean_batch(batch).to_pylist()
    assert good["clean_text"] == "The ferry sails again, the harbour board said."
    assert good["date"] == dt.date(2024, 10, 24)
    assert bad["verdict"] == "failed"


def test_a_broken_row_fails_alone() -> None:
    """Bytes that are no text, a null, a filter that raises: each is a row with its reason, and the others are cleaned."""

    def touchy(document: Any) -> Any:
        if "volcano" in document.text:
            raise ValueError("no volcanoes")
        return ()

    texts = [b"The ferry sails.", None, b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00\x01", b"A volcano.", b"The bus goes."]
    batch = pa.RecordBatch.from_pydict({"text": texts})
    rows = clean_batch(batch, Cleaner(filters=["whitespace", touchy])).to_pylist()
    assert [row["verdict"] for row in rows] == ["ok", "failed", "failed", "failed", "ok"]
    assert json.loads(rows[3]["provenance"]) == {
        "failure": {"error": "ValueError", "reason": "no volcanoes; in the filter 'touchy'"}
    }
    assert all(json.loads(row["provenance"])["failure"]["reason"] for row in rows[1:3])
    assert rows[3]["clean_text"] is None


def test_a_string_that_is_not_utf8_is_decoded_like_a_file() -> None:
    """Arrow does not check what others put into its strings."""
    raw = "Die Überfahrt nach Karsholm dauert länger, sagte die Behörde über die Fähre.".encode("cp1252")
    offsets = b"".join(end.to_bytes(4, "little") for end in (0, len(raw), len(raw) + 4))
    column = pa.StringArray.from_buffers(2, pa.py_buffer(offsets), pa.py_buffer(raw + b"Ship"))
    rows = clean_batch(pa.RecordBatch.from_arrays([column], ["text"])).select(list(COLUMNS)).to_pylist()
    assert [row["clean_text"] for row in rows] == [raw.decode("cp1252"), "Ship"]


def test_numbers_for_texts_fail_row_by_row() -> None:
    """The reason says what was found."""
    (row,) = clean_batch(pa.RecordBatch.from_pydict({"text": [7]})).to_pylist()
    assert "holds no text but int" in row["provenance"]


def test_what_the_guard_drops_has_a_verdict_and_the_evidence() -> None:
    """No text is in the output, but why, and the edits that hold what went."""
    cleaner = Cleaner(config={"guard": {"action": "drop"}})
    (row,) = clean_batch(pa.RecordBatch.from_pydict({"text": ["Advertisement"]}), cleaner).to_pylist()
    assert (row["verdict"], row["clean_text"]) == ("dropped", None)
    assert json.loads(row["provenance"])["verdict"]["reason"]


def test_a_column_of_another_name_and_a_prefix() -> None:
    """A table that has a title of its own keeps it."""
    table = pa.table({"body": [NOISY], "title": ["Ours"]})
    with pytest.raises(InputError, match="no column 'text'; its columns are 'body', 'title'"):
        clean_table(table)
    with pytest.raises(InputError, match="has a column 'title' already"):
        clean_table(table, fields=Fields(text="body"))
    (row,) = clean_table(table, fields=Fields(text="body"), prefix="nc_").to_pylist()
    assert (row["title"], row["nc_date"]) == ("Ours", dt.date(2024, 10, 24))


def test_an_empty_table_has_the_columns_all_the_same() -> None:
    """An engine may hand over a partition without a row."""
    table = pa.table({"text": pa.array([], pa.string())})
    assert clean_table(table).schema == output_schema(table.schema)
    assert next(clean_batches([pa.RecordBatch.from_pylist([], table.schema)])).num_rows == 0


def test_pandas(rows: list[dict[str, Any]], local: dict[str, dict[str, Any]]) -> None:
    """A frame in, a frame out."""
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = clean_table(pa.Table.from_pandas(pd.DataFrame(rows), preserve_index=False)).to_pandas()
    frame = frame.astype(object).where(frame.notna(), None)
    assert_equal(frame.to_dict("records"), rows, local)


def test_polars(rows: list[dict[str, Any]], local: dict[str, dict[str, Any]]) -> None:
    """A frame in, a frame out."""
    pl = pytest.importorskip("polars", reason="Polars is not installed")
    frame = pl.from_arrow(clean_table(pl.DataFrame(rows).to_arrow()))
    assert_equal(frame.to_dicts(), rows, local)


def test_duckdb(rows: list[dict[str, Any]], local: dict[str, dict[str, Any]]) -> None:
    """A query streams through the cleaner into another."""
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    source = pa.Table.from_pylist(rows)  # noqa: F841  # DuckDB finds tables by the names of variables
    with duckdb.connect() as base, duckdb.connect() as sink:
        reader = base.sql("select * from source").to_arrow_reader(100)
        cleaned = pa.RecordBatchReader.from_batches(output_schema(reader.schema), clean_batches(reader))  # noqa: F841
        found = sink.sql("select * from cleaned").to_arrow_table()
    assert_equal(found.to_pylist(), rows, local)


def test_datasets(rows: list[dict[str, Any]], local: dict[str, dict[str, Any]], tmp_path: Any) -> None:
    """`map` over batches."""
    datasets = pytest.importorskip("datasets", reason="datasets is not installed")
    whole = datasets.Dataset.from_list(rows).with_format("arrow")
    found = whole.map(clean_table, batched=True, batch_size=100, cache_file_name=str(tmp_path / "cache.arrow"))
    assert_equal(list(found.with_format(None)), rows, local)


def test_mistake_of_the_call_is_no_failure_of_every_row() -> None:
    table = pa.table({"text": ["The ferry sails."]})
    with pytest.raises(ConfigError, match="cleaner: must be a Cleaner"):
        clean_table(table, cleaner={"preset": "strict"})  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=r"fields\.kind: 'htm' is none of its values; did you mean 'html'"):
        clean_table(table, fields=Fields(kind="htm"))  # type: ignore[arg-type]
