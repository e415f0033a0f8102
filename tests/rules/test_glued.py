"""Labels that a lost line break has glued behind a paragraph."""

import pytest

from cleaner import Cleaner
from cleaner.rules import load_packs
from cleaner.rules.glued import glued_label
from cleaner.rules.matcher import Matcher

BODY = (
    "The ferry to Karsholm sails again from Monday, the harbour board of Norvell said on Friday.",
    "Its bow was torn open in the storm of last week, when it ran onto the rocks below the light.",
    "Nobody was hurt. The master, who has sailed the line for thirty years, saw the light too late.",
)


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


@pytest.mark.parametrize(
    "label",
    ["Advertisement", "Anzeige", "Publicité", "Реклама", "Share this article", "Compartir", " Advertisement", "広告"],
)
def test_a_label_behind_a_paragraph_goes_and_the_paragraph_stays(label: str, cleaner: Cleaner) -> None:
    """In every language of the packs, though their rules are for lines."""
    article = cleaner.clean("\n\n".join((BODY[0], BODY[1] + label, BODY[2])), "text")
    assert article.text == "\n\n".join(BODY)
    assert [edit.removed.strip() for edit in article.edits] == [label.strip()]


@pytest.mark.parametrize(
    "ending",
    [
        "The sign at the pier says Advertisement",  # of one sentence
        "He read the note twice. Nobody shared it",
        "She closed the book. Share.",  # a sentence of one word
        "It was late. News",  # what a sentence may end on, too
        "The board met at the club of St. Comments Bay and of Norvell",
    ],
)
def test_what_ends_a_sentence_is_no_label(ending: str, cleaner: Cleaner) -> None:
    text = "\n\n".join((BODY[0], f"{BODY[1]} {ending}", BODY[2]))
    assert cleaner.clean(text, "text").text == text


def test_a_glued_match_is_no_match_of_the_line() -> None:
    """The paragraph is still one to who asks for body paragraphs."""
    found = Matcher(load_packs().rules).match(BODY[0] + "Publicité")
    assert found
    assert {(match.glued, match.whole, match.certain, match.shape) for match in found} == {
        (True, False, False, "suffix")
    }


@pytest.mark.parametrize("known", ["Advertisement", "Ein Satz.Anzeige", BODY[0], BODY[0] + " Es"])
def test_short_lines_and_whole_sentences_end_in_no_label_without_a_space(known: str) -> None:
    label = glued_label(known)
    assert label is None or label.is_parted


def test_something_unknown_right_behind_the_stop_makes_no_teaser(cleaner: Cleaner) -> None:
    """A cut teaser ends in the beginning of a sentence, with a space before it."""
    text = "\n\n".join((BODY[0], BODY[1] + "Zum Quiz", BODY[2]))
    assert cleaner.clean(text, "text").text == text


@pytest.mark.parametrize(
    "call",
    [
        "Spotted a mistake? Let us know",
        "Fehler gefunden? Jetzt melden",
        "Widzisz błąd? Napisz do nas",
        "Haberde bir hata mı var? Bize bildirin",
    ],
)
def test_a_question_and_a_call_behind_a_paragraph_make_no_teaser(call: str, cleaner: Cleaner) -> None:
    """Nor is it a headline that runs into a lead."""
    text = "\n\n".join((BODY[0], BODY[1] + call, BODY[2]))
    assert BODY[1] in cleaner.clean(text, "text").text


@pytest.mark.parametrize("space", ["", " "])
@pytest.mark.parametrize(
    "notice",
    [
        "The contents do not replace the advice of a doctor.",
        "You can follow any responses to this entry through the RSS 2.0 feed.",
        "All content is protected by copyright and may not be reproduced without permission of the Norvell Post.",
    ],
)
def test_what_a_rule_for_lines_knows_behind_sentences_goes_without_them(
    notice: str, space: str, cleaner: Cleaner
) -> None:
    text = "\n\n".join((BODY[0], BODY[2], BODY[1] + space + notice))
    assert BODY[1] in cleaner.clean(text, "text").text


def test_no_rule_takes_the_paragraph_that_its_text_is_glued_to() -> None:
    """Whatever its regex allows before what it is for; a line under a picture may be a sentence with its credit."""
    taken = [
        (rule.id, text)
        for rule in load_packs().noise
        if rule.whole and rule.kind != "caption"
        for matcher in (Matcher([rule]),)
        for text in rule.catches
        if any(match.whole for match in matcher.match(BODY[1] + text))
    ]
    assert not taken
