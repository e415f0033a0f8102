"""What stands twice goes once; what may stand twice stays."""

import pytest

from cleaner import Cleaner

ONLY = Cleaner(filters=["repeats"])
FIRST = "The ferry to Karsholm sails again from Monday, the harbour board said on Friday."
SECOND = "It had been out of service since a fire in the engine room “last August”, when two were hurt."
THIRD = "The board has found the money for a second ship, which is to be built in Norrby by the spring."


def test_near_copy_goes_and_the_first_stands() -> None:
    again = SECOND.replace("“last August”", '"last  August"').upper()
    article = ONLY.clean("\n\n".join([FIRST, SECOND, THIRD, again]), "text")
    assert article.text == "\n\n".join([FIRST, SECOND, THIRD])
    assert [edit.rule for edit in article.edits] == ["repeats.near"]


def test_run_pasted_again_goes_with_its_short_lines() -> None:
    body = [FIRST, "Background", SECOND, "“No.”", THIRD]
    article = ONLY.clean("\n".join([*body, *body, "A last paragraph that stands alone here."]), "text")
    assert article.text == "\n".join([*body, "A last paragraph that stands alone here."])
    assert len(article.edits) == 1


def test_short_line_beside_a_copied_paragraph_stays() -> None:
    """“Not guilty.” before a paragraph, and again before its copy, was said twice."""
    text = "\n\n".join([FIRST, "Not guilty.", SECOND, THIRD, "Not guilty.", SECOND])
    assert ONLY.clean(text, "text").text == "\n\n".join([FIRST, "Not guilty.", SECOND, THIRD, "Not guilty."])


def test_beginning_of_a_paragraph_with_an_ellipsis_goes() -> None:
    """The cut copy of a paragraph that stands in full."""
    cut = SECOND[:70] + "…"
    assert ONLY.clean(f"{cut}\n\n{FIRST}\n\n{SECOND}", "text").text == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "line",
    ["Row, row the boat ashore,", "1-0", "Source:", "“No comment.”", "- Talk to your doctor if you have any question about it.",
     "Price: 12 crowns for adults, children under six go free, dogs too.", "And the sea came in, and the sea went out"],
)  # fmt: skip
def test_short_lines_and_entries_may_stand_twice(line: str) -> None:
    text = f"{FIRST}\n{line}\n{SECOND}\n{line}\n{THIRD}\n{line}"
    assert ONLY.clean(text, "text").text == text


def test_paragraph_that_comes_back_again_and_again_stays() -> None:
    """Two copies and more of one paragraph are a refrain, such as the note below every photo of a gallery."""
    text = "\n\n".join([FIRST, SECOND, THIRD, "One.", SECOND, "Two.", SECOND])
    assert ONLY.clean(text, "text").text == text


def test_blank_lines_are_no_repeats() -> None:
    text = f"{FIRST}\n\n\n\n{SECOND}\n\n\n\n{THIRD}"
    assert ONLY.clean(text, "text").text == text
