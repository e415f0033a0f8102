"""A file of a run on many machines: the engine brings its path and its bytes, the articles go to a file of their own.

A part is named after what it was made of and appears whole, so an engine may do it twice, on two machines even: the
second one puts the same bytes in the same place. The driver holds the counts of each part and nothing else.
"""

from __future__ import annotations

import pickle
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from cleaner.api import Cleaner, default_cleaner
from cleaner.batch import Fields, Options, settings_of
from cleaner.errors import ConfigError, InputError
from cleaner.extras import needs
from cleaner.reading.documents import read_records
from cleaner.reading.files import Source, inputs_of
from cleaner.reading.records import Record
from cleaner.runs.records import check_fields
from cleaner.runs.summary import Summary
from cleaner.runs.worker import Reply, Task, pickled, work
from cleaner.writing.atomic import whole_file
from cleaner.writing.forms import encode_line, encode_pretty, file_name

_HADOOP_S3 = re.compile("^s3[an]://")
"""How Spark spells what everyone else calls `s3://`."""


class Job(msgspec.Struct, frozen=True):
    """What a worker needs to know: small, and easily sent.

    Attributes:
        source: the input as it was given, to name parts after what lies below it.
        output: the folder, or its URL.
        cleaner: what `send_cleaner` gave.
        form: `jsonl` or `parquet`.
        fields: what the fields of records are called.
        max_bytes: the size of a document from which on it is refused.

    """

    source: str
    output: str
    cleaner: bytes
    form: str
    fields: Fields
    max_bytes: int


def make_job(cleaner: Cleaner | None, source: str, output: str, options: Options | None = None) -> Job:
    """Describe a run, and find out whether there is room for it.

    Args:
        cleaner: what cleans; the default chain if left out.
        source: a file, a folder or a pattern that the engine reads.
        output: a folder that is empty or not there yet, or its URL.
        options: how it is done; of these `form`, `fields` and `max_bytes` count.

    Raises:
        ConfigError: the output holds something already or has a URL that pyarrow does not know, or the form is one that
            no engine writes.

    """
    how = options or Options()
    form = how.form or "jsonl"
    if form not in ("jsonl", "parquet"):
        raise ConfigError(f"engines write jsonl or parquet, not {form}; choose one with --format")
    check_fields(how.fields)
    job = Job(_plain(source), output, send_cleaner(cleaner), form, how.fields, how.max_bytes)
    files, root = _filesystem(output)
    if any(files.get_file_info(_selector(root))):
        raise ConfigError(f"{output} is not empty; give another folder, or remove what is in it")
    return job


def clean_part(job: Job, path: str, content: bytes) -> str:
    """Clean one file, and write its articles and its failures.

    Args:
        job: the run.
        path: where the engine read the file.
        content: its bytes.

    Returns:
        The name of the part and its counts, as JSON.

    Raises:
        OSError: the output cannot be written.

    """
    name = _name(job.source, path)
    task = Task(load_cleaner(job.cleaner), job.form, job.fields)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, PurePosixPath(name).name)
        file.write_bytes(content)
        found = read_records([Source(file, Path(name))], job.fields, job.max_bytes)
        records = (_from(record, str(file), _plain(path)) for record in found if isinstance(record, Record))
        reply = work(task, records)
    target = file_name(PurePosixPath(name), job.form).as_posix()
    _write(job, f"articles/{target}", _articles(job, reply))
    failures = b"".join(encode_line(packed.failure) for packed in reply.packed if packed.failure)
    if failures:
        _write(job, f"failures/{file_name(PurePosixPath(target), 'jsonl')}", failures)
    return msgspec.json.encode({"part": target, "summary": reply.summary}).decode()


def finish(job: Job, parts: Iterable[str]) -> Summary:
    """Put the counts of all parts together, and write `manifest.json`.

    Args:
        job: the run.
        parts: what `clean_part` returned for each.

    Returns:
        The counts of the run.

    Raises:
        InputError: there was nothing to clean, or two files have one name.

    """
    total = Summary()
    names = []
    for part in parts:
        record = msgspec.json.decode(part)
        names.append(record["part"])
        total.merge(msgspec.convert(record["summary"], Summary))
    if not names:
        raise InputError(f"{job.source}: found no file to clean")
    if doubles := sorted(name for name, times in Counter(names).items() if times > 1):
        raise InputError(f"two files were written to articles/{doubles[0]}; rename one, and clean into an empty folder")
    how = Options(form=job.form, fields=job.fields, max_bytes=job.max_bytes, timeout=0.0)
    settings = settings_of(load_cleaner(job.cleaner), job.form, how)
    record = {"settings": settings, "summary": msgspec.to_builtins(total, order="sorted"), "parts": sorted(names)}
    _write(job, "manifest.json", encode_pretty(record))
    return total


