"""What a worker process does: clean a batch, encode what comes out, send it back."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.errors import ConfigError
from cleaner.reading.records import Fields, Record
from cleaner.runs.records import Failure, Result, clean_records, failure_of
from cleaner.runs.summary import Summary
from cleaner.writing.forms import ENCODERS


class Task(msgspec.Struct, frozen=True):
    """What is done with every record: how it is cleaned, and the form it takes."""

    cleaner: Cleaner
    form: str
    fields: Fields
    with_articles: bool = False


class Packed(msgspec.Struct, frozen=True):
    """What became of one record, ready to be written."""

    parts: tuple[bytes, ...] = ()
    failure: Failure | None = None
    article: Article | None = None


class Reply(msgspec.Struct, frozen=True):
    """What became of a batch."""

    packed: list[Packed]
    summary: Summary


def work(task: Task, records: Iterable[Record]) -> Reply:
    """Clean and encode a batch."""
    summary = Summary()
    results = clean_records(task.cleaner, records, task.fields)
    return Reply([_pack(task, result, summary) for result in results], summary)


def _pack(task: Task, result: Result, summary: Summary) -> Packed:
    if result.article is None or result.content is None:
        assert result.failure is not None
        summary.fail(result.failure.error)
        return Packed(failure=result.failure)
    article = result.article if task.with_articles else None
    parts: tuple[bytes, ...] = ()
    if result.failure is None:
        try:
            parts = ENCODERS[task.form](result.article, result.content)
        except Exception as error:  # a field that no JSON can hold
            failure = failure_of(result.record, error)
            summary.fail(failure.error)
            return Packed(failure=failure)
    summary.add(result.article)
    summary.dropped += result.failure is not None
    return Packed(parts, result.failure, article)


def pickled(value: Any, whom: str, otherwise: str = "") -> bytes:
    """Pickle a task or a cleaner for other processes.

    Args:
        value: what is sent.
        whom: to whom, for the message.
        otherwise: what else helps, for the message.

    Raises:
        ConfigError: a filter cannot be sent.

    """
    try:
        return pickle.dumps(value)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ConfigError(
            f"a filter cannot be sent to {whom} ({error}); define it at the top of a module{otherwise}"
        ) from error


def serve(pipe: Connection, mark: Any) -> None:
    """Take the task from the pipe, then batches until it ends; the mark is the number of the document at hand.

    An interrupt is for the supervisor, which ends its workers. The kernel, short of memory, shall take a worker and
    not the supervisor.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")
    with suppress(EOFError, OSError):  # the supervisor has ended
        task = _opened(pipe.recv_bytes())
        while True:
            records = pipe.recv()
            pipe.send(_attempt(task, records, mark) if isinstance(task, Task) else task)


def _opened(sent: bytes) -> Task | ConfigError:
    """Unpickle the task; what goes wrong in a filter meanwhile is the answer to every batch."""
    try:
        task: Task = pickle.loads(sent)  # noqa: S301  # from our own supervisor
    except Exception as error:
        return ConfigError(
            f"a filter cannot be set up in a worker process ({type(error).__name__}: {error}); see that it finds there "
            "what it needs, or set workers to 0"
        )
    return task


def _attempt(task: Task, records: Sequence[Record], mark: Any) -> Reply:
    reply = work(task, _marked(records, mark))
    mark.value = -1
    return reply


def _marked(records: Sequence[Record], mark: Any) -> Iterator[Record]:
    for number, record in enumerate(records):
        mark.value = number
        yield record
