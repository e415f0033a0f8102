"""A page's scripts, style sheets and data go from its text; the code of an article stays."""

import pytest

from cleaner import Cleaner

SCRIPTS = Cleaner(filters=["scripts"])
FIRST = "The ferry to Karsholm sails again from Monday morning, the harbour board of the island said on Friday evening."
LAST = "Bookings are taken from noon, and whoever paid for a crossing that did not take place gets the money back."
ANALYTICS = "window.dataLayer = window.dataLayer || [];\nfunction gtag() {\n  dataLayer.push(arguments);\n}"
STYLE = ".menu > li,\n.menu a:hover {\n  color: #333;\n  display: none !important;\n}"
DATA = (
    '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry sails", "description": "It sails."}'
)
OWN_CODE = "let crossing = {day: 1};\nreturn crossing.day;"


def cleaned(*parts: str) -> str:
    text = "\n\n".join(parts)
    article = SCRIPTS.clean(text, "text")
    assert article.restore() == text
    assert {edit.kind for edit in article.edits} <= {"template"}
    return "\n\n".join(part for part in article.text.split("\n\n") if part.strip()).strip()


@pytest.mark.parametrize(
    "code", [STYLE, DATA, OWN_CODE, "/*\n * The menu\n of the page\n */", "jQuery('#menu').hide();"]
)
def test_code_outside_the_body_goes_from_a_text_that_holds_a_pages_scripts(code: str) -> None:
    assert cleaned(ANALYTICS, code, FIRST, LAST, code) == f"{FIRST}\n\n{LAST}"
    assert cleaned(code, FIRST, LAST, code, ANALYTICS) == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    "code", [ANALYTICS, STYLE, DATA, "googletag.cmd.push(function() { googletag.display('a'); });"]
)
def test_script_between_paragraphs_goes_if_it_is_a_pages(code: str) -> None:
    assert cleaned(ANALYTICS, FIRST, code, LAST) == f"{FIRST}\n\n{LAST}"


def test_code_that_no_hand_has_written_speaks_for_a_page_wherever_it_stands() -> None:
    written = "window.__STATE__={" + ",".join(f'"k{number}":[{number}]' for number in range(200)) + "};"
    assert cleaned(FIRST, written, LAST, STYLE) == f"{FIRST}\n\n{LAST}"


def test_code_of_an_article_stays_beside_its_pages_scripts() -> None:
    assert cleaned(ANALYTICS, FIRST, OWN_CODE, LAST) == f"{FIRST}\n\n{OWN_CODE}\n\n{LAST}"


@pytest.mark.parametrize("code", [ANALYTICS, STYLE, DATA])
def test_article_about_the_code_of_pages_stays_untouched(code: str) -> None:
    assert cleaned(FIRST, code, LAST) == f"{FIRST}\n\n{code}\n\n{LAST}"


def test_without_a_script_of_a_page_nothing_goes() -> None:
    assert cleaned(STYLE, FIRST, LAST, OWN_CODE) == f"{STYLE}\n\n{FIRST}\n\n{LAST}\n\n{OWN_CODE}"


def test_without_a_paragraph_nothing_goes() -> None:
    assert cleaned(ANALYTICS, STYLE) == f"{ANALYTICS}\n\n{STYLE}"


@pytest.mark.parametrize("line", ["Karsholm ferry sails again", "Home", "Phone 555 0100", "Fares (return); see below"])
def test_words_of_the_page_between_its_scripts_stay(line: str) -> None:
    assert cleaned(ANALYTICS, line, STYLE, FIRST, LAST) == f"{line}\n\n{FIRST}\n\n{LAST}"


def test_bracket_that_nobody_closes_takes_no_paragraph() -> None:
    assert cleaned("window.dataLayer.push({", FIRST, LAST, "});") == f"{FIRST}\n\n{LAST}"


def test_bracket_that_nobody_closes_takes_no_menu() -> None:
    menu = "Home\n\nFerries\n\nThe island\n\nMap"
    assert cleaned("window.dataLayer.push({", menu, "});", FIRST, LAST) == f"{menu}\n\n{FIRST}\n\n{LAST}"


@pytest.mark.parametrize("code", ["};", "var a={b:[1,2,3],c:{d:4}};f(a);g(a);h(a[0]);"])
def test_article_glued_to_a_script_stays(code: str) -> None:
    glued = f"{code}{FIRST}"
    assert cleaned(ANALYTICS, glued, LAST) == f"{glued}\n\n{LAST}"


def test_line_that_is_no_code_goes_with_the_brackets_that_it_stands_in() -> None:
    code = "window.dataLayer.push({\n  text: [\n    the menu of the page\n  ]\n});"
    assert cleaned(code, FIRST, LAST) == f"{FIRST}\n\n{LAST}"
