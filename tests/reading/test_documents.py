"""Every format gives its documents, one by one, with what else was known of them."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import BODY, NOISY, PACKERS, lines, page, parquet, read_lines, warc_record

from cleaner import Cleaner, InputError
from cleaner.batch import Fields, Options, run
from cleaner.reading import documents
from cleaner.reading.documents import Begin, End, read_records
from cleaner.reading.files import Source
from cleaner.reading.records import Record, open_record

RECORD = {"id": "k-1", "url": "https://news.test/1", "text": NOISY, "desk": "sea", "tags": [1, {"a": None}]}
CARRIED = {"desk": "sea", "tags": [1, {"a": None}]}


def records(path: Path, fields: Fields | None = None, max_bytes: int = 10_000) -> list[Record]:
    found = read_records([Source(path, Path(path.name))], fields or Fields(), max_bytes)
    return [item for item in found if isinstance(item, Record)]


def cleaned(cleaner: Cleaner, source: Path, target: Path, **options: object) -> list[dict[str, object]]:
    run(cleaner, [source], target, Options(**options))  # type: ignore[arg-type]
    return read_lines(target)


@pytest.mark.parametrize("packed", PACKERS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", NOISY.encode()),
        ("a.html", page().encode()),
        ("a.htm", page().encode()),
        ("a.json", json.dumps(RECORD).encode()),
        ("a.jsonl", lines([RECORD])),
        ("a.parquet", parquet([RECORD | {"tags": "t"}])),
        ("a.warc", warc_record(page().encode())),
    ],
)
def test_every_format_is_read_plain_and_packed(
    name: str, content: bytes, packed: str, cleaner: Cleaner, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / (name + packed)).write_bytes(PACKERS[packed](content))
    (row,) = cleaned(cleaner, tmp_path / "in", tmp_path / "out.jsonl")
    assert str(row["text"]).strip() == BODY.replace("\n\n", "\n" if "h" in name or "w" in name else "\n\n")
    assert not (tmp_path / "out.failures.jsonl").exists()


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_other_fields_are_carried_through(name: str, cleaner: Cleaner, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(lines([RECORD]))
    (row,) = cleaned(cleaner, tmp_path / name, tmp_path / "out.jsonl")
    assert (row["id"], row["url"], row["fields"]) == ("k-1", "https://news.test/1", CARRIED)


def test_columns_of_parquet_are_carried_through(cleaner: Cleaner, tmp_path: Path) -> None:
    row = {"nr": 7, "body": NOISY, "day": dt.date(2024, 10, 24), "blob": b"\x00", "share": 0.5, "none": None}
    (tmp_path / "a.parquet").write_bytes(parquet([row]))
    (found,) = cleaned(cleaner, tmp_path / "a.parquet", tmp_path / "out.jsonl", fields=Fields(text="body", id="nr"))
    assert found["id"] == "7"
    assert found["fields"] == {"day": "2024-10-24", "blob": "AA==", "share": 0.5, "none": None}


def test_names_of_fields_can_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([{"key": 3, "body": "x", "link": "u", "text": "not this"}]))
    (record,) = records(tmp_path / "a.jsonl")
    content = open_record(record, Fields(text="body", id="key", url="link"))
    assert (content.text, content.id, content.url, content.fields) == ("x", "3", "u", {"text": "not this"})


def test_missing_text_is_said_with_what_is_there(cleaner: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([{"body": "x"}, {"text": 5}, {"text": None}, ["text"], {"text": BODY}]))
    assert len(cleaned(cleaner, tmp_path / "a.jsonl", tmp_path / "out.jsonl")) == 1
    failures = read_lines(tmp_path / "out.failures.jsonl")
    assert [failure["input"].rpartition(":")[2] for failure in failures] == ["1", "2", "3", "4"]
    assert failures[0]["reason"] == "has no field 'text'; its fields are 'body'; choose one with --text-field"


@pytest.mark.parametrize(
    ("value", "identity"),
    [({"$oid": "5f"}, '{"$oid":"5f"}'), (True, "true"), (0, "0"), ("", "a.jsonl:1"), (None, "a.jsonl:1")],
)
def test_identity_that_is_no_text_stands_as_in_json(value: object, identity: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([{"_id": value, "text": "x"}]))
    (record,) = records(tmp_path / "a.jsonl")
    assert open_record(record, Fields(id="_id")).id == identity


def test_identity_in_bytes_is_written_in_base64_as_other_bytes_are(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet([{"id": b"\x00", "text": "x"}]))
    assert [record.id for record in records(tmp_path / "a.parquet")] == ["AA=="]


def test_chosen_identity_that_is_missing_is_said_with_what_is_there(tmp_path: Path) -> None:
    rows = [{"key": "k", "text": "x"}]
    (tmp_path / "a.jsonl").write_bytes(lines(rows))
    (tmp_path / "a.parquet").write_bytes(parquet(rows))
    fields = Fields(id="nope")
    with pytest.raises(InputError, match="has no field 'nope'; its fields are 'key', 'text'; choose one with --id"):
        open_record(records(tmp_path / "a.jsonl")[0], fields)
    (failed,) = records(tmp_path / "a.parquet", fields)
    assert failed.error == "has no column 'nope'; its columns are 'key', 'text'; choose one with --id-field"


def test_field_within_another_is_said_to_be_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([{"doc": {"text": "x"}}]))
    with pytest.raises(InputError, match=r"no field 'doc\.text'; .* \(what lies within another cannot be chosen\)"):
        open_record(records(tmp_path / "a.jsonl")[0], Fields(text="doc.text"))


def test_numbers_of_lines_count_blank_lines(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'\n{"text": "a"}\r\n \n{"text": "b"}')
    assert [(r.id, r.name, r.data) for r in records(tmp_path / "a.jsonl")] == [
        ("a.jsonl:2", "a.jsonl/000000002", b'{"text": "a"}'),
        ("a.jsonl:4", "a.jsonl/000000004", b'{"text": "b"}'),
    ]


def test_list_of_json_is_read_entry_by_entry(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(' [ {"text": "a"} ,\n{"text": "b", "x": [1, "]"]}\n] ')
    assert [(r.id, json.loads(r.data)["text"]) for r in records(tmp_path / "a.json")] == [
        ("a.json:1", "a"), ("a.json:2", "b"),
    ]  # fmt: skip
    (tmp_path / "a.json").write_text("[]")
    assert not records(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("content", "before", "reason"),
    [
        ('[{"text": "a"}, {"text": ', 1, "is no JSON"),
        ('[{"text": "a"}', 1, "ends within its list"),
        ('[{"text": "a"} {"text": "b"}]', 1, "is no JSON after entry 1"),
        ('{"text": "a"}\n{"text": "b"}', 1, "more than one JSON value"),
        ('[{"text": "a"}]\n[{"text": "b"}]', 1, "more than one JSON value"),
        ('[{"text": "a"}] trailing', 1, "more than one JSON value"),
        ("", 0, "is no JSON"),
        ('[{"text": "a"}, "' + "x" * 20_000 + '"]', 1, "is larger than 10,000 bytes"),
        ('[{"text": "a"}, "' + "x" * 300_000, 1, "is larger than 10,000 bytes"),
        ("[" * 200_000, 0, "cannot be read further"),
        ("[{'text': 'a'}]", 0, "is no JSON"),
    ],
)
def test_broken_json_keeps_what_stands_before(content: str, before: int, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(content)
    found = records(tmp_path / "a.json")
    assert len([record for record in found if not record.error]) == before
    assert not reason or reason in found[-1].error


def table(path: Path, **columns: object) -> Path:
    """Write columns of types that rows of JSON do not have, beside two texts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": ["a", "b"], **columns}), path)
    return path


