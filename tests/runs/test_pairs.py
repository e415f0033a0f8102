"""Pairing the documents of two runs: by identity, in one pass, whatever is missing on either side."""

import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import BODY, NOISY, lines

from cleaner import Cleaner
from cleaner.batch import run
from cleaner.runs.pairs import pairs_of_cleaners, pairs_of_runs
from cleaner.writing.outputs import Layout

ARTICLE = Cleaner(filters=[]).clean(BODY, "text").to_dict()


def output(path: Path, ids: list[str]) -> Path:
    path.write_bytes(lines([{**ARTICLE, "id": identity} for identity in ids]))
    return finished(path, len(ids))


def finished(path: Path, documents: int) -> Path:
    manifest = {"settings": {"form": "jsonl"}, "summary": {"documents": documents}}
    Layout(path, "jsonl").manifest.write_bytes(msgspec.json.encode(manifest))
    return path


def sides(a: Path, b: Path) -> list[tuple[str, bool, bool]]:
    return [(pair.id, pair.a is not None, pair.b is not None) for pair in pairs_of_runs(a, b)]


@given(st.lists(st.sampled_from("abcdef"), max_size=8), st.lists(st.sampled_from("abcdef"), max_size=8))
def test_every_document_is_paired_once(tmp_path_factory: pytest.TempPathFactory, a: list[str], b: list[str]) -> None:
    """In any order, with any missing, and where an identity stands several times: as many pairs as both have."""
    folder = tmp_path_factory.mktemp("pairs")
    found = sides(output(folder / "a.jsonl", a), output(folder / "b.jsonl", b))
    for identity in "abcdef":
        both, of_a, of_b = (found.count((identity, *x)) for x in ((True, True), (True, False), (False, True)))
        assert both == min(a.count(identity), b.count(identity))
        assert of_a == a.count(identity) - both
        assert of_b == b.count(identity) - both


def test_pair_holds_each_side_where_it_belongs(tmp_path: Path) -> None:
    a, b = output(tmp_path / "a.jsonl", ["1", "2", "3"]), output(tmp_path / "b.jsonl", ["2", "3", "4"])
    other = [{**ARTICLE, "id": x, "title": "b"} for x in ("2", "3", "4")]
    b.write_bytes(lines(other))
    assert {p.id: (p.a and p.a.title, p.b and p.b.title) for p in pairs_of_runs(a, b)} == {
        "1": (None, None), "2": (None, "b"), "3": (None, "b"), "4": (None, "b"),
    }  # fmt: skip
    assert {p.id: (p.a is None, p.b is None) for p in pairs_of_runs(a, b)}["4"] == (True, False)


def test_forms_may_differ(cleaner: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines([{"id": f"{x}", "text": NOISY} for x in range(5)]))
    run(cleaner, [tmp_path / "in.jsonl"], tmp_path / "tree")
    run(cleaner, [tmp_path / "in.jsonl"], tmp_path / "rows.parquet")
    assert sides(tmp_path / "tree", tmp_path / "rows.parquet") == [(f"{x}", True, True) for x in range(5)]


def test_cleaners_are_compared_without_writing(tmp_path: Path) -> None:
    """What fails on both sides is in neither output, and so in no pair."""
    (tmp_path / "in.jsonl").write_bytes(lines([{"id": "x", "text": NOISY}]) + b"[]\n")
    (pair,) = pairs_of_cleaners(Cleaner(), Cleaner(filters=[]), [tmp_path])
    assert pair.id == "x"
    assert pair.a.text.rstrip() == BODY
    assert pair.b.text == NOISY
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


PEAK = """
import re, sys
from pathlib import Path
from cleaner.compare import compare
from cleaner.runs.pairs import pairs_of_runs
found = compare(pairs_of_runs(Path(sys.argv[1]), Path(sys.argv[2])))
print(found.documents, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells its memory on Linux alone")
def test_memory_does_not_grow_with_the_documents(tmp_path: Path) -> None:
    """Twenty times the documents, in another order on one side, so that nearly all must wait: 25 MB more at most."""

    def peak(count: int) -> int:
        ids = [f"{number:08}" for number in range(count)]
        filled = {**ARTICLE, "text": BODY * 20}
        shuffled = random.Random(0).sample(ids, count)
        for name, order in (("a", ids), ("b", shuffled)):
            with (tmp_path / f"{name}.jsonl").open("wb") as file:
                for identity in order:
                    file.write(msgspec.json.encode({**filled, "id": identity}) + b"\n")
            finished(tmp_path / f"{name}.jsonl", count)
        told = subprocess.run(
            [sys.executable, "-c", PEAK, tmp_path / "a.jsonl", tmp_path / "b.jsonl"], capture_output=True, check=True
        ).stdout.split()  # fmt: skip
        assert int(told[0]) == count
        return int(told[1])

    assert peak(10_000) - peak(500) < 25_000  # kB; the texts alone are 45 MB a side
