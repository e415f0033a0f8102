"""A run that is killed and started again ends as one that never was."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from runs.touchy import touchy
from samples import BODY, NOISY, lines, page, read_lines

from cleaner import Cleaner, ConfigError, InputError
from cleaner.batch import Listener, Options, Summary, run
from cleaner.lines.model import WEIGHTS
from cleaner.rules import load_packs

CLEAN = Path(sys.executable).with_name("clean")
QUICK = ["--filters", "whitespace", "--workers", "2"]


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def documents(out: Path) -> int:
    """How far the run is, from what it remembers on the disk."""
    try:
        return int(json.loads((out / ".newsclean" / "run" / "state.json").read_bytes())["summary"]["documents"])
    except FileNotFoundError:
        return 0


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    rng = random.Random(7)
    rows = [{"text": f"{NOISY}\n\n\n\nLine {number}.", "x": rng.random()} for number in range(600)]
    (folder / "b.jsonl").write_bytes(lines([*rows[:300], ["no object"], *rows[300:]]))
    for number in range(100):
        (folder / f"a{number}.txt").write_text(f"{BODY} {number}")
        (folder / f"c{number}.html").write_text(page(f"{BODY} {number}"))
    (folder / "c9.txt").write_bytes(b"\x00\x01" * 50)
    return folder


@pytest.mark.parametrize(("form", "shares"), [("tree", (0.2, 0.7)), ("parquet", (0.5, 1.1))])
def test_killed_run_ends_with_the_same_bytes(
    form: str, shares: tuple[float, ...], source: Path, tmp_path: Path
) -> None:
    """Killed when these shares of it are done; with the last one, while it finishes, or behind that."""
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    subprocess.run([CLEAN, source, "-o", whole, "--format", form, *QUICK, "-q"], check=False)
    for share in shares:
        before = documents(killed)
        process = subprocess.Popen([CLEAN, source, "-o", killed, "--format", form, "--resume", *QUICK, "-q"])
        while process.poll() is None and documents(killed) < share * 802:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert before <= documents(killed) or (killed / "manifest.json").exists()
    done = subprocess.run([CLEAN, source, "-o", killed, "--format", form, "--resume", *QUICK, "-q"], check=False)
    assert done.returncode == 1  # there are documents that fail
    assert tree(killed) == tree(whole)
    assert json.loads((killed / "manifest.json").read_bytes())["summary"]["documents"] == 802


class StopAt(Listener):
    def __init__(self, documents: int):
        self.limit = documents

    def progress(self, summary: Summary, bytes_read: int) -> None:
        if summary.documents >= self.limit:
            raise KeyboardInterrupt


def test_no_document_is_done_twice(tmp_path: Path) -> None:
    logs = [tmp_path / "first.log", tmp_path / "second.log"]
    cleaner = Cleaner(filters=[touchy])
    # the text names the log; the second run finds another file there
    (tmp_path / "in.jsonl").write_bytes(lines({"text": f"LOG {logs[0]} {number}"} for number in range(200)))
    with pytest.raises(KeyboardInterrupt):
        run(cleaner, [tmp_path / "in.jsonl"], tmp_path / "out.jsonl", listener=StopAt(90))
    first = [int(x) for x in logs[0].read_text().split()]
    logs[0].rename(logs[1])
    run(cleaner, [tmp_path / "in.jsonl"], tmp_path / "out.jsonl", Options(resume=True))
    second = [int(x) for x in logs[0].read_text().split()]
    assert sorted({*first, *second}) == list(range(200))
    assert not {*first} & {*second}
    assert len(read_lines(tmp_path / "out.jsonl")) == 200


@pytest.mark.parametrize("at", [1, 33, 64, 128, 129, 240])
def test_run_can_be_stopped_between_any_batches(at: int, cleaner: Cleaner, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.jsonl").write_bytes(lines({"text": f"{BODY} {name}{n}"} for n in range(80)))
        (tmp_path / f"{name}.txt").write_text(BODY)
    inputs = [tmp_path / f"{name}.{ending}" for name in "abc" for ending in ("jsonl", "txt")]
    quick = Cleaner(filters=["whitespace"])
    run(quick, inputs, tmp_path / "whole", Options(form="jsonl"))
    with pytest.raises(KeyboardInterrupt):
        run(quick, inputs, tmp_path / "cut", Options(form="jsonl"), StopAt(at))
    run(quick, inputs, tmp_path / "cut", Options(form="jsonl", resume=True))
    assert tree(tmp_path / "cut") == tree(tmp_path / "whole")


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """The input of a run to tmp_path/out.jsonl that was stopped midway."""
    (tmp_path / "in.jsonl").write_bytes(lines({"text": f"{BODY} {number}"} for number in range(100)))
    with pytest.raises(KeyboardInterrupt):
        run(Cleaner(filters=["whitespace"]), [tmp_path / "in.jsonl"], tmp_path / "out.jsonl", listener=StopAt(40))
    return tmp_path / "in.jsonl"


def test_changed_configuration_refuses_to_go_on_and_says_what_changed(stopped: Path, tmp_path: Path) -> None:
    changed = Cleaner(filters=["whitespace", "repeats"], config={"guard": {"max_removed": 0.5}})
    with pytest.raises(ConfigError) as caught:
        run(changed, [stopped], tmp_path / "out.jsonl", Options(resume=True, timeout=5))
    message = str(caught.value)
    assert 'chain: ["whitespace"] → ["whitespace","repeats"]' in message
    assert "config.guard.max_removed: 0.9 → 0.5" in message
    assert "timeout: 30.0 → 5.0" in message
    assert "start again without --resume" in message


RULE = """[[rule]]
id      = "en.ad_label.plug"
kind    = "ad_label"
shape   = "line"
regex   = "(?i)plugged content"
catches = ["Plugged content"]
spares  = ["The plugged content of the drain was removed."]
since   = "0.1.0"
"""


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a pack, weights and a `cleaner.toml` that names both, in which one works."""
    (tmp_path / "mine" / "en").mkdir(parents=True)
    (tmp_path / "mine" / "en" / "ad_label.toml").write_text(RULE)
    (tmp_path / "w.npz").write_bytes(WEIGHTS.read_bytes())
    (tmp_path / "cleaner.toml").write_text("[rules]\npacks = ['mine']\n[html]\nweights = 'w.npz'\n")
    (tmp_path / "a.txt").write_text(BODY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("is_done", [True, False])
def test_packs_and_weights_are_the_same_however_their_path_is_written(configured: Path, is_done: bool) -> None:
    """A run that began with a path from here goes on with the whole path, and the other way round."""
    before, after = Cleaner(config="cleaner.toml"), Cleaner(config=configured / "cleaner.toml")
    assert before.config != after.config
    if is_done:
        run(before, ["a.txt"], "out")
    else:
        with pytest.raises(KeyboardInterrupt):
            run(before, ["a.txt"], "out", listener=StopAt(1))
    assert run(after, ["a.txt"], "out", Options(resume=True)).cleaned == 1


def test_other_content_of_packs_refuses_to_go_on(configured: Path) -> None:
    run(Cleaner(config="cleaner.toml"), ["a.txt"], "out")
    (configured / "mine" / "en" / "ad_label.toml").write_text(RULE.replace("(?i)plugged", "(?i)^plugged"))
    changed = Cleaner(config="cleaner.toml")
    with pytest.raises(
        ConfigError, match=r"since \(what is in the rule packs \(packs_sha256\): .* → .*\); set it back"
    ):
        run(changed, ["a.txt"], "out", Options(resume=True))


def test_other_content_of_weights_refuses_to_go_on(configured: Path) -> None:
    run(Cleaner(config="cleaner.toml"), ["a.txt"], "out")
    with np.load(WEIGHTS) as data:
        np.savez(configured / "w.npz", **data)  # not compressed, so other bytes
    with pytest.raises(ConfigError, match=r"since \(files\.html\.weights: .* → .*\); set it back"):
        run(Cleaner(config="cleaner.toml"), ["a.txt"], "out", Options(resume=True))


def test_changed_inputs_refuse_to_go_on(stopped: Path, tmp_path: Path) -> None:
    stopped.write_bytes(stopped.read_bytes() + lines([{"text": BODY}]))
    with pytest.raises(InputError, match="the inputs are not those that this run began with"):
        run(Cleaner(filters=["whitespace"]), [stopped], tmp_path / "out.jsonl", Options(resume=True))


def test_lost_part_refuses_to_go_on(stopped: Path, tmp_path: Path) -> None:
    (tmp_path / ".newsclean" / "out.jsonl" / "0.part").write_bytes(b"")
    with pytest.raises(InputError, match="start again without --resume"):
        run(Cleaner(filters=["whitespace"]), [stopped], tmp_path / "out.jsonl", Options(resume=True))


@pytest.mark.parametrize("name", ["state.json", "settings.json"])
@pytest.mark.parametrize("share", [0, 0.5])
def test_record_cut_off_by_a_loss_of_power_refuses_to_go_on(
    name: str, share: float, stopped: Path, tmp_path: Path
) -> None:
    record = tmp_path / ".newsclean" / "out.jsonl" / name
    record.write_bytes(record.read_bytes()[: int(share * record.stat().st_size)])
    with pytest.raises(
        InputError, match=rf"{name} is missing or damaged .*start again without --resume, or remove .*settings\.json"
    ):
        run(Cleaner(filters=["whitespace"]), [stopped], tmp_path / "out.jsonl", Options(resume=True))


def test_damaged_manifest_of_a_complete_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / "out")
    (tmp_path / "out" / "manifest.json").write_text("{}")
    with pytest.raises(InputError, match=r"manifest\.json is missing or damaged"):
        run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / "out", Options(resume=True))


