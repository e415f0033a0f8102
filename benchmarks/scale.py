"""Clean many generated documents with the command, and measure the run as a whole.

    python benchmarks/scale.py [--documents N ...] [--workers N ...] [--paragraphs N]

For each number of documents and of workers: the time on the clock, the processor time of all processes, the memory of
the run's own process, sampled ten times a second, a quarter of the way in and at its peak, and that of all processes at
their peak, where what several share counts once. The growth of time is told in processor time, too, because other work
on the machine does not count in that.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

from common import ROOT, parser

sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "engines")]

from engine_data import documents, write_lines
from runs.kills import children

CLEAN = Path(sys.executable).with_name("clean")


class Run(NamedTuple):
    """What one run took: seconds on the clock and of the processor, megabytes of its own process and of all."""

    documents: int
    workers: int
    seconds: float
    processor: float
    quarter: float
    peak: float
    together: float


def measure(source: Path, count: int, workers: int, output: Path) -> Run:
    """Clean a file with the command, and look at its processes ten times a second until it ends."""
    command: list[str | Path] = [CLEAN, source, "-o", output, "--workers", str(workers), "-q"]
    began = time.monotonic()
    process = subprocess.Popen(command)
    samples, together = [], [0.0]
    spent: dict[int, float] = {}
    while process.poll() is None:
        samples.append(resident(process.pid))
        everyone = list(family(process.pid))
        together.append(sum(map(proportional, everyone)))
        for one in everyone:
            spent[one] = max(spent.get(one, 0.0), processor_seconds(one))
        time.sleep(0.1)
    seconds = time.monotonic() - began
    assert process.returncode == 0
    return Run(count, workers, seconds, sum(spent.values()), samples[len(samples) // 4], max(samples), max(together))


def family(pid: int) -> Iterator[int]:
    """Give a process and all below it."""
    yield pid
    for child in children(pid):
        yield from family(child)


def processor_seconds(pid: int) -> float:
    """Give what a process has had of the processor; nothing once it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Give the megabytes that a process has in memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1000 if found else 0.0


def proportional(pid: int) -> float:
    """Give the megabytes of a process, of what it shares with others its share."""
    try:
        found = re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1000 if found else 0.0


def rows(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Measure every number of documents with every number of workers, and write the table."""
    yield f"Load when it began: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n"
    memory = "memory after a quarter, MB | at its peak, MB | all processes, MB"
    yield f"| documents | workers | s | documents/s | processor, s | {memory} |"
    yield "|---|---|---|---|---|---|---|---|"
    for count, workers in product(options.documents, options.workers):
        source = folder / f"{count}.jsonl"
        if not source.exists():
            write_lines(source, [cut(row, options.paragraphs) for row in documents(count)])
        run = measure(source, count, workers, folder / f"{count}-{workers}.jsonl")
        yield (
            f"| {count:,} | {workers} | {run.seconds:.1f} | {count / run.seconds:.0f} | {run.processor:.1f} "
            f"| {run.quarter:.0f} | {run.peak:.0f} | {run.together:.0f} |"
        )


def cut(row: dict[str, str], paragraphs: int) -> dict[str, str]:
    """Keep so many paragraphs of a document."""
    return {**row, "text": "\n\n".join(row["text"].split("\n\n")[:paragraphs])}


def main() -> None:
    """Measure as the command line asks."""
    asked = parser(__doc__, data=False)
    asked.add_argument("--documents", type=int, nargs="+", default=[20_000, 200_000])
    asked.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    asked.add_argument("--paragraphs", type=int, default=6, help="of each document, at most")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for line in rows(options, Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
