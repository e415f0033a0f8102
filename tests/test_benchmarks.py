"""What the benchmarks put between themselves and the package still fits it."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from cleaner.batch import run

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr("sys.path", sys.path[:])  # the module puts folders of its own into it
    spec = importlib.util.spec_from_file_location("benchmark_of_the_report", BENCHMARKS / "report.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_cleaner_that_cleans_a_text_once_takes_what_a_run_gives_it(report: ModuleType, tmp_path: Path) -> None:
    """Each of the documents keeps its own address."""
    lines = (f'{{"id": "{n}", "url": "https://a.test/{n}", "text": "The ferry sails."}}\n' for n in range(2))
    (tmp_path / "in.jsonl").write_text("".join(lines))
    summary = run(report.Once(), [tmp_path / "in.jsonl"], tmp_path / "out.jsonl")
    assert (summary.cleaned, summary.errors) == (2, {})
    assert "https://a.test/1" in (tmp_path / "out.jsonl").read_text().splitlines()[1]
