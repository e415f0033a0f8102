"""A text broken into lines of a fixed width is judged by its paragraphs, and what stays of it keeps its lines."""

import textwrap

import pytest
from strategies import SAMPLES

from cleaner import Cleaner, Document, Page
from cleaner.corpus import Sample
from cleaner.text.wrapping import continued

DEFAULT = Cleaner()


def wrapped(text: str, width: int) -> tuple[str, list[bool]]:
    """Break lines as editors do; and say of every line whether its paragraph goes on in the next."""
    rows: list[str] = []
    goes_on: list[bool] = []
    for paragraph in text.split("\n"):
        pieces = textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False) or [""]
        rows += pieces
        goes_on += [True] * (len(pieces) - 1) + [False]
    return "\n".join(rows), goes_on


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_breaks_are_found(width: int) -> None:
    """Of all breaks in the bodies of the corpus; the last lines of a few paragraphs happen to be as long as the others."""
    breaks = found = wrong = 0
    for sample in SAMPLES:
        text, goes_on = wrapped(sample.gold, width)
        told = continued(text.split("\n"))
        breaks += sum(goes_on)
        found += sum(one and other for one, other in zip(told, goes_on, strict=True))
        wrong += sum(one and not other for one, other in zip(told, goes_on, strict=True))
    assert found > 0.9 * breaks
    assert wrong < 0.005 * breaks


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.stem)
def test_paragraphs_on_lines_of_their_own_are_not_joined(sample: Sample) -> None:
    for text in (sample.raw, sample.gold):
        assert not any(continued(text.split("\n")))


def test_blocks_are_paragraphs_in_their_places() -> None:
    text, _ = wrapped("\n\n".join(sample.gold for sample in SAMPLES if sample.gold.isascii()), 72)
    blocks = Document(text).blocks
    assert max(len(block.text) for block in blocks) > 200
    assert all(text[block.start : block.end].replace("\n", " ") == block.text for block in blocks)


def test_noise_is_found_across_a_break_and_the_article_keeps_its_lines() -> None:
    body, _ = wrapped(
        "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.\n\n"
        "It had been out of service since a fire in the engine room in August, when two members of the crew were hurt.\n\n"
        "The first boat leaves at six in the morning, and children travel free until the end of the month, said the board.",
        64,
    )
    noise, _ = wrapped(
        "Subscribe to our free newsletter to get the latest news delivered straight to your inbox every day.", 64
    )
    article = DEFAULT.clean(f"{body}\n\n{noise}\n", "text")
    assert article.text == f"{body}\n"
    assert article.restore() == f"{body}\n\n{noise}\n"


def test_lists_and_headings_are_not_joined_to_what_stands_above() -> None:
    lines = [
        "The ferry calls at these quays of the islands:",
        *["- the northern quay of the island, at six in the morning"] * 6,
    ]
    assert not any(continued(lines))


FULL = ["the quay of the island is to be built anew at once", "and the board of the harbour has to pay for it all"]


def test_text_in_which_many_lines_are_longer_is_not_broken_by_width() -> None:
    longer = "Nobody has told the islanders yet who is to pay for it, and when"
    assert any(continued(FULL * 6))
    assert not any(continued([*FULL * 6, longer]))


def test_text_in_which_most_lines_break_elsewhere_is_not_broken_by_width() -> None:
    lines = [f"the quay of {'the old ' * (number % 3)}island" for number in range(20)]
    assert not any(continued([*FULL * 2, *lines]))


def test_list_below_a_broken_paragraph_is_not_joined_to_it() -> None:
    assert continued([*FULL * 3, "- the quay of the island is to be built anew"])[len(FULL) * 3 - 1] is False


def test_lines_of_a_page_are_blocks() -> None:
    """They were told apart by its markup, which knows better."""
    text = "\n".join(FULL * 6)
    assert len(Document(text).blocks) == 1
    assert len(Document(text, page=Page(noise={"Menu": -300})).blocks) == 12
