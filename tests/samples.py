"""Small files in every format that a run reads, made by the tests."""

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

BODY = (
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.\n\n"
    "It had been out of service since a fire in the engine room in August, when two members of the crew were hurt."
)
NOISY = f"date 2024-10-24 {BODY}\n\nAdvertisement\n"


RUN_AND_TELL_PEAK = """
import re, sys
from pathlib import Path
from cleaner import Cleaner
from cleaner.batch import run

run(Cleaner(filters=["whitespace"]), [Path(sys.argv[1])], Path(sys.argv[2]))
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""
"""A program that cleans, and prints the most kilobytes it ever had (those of getrusage are its parent's, too)."""


def page(body: str = BODY, head: str = "") -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
    return f"<html><head><title>Ferry</title>{head}</head><body><article>{paragraphs}</article></body></html>"


def lines(rows: Iterable[Any]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def zstd(data: bytes) -> bytes:
    from cleaner.reading.streams import zstd as module

    packed: bytes = module().compress(data)
    return packed


PACKERS: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstd}


def warc_record(
    body: bytes, url: str = "https://news.test/a", headers: str = "Content-Type: text/html; charset=utf-8",
    status: str = "200 OK", kind: str = "response",
) -> bytes:  # fmt: skip
    http = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-10-24T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:0bd0f1e4-9b4c-4a8e-8f44-0d7c2b8d1e11>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def parquet(rows: list[dict[str, Any]], compression: str = "snappy") -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows), sink, compression=compression)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def read_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]
