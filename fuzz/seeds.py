"""What the fuzzer begins with, made of the project's own articles and rules, and the words that it mixes in."""

from __future__ import annotations

import gzip
import html
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from cleaner.corpus import read_samples
from cleaner.rules.loader import load_packs, own_packs
from cleaner.rules.shorthands import FILE

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))

from samples import PACKERS, parquet, warc_record  # noqa: E402

from fuzz.targets import ENDINGS  # noqa: E402

_TAGS = (
    "<p>", "</p>", "<div class='related'>", "</div>", "<a href='/a'>", "</a>", "<h1>", "<h2>", "<li>", "<ul>",
    "<aside>", "<figure>", "<figcaption>", "<script type='application/ld+json'>", "</script>", "<article>", "<td>",
    "<table>", "<br>", "<meta charset='", "<!--", "-->", "<![CDATA[", "&#0;", "&nbsp;", "&lt;", "<style>",
    "<noscript>", "<template>", "<svg>",
)  # fmt: skip
_DAMAGE = (
    "Ã©", "â€™", "ï¿½", "\u00a0", "\u200b", "\ufeff", "\u0085", "\u2028", "\r\n", "\x00", "Â ", "ðŸ˜€", "&amp;amp;",
    "\u202e",
)  # fmt: skip
_SYNTAX = (
    "(?i)", "(?:", "(?P<date>", "(?P<source>", "(?<!", "(?=", "%date%", "%time%", "%name%", "{0,80}", r"\p{Lu}",
    r"\W{0,4}", "[^.]", "keywords = [", "shape = 'section'", "until = 'body'", "where = 'foot'", "max_chars = ",
    "(?r)", "(?|", "(?R)", "(?>", "++", "(?V1)", "[a--b]", r"\L<a>", "(?e)(?:a){e<=2}", r"\N{DASH}", "(?(1)a|b)",
    r"\X", r"\K", "WARC/1.0\r\n", "Content-Length: ", "WARC-Type: response\r\n", "HTTP/1.1 200 OK\r\n",
    "Transfer-Encoding: chunked\r\n", '{"text": ', '"id":', '"url":', "NaN", "1e999", r"\ud800", "null", "[[",
    "Content-Encoding: gzip\r\n", "WARC-Record-ID: ",
)  # fmt: skip
_MOST_LINES = 40


def texts() -> Iterator[bytes]:
    """Give the articles of the corpus, with all their noise."""
    for sample in read_samples(ROOT / "corpus"):
        yield sample.raw.encode("utf-8", "surrogatepass")


def pages() -> Iterator[bytes]:
    """Give the same articles as pages of HTML, with the sample pages."""
    for path in sorted((ROOT / "examples" / "articles").glob("*.html")):
        yield path.read_bytes()
    for sample in read_samples(ROOT / "corpus"):
        head, *lines = [line for line in sample.raw.split("\n") if line.strip()][:_MOST_LINES]
        said = json.dumps({"@type": "NewsArticle", "headline": head, "articleBody": " ".join(lines[:3])})
        body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        head = html.escape(head)
        page = (
            f"<html lang=en><head><title>{head}</title><script type='application/ld+json'>{said}</script></head><body>"
            f"<nav><a href=/>Home</a></nav><article><h1>{head}</h1>{body}</article><footer>{head}</footer></body>"
        )
        yield page.encode("utf-8", "surrogatepass")


def packs() -> Iterator[bytes]:
    """Give the first rule of every pack, as a pack of its own."""
    for path in sorted(own_packs().glob("*/*.toml")):
        if path.name == FILE:
            continue
        _, first, *_ = path.read_text(encoding="utf-8").split("[[rule]]", 2)
        yield (
            f"[[rule]]{first}".replace(f"{path.parent.name}.{path.stem}.", "en.ad_label.")
            .replace(f'"{path.stem}"', '"ad_label"')
            .encode()
        )


def files() -> Iterator[bytes]:
    """Give small files of every format, behind the byte that names it."""
    samples = [sample.raw[:400] for sample in read_samples(ROOT / "corpus")][:12]
    rows = [{"text": text, "id": number, "url": "https://news.test/a"} for number, text in enumerate(samples)]
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    record = warc_record(b"<html><body><p>" + samples[0].encode() + b"</p></body></html>")
    packed = warc_record(
        gzip.compress(samples[1].encode()), headers="Content-Type: text/plain\r\nContent-Encoding: gzip"
    )
    content = {
        ".jsonl": lines, ".json": json.dumps(rows).encode(), ".warc": record + packed, ".parquet": parquet(rows[:2]),
        ".html": next(pages()),
    }  # fmt: skip
    for number, ending in enumerate(ENDINGS):
        stem, _, packer = ending.rpartition(".")
        plain = content.get(ending) or PACKERS[f".{packer}"](content[stem])
        yield bytes([number]) + plain


SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {"text": texts, "html": pages, "pack": packs, "records": files}


def words() -> list[str]:
    """Give what the fuzzer mixes in: what rules catch, tags, broken encodings, syntax of rules and formats."""
    caught = sorted({rule.catches[0] for rule in load_packs().rules if len(rule.catches[0].encode()) <= 40})
    return [*caught[::4], *_TAGS, *_DAMAGE, *_SYNTAX]


def write_seeds(target: str, folder: Path) -> None:
    """Write the seeds of a target, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[target]()):
        (folder / f"seed-{number:03}").write_bytes(seed)


def write_words(path: Path) -> None:
    """Write the words in the format of libFuzzer's dictionaries."""
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words())
    path.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
