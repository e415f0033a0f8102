"""From files to records: the documents of a run, one by one, whatever they lie in."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cleaner.errors import InputError
from cleaner.reading.files import Source
from cleaner.reading.jsontext import JsonText
from cleaner.reading.records import Fields, Form, Record
from cleaner.reading.streams import (
    Meter,
    Tap,
    cannot_read,
    is_too_large,
    open_stream,
    read_all,
    read_lines,
    too_large,
)

MAX_BYTES = 50_000_000
_NAME_BYTES = 250


class Begin(NamedTuple):
    """A file is about to be read; the fingerprint tells whether it is the same one when a run goes on."""

    fingerprint: str


class End(NamedTuple):
    """A file has been read: its name, its bytes, and their hash (empty where they could not be read)."""

    name: str
    size: int
    sha256: str


def fingerprint(source: Source) -> str:
    """Tell a file by its name, size and time of change."""
    name = source.name.as_posix().encode("utf-8", "backslashreplace").decode()
    try:
        status = source.path.stat()
    except OSError:
        return name
    return f"{name} {status.st_size} {status.st_mtime_ns}"


def read_records(
    sources: Iterable[Source], fields: Fields, max_bytes: int = MAX_BYTES, meter: Meter | None = None
) -> Iterator[Begin | Record | End]:
    """Give the documents of files in order, each file between a `Begin` and an `End`.

    What cannot be read is a record with an `error`; the files behind it are read all the same.

    Args:
        sources: the files.
        fields: names of fields.
        max_bytes: the limit for one document.
        meter: counts the bytes as they are read.

    """
    for source in sources:
        yield Begin(fingerprint(source))
        yield from _read_source(source, fields, max_bytes, meter)


def _read_source(source: Source, fields: Fields, max_bytes: int, meter: Meter | None) -> Iterator[Record | End]:
    name = source.name.as_posix()
    digest, size = "", _size(source)
    try:
        _refuse(source, max_bytes)
        with open_stream(source.path, source.compression, meter) as (stream, tap):
            yield from _READERS[source.format](source, stream, fields, max_bytes)
            size, digest = _closed(tap)
    except InputError as error:
        yield Record(source=str(source.path), name=name, error=str(error))
    except Exception as error:  # the library of a format may raise anything, and the other files must go on
        reason = f"cannot be read further ({str(error) or type(error).__name__}); what stands before is in the output"
        yield Record(source=str(source.path), name=name, error=reason)
    yield End(name, size, digest)


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size
    except OSError:
        return 0


def _refuse(source: Source, max_bytes: int) -> None:
    if len(os.fsencode(source.name.name)) > _NAME_BYTES:
        raise InputError(f"has a name of more than {_NAME_BYTES} bytes, to which no ending can be added; rename it")
    if str(source.path) == "-":
        return
    try:
        status = source.path.stat()
    except OSError as error:
        raise cannot_read(error) from error
    if stat.S_ISDIR(status.st_mode):
        raise InputError("is a folder that cannot be searched; check the permissions")
    if not stat.S_ISREG(status.st_mode):
        raise InputError("is no regular file; give its content on standard input")
    if source.format in ("text", "html") and not source.compression and status.st_size > max_bytes:
        raise too_large(max_bytes)


def _closed(tap: Tap) -> tuple[int, str]:
    try:
        digest = tap.rest()
    except OSError:
        return tap.count, ""
    return tap.count, digest


def _whole(source: Source, stream: Any, fields: Fields, max_bytes: int) -> Iterator[Record]:
    form: Form = "html" if source.format == "html" else fields.kind
    data = read_all(stream, max_bytes)
    name = source.name.as_posix()
    yield Record(source=str(source.path), name=name, id=name, data=data, form=form)


def _lines(source: Source, stream: Any, fields: Fields, max_bytes: int) -> Iterator[Record]:
    for number, line in enumerate(read_lines(stream, max_bytes), 1):
        where = f"{source.path}:{number}"
        if line is None:
            yield Record(source=where, name=_numbered(source, number), error=str(too_large(max_bytes)))
        elif line.strip():
            yield Record(source=where, name=_numbered(source, number), id=_id(source, number), data=line, form="json")


def _json(source: Source, stream: Any, fields: Fields, max_bytes: int) -> Iterator[Record]:
    """Read a file with one object, which is an article, or with a list of them."""
    text = JsonText(stream, max_bytes)
    if text.next() != "[":
        name = source.name.as_posix()
        yield _limited(Record(source=str(source.path), name=name, id=name, data=text.value(), form="json"), max_bytes)
        _refuse_more(text)
        return
    text.skip()
    number = 0
    while text.next() not in ("]", ""):
        number += 1
        where = f"{source.path}#{number}"
        name = _numbered(source, number)
        yield _limited(
            Record(source=where, name=name, id=_id(source, number), data=text.value(), form="json"), max_bytes
        )
        if text.next() == ",":
            text.skip()
        elif text.next() not in ("]", ""):
            raise InputError(f"is no JSON after entry {number}: expected , or ]")
    if text.next() != "]":
        raise InputError(f"ends within its list, after entry {number}; fetch the file again")
    text.skip()
    _refuse_more(text)


def _refuse_more(text: JsonText) -> None:
    if text.next():
        raise InputError("holds more than one JSON value; name it .jsonl if it has one a line")


def _limited(record: Record, max_bytes: int) -> Record:
    """Turn the record of a document that is too large into one of its failure."""
    if not is_too_large(record.data, max_bytes):
        return record
    return Record(source=record.source, name=record.name, error=str(too_large(max_bytes)))


def _numbered(source: Source, number: int) -> str:
    return f"{source.name.as_posix()}/{number:09}"


def _id(source: Source, number: int) -> str:
    return f"{source.name.as_posix()}:{number}"


def _parquet(source: Source, stream: Any, fields: Fields, max_bytes: int) -> Iterator[Record]:
    from cleaner.reading.parquet import read_rows

    for number, row in enumerate(read_rows(source, stream, fields), 1):
        where, name = f"{source.path}#{number}", _numbered(source, number)
        if row.text is None:
            yield Record(source=where, name=name, error=f"has no text in the column {fields.text!r}")
        elif not isinstance(row.text, str | bytes):
            error = f"the column {fields.text!r} holds no text but {type(row.text).__name__}"
            yield Record(source=where, name=name, error=error)
        elif is_too_large(row.text, max_bytes):
            yield Record(source=where, name=name, error=str(too_large(max_bytes)))
        else:
            yield Record(
                source=where, name=name, id=row.id or _id(source, number), url=row.url,
                data=row.text, form=fields.kind, fields=row.others,
            )  # fmt: skip


def _warc(source: Source, stream: Any, fields: Fields, max_bytes: int) -> Iterator[Record]:
    from cleaner.reading.warc import read_pages

    for number, page in enumerate(read_pages(stream, max_bytes), 1):
        where = f"{source.path}#{number}"
        yield Record(
            source=f"{where} {page.url}" if page.url else where, name=_numbered(source, number),
            id=page.id or _id(source, number), url=page.url, charset=page.charset,
            data=page.data, form=page.form, fields=page.fields, error=page.error,
        )  # fmt: skip


_READERS = {
    "text": _whole,
    "html": _whole,
    "json": _json,
    "jsonl": _lines,
    "parquet": _parquet,
    "warc": _warc,
}
