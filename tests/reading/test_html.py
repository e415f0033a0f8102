"""Pages: their article, and what they say about it."""

import datetime as dt
import socket

import pytest

from cleaner import Cleaner
from cleaner.reading.html import looks_like_html

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferry sails again | Karsholm Post</title>
<meta property="og:title" content="Ferry to Karsholm sails again"><meta property="og:site_name" content="Karsholm Post">
<meta name="author" content="Ada Lindqvist"><meta property="article:published_time" content="2024-10-24T10:15:00+02:00"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Ferry to Karsholm sails again</h1>
<p>The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.</p>
<p>Advertisement</p>
<p>It had been out of service since a fire in the engine room in August, when two members of the crew were hurt.</p>
<p>The board has found the money for a second ship, which is to be built at the Norrby yard by next spring.</p>
</article><footer>© 2024 Karsholm Post</footer></body></html>"""


@pytest.mark.parametrize("source", [PAGE, PAGE.encode()], ids=["str", "bytes"])
def test_page_gives_body_and_metadata(cleaner: Cleaner, source: str | bytes) -> None:
    article = cleaner.clean(source, url="https://karsholm.example/ferry")
    assert article.text.split("\n")[0].startswith("The ferry to Karsholm sails again")
    assert "Advertisement" not in article.text
    assert article.title == "Ferry to Karsholm sails again"
    assert article.date == dt.date(2024, 10, 24)
    assert article.byline == "Ada Lindqvist"
    assert article.source == "Karsholm Post"
    assert article.language == "en"
    assert article.url == "https://karsholm.example/ferry"
    assert article.provenance.reader["name"] == "trafilatura"
    assert article.provenance.reader["version"]
    assert article.provenance.reader["settings"]


def test_restore_gives_the_extracted_text(cleaner: Cleaner) -> None:
    restored = cleaner.clean(PAGE).restore()
    assert "Advertisement" in restored
    assert "<p>" not in restored


def test_page_without_an_article_is_flagged(cleaner: Cleaner) -> None:
    article = cleaner.clean("<html><body></body></html>")
    assert article.text == ""
    assert article.provenance.verdict.status == "review"


@pytest.mark.parametrize(
    ("text", "expected"),
    [(PAGE, True), ("<p>One</p>\n<p>Two</p>", True), ("5 < 7 and 8 > 3", False), ("The <b> tag", False), ("", False)],
)
def test_html_is_told_from_text(text: str, expected: bool) -> None:
    assert looks_like_html(text) is expected


def test_no_connection_is_opened(cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a page links to, nothing is fetched."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert cleaner.clean(PAGE.replace("<nav>", '<nav><img src="http://example.com/x.png">')).text
