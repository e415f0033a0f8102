"""Metadata that a reader of pages put above the text become metadata, and nothing else that begins with dashes does."""

import datetime as dt

import pytest

from cleaner import Cleaner

BODY = (
    "The narrow railway that once carried slate to the quay will run again from April, the trust that owns it said.\n\n"
    "Trains will go on the first weekend of each month as far as Low Bridge, a little over two miles."
)
YAML = (
    '---\ntitle: "Quarry railway reopens"\nauthor: Maud Ferrier\nurl: https://hollow.example/a\nsitename: Hollow Times\n'
    "tags:\n  - rail\n  - slate\ndate: 2025-03-14\n---\n"
)
LABELS = (
    "Title: Quarry railway reopens\n\nURL Source: https://hollow.example/a\n\n"
    "Published Time: 2025-03-14T08:00:00+00:00\n\nMarkdown Content:\n"
)


@pytest.mark.parametrize("headline", ["", "# Quarry railway reopens\n\n", "Quarry railway reopens\n"])
@pytest.mark.parametrize("block", [YAML, LABELS])
def test_block_becomes_metadata(block: str, headline: str, cleaner: Cleaner) -> None:
    text = f"{block}{headline}{BODY}"
    article = cleaner.clean(text, "text")
    assert article.text == BODY
    assert (article.title, article.date) == ("Quarry railway reopens", dt.date(2025, 3, 14))
    assert article.restore() == text


def test_author_and_site_are_read(cleaner: Cleaner) -> None:
    article = cleaner.clean(f"{YAML}{BODY}", "text")
    assert (article.byline, article.source) == ("Maud Ferrier", "Hollow Times")
    assert {edit.kind for edit in article.edits if edit.action == "extract"} == {"title", "byline", "date_header"}


def test_metadata_are_no_loss(cleaner: Cleaner) -> None:
    """What is extracted does not count for the guard, even where the text is short."""
    article = cleaner.clean(f"{YAML}{BODY}", "text")
    gone = sum(edit.end - edit.start for edit in article.edits) / len(YAML + BODY)
    assert 0 < article.provenance.verdict.removed_share < gone


@pytest.mark.parametrize(
    "text",
    [
        f"---\n\n{BODY}\n\n---\n\nThe board meets in May.",  # rules between parts
        f"---\nMayor: We shall see.\nReporter: When?\n---\n\n{BODY}",  # labels that name no metadata
        f"---\ntitle: Quarry railway reopens\n\n{BODY}",  # it never ends
    ],
)
def test_other_dashes_and_labels_stay(text: str, cleaner: Cleaner) -> None:
    assert "header.front-matter" not in {edit.rule for edit in cleaner.clean(text, "text").edits}
