"""Time an engine beside the local run, over generated documents, and check that it makes the same of them.

`python tests/engines/overhead.py ray --documents 20000 --files 40`, in the environment of the engine. Both have one core.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from engine_data import documents, read_lines, write_lines

from cleaner import Cleaner
from cleaner.batch import Options, run


def arrow(source: Path, output: Path) -> None:
    import pyarrow as pa

    from cleaner.adapters.arrow import clean_table

    for path in sorted(source.iterdir()):
        with path.open() as lines:
            clean_table(pa.Table.from_pylist([json.loads(line) for line in lines]))


def datatrove(source: Path, output: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.adapters.datatrove import NewsCleaner

    steps = [JsonlReader(str(source)), NewsCleaner(), JsonlWriter(str(output))]
    LocalPipelineExecutor(pipeline=steps, tasks=1, logging_dir=str(output / "logs")).run()


def prefect(source: Path, output: Path) -> None:
    from prefect.testing.utilities import prefect_test_harness

    from cleaner.adapters.prefect import clean_folder

    with prefect_test_harness(server_startup_timeout=120):
        clean_folder(str(source), str(output))


def ray(source: Path, output: Path) -> None:
    import ray

    from cleaner.adapters.ray import clean_files

    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False)
    clean_files(None, str(source), str(output))
    ray.shutdown()


def spark(source: Path, output: Path) -> None:
    from pyspark.sql import SparkSession

    from cleaner.adapters.spark import clean_files

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    clean_files(None, str(source), str(output), session=session)
    session.stop()


ENGINES: dict[str, Callable[[Path, Path], None]] = {
    "arrow": arrow, "datatrove": datatrove, "prefect": prefect, "ray": ray, "spark": spark,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=40)
    given = parser.parse_args()
    os.environ.update(
        {"RAY_USAGE_STATS_ENABLED": "0", "RAY_USAGE_STATS_REPORT_URL": "http://127.0.0.1:9/", "DO_NOT_TRACK": "1",
         "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = documents(given.documents)
        for number in range(given.files):
            write_lines(folder / f"in/{number:03}.jsonl", rows[number :: given.files])
        began = time.monotonic()
        run(Cleaner(), [folder / "in"], folder / "local.jsonl", Options())
        local = time.monotonic() - began
        began = time.monotonic()
        ENGINES[given.engine](folder / "in", folder / "out")
        taken = time.monotonic() - began
        parts = [path for path in folder.glob("out/articles/*.jsonl") if "failures" not in path.name]
        same = read_lines(*parts) == read_lines(folder / "local.jsonl") if parts else "not compared"
        print(
            f"RESULT {given.engine}: local {local:.1f} s, engine {taken:.1f} s ({taken / local:.2f}), same lines: {same}"
        )


if __name__ == "__main__":
    main()
