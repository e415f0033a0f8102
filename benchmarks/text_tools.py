"""The tools that turn pages into text: extractors, converters to Markdown, plain walks over a page's text.

Each is imported when it is first asked: most are not installed where the tests run.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, NamedTuple

from cleaner.reading.html import parse


def text_nodes(page: str) -> str:
    """Give every text of the tree, scripts too, each on a line."""
    tree = parse(page)
    return "" if tree is None else "\n".join(text.strip() for text in tree.xpath("//text()") if text.strip())


def text_content(page: str) -> str:
    """Give the text of the tree as it stands in the source."""
    tree = parse(page)
    return "" if tree is None else str(tree.text_content())


def markdown(page: str) -> str:
    """Write a page as Markdown, by markdownify."""
    from markdownify import markdownify

    return str(markdownify(page))


def html2text(page: str) -> str:
    """Write a page as Markdown, by html2text."""
    from html2text import html2text

    return str(html2text(page))


def inscriptis(page: str) -> str:
    """Lay a page out as a browser does, by inscriptis."""
    from inscriptis import get_text

    return str(get_text(page))


def html_text(page: str) -> str:
    """Give the text of a page, by html-text."""
    from html_text import extract_text

    return str(extract_text(page))


def resiliparse(main: bool, links: bool = False) -> Callable[[str], str]:
    """Extract by resiliparse: all of a page or its main content, with addresses or without."""

    def write(page: str) -> str:
        from resiliparse.extract.html2text import extract_plain_text

        return str(extract_plain_text(page, main_content=main, links=links, alt_texts=False, list_bullets=False))

    return write


def justext(page: str) -> str:
    """Keep the paragraphs that jusText takes for good ones, by its list of English words."""
    from justext import get_stoplist, justext

    found = justext(page.encode(), get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


def boilerpy(name: str) -> Callable[[str], str]:
    """Extract by one of boilerpy3's extractors."""

    def write(page: str) -> str:
        from boilerpy3 import extractors

        return str(getattr(extractors, name)().get_content(page))

    return write


def readability(page: str) -> str:
    """Give the text of what readability takes for the article."""
    from readability import Document

    return html_text(Document(page).summary())


def readability_markdown(page: str) -> str:
    """Write what readability takes for the article as Markdown."""
    from readability import Document

    return markdown(Document(page).summary())


def goose(page: str) -> str:
    """Extract by goose3."""
    from goose3 import Goose

    return str(Goose({"enable_image_fetching": False}).extract(raw_html=page).cleaned_text)


def soup(selector: str, separator: str = "\n") -> Callable[[str], str]:
    """Give the text of the elements that a CSS selector finds, by Beautiful Soup."""

    def write(page: str) -> str:
        from bs4 import BeautifulSoup

        tree = BeautifulSoup(page, "lxml")
        for element in tree(["script", "style", "noscript", "template"]):
            element.decompose()
        return "\n".join(found.get_text(separator, strip=True) for found in tree.select(selector))

    return write


def trafilatura(**options: Any) -> Callable[[str], str]:
    """Extract by trafilatura with some of its options."""

    def write(page: str) -> str:
        from trafilatura import extract

        return extract(page, **options) or ""

    return write


class Tool(NamedTuple):
    """What writes a page's text: a name for the table, the distribution, the modules it needs, and how."""

    name: str
    distribution: str
    modules: str
    write: Callable[[str], str]

    @property
    def is_installed(self) -> bool:
        """Whether all of its modules are there."""
        return all(map(find_spec, self.modules.split()))


TOOLS = (
    Tool("lxml, all text nodes", "lxml", "lxml", text_nodes),
    Tool("lxml, `text_content()`", "lxml", "lxml", text_content),
    Tool("Beautiful Soup, a line for each text", "beautifulsoup4", "bs4", soup("body")),
    Tool("Beautiful Soup, `article` or `main`", "beautifulsoup4", "bs4", soup("article, main:not(:has(article))")),
    Tool("Beautiful Soup, paragraphs alone", "beautifulsoup4", "bs4", soup("p", " ")),
    Tool("html-text", "html-text", "html_text", html_text),
    Tool("inscriptis", "inscriptis", "inscriptis", inscriptis),
    Tool("resiliparse, everything", "resiliparse", "resiliparse", resiliparse(main=False)),
    Tool("boilerpy3, everything", "boilerpy3", "boilerpy3", boilerpy("KeepEverythingExtractor")),
    Tool("html2text (Markdown, broken lines)", "html2text", "html2text", html2text),
    Tool("markdownify", "markdownify", "markdownify", markdown),
    Tool("resiliparse, main content", "resiliparse", "resiliparse", resiliparse(main=True)),
    Tool("resiliparse, main content with addresses", "resiliparse", "resiliparse", resiliparse(main=True, links=True)),
    Tool("boilerpy3, default", "boilerpy3", "boilerpy3", boilerpy("DefaultExtractor")),
    Tool("boilerpy3, articles", "boilerpy3", "boilerpy3", boilerpy("ArticleExtractor")),
    Tool("boilerpy3, canola", "boilerpy3", "boilerpy3", boilerpy("CanolaExtractor")),
    Tool("jusText", "justext", "justext", justext),
    Tool("goose3", "goose3", "goose3", goose),
    Tool("readability-lxml", "readability-lxml", "readability html_text", readability),
    Tool("readability-lxml, Markdown", "readability-lxml", "readability markdownify", readability_markdown),
    Tool("trafilatura", "trafilatura", "trafilatura", trafilatura()),
    Tool("trafilatura, precision", "trafilatura", "trafilatura", trafilatura(favor_precision=True)),
    Tool("trafilatura, recall", "trafilatura", "trafilatura", trafilatura(favor_recall=True)),
    Tool(
        "trafilatura, Markdown with links",
        "trafilatura",
        "trafilatura",
        trafilatura(output_format="markdown", include_links=True, include_images=True),
    ),
)
ALL_OF_A_PAGE = {"markdownify", "html2text (Markdown, broken lines)"}
"""Given what a reader sees of a page, without scripts and style sheets, which these two would take for text."""
