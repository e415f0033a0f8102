"""Captions go by their credit; lines that only have a dash in them stay."""

import pytest

from cleaner import Cleaner

ONLY = Cleaner(filters=["caption"])
BODY = [
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.",
    "It had been out of service since a fire in the engine room in August, when two members of the crew were hurt.",
]


@pytest.mark.parametrize(
    "caption",
    [
        "The ferry leaves the quay for the first time since August - Jon Maar/via REUTERS",
        "A still from a video that shows the fire in the engine room - Para Pax",
        "Inga Solberg (left) and the captain sign the papers in the town hall – Ole Berg/NPA",
        "Satellite imagery which shows the burnt ship in the harbour - ORBITAL SCENES LTD /AFP",
        "The ferry leaves the quay. (Photo by Jon Maar/Getty Images)",
        "The ferry leaves the quay in August. Photo: Jon Maar / AFP",
        "Jon Maar/AFP via Getty Images",
    ],
)
def test_caption_goes(caption: str) -> None:
    article = ONLY.clean("\n\n".join([BODY[0], caption, BODY[1]]), "text")
    assert article.text == "\n\n".join(BODY)


@pytest.mark.parametrize(
    "line",
    [
        "“We shall sail on the high seas and in the sounds” - Winston Hale",
        "The photographer Jon Maar, who works for AFP, took the picture in August - and sold it to nobody.",
        "- Bread, milk and the mail come over twice a week - Mondays and Fridays",
        "The Ferry That Never Was - Part Two",
        "Adults | Children | Dogs",
    ],
)
def test_other_lines_with_a_dash_stay(line: str) -> None:
    text = "\n\n".join([BODY[0], line, BODY[1]])
    assert ONLY.clean(text, "text").text == text


def test_who_is_named_in_the_article_is_not_credited() -> None:
    """A name behind a dash that the body knows is who said it."""
    text = "\n\n".join(
        [
            "The ferry was never the problem of this town at all - Solberg",
            *BODY,
            "“So be it”, said Inga Solberg on the quay.",
        ]
    )
    assert ONLY.clean(text, "text").text == text