@pytest.mark.parametrize("output", ["out", "out.jsonl"])
def test_complete_run_whose_output_is_gone_is_done_again(output: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    target = tmp_path / output
    article = target / "a.txt" if output == "out" else target
    run(Cleaner(filters=[]), [tmp_path / "a.txt"], target)
    before = article.read_bytes()
    article.unlink()
    run(Cleaner(filters=[]), [tmp_path / "a.txt"], target, Options(resume=True))
    assert article.read_bytes() == before


def test_complete_tree_that_is_too_large_to_be_listed_is_done_again_when_articles_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.runs.state._MAX_LISTED", 4)
    rows = [{"text": f"{BODY} {number}"} for number in range(5)]
    (tmp_path / "in.jsonl").write_bytes(lines([*rows, "no object"]))
    run(Cleaner(filters=[]), [tmp_path / "in.jsonl"], tmp_path / "out")
    whole = tree(tmp_path / "out")
    assert json.loads(whole["manifest.json"])["outputs"]["listed"] is None
    for gone in ("in.jsonl/000000002.txt", "in.jsonl/000000004.json", "failures.jsonl"):
        (tmp_path / "out" / gone).unlink()
        run(Cleaner(filters=[]), [tmp_path / "in.jsonl"], tmp_path / "out", Options(resume=True))
        assert tree(tmp_path / "out") == whole


def test_complete_tree_that_is_too_large_to_be_listed_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What failed or was dropped has no article, and none is missed."""
    monkeypatch.setattr("cleaner.runs.state._MAX_LISTED", 4)
    rows = [*({"text": BODY} for _ in range(5)), "no object", {"text": "Advertisement"}]
    (tmp_path / "in.jsonl").write_bytes(lines(rows))
    cleaner = Cleaner(config={"guard": {"action": "drop"}})
    first = run(cleaner, [tmp_path / "in.jsonl"], tmp_path / "out")
    assert (first.documents, first.failed, first.dropped) == (7, 1, 1)
    listener = StopAt(0)  # is told of whatever is cleaned
    assert run(cleaner, [tmp_path / "in.jsonl"], tmp_path / "out", Options(resume=True), listener) == first


@pytest.mark.parametrize("output", ["out", "out.jsonl"])
def test_run_that_is_killed_while_it_cleans_up_is_complete(
    output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any file, in the worst order that a folder can list them."""
    (tmp_path / "a.txt").write_text(BODY)
    work = tmp_path / ".newsclean" / output if output.endswith("l") else tmp_path / output / ".newsclean" / "run"
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: iter(sorted(listed(path), reverse=True)))
    whole = run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / output)
    for left in range(1, 20):
        with kill_at_removal(left, work) as killed:
            run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / output)
        assert run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / output, Options(resume=True)) == whole
        assert not work.exists()
        if not killed:
            break
    assert left > 5
    assert not killed


