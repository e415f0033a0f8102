"""From an HTML page to the text of its article and what the page says about it, by trafilatura."""

from __future__ import annotations

import warnings
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

import regex

from cleaner.config import HtmlConfig
from cleaner.document import Memo, Page
from cleaner.reading.choosing import Known, choose
from cleaner.reading.days import best_day
from cleaner.reading.dom import SKIPPED, dom_lines
from cleaner.reading.structured import Structured, read_structured
from cleaner.reading.titles import best_title, first_heading, shared_title
from cleaner.rules.matcher import Matcher
from cleaner.text.prose import is_prose

SETTINGS: dict[str, Any] = {"favor_recall": False, "include_comments": False, "include_tables": True}
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}
"""No date is guessed from the body's sentences or a copyright notice, and none depends on the day of the run."""
_PAGE_TAG = r"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])"
_ABOVE = r"(?:\s|\ufeff|<\?xml[^>]*+>|<!--(?:(?!-->).)*+-->)*+"
_BEGINS_AS_PAGE = regex.compile(rf"(?is){_ABOVE}{_PAGE_TAG}")
_LANGUAGE = regex.compile(r"(?i)[a-z]{2,3}(?![a-z])")
_BEGINS_WITH_TAG = regex.compile(rf"(?is){_ABOVE}<[a-z]")
_PAGE_INSIDE = regex.compile(rf"(?i){_PAGE_TAG}")
_PAGE_ENDS = regex.compile(r"(?i)</html>\s*+\Z")
_TAG = regex.compile(r"(?i)<[a-z!/][^<>]*+>")
_SURE_TAG = regex.compile(r"(?i)</(?:p|div|a|span|h[1-6]|li|article|section|em|strong|b|i)>|<br\s*+/?>")
_SNIFF_CHARS, _TAIL_CHARS = 20_000, 200
_MIN_TAGS = 2


class PageText(NamedTuple):
    """The text of a page's article, what the page says about it, and which reader was used with which settings."""

    text: str
    page: Page
    reader: dict[str, Any]


def looks_like_html(text: str) -> bool:
    """Tell whether a text is HTML: it begins as a page does, or is a piece of one.

    A piece holds several closing tags or line breaks, and begins with a tag or has more text in lines with tags than in
    paragraphs without: an article about HTML shows some, too.

    >>> looks_like_html("<!DOCTYPE html><p>Hi</p>"), looks_like_html("The <b> tag makes text bold.")
    (True, False)
    """
    if "<" not in text:
        return False
    if declares_html(text):
        return True
    head = text[:_SNIFF_CHARS]
    if len(_SURE_TAG.findall(head)) < _MIN_TAGS:
        return False
    return _BEGINS_WITH_TAG.match(head) is not None or not _is_mostly_plain(head)


def declares_html(text: str) -> bool:
    """Tell whether a text says that it is a page: it begins as one, or holds the beginning of one and ends as one.

    >>> declares_html("<!-- cached --> <html><p>Hi</p>"), declares_html("Put <body> behind <head>."), declares_html("")
    (True, False, False)
    """
    if _BEGINS_AS_PAGE.match(text):
        return True
    return _PAGE_ENDS.search(text, max(0, len(text) - _TAIL_CHARS)) is not None and (
        _PAGE_INSIDE.search(text, 0, _SNIFF_CHARS) is not None
    )


def _is_mostly_plain(text: str) -> bool:
    """Tell whether more of a text stands in paragraphs without a tag than in lines with one."""
    plain = tagged = 0
    for line in text.splitlines():
        if _TAG.search(line):
            tagged += len(line)
        elif is_prose(line.strip()):
            plain += len(line)
    return plain > tagged


@cache
def _trafilatura() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import trafilatura
    return trafilatura


@cache
def _version() -> str:
    return version("trafilatura")


def parse(source: str) -> Any:
    """Parse a page or a piece of one; None for what holds nothing.

    A page that begins with a stray `<svg>` or the like is for the parser all within it, and would go with it.
    A piece in one element is no page to trafilatura.
    """
    from trafilatura.utils import load_html

    _trafilatura()
    tree = load_html(source)
    if tree is None:
        tree = load_html(f"<html><body>{source}</body></html>")
    if tree is not None and tree.tag in SKIPPED:
        tree.tag = "html"
    return tree


def extract(tree: Any, url: str | None = None) -> Any:
    """Let trafilatura extract the article and its metadata; None where it finds none.

    On some broken pages it, or what it reads dates with, raises any error; then it is asked for the text alone.
    """
    for with_metadata in (True, False):
        try:
            return _trafilatura().bare_extraction(
                tree, url=url, with_metadata=with_metadata, date_extraction_params=_DATES, **SETTINGS
            )
        except MemoryError:
            raise
        except Exception:  # noqa: S112  # what it says of itself would help nobody: the lines of the page are still read
            continue
    return None


def read_html(
    source: str,
    matcher: Matcher,
    config: HtmlConfig | None = None,
    url: str | None = None,
    keeps: Matcher | None = None,
    memo: Memo | None = None,
) -> PageText:
    """Extract the article of a page; nothing is fetched.

    What trafilatura keeps, what the page's structured data says, the markup and the text of every line of the page are
    weighed together, so that what one of them misses or leaves in is found by the others.

    Args:
        source: the page's HTML.
        matcher: the rules, which know many a line by its words.
        config: how to read.
        url: where it came from, for the metadata.
        keeps: the keep rules; a line in which they match is part of the text, whatever speaks against it.
        memo: what is found out of lines is kept here, for the chain not to find it out again.

    """
    config = config or HtmlConfig()
    settings = {**SETTINGS, "reader": config.reader}
    reader = {"name": "trafilatura", "version": _version(), "settings": settings}
    if not _TAG.search(source):
        return PageText(source, Page(url=url), reader)
    tree = parse(source)
    if tree is None:
        return PageText("", Page(url=url), reader)
    lines = list(dom_lines(tree))
    said = read_structured(tree)
    heading, shared = first_heading(tree), shared_title(tree)
    found = extract(tree, url)
    text = (found.text or "") if found is not None else ""
    page = _page(found, said, url)
    language = _language(tree)
    page = replace(
        page,
        title=best_title(heading, said.title, shared, page.title),
        date=best_day(said.date, page.date, lines, language),
        language=language,
    )
    if lines and config.reader == "lines":
        known = Known(text, said.body, page.title)
        chosen = choose(lines, known, matcher, config, keeps, {} if memo is None else memo)
        if len(chosen.noise) < len(chosen.texts):
            text, page = "\n".join(chosen.texts), replace(page, noise=chosen.noise, left_out=chosen.left_out)
    return PageText(text, page, reader)


def _language(tree: Any) -> str | None:
    """Read the language that a page says it is in; `en` of `en-GB`."""
    found = _LANGUAGE.match((tree.get("lang") or "").strip())
    return found[0].lower() if found else None


def _page(found: Any, said: Structured, url: str | None) -> Page:
    if found is None:
        return Page(title=said.title, byline=said.byline, url=url)
    return Page(
        title=found.title or said.title,
        date=found.date,
        byline=said.byline or found.author or None,
        source=found.sitename or None,
        url=url or found.url or None,
    )
