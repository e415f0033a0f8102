"""Read the block of metadata that readers of pages put above a text: YAML between dashes, or labels up to the content.

The first is what trafilatura, static sites and most Markdown tools write, the second what Jina's Reader does.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.article import Edit, Fact, Field
from cleaner.document import Document
from cleaner.rules.findings import read_date
from cleaner.text import dates
from cleaner.text.prose import key

_YAML = regex.compile(
    r"""
    \s{0,20}+ --- [ \t]*+ \n
    (?P<lines> (?:
        (?! --- [ \t]*+ \n )
        (?: [A-Za-z_][\w\ .-]{0,30}+: (?: [ \t][^\n]*+ )? | [ \t]++[^\n]*+ | -\ [^\n]*+ | ) \n
    ){1,80} )
    --- [ \t]*+ (?= \n | \Z )
    """,
    regex.VERBOSE,
)
_LABELS = regex.compile(
    r"""
    \s{0,20}+
    (?P<lines>
        Title:\ [^\n]*+ \n \s*+ URL\ Source:\ \S++ [ \t]*+ \n
        (?: [A-Z][A-Za-z\ ]{2,30}+: \ [^\n]++ \n | [ \t]*+ \n ){0,20}?
    )
    Markdown\ Content: [ \t]*+ (?= \n | \Z )
    """,
    regex.VERBOSE,
)
_LINE = regex.compile(r"(?m)^(?P<label>[A-Za-z_][\w .-]*+):[ \t]+(?P<value>\S[^\n]*)$")
_FIELDS: dict[str, Field] = {
    "title": "title", "headline": "title",
    "date": "date", "published time": "date", "published": "date", "date_published": "date", "pubdate": "date",
    "author": "byline", "authors": "byline", "byline": "byline",
    "sitename": "source", "site_name": "source", "site": "source", "publisher": "source", "source": "source",
}  # fmt: skip
_KINDS = {"title": "title", "date": "date_header", "byline": "byline", "source": "template"}
_RULE = "header.front-matter"


def front_matter(document: Document, name: str) -> Iterator[Edit | Fact]:
    """Point at the lines of such a block, and at the headline below it that repeats its title.

    Args:
        document: the text.
        name: the id of the asking filter.

    >>> text = "---\\ntitle: Ferry sails\\nurl: https://kust.example/1\\ndate: 2024-10-24\\n---\\nIt sails again."
    >>> [(x.field, x.value) for x in front_matter(Document(text), "header") if isinstance(x, Fact)]
    [('title', 'Ferry sails'), ('date', '2024-10-24')]

    """
    text = document.text
    block = _YAML.match(text) or _LABELS.match(text)
    if block is None:
        return
    known = [(line, field) for line in _LINE.finditer(text, *block.span("lines")) if (field := _field(line))]
    if not known:
        return
    at = block.end() - len(block.group().lstrip())
    for line, field in known:
        if at < line.start():
            yield _edit(name, at, line.start(), "template")
        yield _edit(name, line.start(), line.end(), _KINDS[field])
        at = line.end()
        if value := _value(document, field, line["value"]):
            start, end = line.span("value")
            yield Fact(field=field, value=value, start=start, end=end, filter=name, rule=_RULE)
            if field == "title":
                yield from _headline(document, name, block.end(), value)
    yield _edit(name, at, block.end(), "template")


def _field(line: regex.Match[str]) -> Field | None:
    return _FIELDS.get(line["label"].strip().lower())


def _value(document: Document, field: Field, value: str) -> str | None:
    """Read a value; quotes and the brackets of a list are no part of it."""
    bare = value.strip().strip("[]").strip("\"' ")
    if field != "date":
        return None if "://" in bare else bare or None
    found = regex.search(dates.DATE, bare)
    return read_date(document, found.group()) if found else None


def _headline(document: Document, name: str, start: int, title: str) -> Iterator[Edit]:
    """Point at the first line below the block if it is the title once more."""
    below = next((block for block in document.blocks if block.start >= start), None)
    if below and key(below.text) == key(title):
        yield document.edit(
            below, filter=name, rule=_RULE, kind="title", action="extract", reason="the title of the metadata above"
        )


def _edit(name: str, start: int, end: int, kind: str) -> Edit:
    is_metadata = kind != "template"
    return Edit(
        start=start, end=end, action="extract" if is_metadata else "delete", filter=name, rule=_RULE, kind=kind,
        reason="metadata that a reader of pages put above the text",
    )  # fmt: skip
