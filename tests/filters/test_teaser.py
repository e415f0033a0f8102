"""Teasers go by the evidence together; no single sign is enough."""

import pytest

from cleaner import Cleaner, Document
from cleaner.errors import ConfigError
from cleaner.filters.teaser import TeaserFilter

ONLY = Cleaner(filters=["teaser"])
BODY = [
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.",
    "It had been out of service since a fire in the engine room in August, when two members of the crew were hurt.",
    "The board has found the money for a second ship, which is to be built at the Norrby yard by next spring.",
    "Islanders had complained for weeks that shops ran short of bread, and that the doctor could not come over.",
    "Mayor Inga Solberg called the decision overdue and promised a cheaper fare for pupils who cross every day.",
]


@pytest.mark.parametrize(
    "teaser",
    [
        "Airline strike grounds hundreds of flightsPassengers slept on the floor of the terminal as pilots walked out over pay and rosters, and th",
        "Dec 23, 2024 01:29 PM IST Six in ten children under eleven have a profile on social media, a survey of parents has found.",
        "Pumpkin soup in twenty minutes: our cook shows how.Peel the pumpkin, roast it with garlic and thyme, and blend it with the stock unt",
    ],
)
@pytest.mark.parametrize("at", [2, 5])
def test_teaser_of_another_article_goes(teaser: str, at: int) -> None:
    text = "\n\n".join([*BODY[:at], teaser, *BODY[at:]])
    article = ONLY.clean(text, "text")
    assert article.text == "\n\n".join(BODY)
    assert all(edit.kind == "teaser" and edit.reason and 0.6 <= edit.score <= 1 for edit in article.edits)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The harbour board wants to have the second ship in service when the Norrby yard hands it over to the islanders next spring",
        "Islanders had complained of the ferry since the fire in August, and the mayor of Karsholm had promised the crew a meeting with the board",
        "Tickets can be bought on board, at the quay, or in the kiosk beside the church, where coffee is sold as well on most days.",
    ],
)
@pytest.mark.parametrize("at", [2, 5])
def test_paragraph_of_the_article_stays(paragraph: str, at: int) -> None:
    """On the topic without a full stop, or off it with one: a single sign is not enough."""
    text = "\n\n".join([*BODY[:at], paragraph, *BODY[at:]])
    assert ONLY.clean(text, "text").text == text


@pytest.mark.parametrize("tail", ["Share this article", "Comments", "Jon Maar", "🚢", "#ferry", "(see map)"])
@pytest.mark.parametrize("at", [2, 5])
def test_paragraph_with_a_few_words_behind_its_sentence_stays(tail: str, at: int) -> None:
    """What stands behind a whole sentence was glued there; a cut leaves the beginning of the next one."""
    paragraph = f"Pilots of the airline walked out over pay, and passengers slept on the floor of the terminal. {tail}"
    text = "\n\n".join([*BODY[:at], paragraph, *BODY[at:]])
    assert ONLY.clean(text, "text").text == text


@pytest.mark.parametrize("tail", ["It had", "The boar", "Mayor promised"])
def test_teaser_that_is_cut_right_behind_a_sentence_goes(tail: str) -> None:
    """The few words that are left are such as stand within sentences, or a piece of one."""
    teaser = f"Pilots of the airline walked out over pay, and passengers slept on the floor of its house. {tail}"
    assert ONLY.clean("\n\n".join([*BODY, teaser]), "text").text == "\n\n".join(BODY)


PILOTS = "Pilots of the airline walked out over pay, and passengers slept on the floor of the terminal"


@pytest.mark.parametrize(
    "paragraph",
    [
        f"{PILOTS}, and you will never guess who brought them coffee 😉",
        f"{PILOTS}. (there is a photograph of a pilot asleep on his own suitcase)",
        f"He said: “{PILOTS}. Rosters are worse than anywhere else”",
        "With quad bikesMotor cycles of four wheels farmers drive sheep across the moor, and nobody has to carry hay any longer.",
    ],
)
@pytest.mark.parametrize("at", [2, 5])
def test_line_that_is_neither_cut_nor_a_glued_headline_stays(paragraph: str, at: int) -> None:
    """A cut by length ends within a sentence; a glued headline is longer than three words."""
    text = "\n\n".join([*BODY[:at], paragraph, *BODY[at:]])
    assert ONLY.clean(text, "text").text == text


