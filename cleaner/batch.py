"""A run over many documents: every input ends in the output or in the list of failures."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import msgspec

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.errors import ConfigError, InputError, nearest
from cleaner.reading.documents import MAX_BYTES, Begin, End, read_records
from cleaner.reading.files import FORMATS, Source, find_sources
from cleaner.reading.records import Fields, Record
from cleaner.reading.streams import Meter
from cleaner.runs.folder import Item, RunFolder
from cleaner.runs.records import check_call
from cleaner.runs.state import Files, rest_of
from cleaner.runs.summary import Summary
from cleaner.runs.worker import Packed, Reply, Task
from cleaner.runs.workers import Supervisor
from cleaner.settings.validation import convert
from cleaner.writing.outputs import FORMS, Layout, check_form, file_hash, form_of

__all__ = ["Fields", "Listener", "Options", "Summary", "run", "stream", "survey"]

_BATCH_RECORDS = 32
_BATCH_BYTES = 1 << 18


Inputs = Path | str | Iterable[Path | str]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How a run is done.

    Attributes:
        form: tree, jsonl, parquet, dolma or annotations; told from the output's name if empty.
        root: the folder from which files that are named one by one are called, in their identities and in the output;
            each is called by its own name if left out.
        workers: processes that clean. With 0 it is this one, and no document has a limit on its time; with more, a
            script that calls `run` needs its `if __name__ == "__main__":`.
        timeout: seconds that a document may take.
        max_bytes: the size of a document, decompressed, from which on it is refused.
        resume: go on with a run that was stopped.
        fields: what the fields of records are called.
        stdin: the format of standard input: text, html, json, jsonl, parquet or warc.

    """

    form: str = ""
    root: str = ""
    workers: int = 0
    timeout: Annotated[float, msgspec.Meta(gt=0)] = 30.0
    max_bytes: Annotated[int, msgspec.Meta(ge=1)] = MAX_BYTES
    resume: bool = False
    fields: Fields = Fields()
    stdin: str = ""


class Listener:
    """Is told how a run goes on; override what is of interest."""

    wants_articles = False
    """Whether `document` shall have the article; costs time with several workers."""

    def document(self, record: Record, article: Article | None) -> None:
        """Take note of one document; it has no article if it failed, or if none are wanted."""

    def progress(self, summary: Summary, bytes_read: int) -> None:
        """Take note of how far the run is."""


def survey(inputs: Inputs, output: Path | str, stdin: str = "") -> tuple[int, int]:
    """Count the files of a run and their bytes, and find out whether they can be cleaned in one run.

    Raises:
        InputError: an input does not exist, two would be written to the same place, or there is nothing to clean.

    """
    files = size = 0
    for source in _some(find_sources(_paths(inputs), Path(output), stdin)):
        files += 1
        try:
            size += source.path.stat().st_size
        except OSError:
            continue
    return files, size


def _some(sources: Iterator[Source]) -> Iterator[Source]:
    """Give the files of a run, and refuse a run without any: a folder is empty, or another one was meant."""
    first = next(sources, None)
    if first is None:
        raise InputError("found no .txt, .html, .json, .jsonl, .parquet or .warc file in the inputs")
    yield first
    yield from sources


def run(
    cleaner: Cleaner,
    inputs: Inputs,
    output: Path | str,
    options: Options | None = None,
    listener: Listener | None = None,
) -> Summary:
    """Clean files and write what comes out.

    Args:
        cleaner: what cleans.
        inputs: files, and folders that are searched for them, or one of either.
        output: a folder, or a file of the form that is written.
        options: how it is done.
        listener: is told how it goes on.

    Returns:
        What was done, together with what was done before a run that is resumed.

    Raises:
        InputError: an input does not exist, two would be written to the same place, there is nothing to clean, or
            something is not installed.
        ConfigError: an option has a wrong value, another run is writing there, or the settings are not those of the run
            that is resumed.
        OSError: the output cannot be written; what is there stays good for `resume`.

    """
    how = _checked(cleaner, options)
    told = listener or Listener()
    inputs, output = _paths(inputs), Path(output)
    layout = Layout(output, how.form or form_of(output))
    check_form(layout)
    if how.resume and Path("-") in inputs:
        raise ConfigError("standard input cannot be read again; write it to a file, or leave --resume out", "resume")
    for source in _some(_sources(inputs, output, how)):
        layout.refuse(source)
    task = Task(cleaner, layout.form, how.fields, told.wants_articles)
    supervisor = Supervisor(task, how.workers, how.timeout)
    with RunFolder(layout, settings_of(cleaner, layout.form, how), how.resume) as folder:
        if folder.already_complete:
            _refuse_others(folder, inputs, output, how)
        elif not folder.state.complete:
            _clean(folder, _sources(inputs, output, how), supervisor, how, told)
        folder.finish()
        return folder.state.summary