def no_inputs(paths: Iterable[str]) -> frozenset[str]:
    """Tell which files of an input are none that a run on one machine would read.

    >>> sorted(no_inputs(["s3://news/a.txt", "s3://news/a.json", "s3://news/_SUCCESS"]))
    ['s3://news/_SUCCESS', 's3://news/a.json']
    """
    there = frozenset(paths)
    return there.difference(inputs_of(there))


def missing(source: str) -> InputError:
    """Say that an engine found no such file or folder."""
    return InputError(f"{source}: no such file or folder; give a file or a folder that every worker can read")


def send_cleaner(cleaner: Cleaner | None) -> bytes:
    """Pickle a cleaner for other machines; the default one, which they have, becomes nothing.

    Raises:
        ConfigError: a filter cannot be sent.

    """
    return pickled(cleaner, "workers") if cleaner else b""


@lru_cache(maxsize=2)
def load_cleaner(data: bytes) -> Cleaner:
    """Unpickle a cleaner once for all that a process cleans; nothing stands for the default one."""
    cleaner: Cleaner = pickle.loads(data) if data else default_cleaner()  # noqa: S301  # from our own driver
    return cleaner


def _articles(job: Job, reply: Reply) -> bytes:
    lines = [packed.parts[0] for packed in reply.packed if packed.parts]
    if job.form == "jsonl":
        return b"".join(lines)
    from cleaner.writing.parquet import write_rows

    buffer = BytesIO()
    write_rows(lines, buffer)
    return buffer.getvalue()


def _from(record: Record, here: str, there: str) -> Record:
    """Name a document after the place where the engine read it."""
    return msgspec.structs.replace(record, source=record.source.replace(here, there, 1))


def _plain(path: str) -> str:
    """Write the path of a local file without a scheme, as every engine spells it in its own way."""
    return path.removeprefix("file://").removeprefix("file:")


def _name(source: str, path: str) -> str:
    """Name a file by its path below the input, or below the part of a pattern that holds no sign for others.

    >>> _name("s3://news/2024", "news/2024/05/a.jsonl"), _name("/in/a.jsonl", "file:/in/a.jsonl")
    ('05/a.jsonl', 'a.jsonl')
    """
    fixed = source
    for sign in "*?[{":
        fixed = fixed.split(sign, 1)[0]
    if fixed != source:
        fixed = fixed.rpartition("/")[0]
    root = _bare(fixed).rstrip("/")
    bare = _bare(_plain(path))
    return bare.removeprefix(root + "/") if bare.startswith(root + "/") else PurePosixPath(bare).name


def _bare(path: str) -> str:
    if "://" in path:
        return path.split("://", 1)[1]
    return str(Path(path).resolve()) if Path(path).exists() else path


def _filesystem(output: str) -> tuple[Any, str]:
    with needs("arrow", "a run on an engine"):
        from pyarrow import fs
    if "://" not in output:
        return fs.LocalFileSystem(), Path(output).absolute().as_posix()
    try:
        files, root = fs.FileSystem.from_uri(_HADOOP_S3.sub("s3://", output))
    except ValueError as error:
        raise ConfigError(
            f"{output}: cannot be written to ({error}); give a folder, or a URL that pyarrow knows"
        ) from error
    return files, root


def _selector(root: str) -> Any:
    from pyarrow import fs

    return fs.FileSelector(root, allow_not_found=True)


def _write(job: Job, name: str, data: bytes) -> None:
    """Write a file that appears whole: by its last step on a disk, by its end in an object store."""
    files, root = _filesystem(job.output)
    if files.type_name == "local":
        with whole_file(Path(root, name)) as file:
            file.write(data)
        return
    with files.open_output_stream(f"{root}/{name}") as stream:
        stream.write(data)
