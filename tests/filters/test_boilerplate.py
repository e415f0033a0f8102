"""The learned filter: pages lose their menus, articles keep their lines."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from cleaner import Cleaner
from cleaner.corpus import read_samples
from cleaner.document import Document
from cleaner.errors import ConfigError
from cleaner.filters._stretch import Stretch
from cleaner.filters.boilerplate import _EVIDENCE, BoilerplateFilter, _stays_with_its_sentence
from cleaner.lines.model import Opinion

SAMPLES = list(read_samples(Path(__file__).parents[2] / "corpus"))

BODY = (
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long repair.",
    "Two winters of storms had damaged the pier, and the board could not agree on who should pay for the repair.",
    "“We lost a year and half our guests,” said Maren Oll, who runs the only hotel on the island with her brother.",
    "Passengers who bought tickets for March get their money back, the operator of the ferry said in a statement.",
)
MENU = (
    "Skip to content", "Home", "News", "Politics", "Business", "Sport", "Weather", "Culture", "Travel", "Jobs", "Property",
    "Subscribe", "Log in", "Search", "Most read",
)  # fmt: skip
HEADLINES = (
    "Bridge toll to rise in spring", "Five walks for a wet weekend", "Storm warning for the northern isles",
    "Council sells the old brewery", "Harbour cat wins a medal", "Ten recipes for a cold evening",
    "School to get a new roof", "Choir looks for tenors", "Fuel prices fall for a third week",
    "Museum opens its cellar", "Lighthouse keeper retires at 81", "Rail strike: what travellers need to know",
    "Old bakery to become flats", "Swimmers rescued off the pier", "Mayor rules out second term",
)  # fmt: skip
FOOTER = (
    "About us", "Contact us", "Advertise with us", "Privacy policy", "Cookie policy", "Terms of use", "Careers",
    "Sitemap", "Newsletter", "Follow us", "Facebook", "Instagram", "© 2025 Karsholm Herald. All rights reserved.",
)  # fmt: skip
ENGLISH = [line for sample in SAMPLES if sample.path.parent.name == "en" for line in sample.gold.split("\n")][:40]
STANDFIRST = "A pier is mended, a board is at odds, and an island counts its guests"
PAGE = "\n".join((*MENU, *BODY, "Share this article", *HEADLINES, *FOOTER))


@pytest.fixture(scope="module")
def boilerplate() -> Cleaner:
    return Cleaner(filters=["boilerplate"])


def test_page_loses_its_menu_and_its_footer(cleaner: Cleaner) -> None:
    """Of a whole page's text the paragraphs stay, by the whole chain."""
    assert cleaner.clean(PAGE, "text").text == "\n".join(BODY)


def test_body_alone_is_left_as_it_is(boilerplate: Cleaner) -> None:
    """An article without noise loses nothing."""
    text = "\n\n".join(BODY)
    assert boilerplate.clean(text, "text").text == text


def test_every_edit_says_which_evidence_spoke(boilerplate: Cleaner) -> None:
    """The reason of an edit names what counted against the line, and its score how sure that is."""
    edits = boilerplate.clean(PAGE, "text").edits
    assert edits
    assert all(edit.reason and 0.5 <= edit.score <= 1 and edit.kind == "boilerplate" for edit in edits)


def test_headlines_of_other_articles_go_without_a_word_that_a_rule_knows(boilerplate: Cleaner) -> None:
    """What no rule can know, the shape and the place of a line give away."""
    kept = boilerplate.clean(PAGE, "text").text.split("\n")
    assert not set(HEADLINES) & set(kept)
    assert set(BODY) <= set(kept)


def test_text_of_few_lines_is_not_judged(boilerplate: Cleaner) -> None:
    """Two lines say too little about each other; with a third the same go."""
    few = "Sign up now for our free newsletter\nOther stories that you may like"
    judged = Cleaner(filters=["boilerplate"], config={"filters": {"boilerplate": {"min_lines": 1, "article": 99}}})
    assert judged.clean(few, "text").text != few
    spared = Cleaner(filters=["boilerplate"], config={"filters": {"boilerplate": {"article": 99}}})
    assert spared.clean(few, "text").text == few


def test_threshold_can_be_set() -> None:
    """A limit that no score reaches turns the filter off."""
    gentle = Cleaner(filters=["boilerplate"], config={"filters": {"boilerplate": {"page": -99, "article": -99}}})
    assert gentle.clean(PAGE, "text").text == PAGE


def test_missing_weights_are_told() -> None:
    """A file of weights that is not there is named, before the first text."""
    with pytest.raises(ConfigError, match=r"none\.npz"):
        Cleaner(filters=["boilerplate"], config={"filters": {"boilerplate": {"weights": "none.npz"}}})


def test_long_text_is_judged_in_pieces(boilerplate: Cleaner) -> None:
    """A text of ten thousand lines is judged, each paragraph of it kept."""
    text = "\n".join(f"{number}. {BODY[number % 4]}" for number in range(10_000))
    assert boilerplate.clean(text, "text").text == text


