"""Workers that die, hang or are killed cost at most the document they had."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from runs.touchy import Homebound, touchy
from samples import BODY, NOISY, RUN_AND_TELL_PEAK, lines, read_lines

from cleaner import Article, Cleaner, ConfigError, Document, Edit
from cleaner.batch import Listener, Options, Summary, run
from cleaner.reading.records import Fields, Record
from cleaner.runs.worker import Task, _attempt
from cleaner.runs.workers import Supervisor

GOOD = [f"{BODY} Number {number}." for number in range(6)]


def go(tmp_path: Path, texts: list[str], **options: object) -> tuple[Summary, list[str], list[dict[str, str]]]:
    (tmp_path / "in.jsonl").write_bytes(lines({"text": text} for text in texts))
    how = Options(**{"workers": 2, "timeout": 20.0, **options})  # type: ignore[arg-type]
    summary = run(Cleaner(filters=[touchy]), [tmp_path / "in.jsonl"], tmp_path / "out.jsonl", how)
    failures = tmp_path / "out.failures.jsonl"
    texts = [row["text"] for row in read_lines(tmp_path / "out.jsonl")]
    return summary, texts, read_lines(failures) if failures.exists() else []


@pytest.mark.parametrize("word", ["SLEEP 60", "SPIN 60"])
def test_document_that_takes_too_long_fails_alone(word: str, tmp_path: Path) -> None:
    summary, texts, failures = go(tmp_path, [*GOOD[:3], word, *GOOD[3:]], timeout=2)
    assert texts == GOOD
    assert [(x["input"].rpartition(":")[2], x["error"]) for x in failures] == [("4", "TimeoutError")]
    assert failures[0]["reason"] == "took longer than 2 s; raise the limit with --timeout"
    assert (summary.documents, summary.failed) == (7, 1)


@pytest.mark.parametrize(("word", "ending"), [("DIE", "signal 9"), ("EXIT", "exit code 3")])
def test_document_that_ends_its_worker_fails_alone(word: str, ending: str, tmp_path: Path) -> None:
    summary, texts, failures = go(tmp_path, [word, *GOOD[:3], word, *GOOD[3:], word])
    assert texts == GOOD
    assert [(x["input"].rpartition(":")[2], x["error"]) for x in failures] == [
        ("1", "WorkerDied"), ("5", "WorkerDied"), ("9", "WorkerDied"),
    ]  # fmt: skip
    assert ending in failures[0]["reason"]
    assert (summary.documents, summary.failed) == (9, 3)


def test_document_whose_worker_was_killed_by_chance_is_tried_again(tmp_path: Path) -> None:
    _, texts, failures = go(tmp_path, [*GOOD[:3], f"DIE-ONCE {tmp_path / 'died'}", *GOOD[3:]])
    assert (tmp_path / "died").exists()
    assert len(texts) == 7
    assert not failures


@pytest.mark.parametrize(
    ("word", "error", "reason"),
    [
        ("RAISE because", "RuntimeError", "because"),
        ("MEMORY", "MemoryError", "needs more memory"),
        ("DEEP", "RecursionError", "is nested too deep"),
    ],
)
def test_error_in_a_filter_is_a_failure_with_its_reason(word: str, error: str, reason: str, tmp_path: Path) -> None:
    _, texts, ((failure),) = go(tmp_path, [*GOOD, word], workers=0)
    assert texts == GOOD
    assert failure["error"] == error
    assert reason in failure["reason"]


def test_error_of_a_filter_that_is_set_up_in_a_worker_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    with pytest.raises(ConfigError, match=r"in a worker process \(FileNotFoundError: .*words\.txt"):
        run(Cleaner(filters=[Homebound()]), [tmp_path / "a.txt"], tmp_path / "out", Options(workers=1))


def test_output_is_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    rows = [{"text": f"{NOISY if number % 3 else BODY} {number}", "nr": number} for number in range(200)]
    (tmp_path / "in.jsonl").write_bytes(lines([*rows[:70], ["no object"], *rows[70:]]))
    written = []
    for workers in (0, 1, 3):
        out = tmp_path / str(workers)
        run(Cleaner(), [tmp_path / "in.jsonl"], out, Options(form="jsonl", workers=workers))
        written.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert written[0] == written[1] == written[2]
    assert [row["fields"]["nr"] for row in read_lines(tmp_path / "0" / "articles.jsonl")] == list(range(200))


def test_document_that_was_found_late_is_the_one_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the worker has gone on to the next, or is done, when it is stopped."""
    supervisor = Supervisor(Task(Cleaner(filters=["whitespace"]), "jsonl", Fields()), 0, 1.0)
    failed: list[int] = []
    monkeypatch.setattr(supervisor, "_fail", lambda job, at, *_: failed.append(at))
    monkeypatch.setattr(supervisor, "_again", lambda job, at: failed.append(at))
    for now in (2, -1):
        worker = SimpleNamespace(mark=SimpleNamespace(value=now), seen=1, job=None, end=lambda: None)
        supervisor._workers = [worker]  # type: ignore[list-item]
        supervisor._stop(worker)  # type: ignore[arg-type]
    assert failed == [1, 1, 1, 1]


