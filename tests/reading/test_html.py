"""Pages: their article, and what they say about it."""

import datetime as dt
import socket
from collections.abc import Sequence

import numpy as np
import pytest
from samples import BODY

from cleaner import Cleaner
from cleaner.config import HtmlConfig
from cleaner.lines.features import Columns
from cleaner.lines.model import Model, Opinion
from cleaner.reading.choosing import Known, choose
from cleaner.reading.dom import DomLine
from cleaner.reading.html import looks_like_html
from cleaner.rules import Matcher

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


@pytest.mark.parametrize("stray", ["<svg>", "<audio>", "<noscript>", "<template>"])
def test_page_within_a_stray_element_is_read(stray: str, cleaner: Cleaner) -> None:
    """For the parser all of it is part of a picture, which holds no text; one of the libraries below fails at that."""
    body = PAGE.partition("<body>")[2]
    article = cleaner.clean(f"{stray}\n<html><p>The ferry to Karsholm sails again.</p>{body}", "html")
    assert "for a second ship, which is to be built at the Norrby yard" in article.text


def test_error_at_the_metadata_loses_no_text(cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads dates from a page fails at some broken ones; the article is read all the same."""
    import trafilatura

    real = trafilatura.bare_extraction

    def fail(tree: object, *, with_metadata: bool, **options: object) -> object:
        assert not with_metadata
        return real(tree, with_metadata=False, **options)

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    article = cleaner.clean(PAGE, "html")
    assert article.title == "Ferry to Karsholm sails again"
    assert "for a second ship, which is to be built at the Norrby yard" in article.text


def test_extractor_that_fails_altogether_raises_nothing(cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of the page are weighed without it."""
    import trafilatura

    def fail(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    assert cleaner.clean("<html><p>The ferry sails.</p></html>", "html").text == "The ferry sails."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAGE, True),
        ("\ufeff<?xml version='1.0'?>\n<!-- cached --><html><p>One</p></html>", True),
        (f"Warning: no cache\n{PAGE}", True),
        ("<p>One</p>\n<p>Two</p>", True),
        ("One line<br>with <a href='/a'>links</a>, as <b>feeds</b> have it.", True),
        ("5 < 7 and 8 > 3", False),
        ("The <b> tag", False),
        (f"{BODY}\n\nPut it after <body>, not before, and close </b> and </i>.\n\n{BODY}", False),
        (f"{BODY}\n\n```\n<html>\n<body>\n<p>One</p>\n</body>\n</html>\n```\n\n{BODY}", False),
        ("", False),
    ],
)
def test_html_is_told_from_text(text: str, expected: bool) -> None:
    assert looks_like_html(text) is expected


def test_piece_without_an_article_stays_text(cleaner: Cleaner) -> None:
    """Nobody said that it was a page, and there is nothing in it for whoever reads it as one."""
    text = "<b></b> <i></i>"
    assert looks_like_html(text)
    assert cleaner.clean(text).restore() == text
    assert cleaner.clean(text, "html").restore() == ""


@pytest.mark.parametrize(("lang", "expected"), [("fil-PH", "fil"), ("PT_br", "pt"), ("english", None), ("", None)])
def test_language_of_a_text_too_short_to_tell_is_the_pages(lang: str, expected: str | None, cleaner: Cleaner) -> None:
    page = f'<html lang="{lang}"><body><p>1848</p></body></html>'
    assert cleaner.clean(page, "html").language == expected


def test_title_is_what_the_page_shows(cleaner: Cleaner) -> None:
    heading = "<h1>Ferry <script>track('x')</script>to <b>Karsholm</b><style>h1 {}</style> sails again</h1>"
    assert cleaner.clean(PAGE.replace("<h1>Ferry to Karsholm sails again</h1>", heading)).title == (
        "Ferry to Karsholm sails again"
    )
    bare = f"<html><body>{heading}<p>{BODY}</p></body></html>"
    assert cleaner.clean(bare).title == "Ferry to Karsholm sails again"


SENTENCE = BODY.partition("\n")[0]


@pytest.mark.parametrize(
    "piece",
    [f"<div><p>{SENTENCE}</p></div>", f"<body><p>{SENTENCE}</p></body>", f"<p><em>{SENTENCE}</em></p>", f"<p>{SENTENCE}</p>",
     f"<article><div><p>{SENTENCE}</p></div></article>", SENTENCE],
)  # fmt: skip
def test_piece_of_a_page_is_read_however_it_is_wrapped(piece: str, cleaner: Cleaner) -> None:
    """Feeds deliver such; one that is told to be HTML and holds no tag is its own text."""
    assert cleaner.clean(piece).text == SENTENCE
    assert cleaner.clean(piece, "html").text == SENTENCE


