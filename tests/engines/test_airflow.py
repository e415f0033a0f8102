"""Airflow: the example DAG with the real scheduler's code, each test in a home of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from engine_data import ROOT, read_lines, write_lines

if find_spec("airflow") is None or find_spec("airflow.sdk") is None:
    pytest.skip("Airflow 3 is not installed: pip install 'newsclean[airflow]'", allow_module_level=True)

TEST_DAG = """
import json, sys, traceback
import newsclean_daily
dag = newsclean_daily.newsclean_daily()
run = dag.test(run_conf=json.loads(sys.argv[1]))
print("STATE", run.state)
from airflow.models.xcom import XComModel
from airflow.utils.session import create_session
with create_session() as session:
    print("XCOM", json.dumps([[x.task_id, x.map_index, x.value] for x in session.query(XComModel)], default=str))
"""
FACETS = """
import sys
from cleaner.adapters.airflow import CleanOperator
operator = CleanOperator(task_id="clean", shard={"source": sys.argv[1], "output": sys.argv[2]})
print("COUNTS", operator.execute({})["cleaned"])
found = operator.get_openlineage_facets_on_complete(None)
print("FACETS", found and (found.inputs[0].name, found.outputs[0].outputFacets["outputStatistics"].rowCount))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("airflow")
    shutil.copytree(ROOT / "examples/airflow", folder / "dags")
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW__CORE__DAGS_FOLDER": str(folder / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "PYTHONPATH": str(folder / "dags"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    subprocess.run(["airflow", "db", "migrate"], env=environment, check=True, capture_output=True, timeout=300)
    return environment


def python(code: str, *arguments: str, env: dict[str, str]) -> dict[str, str]:
    """Run a program and give its lines that begin with a word in capitals, by that word."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=400,
        cwd=env["AIRFLOW_HOME"],
    )
    found = dict(
        line.split(" ", 1) for line in done.stdout.splitlines() if line.split(" ", 1)[0].isupper() and " " in line
    )
    assert found, done.stdout[-3000:] + done.stderr[-3000:]
    return {**found, "LOG": done.stdout + done.stderr}


def test_the_example_makes_what_the_local_run_makes(
    home: dict[str, str], rows: list[dict[str, Any]], local: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    """A mapped task for every shard; places and counts go between the tasks, and no text does."""
    for number in range(3):
        write_lines(tmp_path / f"in/{number}.jsonl", rows[number::3])
    said = python(TEST_DAG, json.dumps({"source": str(tmp_path / "in"), "output": str(tmp_path / "out")}), env=home)
    assert "success" in said["STATE"], said["LOG"][-3000:]
    (folder,) = (tmp_path / "out").iterdir()
    assert time.strptime(folder.name, "%Y-%m-%d")
    found = [json.loads(line) for line in read_lines(*folder.glob("articles/[0-9].jsonl"))]
    assert {row["id"]: row for row in found} == local
    assert len(found) == len(local)
    assert json.loads((folder / "manifest.json").read_text())["summary"]["documents"] == len(rows)
    stored = json.loads(said["XCOM"])
    assert sorted(index for name, index, _ in stored if name == "clean") == [0, 1, 2]
    assert "Karsholm" not in said["XCOM"]


def test_too_many_failures_fail_the_run_with_the_reason(home: dict[str, str], tmp_path: Path) -> None:
    """The manifest is written all the same."""
    write_lines(tmp_path / "in/a.jsonl", [{"text": "The ferry sails again, the board said."}, {"text": None}])
    said = python(TEST_DAG, json.dumps({"source": str(tmp_path / "in"), "output": str(tmp_path / "out")}), env=home)
    assert "failed" in said["STATE"]
    assert "1 of 2 documents" in said["LOG"]
    assert list(tmp_path.glob("out/*/manifest.json"))


def test_lineage_comes_from_the_manifest(home: dict[str, str], tmp_path: Path) -> None:
    """Where the provider is installed; without it there is none, and nothing fails."""
    write_lines(tmp_path / "a.jsonl", [{"text": "The ferry sails again, the board said."}])
    said = python(FACETS, str(tmp_path / "a.jsonl"), str(tmp_path / "out/a.jsonl"), env=home)
    assert said["COUNTS"] == "1"
    installed = find_spec("airflow.providers.openlineage") is not None
    assert said["FACETS"] == (str((str((tmp_path / "a.jsonl").resolve()), 1)) if installed else "None")


def test_the_scheduler_runs_the_example(home: dict[str, str], rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """`airflow standalone`, with the DAG triggered from the command line."""
    for number in range(2):
        write_lines(tmp_path / f"in/{number}.jsonl", rows[number:40:2])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    env = {
        **home, "AIRFLOW__API__PORT": port, "AIRFLOW__API__HOST": "127.0.0.1", "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    }  # fmt: skip
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(["airflow", "standalone"], env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        conf = json.dumps({"source": str(tmp_path / "in"), "output": str(tmp_path / "out")})
        until = time.monotonic() + 240
        while time.monotonic() < until:
            time.sleep(5)
            if not subprocess.run(
                ["airflow", "dags", "trigger", "newsclean_daily", "--conf", conf], env=env, capture_output=True
            ).returncode:
                break
        while time.monotonic() < until and not list(tmp_path.glob("out/*/manifest.json")):
            time.sleep(2)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
    (manifest,) = tmp_path.glob("out/*/manifest.json")
    assert json.loads(manifest.read_text())["summary"]["documents"] == 40, (tmp_path / "log").read_text()[-3000:]
