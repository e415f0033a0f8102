"""Prefect: the flow against the real server of its test harness."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_data import read_lines, write_lines

pytest.importorskip("prefect", reason="Prefect is not installed: pip install 'newsclean[prefect]'")

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield


def artifacts() -> dict[str, Any]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return {found.key: found for found in client.read_artifacts()}


def test_the_flow_makes_what_the_local_run_makes(
    rows: list[dict[str, Any]], local: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    """Every document once; the artifacts show each shard and lead to the manifest. Run again, nothing is done again."""
    from cleaner.adapters.prefect import clean_folder

    for number in range(3):
        write_lines(tmp_path / f"in/{number}.jsonl", rows[number::3])
    counts = clean_folder(str(tmp_path / "in"), str(tmp_path / "out"))
    written = sorted((tmp_path / "out/articles").glob("[0-9].jsonl"))
    found = [json.loads(line) for line in read_lines(*written)]
    assert {row["id"]: row for row in found} == local
    assert (len(found), counts["documents"]) == (len(local), len(rows))
    shown = artifacts()
    assert [row["shard"] for row in json.loads(shown["newsclean-shards"].data)] == [
        "0.jsonl",
        "1.jsonl",
        "2.jsonl",
        "all",
    ]
    report = tmp_path / "out/report.html"
    assert report.as_uri() in shown["newsclean-report"].data
    assert report.read_bytes().startswith(b"<!doctype html>")
    before = [path.stat().st_mtime_ns for path in written]
    assert clean_folder(str(tmp_path / "in"), str(tmp_path / "out")) == counts
    assert [path.stat().st_mtime_ns for path in written] == before


def test_a_shard_that_breaks_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that was full for a moment costs a retry and no document."""
    from cleaner.adapters import prefect, shards

    write_lines(tmp_path / "in/a.jsonl", [{"id": "1", "text": "The ferry sails."}])
    tries = []

    def flaky(*given: Any) -> Any:
        tries.append(given)
        if len(tries) == 1:
            raise OSError("no space left")
        return real(*given)

    real = shards.clean_file
    monkeypatch.setattr(shards, "clean_file", flaky)
    monkeypatch.setattr(prefect.clean_shard, "retry_delay_seconds", 0)
    counts = prefect.clean_folder(str(tmp_path / "in"), str(tmp_path / "out"))
    assert (len(tries), counts["documents"], counts["failed"]) == (2, 1, 0)


def test_rates_fail_the_flow_and_are_not_tried_again(tmp_path: Path) -> None:
    """The reason has the numbers; a task that would fail again fails once."""
    from prefect.client.orchestration import get_client

    from cleaner.adapters.prefect import clean_folder, clean_shard
    from cleaner.adapters.shards import RatesError, list_shards

    write_lines(tmp_path / "in/a.jsonl", [{"text": "The ferry sails."}, {"text": None}])
    with pytest.raises(RatesError, match="1 of 2 documents"):
        clean_folder(str(tmp_path / "in"), str(tmp_path / "out"), max_failed=0.1)
    (shard,) = list_shards(tmp_path / "in", tmp_path / "out")
    state = clean_shard(shard, max_failed=0.1, return_state=True)
    assert state.is_failed()
    assert "1 of 2 documents" in state.message
    assert state.state_details.task_run_id
    with get_client(sync_client=True) as client:
        assert client.read_task_run(state.state_details.task_run_id).run_count == 1
