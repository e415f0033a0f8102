"""The language of a text, by its script, its commonest words, or the identifier."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text import language
from cleaner.text.language import detect

TEXTS = {
    "en": "The ferry to Karsholm sails again from Monday, and those who had to wait for it will be the first to go.",
    "de": "Die Fähre nach Karsholm fährt ab Montag wieder, teilte die Hafenbehörde am Freitag mit.",
    "fr": "Le bac de Karsholm reprendra la mer lundi, a indiqué vendredi le conseil du port.",
    "ru": "Паром в Карсхольм снова пойдёт в понедельник, сообщило управление порта.",
    "uk": "Пором до Карсгольма знову піде в понеділок, повідомило управління порту.",
    "ja": "カルスホルム行きのフェリーは月曜日から再開すると港湾局が発表した。",
    "zh": "卡斯霍尔姆的渡轮将于星期一恢复航行，港务局星期五表示。",
    "ko": "카르스홀름으로 가는 여객선이 월요일부터 다시 운항한다고 항만청이 밝혔다.",
    "el": "Το πλοίο για το Κάρσχολμ αναχωρεί ξανά τη Δευτέρα, ανακοίνωσε το λιμεναρχείο.",
    "he": "המעבורת לקרסהולם תשוב להפליג ביום שני, הודיעה רשות הנמל.",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_language_is_told(code: str, text: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize("text", ["", "\n \n", "12:30", "3 – 2 (1 – 1)", "+++"])
def test_without_letters_there_is_no_language(text: str) -> None:
    assert detect(text) is None


def test_lines_of_a_menu_do_not_decide() -> None:
    """The longer lines of a page are the article's."""
    menu = "\n".join(["Home", "News", "Sports", "Weather", "Contact us", "Subscribe", "Sign in"] * 5)
    assert detect(f"{menu}\n{TEXTS['de']}\n{TEXTS['de']}\n{menu}") == "de"


def test_a_foreign_name_changes_no_script() -> None:
    assert detect(f"{TEXTS['en']} Its name is 海鳥, which is Japanese for a bird of the sea.") == "en"


def test_plain_english_needs_no_identifier(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most text is, and the identifier takes longer than all else that a sound article needs."""
    monkeypatch.setattr(language, "_identifier", lambda: pytest.fail("asked"))
    assert detect(f"Ferries sail as well. {TEXTS['en']} {TEXTS['en']}") == "en"


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    found = detect(text)
    assert found is None or (len(found) == 2 and found.islower())