def stream(cleaner: Cleaner, inputs: Inputs, options: Options) -> Iterator[tuple[Record, Packed]]:
    """Clean files and give what comes out, in order, without writing it.

    Args:
        cleaner: what cleans.
        inputs: files and folders.
        options: how it is done; `form` says how the articles are encoded.

    Raises:
        InputError: an input does not exist.
        ConfigError: an option has a wrong value.

    """
    options = _checked(cleaner, options)
    task = Task(cleaner, options.form or "jsonl", options.fields)
    items = read_records(_sources(_paths(inputs), None, options), options.fields, options.max_bytes)
    for batch, reply in _replies(items, Supervisor(task, options.workers, options.timeout)):
        yield from _pairs(batch, reply)


def _checked(cleaner: Cleaner, options: Options | None) -> Options:
    """Refuse what would else be the failure of every document."""
    if not isinstance(options, Options | None):
        raise ConfigError(f"must be Options(workers=..., timeout=...), not {options!r}", "options")
    how = convert(msgspec.to_builtins(options or Options()), Options, "options")
    check_call(cleaner, (options or how).fields)
    for key, value, known in (("form", how.form, FORMS), ("stdin", how.stdin, set(FORMATS.values()))):
        if value and value not in known:
            raise ConfigError(f"{value!r} is none of its values; {nearest(value, known)}", f"options.{key}")
    return how


def _paths(inputs: Inputs) -> list[Path]:
    return [Path(inputs)] if isinstance(inputs, str | Path) else [Path(path) for path in inputs]


def _sources(inputs: Sequence[Path], output: Path | None, options: Options) -> Iterator[Source]:
    return find_sources(inputs, output, options.stdin, Path(options.root) if options.root else None)


def _clean(
    folder: RunFolder, sources: Iterator[Source], supervisor: Supervisor, options: Options, listener: Listener
) -> None:
    meter = Meter()
    meter.count = folder.state.inputs.bytes
    rest = rest_of(sources, folder.state, folder.again)
    items = _skip(read_records(rest, options.fields, options.max_bytes, meter), folder)
    with closing(_replies(items, supervisor)) as replies:
        for batch, reply in replies:
            folder.commit(batch, reply)
            for record, packed in _pairs(batch, reply):
                listener.document(record, packed.article)
            listener.progress(folder.state.summary, meter.count)


def _replies(items: Iterable[Item], supervisor: Supervisor) -> Generator[tuple[list[Item], Reply]]:
    waiting: deque[list[Item]] = deque()
    with closing(supervisor.ordered(_batches(items, waiting))) as replies:
        for reply in replies:
            yield waiting.popleft(), reply


def _pairs(batch: Iterable[Item], reply: Reply) -> Iterator[tuple[Record, Packed]]:
    return zip((item for item in batch if isinstance(item, Record)), reply.packed, strict=True)


def _refuse_others(folder: RunFolder, inputs: Sequence[Path], output: Path, options: Options) -> None:
    """Refuse to call a run complete that began with other files, or with the same and another content."""
    done, now = folder.state.inputs, Files()
    for item in read_records(_sources(inputs, output, options), options.fields, options.max_bytes):
        if isinstance(item, End):
            now.add(item.name, item.size, item.sha256)
    if now.sha256 != done.sha256:
        changed = f"{done.count} files, {done.bytes:,} bytes; now {now.count} and {now.bytes:,}"
        if (now.count, now.bytes) == (done.count, done.bytes):
            changed = "what is in the files has changed"
        raise InputError(f"the run is complete, but with other inputs ({changed}); {folder.again}")


def _skip(items: Iterator[Item], folder: RunFolder) -> Iterator[Item]:
    """Leave out the documents of the first file that are done already."""
    if records := folder.state.records:
        begin = next(items)
        if not isinstance(begin, Begin):
            raise InputError(f"the inputs are not those that this run began with; {folder.again}")
        yield begin
        for _ in islice(items, records):
            pass
    yield from items


def _batches(items: Iterable[Item], waiting: deque[list[Item]]) -> Iterator[list[Record]]:
    """Group documents, and put each group, with the beginnings and ends of files among it, in the queue."""
    batch: list[Item] = []
    records: list[Record] = []
    size = 0
    for item in items:
        batch.append(item)
        if isinstance(item, Record):
            records.append(item)
            size += len(item.data)
        if len(records) >= _BATCH_RECORDS or size >= _BATCH_BYTES or len(batch) >= 4 * _BATCH_RECORDS:
            waiting.append(batch)
            yield records
            batch, records, size = [], [], 0
    waiting.append(batch)
    yield records


def settings_of(cleaner: Cleaner, form: str, options: Options) -> dict[str, Any]:
    """Gather all that decides about the output, as it stands in the manifest."""
    config = msgspec.structs.asdict(cleaner.config)
    settings: dict[str, Any] = msgspec.to_builtins(
        {
            "package": "newsclean",
            "version": version("newsclean"),
            "chain": [name for name, _ in cleaner.filters],
            "config": {name: value for name, value in config.items() if name not in ("chain", "without")},
            "files": {key: file_hash(Path(path))[1] for key, path in cleaner.config.named_files().items()},
            "packs": list(cleaner.packs.names),
            "packs_sha256": cleaner.packs.sha256,
            "form": form,
            "fields": options.fields,
            "timeout": float(options.timeout),
            "max_bytes": options.max_bytes,
        }
    )
    return settings
