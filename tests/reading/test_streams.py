"""Streams: lines within a limit, hashes of what was read, bombs that are not."""

import gzip
import hashlib
import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import InputError
from cleaner.reading.streams import Meter, open_stream, read_all, read_lines

line = st.binary(max_size=12).map(lambda data: data.replace(b"\n", b"").rstrip(b"\r"))


@given(st.lists(line), st.integers(1, 12), st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_lines_are_given_whole_or_told_to_be_too_long(lines: list[bytes], limit: int, end: bytes, ended: bool) -> None:
    data = end.join(lines) + (end if ended and lines else b"")
    expected = data.split(b"\n")[: -1 if data.endswith(b"\n") or not data else None]
    found = list(read_lines(io.BufferedReader(io.BytesIO(data)), limit))  # type: ignore[arg-type]
    assert len(found) == len(expected)
    for got, whole in zip(found, expected, strict=True):
        text = whole.rstrip(b"\r")
        assert got == text if len(whole) <= limit else got in (text, None)
        assert got is None or len(got) <= limit + 1


def test_whole_document_is_read_up_to_the_limit() -> None:
    assert read_all(io.BufferedReader(io.BytesIO(b"12345")), 5) == b"12345"  # type: ignore[arg-type]
    with pytest.raises(InputError, match="is larger than 4 bytes"):
        read_all(io.BufferedReader(io.BytesIO(b"12345")), 4)  # type: ignore[arg-type]


def test_file_is_hashed_as_it_lies_on_the_disk(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"text" * 100_000))
    meter = Meter()
    with open_stream(tmp_path / "a.gz", ".gz", meter) as (stream, tap):
        assert stream.read(4) == b"text"
        assert tap.rest() == hashlib.sha256((tmp_path / "a.gz").read_bytes()).hexdigest()
    assert meter.count == tap.count == (tmp_path / "a.gz").stat().st_size


def test_text_that_packs_well_is_no_bomb(tmp_path: Path) -> None:
    """A hundred megabytes of one sentence pack to a two hundredth; of numbered ones, as texts differ, they do not."""
    sentence = b"The ferry sails again from Monday, the harbour board said on Friday evening after meeting %d.\n"
    data = b"".join(sentence % number for number in range(760_000))
    (tmp_path / "a.gz").write_bytes(gzip.compress(data, 1))
    with open_stream(tmp_path / "a.gz", ".gz") as (stream, _):
        assert sum(len(piece) for piece in iter(lambda: stream.read(1 << 16), b"")) == len(data) > 1 << 26


def collect(path: Path, into: list[bytes | None]) -> None:
    """Read lines one by one, so that those before an error stay."""
    with open_stream(path, ".gz") as (stream, _):
        for each in read_lines(stream, 100):
            into.append(each)


@pytest.mark.parametrize("damage", ["cut off", "rubbish behind"])
def test_lines_before_damage_are_given(damage: str, tmp_path: Path) -> None:
    """All of them that `zcat` gives, too."""
    data = b"".join(hashlib.sha256(b"%d" % number).hexdigest().encode() + b"\n" for number in range(3000))
    packed = gzip.compress(data)
    packed = packed[:-10_000] if damage == "cut off" else packed + b"rubbish"
    (tmp_path / "a.gz").write_bytes(packed)
    found: list[bytes | None] = []
    with pytest.raises(InputError, match="whole documents before that are in the output"):
        collect(tmp_path / "a.gz", found)
    whole = zlib.decompressobj(31).decompress(packed)
    assert len(found) == whole.count(b"\n")
