"""Pages of web archives (WARC, as Common Crawl's CC-NEWS has them), by FastWARC."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, NamedTuple

import msgspec

from cleaner.extras import needs
from cleaner.reading.records import Form
from cleaner.reading.streams import too_large

_PAGES = ("text/html", "application/xhtml+xml", "text/plain", None)


class Page(NamedTuple):
    """One archived answer of a server."""

    data: bytes
    form: Form
    id: str
    url: str | None
    charset: str | None
    fields: bytes
    error: str = ""


def read_pages(stream: IO[bytes], max_bytes: int) -> Iterator[Page]:
    """Give the pages of an archive.

    Only successful answers with HTML or plain text are documents; requests, redirects and images are passed over.

    Raises:
        InputError: FastWARC is not installed.
        OSError: the archive is damaged.

    """
    with needs("warc", "a WARC file"):
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    for record in ArchiveIterator(stream, WarcRecordType.response, parse_http=False, fsspec_args=False):
        size = record.content_length
        if size > 2 * max_bytes:
            yield _page(record, error=str(too_large(max_bytes)))
            continue
        record.freeze()
        if record.content_length < size:
            yield _page(record, error="ends before its record does; fetch the archive again")
            continue
        record.parse_http(auto_decode="all")
        status = record.http_headers.status_code if record.http_headers else None
        if record.http_content_type not in _PAGES or (status and not 200 <= status < 300):
            continue
        try:
            data = record.reader.read(max_bytes + 1)
        except OSError as error:
            yield _page(record, error=f"cannot be decompressed ({error})")
            continue
        yield _page(record, data) if len(data) <= max_bytes else _page(record, error=str(too_large(max_bytes)))


def _page(record: Any, data: bytes = b"", error: str = "") -> Page:
    headers = record.headers
    fields = {"warc_record_id": record.record_id, "warc_date": headers.get("WARC-Date")}
    plain = record.is_http_parsed and record.http_content_type == "text/plain"
    return Page(
        data, "text" if plain else "html", record.record_id, headers.get("WARC-Target-URI"),
        record.http_charset if record.is_http_parsed else None, msgspec.json.encode(fields), error,
    )  # fmt: skip
