"""What the engine tests share: documents that are cleaned everywhere alike, and what the local run makes of them."""

import json
import random
import sys
from pathlib import Path
from typing import Any

from cleaner.corpus import read_samples

ROOT = Path(__file__).parent.parent.parent
_EVERY = 13
NOISE = ("Advertisement", "Share this article", "CommentsNo comment", "Most popular stories\n- Pumpkin soup\n- Airline strike",
         "Sign up to our newsletter", "© 2024 Karsholm Post. All rights reserved.")  # fmt: skip


def quiet(home: Path) -> dict[str, str]:
    """Give the environment in which no engine sends anything anywhere, or writes outside of `home`."""
    home.mkdir(parents=True, exist_ok=True)
    return {
        "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "RAY_USAGE_STATS_ENABLED": "0",
        "PREFECT_HOME": f"{home}/prefect", "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "AIRFLOW_HOME": f"{home}/airflow",
        "HF_HUB_OFFLINE": "1", "HF_HOME": f"{home}/hf", "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable,
    }  # fmt: skip


def documents(count: int, broken: bool = False) -> list[dict[str, Any]]:
    """Invented articles with noise between their paragraphs; with `broken`, every 97th has no text."""
    chance = random.Random(count)
    found = []
    for number in range(count):
        paragraphs = [
            f"The ferry number {chance.randrange(10**6)} to Karsholm sails again from {chance.choice(['Monday', 'Friday'])}, "
            f"the harbour board said after a meeting of {chance.randrange(2, 90)} members."
            for _ in range(chance.randrange(2, 6))
        ]
        paragraphs.insert(chance.randrange(1, len(paragraphs) + 1), chance.choice(NOISE))
        text = ("date 2024-10-24 " if number % 5 == 0 else "") + "\n\n".join(paragraphs)
        found.append({"id": f"doc-{number:06}", "text": None if broken and number % 97 == 96 else text, "desk": "sea"})
    return found


def corpus() -> list[dict[str, Any]]:
    """Some of the annotated articles of the project, as raw documents.

    To compile the rules that all of them need takes every process of every engine twenty seconds.
    """
    samples = list(read_samples(ROOT / "corpus"))[::_EVERY]
    return [{"id": sample.path.relative_to(ROOT).as_posix(), "text": sample.raw} for sample in samples]


def write_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read_lines(*paths: Path) -> list[bytes]:
    """Give the lines of files, sorted by the identity they begin with."""
    return sorted(line for path in paths for line in path.read_bytes().splitlines())


def assert_equal(found: list[dict[str, Any]], rows: list[dict[str, Any]], local: dict[str, dict[str, Any]]) -> None:
    """Every row is there once, and is what the local run made of it."""
    assert sorted(row["id"] for row in found) == sorted(row["id"] for row in rows)
    for row in found:
        provenance = json.loads(row["provenance"])
        if row["id"] not in local:
            assert row["verdict"] == "failed"
            assert provenance["failure"]["reason"] == "the column 'text' is null"
            continue
        article = local[row["id"]]
        day = row["date"] and str(row["date"])[:10]
        names = ("title", "byline", "source", "language")
        assert (row["clean_text"], day) == (article["text"], article["date"])
        assert [row[name] for name in names] == [article[name] for name in names]
        assert row["removed_chars"] == sum(article["provenance"]["removed_chars"].values())
        assert row["verdict"] == article["provenance"]["verdict"]["status"]
        assert provenance.pop("edits") == article["edits"]
        assert provenance == article["provenance"]
