"""Airflow 3: an operator for a shard, to be mapped over shards, and the tasks before and behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cleaner.adapters import shards as core
from cleaner.adapters.shards import Counts, RatesError, Shard, ShardForm
from cleaner.batch import Options
from cleaner.extras import needs

with needs("airflow", "the Airflow adapter"):
    from airflow.sdk import BaseOperator, task
    from airflow.sdk.exceptions import AirflowFailException


class CleanOperator(BaseOperator):
    """Clean one shard.

    It can be tried again at any time: a shard that was stopped goes on, one that is complete is not done again. What
    it returns, and so stores as XCom, is the place of the manifest and the counts, never a text. A share of failures
    over `max_failed` fails the task with the reason, and is not tried again. `shard` and `config` are templates.

    Args:
        shard: the file to clean and the file to write, `.jsonl` or `.parquet`: `{"source": ..., "output": ...}`, as
            `list_shards` gives them; with `root`, the folder from which identities of articles begin.
        config: the path of a `cleaner.toml`.
        max_failed: the share of the documents that may fail.
        workers: processes that clean; with 0 it is this one, and no document has a limit on its time.
        timeout: seconds that a document may take; needs workers.
        kwargs: what every operator takes.

    >>> day = {"source": "crawl/{{ ds }}.jsonl", "output": "clean/{{ ds }}.jsonl"}
    >>> CleanOperator(task_id="clean", shard=day).retries
    2

    """

    template_fields: Sequence[str] = ("shard", "config")

    def __init__(
        self, *, shard: Shard, config: str | None = None, max_failed: float | None = None, workers: int = 0,
        timeout: float = 30.0, **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs.setdefault("retries", 2)
        super().__init__(**kwargs)
        self.shard = shard
        self.config = config
        self.max_failed = max_failed
        self.workers = workers
        self.timeout = timeout

    def execute(self, context: Any) -> Counts:
        """Clean the shard; Airflow calls it.

        Args:
            context: Airflow's.

        Returns:
            The place of the manifest, and the counts.

        Raises:
            AirflowFailException: too many documents failed.
            CleanerError: see `cleaner.batch.run`.

        """
        return _clean(self.shard, self.config, self.max_failed, self.workers, self.timeout)

    def get_openlineage_facets_on_complete(self, task_instance: Any) -> Any:
        """Tell OpenLineage what was read and written, out of the manifest; Airflow calls it where the provider is.

        Args:
            task_instance: Airflow's.

        Returns:
            The datasets with their statistics, or None where the provider is not installed.

        """
        try:
            from airflow.providers.common.compat.openlineage.facet import (
                InputDataset,
                OutputDataset,
                OutputStatisticsOutputDatasetFacet,
            )
            from airflow.providers.openlineage.extractors import OperatorLineage
        except ImportError:
            return None
        counts = core.counts_of(self.shard)
        target = Path(counts["output"]).resolve()
        facet = OutputStatisticsOutputDatasetFacet(rowCount=counts["cleaned"], size=target.stat().st_size)
        return OperatorLineage(
            inputs=[InputDataset(namespace="file", name=Path(counts["source"]).resolve().as_posix())],
            outputs=[OutputDataset("file", target.as_posix(), outputFacets={"outputStatistics": facet})],
        )


def _clean(shard: Shard, config: str | None, max_failed: float | None, workers: int, timeout: float) -> Counts:
    try:
        return core.clean_file(shard, config, Options(workers=workers, timeout=timeout), max_failed)
    except RatesError as error:
        raise AirflowFailException(str(error)) from error


@task
def list_shards(source: str, output: str, form: ShardForm = "jsonl") -> list[Shard]:
    """List the shards of a folder, for `CleanOperator.partial(...).expand(shard=...)`.

    See `cleaner.adapters.shards.list_shards`.
    """
    return core.list_shards(source, output, form)


@task(retries=2)
def clean_shard(
    shard: Shard, config: str | None = None, max_failed: float | None = None, workers: int = 0, timeout: float = 30.0
) -> Counts:
    """Clean one shard, as a task function: what `CleanOperator` does, for `clean_shard.expand(shard=...)`."""
    return _clean(shard, config, max_failed, workers, timeout)


@task
def merge(
    counts: Iterable[Counts], output: str, max_failed: float | None = None, max_flagged: float | None = None
) -> Counts:
    """Merge the manifests of the shards into `manifest.json`, and check the rates.

    Args:
        counts: what the mapped tasks returned.
        output: the folder of the run.
        max_failed: the share of documents that may fail.
        max_flagged: the share that the guard may flag.

    Returns:
        The counts of the whole.

    Raises:
        AirflowFailException: a larger share failed or was flagged; the manifest is there all the same.

    """
    whole = core.merge(list(counts), output)
    try:
        core.check_rates(whole, max_failed, max_flagged)
    except RatesError as error:
        raise AirflowFailException(str(error)) from error
    return whole
