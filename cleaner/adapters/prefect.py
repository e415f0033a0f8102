"""Prefect: a task for a shard, and a flow that lists the shards, cleans them side by side and checks the rates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cleaner.adapters import shards as core
from cleaner.adapters.shards import Counts, RatesError, Shard, ShardForm
from cleaner.batch import Options
from cleaner.extras import needs
from cleaner.report import write_report

with needs("prefect", "the Prefect adapter"):
    from prefect import flow, task
    from prefect.artifacts import create_link_artifact, create_table_artifact


def _may_pass(_task: Any, _run: Any, state: Any) -> bool:
    """Tell whether another try may help: it does not where too many documents failed."""
    return not isinstance(state.result(raise_on_failure=False), RatesError)


@task(name="list shards")
def list_shards(source: str, output: str, form: ShardForm = "jsonl") -> list[Shard]:
    """List the shards of a run, see `cleaner.adapters.shards.list_shards`."""
    return core.list_shards(source, output, form)


@task(name="clean shard", task_run_name="clean {shard[source]}", retries=2, retry_delay_seconds=10,
      retry_condition_fn=_may_pass)  # fmt: skip
def clean_shard(
    shard: Shard, config: str | None = None, max_failed: float | None = None, workers: int = 0, timeout: float = 30.0
) -> Counts:
    """Clean one shard; it can be tried again at any time, and goes on where it was stopped.

    Args:
        shard: what is read and what is written, from `list_shards`.
        config: the path of a `cleaner.toml`.
        max_failed: the share of its documents that may fail.
        workers: processes that clean it; with 0 it is this one, and no document has a limit on its time.
        timeout: seconds that a document may take.

    Returns:
        The place of the manifest, and the counts; never a text.

    Raises:
        RatesError: a larger share failed.
        CleanerError: see `cleaner.batch.run`.

    """
    return core.clean_file(shard, config, Options(workers=workers, timeout=timeout), max_failed)


@task(name="merge manifests")
def merge(
    counts: list[Counts], output: str, max_failed: float | None = None, max_flagged: float | None = None
) -> Counts:
    """Merge the manifests of the shards, write `report.html` beside the result, and check the rates.

    A table of the shards and a link to the report are left as artifacts.

    Args:
        counts: what the shards gave.
        output: the folder of the run.
        max_failed: the share of documents that may fail.
        max_flagged: the share that the guard may flag.

    Returns:
        The counts of the whole.

    Raises:
        RatesError: a larger share failed or was flagged; the manifest, the report and the artifacts are there all the
            same.

    """
    whole = core.merge(counts, output)
    report = Path(output, "report.html")
    write_report(Path(output), report)
    create_table_artifact(
        key="newsclean-shards", table=[*core.as_table(counts), {**core.as_table([whole])[0], "shard": "all"}],
        description=f"What became of {whole['documents']} documents, by shard.",
    )  # fmt: skip
    create_link_artifact(
        key="newsclean-report", link=report.resolve().as_uri(), link_text="report.html",
        description=f"What was removed, by which rule, and why; the sums are in {whole['manifest']}, too.",
    )  # fmt: skip
    core.check_rates(whole, max_failed, max_flagged)
    return whole


@flow(name="newsclean")
def clean_folder(
    source: str, output: str, form: ShardForm = "jsonl", config: str | None = None, max_failed: float | None = None,
    max_flagged: float | None = None, workers: int = 0, timeout: float = 30.0,
) -> Counts:  # fmt: skip
    """Clean a folder: a task for every file, and one that puts the counts together.

    The tasks of a flow share one process unless its task runner says otherwise; `workers` gives every shard processes
    of its own. Run again with the same folders, it does only what is not done.

    Args:
        source: the folder, or one file.
        output: the folder to write to: `articles/` with a file a shard, `manifest.json`, `report.html`.
        form: what the shards write, `jsonl` or `parquet`.
        config: the path of a `cleaner.toml`.
        max_failed: the share of documents that may fail, in all of them together.
        max_flagged: the share that the guard may flag.
        workers: processes that clean a shard.
        timeout: seconds that a document may take; needs workers.

    Returns:
        The counts of the whole.

    Raises:
        RatesError: a larger share failed or was flagged.
        InputError: there is nothing to clean.

    """
    found = list_shards(source, output, form)
    cleaned = clean_shard.map(found, config=config, workers=workers, timeout=timeout)
    counts: Counts = merge(cleaned.result(), output, max_failed, max_flagged)
    return counts
