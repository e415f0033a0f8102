"""Reading back what a run wrote, in every form that holds whole articles."""

from pathlib import Path

import pytest
from samples import NOISY, lines

from cleaner import Cleaner, clean
from cleaner.adapters.shards import clean_file, list_shards, merge
from cleaner.batch import Options, run
from cleaner.errors import InputError
from cleaner.runs.results import read_manifest, results

ROWS = [{"id": f"k-{number}", "text": f"{NOISY}\n\nLine {number} \U0001f600.", "desk": number} for number in range(150)]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "news.jsonl").write_bytes(lines(ROWS))
    return tmp_path / "in" / "news.jsonl"


@pytest.mark.parametrize("name", ["out", "out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.parquet"])
def test_what_a_run_wrote_is_read_back(news: Path, cleaner: Cleaner, tmp_path: Path, name: str) -> None:
    """The same articles in the same order from every form, with identity and other fields."""
    run(cleaner, [news], tmp_path / name)
    found = list(results(tmp_path / name))
    assert [article.id for article in found] == [row["id"] for row in ROWS]
    assert [article.fields for article in found] == [{"desk": number} for number in range(150)]
    expected = clean(str(ROWS[7]["text"]), "text")
    assert (found[7].text, found[7].date, found[7].edits) == (expected.text, expected.date, expected.edits)
    assert found[7].restore() == ROWS[7]["text"]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_folder_of_lines_or_rows_is_read(news: Path, cleaner: Cleaner, tmp_path: Path, form: str) -> None:
    """A folder with one file, its failures and its manifest, as `--format` makes it."""
    news.write_bytes(news.read_bytes() + b"[]\n")
    run(cleaner, [news], tmp_path / "out", Options(form=form))
    assert len(list(results(tmp_path / "out"))) == 150
    assert read_manifest(tmp_path / "out")["summary"]["failed"] == 1


def test_shards_are_read_in_the_order_of_their_names(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    """What schedulers write shard by shard is one run, whose manifest and failures are no articles."""
    (news.parent / "a.jsonl").write_bytes(lines([{"id": "first", "text": NOISY}]) + b"[]\n")
    merge([clean_file(shard, cleaner) for shard in list_shards(news.parent, tmp_path / "out")], tmp_path / "out")
    assert [article.id for article in results(tmp_path / "out")][:2] == ["first", "k-0"]


def test_failures_folder_of_an_engine_holds_no_articles(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    run(cleaner, [news], tmp_path / "out" / "articles" / "news.jsonl")
    (tmp_path / "out" / "failures").mkdir()
    (tmp_path / "out" / "failures" / "news.jsonl").write_bytes(lines([{"input": "x", "error": "E", "reason": "r"}]))
    assert len(list(results(tmp_path / "out"))) == 150


def test_what_is_no_output_is_named_with_its_line(news: Path, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("The ferry sails.")
    with pytest.raises(InputError, match=r"a\.txt: has no a\.json beside it"):
        list(results(tmp_path / "texts"))
    with pytest.raises(InputError, match=r"news\.jsonl:1: is no article as a run writes it"):
        list(results(news))
    with pytest.raises(InputError, match="no such file or folder"):
        list(results(tmp_path / "none"))
    with pytest.raises(InputError, match=r"manifest\.json: cannot be read"):
        read_manifest(tmp_path / "texts")


def test_exports_are_told_from_articles(news: Path, cleaner: Cleaner, tmp_path: Path) -> None:
    """dolma's documents and annotations hold no whole article; the message says what can be read."""
    for form in ("dolma", "annotations"):
        run(cleaner, [news], tmp_path / form, Options(form=form))
        with pytest.raises(InputError, match="forms that can be read are tree, jsonl and parquet"):
            list(results(tmp_path / form))
