"""What a page says of its article in its structured data (JSON-LD, schema.org)."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import msgspec
import regex

_ARTICLE = regex.compile(r"(?i)(?:article|posting|report|review)$")
_TAG = regex.compile(r"<[^<>]{1,500}>")
_MOST_NODES = 2000


class Structured(msgspec.Struct, frozen=True):
    """The article as its page describes it; what it does not say is None."""

    body: str | None = None
    title: str | None = None
    date: str | None = None
    byline: str | None = None


def read_structured(tree: Any) -> Structured:
    """Collect what the JSON-LD of a page says of its article; the first that says a thing is believed.

    Args:
        tree: the root element, as lxml gives it.

    >>> from lxml import html as lx
    >>> said = '{"@type": "NewsArticle", "headline": "Ferry sails"}'
    >>> page = f'<html><script type="application/ld+json">{said}</script></html>'
    >>> read_structured(lx.fromstring(page)).title
    'Ferry sails'

    """
    found: dict[str, str] = {}
    for node in _nodes(tree):
        if not any(_ARTICLE.search(kind) for kind in _strings(node.get("@type"))):
            continue
        for field, value in (
            ("body", node.get("articleBody")),
            ("title", node.get("headline")),
            ("date", node.get("datePublished")),
            ("byline", ", ".join(dict.fromkeys(_authors(node.get("author"))))),
        ):
            if isinstance(value, str) and value.strip():
                found.setdefault(field, _TAG.sub(" ", html.unescape(value)).strip())
    return Structured(**found)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    todo: list[Any] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").startswith("application/ld+json"):
            try:
                todo.append(msgspec.json.decode((script.text or "").strip().encode("utf-8", "replace"), strict=False))
            except (msgspec.DecodeError, RecursionError):
                continue
    seen = 0
    while todo and seen < _MOST_NODES:
        node = todo.pop(0)
        seen += 1
        if isinstance(node, list):
            todo.extend(node)
        elif isinstance(node, dict):
            yield node
            todo.extend(value for key, value in node.items() if key in ("@graph", "mainEntity", "mainEntityOfPage"))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [x for x in value if isinstance(x, str)] if isinstance(value, list) else []


def _authors(value: Any) -> Iterator[str]:
    for author in value if isinstance(value, list) else [value]:
        name = author.get("name") if isinstance(author, dict) else author
        for one in _strings(name):
            if not one.startswith("http"):
                yield html.unescape(one).strip()
