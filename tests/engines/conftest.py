"""Documents that are cleaned everywhere alike, and what the local run makes of them."""

import json
import os
import tempfile
from typing import Any

import pytest
from engine_data import corpus, documents, write_lines

from cleaner import Cleaner
from cleaner.batch import Options, run

os.environ.update({  # so that no engine sends anything anywhere, or writes outside the tests
    "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_HOME": tempfile.mkdtemp(),
    "HF_HUB_OFFLINE": "1", "HF_HOME": tempfile.mkdtemp(),
})  # fmt: skip


@pytest.fixture(scope="session")
def rows() -> list[dict[str, Any]]:
    return [*corpus(), *documents(400, broken=True)]


@pytest.fixture(scope="session")
def local(rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the local run makes of the rows, by identity."""
    folder = tmp_path_factory.mktemp("local")
    run(Cleaner(), [write_lines(folder / "in.jsonl", rows)], folder / "out.jsonl", Options())
    return {row["id"]: row for row in map(json.loads, (folder / "out.jsonl").read_text().splitlines())}