@pytest.mark.parametrize(
    ("kind", "values", "shown"),
    [
        (("timestamp", "ns"), [1000, 16 * 10**17 + 1], ["1970-01-01T00:00:00.000001", "2020-09-13T12:26:40.000000001"]),
        (("timestamp", "ns", "UTC"), [1001, None], ["1970-01-01T00:00:00.000001001+00:00", None]),
        (("timestamp", "us"), [1, 4 * 10**17], ["1970-01-01T00:00:00.000001", "14645-06-30 15:06:40.000000"]),
        (("timestamp", "us", "Nowhere/Zone"), [1, None], None),
        (("date32",), [1, 10**7], None),
        (("duration", "s"), [1, 10**18], ["PT1S", str(10**18)]),
        (("duration", "ns"), [1000, None], ["PT0.000001S", None]),
        (("time64", "ns"), [1001, None], ["00:00:00.000001001", None]),
    ],
)  # fmt: skip
def test_time_that_python_cannot_hold_costs_no_article(
    kind: tuple[str, ...], values: list[int], shown: list[object] | None, tmp_path: Path
) -> None:
    """It is carried through as it is written, the same with and without pandas."""
    import pyarrow as pa

    name, *rest = kind
    path = table(tmp_path / "a.parquet", ts=pa.array(values, getattr(pa, name)(*rest)))
    found = records(path)
    assert [record.error for record in found] == ["", ""]
    assert not shown or [json.loads(record.fields)["ts"] for record in found] == shown


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (("timestamp", "ns"), -1, "1969-12-31T23:59:59.999999999"),
        (("timestamp", "ns"), -1000, "1969-12-31T23:59:59.999999"),
        (("timestamp", "ns", "UTC"), -1001, "1969-12-31T23:59:59.999998999+00:00"),
        (("timestamp", "ns"), -(2**63) + 1, "1677-09-21T00:12:43.145224193"),
        (("duration", "ns"), -1500, "-PT0.000001S"),
    ],
)
def test_time_in_nanoseconds_before_1970_is_written_exactly(
    kind: tuple[str, ...], value: int, shown: str, tmp_path: Path
) -> None:
    """A duration, which is written in microseconds, loses the rest on both sides of zero alike."""
    import pyarrow as pa

    name, *rest = kind
    path = table(tmp_path / "a.parquet", ts=pa.array([value, None], getattr(pa, name)(*rest)))
    assert [json.loads(record.fields)["ts"] for record in records(path)] == [shown, None]


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        ("list", ["ferry", "caf\ufffd", None]),
        ("struct", {"a": "caf\ufffd", "b": 7}),
        ("list of structs", [{"a": "ferry", "b": 7}, {"a": "caf\ufffd", "b": 8}, {"a": None, "b": 9}]),
        ("map", [["caf\ufffd", "ferry"]]),
    ],
)
def test_text_within_a_column_that_is_not_utf8_costs_its_own_letters_only(
    shape: str, shown: object, tmp_path: Path
) -> None:
    """A list, a struct or a map keeps what is sound in it; the second row, which is sound, stays as it is."""
    import pyarrow as pa

    words = pa.array([b"ferry", b"caf\xe9", None]).view(pa.string())
    pairs = pa.StructArray.from_arrays([words, pa.array([7, 8, 9])], ["a", "b"])
    bad, sound = pa.array([b"caf\xe9"]).view(pa.string()), pa.array(["ferry"])
    columns = {
        "list": pa.ListArray.from_arrays([0, 3, 3], words),
        "struct": pa.StructArray.from_arrays([pa.concat_arrays([bad, sound]), pa.array([7, 8])], ["a", "b"]),
        "list of structs": pa.ListArray.from_arrays([0, 3, 3], pairs),
        "map": pa.MapArray.from_arrays([0, 1, 1], bad, sound),
    }
    first, second = records(table(tmp_path / "a.parquet", tags=columns[shape]))
    assert (first.error, json.loads(first.fields)["tags"]) == ("", shown)
    assert json.loads(second.fields)["tags"] == ({"a": "ferry", "b": 8} if shape == "struct" else [])


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (AttributeError("no such thing"), "no such thing"),
        (AssertionError(), "AssertionError"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_surprise_in_a_reader_costs_its_file_and_not_the_run(
    error: Exception, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a library raises is the reason of a failure, and the next file is read."""

    def stumble(*_: object) -> Iterator[Record]:
        yield Record(source="a.warc#1", name="a.warc/000000001", data=BODY)
        raise error

    monkeypatch.setitem(documents._READERS, "warc", stumble)
    for name in ("a.warc", "b.txt"):
        (tmp_path / name).write_text(BODY)
    sources = [Source(tmp_path / name, Path(name)) for name in ("a.warc", "b.txt")]
    found = list(read_records(sources, Fields()))
    assert [type(item) for item in found] == [Begin, Record, Record, End, Begin, Record, End]
    assert isinstance(found[2], Record)
    assert found[2].error == f"cannot be read further ({reason}); what stands before is in the output"


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], ["text", "text"]), tmp_path / "a.parquet")
    (found,) = records(tmp_path / "a.parquet")
    assert found.error == "has two columns of the name 'text'; rename one of them"


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_missing_address_is_no_other_field(name: str, tmp_path: Path) -> None:
    rows = [{"text": "a", "url": None}, {"text": "b", "url": "https://b.test"}]
    (tmp_path / name).write_bytes(lines(rows) if name == "a.jsonl" else parquet(rows))
    found = [open_record(record, Fields()) for record in records(tmp_path / name)]
    assert [(content.url, content.fields) for content in found] == [(None, {}), ("https://b.test", {})]


@pytest.mark.parametrize("values", [[7, None], [["a"], None]])
def test_column_that_holds_no_text_fails_row_by_row(values: list[object], tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet([{"text": value} for value in values]))
    wrong, missing = records(tmp_path / "a.parquet")
    assert wrong.error == f"the column 'text' holds no text but {type(values[0]).__name__}"
    assert missing.error == "has no text in the column 'text'"


@pytest.mark.parametrize("text", ["x" * 20_000, "字" * 4_000])
def test_document_over_the_limit_is_refused_in_every_format(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "a.jsonl").write_bytes(lines([{"text": text}]))
    (tmp_path / "a.json").write_bytes(lines([{"text": text}]))
    (tmp_path / "b.json").write_text(f'[{{"text": "{text}"}}]')
    (tmp_path / "a.parquet").write_bytes(parquet([{"text": text}]))
    for name in ("a.txt", "a.jsonl", "a.json", "b.json", "a.parquet"):
        (found,) = records(tmp_path / name)
        assert "is larger than 10,000 bytes" in found.error, name


def test_pages_of_an_archive_are_documents_and_the_rest_is_not(tmp_path: Path) -> None:
    archive = (
        warc_record(b"GET / HTTP/1.1", kind="request")
        + warc_record(page().encode(), "https://news.test/1")
        + warc_record(b"gone", "https://news.test/2", status="404 Not Found")
        + warc_record(b"\x89PNG", "https://news.test/3", "Content-Type: image/png")
        + warc_record(PACKERS[".gz"](page().encode()), "https://news.test/4", "Content-Type: text/html\r\nContent-Encoding: gzip")
    )  # fmt: skip
    (tmp_path / "a.warc").write_bytes(archive)
    found = [open_record(record, Fields()) for record in records(tmp_path / "a.warc")]
    assert [content.url for content in found] == ["https://news.test/1", "https://news.test/4"]
    assert found[0].text == found[1].text == page().encode()
    assert found[0].fields["warc_date"] == "2024-10-24T10:00:00Z"


@pytest.mark.parametrize(
    ("url", "kind"),
    [("dns:news.test", "text/dns"), ("whois:news.test", "text/plain"), ("ftp://news.test/a", "text/html")],
)
def test_answer_that_did_not_come_over_http_is_no_page(url: str, kind: str, tmp_path: Path) -> None:
    """Crawlers store what name servers said as responses; the page behind it is read."""
    body = b"20241024100000\nnews.test.\t300\tIN\tA\t192.0.2.1\n"
    record = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-10-24T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    (tmp_path / "a.warc").write_bytes(record + body + b"\r\n\r\n" + warc_record(page().encode()))
    assert [(found.url, found.error) for found in records(tmp_path / "a.warc")] == [("https://news.test/a", "")]


def test_encoding_that_the_server_named_is_used(tmp_path: Path) -> None:
    body = page(BODY.replace("harbour", "Größe")).encode("iso-8859-2")
    (tmp_path / "a.warc").write_bytes(warc_record(body, headers="Content-Type: text/html; charset=iso-8859-2"))
    (row,) = cleaned(Cleaner(), tmp_path / "a.warc", tmp_path / "out.jsonl")
    assert "Größe" in str(row["text"])
    provenance = row["provenance"]
    assert isinstance(provenance, dict)
    assert provenance["encoding"] == "iso8859-2"
    assert provenance["input_sha256"] == hashlib.sha256(body).hexdigest()


def test_escapes_are_no_encoding_that_a_server_could_name(tmp_path: Path) -> None:
    body = page(BODY + r" Größe: C:\new").encode("cp1252")
    (tmp_path / "a.warc").write_bytes(warc_record(body, headers="Content-Type: text/html; charset=unicode_escape"))
    (row,) = cleaned(Cleaner(), tmp_path / "a.warc", tmp_path / "out.jsonl")
    assert r"Größe: C:\new" in str(row["text"])


def test_what_stands_behind_a_record_without_length_is_said_to_be_lost(tmp_path: Path) -> None:
    """Where it ends nobody can tell, so the archive itself fails; what stands before is kept."""
    sound = warc_record(page().encode())
    broken = warc_record(page().encode(), "https://news.test/2").replace(b"Content-Length: ", b"X-Length: ")
    (tmp_path / "a.warc").write_bytes(sound + broken + warc_record(page().encode(), "https://news.test/3"))
    found = records(tmp_path / "a.warc")
    assert [record.name for record in found] == ["a.warc/000000001", "a.warc"]
    assert "without a Content-Length" in found[1].error


@pytest.mark.parametrize(("cut", "reason"), [(40, "ends before its record does"), (500, "does not end as an archive")])
def test_archive_that_is_cut_off_keeps_what_stands_before(cut: int, reason: str, tmp_path: Path) -> None:
    archive = warc_record(page().encode()) + warc_record(page().encode(), "https://news.test/2")
    (tmp_path / "a.warc").write_bytes(archive[:-cut])
    found = records(tmp_path / "a.warc")
    assert not found[0].error
    assert reason in found[1].error


@pytest.mark.parametrize("packed", [".gz", ".zst"])
def test_packed_file_that_is_cut_off_keeps_what_stands_before(packed: str, tmp_path: Path) -> None:
    rows = lines({"text": f"{BODY} {number * 7919}"} for number in range(3000))
    (tmp_path / f"a.jsonl{packed}").write_bytes(PACKERS[packed](rows)[:-20])
    found = records(tmp_path / f"a.jsonl{packed}")
    assert "ends before its compressed data does" in found[-1].error
    if packed == ".gz":
        assert len(found) > 1000


def test_each_file_stands_between_its_beginning_and_its_end(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(name)
    sources = [Source(tmp_path / name, Path(name)) for name in ("a.txt", "missing.txt", "b.txt")]
    found = list(read_records(sources, Fields()))
    assert [type(item) for item in found] == [Begin, Record, End] * 3
    assert found[2] == End("a.txt", 1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb")
    assert found[5] == End("missing.txt", 0, "")


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=30), max_size=3), max_size=5))
def test_any_object_is_read_back_from_a_list_as_from_lines(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    """Whatever the keys and texts are, lone surrogates included."""
    (tmp_path / "a.json").write_text(json.dumps(rows))
    (tmp_path / "a.jsonl").write_bytes(lines(rows))
    for name in ("a.json", "a.jsonl"):
        assert [json.loads(record.data) for record in records(tmp_path / name)] == rows
