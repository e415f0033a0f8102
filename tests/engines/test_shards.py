"""A run cut into shards: as a whole the same as the local run, safe to do again, and strict about rates."""

import importlib.util
import json
import os
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from engine_data import read_lines, write_lines

from cleaner import Cleaner, InputError
from cleaner.adapters import shards as core
from cleaner.adapters.shards import RatesError, ShardForm, check_rates, clean_file, counts_of, list_shards, merge
from cleaner.batch import run


@pytest.fixture
def source(rows: list[dict[str, Any]], tmp_path: Path) -> Path:
    for number in range(4):
        write_lines(tmp_path / f"in/deep/{number}.jsonl", rows[number::4])
    return tmp_path / "in"


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make `CleanOperator` of a stand-in for Airflow, so that it is tested where there is none."""
    sdk, exceptions = ModuleType("airflow.sdk"), ModuleType("airflow.sdk.exceptions")
    vars(sdk).update(BaseOperator=type("BaseOperator", (), {"__init__": lambda self, **_: None}), task=stand_in_task)
    vars(exceptions).update(AirflowFailException=RuntimeError)
    for module in (ModuleType("airflow"), sdk, exceptions):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    spec = importlib.util.spec_from_file_location("stand_in", Path(core.__file__).with_name("airflow.py"))
    assert spec
    assert spec.loader
    adapter = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(adapter)
    return adapter.CleanOperator


def stand_in_task(function: Any = None, **_: Any) -> Any:
    return function or (lambda later: later)


def test_the_shards_together_are_the_local_run(
    source: Path, local: dict[str, dict[str, Any]], rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Line for line; the merged manifest has the sums and says where each shard lies."""
    shards = list_shards(source, tmp_path / "out")
    counts = [clean_file(shard) for shard in shards]
    found = [json.loads(line) for line in read_lines(*(Path(shard["output"]) for shard in shards))]
    assert {row["id"]: row for row in found} == local
    assert len(found) == len(local)
    whole = merge(counts, tmp_path / "out")
    assert (whole["documents"], whole["cleaned"]) == (len(rows), len(local))
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["summary"]["documents"] == len(rows)
    assert [shard["manifest"] for shard in manifest["shards"]] == [f"articles/deep/{n}.manifest.json" for n in range(4)]
    found_failures = [Path(shard["failures"]).exists() for shard in counts if shard["failed"]]
    assert found_failures
    assert all(found_failures)


def test_articles_of_shards_are_called_as_in_one_run(cleaner: Cleaner, tmp_path: Path) -> None:
    """Files of one name in two folders stay apart, also where the records have no identity of their own."""
    for number in (1, 2):
        write_lines(tmp_path / f"in/{number}/part.jsonl", [{"text": "The ferry sails."}])
    run(cleaner, tmp_path / "in", tmp_path / "whole.jsonl")
    shards = list_shards(tmp_path / "in", tmp_path / "out")
    counts = [clean_file(shard, cleaner) for shard in shards]
    found = [json.loads(line)["id"] for line in read_lines(*(Path(shard["output"]) for shard in shards))]
    assert found == [json.loads(line)["id"] for line in read_lines(tmp_path / "whole.jsonl")]
    assert found == ["1/part.jsonl:1", "2/part.jsonl:1"]
    Path(shards[0]["output"]).unlink()
    with pytest.raises(InputError, match=r"part\.jsonl is missing, though the shard was complete"):
        merge(counts, tmp_path / "out")


def test_the_airflow_operator_hands_on_all_of_a_shard(cleaner: Cleaner, tmp_path: Path, operator: Any) -> None:
    """Files of one name in two folders keep two identities, as in one run over all of them."""
    for year in ("2024", "2025"):
        (tmp_path / "in" / year).mkdir(parents=True)
        (tmp_path / "in" / year / "a.txt").write_text("The ferry sails.")
    run(cleaner, tmp_path / "in", tmp_path / "whole.jsonl")
    shards = list_shards(tmp_path / "in", tmp_path / "out")
    counts = [operator(shard=shard).execute({}) for shard in shards]
    found = [json.loads(line)["id"] for line in read_lines(*(Path(each["output"]) for each in counts))]
    assert found == [json.loads(line)["id"] for line in read_lines(tmp_path / "whole.jsonl")]
    assert found == ["2024/a.txt", "2025/a.txt"]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize(
    "name", ["x" * 236 + ".txt", "x" * 241 + ".txt", "x" * 244 + ".jsonl", "x" * 243 + ".json", "ж" * 123 + ".txt",
             os.fsdecode(b"\xff" * 246 + b".txt")],
)  # fmt: skip
def test_a_file_of_any_name_that_a_run_takes_can_be_a_shard(
    name: str, form: ShardForm, cleaner: Cleaner, tmp_path: Path
) -> None:
    """Its output, its manifest and its list of failures have names that a disk takes, and it is found again."""
    (tmp_path / "in").mkdir()
    rows = '{"text": "The ferry sails."}\n{"text": null}\n'
    (tmp_path / "in" / name).write_text(rows if name.endswith(".jsonl") else '{"text": "The ferry sails."}')
    (shard,) = list_shards(tmp_path / "in", tmp_path / "out", form)
    counts = clean_file(shard, cleaner)
    assert (counts["cleaned"], counts["failed"]) == (1, int(name.endswith(".jsonl")))
    assert clean_file(shard, cleaner) == counts_of(shard) == counts
    for place in (counts["output"], counts["manifest"]):
        assert Path(place).is_file()
    assert len(os.fsencode(f"{Path(shard['output']).stem}.failures.jsonl")) <= 255


