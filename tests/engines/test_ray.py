"""Ray: the same as the local run, on one machine and on two nodes of which one is killed."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from clusters import (
    assert_command_does_the_same,
    assert_files_equal,
    assert_missing_is_named,
    assert_same_inputs,
    survive,
)
from engine_data import assert_equal

from cleaner.batch import Options, Summary

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


def clean(source: Path, output: Path, options: Options) -> Summary:
    from cleaner.adapters.ray import clean_files

    return clean_files(None, str(source), str(output), options)


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
    assert_files_equal(clean, rows, local, tmp_path, form)


def test_an_input_that_is_not_there_is_named(ray: Any, tmp_path: Path) -> None:
    """So is a folder without a file to clean."""
    assert_missing_is_named(clean, tmp_path)


def test_the_same_files_are_read_as_by_the_local_run(ray: Any, tmp_path: Path) -> None:
    """Not every file of a fitting name is an article."""
    assert_same_inputs(clean, tmp_path)


def test_the_command_line_does_the_same(ray: Any, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """`clean IN -o OUT --engine ray`."""
    assert_command_does_the_same("ray", rows, tmp_path)


def test_a_node_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    """Two nodes, one killed in the middle: no document is lost or doubled, and the bytes are those of the local run."""
    said, _ = survive(KILL, tmp_path, QUIET)
    assert said["NODES"] == "1"