@pytest.mark.parametrize(("below", "is_suspect"), [("new airport. Nobody had told them.", False), (BODY[2], True)])
def test_line_that_goes_on_in_the_next_is_no_suspect(below: str, is_suspect: bool) -> None:
    """As where a link stands on a line of its own."""
    document = Document("\n\n".join([*BODY[:2], f"{PILOTS} of the", below, *BODY[2:]]))
    found = [block.text for block, _ in TeaserFilter().suspects(document, document.blocks)]
    assert (f"{PILOTS} of the" in found) is is_suspect


def test_wrapped_text_is_no_row_of_teasers() -> None:
    """Where every line is cut, being cut says nothing."""
    text = " ".join(BODY)
    wrapped = "\n".join(text[at : at + 75] for at in range(0, len(text), 75))
    assert ONLY.clean(wrapped, "text").text == wrapped


def test_threshold_is_an_option() -> None:
    teaser = "Airline strike grounds hundreds of flightsPassengers slept on the floor of the terminal as pilots walked out over pay and th"
    strict = Cleaner(filters=["teaser"], config={"filters": {"teaser": {"threshold": 1}}})
    text = "\n\n".join([*BODY, teaser])
    assert strict.clean(text, "text").text == text


LONG = [
    "Six in ten children under eleven have a profile on social media, a survey of parents has found, although most of the networks ask for an age "
    "of thirteen. The survey was made in May among four thousand families in nine cities, by an institute that has put the same questions to them "
    "every second year since the first telephones with a screen were sold. Fathers know less of it than mothers do, and grandparents know more "
    "than either of them expected, the authors write. They ask for lessons in which",
    "Tomato growers of the southern valleys have lost a third of their plants to a fungus that came with the warm rain of April, their union says. "
    "Greenhouses were hit as hard as open fields, because seedlings from three large nurseries carried it along. A spray that helps was taken "
    "off the market two years ago, and a new one costs four times as much, which small farms cannot pay without a loan. Prices in supermarkets have "
    "doubled since, and canned fruit from overseas now fills the shelves where the union",
]  # fmt: skip


def test_long_teasers_go_at_the_end_alone() -> None:
    """Several hundred characters of other articles, cut off: behind the body they are a list, inside it they may be its own."""
    text = "\n\n".join([*BODY, *LONG])
    assert ONLY.clean(text, "text").text == "\n\n".join(BODY)
    inside = "\n\n".join([*BODY[:2], LONG[0], *BODY[2:]])
    assert ONLY.clean(inside, "text").text == inside


def test_language_whose_words_take_prefixes_is_left_alone() -> None:
    """In Zulu a word begins otherwise in every sentence, so that paragraphs of one article seem to share nothing."""
    text = "\n\n".join([
        "Umkhumbi oya eKarsholm uzophinda uhambe ngoMsombuluko, kusho ibhodi yetheku ngoLwesihlanu kusihlwa ngemva komhlangano omude.",
        "Ubungasebenzi kusukela ngo-Agasti ngemva komlilo egumbini lenjini, lapho kwalimala khona amalungu amabili eqembu lomkhumbi",
        "Abantu besiqhingini bebekhononda amasonto amaningi ngokuthi izitolo azinaso isinkwa, nodokotela akakwazi ukuwelela kubo",
        "IMeya uNkk Inga Solberg uthe lesi sinqumo besifanele senziwe kudala, wethembisa intengo ephansi yabafundi abawela nsuku zonke.",
    ])  # fmt: skip
    assert ONLY.clean(text, "text").text == text


def test_bounds_that_no_line_can_meet_are_refused() -> None:
    """A lower bound above the upper one is a mistake, and is said with both."""
    with pytest.raises(ConfigError, match=r"filters\.teaser.*min_chars \(90\) must not be more than max_chars \(80\)"):
        Cleaner(config={"filters": {"teaser": {"min_chars": 90, "max_chars": 80}}})
