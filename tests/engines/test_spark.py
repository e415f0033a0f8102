"""Spark: the same as the local run, on one machine and on two executors of which one is killed."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from engine_data import assert_equal, documents, read_lines, write_lines

from cleaner import Cleaner, ConfigError, InputError
from cleaner.batch import Options, run

if find_spec("pyspark") is None:
    pytest.skip("Spark is not installed: pip install 'newsclean[spark]'", allow_module_level=True)
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17, which is not installed", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore")
SETTINGS = {
    "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
}  # fmt: skip
KILL = """
import json, os, signal, sys, threading, time
from pathlib import Path
from pyspark.sql import SparkSession

from cleaner.adapters.spark import clean_files

def parts():
    return len(list(Path(sys.argv[2], "articles").glob("*.jsonl")))

def executors():
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\\0")
            if words[0].endswith(b"java") and any(word.endswith(b"ExecutorBackend") for word in words) and is_ours(int(folder.name)):
                found.append(int(folder.name))
        except OSError:
            pass
    return found

def is_ours(pid):
    while pid > 1 and pid != os.getpid():
        pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return pid == os.getpid()

def kill():
    while parts() < 4:
        time.sleep(0.02)
    os.kill(executors()[0], signal.SIGKILL)
    print("KILLED", parts(), flush=True)

builder = SparkSession.builder.master("local-cluster[2,1,1024]")
for key, value in json.loads(sys.argv[3]).items():
    builder = builder.config(key, value)
spark = builder.getOrCreate()
while len(executors()) < 2:
    spark.range(10).count()
killer = threading.Thread(target=kill)
killer.start()
summary = clean_files(None, sys.argv[1], sys.argv[2], session=spark)
killer.join()
print("DOCUMENTS", summary.documents, summary.failed, flush=True)
spark.stop()
"""


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ.update({"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable})
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]")
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_a_frame_becomes_what_the_local_run_makes(
    spark: Any, rows: list[dict[str, Any]], local: dict[str, dict[str, Any]]
) -> None:
    """Same rows, with the fixed columns; names that are taken are refused before anything runs."""
    from cleaner.adapters.spark import clean_dataframe

    frame = spark.createDataFrame([(row["id"], row["text"]) for row in rows], "id string, text string")
    cleaned = clean_dataframe(frame.repartition(4))
    assert dict(cleaned.dtypes)["date"] == "date"
    assert_equal([row.asDict() for row in cleaned.collect()], rows, local)
    with pytest.raises(InputError, match="has a column 'clean_text' already"):
        clean_dataframe(cleaned)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_files_become_what_the_local_run_makes(
    spark: Any, rows: list[dict[str, Any]], local: dict[str, dict[str, Any]], tmp_path: Path, form: str
) -> None:
    """Line for line; what fails is listed with its place, and a second run into the same folder is refused."""
    from cleaner.adapters.spark import clean_files

    for number in range(4):
        write_lines(tmp_path / f"in/deep/{number}.jsonl", rows[number::4])
    summary = clean_files(None, str(tmp_path / "in"), str(tmp_path / "out"), Options(form=form), spark)
    assert (summary.documents, summary.cleaned) == (len(rows), len(local))
    assert len(json.loads((tmp_path / "out/manifest.json").read_text())["parts"]) == 4
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
        clean_files(None, str(tmp_path / "in"), str(tmp_path / "out"), session=spark)


def test_the_command_line_does_the_same(spark: Any, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """`clean IN -o OUT --engine spark`: the lines of `clean IN -o OUT.jsonl`; failures make the exit code 1."""
    from click.testing import CliRunner

    from cleaner.cli import main

    write_lines(tmp_path / "in/a.jsonl", rows)
    before = CliRunner().invoke(main, [str(tmp_path / "in"), "-o", str(tmp_path / "local.jsonl")])
    after = CliRunner().invoke(main, [str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--engine", "spark"])
    assert (before.exit_code, after.exit_code) == (1, 1), after.output
    assert (tmp_path / "out/articles/a.jsonl").read_bytes() == (tmp_path / "local.jsonl").read_bytes()


def test_an_executor_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    """Two executors, one killed in the middle: no document is lost or doubled, and the bytes are those of the local run."""
    rows = documents(2400, broken=True)
    for number in range(24):
        write_lines(tmp_path / f"in/{number:02}.jsonl", rows[number::24])
    run(Cleaner(), [tmp_path / "in"], tmp_path / "local.jsonl", Options())
    done = subprocess.run(
        [sys.executable, "-c", KILL, str(tmp_path / "in"), str(tmp_path / "out"), json.dumps(SETTINGS)],
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable,
             "SPARK_WORKER_DIR": str(tmp_path / "work")},
        capture_output=True, text=True, timeout=300, cwd=tmp_path,
    )  # fmt: skip
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines() if line.split(" ", 1)[0].isupper())
    assert done.returncode == 0, done.stderr[-3000:]
    assert 4 <= int(said["KILLED"]) < 24
    assert "Lost executor" in done.stderr
    assert read_lines(*tmp_path.glob("out/articles/*.jsonl")) == read_lines(tmp_path / "local.jsonl")
    failed = len(read_lines(*tmp_path.glob("out/failures/*.jsonl")))
    assert said["DOCUMENTS"] == f"2400 {failed}"
    assert failed == sum(row["text"] is None for row in rows)
