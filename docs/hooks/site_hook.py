"""What MkDocs calls: adds the pages that are made from the code and from the files beside `docs/`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from site_pages import generated

_ROOT = Path(__file__).parent.parent.parent
_BESIDE = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
_LOADED = re.compile(
    r'<(?:script|img|iframe|source)[^>]+src="?(?:https?:)?//'
    r'|<link[^>]+rel="?(?:stylesheet|preconnect)"?[^>]+href="?(?:https?:)?//'
)


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that have no file in `docs/`."""
    pages = generated() | {
        page: _relinked((_ROOT / name).read_text(encoding="utf-8")) for name, page in _BESIDE.items()
    }
    for path, content in pages.items():
        files.append(File.generated(config, path, content=content))
    return files


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Refuse a page that would load anything from elsewhere."""
    if found := _LOADED.search(output):
        raise PluginError(f"{page.file.src_uri} loads something from another host: {found[0]}")
    return output


def _relinked(markdown: str) -> str:
    """Let the links of a file beside `docs/` start from within it."""
    markdown = markdown.replace("](docs/", "](")
    for name, page in _BESIDE.items():
        markdown = markdown.replace(f"]({name}", f"]({page}")
    return markdown
