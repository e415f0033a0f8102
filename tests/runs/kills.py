"""Runs that are killed at random moments and go on: what the trial of fifty and the test of three share.

A filter that notes what it is given is plugged in, as anybody's is, and tells which documents were cleaned.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from engine_data import documents
from samples import lines, page

from cleaner import Config

CLEAN = Path(sys.executable).with_name("clean")
NOTER = """
import os, re

def noted(document):
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(" ".join(re.findall("ferry number ([0-9]+)", document.text)[:1]) + "\\n")
    return iter(())
"""


class Trial(NamedTuple):
    """What became of one run: who was killed, when, how much was done by then, and what is wrong with the outcome."""

    form: str
    victim: str
    after: float
    done: int
    wrong: list[str]


class Blow(NamedTuple):
    """Who was killed, `run` or `worker`, how many seconds after the start, and the other processes that were there."""

    victim: str
    after: float
    processes: tuple[int, ...]


class Lab:
    """A folder with inputs, the filter that notes, and for every form the output of a run that nobody stopped."""

    def __init__(self, folder: Path, count: int):
        self.folder = folder
        self.inputs, self.order = write_inputs(folder / "in", count)
        self._path = os.pathsep.join(filter(None, (str(write_noter(folder / "plug")), os.environ.get("PYTHONPATH"))))
        self._whole: dict[str, tuple[dict[str, bytes], float]] = {}

    def start(self, form: str, out: Path, notes: Path) -> subprocess.Popen[bytes]:
        chain = ",".join((*Config().names(), "noted"))
        command = [CLEAN, self.inputs, "-o", out, "--format", form, "--filters", chain, "--workers", "2", "--resume"]
        environment = {**os.environ, "PYTHONPATH": self._path, "NOTES": str(notes)}
        return subprocess.Popen([*command, "-q"], env=environment, stderr=subprocess.PIPE)

    def whole(self, form: str) -> tuple[dict[str, bytes], float]:
        """Give the files of a run that nobody stopped, and the seconds it took."""
        if form not in self._whole:
            began = time.monotonic()
            process = self.start(form, self.folder / f"whole-{form}", self.folder / f"whole-{form}.notes")
            _, stderr = process.communicate()
            assert process.returncode == 1, stderr.decode()  # some of the inputs are broken
            self._whole[form] = files(self.folder / f"whole-{form}"), time.monotonic() - began
        return self._whole[form]

    def committed(self, out: Path) -> set[int]:
        """Give the numbers of the documents that are in the output, by what the run remembers."""
        work = out / ".newsclean" / "run"
        if not (work / "state.json").exists():
            return (
                {number for of_file in self.order for number in of_file} if (out / "manifest.json").exists() else set()
            )
        state = json.loads((work / "state.json").read_bytes())
        rest = self.order[state["sources"]][: state["records"]] if state["sources"] < len(self.order) else []
        return {number for of_file in (*self.order[: state["sources"]], rest) for number in of_file}

    def _strike(self, form: str, out: Path, notes: Path, rng: random.Random, after: float) -> Blow:
        """Start a run and kill it, or one of its workers; where it has ended by then, start another and strike sooner.

        A trial in which nobody was killed would pass whatever the run does.
        """
        while True:
            process = self.start(form, out, notes)
            time.sleep(after)
            helpers = children(process.pid)
            workers = [worker for helper in helpers for worker in children(helper)]
            victim = rng.choice(workers) if workers and rng.random() < 0.5 else process.pid
            is_hit = process.poll() is None and is_running(victim)
            if is_hit:
                os.kill(victim, signal.SIGKILL)
            process.communicate()
            if is_hit and (victim in workers or process.returncode == -signal.SIGKILL):
                return Blow("worker" if victim in workers else "run", after, (*helpers, *workers))
            shutil.rmtree(out, ignore_errors=True)
            notes.unlink(missing_ok=True)
            after /= 2

    def trial(self, form: str, number: int, rng: random.Random) -> Trial:
        """Kill one run and let it go on."""
        expected, seconds = self.whole(form)
        out = self.folder / f"killed-{number}"
        blow = self._strike(form, out, self.folder / f"{number}.notes", rng, rng.uniform(0, seconds))
        done = self.committed(out)
        again = self.folder / f"{number}.again"
        process = self.start(form, out, again)
        _, stderr = process.communicate()
        wrong = [f"exit code {process.returncode}: {stderr.decode()}"] if process.returncode != 1 else []
        wrong += differences(files(out), expected)
        if twice := done & noted(again):
            wrong.append(f"cleaned again: {sorted(twice)[:9]}")
        if left := [pid for pid in blow.processes if not ends(pid, seconds=5)]:
            wrong.append(f"left behind: {left}")
        shutil.rmtree(out)
        return Trial(form, blow.victim, blow.after, len(done), wrong)


def write_inputs(folder: Path, count: int) -> tuple[Path, list[list[int]]]:
    """Write documents as texts, lines and pages, some of them broken; every text begins with its own number.

    Returns:
        The folder, and for every file in it, in order, the numbers of its documents (-1 for a broken one).

    """
    texts = [f"The ferry number {number} has sailed.\n\n{row['text']}" for number, row in enumerate(documents(count))]
    folder.mkdir(parents=True)
    third = count // 3
    numbers = {f"a{at}.txt": [at] for at in range(third)} | {f"c{at}.html": [at] for at in range(third, 2 * third)}
    for name, (number,) in numbers.items():
        whole = page(texts[number]) if name.endswith(".html") else texts[number]
        (folder / name).write_text(whole, encoding="utf-8")
    (folder / "a-binary.txt").write_bytes(bytes(100))
    numbers |= {"a-binary.txt": [-1], "b.jsonl": [*range(2 * third, count), -1]}
    (folder / "b.jsonl").write_bytes(lines([*({"text": text} for text in texts[2 * third :]), "no object"]))
    return folder, [numbers[name] for name in sorted(numbers)]


def write_noter(folder: Path) -> Path:
    """Write the filter that notes, with what makes it a plugin."""
    (folder / "noter-1.dist-info").mkdir(parents=True)
    (folder / "noter-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: noter\nVersion: 1\n")
    (folder / "noter-1.dist-info" / "entry_points.txt").write_text("[cleaner.filters]\nnoted = noter:noted\n")
    (folder / "noter.py").write_text(NOTER)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def differences(found: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    return [f"{name} differs" for name in sorted({*found, *expected}) if found.get(name) != expected.get(name)]


def noted(notes: Path) -> set[int]:
    """Read the numbers of the documents that were cleaned."""
    return {int(x) for x in notes.read_text().split()} if notes.exists() else set()


def children(pid: int) -> list[int]:
    try:
        return [int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def is_running(pid: int) -> bool:
    """Tell whether there is such a process, and it has not ended: one that has, but was not waited for, has no name."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def ends(pid: int, seconds: float) -> bool:
    """Tell whether a process is gone, or is so within some seconds."""
    until = time.monotonic() + seconds
    while is_running(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
