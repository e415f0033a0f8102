"""Pages of web archives (WARC, as Common Crawl's CC-NEWS has them), by warcio."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email.message import Message
from importlib.util import find_spec
from typing import IO, Any, NamedTuple

import msgspec

from cleaner.errors import InputError
from cleaner.extras import needs
from cleaner.reading.records import Form
from cleaner.reading.streams import too_large

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_END = b"\r\n\r\n"
_NO_LENGTH = "has a record without a Content-Length; what stands behind it cannot be read: fetch the file again"


class WarcPage(NamedTuple):
    """One archived answer of a server."""

    data: bytes
    form: Form
    id: str
    url: str | None
    charset: str | None
    fields: bytes
    error: str = ""


class _Tail(io.RawIOBase):
    """A stream that remembers its last bytes, because an archive that is cut within a header just ends for warcio."""

    def __init__(self, stream: IO[bytes]):
        self._stream = stream
        self.last = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.last = (self.last + data[-len(_END) :])[-len(_END) :]
        return len(data)


def read_pages(stream: IO[bytes], max_bytes: int) -> Iterator[WarcPage]:
    """Give the pages of an archive.

    Only successful answers over HTTP with HTML or plain text are documents; requests, redirects, images and what name
    servers said are passed over.

    Raises:
        InputError: warcio is not installed, or the archive is damaged.

    """
    with needs("warc", "a WARC file"):
        from warcio.archiveiterator import ArchiveIterator
    tail = _Tail(stream)
    found = None
    try:
        for record in ArchiveIterator(io.BufferedReader(tail)):
            if record.length is None:
                raise InputError(_NO_LENGTH)
            found = _page(record, max_bytes) if record.rec_type == "response" else None
            if found:
                yield found
    except (InputError, OSError, MemoryError):
        raise
    except Exception as error:  # some damage warcio tells, and on some it stumbles
        reason = " ".join(str(error).split())[:200]
        raise InputError(f"is no sound WARC ({reason}); what stands before is in the output") from error
    if tail.last and tail.last != _END and not (found and found.error):
        raise InputError("does not end as an archive does; its last record may be cut off: fetch the file again")


def _page(record: Any, max_bytes: int) -> WarcPage | None:
    """Read one page; None for what is no page, as an answer that came over DNS or FTP: none says that it succeeded.

    A record that is empty has no headers either, and goes on, so that the damage is told.
    """
    headers = record.http_headers
    if record.length and headers is None:
        return None
    content = Message()
    content["Content-Type"] = (headers and headers.get_header("Content-Type")) or "text/html"
    kind = content.get_content_type()
    if kind not in _PAGES or (headers and not headers.get_statuscode().startswith("2")):
        return None
    data, error = _payload(record, max_bytes)
    identity = record.rec_headers.get_header("WARC-Record-ID") or ""
    fields = {"warc_record_id": identity, "warc_date": record.rec_headers.get_header("WARC-Date")}
    return WarcPage(
        data, "text" if kind == "text/plain" else "html", identity, record.rec_headers.get_header("WARC-Target-URI"),
        content.get_content_charset(), msgspec.json.encode(fields), error,
    )  # fmt: skip


def _payload(record: Any, max_bytes: int) -> tuple[bytes, str]:
    if not record.length:
        return b"", "is empty; the archive is damaged"
    packed = (record.http_headers and record.http_headers.get_header("Content-Encoding")) or ""
    if packed.strip().lower() == "br" and find_spec("brotli") is None and find_spec("brotlicffi") is None:
        return b"", "cannot be unpacked (Brotli); pip install brotli"  # warcio would give the packed bytes
    pieces: list[bytes] = []
    size = 0
    try:
        stream = record.content_stream()
        while size <= max_bytes and (piece := stream.read(max_bytes + 1 - size)):
            pieces.append(piece)
            size += len(piece)
    except InputError:
        raise
    except Exception as error:  # decoders of chunked and packed pages, each with errors of its own
        return b"", f"cannot be unpacked ({error})"
    if size > max_bytes:
        return b"", str(too_large(max_bytes))
    if getattr(record.raw_stream, "limit", 0) > 0:
        return b"", "ends before its record does; fetch the archive again"
    return b"".join(pieces), ""
