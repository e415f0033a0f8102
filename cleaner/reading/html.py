"""From an HTML page to the text of its article and what the page says about it, by trafilatura."""

from __future__ import annotations

import warnings
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

import regex

from cleaner.document import Page

SETTINGS: dict[str, Any] = {"favor_recall": False, "include_comments": False, "include_tables": True}
_IS_PAGE = regex.compile(r"(?i)<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])")
_TAG = regex.compile(r"(?i)</(?:p|div|a|span|h[1-6]|li|article|section|em|strong|b|i)>")
_SNIFF_CHARS = 20_000
_MIN_TAGS = 2


class PageText(NamedTuple):
    """The text of a page's article, what the page says about it, and which reader was used with which settings."""

    text: str
    page: Page
    reader: dict[str, Any]


def looks_like_html(text: str) -> bool:
    """Tell whether a text is HTML: it declares itself so, or holds several closing tags.

    >>> looks_like_html("<!DOCTYPE html><p>Hi</p>"), looks_like_html("The <b> tag makes text bold.")
    (True, False)
    """
    if "<" not in text:
        return False
    head = text[:_SNIFF_CHARS]
    return _IS_PAGE.search(head) is not None or len(_TAG.findall(head)) >= _MIN_TAGS


@cache
def _trafilatura() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import trafilatura
    return trafilatura


def read_html(source: str, url: str | None = None) -> PageText:
    """Extract the article of a page; nothing is fetched.

    Args:
        source: the page's HTML.
        url: where it came from, for the metadata.

    """
    found = _trafilatura().bare_extraction(source, url=url, with_metadata=True, **SETTINGS)
    reader = {"name": "trafilatura", "version": version("trafilatura"), "settings": SETTINGS}
    if found is None:
        return PageText("", Page(url=url), reader)
    page = Page(
        title=found.title or None,
        date=found.date or None,
        byline=found.author or None,
        source=found.sitename or None,
        language=found.language or None,
        url=url or found.url or None,
    )
    return PageText(found.text or "", page, reader)
