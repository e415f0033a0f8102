"""What the benchmarks put between themselves and the package still fits it, and what they check can fail."""

import doctest
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from cleaner import Cleaner
from cleaner.batch import run

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def benchmark(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load a benchmark as the command line does, its own folder first in the path, under a name of no other module."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    spec = importlib.util.spec_from_file_location(f"benchmark_{request.param}", BENCHMARKS / f"{request.param}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("benchmark", ["report"], indirect=True)
def test_cleaner_that_cleans_a_text_once_takes_what_a_run_gives_it(benchmark: ModuleType, tmp_path: Path) -> None:
    """Each of the documents keeps its own address."""
    lines = (f'{{"id": "{n}", "url": "https://a.test/{n}", "text": "The ferry sails."}}\n' for n in range(2))
    (tmp_path / "in.jsonl").write_text("".join(lines))
    summary = run(benchmark.Once(), [tmp_path / "in.jsonl"], tmp_path / "out.jsonl")
    assert (summary.cleaned, summary.errors) == (2, {})
    assert "https://a.test/1" in (tmp_path / "out.jsonl").read_text().splitlines()[1]


@pytest.mark.parametrize("benchmark", ["quality"], indirect=True)
def test_quality_fails_below_a_floor_and_where_nothing_was_measured(benchmark: ModuleType) -> None:
    """The examples of the check hold."""
    found = doctest.testmod(benchmark)
    assert found.attempted
    assert found.failed == 0


@pytest.mark.parametrize("benchmark", ["insertion"], indirect=True)
def test_insertion_sees_a_line_of_the_body_go(benchmark: ModuleType, cleaner: Cleaner) -> None:
    """What goes with an inserted heading is harm, that heading is none; blank lines between excuse nothing."""
    body = "The ferry to Karsholm sails again from Monday, the harbour board said.\n\nThe pier\n\nThe quay"
    heading = benchmark.Noise("related", "Most popular stories", 1)
    article = cleaner.clean(benchmark.mixed(body.split("\n\n"), [heading]), "text")
    assert article.removed
    found = [line for _, line in benchmark.harm([heading], article, cleaner.clean(body, "text"))]
    assert found == ["The pier", "The quay"]
    assert list(benchmark.missed([heading], body, article.restore())) == [("related", "Most popular stories")]
