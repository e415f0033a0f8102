"""`clean INPUT... -o OUT`: clean files and folders."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import click
from rich.console import Console

from cleaner import batch
from cleaner.api import Cleaner
from cleaner.batch import Options, Summary
from cleaner.cli.common import chain_options, make_cleaner
from cleaner.cli.engine import run_on
from cleaner.cli.options import make_options, run_options
from cleaner.cli.pipe import pipe
from cleaner.cli.progress import print_summary, reporting
from cleaner.errors import CleanerError
from cleaner.runs.processes import abandon, prepare
from cleaner.settings.presets import PresetName

_INTERRUPTED = 130


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", "place", metavar="OUT", help="Folder to write to, or a .jsonl or .parquet.")
@run_options
@chain_options
@click.option("--show-removed", is_flag=True, help="Print for every article what was removed, and by which rule.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
@click.pass_context
def run(
    context: click.Context, /, inputs: tuple[str, ...], place: str | None, config_path: Path | None,
    preset: PresetName | None, filters: str | None, without: str | None, packs: tuple[Path, ...], show_removed: bool,
    quiet: bool, engine: str | None, **given: Any,
) -> None:  # fmt: skip
    """Clean files and folders.

    Folders are searched to the bottom for .txt, .html, .json, .jsonl, .parquet and .warc, each also with .gz or .zst
    behind it. With every article come its metadata, every edit, and how it came about. What could not be cleaned is
    listed with the reason in failures.jsonl; manifest.json has the counts, the settings and the hashes.

    Exit code: 0 all cleaned, 1 some documents failed or the output could not be written, 2 wrong usage, 130
    interrupted.
    """
    if not all(inputs) or place == "":
        raise click.UsageError("INPUT and OUT must not be empty; is a variable unset? Give . for this folder.")
    options = make_options(given)
    make = partial(make_cleaner, config_path, filters, without, packs, preset)
    if place in (None, "-"):
        _refuse_what_no_pipe_can(inputs, show_removed)
        context.exit(pipe(make(), options))
    output = Path(place)
    console = Console(stderr=True, highlight=False)
    if engine:
        summary = run_on(engine, make(), inputs, place, options)
    else:
        with _failing_politely(console, output):
            summary = _run_here(console, make, [Path(name) for name in inputs], output, options, quiet, show_removed)
    if not quiet:
        print_summary(console, summary, output)
    context.exit(1 if summary.failed else 0)


def _refuse_what_no_pipe_can(inputs: tuple[str, ...], show_removed: bool) -> None:
    if inputs != ("-",):
        raise click.UsageError("where to? Give a folder with -o OUT; standard output is for 'clean - < FILE'.")
    if show_removed:
        raise click.UsageError("--show-removed goes with -o OUT; `clean explain -` shows what goes from a pipe.")


def _run_here(
    console: Console, make: Callable[[], Cleaner], inputs: Sequence[Path], output: Path, options: Options,
    quiet: bool, show_removed: bool,
) -> Summary:  # fmt: skip
    """Clean in this process and its workers; the cleaner is made once they are on their way."""
    prepare()
    cleaner = make()
    _, size = batch.survey(inputs, output, options.stdin)
    with reporting(console, size, quiet, show_removed) as report:
        return batch.run(cleaner, inputs, output, options, report)


@contextmanager
def _failing_politely(console: Console, output: Path) -> Iterator[None]:
    """Say of whatever ends a run what to do about it."""
    try:
        with _terminable():
            yield
    except CleanerError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"cannot write to {output}: {_hint(error)}") from error
    except KeyboardInterrupt:
        abandon()
        console.print("stopped; what is done is kept: go on with --resume", style="bold")
        raise click.exceptions.Exit(_INTERRUPTED) from None


def _hint(error: OSError) -> str:
    """Say what the system refused, and of which file: it may be another one than the output."""
    if _is_full(error):
        return f"make room, then go on with --resume ({error})"
    place = error.filename2 or error.filename  # of what could not be moved, where it should stand
    return f"{error.strerror or error}" + (f" ({place})" if place else "")


def _is_full(error: OSError) -> bool:
    import errno

    return error.errno in (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let a polite request to end (SIGTERM, as schedulers send it) do what Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
