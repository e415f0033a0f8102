"""The command over folders: what is written, what is listed, which exit code."""

import json
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cleaner import Article, Cleaner
from cleaner.cli import main

BODY = (
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.\n\n"
    "It had been out of service since a fire in the engine room in August, when two members of the crew were hurt."
)


def clean(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(x) for x in arguments], input=stdin)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    (source / "deep" / "er").mkdir(parents=True)
    (source / "one.txt").write_text(f"date 2024-10-24 {BODY}\n\nAdvertisement\n", encoding="utf-8")
    (source / "deep" / "er" / "two.html").write_text(f"<html><body><article><p>{BODY}</p></article></body></html>")
    (source / "deep" / "clean.txt").write_text(BODY, encoding="utf-8")
    (source / "notes.pdf").write_bytes(b"not looked at")
    return source


def test_tree_is_mirrored_with_records(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = clean(folder, "-o", out)
    assert result.exit_code == 0, result.output
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()) == [
        "deep/clean.json", "deep/clean.txt", "deep/er/two.html.json", "deep/er/two.html.txt",
        "manifest.json", "one.json", "one.txt",
    ]  # fmt: skip
    assert (out / "one.txt").read_text(encoding="utf-8") == f"{BODY}\n"
    record = json.loads((out / "one.json").read_bytes())
    assert record["date"] == "2024-10-24"
    assert [edit["kind"] for edit in record["edits"]] == ["date_header", "ad_label"]
    assert (out / "deep" / "clean.txt").read_text(encoding="utf-8") == BODY
    assert "3 documents: 3 cleaned" in result.output


def test_jsonl_has_a_line_an_article(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "news.jsonl"
    assert clean(folder, "-o", target, "--format", "jsonl", "-q").exit_code == 0
    rows = [json.loads(line) for line in target.read_bytes().splitlines()]
    assert [row["id"] for row in rows] == ["one.txt", "deep/clean.txt", "deep/er/two.html"]
    assert rows[0]["text"] == f"{BODY}\n"


def test_run_twice_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert clean(folder, "-o", tmp_path / name, "-q").exit_code == 0
    files = [p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file()]
    assert files
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)


