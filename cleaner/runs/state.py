"""What a run remembers on the disk, so that it can go on where it was stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from cleaner.errors import ConfigError, InputError
from cleaner.reading.documents import fingerprint
from cleaner.reading.files import Source
from cleaner.runs.summary import Summary
from cleaner.writing.atomic import whole_file

T = TypeVar("T")

_MAX_LISTED = 1000
_MAX_SHOWN = 120  # characters of a value that has changed
_SAID = {"packs_sha256": "what is in the rule packs (packs_sha256)"}


class Files(msgspec.Struct):
    """Files that were read or written: their number, bytes and joint hash; one by one up to a thousand.

    The joint hash takes them in order: it begins empty, and each step is the SHA-256 of the hash so far, the file's
    hash and its name.
    """

    count: int = 0
    bytes: int = 0
    sha256: str = ""
    listed: dict[str, str] | None = {}

    def add(self, name: str, size: int, digest: str) -> None:
        """Take one more file."""
        name = name.encode("utf-8", "backslashreplace").decode()
        self.count += 1
        self.bytes += size
        self.sha256 = chained(self.sha256, f"{digest} {name}")
        if self.listed is not None:
            self.listed[name] = digest
            if len(self.listed) > _MAX_LISTED:
                self.listed = None


class State(msgspec.Struct):
    """How far a run is: all documents before this point are in its output, and none behind it."""

    sources: int = 0
    """How many files are done."""
    records: int = 0
    """How many documents of the next file are done."""
    listing: str = ""
    """The joint hash of the fingerprints of the files that are done."""
    current: str = ""
    """The fingerprint of the file that is being read."""
    sizes: list[int] = []
    """How long each part of the output is."""
    summary: Summary = msgspec.field(default_factory=Summary)
    inputs: Files = msgspec.field(default_factory=Files)
    outputs: Files = msgspec.field(default_factory=Files)
    complete: bool = False

    def write(self, path: Path) -> None:
        """Replace the state on the disk by this one."""
        with whole_file(path, path.with_suffix(".part"), to_disk=self.complete) as file:
            file.write(msgspec.json.encode(self))


class Manifest(msgspec.Struct):
    """What `manifest.json` says of the run that wrote it."""

    settings: dict[str, Any]
    summary: Summary
    inputs: Files
    outputs: Files


def read_back(path: Path, into: type[T], again: str) -> T:
    """Read what a run keeps on the disk.

    Args:
        path: the file.
        into: what it holds.
        again: how to begin anew, for the message.

    Raises:
        InputError: it is missing, or less than was written, as a loss of power leaves it.

    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=into)
    except (FileNotFoundError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is missing or damaged ({error}); {again}") from error


def chained(digest: str, text: str) -> str:
    """Take one more text into a joint hash."""
    return hashlib.sha256(f"{digest} {text}".encode("utf-8", "surrogateescape")).hexdigest()


def rest_of(sources: Iterator[Source], state: State, again: str) -> Iterator[Source]:
    """Skip the files that are done already, and check that they are still the same.

    Args:
        sources: all files.
        state: how far the run is.
        again: how to begin anew, for the message.

    Raises:
        InputError: the inputs are others than those that the run began with.

    """
    listing = ""
    for _ in range(state.sources):
        source = next(sources, None)
        if source is None:
            break
        listing = chained(listing, fingerprint(source))
    current = next(sources, None)
    found = "" if current is None else fingerprint(current)
    if listing != state.listing or (state.current and found != state.current):
        raise InputError(f"the inputs are not those that this run began with (files came, went or changed); {again}")
    if current is not None:
        yield current
    yield from sources


def refuse_changes(before: dict[str, Any], now: dict[str, Any], place: Path, again: str) -> None:
    """Refuse to go on with other settings than a run began with.

    Packs and the files that options name are the same where their content is, whatever their path is written like.

    Raises:
        ConfigError: something changed; the message says what.

    """
    old, new = dict(_flat(before)), dict(_flat(now))
    hashed = (key for settings in (before, now) for key in settings.get("files", {}))
    paths = {"config.rules.packs", *(f"config.{key}" for key in hashed)}
    changed = [
        f"{_SAID.get(key, key)}: {_shown(old.get(key))} → {_shown(new.get(key))}"
        for key in sorted({*old, *new} - paths)
        if old.get(key) != new.get(key)
    ]
    if changed:
        raise ConfigError(
            f"cannot go on in {place}, because what was set has changed since ({'; '.join(changed)}); set it back, "
            f"or {again}"
        )


def _shown(value: str | None) -> str:
    return "unset" if value is None else value if len(value) <= _MAX_SHOWN else f"{value[:_MAX_SHOWN]}…"


def _flat(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _flat(item, f"{key}.{name}" if key else str(name))
    else:
        yield key, msgspec.json.encode(value).decode()