def test_text_that_is_told_to_be_a_page_keeps_its_lines(cleaner: Cleaner) -> None:
    assert cleaner.clean(BODY, "html").text == BODY


def test_line_breaks_part_what_they_stand_between(cleaner: Cleaner) -> None:
    first, second = BODY.split("\n\n")
    assert cleaner.clean(f"{first}<br><br>Advertisement<br><br>{second}").text == f"{first}\n{second}"


def test_no_connection_is_opened(cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a page links to, nothing is fetched."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert cleaner.clean(PAGE.replace("<nav>", '<nav><img src="http://example.com/x.png">')).text


def test_what_both_readings_keep_needs_more_against_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence that trafilatura keeps, too, stays at a score at which a label goes, and a line that it leaves out."""
    sentence, label, other = (
        "The mill burnt down on Friday night.",
        "Four more from the island",
        "It was never rebuilt, they say.",
    )

    def judge_page(_self: Model, lines: Sequence[DomLine], columns: Columns, *_: object) -> Opinion:
        return Opinion(np.full(len(lines), -80), columns)

    monkeypatch.setattr(Model, "judge_page", judge_page)
    lines = [DomLine(text, "p", (), (), 0, False) for text in (sentence, label, other)]
    chosen = choose(lines, Known(f"{sentence}\n{label}", None, None), Matcher(), HtmlConfig(), None, {})
    assert chosen.texts == [sentence, label]
    assert chosen.noise == {label: -80}
    assert chosen.left_out == {other: -80}


@pytest.mark.parametrize(("score", "others", "stays"), [(80, 3, False), (80, 2, True), (120, 3, True)])
def test_list_of_links_that_trafilatura_leaves_out_needs_more_for_it(
    monkeypatch: pytest.MonkeyPatch, score: int, others: int, stays: bool
) -> None:
    """Two links in a row are no list; a list for which much speaks, such as one of sources, stays."""

    def judge_page(_self: Model, lines: Sequence[DomLine], columns: Columns, *_: object) -> Opinion:
        return Opinion(np.full(len(lines), score), columns)

    monkeypatch.setattr(Model, "judge_page", judge_page)
    body = "The mill burnt down on Friday night."
    links = ["Ferry sails again", "Harbour board meets", "Bread dearer than ever"][:others]
    lines = [
        DomLine(body, "p", (), (), 0, False),
        *(DomLine(text, "li", ("ul",), (), len(text), False) for text in links),
    ]
    chosen = choose(lines, Known(body, None, None), Matcher(), HtmlConfig(), None, {})
    assert chosen.texts == [body, *(links if stays else [])]


STORY = (
    "<p>" + "The miller of Aldwick told the board on Friday that the weir would be mended by the spring. " * 4 + "</p>"
)
OTHER = "<p>" + "A choir from Fenmouth sang in the old harbour hall before two hundred guests on Sunday. " * 6 + "</p>"


@pytest.mark.parametrize(
    ("page", "goes"),
    [
        (
            "<article><h1>Weir to be mended</h1>{story}{story}</article><article><h1>Choir sings</h1>{other}</article>",
            True,
        ),
        ("<article><h1>Weir to be mended</h1>{story}{story}<h1>Choir sings</h1>{other}</article>", False),
        ("<h1>Weir to be mended</h1><article>{story}{story}</article><article>{other}</article>", False),
        (
            "<h1>Weir to be mended</h1><article><h1>10:14</h1>{story}{story}</article>"
            "<article><h1>9:02</h1>{other}</article>",
            False,
        ),
    ],
    ids=["two articles", "one with two headings", "no headings of their own", "entries of a live blog"],
)
def test_article_that_a_page_puts_below_its_own_goes(cleaner: Cleaner, page: str, goes: bool) -> None:
    """A page that scrolls on from one article to the next is read to the end of the first."""
    body = page.format(story=STORY, other=OTHER)
    article = cleaner.clean(f"<html><head><title>Weir to be mended</title></head><body>{body}</body></html>", "html")
    assert "The miller of Aldwick" in article.text
    assert ("A choir from Fenmouth" not in article.text) == goes


@pytest.mark.parametrize("between", ["<br><br>", "</div><div>"])
def test_no_sentence_of_a_piece_of_a_page_goes_by_its_score(
    between: str, cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model of pages has seen whole ones; of a feed's piece, what trafilatura takes and is a sentence stays."""
    monkeypatch.setattr(Model, "judge_page", lambda self, lines, *_: Opinion(np.full(len(lines), -300), {}))
    first, second = BODY.split("\n\n")
    assert cleaner.clean(f"{first}{between}Sea air{between}{second}", "html").text == f"{first}\n{second}"