def test_failed_document_is_listed_and_the_others_written(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    out = tmp_path / "out"
    result = clean(folder, "-o", out)
    assert result.exit_code == 1
    (failure,) = [json.loads(line) for line in (out / "failures.jsonl").read_bytes().splitlines()]
    assert failure["input"].endswith("broken.txt")
    assert "binary" in failure["reason"]
    assert (out / "one.txt").exists()
    assert "1 failed" in result.output
    (folder / "broken.txt").unlink()
    assert clean(folder, "-o", out).exit_code == 0
    assert not (out / "failures.jsonl").exists()


def test_unreadable_file_is_listed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so that the refusal is made up."""
    opened = Path.open

    def refuse(path: Path, *rest: Any, **named: Any) -> Any:
        if path.name == "one.txt" and path.parent == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *rest, **named)

    monkeypatch.setattr(Path, "open", refuse)
    result = clean(folder, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "Permission denied" in (tmp_path / "out" / "failures.jsonl").read_text()
    assert (tmp_path / "out" / "deep" / "clean.txt").exists()


def test_file_that_vanishes_is_listed(folder: Path, tmp_path: Path) -> None:
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    result = clean(folder, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "No such file" in (tmp_path / "out" / "failures.jsonl").read_text()


def test_link_loop_does_not_trap_the_run(folder: Path, tmp_path: Path) -> None:
    (folder / "deep" / "loop").symlink_to(folder, target_is_directory=True)
    assert "3 documents" in clean(folder, "-o", tmp_path / "out").output


def test_output_inside_the_input_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    for _ in range(2):
        assert "1 documents" in clean(tmp_path, "-o", tmp_path / "out").output


def test_empty_file_is_flagged_and_written(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = clean(tmp_path / "empty.txt", "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "1 flagged" in result.output
    assert (tmp_path / "out" / "empty.txt").read_bytes() == b""
    assert json.loads((tmp_path / "out" / "empty.json").read_bytes())["provenance"]["verdict"]["status"] == "review"


def test_invalid_utf8_is_read_and_said(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").write_bytes("Größe ".encode() * 20 + b"\xff\xfe " + BODY.encode())
    assert clean(tmp_path / "broken.txt", "-o", tmp_path / "out").exit_code == 0
    assert json.loads((tmp_path / "out" / "broken.json").read_bytes())["provenance"]["reader"]["undecodable"] == 2


def test_one_line_of_many_megabytes_is_cleaned(tmp_path: Path) -> None:
    """A long line costs no more than its length; a 50 MB one is tried in the benchmarks."""
    (tmp_path / "long.txt").write_text(("The ferry sails again, the harbour board said. " * 100_000).strip())
    assert clean(tmp_path / "long.txt", "-o", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "long.txt").read_bytes() == (tmp_path / "long.txt").read_bytes()


def test_dropped_document_is_listed_not_written(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text("[guard]\naction = 'drop'\n")
    (tmp_path / "ad.txt").write_text("Advertisement")
    result = clean(tmp_path / "ad.txt", "-o", tmp_path / "out", "--config", tmp_path / "cleaner.toml")
    assert result.exit_code == 0
    assert not (tmp_path / "out" / "ad.txt").exists()
    assert "nothing is left" in (tmp_path / "out" / "failures.jsonl").read_text()
    assert "1 dropped" in result.output


def test_filters_can_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Advertisement\n\n{BODY}\n\n{BODY}")
    assert clean(tmp_path / "a.txt", "-o", tmp_path / "x", "--filters", "repeats").exit_code == 0
    assert (tmp_path / "x" / "a.txt").read_text() == f"Advertisement\n\n{BODY}"
    assert clean(tmp_path / "a.txt", "-o", tmp_path / "y", "--without", "repeats").exit_code == 0
    assert (tmp_path / "y" / "a.txt").read_text() == f"{BODY}\n\n{BODY}"


def test_standard_input_to_standard_output() -> None:
    result = clean("-", stdin=f"Advertisement\n\n{BODY}".encode())
    assert result.exit_code == 0
    assert result.stdout_bytes.decode() == BODY
    assert clean("-", "-o", "-", stdin=BODY.encode()).stdout_bytes.decode() == BODY
    record = clean("-", "--format", "jsonl", stdin=f"Advertisement\n\n{BODY}".encode())
    assert json.loads(record.stdout_bytes)["text"] == BODY


def test_one_document_of_standard_input_has_a_time_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time to wait for the input does not count, and no error handler on the way keeps the document alive."""

    def slow(*_: object, **__: object) -> Article:
        with suppress(Exception):
            time.sleep(60)
        raise AssertionError("not stopped")

    monkeypatch.setattr(Cleaner, "clean", slow)
    result = clean("-", "--timeout", "0.2", stdin=BODY.encode())
    assert result.exit_code == 1
    assert "standard input took longer than 0.2 s; raise the limit with --timeout" in result.stderr
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_records_go_through_a_pipe() -> None:
    rows = [{"id": "a", "text": f"Advertisement\n\n{BODY}"}, {"id": "b"}, {"id": "c", "text": BODY}]
    result = clean("-", "--input-format", "jsonl", stdin=b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    assert result.exit_code == 1
    assert [(row["id"], row["text"]) for row in map(json.loads, result.stdout.splitlines())] == [
        ("a", BODY),
        ("c", BODY),
    ]
    assert json.loads(result.stderr)["input"] == "-:2"


def test_standard_input_can_be_written_to_a_folder(tmp_path: Path) -> None:
    result = clean("-", "-o", tmp_path / "out", stdin=f"Advertisement\n\n{BODY}".encode())
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "stdin.txt").read_text() == BODY


def test_limits_and_fields_are_options(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"body": BODY, "nr": 7}) + "\n" + json.dumps({"body": BODY * 10}))
    result = clean(tmp_path / "a.jsonl", "-o", tmp_path / "out.jsonl", "--max-size", "1k", "--workers", "1",
                   "--text-field", "body", "--id-field", "nr", "--kind", "text", "--timeout", "9")  # fmt: skip
    assert result.exit_code == 1, result.output
    assert json.loads((tmp_path / "out.jsonl").read_bytes())["id"] == "7"
    assert "is larger than 1,000 bytes" in (tmp_path / "out.failures.jsonl").read_text()
    assert json.loads((tmp_path / "out.manifest.json").read_bytes())["settings"]["timeout"] == 9.0


def test_progress_shows_rate_time_left_and_counts() -> None:
    from rich.console import Console

    from cleaner.batch import Summary
    from cleaner.cli.progress import reporting

    console = Console(force_terminal=True, width=120, color_system=None)
    with console.capture() as capture, reporting(console, 1000, quiet=False, show_removed=False) as report:
        report.progress(Summary(documents=10), 100)
        report.progress(Summary(documents=1250, flagged=2, failed=3), 500)
    shown = capture.get()
    assert "50%" in shown
    assert "1,250 documents" in shown
    assert "/s" in shown
    assert "2 flagged, 3 failed" in shown


