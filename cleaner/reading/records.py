"""Records: documents as they were read, with whatever else was known of them."""

from __future__ import annotations

import json
from typing import Any, Literal, NamedTuple

import msgspec

from cleaner.errors import InputError
from cleaner.reading.decode import encoding_of

Form = Literal["auto", "text", "html", "json"]


class Fields(msgspec.Struct, frozen=True):
    """What the fields of records are called, and how their text is to be taken: `auto` looks whether it is HTML."""

    text: str = "text"
    id: str = "id"
    url: str = "url"
    kind: Literal["auto", "text", "html"] = "auto"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a run as it was read, or the reason why it could not be.

    `source` says where it comes from, for people; `name` is its place in the output. With the form `json` the data
    is an object in which `Fields` finds the text; `fields` is such an object without the text.
    """

    source: str
    name: str
    data: bytes | str = b""
    form: Form = "auto"
    id: str = ""
    url: str | None = None
    charset: str | None = None
    fields: bytes = b""
    error: str = ""


class Content(NamedTuple):
    """A record opened: its text, and what else it holds."""

    text: bytes | str
    kind: Literal["auto", "text", "html"]
    id: str
    url: str | None
    fields: dict[str, Any]


def open_record(record: Record, fields: Fields) -> Content:
    """Take the text out of a record.

    Raises:
        InputError: it could not be read, is no object, or has no text.

    >>> line = Record(source="a.jsonl:1", name="a", form="json",
    ...               data=b'{"text": "The ferry sails.", "id": 7, "desk": "sea"}')
    >>> open_record(line, Fields())
    Content(text='The ferry sails.', kind='auto', id='7', url=None, fields={'desk': 'sea'})

    """
    if record.error:
        raise InputError(record.error)
    others: dict[str, Any] = msgspec.json.decode(record.fields) if record.fields else {}
    if record.form != "json":
        return Content(_decoded(record), record.form, record.id, record.url, others)
    found = _object(record.data)
    if fields.text not in found:
        known = ", ".join(map(repr, list(found)[:8])) or "none"
        raise InputError(f"has no field {fields.text!r}; its fields are {known}; choose one with --text-field")
    text = found.pop(fields.text)
    if not isinstance(text, str):
        raise InputError(f"holds no text in the field {fields.text!r} but {type(text).__name__}")
    identity = found.pop(fields.id, None)
    url = found.pop(fields.url) if isinstance(found.get(fields.url), str) else None
    return Content(text, fields.kind, record.id if identity is None else str(identity), url, found)


def _object(data: bytes | str) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        found = _lenient(data)
    if not isinstance(found, dict):
        raise InputError("is no JSON object with fields")
    return found


def _lenient(data: bytes | str) -> Any:
    """Read what the strict reader refuses: lone surrogates, raw control characters, numbers out of range."""
    try:
        return json.loads(data if isinstance(data, str) else data.decode("utf-8-sig"), strict=False)
    except UnicodeDecodeError as error:
        raise InputError(f"is not valid UTF-8 at byte {error.start}; convert it to UTF-8") from error
    except ValueError as error:
        raise InputError(f"is no JSON ({error})") from error
    except RecursionError as error:
        raise InputError("is nested too deep to be read") from error


def _decoded(record: Record) -> bytes | str:
    """Read a page as its server said, where the bytes are not UTF-8 and do not say themselves."""
    data = record.data
    encoding = encoding_of(record.charset or "")
    if encoding and isinstance(data, bytes):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return data.decode(encoding)
            except (LookupError, UnicodeError):
                return data
    return data
