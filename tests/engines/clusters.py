"""What a run on a cluster must show, whichever engine runs it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from engine_data import documents, read_lines, write_lines

from cleaner import Cleaner, ConfigError, InputError
from cleaner.batch import Options, Summary, run
from cleaner.cli import main

Clean = Callable[[Path, Path, Options], Summary]


def assert_files_equal(
    clean: Clean, rows: list[dict[str, Any]], local: dict[str, dict[str, Any]], folder: Path, form: str
) -> None:
    """Files of a form become what the local run makes; failures are listed with their place; a full output is refused."""
    source, output = folder / "in", folder / "out"
    for number in range(4):
        _write(source / f"deep/{number}.{form}", rows[number::4])
    summary = clean(source, output, Options(form=form))
    assert (summary.documents, summary.cleaned) == (len(rows), len(local))
    assert len(json.loads((output / "manifest.json").read_text())["parts"]) == 4
    failures = [json.loads(line) for line in read_lines(*output.glob("failures/deep/*.jsonl"))]
    assert len(failures) == summary.failed
    assert all(failure["input"].startswith(str(source / "deep")) for failure in failures)
    if form == "jsonl":
        found = [json.loads(line) for line in read_lines(*output.glob("articles/deep/*.jsonl"))]
        assert {row["id"]: row for row in found} == local
    else:
        found = pq.read_table(output / "articles/deep").to_pylist()
        assert {row["id"]: row["text"] for row in found} == {key: row["text"] for key, row in local.items()}
    assert len(found) == len(local)
    with pytest.raises(ConfigError, match="is not empty"):
        clean(source, output, Options())


def assert_missing_is_named(clean: Clean, folder: Path) -> None:
    """A place that is not there, and one that holds no file to clean, are named."""
    with pytest.raises(InputError, match=r"nowhere: no such file or folder; give a file or a folder"):
        clean(folder / "nowhere", folder / "out", Options())
    (folder / "empty").mkdir()
    with pytest.raises(InputError, match="empty: found no file to clean"):
        clean(folder / "empty", folder / "out", Options())


def assert_same_inputs(clean: Clean, folder: Path) -> None:
    """The metadata beside a text, and what a stopped run left behind, are no more documents here than there."""
    for name in ("a b/ü.txt", "a b/ü.json", "c.json", ".newsclean/run/0.jsonl", "notes.pdf"):
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_text('{"text": "The ferry sails."}')
    there = run(Cleaner(), [folder / "in"], folder / "local", Options())
    here = clean(folder / "in", folder / "out", Options())
    assert (there.documents, here.documents, here.failed) == (2, 2, 0)


def assert_command_does_the_same(engine: str, rows: list[dict[str, Any]], folder: Path) -> None:
    """`clean IN -o OUT --engine NAME`: the lines of `clean IN -o OUT.jsonl`; failures make the exit code 1."""
    write_lines(folder / "in/a.jsonl", rows)
    before = CliRunner().invoke(main, [str(folder / "in"), "-o", str(folder / "local.jsonl")])
    after = CliRunner().invoke(main, [str(folder / "in"), "-o", str(folder / "out"), "--engine", engine])
    assert (before.exit_code, after.exit_code) == (1, 1), after.output
    assert (folder / "out/articles/a.jsonl").read_bytes() == (folder / "local.jsonl").read_bytes()


def survive(script: str, folder: Path, environment: dict[str, str]) -> tuple[dict[str, str], str]:
    """Run a program that kills half of its cluster once four files of 24 are done: nothing is lost, nothing doubled.

    Args:
        script: its first argument is the input, its second one the output; it says `KILLED` with the number of files
            that were done, and `DOCUMENTS` with those in all and those that failed.
        folder: where to put both.
        environment: variables that it needs.

    Returns:
        What it said by the first word of the line, and what it wrote to its error output.

    """
    rows = documents(2400, broken=True)
    for number in range(24):
        write_lines(folder / f"in/{number:02}.jsonl", rows[number::24])
    run(Cleaner(), [folder / "in"], folder / "local.jsonl", Options())
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder / "in"), str(folder / "out")],
        env={**os.environ, **environment}, capture_output=True, text=True, timeout=600, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines() if line.split(" ", 1)[0].isupper())
    assert 4 <= int(said["KILLED"]) < 24
    assert read_lines(*folder.glob("out/articles/*.jsonl")) == read_lines(folder / "local.jsonl")
    failed = len(read_lines(*folder.glob("out/failures/*.jsonl")))
    assert said["DOCUMENTS"] == f"2400 {failed}"
    assert failed == sum(row["text"] is None for row in rows)
    return said, done.stderr


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    if path.suffix == ".jsonl":
        write_lines(path, rows)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)
