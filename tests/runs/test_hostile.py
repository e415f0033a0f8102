"""Each hostile input ends in a clean result or a clear failure, and the run goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from runs.hostile import LIMIT, TABLE, Hostile, table
from samples import BODY, RUN_AND_TELL_PEAK, lines, page, parquet, read_lines

from cleaner import Cleaner
from cleaner.batch import Options, Summary, run

CLEAN = Path(sys.executable).with_name("clean")


class Outcome(NamedTuple):
    folder: Path
    summary: Summary
    failures: list[dict[str, str]]
    before: set[Path]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """One run over all of them, in two processes, with a limit of a minute each."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    for hostile in TABLE:
        path = folder / "in" / hostile.name
        if isinstance(hostile.content, bytes):
            path.write_bytes(hostile.content)
        else:
            hostile.content(path)
    before = set(folder.parent.rglob("*"))
    summary = run(Cleaner(), [folder / "in"], folder / "out", Options(workers=2, timeout=60, max_bytes=LIMIT))
    return Outcome(folder, summary, read_lines(folder / "out" / "failures.jsonl"), before)


@pytest.mark.parametrize("hostile", TABLE, ids=lambda hostile: repr(hostile.name[:40]))
def test_hostile_input_is_cleaned_or_says_why_not(hostile: Hostile, outcome: Outcome) -> None:
    prefix = str(outcome.folder / "in" / hostile.name).encode("utf-8", "replace").decode()
    reasons = [
        x["reason"]
        for x in outcome.failures
        if x["input"] == prefix or x["input"].startswith((f"{prefix}:", f"{prefix}#"))
    ]
    written = written_for(hostile, outcome.folder / "out")
    assert len(reasons) == (hostile.failures if hostile.reason or hostile.failures > 1 else 0), reasons
    assert all(hostile.reason in reason for reason in reasons)
    assert written + len(reasons) == hostile.documents


def written_for(hostile: Hostile, out: Path) -> int:
    if (out / hostile.name).is_dir():
        return len(list((out / hostile.name).glob("*.txt")))
    name = hostile.name if hostile.name.endswith(".txt") else f"{hostile.name}.txt"
    try:
        return int((out / name).is_file())
    except OSError:  # the name is too long
        return 0


def test_there_are_at_least_forty_of_them() -> None:
    assert len({hostile.name for hostile in TABLE}) == len(TABLE) >= 40


def test_the_documentation_tells_what_each_gets() -> None:
    """`cd tests && python -m runs.hostile` prints the table anew."""
    assert table() in (Path(__file__).parents[2] / "docs" / "hostile.md").read_text(encoding="utf-8")


def test_every_document_is_accounted_for(outcome: Outcome) -> None:
    texts = [p for p in (outcome.folder / "out").rglob("*.txt") if p.is_file()]
    assert outcome.summary.documents == len(texts) + len(outcome.failures) == sum(h.documents for h in TABLE)
    assert outcome.summary.failed == len(outcome.failures)


def test_nothing_is_written_outside_the_output(outcome: Outcome) -> None:
    after = {path for path in outcome.folder.parent.rglob("*") if not path.is_relative_to(outcome.folder / "out")}
    assert after == outcome.before
    assert not [
        p for p in (outcome.folder / "out").rglob("*") if p.name.startswith(".newsclean") or p.suffix == ".part"
    ]


def test_files_elsewhere_are_not_read_into_an_article(outcome: Outcome) -> None:
    assert "root:" not in (outcome.folder / "out" / "outside.html.txt").read_text()
    assert len((outcome.folder / "out" / "laughs.html.txt").read_text()) < 10 * len(BODY)


def test_line_of_a_gigabyte_is_never_in_memory(tmp_path: Path) -> None:
    """Nor is a text of a gigabyte, of which not a byte is read."""
    (tmp_path / "in").mkdir()
    for name in ("huge.jsonl", "huge.txt"):
        with (tmp_path / "in" / name).open("wb") as file:
            file.truncate(1 << 30)
    with (tmp_path / "in" / "huge.jsonl").open("ab") as file:
        file.write(b"\n" + lines([{"text": BODY}]))
    done = subprocess.run(
        [sys.executable, "-c", RUN_AND_TELL_PEAK, tmp_path / "in", tmp_path / "out.jsonl"],
        capture_output=True,
        check=True,
    )
    assert int(done.stdout) < 260_000
    assert len(read_lines(tmp_path / "out.jsonl")) == 1
    assert [x["reason"].split(" bytes")[0] for x in read_lines(tmp_path / "out.failures.jsonl")] == [
        "is larger than 50,000,000"
    ] * 2


