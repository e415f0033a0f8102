"""Dates, titles, bylines and sources of the head; what only looks like them stays."""

import datetime as dt

import pytest

from cleaner import Cleaner

BODY = (
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.\n\n"
    "The Karsholm ferry had been out of service since a fire in its engine room in August, which hurt two of the crew."
)


@pytest.mark.parametrize(
    ("header", "day"),
    [
        (" date 2024-10-24 ", dt.date(2024, 10, 24)),
        ("date: 2024-10-24 ", dt.date(2024, 10, 24)),
        ("Dec 23, 2024 01:29 PM IST ", dt.date(2024, 12, 23)),
        ("Published: 24 October 2024\n\n", dt.date(2024, 10, 24)),
        ("Updated on October 24, 2024 at 10:15 am\n\n", dt.date(2024, 10, 24)),
        ("2024-10-24\n\n", dt.date(2024, 10, 24)),
        ("Thursday, 24 October 2024\n", dt.date(2024, 10, 24)),
        ("24.10.2024, 14:30 Uhr\n\n", dt.date(2024, 10, 24)),
        ("Stand: 24.10.2024 14:30 Uhr\n\n", dt.date(2024, 10, 24)),
        ("Veröffentlicht am 24. Oktober 2024\n\n", dt.date(2024, 10, 24)),
        ("Publié le 24 octobre 2024 à 10h15\n\n", dt.date(2024, 10, 24)),
        ("Publicado el 24 de octubre de 2024\n\n", dt.date(2024, 10, 24)),
        ("Pubblicato il 24 ottobre 2024\n\n", dt.date(2024, 10, 24)),
        ("Publicado em 24 de outubro de 2024 às 10h15\n\n", dt.date(2024, 10, 24)),
        ("Gepubliceerd op 24 oktober 2024\n\n", dt.date(2024, 10, 24)),
        ("Opublikowano: 24 października 2024\n\n", dt.date(2024, 10, 24)),
        ("Опубликовано: 24 октября 2024\n\n", dt.date(2024, 10, 24)),
        ("Опубліковано: 24 жовтня 2024\n\n", dt.date(2024, 10, 24)),
        ("Yayınlanma: 24 Ekim 2024\n\n", dt.date(2024, 10, 24)),
        ("تاريخ النشر: 24 أكتوبر 2024\n\n", dt.date(2024, 10, 24)),
        ("发布时间：2024年10月24日 10:15\n\n", dt.date(2024, 10, 24)),
        ("公開日：2024年10月24日\n\n", dt.date(2024, 10, 24)),
    ],
)
def test_date_header_is_read_and_goes(cleaner: Cleaner, header: str, day: dt.date) -> None:
    article = cleaner.clean(header + BODY, "text")
    assert article.date == day
    assert article.text == BODY


@pytest.mark.parametrize(
    "sentence",
    [
        "24 October 2024 was a cold day in Karsholm, and nobody expected the ferry to sail again before the spring came.",
        "On 8 October, the ministry said that the ferry was likely to sail again in the spring, if the money was found.",
        "October 24, 2024, will be remembered in Karsholm as the day on which the ferry did not come back to the harbour.",
        "2024 was the year of the ferry: it sailed more often than ever, and more people than ever took it to the island.",
        "Der 24. Oktober 2024 war ein kalter Tag in Karsholm, und niemand rechnete damit, dass die Fähre wieder fährt.",
    ],
)
def test_date_in_the_first_sentence_stays(cleaner: Cleaner, sentence: str) -> None:
    article = cleaner.clean(f"{sentence}\n\n{BODY}", "text")
    assert article.text == f"{sentence}\n\n{BODY}"
    assert article.date is None


def test_title_that_the_lead_takes_up_is_extracted(cleaner: Cleaner) -> None:
    article = cleaner.clean(f"Ferry to Karsholm sails again after engine fire\n\n{BODY}", "text")
    assert article.title == "Ferry to Karsholm sails again after engine fire"
    assert article.text == BODY


def test_repeated_headline_is_the_title_and_goes_twice(cleaner: Cleaner) -> None:
    article = cleaner.clean(f"Harbour board gives way at last\n\nHarbour board gives way at last\n\n{BODY}", "text")
    assert article.title == "Harbour board gives way at last"
    assert article.text == BODY


@pytest.mark.parametrize("heading", ["Background", "What we know so far", "A cold autumn", "Key points:"])
def test_section_heading_above_the_body_stays(cleaner: Cleaner, heading: str) -> None:
    """A first line that the lead does not take up is no title."""
    assert cleaner.clean(f"{heading}\n\n{BODY}", "text").text == f"{heading}\n\n{BODY}"


def test_byline_is_read_and_goes(cleaner: Cleaner) -> None:
    article = cleaner.clean(f"By Ada Lindqvist\n\n{BODY}", "text")
    assert article.byline == "Ada Lindqvist"
    assert article.text == BODY


def test_dateline_stays_and_names_the_source(cleaner: Cleaner) -> None:
    text = f"KAZAN, Russia (AP) — {BODY}"
    article = cleaner.clean(text, "text")
    assert article.source == "AP"
    assert article.text == text


def test_agency_tag_goes_and_names_the_source(cleaner: Cleaner) -> None:
    article = cleaner.clean(f"(MENAFN) {BODY}", "text")
    assert article.source == "MENAFN"
    assert article.text == BODY