@contextmanager
def kill_at_removal(number: int, folder: Path) -> Iterator[list[str]]:
    """Stop what runs as it is about to remove for the n-th time something in a folder, or the folder; give its name."""
    removed: list[str] = []
    killed: list[str] = []

    def counted(remove: Callable[..., None]) -> Callable[..., None]:
        def late(path: Path, *rest: Any, **named: Any) -> None:
            if folder in (path, path.parent):
                removed.append(path.name)
                if len(removed) == number:
                    killed.append(path.name)
                    raise KeyboardInterrupt
            remove(path, *rest, **named)

        return late

    with pytest.MonkeyPatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(Path, "unlink", counted(Path.unlink))
        patch.setattr(Path, "rmdir", counted(Path.rmdir))
        yield killed


def test_standard_input_cannot_be_gone_on_with(tmp_path: Path) -> None:
    """Nobody could tell whether it is the same."""
    with pytest.raises(ConfigError, match="standard input cannot be read again"):
        run(Cleaner(filters=[]), ["-"], tmp_path / "out", Options(resume=True))


def test_long_settings_that_changed_are_shown_shortly(stopped: Path, tmp_path: Path) -> None:
    config = {"rules": {"disable": [rule.id for rule in load_packs().rules[:50]]}}
    with pytest.raises(ConfigError, match=r"config\.rules\.disable: \[\] → \[.{110,119}…[;)]"):
        run(Cleaner(["whitespace"], config=config), [stopped], tmp_path / "out.jsonl", Options(resume=True))


