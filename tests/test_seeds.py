"""The five raw articles that the package was first meant for."""

import datetime as dt
from pathlib import Path

import pytest

from cleaner import Article, Cleaner


@pytest.fixture
def article(request: pytest.FixtureRequest, seeds: Path, cleaner: Cleaner) -> Article:
    (path,) = seeds.glob(f"{request.param}_*.txt")
    data = path.read_bytes()
    article = cleaner.clean(data)
    assert article.restore() == data.decode()
    return article


def removed(article: Article, kind: str) -> str:
    return "\n".join(edit.removed for edit in article.edits if edit.kind == kind)


@pytest.mark.parametrize("article", ["000"], indirect=True)
def test_seed_000_loses_three_teasers(article: Article) -> None:
    """Teasers that no keyword gives away go; all ten paragraphs stay."""
    assert len(article.text.split("\n")) == 10
    assert article.text.endswith("sending military officers to Ukraine as advisers.")
    assert {edit.kind for edit in article.edits} == {"teaser"}
    assert len(article.edits) == 3


@pytest.mark.parametrize("article", ["001"], indirect=True)
def test_seed_001_gives_its_date_and_loses_four_captions(article: Article) -> None:
    """The glued header becomes the date; the caption glued to it and three more go."""
    assert article.date == dt.date(2024, 10, 24)
    assert article.source == "Anadolu"
    assert article.text.startswith("Vladimir Putin has admitted")
    assert len([edit for edit in article.edits if edit.kind == "caption"]) == 4
    assert len(article.text.split("\n\n")) == 25
    for credit in ("Anadolu", "Para Pax", "AIRBUS", "Kormilitsyna"):
        assert credit in removed(article, "caption")


@pytest.mark.parametrize("article", ["002"], indirect=True)
def test_seed_002_gives_its_title_and_loses_the_widget(article: Article) -> None:
    """The headline becomes the title; the word Comments at the end goes."""
    assert article.title == "Putin admits holding talks with Kim Jong-un about deploying North Korean troops"
    assert article.text.lstrip().startswith("The Russian president's statement")
    assert article.text.endswith("Narendra Modi of India.")
    assert removed(article, "comments").strip() == "Comments"


@pytest.mark.parametrize("article", ["003"], indirect=True)
def test_seed_003_keeps_its_labels_and_notes(article: Article) -> None:
    """The glued date goes; Source:, Details:, Background: and the editor's note stay."""
    assert article.date == dt.date(2024, 10, 24)
    assert article.text.startswith("For the first time, Kremlin leader")
    for kept in ("Source: Putin at", "Details: The question", "Background:", "[The State Duma is the lower chamber"):
        assert kept in article.text
    assert article.text.rstrip().endswith("on 23 October.")


@pytest.mark.parametrize("article", ["004"], indirect=True)
def test_seed_004_keeps_six_paragraphs(article: Article) -> None:
    """Title, repeats, disclaimer, lists and widget go; six paragraphs stay."""
    assert article.title == "N. Korea’s solider partook Ukraine’s war with orders from Kim –Putin"
    assert article.source == "MENAFN"
    paragraphs = article.text.split("\n")
    assert len(paragraphs) == 6
    assert paragraphs[0].startswith("Russian President Vladimir Putin stated")
    assert paragraphs[-1] == (
        "This meeting marks the fourth bilateral encounter between the two leaders, lasting approximately 2.5 hours."
    )
    kinds = {edit.kind for edit in article.edits}
    assert {"repeat", "legal", "related", "comments"} <= kinds
