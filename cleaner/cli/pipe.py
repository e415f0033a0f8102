"""`clean -`: from standard input to standard output."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from msgspec.structs import replace

from cleaner.api import Cleaner
from cleaner.batch import Options, stream
from cleaner.reading.documents import read_records
from cleaner.reading.files import find_sources
from cleaner.reading.records import Record
from cleaner.runs.worker import Packed, Task, work
from cleaner.writing.forms import encode_line

_FORMS = ("", "jsonl", "annotations")
_STDIN = Path("-")
_TEXT = "tree"  # the text, and beside it what is known of it


def pipe(cleaner: Cleaner, options: Options) -> int:
    """Clean standard input; what fails is told on standard error.

    Returns:
        The exit code.

    Raises:
        click.UsageError: the form cannot be written to a pipe.
        click.ClickException: the one document of standard input cannot be cleaned.

    """
    if options.form not in _FORMS:
        raise click.UsageError(f"--format {options.form} needs a place to write to: give it with -o OUT.")
    is_one = options.stdin in ("", "text", "html")
    form = options.form or (_TEXT if is_one else "jsonl")
    how = replace(options, form=form)
    failed = 0
    for packed in _document(cleaner, how) if is_one else _documents(cleaner, how):
        sys.stdout.buffer.write(b"".join(packed.parts[:1] if form == _TEXT else packed.parts))
        if failure := packed.failure:
            if is_one and failure.error != "Dropped":
                raise click.ClickException(f"standard input {failure.reason}")
            failed += failure.error != "Dropped"
            click.echo(encode_line(failure), err=True, nl=False)
    sys.stdout.buffer.flush()
    return 1 if failed else 0


def _documents(cleaner: Cleaner, options: Options) -> Iterator[Packed]:
    return (packed for _, packed in stream(cleaner, [_STDIN], options))


def _document(cleaner: Cleaner, options: Options) -> Sequence[Packed]:
    """Clean the one document, in this process: to start a worker takes longer than to clean most."""
    items = list(read_records(find_sources([_STDIN], None, options.stdin), options.fields, options.max_bytes))
    task = Task(cleaner, options.form, options.fields)
    cleaner.matcher.match("-")  # makes ready what does not count as the document's time
    with _limit(options.timeout):
        return work(task, [item for item in items if isinstance(item, Record)]).packed


class _Late(BaseException):
    """Time is up; whoever outlives any error of a document shall not outlive this."""


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """End what takes too long, where the system can tell it to."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _Late:
        message = f"standard input took longer than {seconds:g} s; raise the limit with --timeout"
        raise click.ClickException(message) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
