"""Documents that are cleaned everywhere alike, and what the local run makes of them."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from engine_data import corpus, documents, quiet, write_lines

from cleaner import Cleaner
from cleaner.batch import Options, run

os.environ.update(quiet(Path(tempfile.mkdtemp())))


@pytest.fixture(scope="session")
def rows() -> list[dict[str, Any]]:
    return [*corpus(), *documents(400, broken=True)]


@pytest.fixture(scope="session")
def local(rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the local run makes of the rows, by identity."""
    folder = tmp_path_factory.mktemp("local")
    run(Cleaner(), [write_lines(folder / "in.jsonl", rows)], folder / "out.jsonl", Options())
    return {row["id"]: row for row in map(json.loads, (folder / "out.jsonl").read_text().splitlines())}
