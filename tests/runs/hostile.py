"""Inputs that are broken, or meant to break something, and what each gets: clean, or a reason."""

import gzip
import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from samples import BODY, PACKERS, lines, page, parquet, warc_record

LIMIT = 2_000_000
"""The size limit of the run that they are put to."""

Content = bytes | Callable[[Path], object]


class Hostile(NamedTuple):
    name: str
    content: Content
    reason: str = ""
    """What the failure says; empty where it is cleaned."""
    documents: int = 1
    failures: int = 1


def _zeros(size: int, packer: str) -> bytes:
    """Pack many zeros without holding them."""
    if packer == ".gz":
        pack = zlib.compressobj(9, zlib.DEFLATED, 31)
        return b"".join(pack.compress(bytes(1 << 20)) for _ in range(size >> 20)) + pack.flush()
    return PACKERS[packer](bytes(size))


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _html(inner: str, head: str = "") -> bytes:
    return page(head=head).replace("</article>", f"{inner}</article>").encode()


def _json(text: object, **others: object) -> bytes:
    return json.dumps({"text": text, **others}).encode()


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_GOOD = _json(BODY)
_UTF8 = BODY.replace("ferry", "fähre")

TABLE = [
    # text
    Hostile("empty.txt", b""),
    Hostile("blank.txt", b" \n\t\r\n" * 1000),
    Hostile("some-nul.txt", BODY.replace(" ", "\0 ", 3).encode()),
    Hostile("only-nul.txt", bytes(5000), "binary"),
    Hostile("zip.txt", b"PK\x03\x04" + bytes(range(32)) * 100, "binary"),
    Hostile("invalid-utf8.txt", _UTF8.encode() * 10 + b"\xff\xfe\x80"),
    Hostile("overlong-utf8.txt", BODY.encode() + b"\xc0\xaf\xe0\x80\xaf"),
    Hostile("utf8-of-surrogate.txt", BODY.encode() + b"\xed\xa0\x80"),
    Hostile("latin1.txt", (_UTF8 * 5).encode("latin-1")),
    Hostile("utf16-bom.txt", BODY.encode("utf-16")),
    Hostile("utf16-no-bom.txt", BODY.encode("utf-16-le"), "binary"),
    Hostile("utf16-odd.txt", BODY.encode("utf-16")[:-1]),
    Hostile("escapes.txt", f"{BODY}\x1b[2J\x1b]0;owned\x07\u202e\u2066".encode()),
    Hostile("zalgo.txt", (BODY + "e" + "\u0301" * 100_000).encode()),
    Hostile("line-ends.txt", BODY.encode() + b"\r\r\n\n\r\x0b\x0c\x85\xe2\x80\xa8" * 500),
    Hostile("long-line.txt", (BODY.replace("\n", " ") * 4000).encode()),
    Hostile("many-lines.txt", b"x\n" * 100_000),
    Hostile("many-spaces.txt", (BODY + " " * 500_000 + "x").encode()),
    Hostile("many-blank-lines.txt", (BODY + "\n" * 500_000 + "x").encode()),
    Hostile("one-letter.txt", b"a" * 1_000_000),
    Hostile("many-ampersands.txt", BODY.encode() + b"&amp;" * 50_000),
    Hostile("too-large.txt", b"x" * (LIMIT + 1), "is larger than 2,000,000 bytes; raise the limit with --max-size"),
    # names
    Hostile("line\nbreak.txt", BODY.encode()),
    Hostile("-rf.txt", BODY.encode()),
    Hostile("..txt", BODY.encode()),
    Hostile("$(touch owned);`x`.txt", BODY.encode()),
    Hostile("..\\..\\windows.txt", BODY.encode()),
    Hostile(os.fsdecode(b"not-utf8-\xff.txt"), BODY.encode()),
    Hostile("x" * 251 + ".txt", BODY.encode(), "has a name of more than 250 bytes"),
    Hostile("x" * 246 + ".txt", BODY.encode()),
    # files that are none
    Hostile("dangling.txt", _link("nowhere"), "cannot be read (No such file or directory)"),
    Hostile("self.txt", _link("self.txt"), "cannot be read (Too many levels of symbolic links)"),
    Hostile("loop", _link("."), "", 0),
    Hostile("zero.txt", _link("/dev/zero"), "is no regular file"),
    Hostile("fifo.jsonl", os.mkfifo, "is no regular file"),
    Hostile("folder.txt", Path.mkdir, "", 0),
    # HTML
    Hostile("deep-10k.html", _html("<div>" * 10_000 + "x" + "</div>" * 10_000)),
    Hostile("deep-100k.html", _html("<b>" * 100_000)),
    Hostile("deep-tables.html", _html("<table><tr><td>" * 2_000)),
    Hostile("brackets.html", _html("<" * 200_000)),
    Hostile("unclosed-comment.html", _html("<!--" * 50_000)),
    Hostile("long-attribute.html", _html(f'<p title="{"x" * 1_000_000}">x</p>')),
    Hostile("many-attributes.html", _html(f"<p {' '.join(f'a{n}=1' for n in range(20_000))}>x</p>")),
    Hostile("laughs.html", f'<!DOCTYPE html [<!ENTITY l0 "ha">{_LAUGHS}]>{page(BODY + " &l9;")}'.encode()),
    Hostile("outside.html", f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>{page(BODY + " &x;")}'.encode()),
    Hostile("entities.html", _html("<p>&#0;&#xD800;&#x110000;&#99999999999;&nosuch;</p>")),
    Hostile("says-utf8.html", page(_UTF8, '<meta charset="utf-8">').encode("latin-1")),
    Hostile("says-nonsense.html", page(_UTF8, '<meta charset="klingon">').encode("latin-1")),
    Hostile("says-no-text.html", page(_UTF8, '<meta charset="zlib_codec">').encode("latin-1")),
    Hostile("nul.html", page().replace("<p>", "<p>\0").encode()),
    Hostile("no-text.html", b"<html><script>" + b"x();" * 10_000 + b"</script></html>"),
    Hostile("not-html.html", BODY.encode()),
    Hostile("too-large.html", b"<html>" + b" " * LIMIT, "is larger than"),
    # packed
    Hostile("bomb.txt.gz", _zeros(1 << 27, ".gz"), "is larger than"),
    Hostile("bomb.jsonl.gz", _zeros(1 << 27, ".gz"), "grows more than 200 times"),
    Hostile("bomb.jsonl.zst", _zeros(1 << 27, ".zst"), "grows more than 200 times"),
    Hostile("bomb.parquet.gz", _zeros(1 << 27, ".gz"), "grows more than 200 times"),
    Hostile("not-packed.txt.gz", BODY.encode(), "cannot be decompressed"),
    Hostile("not-packed.jsonl.zst", BODY.encode(), "cannot be decompressed"),
    Hostile("cut.txt.gz", gzip.compress(BODY.encode())[:-12], "ends before its compressed data does"),
    Hostile("wrong-sum.txt.gz", gzip.compress(BODY.encode())[:-8] + bytes(8), "cannot be decompressed"),
    Hostile("twice.txt.gz", gzip.compress(gzip.compress(os.urandom(3000))), "binary"),
    # records; each of these lines stands before a good one, which must be cleaned
    Hostile("no-json.jsonl", b"{text: x}\n" + _GOOD, "is no JSON", 2),
    Hostile("cut-off.jsonl", _GOOD[:-9] + b"\n" + _GOOD, "is no JSON", 2),
    Hostile("no-object.jsonl", b"null\n" + _GOOD, "is no JSON object with fields", 2),
    Hostile("no-text.jsonl", _json(None) + b"\n" + _GOOD, "holds no text in the field 'text'", 2),
    Hostile("other-field.jsonl", b'{"body": "x"}\n' + _GOOD, "choose one with --text-field", 2),
    Hostile("deep.jsonl", b"[" * 100_000 + b"\n" + _GOOD, "is nested too deep", 2),
    Hostile("not-utf8.jsonl", b'{"text": "\xff\xff"}\n' + _GOOD, "is not valid UTF-8 at byte 10", 2),
    Hostile("long.jsonl", b'"' + b"x" * LIMIT + b'"\n' + _GOOD, "is larger than", 2),
    Hostile("bom.jsonl", b"\xef\xbb\xbf" + _GOOD + b"\n" + _GOOD, "", 2),
    Hostile("surrogate.jsonl", _json(BODY + "\ud800", **{"\udfff": "\udfff"}) + b"\n" + _GOOD, "", 2),
    Hostile("control.jsonl", b'{"text": "a\x00\x01b"}\n' + _GOOD, "", 2),
    Hostile("infinite.jsonl", b'{"text": "a", "x": 1e999, "y": NaN, "z": ' + b"9" * 4000 + b"}\n" + _GOOD, "", 2),
    Hostile("escaping-id.jsonl", _json(BODY, id="../../../owned") + b"\n" + _json(BODY, id="/etc/owned"), "", 2),
    Hostile("same-id.jsonl", lines([{"id": "a", "text": "x"}, {"id": "a", "text": "y"}]), "", 2),
    Hostile("odd-id.jsonl", lines([{"id": {"a": []}, "text": "x", "url": 5}]), ""),
    Hostile("blank.jsonl", b"\n\n \r\n", "", 0),
    Hostile("cut-off.json", b"[" + _GOOD, "ends within its list", 2),
    Hostile("brackets.json", b"[" * 1_000_000, "cannot be read further"),
    Hostile("list-of-lists.json", b"[[], 5, " + _GOOD + b"]", "is no JSON object", 3, 2),
    Hostile("no.parquet", BODY.encode(), "is no sound Parquet file"),
    Hostile("cut-off.parquet", parquet([{"text": BODY}])[:-9], "is no sound Parquet file"),
    Hostile("flipped.parquet", parquet([{"text": BODY}]).replace(b"The ferry", b"\xff\xff\xff ferry", 1), ""),
    Hostile("flipped-in-a-list.parquet", parquet([{"text": BODY, "tags": ["markets"]}]).replace(b"markets", b"m\xe4rkets")),
    Hostile("other-column.parquet", parquet([{"body": BODY}]), "has no column 'text'; its columns are 'body'"),
    Hostile("none.parquet", parquet([{"text": None}, {"text": BODY}]), "has no text in the column 'text'", 2),
    Hostile("long.parquet", parquet([{"text": "x" * (LIMIT + 1)}, {"text": BODY}]), "is larger than", 2),
    Hostile("bomb.parquet", parquet([{"text": "x" * (1 << 27)}], "zstd"), "grows more than 200 times"),
    Hostile("one-text-in-many-rows.parquet", parquet([{"text": "x" * LIMIT * 2}] * 100), "is larger than", 100, 100),
    Hostile("no.warc", b"hello\n" * 100, "is no sound WARC"),
    Hostile("cut-off.warc", warc_record(page().encode())[:-60], "ends before its record does"),
    Hostile("garbage-after.warc", warc_record(page().encode()) + b"garbage\r\n" * 9, "is no sound WARC", 2),
    Hostile("no-length.warc", warc_record(b"").replace(b"Content-Length: ", b"X-Length: "), "without a Content-Length"),
    Hostile("negative.warc", warc_record(page().encode()).replace(b"Length: ", b"Length: -"), "", 2, 2),
    Hostile("no-address.warc", warc_record(page().encode()).replace(b"WARC-Target-URI", b"X-URI"), "is no sound WARC"),
    Hostile("bomb.warc", warc_record(gzip.compress(bytes(1 << 25)), headers="Content-Encoding: gzip"), "is larger than"),
    Hostile("brotli.warc", warc_record(b"\x00\x01\x02", headers="Content-Encoding: br"), "cannot be unpacked"),
    Hostile("says-nonsense.warc", warc_record(page(_UTF8).encode("latin-1"), headers="Content-Type: text/html; charset=x")),
    Hostile("undefined.warc", warc_record(page(_UTF8).encode("latin-1"), headers="Content-Type: text/html; charset=undefined")),
]  # fmt: skip


def table() -> str:
    """Tell in Markdown what each of them gets; `docs/hostile.md` has it."""
    return "\n".join(("| input | cleaned | failed | with the reason |", "|---|---|---|---|", *map(_row, TABLE)))


def _row(hostile: Hostile) -> str:
    name = hostile.name if len(hostile.name) <= 40 else f"{hostile.name[:6]}… ({len(hostile.name)} characters)"
    name = repr(name)[1:-1].replace("`", "'").replace("|", "\\|")
    failed = hostile.failures if hostile.reason or hostile.failures > 1 else 0
    reason = hostile.reason.replace("|", "\\|") or ("each its own" if failed else "")
    return f"| `{name}` | {hostile.documents - failed} | {failed} | {reason} |"


if __name__ == "__main__":
    print(table())
