"""Time an engine beside the local run, over generated documents, and check that it makes the same of them.

`python tests/engines/overhead.py ray --documents 20000 --files 40`, in the environment of the engine. Both have one core.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from airflow_home import RUN_DAG, make_home
from engine_data import assert_equal, documents, read_lines, write_lines

from cleaner import Cleaner
from cleaner.batch import Options, run

Rows = Iterator[dict[str, Any]]
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_USAGE_STATS_REPORT_URL": "http://127.0.0.1:9/", "DO_NOT_TRACK": "1",
         "RAY_DATA_DISABLE_PROGRESS_BARS": "1", "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1",
         "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}  # fmt: skip


def arrow(source: Path, output: Path) -> Rows:
    import pyarrow as pa

    from cleaner.adapters.arrow import clean_table

    tables = []
    for path in sorted(source.iterdir()):
        with path.open() as lines:
            tables.append(clean_table(pa.Table.from_pylist([json.loads(line) for line in lines])))
    return (row for table in tables for row in table.to_pylist())


def datatrove(source: Path, output: Path) -> Rows:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.adapters.datatrove import NewsCleaner

    steps = [JsonlReader(str(source)), NewsCleaner(), JsonlWriter(str(output))]
    LocalPipelineExecutor(pipeline=steps, tasks=1, logging_dir=str(output / "logs")).run()
    lines = (
        json.loads(line) for path in output.glob("*.gz") for line in gzip.decompress(path.read_bytes()).splitlines()
    )
    return ({"id": row["id"], "clean_text": row["text"], **row["metadata"]["newsclean"]} for row in lines)


def prefect(source: Path, output: Path) -> None:
    from prefect.testing.utilities import prefect_test_harness

    from cleaner.adapters.prefect import clean_folder

    with prefect_test_harness(server_startup_timeout=120):
        clean_folder(str(source), str(output))


def airflow(source: Path, output: Path) -> None:
    home = make_home(output.with_name("airflow-home"))
    given = json.dumps({"source": str(source), "output": str(output)})
    with output.with_name("airflow.log").open("w") as log:
        subprocess.run(
            [sys.executable, "-c", RUN_DAG, "newsclean_daily", given], env=home, stdout=log, stderr=log, check=True
        )


def ray(source: Path, output: Path) -> None:
    with _ray():
        from cleaner.adapters.ray import clean_files

        clean_files(None, str(source), str(output))


def ray_dataset(source: Path, output: Path) -> Rows:
    with _ray() as ray:
        from cleaner.adapters.ray import clean_dataset

        clean_dataset(ray.data.read_json(str(source))).write_parquet(str(output))
    return _parquet(output)


def spark(source: Path, output: Path) -> None:
    with _spark() as session:
        from cleaner.adapters.spark import clean_files

        clean_files(None, str(source), str(output), session=session)


def spark_frame(source: Path, output: Path) -> Rows:
    with _spark() as session:
        from cleaner.adapters.spark import clean_dataframe

        clean_dataframe(session.read.json(str(source))).write.parquet(str(output))
    return _parquet(output)


ENGINES: dict[str, Callable[[Path, Path], Rows | None]] = {
    "arrow": arrow, "datatrove": datatrove, "prefect": prefect, "airflow": airflow, "ray": ray,
    "ray-dataset": ray_dataset, "spark": spark, "spark-frame": spark_frame,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--folder", help="keep the input and the local run here, for the next engine")
    given = parser.parse_args()
    os.environ.update(QUIET)
    os.sched_setaffinity(0, [max(os.sched_getaffinity(0))])
    with nullcontext(given.folder) if given.folder else tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = documents(given.documents)
        local = clean_here(folder, rows, given.files)
        output = folder / given.engine
        began = time.monotonic()
        found = ENGINES[given.engine](folder / "in", output)
        taken = time.monotonic() - began
        compare(folder, output, rows, found)
    load = ", ".join(f"{number:.0f}" for number in os.getloadavg())
    print(f"| {given.engine} | {local:.1f} | {taken:.1f} | {taken / local:.2f} | equal; load of the machine {load} |")


def clean_here(folder: Path, rows: list[dict[str, Any]], files: int) -> float:
    """Write the input, clean it without an engine, and give the seconds that took; what is there already is kept."""
    seconds = folder / "seconds.txt"
    if not seconds.exists():
        for number in range(files):
            write_lines(folder / f"in/{number:03}.jsonl", rows[number::files])
        began = time.monotonic()
        run(Cleaner(), [folder / "in"], folder / "local.jsonl", Options())
        seconds.write_text(str(time.monotonic() - began))
    return float(seconds.read_text())


def compare(folder: Path, output: Path, rows: list[dict[str, Any]], found: Rows | None) -> None:
    """Files are the local run's byte for byte, sorted by identity; rows hold the same in every field.

    Raises:
        AssertionError: they are not, or do not.

    """
    local = read_lines(folder / "local.jsonl")
    assert len(local) == len(rows)
    if found is None:
        parts = [path for path in output.glob("**/articles/*.jsonl") if "failures" not in path.name]
        assert read_lines(*parts) == local
    else:
        assert_equal(list(found), rows, {row["id"]: row for row in map(json.loads, local)})


@contextmanager
def _ray() -> Iterator[Any]:
    import ray
    import ray.data

    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False)
    yield ray
    ray.shutdown()


@contextmanager
def _spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


def _parquet(output: Path) -> Rows:
    import pyarrow.parquet as pq

    return iter(pq.read_table(output).to_pylist())


if __name__ == "__main__":
    main()