SECTIONS = (*MENU[2:10], "Technology")
KNOWN = ("News", "Sport", "Weather")  # to the rules, which see to them


def test_run_of_noise_goes_only_behind_the_body(boilerplate: Cleaner) -> None:
    """Each of the lines scores too high to go from an article by itself."""
    article = boilerplate.clean("\n\n".join((*BODY, *SECTIONS)), "text")
    assert article.text == "\n\n".join((*BODY, *KNOWN))
    for text in ("\n\n".join((*BODY[:2], *SECTIONS, *BODY[2:])), "\n\n".join((*BODY, *SECTIONS[:3]))):
        assert boilerplate.clean(text, "text").text == text


def test_what_is_as_long_as_the_article_is_no_remainder_behind_it(boilerplate: Cleaner) -> None:
    """A list that makes up most of a text is what the text is about."""
    text = "\n\n".join((BODY[0], *SECTIONS))
    assert boilerplate.clean(text, "text").text == text


def test_lines_without_a_body_are_left_alone(boilerplate: Cleaner) -> None:
    text = "\n\n".join(SECTIONS)
    assert boilerplate.clean(text, "text").text == text


@pytest.mark.parametrize("what", ["raw", "gold"])
def test_articles_one_behind_the_other_are_no_page(cleaner: Cleaner, what: str) -> None:
    """Where body and noise change places again and again, the model has met no page, and the paragraphs stay."""
    text = "\n\n".join(getattr(sample, what) for sample in SAMPLES)
    kept = set(cleaner.clean(text, "text").text.split("\n"))
    paragraphs = [line for sample in SAMPLES for line in sample.gold.split("\n") if len(line) > 80]
    lost = [line for line in paragraphs if line not in kept]
    assert len(lost) <= 0.03 * len(paragraphs)


def _score_body(_self: BoilerplateFilter, stretch: Stretch, asked: Sequence[int]) -> Opinion:
    scores = np.array([{**dict.fromkeys(BODY, 500), STANDFIRST: -100}.get(stretch.blocks[x].text, -300) for x in asked])
    return Opinion(scores, dict.fromkeys(_EVIDENCE, np.zeros(len(stretch.blocks), np.int64)))


def test_few_known_lines_make_a_short_text_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an extractor leaves around an article goes where the rules know some of it, and only there."""
    monkeypatch.setattr(BoilerplateFilter, "_judge", _score_body)
    boilerplate = Cleaner(filters=["boilerplate"])
    known = ("Advertisement", "Share this article", "Read more")
    text = "\n".join((*HEADLINES[:4], *BODY[:2], *HEADLINES[4:], *known, *BODY[2:]))
    assert boilerplate.clean(text, "text").text == "\n".join((*BODY[:2], *known, *BODY[2:]))
    text = "\n".join((*HEADLINES[:4], *BODY[:2], *HEADLINES[4:], *BODY[2:]))
    assert boilerplate.clean(text, "text").text == text


def test_a_list_below_one_paragraph_is_a_page_only_by_many_known_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A programme or a roll of names scores as a menu does, and an extractor leaves a few lines behind it, too."""
    monkeypatch.setattr(BoilerplateFilter, "_judge", _score_body)
    boilerplate = Cleaner(filters=["boilerplate"])
    text = "\n".join((BODY[0], *HEADLINES, "Share this article", "Privacy policy", "Advertisement"))
    assert boilerplate.clean(text, "text").text == text
    left = boilerplate.clean("\n".join((text, *FOOTER)), "text").text
    assert not any(headline in left for headline in HEADLINES)


def test_one_line_again_and_again_makes_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ads stood, "Advertisement" is left between the lines of a list, too."""
    monkeypatch.setattr(BoilerplateFilter, "_judge", _score_body)
    text = "\n".join((*BODY, *(line for headline in HEADLINES for line in (headline, "Advertisement"))))
    assert Cleaner(filters=["boilerplate"]).clean(text, "text").text == text


@pytest.mark.parametrize(("others", "is_known"), [(("- Grid view", "- Rulers"), False), (("- Menu", "- Log in"), True)])
def test_a_line_that_may_be_the_articles_is_not_left_to_the_rules(others: tuple[str, str], is_known: bool) -> None:
    """They would keep it; on a page the model judges it."""
    document = Document("\n".join((others[0], "- Search", others[1])), Cleaner().matcher)
    assert Stretch(document, document.blocks).known[1] is is_known


@pytest.mark.parametrize(("headlines", "stays"), [(HEADLINES, True), (HEADLINES * 2, False)], ids=["short", "long"])
def test_a_line_of_a_short_page_needs_more_against_it(
    monkeypatch: pytest.MonkeyPatch, headlines: tuple[str, ...], stays: bool
) -> None:
    """A standfirst above the first paragraph reads like a headline, and is much of a short text."""
    monkeypatch.setattr(BoilerplateFilter, "_judge", _score_body)
    text = "\n".join((STANDFIRST, *BODY, "Advertisement", "Share this article", "Read more", *headlines))
    cleaned = Cleaner(filters=["boilerplate"]).clean(text, "text").text.split("\n")
    assert (STANDFIRST in cleaned, HEADLINES[0] in cleaned) == (stays, False)


def test_lines_between_paragraphs_make_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A song in an article scores as a menu does; a page has its menu around the article."""
    monkeypatch.setattr(BoilerplateFilter, "_judge", _score_body)
    text = "\n".join((*BODY[:2], *HEADLINES, "Advertisement", "Share this article", "Read more", *BODY[2:]))
    assert Cleaner(filters=["boilerplate"]).clean(text, "text").text == text