def test_summary_is_one_line_where_nobody_sees_a_width(folder: Path, tmp_path: Path) -> None:
    last = clean(folder, "-o", tmp_path / "out").output.splitlines()[-1]
    assert last.startswith("3 documents: 3 cleaned (")
    assert last.endswith(f" characters removed → {tmp_path / 'out'}")


def test_show_removed_prints_what_went(folder: Path, tmp_path: Path) -> None:
    output = clean(folder, "-o", tmp_path / "out", "--show-removed").output
    assert "date: 2024-10-24" in output
    assert "Advertisement" in output
    assert "passed untouched" in output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.txt", "-o", "out"], "missing.txt: no such file or folder"),
        (["-", "--show-removed"], "clean explain -"),
        (["-", "-o", "out", "--resume"], "standard input cannot be read again"),
        ([".", "-o", "out", "--filters", "teasers"], "did you mean 'teaser'"),
        ([".", "-o", "out", "--without", "teasr"], "Error: --without: there is no filter 'teasr'; did you mean"),
        ([".", "-o", "out", "--config", "none.toml"], "none.toml: cannot be read"),
        ([".", "-o", "out", "--packs", "none"], "no such folder of rule packs"),
        (["."], "where to?"),
        ([".", "-o", "-"], "standard output is for 'clean - < FILE'"),
        ([".", "-o", ""], "INPUT and OUT must not be empty"),
        (["", "-o", "out"], "INPUT and OUT must not be empty"),
        ([".", "-o", "out", "--max-size", "many"], "'many' is no size; give bytes, or 50M"),
        ([".", "-o", "out", "--timeout", "0"], "0 is not in the range"),
        (["-", "--format", "tree"], "needs a place to write to: give it with -o OUT"),
        ([".", "-o", "out"], "found no .txt"),
        ([".", "--formt", "x"], "No such option"),
    ],
)
def test_wrong_usage_exits_with_2(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = clean(*arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


@pytest.mark.parametrize(("word", "meant"), [("explian", "explain"), ("rnu", "run"), ("repot", "report")])
def test_mistyped_command_is_answered_with_the_one_that_was_meant(
    word: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless there is a file of that name."""
    monkeypatch.chdir(tmp_path)
    result = clean(word, "x")
    assert result.exit_code == 2
    assert f"Did you mean '{meant}'?" in result.output
    (tmp_path / word).write_text(BODY)
    assert clean(word, "-o", "out").exit_code == 0


def test_two_inputs_for_one_output_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(BODY)
    result = clean(tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt", "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "would both be written" in result.output
    assert clean(tmp_path / "a", tmp_path / "b", "-o", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "b" / "x.txt").exists()


def test_output_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "file").write_text("")
    result = clean(tmp_path / "a.txt", "-o", tmp_path / "file")
    assert result.exit_code == 1
    assert "cannot write to" in result.output


def test_name_that_is_too_long_is_said_of_the_input_that_has_it(tmp_path: Path) -> None:
    result = clean(f"{300 * 'x'}.txt", "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert f"{300 * 'x'}.txt: cannot be read (File name too long)" in result.output
    assert "cannot write to" not in result.output


def test_file_that_the_system_refuses_is_named(tmp_path: Path) -> None:
    """The output is a folder of many files; here, one is in the way."""
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.txt").write_text(BODY)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "deep").write_text("")
    result = clean(tmp_path / "in", "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert f"cannot write to {tmp_path / 'out'}: File exists ({tmp_path / 'out' / 'deep'})" in result.output


def test_help_teaches() -> None:
    output = clean("--help").output
    for part in ("clean articles/ -o out/", "clean explain", "clean rules list", "clean -"):
        assert part in output
    assert "failures.jsonl" in clean("run", "--help").output


@pytest.mark.parametrize("command", [[Path(sys.executable).with_name("clean")], [sys.executable, "-m", "cleaner"]])
def test_command_is_installed(command: list[str | Path]) -> None:
    """The console script and the module, each in a process of its own, quiet in a pipe."""
    done = subprocess.run([*command, "-"], input=b"Advertisement\n\nThe ferry sails.", capture_output=True, check=True)
    assert done.stdout == b"The ferry sails."
    assert done.stderr == b""


def test_standard_input_is_not_written_over(tmp_path: Path) -> None:
    """The shell reads a file, and the run would replace it."""
    path = tmp_path / "news.jsonl"
    path.write_text('{"text": "The ferry sails."}\n')
    with path.open() as file:
        command = [sys.executable, "-m", "cleaner", "-", "--input-format", "jsonl", "-o", path]
        done = subprocess.run(command, stdin=file, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "standard input would be written over by its own run" in done.stderr
    assert path.read_text() == '{"text": "The ferry sails."}\n'