def test_text_that_stands_in_many_rows_of_parquet_is_in_memory_once(tmp_path: Path) -> None:
    """A file of a kilobyte, of which every batch of rows would be a gigabyte."""
    (tmp_path / "in.parquet").write_bytes(parquet([{"text": "x" * (1 << 24)}] * 64, "zstd"))
    assert (tmp_path / "in.parquet").stat().st_size < 2000
    done = subprocess.run(
        [sys.executable, "-c", RUN_AND_TELL_PEAK, tmp_path / "in.parquet", tmp_path / "out.jsonl"],
        capture_output=True,
        check=True,
    )
    assert int(done.stdout) < 600_000


@pytest.fixture
def small_disk(tmp_path: Path, form: str) -> Path:
    """A disk that holds more than the first batch of a run, and less than all of it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = {"tree": "1200k", "jsonl": "600k"}[form]
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("a small disk needs the right to mount a tmpfs")
    yield disk  # type: ignore[misc]
    subprocess.run(["umount", "-l", disk], check=True)


@pytest.mark.parametrize("form", ["tree", "jsonl"])
def test_full_disk_ends_the_run_with_a_reason_and_room_lets_it_go_on(
    form: str, small_disk: Path, tmp_path: Path
) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines({"text": f"{number} {BODY * 40}"} for number in range(260)))
    command = [CLEAN, tmp_path / "in.jsonl", "--format", form, "--filters", "whitespace", "-o"]
    full = subprocess.run([*command, small_disk / "out"], capture_output=True, text=True, check=False)
    assert full.returncode == 1
    assert "make room, then go on with --resume" in full.stderr
    assert "Traceback" not in full.stderr
    state = json.loads((small_disk / "out" / ".newsclean" / "run" / "state.json").read_bytes())
    assert 0 < state["summary"]["documents"] < 260
    subprocess.run(["mount", "-o", "remount,size=20m", small_disk], check=True)
    subprocess.run([*command, small_disk / "out", "--resume"], check=True)
    subprocess.run([*command, tmp_path / "whole"], check=True)
    files = sorted(p.relative_to(tmp_path / "whole") for p in (tmp_path / "whole").rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(small_disk / "out") for p in (small_disk / "out").rglob("*") if p.is_file())
    assert all((small_disk / "out" / p).read_bytes() == (tmp_path / "whole" / p).read_bytes() for p in files)


def test_file_that_may_not_be_read_is_listed(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything; tests/cli makes the refusal up")
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.txt").chmod(0)
    assert run(Cleaner(), [tmp_path / "a.txt"], tmp_path / "out").failed == 1


def test_no_connection_is_ever_opened(tmp_path: Path) -> None:
    """Whatever a page names; every attempt would raise, and would be seen."""
    head = (
        '<link rel="stylesheet" href="http://127.0.0.1:9/a.css"><link rel="canonical" href="http://news.test/a">'
        '<meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/"><script src="http://127.0.0.1:9/a.js"></script>'
    )
    doctype = '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>'
    (tmp_path / "a.html").write_text(doctype + page(f"{BODY} &x; <img src=http://127.0.0.1:9/a.png>", head))
    (tmp_path / "b.jsonl").write_bytes(lines([{"text": page(BODY, head), "url": "http://127.0.0.1:9/b"}]))
    (tmp_path / "c.txt").write_text(f"12 mars 2024 {BODY} http://127.0.0.1:9/")
    script = (
        "import sys\n"
        "def hook(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.gethostbyname', 'socket.sendto', 'socket.sendmsg'):\n"
        "        print('seen', event, args)\n"
        "sys.addaudithook(hook)\n"
        "from pathlib import Path; from cleaner import Cleaner; from cleaner.batch import *\n"
        "run(Cleaner(), [Path(sys.argv[1])], Path(sys.argv[2]))\n"
        "run(Cleaner(), [Path(sys.argv[2])], Path(sys.argv[3]))\n"
        "print('done')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path, tmp_path / "out.parquet", tmp_path / "out"],
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"done\n"
