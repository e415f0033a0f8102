"""Spark: the same as the local run, on one machine and on two executors of which one is killed."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from functools import partial
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

from cleaner import InputError
from cleaner.batch import Options, Summary

if find_spec("pyspark") is None:
    pytest.skip("Spark is not installed: pip install 'newsclean[spark]'", allow_module_level=True)

pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17, which is not installed"),
]
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
for key, value in json.loads(os.environ["SETTINGS"]).items():
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


def clean(session: Any, source: Path, output: Path, options: Options) -> Summary:
    from cleaner.adapters.spark import clean_files

    return clean_files(None, str(source), str(output), options, session)


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
    assert_files_equal(partial(clean, spark), rows, local, tmp_path, form)


def test_an_input_that_is_not_there_is_named(spark: Any, tmp_path: Path) -> None:
    """So is a folder without a file to clean."""
    assert_missing_is_named(partial(clean, spark), tmp_path)


def test_the_same_files_are_read_as_by_the_local_run(spark: Any, tmp_path: Path) -> None:
    """Not every file of a fitting name is an article."""
    assert_same_inputs(partial(clean, spark), tmp_path)


def test_the_command_line_does_the_same(spark: Any, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """`clean IN -o OUT --engine spark`."""
    assert_command_does_the_same("spark", rows, tmp_path)


def test_an_executor_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    """Two executors, one killed in the middle: no document is lost or doubled, and the bytes are those of the local run."""
    environment = {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "SETTINGS": json.dumps(SETTINGS),
                   "SPARK_WORKER_DIR": str(tmp_path / "work")}  # fmt: skip
    _, log = survive(KILL, tmp_path, environment)
    assert "Lost executor" in log
