"""A folder a day: list the shards, clean each in a task of its own, merge the manifests, check the rates."""

from airflow.sdk import dag

from cleaner.adapters.airflow import CleanOperator, list_shards, merge

OUTPUT = "{{ params.output }}/{{ dag_run.run_after | ds }}"


@dag(schedule=None, params={"source": "/data/crawl", "output": "/data/clean"}, tags=["newsclean"])
def newsclean_daily() -> None:
    """Clean what was crawled; give `source` and `output` when triggering, or change them here."""
    shards = list_shards(source="{{ params.source }}", output=OUTPUT)
    cleaned = CleanOperator.partial(task_id="clean", map_index_template="{{ task.shard.source }}").expand(shard=shards)
    merge(cleaned.output, output=OUTPUT, max_failed=0.01, max_flagged=0.2)


newsclean_daily()
