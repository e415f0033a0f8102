"""Ray: the same as the local run, on one machine and on two nodes of which one is killed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from engine_data import assert_equal, documents, read_lines, write_lines

from cleaner import Cleaner, ConfigError
from cleaner.batch import Options, run

if find_spec("ray") is None:
    pytest.skip("Ray is not installed: pip install 'newsclean[ray]'", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore")
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0", "RAY_USAGE_STATS_REPORT_URL": "http://127.0.0.1:9/",
    "RAY_health_check_initial_delay_ms": "0", "RAY_health_check_period_ms": "500",
    "RAY_health_check_failure_threshold": "3", "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
}  # fmt: skip
KILL = """
import sys, threading, time
from pathlib import Path
import ray
from ray.cluster_utils import Cluster

from cleaner.adapters.ray import clean_files

def parts():
    return len(list(Path(sys.argv[2], "articles").glob("*.jsonl")))

def kill():
    while parts() < 4:
        time.sleep(0.02)
    cluster.remove_node(node, allow_graceful=False)
    print("KILLED", parts(), flush=True)

cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
node = cluster.add_node(num_cpus=1)
ray.init(address=cluster.address, log_to_driver=False)
cluster.wait_for_nodes()
killer = threading.Thread(target=kill)
killer.start()
summary = clean_files(None, sys.argv[1], sys.argv[2])
killer.join()
print("DOCUMENTS", summary.documents, summary.failed, flush=True)
print("NODES", sum(each["Alive"] for each in ray.nodes()), flush=True)
ray.shutdown()
cluster.shutdown()
"""


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    os.environ.update(QUIET)
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield ray
    ray.shutdown()


def test_a_dataset_becomes_what_the_local_run_makes(
    ray: Any, rows: list[dict[str, Any]], local: dict[str, dict[str, Any]]
) -> None:
    """Same rows, with the fixed columns."""
    import ray.data

    from cleaner.adapters.ray import clean_dataset

    found = clean_dataset(ray.data.from_items(rows), batch_size=100).take_all()
    assert_equal(found, rows, local)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_files_become_what_the_local_run_makes(
    ray: Any, rows: list[dict[str, Any]], local: dict[str, dict[str, Any]], tmp_path: Path, form: str
) -> None:
    """Line for line; what fails is listed with its place, and a second run into the same folder is refused."""
    from cleaner.adapters.ray import clean_files

    for number in range(4):
        write_lines(tmp_path / f"in/deep/{number}.jsonl", rows[number::4])
    summary = clean_files(None, str(tmp_path / "in"), str(tmp_path / "out"), Options(form=form))
    assert (summary.documents, summary.cleaned) == (len(rows), len(local))
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert len(manifest["parts"]) == 4
    failures = [json.loads(line) for line in read_lines(*tmp_path.glob("out/failures/deep/*.jsonl"))]
    assert len(failures) == summary.failed
    assert all(failure["input"].startswith(str(tmp_path / "in/deep")) for failure in failures)
    if form == "jsonl":
        found = [json.loads(line) for line in read_lines(*tmp_path.glob("out/articles/deep/*.jsonl"))]
        assert {row["id"]: row for row in found} == local
    else:
        import pyarrow.parquet as pq

        found = pq.read_table(tmp_path / "out/articles/deep").to_pylist()
        assert {row["id"]: row["text"] for row in found} == {key: row["text"] for key, row in local.items()}
    assert len(found) == len(local)
    with pytest.raises(ConfigError, match="is not empty"):
        clean_files(None, str(tmp_path / "in"), str(tmp_path / "out"))


def test_the_command_line_does_the_same(ray: Any, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """`clean IN -o OUT --engine ray`: the lines of `clean IN -o OUT.jsonl`; failures make the exit code 1."""
    from click.testing import CliRunner

    from cleaner.cli import main

    write_lines(tmp_path / "in/a.jsonl", rows)
    before = CliRunner().invoke(main, [str(tmp_path / "in"), "-o", str(tmp_path / "local.jsonl")])
    after = CliRunner().invoke(main, [str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--engine", "ray"])
    assert (before.exit_code, after.exit_code) == (1, 1), after.output
    assert (tmp_path / "out/articles/a.jsonl").read_bytes() == (tmp_path / "local.jsonl").read_bytes()


def test_a_node_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    """Two nodes, one killed in the middle: no document is lost or doubled, and the bytes are those of the local run."""
    rows = documents(2400, broken=True)
    for number in range(24):
        write_lines(tmp_path / f"in/{number:02}.jsonl", rows[number::24])
    run(Cleaner(), [tmp_path / "in"], tmp_path / "local.jsonl", Options())
    done = subprocess.run(
        [sys.executable, "-c", KILL, str(tmp_path / "in"), str(tmp_path / "out")],
        env={**os.environ, **QUIET}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines() if line.split(" ", 1)[0].isupper())
    assert done.returncode == 0, done.stderr[-3000:]
    assert 4 <= int(said["KILLED"]) < 24
    assert said["NODES"] == "1"
    assert read_lines(*tmp_path.glob("out/articles/*.jsonl")) == read_lines(tmp_path / "local.jsonl")
    failed = len(read_lines(*tmp_path.glob("out/failures/*.jsonl")))
    assert said["DOCUMENTS"] == f"2400 {failed}"
    assert failed == sum(row["text"] is None for row in rows)