def test_long_names_that_differ_at_their_end_stay_two_shards(tmp_path: Path) -> None:
    """Where a name is cut it carries a hash of the whole; one that fits stays as it is."""
    (tmp_path / "in").mkdir()
    for name in ("x" * 245 + "a.txt", "x" * 245 + "b.txt", "x" * 236 + ".txt"):
        (tmp_path / "in" / name).write_text("The ferry sails.")
    fits, *cut = (Path(shard["output"]).name for shard in list_shards(tmp_path / "in", tmp_path / "out"))
    assert fits == "x" * 236 + ".txt.jsonl"
    assert len(set(cut)) == 2
    assert all(re.fullmatch(r"x{223}-[0-9a-f]{16}\.jsonl", name) for name in cut)


def test_a_shard_done_again_changes_nothing(source: Path, tmp_path: Path) -> None:
    """Neither its bytes nor the time they were written."""
    shard = list_shards(source, tmp_path / "out")[0]
    first = clean_file(shard)
    before = Path(shard["output"]).stat().st_mtime_ns
    assert clean_file(shard) == first
    assert Path(shard["output"]).stat().st_mtime_ns == before


def test_too_many_failures_are_refused_with_the_reason(tmp_path: Path) -> None:
    """The output is there all the same."""
    write_lines(tmp_path / "in/a.jsonl", [{"text": "The ferry sails."}, {"text": None}])
    (shard,) = list_shards(tmp_path / "in", tmp_path / "out", "parquet")
    with pytest.raises(RatesError, match=r"1 of 2 documents .* failed, more than the 10.0% allowed; .*failures.jsonl"):
        clean_file(shard, max_failed=0.1)
    assert Path(shard["output"]).exists()
    counts = clean_file(shard, max_failed=0.5)
    check_rates(counts, 0.5, 0.0)
    with pytest.raises(RatesError, match="flagged"):
        check_rates({**counts, "flagged": 1}, max_flagged=0.1)


def test_what_cannot_be_sharded_is_said(tmp_path: Path) -> None:
    """An empty folder, two files for one output, a shard that is not complete."""
    with pytest.raises(InputError, match="found no"):
        list_shards(tmp_path, tmp_path / "out")
    write_lines(tmp_path / "a.parquet.jsonl", [])
    (tmp_path / "a.parquet").touch()
    with pytest.raises(InputError, match="would both be written to"):
        list_shards(tmp_path, tmp_path / "out")
    with pytest.raises(InputError, match="not complete"):
        merge([{"output": "", "manifest": str(tmp_path / "none.json")}], tmp_path)  # type: ignore[typeddict-item]


@pytest.mark.parametrize(("source", "output"), [("", "out"), ("in", "")])
def test_empty_names_are_refused(source: str, output: str) -> None:
    """They would stand for the current folder, where a variable was not set."""
    with pytest.raises(InputError, match="must not be empty"):
        list_shards(source, output)


def test_a_shard_whose_source_has_changed_names_what_to_remove(tmp_path: Path) -> None:
    """A shard always goes on, so that there is no --resume to leave out."""
    write_lines(tmp_path / "in/a.jsonl", [{"text": "The ferry sails."}])
    (shard,) = list_shards(tmp_path / "in", tmp_path / "out")
    clean_file(shard)
    write_lines(tmp_path / "in/a.jsonl", [{"text": "The ferry sails."}, {"text": "The ferry sails again."}])
    manifest = tmp_path / "out/articles/a.manifest.json"
    with pytest.raises(InputError, match=f"or remove {manifest}$"):
        clean_file(shard)
    manifest.unlink()
    assert clean_file(shard)["documents"] == 2
