"""Files as streams of bytes: compressed or not, counted, hashed, and never trusted to be as long as they say."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from cleaner.errors import InputError
from cleaner.extras import needs

COMPRESSED = (".gz", ".zst")
_CHUNK = 1 << 16
_BOMB_BYTES = 1 << 26
_BOMB_RATIO = 200
_BEFORE = "whole documents before that are in the output"


class Meter:
    """Counts the bytes that were read, over all files."""

    count = 0


class Tap(io.RawIOBase):
    """A file that counts and hashes the bytes that are read from it."""

    def __init__(self, file: BinaryIO, meter: Meter | None = None):
        self._file = file
        self._meter = meter or Meter()
        self._hash = hashlib.sha256()
        self.count = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there, and count it."""
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._hash.update(data)
        self.count += len(data)
        self._meter.count += len(data)
        return len(data)

    def rest(self) -> str:
        """Read to the end and give the hash of everything."""
        while self.read(_CHUNK):
            pass
        return self._hash.hexdigest()


class _Unpacked(io.RawIOBase):
    """A decompressed stream that stops where it swells beyond what any text would."""

    def __init__(self, file: Any, tap: Tap):
        self._file = file
        self._tap = tap
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read1(min(len(buffer), _CHUNK))  # gives what stands before damage, and then the error
        except EOFError as error:
            raise InputError(f"ends before its compressed data does; {_BEFORE}; fetch the file again") from error
        except (OSError, zlib.error, lzma.LZMAError, _zstd_error()) as error:
            raise InputError(
                f"cannot be decompressed ({error}); {_BEFORE}; the file is damaged, or has the wrong ending"
            ) from error
        self._count += len(data)
        refuse_bomb(self._count, self._tap.count)
        buffer[: len(data)] = data
        return len(data)


def refuse_bomb(size: int, packed: int) -> None:
    """Refuse what swells beyond what any text would.

    Args:
        size: bytes, decompressed.
        packed: bytes that they came from.

    Raises:
        InputError: it is large, and much larger than it was.

    """
    if size > _BOMB_BYTES and size > _BOMB_RATIO * packed:
        raise InputError(
            f"grows more than {_BOMB_RATIO} times when decompressed, as bombs do and text does not; "
            "if it is no bomb, decompress it first"
        )


def _zstd_error() -> type[Exception]:
    module = sys.modules.get("compression.zstd") or sys.modules.get("backports.zstd")
    return cast("type[Exception]", module.ZstdError) if module else EOFError


def zstd() -> Any:
    """Import what reads and writes `.zst`: the standard library from Python 3.14, its backport before.

    Raises:
        InputError: it is not installed.

    """
    with needs("zstd", "a .zst file"):
        if sys.version_info >= (3, 14):
            from compression import zstd as module
        else:
            from backports import zstd as module
    return module


@contextmanager
def open_stream(
    path: Path, compression: str = "", meter: Meter | None = None
) -> Iterator[tuple[io.BufferedReader, Tap]]:
    """Open a file, or standard input where the path is `-`.

    Args:
        path: the file.
        compression: `.gz`, `.zst` or nothing.
        meter: counts what is read.

    Yields:
        The decompressed stream, and the tap on the bytes of the file.

    Raises:
        InputError: the file cannot be opened, or not be decompressed.

    """
    try:
        file = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    except OSError as error:
        raise cannot_read(error) from error
    try:
        tap = Tap(cast("BinaryIO", file), meter)
        if not compression:
            yield io.BufferedReader(tap, _CHUNK), tap
            return
        raw = io.BufferedReader(tap, _CHUNK)
        packed: Any = gzip.GzipFile(fileobj=raw) if compression == ".gz" else zstd().ZstdFile(raw)
        yield io.BufferedReader(_Unpacked(packed, tap), _CHUNK), tap
    finally:
        if file is not sys.stdin.buffer:
            file.close()


def cannot_read(error: OSError) -> InputError:
    """Turn the refusal of the system into one that names the remedy."""
    return InputError(f"cannot be read ({error.strerror or error}); check the name and the permissions")


def is_too_large(text: str | bytes, limit: int) -> bool:
    """Tell whether a text has more bytes than a limit, in UTF-8."""
    if isinstance(text, bytes) or len(text) > limit:
        return len(text) > limit
    return 4 * len(text) > limit and len(text.encode("utf-8", "surrogatepass")) > limit


def too_large(limit: int) -> InputError:
    """Make the error of a document that is over the size limit."""
    return InputError(f"is larger than {limit:,} bytes; raise the limit with --max-size")


def read_all(stream: io.BufferedReader, limit: int) -> bytes:
    """Read a whole document.

    Raises:
        InputError: it is longer than the limit; no more than the limit has been read then.

    """
    try:
        data = stream.read(limit + 1)
    except OSError as error:
        raise cannot_read(error) from error
    if len(data) > limit:
        raise too_large(limit)
    return data


def read_lines(stream: io.BufferedReader, limit: int) -> Iterator[bytes | None]:
    """Give the lines of a stream without their ends, and None for each that is longer than the limit.

    A line over the limit is skipped in small pieces; it is never in memory.
    """
    while line := stream.readline(limit + 2):
        if line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
        elif len(line) <= limit:
            yield line
        else:
            while (piece := stream.readline(_CHUNK)) and not piece.endswith(b"\n"):
                pass
            yield None