def test_what_a_killed_run_wrote_behind_its_last_batch_is_cut_off(stopped: Path, tmp_path: Path) -> None:
    cleaner = Cleaner(filters=["whitespace"])
    with (tmp_path / ".newsclean" / "out.jsonl" / "0.part").open("ab") as part:
        part.write(b'{"text": "half a li')
    run(cleaner, [stopped], tmp_path / "out.jsonl", Options(resume=True))
    run(cleaner, [stopped], tmp_path / "whole.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_run_without_resume_starts_again(stopped: Path, tmp_path: Path) -> None:
    summary = run(Cleaner(filters=["repeats"]), [stopped], tmp_path / "out.jsonl")
    assert summary.documents == len(read_lines(tmp_path / "out.jsonl")) == 100
    assert not (tmp_path / ".newsclean").exists()


def test_complete_run_has_nothing_left_to_do(stopped: Path, tmp_path: Path) -> None:
    cleaner = Cleaner(filters=["whitespace"])
    first = run(cleaner, [stopped], tmp_path / "out.jsonl", Options(resume=True))
    before = tree(tmp_path)
    assert run(cleaner, [stopped], tmp_path / "out.jsonl", Options(resume=True)) == first
    assert tree(tmp_path) == before
    with pytest.raises(ConfigError, match="chain"):
        run(Cleaner(), [stopped], tmp_path / "out.jsonl", Options(resume=True))
    content = stopped.read_bytes()
    for changed, reason in (
        (content + lines([{"text": BODY}]), "1 files"),
        (content.replace(b"ferry", b"barge"), "has changed"),
    ):
        stopped.write_bytes(changed)
        with pytest.raises(InputError, match=f"complete, but with other inputs .*{reason}"):
            run(cleaner, [stopped], tmp_path / "out.jsonl", Options(resume=True))


def test_resume_without_a_run_before_just_runs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    assert run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / "out", Options(resume=True)).cleaned == 1


def test_two_runs_into_one_folder_exclude_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "out" / ".newsclean" / "run").mkdir(parents=True)
    with FileLock(tmp_path / "out" / ".newsclean" / "run" / "lock"):
        done = subprocess.run(
            [CLEAN, tmp_path / "a.txt", "-o", tmp_path / "out"], capture_output=True, text=True, check=False
        )
    assert done.returncode == 2
    assert "another run is writing to" in done.stderr
    assert run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / "out").cleaned == 1


def test_folder_that_another_run_removes_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards side by side share the folder around their work folders, and the one that ends first removes it."""
    acquire, times = FileLock.acquire, []

    def late(lock: FileLock, *arguments: object, **named: object) -> object:
        times.append(1)
        if len(times) == 1:
            (tmp_path / ".newsclean" / "out.jsonl").rmdir()
            (tmp_path / ".newsclean").rmdir()
            raise FileNotFoundError
        return acquire(lock, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(FileLock, "acquire", late)
    (tmp_path / "a.txt").write_text(BODY)
    assert run(Cleaner(filters=[]), [tmp_path / "a.txt"], tmp_path / "out.jsonl").cleaned == 1
    assert len(times) == 2


def test_polite_request_to_end_keeps_what_is_done(source: Path, tmp_path: Path) -> None:
    """SIGTERM, as schedulers send it; the workers go, too."""
    process = subprocess.Popen([CLEAN, source, "-o", tmp_path / "out", *QUICK], stderr=subprocess.PIPE)
    while process.poll() is None and documents(tmp_path / "out") < 100:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGTERM)
    _, stderr = process.communicate(timeout=10)
    assert process.returncode == 130
    assert b"go on with --resume" in stderr
    assert documents(tmp_path / "out") >= 100
