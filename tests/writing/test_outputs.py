"""What a run writes: forms, names, the manifest."""

import gzip
import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest
from samples import BODY, NOISY, lines, read_lines

from cleaner import Article, Cleaner, clean
from cleaner.batch import Options, run
from cleaner.errors import ConfigError, InputError
from cleaner.writing.exports import dolma_attributes, dolma_document, web_annotations
from cleaner.writing.outputs import Layout, check_form, form_of, write_tree

ROWS = [{"id": f"k-{number}", "text": f"{NOISY}\n\nLine {number}.", "desk": number} for number in range(40)]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "news.jsonl").write_bytes(lines(ROWS))
    return tmp_path / "news.jsonl"


def test_packed_lines_do_not_tell_when_they_were_packed(
    news: Path, cleaner: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for moment in (10**9, 2 * 10**9):
        monkeypatch.setattr("time.time", lambda moment=moment: moment)
        run(cleaner, [news], tmp_path / "out.jsonl.gz")
        written.append((tmp_path / "out.jsonl.gz").read_bytes())
    assert written[0] == written[1]


def test_record_is_never_written_before_its_text(tmp_path: Path) -> None:
    """A folder stands where the text should go, so that it cannot be written."""
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OSError, match=r"a\.txt"):
        write_tree(tmp_path, "a.txt", (b"The ferry sails.", b"{}"), tmp_path / "scratch")
    assert not (tmp_path / "a.json").exists()


def test_rows_of_parquet_hold_the_article(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    run(cleaner, [news], tmp_path / "out.parquet")
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["id"] for row in rows] == [row["id"] for row in ROWS]
    expected = clean(str(ROWS[3]["text"]), "text")
    assert rows[3]["text"] == expected.text
    assert rows[3]["date"] == expected.date
    assert json.loads(rows[3]["fields"]) == {"desk": 3}
    record = {name: rows[3][name] for name in Article.__struct_fields__}
    record["provenance"] = json.loads(record["provenance"])
    assert Article.from_dict(record).restore() == ROWS[3]["text"]


