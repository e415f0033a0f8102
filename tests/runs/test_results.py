"""What a run wrote is read back whole, and what is damaged is named."""

import json
from pathlib import Path

import pytest
from report_runs import ARTICLES, sound_run

from cleaner import Cleaner
from cleaner.adapters.shards import clean_file, list_shards, merge
from cleaner.batch import Options, run
from cleaner.errors import InputError
from cleaner.runs.results import Results


@pytest.mark.parametrize("form", ["tree", "jsonl", "parquet"])
def test_every_form_gives_back_the_articles_with_their_originals(tmp_path: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    results = Results(sound_run(tmp_path, form))
    found = {article.id: article for article in results.articles()}
    assert {name: article.restore() for name, article in found.items()} == ARTICLES
    assert str(found["ferry.txt"].date) == "2024-10-24"
    assert found["bad.txt"].provenance.verdict.status == "review"
    assert [Path(failure.input).name for failure in results.failures()] == ["broken.json#1"]


@pytest.mark.parametrize("name", ["news.jsonl", "news.jsonl.gz", "news.parquet"])
def test_output_that_is_a_file_is_read_with_the_manifest_beside_it(tmp_path: Path, name: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    (tmp_path / "a.txt").write_text("The ferry sails again.\n\nAdvertisement")
    run(Cleaner(), [tmp_path / "a.txt"], tmp_path / name)
    assert [article.text for article in Results(tmp_path / name).articles()] == ["The ferry sails again."]


def test_shards_are_read_as_one_run(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        line = json.dumps({"text": "The ferry sails again.\n\nAdvertisement", "id": name})
        (tmp_path / "in" / f"{name}.jsonl").write_text(f"{line}\n[]\n")
    merge([clean_file(shard) for shard in list_shards(tmp_path / "in", tmp_path / "out")], tmp_path / "out")
    results = Results(tmp_path / "out")
    assert [article.id for article in results.articles()] == ["a", "b"]
    assert len(list(results.failures())) == 2


def test_shard_is_a_file_of_its_run(tmp_path: Path) -> None:
    """So that nothing is written over it."""
    shard = tmp_path / "out" / "articles" / "a.jsonl"
    (tmp_path / "a.txt").write_text("The ferry sails.")
    run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / "out", Options(form="jsonl"))
    shard.parent.mkdir()
    (tmp_path / "out" / "articles.jsonl").rename(shard)
    with pytest.raises(InputError, match="is a file of the run"):
        Results(str(tmp_path / "out")).refuse(shard)


def test_articles_of_an_earlier_run_in_the_same_folder_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("The ferry sails again.")
    run(Cleaner(), [tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out")
    run(Cleaner(), [tmp_path / "a.txt"], tmp_path / "out")
    with pytest.raises(InputError, match="holds 2 articles, but the run wrote 1; clean again into an empty folder"):
        list(Results(tmp_path / "out").articles())


def test_articles_that_an_earlier_run_left_where_this_one_drops_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("The ferry sails again.")
    (tmp_path / "in" / "b.txt").write_text("Advertisement")
    run(Cleaner(), [tmp_path / "in"], tmp_path / "out")
    run(Cleaner(config={"guard": {"action": "drop"}}), [tmp_path / "in"], tmp_path / "out")
    with pytest.raises(InputError, match="holds 2 articles, but the run wrote 1"):
        list(Results(tmp_path / "out").articles())


def test_article_of_a_file_named_manifest_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "manifest.txt").write_text("The ferry sails again.")
    run(Cleaner(), [tmp_path / "in"], tmp_path / "out")
    assert [article.text for article in Results(tmp_path / "out").articles()] == ["The ferry sails again."]


def test_other_fields_of_a_record_come_back(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "The ferry sails again.", "id": 7, "desk": "sea"}')
    run(Cleaner(), [tmp_path / "a.jsonl"], tmp_path / "out", Options(form="tree"))
    (article,) = Results(tmp_path / "out").articles()
    assert (article.id, article.fields) == ("7", {"desk": "sea"})


def test_json_without_a_text_beside_it_is_no_article(tmp_path: Path) -> None:
    out = sound_run(tmp_path)
    (out / "notes.json").write_text("{}")
    assert len(list(Results(out).articles())) == len(ARTICLES)


def test_folder_that_is_no_run_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"manifest\.json is missing.*--resume"):
        Results(tmp_path)
    with pytest.raises(InputError, match="no such file or folder"):
        Results(tmp_path / "none")


def test_form_without_reasons_says_which_to_choose(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"dolma.*--format tree, jsonl or parquet"):
        Results(sound_run(tmp_path, "dolma"))


def test_damaged_files_are_named_with_their_line(tmp_path: Path) -> None:
    out = sound_run(tmp_path, "jsonl")
    lines = (out / "articles.jsonl").read_bytes().splitlines()
    (out / "articles.jsonl").write_bytes(lines[0] + b'\n{"id": 1}\n')
    with pytest.raises(InputError, match=r"articles\.jsonl:2: is not what a run writes"):
        list(Results(out).articles())
    (out / "manifest.json").write_text("{}")
    with pytest.raises(InputError, match=r"manifest\.json: is no manifest"):
        Results(out)


def test_missing_articles_are_said(tmp_path: Path) -> None:
    out = sound_run(tmp_path, "jsonl")
    (out / "articles.jsonl").unlink()
    with pytest.raises(InputError, match=r"articles\.jsonl is missing"):
        list(Results(out).articles())
