"""A run: every input ends in the output or in the list of failures."""

import json
from pathlib import Path

import pytest

from cleaner import Cleaner, Document
from cleaner.batch import run
from cleaner.reading.files import find_sources
from cleaner.writing.atomic import whole_file
from cleaner.writing.sinks import JsonLinesSink, TreeSink


def test_filter_that_fails_on_one_document_does_not_stop_the_run(tmp_path: Path) -> None:
    def touchy(document: Document) -> list[object]:
        if "bad" in document.text:
            raise RuntimeError("cannot stand it")
        return []

    for name, text in (("a", "good"), ("b", "bad"), ("c", "good again")):
        (tmp_path / f"{name}.txt").write_text(text)
    summary = run(Cleaner(filters=[touchy]), find_sources([tmp_path]), TreeSink(tmp_path / "out"))
    assert (summary.documents, summary.cleaned, summary.failed) == (3, 2, 1)
    failure = json.loads((tmp_path / "out" / "failures.jsonl").read_text())
    assert failure["error"] == "RuntimeError"
    assert failure["reason"] == "cannot stand it"
    assert (tmp_path / "out" / "c.txt").exists()


def test_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("before")

    def interrupted() -> None:
        with whole_file(tmp_path / "x") as file:
            file.write(b"half of")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (tmp_path / "x").read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_lines_are_not_left_half_written(tmp_path: Path) -> None:
    """A run that breaks off leaves no file of lines behind."""

    def broken() -> None:
        with JsonLinesSink(tmp_path / "news.jsonl") as sink:
            sink.write(Path("a.txt"), Cleaner().clean("The ferry sails.", "text"))
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        broken()
    assert not list(tmp_path.iterdir())