def test_worker_that_is_done_is_at_no_document() -> None:
    """So that the last one is not blamed if the worker ends, or is slow, while it sends what came out."""
    mark = SimpleNamespace(value=-1)
    seen: list[int] = []

    def look(document: Document) -> Iterator[Edit]:
        seen.append(mark.value)
        return iter(())

    records = [Record(source=name, name=name, data=BODY) for name in ("a", "b")]
    assert len(_attempt(Task(Cleaner(filters=[look]), "jsonl", Fields()), records, mark).packed) == 2
    assert ({*seen}, mark.value) == ({0, 1}, -1)


def test_cleaning_in_this_process_leaves_the_hosts_multiprocessing_alone(tmp_path: Path) -> None:
    script = (
        "from multiprocessing import forkserver, set_forkserver_preload\n"
        "from pathlib import Path\n"
        "from cleaner import Cleaner\n"
        "from cleaner.batch import Options, run\n"
        "set_forkserver_preload(['json'])\n"
        f"place = Path({str(tmp_path)!r})\n"
        "(place / 'a.txt').write_text('The ferry sails.')\n"
        "run(Cleaner(filters=['whitespace']), [place / 'a.txt'], place / 'out', Options(workers=0))\n"
        "print(forkserver._forkserver._preload_modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['json']"


def test_slow_document_does_not_change_the_order(tmp_path: Path) -> None:
    texts = ["SLEEP 0.7", *(f"{BODY} {number}" for number in range(150))]
    assert go(tmp_path, texts)[1] == texts


def test_workers_killed_from_outside_lose_nothing(tmp_path: Path) -> None:
    """As the kernel does when memory is short."""
    texts = ["SLEEP 0.05" if number % 20 == 7 else f"{BODY} {number}" for number in range(400)]
    stop = threading.Event()
    killed = []

    def hunt() -> None:
        while len(killed) < 4 and not stop.wait(0.3):
            for pid in children(forkserver())[:1]:
                killed.append(pid)
                os.kill(pid, signal.SIGKILL)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        summary, found, failures = go(tmp_path, texts)
    finally:
        stop.set()
        hunter.join()
    assert killed
    assert found == texts
    assert not failures
    assert summary.documents == 400


def forkserver() -> int:
    from multiprocessing import forkserver as server

    return server._forkserver._forkserver_pid or 0  # type: ignore[attr-defined]


def children(pid: int) -> list[int]:
    try:
        return [int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def test_listener_is_given_articles_and_numbers(tmp_path: Path) -> None:
    class Ear(Listener):
        wants_articles = True

        def __init__(self) -> None:
            self.heard: list[str] = []
            self.numbers: list[int] = []

        def document(self, record: Record, article: Article | None) -> None:
            self.heard.append(article.text if article else "")

        def progress(self, summary: Summary, bytes_read: int) -> None:
            self.numbers.append(summary.documents)

    (tmp_path / "in.jsonl").write_bytes(lines([*({"text": text} for text in GOOD), []]))
    run(Cleaner(), [tmp_path / "in.jsonl"], tmp_path / "out.jsonl", Options(workers=1), ear := Ear())
    assert ear.heard == [*GOOD, ""]
    assert ear.numbers[-1] == 7


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path) -> None:
    """The peak of a process that cleans twelve times as much is about the same."""
    peaks = []
    for count in (200, 2500):
        (tmp_path / "in.jsonl").write_bytes(lines({"text": f"{BODY} {number}"} for number in range(count)))
        done = subprocess.run(
            [sys.executable, "-c", RUN_AND_TELL_PEAK, tmp_path / "in.jsonl", tmp_path / "out.jsonl"],
            capture_output=True, check=True, text=True,
        )  # fmt: skip
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] + 15_000
    assert peaks[1] < 300_000


def test_interrupt_ends_a_run_within_a_second(tmp_path: Path) -> None:
    """The best of three tries counts: other work on the machine only adds to the time."""
    (tmp_path / "in.jsonl").write_bytes(lines({"text": f"{BODY} {number}"} for number in range(60_000)))
    seconds = []
    while len(seconds) < 3 and min(seconds, default=2.0) >= 2:
        seconds.append(_interrupted(tmp_path / "in.jsonl", tmp_path / f"out-{len(seconds)}.jsonl"))
    assert min(seconds) < 2  # one, on a machine that is not busy


def _interrupted(source: Path, output: Path) -> float:
    script = Path(sys.executable).with_name("clean")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
    process = subprocess.Popen([script, source, "-o", output], stderr=subprocess.PIPE, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    state = output.parent / ".newsclean" / output.name / "state.json"
    wait_for(lambda: state.exists() and b'"documents":0' not in state.read_bytes())
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=20)
    took = time.monotonic() - began
    assert process.returncode == 130
    assert b"go on with --resume" in stderr
    assert b"Traceback" not in stderr
    return took


def wait_for(condition: object) -> None:
    until = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.02)


def test_negative_number_of_workers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="workers: must be 0, for this process alone, or more, not -1"):
        go(tmp_path, GOOD, workers=-1)


def test_script_without_its_guard_is_told_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    script = tmp_path / "script.py"
    script.write_text("from pathlib import Path\nfrom cleaner import Cleaner\nfrom cleaner.batch import Options, run\n"
                      "run(Cleaner(), [Path('a.txt')], Path('out'), Options(workers=1))\n")  # fmt: skip
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert 'a script needs `if __name__ == "__main__":` around its run, or workers=0' in done.stderr