def test_parquet_can_be_cleaned_again(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    run(cleaner, [news], tmp_path / "out.parquet")
    again = run(cleaner, [tmp_path / "out.parquet"], tmp_path / "again.jsonl")
    assert (again.cleaned, again.untouched) == (40, 40)


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_cleaning_again_keeps_metadata_and_fields_and_nests_nothing(
    name: str, news: Path, cleaner: Cleaner, tmp_path: Path
) -> None:
    """What became metadata is no longer in the text; edits and provenance are those of the last run."""
    news.write_bytes(lines([{"text": f"date 2024-10-24 {NOISY}", "desk": "sea"}]))
    outputs = [tmp_path / name, tmp_path / "again.jsonl", tmp_path / "third.jsonl"]
    for source, target in pairwise([news, *outputs]):
        run(cleaner, [source], target)
    again, third = (read_lines(path)[0] for path in outputs[1:])
    assert (again["date"], again["fields"], again["edits"]) == ("2024-10-24", {"desk": "sea"}, [])
    assert third == again


def test_record_of_another_program_with_a_provenance_is_carried_through(cleaner: Cleaner, tmp_path: Path) -> None:
    fields = {"date": "yesterday", "provenance": "AP", "fields": [1]}
    (tmp_path / "in.jsonl").write_bytes(lines([{"text": BODY, **fields}]))
    run(cleaner, [tmp_path / "in.jsonl"], tmp_path / "out.jsonl")
    (row,) = read_lines(tmp_path / "out.jsonl")
    assert (row["date"], row["fields"]) == (None, fields)


def test_output_of_a_run_can_be_the_input_of_the_next(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    """Its records, manifest and failures are no articles."""
    news.write_bytes(news.read_bytes() + b"[]\n")
    run(cleaner, [news], tmp_path / "out")
    again = run(cleaner, [tmp_path / "out"], tmp_path / "again")
    assert (again.documents, again.untouched, again.failed) == (40, 40, 0)


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_lines_can_be_packed(ending: str, news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    run(cleaner, [news], tmp_path / f"out{ending}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.jsonl", f"out{ending}", "out.manifest.json"]
    again = run(cleaner, [tmp_path / f"out{ending}"], tmp_path / "again.jsonl")
    assert again.untouched == 40


def test_tree_of_records_has_a_folder_for_each_file(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    run(cleaner, [news], tmp_path / "out")
    assert (tmp_path / "out" / "news.jsonl" / "000000004.txt").read_text() == clean(str(ROWS[3]["text"]), "text").text
    assert json.loads((tmp_path / "out" / "news.jsonl" / "000000004.json").read_text())["fields"] == {"desk": 3}


def test_manifest_tells_what_went_in_and_out(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    news.write_bytes(news.read_bytes() + b"[]\n")
    (tmp_path / "more.txt").write_text(BODY)
    run(cleaner, [news, tmp_path / "more.txt"], tmp_path / "out", Options(form="jsonl"))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    summary = manifest["summary"]
    assert (summary["documents"], summary["cleaned"], summary["failed"]) == (42, 41, 1)
    assert summary["errors"] == {"InputError": 1}
    assert summary["edits"]["ad_label"] == summary["rule_edits"]["en.ad_label.label"] == 40
    assert (
        summary["removed_chars"]["ad_label"] == summary["rule_chars"]["en.ad_label.label"] > 40 * len("Advertisement")
    )
    rows = read_lines(tmp_path / "out" / "articles.jsonl")
    assert summary["chars_out"] == sum(len(row["text"]) for row in rows)
    assert manifest["settings"]["packs_sha256"] == rows[0]["provenance"]["packs_sha256"]
    assert manifest["inputs"]["listed"] == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (news, tmp_path / "more.txt")
    }
    assert manifest["outputs"]["listed"] == {
        name: hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest()
        for name in ("articles.jsonl", "failures.jsonl")
    }


def test_nothing_else_is_left_behind(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    run(cleaner, [news], tmp_path / "out", Options(form="jsonl"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["articles.jsonl", "manifest.json"]


def test_attributes_of_dolma_point_into_its_documents(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    run(cleaner, [news], tmp_path / "out", Options(form="dolma"))
    names = ("documents/articles.jsonl.gz", "attributes/newsclean/articles.jsonl.gz")
    packed = [gzip.decompress((tmp_path / "out" / name).read_bytes()) for name in names]
    documents, attributes = ([json.loads(line) for line in content.splitlines()] for content in packed)
    assert [row["id"] for row in documents] == [row["id"] for row in attributes] == [row["id"] for row in ROWS]
    assert documents[5]["text"] == ROWS[5]["text"]
    ((start, end, score),) = attributes[5]["attributes"]["newsclean__en.ad_label.label__ad_label"]
    assert documents[5]["text"][start:end].strip() == "Advertisement"
    assert 0 <= score <= 1


def test_cutting_the_spans_of_dolma_gives_the_clean_text() -> None:
    article = clean(NOISY)
    text = dolma_document(article, "a")["text"]
    spans = [span for found in dolma_attributes(article, "a")["attributes"].values() for span in found]
    for start, end, _ in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    assert text == article.text


def test_annotations_point_by_position_and_by_quotation() -> None:
    article = clean(NOISY, url="https://news.test/1")
    original = article.restore()
    found = web_annotations(article, "a")
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len(found["items"]) == len(article.edits)
    for item in found["items"]:
        position, quotation = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert original[start:end] == quotation["exact"]
        assert original[:start].endswith(quotation["prefix"])
        assert original[end:].startswith(quotation["suffix"])
        assert item["target"]["source"] == "https://news.test/1"


def test_annotations_are_written_one_page_a_line(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    run(cleaner, [news], tmp_path / "out", Options(form="annotations"))
    pages = read_lines(tmp_path / "out" / "annotations.jsonl")
    assert [page["id"] for page in pages][:2] == ["urn:newsclean:k-0#newsclean", "urn:newsclean:k-1#newsclean"]


def test_missing_extra_is_named_before_the_run(
    news: Path, cleaner: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from cleaner import InputError

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r'pip install "newsclean\[parquet\]"'):
        run(cleaner, [news], tmp_path / "out.parquet")
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    assert run(cleaner, [tmp_path / "a.parquet"], tmp_path / "out.jsonl").failed == 1
    assert '\\"newsclean[parquet]\\"' in (tmp_path / "out.failures.jsonl").read_text()


@pytest.mark.parametrize("name", ["out.parquet", "out.jsonl.gz"])
def test_output_that_would_share_the_manifest_of_another_is_refused(
    name: str, news: Path, cleaner: Cleaner, tmp_path: Path
) -> None:
    run(cleaner, [news], tmp_path / "out.jsonl")
    before = (tmp_path / "out.manifest.json").read_bytes()
    with pytest.raises(ConfigError, match=r"would share out\.manifest\.json with .*out\.jsonl; give another name"):
        run(cleaner, [news], tmp_path / name)
    assert (tmp_path / "out.manifest.json").read_bytes() == before


def place(folder: Path, *names: str, entries: bytes = b'[{"text": "The ferry sails."}]') -> list[Path]:
    """Write files, each `.json` with these entries."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(entries if name.endswith(".json") else b"The ferry sails.")
    return [folder / name for name in names]


CLASHES = [
    (("x/a.txt", "y/a.json"), ("x/a.txt", "y/a.json")),
    (("y/a.json", "x/a"), ("y/a.json", "x/a")),
    (("in/b.html", "in/b.html.json"), ("in",)),
    (("in/deep/b.html", "in/deep/b.html.json"), ("in",)),
    (("in/a.txt", "in/a.json/x.txt"), ("in",)),
    (("in/b.html", "in/b.html.txt/deep/x.txt"), ("in",)),
    (("in/a.txt", "y/a.json"), ("in", "y/a.json")),
    (("in/a.json", "y/a.txt"), ("y/a.txt", "in")),
    (("in/a.json/x.txt", "y/a.txt"), ("in", "y/a.txt")),
    (("in/a.json/x.txt", "other/b.txt", "y/a.txt"), ("in/a.json", "other", "y/a.txt")),
]  # fmt: skip


@pytest.mark.parametrize(("names", "inputs"), CLASHES)
def test_record_and_folder_of_one_name_are_refused_before_the_run(
    names: tuple[str, ...], inputs: tuple[str, ...], cleaner: Cleaner, tmp_path: Path
) -> None:
    place(tmp_path, *names)
    with pytest.raises(InputError, match=r"cannot be in one tree.*clean them in two runs with an OUT each") as error:
        run(cleaner, [tmp_path / name for name in inputs], tmp_path / "out")
    assert sum(str(tmp_path / name) in str(error.value) for name in names) == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("names", "inputs"), CLASHES)
def test_record_and_folder_of_one_name_meet_in_a_tree_only(
    names: tuple[str, ...], inputs: tuple[str, ...], cleaner: Cleaner, tmp_path: Path
) -> None:
    place(tmp_path, *names)
    summary = run(cleaner, [tmp_path / name for name in inputs], tmp_path / "out.jsonl")
    assert (summary.cleaned, summary.failed) == (len(names), 0)


@pytest.mark.parametrize("entries", [b'\n{"text": "The ferry sails."}', b"\xff", b""])
def test_json_without_a_list_needs_no_folder(entries: bytes, cleaner: Cleaner, tmp_path: Path) -> None:
    """Metadata beside a page; also when it is cleaned again into the same tree."""
    place(tmp_path, "in/b.html", "in/b.html.json", "x/a.txt", "y/a.json", entries=entries)
    inputs = [tmp_path / name for name in ("in", "x/a.txt", "y/a.json")]
    for _ in range(2):
        summary = run(cleaner, inputs, tmp_path / "out")
        assert (summary.documents, summary.failed) == (4, 0 if b"text" in entries else 2)


@pytest.mark.parametrize("name", ["manifest.json", "failures.jsonl", "manifest.json/a.txt"])
def test_folder_where_the_run_writes_a_file_of_its_own_is_refused(name: str, cleaner: Cleaner, tmp_path: Path) -> None:
    (file,) = place(tmp_path, f"in/{name}")
    with pytest.raises(InputError, match=rf"{name}.* needs a folder where the run writes its \w+\.json"):
        run(cleaner, [file if file.parent.name == "in" else tmp_path / "in"], tmp_path / "out")


@pytest.mark.parametrize("name", ["news.jsonl", "news.parquet"])
def test_folder_with_the_name_of_the_output_is_refused_before_the_run(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(ConfigError, match=rf"{name} is a folder, where a file would be written"):
        check_form(Layout(tmp_path / name, form_of(tmp_path / name)))


def test_folder_of_an_earlier_run_where_a_record_belongs_is_refused(cleaner: Cleaner, tmp_path: Path) -> None:
    text, records = place(tmp_path, "x/a.txt", "y/a.json")
    run(cleaner, [records], tmp_path / "out")
    with pytest.raises(InputError, match=r"a\.json is a folder where .*a\.txt is written to a file; give another OUT"):
        run(cleaner, [text], tmp_path / "out")


@pytest.mark.parametrize(
    ("target", "out"),
    [("news.jsonl", "news.jsonl"), ("news.failures.jsonl", "news.jsonl"), ("news.manifest.json", "news.jsonl"),
     ("news.parquet", "news.parquet"), ("out/link.txt.jsonl", "out/link.txt.jsonl"), ("out/link.html.txt", "out"),
     ("out/failures.jsonl", "out")],
)  # fmt: skip
def test_input_that_is_a_link_to_the_output_is_not_written_over(
    target: str, out: str, cleaner: Cleaner, tmp_path: Path
) -> None:
    (tmp_path / target).parent.mkdir(exist_ok=True)
    (tmp_path / target).write_bytes(lines([{"text": BODY}]))
    (tmp_path / "link.html").symlink_to(target)
    with pytest.raises(InputError, match=r"link\.html would be written over by its own run; give another OUT with -o"):
        run(cleaner, [tmp_path / "link.html"], tmp_path / out)
    assert read_lines(tmp_path / target) == [{"text": BODY}]
