"""A run that is killed at any moment and goes on ends with the same bytes as one that was never stopped.

`python benchmarks/kills.py` does it fifty times.
"""

import random

import pytest
from runs.kills import Lab


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    return Lab(tmp_path_factory.mktemp("kills"), 150)


@pytest.mark.parametrize(("seed", "form"), [(2, "jsonl"), (3, "tree"), (5, "jsonl")])
def test_run_killed_at_a_random_moment_ends_as_one_that_was_not(seed: int, form: str, lab: Lab) -> None:
    """The files are equal, nothing that was done is done again, and no process stays behind."""
    assert lab.trial(form, seed, random.Random(seed)).wrong == []


def test_filter_that_notes_sees_every_document(lab: Lab) -> None:
    """Else nothing would be said of what is done again."""
    lab.whole("jsonl")
    seen = {int(x) for x in (lab.folder / "whole-jsonl.notes").read_text().split()}
    assert seen == set(range(150)) == {x for of_file in lab.order for x in of_file if x >= 0}
