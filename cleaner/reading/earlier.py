"""Records that an earlier run wrote: what it found and carried is taken up, how it came about is not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec


class Earlier(msgspec.Struct, frozen=True):
    """The metadata that an earlier cleaning found, for what the next one does not find any more."""

    title: str | None = None
    date: dt.date | None = None
    byline: str | None = None
    source: str | None = None
    language: str | None = None


_OWN = {*Earlier.__struct_fields__, "edits", "provenance", "fields"}


def take_up(found: dict[str, Any]) -> tuple[Earlier, dict[str, Any]]:
    """Part what an earlier run wrote from the fields that it carried through, so that these stay as flat as they were.

    Args:
        found: a record without its text, identity and address.

    Returns:
        The metadata, and the fields; of a record from elsewhere no metadata, and all it holds.

    >>> take_up({"date": "2024-10-24", "edits": [], "provenance": {"package": "newsclean"}, "fields": {"desk": "sea"}})
    (Earlier(title=None, date=datetime.date(2024, 10, 24), byline=None, source=None, language=None), {'desk': 'sea'})
    >>> take_up({"date": "2024-10-24"})
    (Earlier(title=None, date=None, byline=None, source=None, language=None), {'date': '2024-10-24'})

    """
    try:
        if _object(found["provenance"])["package"] != "newsclean":
            return Earlier(), found
        earlier, carried = msgspec.convert(found, Earlier), _object(found.get("fields", {}))
    except (KeyError, msgspec.MsgspecError):
        return Earlier(), found
    added = {name: value for name, value in found.items() if name not in _OWN and (name, value) != ("url", None)}
    return earlier, carried | added


def _object(value: Any) -> dict[str, Any]:
    """Take an object, which in a row of Parquet is a JSON text."""
    return msgspec.json.decode(value, type=dict) if isinstance(value, str) else msgspec.convert(value, dict)
