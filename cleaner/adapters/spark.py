"""Spark: clean a data frame, or a run over files on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from cleaner.adapters.arrow import clean_batch, output_schema
from cleaner.adapters.parts import Job, clean_part, finish, load_cleaner, make_job, missing, no_inputs, send_cleaner
from cleaner.adapters.rows import COLUMNS
from cleaner.api import Cleaner
from cleaner.batch import Fields, Options, Summary
from cleaner.extras import needs

_FILE_A_TASK = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
    "spark.sql.files.openCostInBytes": str(1 << 27),
    "spark.sql.files.maxPartitionBytes": str(1 << 27),
}
"""So that a worker holds one file at a time, and tasks are not made of several files."""


def clean_dataframe(
    frame: Any, cleaner: Cleaner | None = None, fields: Fields | None = None, prefix: str = ""
) -> Any:  # fmt: skip
    """Add the columns of `cleaner.adapters.arrow` to a data frame, by `mapInArrow`.

    Args:
        frame: a `pyspark.sql.DataFrame` with a column of texts or HTML.
        cleaner: what cleans; the default chain if left out.
        fields: what the columns are called.
        prefix: stands before the names of the added columns.

    Returns:
        A data frame that is computed when it is asked for.

    Raises:
        InputError: Spark is not installed, the column with the text is missing, or a column has the name of an added
            one.

    Example:
        `clean_dataframe(spark.read.parquet("s3a://news/")).write.parquet("s3a://clean/")`

    """
    types = _spark().types
    with needs("spark", "the Spark adapter"):
        import pyarrow as pa
    output_schema(pa.schema([(name, pa.string()) for name in frame.columns]), fields, prefix)
    special = {"date": types.DateType(), "removed_chars": types.LongType()}
    schema = types.StructType(list(frame.schema.fields))
    for name in COLUMNS:
        schema = schema.add(prefix + name, special.get(name, types.StringType()))
    return frame.mapInArrow(_batches(send_cleaner(cleaner), fields, prefix), schema)


def clean_files(
    cleaner: Cleaner | None, source: str, output: str, options: Options | None = None, session: Any = None
) -> Summary:
    """Clean files on a cluster, or on this machine if there is no session yet.

    Every file is a task; it is held in the memory of the worker that cleans it. A task that dies is done again.

    Args:
        cleaner: what cleans; the default chain if left out.
        source: a file, a folder or a pattern, as Spark reads it.
        output: an empty folder, or its URL: `articles/` and `failures/` with a file for every input, `manifest.json`.
        options: how it is done; of these `form`, `fields` and `max_bytes` count.
        session: a `SparkSession`; the active one, or a new one, if left out.

    Returns:
        The counts.

    Raises:
        InputError: Spark is not installed, or there is nothing to clean.
        ConfigError: the output is not empty, or a URL that pyarrow does not know.

    Example:
        `clean_files(Cleaner(), "s3a://news/2024/", "s3a://clean/2024/", Options(form="parquet"))`

    """
    spark = _spark().SparkSession.builder.getOrCreate() if session is None else session
    job = make_job(cleaner, source, output, options)
    with _settings(spark, _FILE_A_TASK):
        files = _binary_files(spark, source)
        skipped = no_inputs(row["path"] for row in files.select("path").collect())
        parts = files.select("path", "content").mapInArrow(_files(job, skipped), "part string").collect()
    return finish(job, (row["part"] for row in parts))


def _binary_files(spark: Any, source: str) -> Any:
    from pyspark.errors import AnalysisException

    try:
        return spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)
    except AnalysisException as error:
        if error.getCondition() == "PATH_NOT_FOUND":
            raise missing(source) from error
        raise


def _batches(cleaner: bytes, fields: Fields | None, prefix: str) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def clean(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as pa

        for batch in batches:
            cleaned = clean_batch(batch, load_cleaner(cleaner), fields, prefix)
            arrays = [array.cast(pa.string()) if array.type == pa.large_string() else array for array in cleaned]
            yield pa.RecordBatch.from_arrays(arrays, cleaned.schema.names)

    return clean


def _files(job: Job, skipped: frozenset[str]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def clean(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as pa

        for batch in batches:
            for row in batch.to_pylist():
                if row["path"] not in skipped:
                    part = clean_part(job, row["path"], row["content"])
                    yield pa.RecordBatch.from_arrays([pa.array([part], pa.string())], ["part"])

    return clean


@contextmanager
def _settings(spark: Any, wanted: dict[str, str]) -> Iterator[None]:
    before = {key: spark.conf.get(key) for key in wanted}
    try:
        for key, value in wanted.items():
            spark.conf.set(key, value)
        yield
    finally:
        for key, value in before.items():
            spark.conf.set(key, value)


def _spark() -> Any:
    with needs("spark", "the Spark adapter"):
        import pandas  # noqa: F401  # mapInArrow asks for it
        import pyarrow  # noqa: F401
        import pyspark.sql
        import pyspark.sql.types
    return pyspark.sql
