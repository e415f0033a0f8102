"""A page's DOM as lines: the text of every block, where it stands, and what its markup says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import regex
from lxml import etree

SKIPPED = frozenset((
    "audio", "canvas", "datalist", "embed", "head", "iframe", "math", "noscript", "object", "option", "script",
    "select", "style", "svg", "template", "video",
))  # fmt: skip
"""Elements without text of the page."""
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "input", "ins", "kbd", "label", "mark", "nobr", "picture", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_WITHIN_A_LINE = _INLINE | _CELLS
_NAME = regex.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}")
_NEAR = 6
_MOST_NAMES = 24
MAX_DEPTH = 400


@dataclass(slots=True)
class DomLine:
    """The text of one block of a page.

    `tag` is the block's element, `path` the tags around it from the inside out, `names` the words of the `class`, `id`,
    `role` and `itemprop` attributes of the elements around it, each with its distance; `linked` counts the characters
    inside links, `hidden` tells that the page does not show it, `article` numbers the outermost `<article>` that it is
    in; 0 is none.
    """

    text: str
    tag: str
    path: tuple[str, ...]
    names: tuple[str, ...]
    linked: int
    hidden: bool
    article: int = 0


class _Open(NamedTuple):
    """An element that the walk is inside of."""

    tag: str
    names: tuple[str, ...]
    hidden: bool
    link: bool


class _Walker:
    """Go through the tree without recursion, as pages may be thousands of elements deep."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []
        self.parts: list[str] = []
        self.linked = 0
        self.links = 0
        self.articles = 0
        self.known: dict[tuple[str | None, ...], tuple[str, ...]] = {}

    def flush(self) -> DomLine | None:
        text = " ".join("".join(self.parts).split())
        linked, self.linked = self.linked, 0
        self.parts.clear()
        if not text:
            return None
        blocks = [x.tag for x in reversed(self.stack) if x.tag not in _INLINE]
        names = [f"{distance}:{name}" for distance, x in enumerate(self.stack[: -_NEAR - 1 : -1]) for name in x.names]
        return DomLine(
            text=text,
            tag=blocks[0] if blocks else "",
            path=tuple(blocks[1:]),
            names=tuple(names[:_MOST_NAMES]),
            linked=min(linked, len(text)),
            hidden=any(x.hidden for x in self.stack),
            article=self.articles if "article" in blocks else 0,
        )

    def text(self, text: str) -> None:
        if not self.parts and text.isspace():
            return  # no line begins with it
        self.parts.append(text)
        if self.links:
            self.linked += len(text.strip())

    def push(self, element: Any, tag: str) -> None:
        link = tag == "a"
        self.links += link
        if tag == "article" and not any(x.tag == "article" for x in self.stack):
            self.articles += 1
        attributes = dict(element.items())
        if not attributes:
            self.stack.append(_Open(tag, (), False, link))
            return
        get = attributes.get
        said = (get("class"), get("id"), get("role"), get("itemprop"))
        names = self.known.get(said)  # a page says the same of many elements
        if names is None:
            names = self.known[said] = _names(said)
        self.stack.append(_Open(tag, names, _is_hidden(get), link))

    def pop(self) -> None:
        self.links -= self.stack.pop().link


def dom_lines(tree: Any) -> Iterator[DomLine]:
    """Read a page's blocks in order, the headings, items and cells each as a line of its own.

    Args:
        tree: the root element, as lxml gives it; it is not changed.

    >>> from lxml import html
    >>> page = html.fromstring("<body><nav><a>Home</a></nav><p class='lead'>The <b>ferry</b> sails.</p></body>")
    >>> [(line.tag, line.text, line.linked) for line in dom_lines(page)]
    [('nav', 'Home', 4), ('p', 'The ferry sails.', 0)]

    """
    walker = _Walker()
    skipping = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if event == "start":
            if skipping or tag in SKIPPED or len(walker.stack) > MAX_DEPTH:
                skipping += 1
                continue
            if walker.parts and tag not in _WITHIN_A_LINE and (line := walker.flush()):
                yield line
            walker.push(element, tag)
            if text := element.text:
                walker.text(text)
            continue
        if event == "end":
            if skipping:
                skipping -= 1
            else:
                if walker.parts and tag not in _WITHIN_A_LINE and (line := walker.flush()):
                    yield line
                if tag in _CELLS:
                    walker.parts.append(" ")
                walker.pop()
        if not skipping and (text := element.tail):
            walker.text(text)
    if line := walker.flush():
        yield line


def _names(said: Iterable[str | None]) -> tuple[str, ...]:
    joined = " ".join(filter(None, said))
    return tuple(dict.fromkeys(name.lower() for name in _NAME.findall(joined[:200])))


def _is_hidden(get: Callable[[str], str | None]) -> bool:
    style = get("style")
    return (
        get("hidden") is not None
        or get("aria-hidden") == "true"
        or (style is not None and "display" in style and "none" in style.split("display", 1)[1][:8])
    )
