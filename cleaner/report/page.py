"""The page: one file with its styles, scripts and data, in which nothing of an article can run.

All that comes from a run stands in elements of the type `application/json`, which no browser executes, with every
character escaped that could end such an element. The page's scripts put it on the screen as text and never as markup.
A Content-Security-Policy names the hashes of those scripts and styles: any other is refused, and so is every
connection. Where the browser knows Trusted Types, markup cannot be made from strings at all.
"""

from __future__ import annotations

import hashlib
import tomllib
from base64 import b64encode
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from cleaner.report.collect import Collected
from cleaner.report.entries import encode_json
from cleaner.rules.schema import KINDS
from cleaner.writing.atomic import whole_file

_ASSETS = files("cleaner.report") / "assets"
_STYLES = ("vendor/pico.min.css", "style.css")
_SCRIPTS = (
    "vendor/chart.min.js", "vendor/table-core.min.js", "vendor/floating-ui-core.min.js",
    "vendor/floating-ui-dom.min.js", "data.js", "elements.js", "table.js", "overview.js", "marks.js", "card.js",
    "text.js", "viewer.js", "documents.js", "rules.js", "run.js", "main.js",
)  # fmt: skip


def write_page(found: Collected, output: Path) -> None:
    """Write the page of a run.

    Args:
        found: what was read of the run.
        output: the file; it appears whole or not at all.

    Raises:
        OSError: it cannot be written.

    """
    with whole_file(output) as file:
        for piece in _pieces(found):
            file.write(piece)


def assets_size() -> int:
    """Tell how many bytes of a page are not the run's."""
    return sum(len(_asset(name)) for name in ("page.html", *_STYLES, *_SCRIPTS))


def _pieces(found: Collected) -> Iterator[bytes]:
    styles = [_asset(name) for name in _STYLES]
    scripts = [_asset(name) for name in _SCRIPTS]
    parts = {
        "policy": iter([_policy(styles, scripts).encode()]),
        "styles": (b"<style>%s</style>\n" % style for style in styles),
        "data": _data(found),
        "scripts": (b"<script>%s</script>\n" % script for script in scripts),
        "texts": (_block(f"text-{item.number}", item.data) for item in found.shown_texts()),
    }
    rest = _asset("page.html")
    for name, content in parts.items():
        before, _, rest = rest.partition(b"{{%s}}" % name.encode())
        yield before
        yield from content
    yield rest


def _data(found: Collected) -> Iterator[bytes]:
    texts = [item.number for item in found.shown_texts()]
    overview = {**found.overview(), "texts": texts, "knownKinds": list(KINDS), "parts": list(_parts())}
    yield _block("overview", encode_json(overview))
    yield b'<script type="application/json" id="rows">['
    for number, item in enumerate(found.rows.items()):
        yield b",\n" if number else b"\n"
        yield item.data
    yield b"\n]</script>\n"


def _block(name: str, data: bytes) -> bytes:
    return b'<script type="application/json" id="%s">%s</script>\n' % (name.encode(), data)


def _parts() -> Iterator[dict[str, Any]]:
    for part in tomllib.loads(_asset("vendor/parts.toml").decode())["part"]:
        yield {name: part[name] for name in ("package", "version", "licence", "text")}


def _policy(styles: list[bytes], scripts: list[bytes]) -> str:
    """Allow what the page brings along, and nothing else."""
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(map(_hash, scripts)),
        "style-src": " ".join(map(_hash, styles)),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(content: bytes) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content).digest()).decode()}'"


def _asset(name: str) -> bytes:
    return (_ASSETS / name).read_bytes()
