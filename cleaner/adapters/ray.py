"""Ray Data: clean a dataset, or a run over files on a cluster."""

from __future__ import annotations

from typing import Any

from cleaner.adapters.arrow import clean_table
from cleaner.adapters.parts import Job, clean_part, finish, load_cleaner, make_job, missing, no_inputs, send_cleaner
from cleaner.api import Cleaner
from cleaner.batch import Fields, Options, Summary
from cleaner.errors import InputError
from cleaner.extras import needs

_ROWS = 256


def clean_dataset(
    dataset: Any, cleaner: Cleaner | None = None, fields: Fields | None = None, prefix: str = "",
    batch_size: int = _ROWS, **options: Any,
) -> Any:  # fmt: skip
    """Add the columns of `cleaner.adapters.arrow` to a dataset.

    Args:
        dataset: a `ray.data.Dataset` with a column of texts or HTML.
        cleaner: what cleans; the default chain if left out.
        fields: what the columns are called.
        prefix: stands before the names of the added columns.
        batch_size: rows that go to a worker together.
        options: further ones of `Dataset.map_batches`, such as `concurrency` or `num_cpus`.

    Returns:
        A dataset that is computed when it is asked for.

    Raises:
        InputError: Ray is not installed.

    Example:
        `clean_dataset(ray.data.read_parquet("s3://news/")).write_parquet("s3://clean/")`

    """
    _ray()
    given = {"cleaner": send_cleaner(cleaner), "fields": fields, "prefix": prefix}
    return dataset.map_batches(_clean_batch, batch_format="pyarrow", batch_size=batch_size, fn_kwargs=given, **options)


def clean_files(cleaner: Cleaner | None, source: str, output: str, options: Options | None = None) -> Summary:
    """Clean files on the cluster that this process is connected to, or on this machine if to none.

    Every file is a task; it is held in the memory of the worker that cleans it. A task that dies is done again.

    Args:
        cleaner: what cleans; the default chain if left out.
        source: a file, a folder, as Ray reads it.
        output: an empty folder, or its URL: `articles/` and `failures/` with a file for every input, `manifest.json`.
        options: how it is done; of these `form`, `fields` and `max_bytes` count.

    Returns:
        The counts.

    Raises:
        InputError: Ray is not installed, or there is nothing to clean.
        ConfigError: the output is not empty, or a URL that pyarrow does not know.

    Example:
        `clean_files(Cleaner(), "s3://news/2024/", "s3://clean/2024/", Options(form="parquet"))`

    """
    ray = _ray()
    job = make_job(cleaner, source, output, options)
    try:
        files = ray.data.read_binary_files(source, include_paths=True)
    except FileNotFoundError as error:
        raise missing(source) from error
    except ValueError as error:
        raise InputError(f"{source}: found no file to clean ({error})") from error
    given = {"job": job, "skipped": no_inputs(files.input_files())}
    parts = files.map_batches(_clean_files, batch_format="pyarrow", batch_size=1, fn_kwargs=given)
    return finish(job, (row["part"] for row in parts.iter_rows()))


def _clean_batch(table: Any, cleaner: bytes, fields: Fields | None, prefix: str) -> Any:
    return clean_table(table, load_cleaner(cleaner), fields, prefix)


def _clean_files(table: Any, job: Job, skipped: frozenset[str]) -> Any:
    import pyarrow as pa

    rows = [row for row in table.to_pylist() if row["path"] not in skipped]
    return pa.table({"part": pa.array([clean_part(job, row["path"], row["bytes"]) for row in rows], pa.string())})


def _ray() -> Any:
    with needs("ray", "the Ray adapter"):
        import ray
        import ray.data
    return ray
