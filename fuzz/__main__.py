"""Fuzz: `python -m fuzz --seconds 60` tries every target for a minute, `python -m fuzz text --seconds 60` one of them.

What is found lies in `.fuzz/<target>/`; inputs that reach new code stay in `.fuzz/<target>/corpus` for the next run.
The exit code is 1 if anything was found. `python -m fuzz text --replay FILE` tries one input without the fuzzer.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".fuzz"
_MAX_BYTES = {"text": 6000, "html": 8000, "pack": 3000, "records": 6000}
_INSTRUMENTED = ["cleaner", "trafilatura", "htmldate", "warcio"]
_STATUS = re.compile(r"#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+) corp: (\d+)")


def fuzz(target: str, seconds: int) -> None:
    """Fuzz in this process, which the fuzzer ends."""
    import atheris

    with atheris.instrument_imports(include=_INSTRUMENTED, exclude=_with_arrays()):
        from fuzz.mutate import line_mutator
        from fuzz.seeds import words, write_seeds, write_words
        from fuzz.targets import TARGETS

    folder = WORK / target
    write_seeds(target, folder / "corpus")
    write_words(folder / "words.dict")
    options = (
        f"-max_total_time={seconds}", f"-dict={folder / 'words.dict'}", f"-max_len={_MAX_BYTES[target]}",
        f"-artifact_prefix={folder}/", "-timeout=120", "-rss_limit_mb=3000", "-print_final_stats=1",
    )  # fmt: skip
    atheris.Setup(
        [sys.argv[0], str(folder / "corpus"), *options],
        TARGETS[target],
        custom_mutator=line_mutator(words(), lambda data, size: atheris.Mutate(data, size)),  # it is there only later
    )
    atheris.Fuzz()


def _with_arrays() -> list[str]:
    """Name the modules that compare arrays: Atheris keeps the result of every comparison that it traces."""
    paths = (ROOT / "cleaner").rglob("*.py")
    found = [path.relative_to(ROOT) for path in paths if "numpy" in path.read_text(encoding="utf-8")]
    return [".".join(path.with_suffix("").parts) for path in found]


def fuzz_all(seconds: int) -> int:
    """Fuzz every target in a process of its own, and tell what came of it."""
    print("| target | executions | edges | inputs kept | found |\n|---|---|---|---|---|")
    failed = 0
    for target in _MAX_BYTES:
        code, said = _fuzz_apart(target, seconds)
        *_, last = _STATUS.findall(said) or [("0", "0", "0", "0")]
        executions, edges, _, kept = map(int, last)
        found = [Path(path).name for path in re.findall(r"Test unit written to (\S+)", said)]
        failed += code != 0
        what = ", ".join(found) or (f"ended with {code}, see its log" if code else "nothing")
        print(f"| {target} | {executions:,} | {edges:,} | {kept:,} | {what} |", flush=True)
    return failed


def _fuzz_apart(target: str, seconds: int) -> tuple[int, str]:
    """Fuzz one target in a process of its own; give its exit code and what it said."""
    log = WORK / target / "log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        command = [sys.executable, "-m", "fuzz", target, "--seconds", str(seconds)]
        code = subprocess.run(command, stderr=file, stdout=file, cwd=ROOT, check=False).returncode
    return code, log.read_text(encoding="utf-8", errors="replace")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.split("\n\n")[0])
    parser.add_argument("target", nargs="?", choices=sorted(_MAX_BYTES))
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--replay", type=Path, help="an input that was found")
    options = parser.parse_args()
    if not options.target:
        sys.exit(1 if fuzz_all(options.seconds) else 0)
    if options.replay:
        from fuzz.targets import TARGETS

        TARGETS[options.target](options.replay.read_bytes())
    else:
        fuzz(options.target, options.seconds)


if __name__ == "__main__":
    main()