@pytest.mark.parametrize(("times", "goes"), [(6, True), (7, False)])
def test_a_page_whose_body_is_broken_up_again_and_again_is_none(
    monkeypatch: pytest.MonkeyPatch, times: int, goes: bool
) -> None:
    """It is many articles, or a list: from 13 changes between body and noise on, what reads as a sentence stays."""
    monkeypatch.setattr(BoilerplateFilter, "_judge", _score_body)
    odd = "We are sorry that this offer is not there for readers outside the islands and their harbours."
    page = (*MENU, *(BODY[0], odd) * times, *HEADLINES, *FOOTER)
    cleaned = Cleaner(filters=["boilerplate"]).clean("\n".join(page), "text").text
    assert (odd not in cleaned) is goes


def test_a_text_longer_than_any_page_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes from a page stays in a dump, where it reads as a sentence."""
    monkeypatch.setattr(BoilerplateFilter, "_judge", _score_body)
    boilerplate = Cleaner(filters=["boilerplate"])
    odd = "We are sorry that this offer is not there for readers outside the islands and their harbours."
    page = (*MENU, *BODY, *HEADLINES, odd, *FOOTER)
    assert odd not in boilerplate.clean("\n".join(page), "text").text
    dump = (*HEADLINES * 140, *page * 5, *HEADLINES * 140)
    assert {odd, *BODY} <= set(boilerplate.clean("\n".join(dump), "text").text.split("\n"))


@pytest.mark.parametrize(
    ("glued", "stays"),
    [("".join(ENGLISH), True), ("".join((*MENU, *ENGLISH)), True), (" ".join(HEADLINES * 20), False)],
    ids=["article", "menu and article", "headlines"],
)
def test_a_line_as_long_as_an_article_stays_whatever_it_scores(
    monkeypatch: pytest.MonkeyPatch, glued: str, stays: bool
) -> None:
    """Some extractors glue all paragraphs of a page, and its menu, on one line: to cut that is to lose the article."""
    monkeypatch.setattr(BoilerplateFilter, "_judge", _score_body)
    page = "\n".join((*MENU, *BODY, glued, *FOOTER))
    assert (glued in Cleaner(filters=[BoilerplateFilter(text="page")]).clean(page, "text").text) is stays


def test_the_same_lines_asked_for_otherwise_are_asked_anew() -> None:
    """What is kept between rounds is the answer to one question: in the next, other lines of a stretch may count."""
    document, boilerplate = Document("\n".join(BODY)), BoilerplateFilter()
    stretch = Stretch(document, document.blocks)
    for asked in ([0], range(len(BODY)), [0]):
        assert len(boilerplate._judge(stretch, asked).scores) == len(asked)


CODE = ("crew = read(roster)", "for name in crew:", 'print("aboard: " + name)', "close(roster);", "}")


def test_code_of_an_article_stays_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several lines of code near one another are the article's, whatever they score; one alone is not."""
    monkeypatch.setattr(BoilerplateFilter, "_judge", _score_body)
    page = "\n".join(("Rate(me);", *HEADLINES[:4], *BODY[:2], *CODE, *BODY[2:], *HEADLINES[4:]))
    cleaned = Cleaner(filters=["boilerplate"], config={"filters": {"boilerplate": {"text": "page"}}}).clean(
        page, "text"
    )
    assert cleaned.text == "\n".join((*BODY[:2], *CODE, *BODY[2:]))


def test_pieces_of_one_sentence_stay_together() -> None:
    """Some readers break lines at links; a name between two pieces looks like a label, and stays with them."""
    pieces = ["The letter was written by", "Maren Oll", ", whose brother runs", "the only hotel", "on the island."]
    blocks = Document("\n".join(["Home", *pieces, "News", "in brief"])).blocks
    for kept in pieces:
        told = _stays_with_its_sentence(blocks, [block.text == kept for block in blocks])
        stays = [block.text for block, with_it in zip(blocks, told, strict=True) if with_it]
        assert stays == [piece for piece in pieces if piece != kept]
    assert not any(_stays_with_its_sentence(blocks, [False] * len(blocks)))
    apart = Document("\n\n".join(pieces)).blocks
    assert not any(_stays_with_its_sentence(apart, [block.text == pieces[0] for block in apart]))
