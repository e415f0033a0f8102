"""Records: documents as they were read, with whatever else was known of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Literal, NamedTuple

import msgspec

from cleaner.errors import InputError
from cleaner.reading.earlier import Earlier, take_up

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
    """A record opened: its text, what else it holds, and what an earlier run found in it."""

    text: bytes | str
    kind: Literal["auto", "text", "html"]
    id: str
    url: str | None
    fields: dict[str, Any]
    earlier: Earlier = Earlier()
    charset: str | None = None


def open_record(record: Record, fields: Fields) -> Content:
    """Take the text out of a record.

    Raises:
        InputError: it could not be read, is no object, or has no text.

    >>> line = Record(source="a.jsonl:1", name="a", form="json",
    ...               data=b'{"text": "The ferry sails.", "id": 7, "desk": "sea"}')
    >>> open_record(line, Fields())[:5]
    ('The ferry sails.', 'auto', '7', None, {'desk': 'sea'})

    """
    if record.error:
        raise InputError(record.error)
    others: dict[str, Any] = msgspec.json.decode(record.fields) if record.fields else {}
    if record.form != "json":
        earlier, others = take_up(others)
        return Content(record.data, record.form, record.id, record.url, others, earlier, record.charset)
    found = _object(record.data)
    refuse_missing(fields, found, "field")
    text = found.pop(fields.text)
    if not isinstance(text, str):
        raise InputError(f"holds no text in the field {fields.text!r} but {type(text).__name__}")
    identity = identity_of(found.pop(fields.id, None)) or record.id
    url = found.pop(fields.url) if isinstance(found.get(fields.url, 0), str | None) else None
    earlier, others = take_up(found)
    return Content(text, fields.kind, identity, url, others, earlier)


def refuse_missing(fields: Fields, found: Collection[str], what: Literal["field", "column"]) -> None:
    """Refuse what lacks the field of the text, or that of the identity where one was chosen.

    Raises:
        InputError: the message names those that are there.

    """
    for key, name in missing(fields, found):
        hint = " (what lies within another cannot be chosen)" if "." in name else ""
        raise InputError(f"{has_no(what, name, found)}; choose one with --{key}-field{hint}")


def missing(fields: Fields, found: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give what is lacking of the field of the text, and of that of the identity where one was chosen: key and name.

    >>> list(missing(Fields(), ["body", "id"]))
    [('text', 'text')]
    """
    keys = ("text", "id") if fields.id != Fields().id else ("text",)
    return ((key, getattr(fields, key)) for key in keys if getattr(fields, key) not in found)


def has_no(what: Literal["field", "column"], name: str, found: Collection[str]) -> str:
    """Say that something is not there, and what is instead; the beginning of a message."""
    known = ", ".join(map(repr, list(found)[:8])) or "none"
    return f"has no {what} {name!r}; its {what}s are {known}"


def identity_of(value: Any) -> str:
    """Write an identity as text: what is no text as in JSON, bytes in base64, nothing for none.

    >>> identity_of(7), identity_of(True), identity_of({"$oid": "5f"}), identity_of(b"\\0"), identity_of(None)
    ('7', 'true', '{"$oid":"5f"}', 'AA==', '')

    """
    if value is None or value != value:
        return ""
    plain = msgspec.to_builtins(value, enc_hook=str)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


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
