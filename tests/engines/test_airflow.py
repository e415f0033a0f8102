"""Airflow: the example DAG with the real scheduler's code, each test in a home of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from airflow_home import RUN_DAG, make_home
from engine_data import read_lines, write_lines

if find_spec("airflow") is None or find_spec("airflow.sdk") is None:
    pytest.skip("Airflow 3 is not installed: pip install 'newsclean[airflow]'", allow_module_level=True)

BY_HAND = """
from airflow.sdk import dag
from cleaner.adapters.airflow import CleanOperator, clean_shard

@dag(schedule=None, params={"folder": ""})
def by_hand():
    shard = {"source": "{{ params.folder }}/in.jsonl", "output": "{{ params.folder }}/{{ dag_run.run_after | ds }}.jsonl"}
    CleanOperator(task_id="lenient", shard=shard, config="{{ params.folder }}/cleaner.toml", max_failed=0.5)
    strict = {**shard, "output": "{{ params.folder }}/strict.jsonl"}
    CleanOperator(task_id="strict", shard=strict, max_failed=0.1)
    clean_shard.expand(shard=[{**shard, "output": "{{ params.folder }}/function.jsonl"}])

by_hand()
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
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as `airflow db migrate` leaves it, before any DAG has run."""
    fresh = tmp_path_factory.mktemp("fresh")
    return Path(make_home(fresh)["AIRFLOW_HOME"], "airflow.db")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, database: Path) -> dict[str, str]:
    return make_home(tmp_path_factory.mktemp("airflow"), database)


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


def answers(address: str) -> bool:
    try:
        with urlopen(address):
            return True
    except OSError:
        return False


def run_dag(name: str, conf: dict[str, str], home: dict[str, str]) -> dict[str, str]:
    return python(RUN_DAG, name, json.dumps(conf), env=home)


def test_the_example_makes_what_the_local_run_makes(
    home: dict[str, str], rows: list[dict[str, Any]], local: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    """A mapped task for every shard; places and counts go between the tasks, and no text does."""
    for number in range(3):
        write_lines(tmp_path / f"in/{number}.jsonl", rows[number::3])
    said = run_dag("newsclean_daily", {"source": str(tmp_path / "in"), "output": str(tmp_path / "out")}, home)
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


def test_articles_are_called_by_the_folder_they_lie_in(home: dict[str, str], tmp_path: Path) -> None:
    """Files of one name in two folders keep two identities, as in a local run: the whole shard reaches the task."""
    for year in ("2024", "2025"):
        (tmp_path / "in" / year).mkdir(parents=True)
        (tmp_path / "in" / year / "a.txt").write_text("The ferry sails again, the board said.")
    said = run_dag("newsclean_daily", {"source": str(tmp_path / "in"), "output": str(tmp_path / "out")}, home)
    assert "success" in said["STATE"], said["LOG"][-3000:]
    written = tmp_path.glob("out/*/articles/*/a.txt.jsonl")
    assert [json.loads(line)["id"] for line in read_lines(*written)] == ["2024/a.txt", "2025/a.txt"]


def test_too_many_failures_fail_the_run_with_the_reason(home: dict[str, str], tmp_path: Path) -> None:
    """The manifest is written all the same."""
    write_lines(tmp_path / "in/a.jsonl", [{"text": "The ferry sails again, the board said."}, {"text": None}])
    said = run_dag("newsclean_daily", {"source": str(tmp_path / "in"), "output": str(tmp_path / "out")}, home)
    assert "failed" in said["STATE"]
    assert "1 of 2 documents" in said["LOG"]
    assert list(tmp_path.glob("out/*/manifest.json"))


def test_operator_and_task_function_render_templates_and_keep_to_the_rate(home: dict[str, str], tmp_path: Path) -> None:
    """A shard with too many failures fails once, without another try; each task gives counts and places."""
    Path(home["AIRFLOW__CORE__DAGS_FOLDER"], "by_hand.py").write_text(BY_HAND)
    write_lines(tmp_path / "in.jsonl", [{"text": "The ferry sails again.\n\nAdvertisement"}, {"text": None}])
    (tmp_path / "cleaner.toml").write_text("[rules]\ndisable = []\n")
    said = run_dag("by_hand", {"folder": str(tmp_path)}, home)
    ended = {"lenient": ["success", 1], "strict": ["failed", 1], "clean_shard": ["success", 1]}
    assert json.loads(said["TASKS"]) == ended
    assert "1 of 2 documents of" in said["LOG"]
    (day,) = tmp_path.glob("20??-??-??.jsonl")
    counts = [value for _, _, value in json.loads(said["XCOM"]) if isinstance(value, dict) and "output" in value]
    assert {each["output"] for each in counts} == {str(day), str(tmp_path / "function.jsonl")}
    assert [(each["cleaned"], each["failed"]) for each in counts] == [(1, 1), (1, 1)]
    assert "ferry" not in said["XCOM"]


def test_lineage_comes_from_the_manifest(home: dict[str, str], tmp_path: Path) -> None:
    """Where the provider is installed; without it there is none, and nothing fails."""
    write_lines(tmp_path / "a.jsonl", [{"text": "The ferry sails again, the board said."}])
    said = python(FACETS, str(tmp_path / "a.jsonl"), str(tmp_path / "out/a.jsonl"), env=home)
    assert said["COUNTS"] == "1"
    installed = find_spec("airflow.providers.openlineage") is not None
    assert said["FACETS"] == (str((str((tmp_path / "a.jsonl").resolve()), 1)) if installed else "None")


def test_the_scheduler_runs_the_example(rows: list[dict[str, Any]], tmp_path: Path, database: Path) -> None:
    """`airflow standalone` finds the DAG, which is triggered from the command line."""
    for number in range(2):
        write_lines(tmp_path / f"in/{number}.jsonl", rows[number:40:2])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    env = {
        **make_home(tmp_path / "home", database), "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__API__PORT": port, "AIRFLOW__API__HOST": "127.0.0.1", "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__CORE__PARALLELISM": "2", "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
    }  # fmt: skip
    conf = json.dumps({"source": str(tmp_path / "in"), "output": str(tmp_path / "out")})
    until = time.monotonic() + 420

    def airflow(*arguments: str) -> subprocess.CompletedProcess[str]:
        time.sleep(3)
        return subprocess.run(["airflow", *arguments], env=env, capture_output=True, text=True, timeout=100)

    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(["airflow", "standalone"], env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        while not answers(f"http://127.0.0.1:{port}/api/v2/version") and time.monotonic() < until:
            time.sleep(1)
        while airflow("dags", "trigger", "newsclean_daily", "--conf", conf).returncode and time.monotonic() < until:
            pass
        states = ""
        while not ("success" in states or "failed" in states) and time.monotonic() < until:
            states = airflow("dags", "list-runs", "newsclean_daily", "--output", "plain").stdout
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
    assert "success" in states, states + (tmp_path / "log").read_text()[-3000:]
    (manifest,) = tmp_path.glob("out/*/manifest.json")
    assert json.loads(manifest.read_text())["summary"]["documents"] == 40
