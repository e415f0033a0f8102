"""Damage is repaired, piece by piece; sound text is not touched."""

import pytest
from ftfy.badness import is_bad
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.filters.encoding import _MAYBE_BAD, EncodingFilter

ONLY = Cleaner(filters=["encoding"])


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("The mayorâ€™s cafÃ©", "The mayor’s café"),
        ("â€œWe know,â€\x9d he said", "“We know,” he said"),
        ("Ã¼ber die FÃ¤hre", "über die Fähre"),
        ("РџСЂРёРІРµС‚, РјРёСЂ", "Привет, мир"),
        ("R&amp;D &#39;now&#39; &eacute;t&eacute; &hellip;", "R&D 'now' été …"),
        ("5 &lt; 7", "5 < 7"),
        ("Smith&copyright; &notable; &amp;", "Smith&copyright; &notable; &"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("ten\u00a0men", "ten men"),
        ("One line,<br>another.<br /><BR> Third", "One line,\nanother.\n\nThird"),
        ("It rained.</p> <p class='a'>It dried.", "It rained.\n\nIt dried."),
        ("Ferry one <br> Ferry two", "Ferry one\nFerry two"),
        ("\x1b[1;31mThe ferry\x1b[0m sails", "The ferry sails"),
        ("null\x00 and bell\x07", "null and bell"),
        ("it\x92s 5\x80", "it’s 5€"),
        ("\ud83d\ude00 and \ud800", "😀 and \ufffd"),
        ("left\u200eto right", "leftto right"),
    ],
)
def test_damage_is_repaired(damaged: str, sound: str) -> None:
    article = ONLY.clean(damaged, "text")
    assert article.text == sound
    assert article.restore() == damaged
    assert {edit.kind for edit in article.edits} == {"encoding"}


@pytest.mark.parametrize(
    "text",
    [
        "Use the <br> tag to break lines.",
        "The tag “<br>” is old, (<p>) too.",
        "<div>\n  <p>Karsholm</p>\n</div>",
        "a <bro> b<brr>c",
    ],
)
def test_tag_that_is_shown_breaks_no_line(text: str) -> None:
    assert ONLY.clean(text, "text").text == text


def test_sound_word_does_not_block_the_repair_of_its_line() -> None:
    """python-ftfy#123: one correct accented word keeps ftfy from repairing the whole line."""
    text = "Le maire a dÃ©clarÃ© que l’été sera chaud, et le prÃ©fet Müller l’a rÃ©pÃ©tÃ©."
    assert ONLY.clean(text, "text").text == "Le maire a déclaré que l’été sera chaud, et le préfet Müller l’a répété."


def test_repairs_are_as_small_as_the_damage() -> None:
    """Each damaged run is an edit of its own; the sound text between them is in none."""
    article = ONLY.clean("The mayorâ€™s cafÃ© is open", "text")
    assert [(edit.removed, edit.replacement) for edit in article.edits] == [("â€™", "’"), ("Ã©", "é")]


@pytest.mark.parametrize(
    "sound",
    [
        "“Curly quotes” stay ‘curled’, and so do ligatures: ﬁne, ﬂag.",
        "１２３ＡＢＣ wide characters stay wide，（全角）。",
        "L’été : « C’est l’heure » — 1 000 €, 25 %",
        "می‌خواهم به خانه بروم.",
        "👩‍👩‍👧 families, 🏴󠁧󠁢󠁥󠁮󠁧󠁿 flags and क्‍ष joiners",
        "ÅNGSTRÖM, São Tomé, Ñandú, façade, naïve, Łódź, Straße",
        "The &lt;p&gt; tag begins a paragraph.",
        "AT&T and Q&A; R&D; one & two",
        "مرحبا‏ بالعالم",
        "Tabs\tand lines\nstay",
    ],
)
def test_sound_text_is_not_touched(sound: str) -> None:
    article = ONLY.clean(sound, "text")
    assert article.text == sound
    assert not article.edits


def test_kinds_of_repair_can_be_switched_off() -> None:
    """Each of the three kinds of repair is an option of its own."""
    text = "cafÃ© &amp; bar\u200b"
    assert Cleaner(filters=[EncodingFilter(mojibake=False)]).clean(text, "text").text == "cafÃ© & bar"
    assert Cleaner(filters=[EncodingFilter(entities=False)]).clean(text, "text").text == "café &amp; bar"
    assert Cleaner(filters=[EncodingFilter(characters=False)]).clean(text, "text").text == "café & bar\u200b"


@given(st.text(st.sampled_from("aZ .\x81ÃÂâ€™“”œŒžéÉøØ°²½¬§©»–вЂГўІІХаβα√≈、ж字あ한ع×£®ˆ†"), max_size=8))
def test_first_look_for_mojibake_misses_nothing(text: str) -> None:
    """What ftfy finds bad is never passed by."""
    assert _MAYBE_BAD.search(text) or not is_bad(text)
