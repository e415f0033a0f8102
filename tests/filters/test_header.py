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
        ("Publisert: torsdag 24. oktober 2024 kl. 14.30\n\n", dt.date(2024, 10, 24)),
        ("Publisert 05.08.2024, kl. 13.05 Oppdatert 06.08.2024, kl. 13.52\n\n", dt.date(2024, 8, 5)),
        ("Den 3. mai 2025 kl. 14.30\n\n", dt.date(2025, 5, 3)),
        ("Opdateret d. 24. okt. 2024 kl. 09.15\n\n", dt.date(2024, 10, 24)),
        ("Publicerad 24 oktober 2024 06.12\n\n", dt.date(2024, 10, 24)),
        ("Julkaistu 24. lokakuuta 2024 klo 9.15\n\n", dt.date(2024, 10, 24)),
        ("Publikováno: 24. 10. 2024 14:30\n\n", dt.date(2024, 10, 24)),
        ("Megjelent: 2024. okt. 24., csütörtök 14:30\n\n", dt.date(2024, 10, 24)),
        ("Δημοσίευση: 24 Οκτωβρίου 2024, 06:12\n\n", dt.date(2024, 10, 24)),
        ("Publicat: joi, 24 octombrie 2024, ora 14:30\n\n", dt.date(2024, 10, 24)),
        ("Добавена на 5 ноем. 2024\n\n", dt.date(2024, 11, 5)),
        ("פורסם: 24 באוק׳ 2024, 14:30\n\n", dt.date(2024, 10, 24)),
        ("प्रकाशित: गुरुवार, 24 अक्टूबर 2024, 02:30 PM\n\n", dt.date(2024, 10, 24)),
        ("Tayang: Jum'at, 2 Ags 2024 14.30 WIB\n\n", dt.date(2024, 8, 2)),
        ("입력 2024. 10. 24. 오후 3:20\n\n", dt.date(2024, 10, 24)),
        ("Ngày 24 tháng 10 năm 2024\n\n", dt.date(2024, 10, 24)),
        ("Thứ Năm, 24/10/2024\n\n", dt.date(2024, 10, 24)),
        ("نشر في: 9 تشرين الثاني 2023\n\n", dt.date(2023, 11, 9)),
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
        "Den 24. oktober 2024 ble porten på Karsholm stengt, og ingen ventet at ferja skulle gå igjen før våren kom.",
        "2024. október 24-én bezárták a karsholmi kaput, és senki sem várta, hogy a komp tavasz előtt újra járjon.",
        "24. 10. 2024 bránu v Karsholmu zavřeli a nikdo nečekal, že přívoz před příchodem jara znovu vyjede na vodu.",
        "Thứ Năm, 24/10/2024 là hạn cuối để nộp hồ sơ sửa chữa chiếc phà, theo thông báo của ban quản lý cảng hôm qua.",
        "24 अक्टूबर 2024 को करमाला में धूप खिली और किसी को उम्मीद नहीं थी कि वसंत से पहले नाव फिर से चलने लगेगी।",
        "§ 24. 10. 2024 ve znění pozdějších předpisů stanoví, kdo přívoz platí, a radnice se o to pře už pět let s krajem.",
    ],
)
def test_date_in_the_first_sentence_stays(cleaner: Cleaner, sentence: str) -> None:
    article = cleaner.clean(f"{sentence}\n\n{BODY}", "text")
    assert article.text == f"{sentence}\n\n{BODY}"
    assert article.date is None


@pytest.mark.parametrize("line", ["3. 10. 2", "3. 10. 24", "v3.10.2", "§ 24. 10.", "6:3, 2:6, 7:5"])
def test_figures_that_are_no_date_stay(cleaner: Cleaner, line: str) -> None:
    assert line in cleaner.clean(f"{line}\n\n{BODY}", "text").text


def test_hindi_headline_is_the_title(cleaner: Cleaner) -> None:
    """Its vowel signs are letters, too."""
    title = "देवगढ़ का सोनाई पुल सोमवार से आठ हफ्ते बंद रहेगा"
    body = (
        "देवगढ़ में सोनाई नदी का पुराना पुल सोमवार से मरम्मत के लिए आठ हफ्ते बंद रहेगा। इस पुल से हर दिन करीब सात हजार गाड़ियां गुजरती हैं।"
    )
    article = cleaner.clean(f"{title}\n\n{body}", "text")
    assert article.title == title
    assert article.text == body


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


@pytest.mark.parametrize(
    ("start", "source"),
    [
        ("Jens Kolbe (CDU): ", None),
        ("Ingrid Halvorsen (NOR) - ", None),
        ("Karsholm (kna) - ", None),
        ("New York (Reuters): ", "Reuters"),
        ("KAZAN (TASS) – ", "TASS"),
        ("Sandau (Kna) - ", "Kna"),
    ],
)
def test_party_or_country_behind_a_person_is_no_source(cleaner: Cleaner, start: str, source: str | None) -> None:
    article = cleaner.clean(f"{start}{BODY}", "text")
    assert article.source == source
    assert article.text == f"{start}{BODY}"


@pytest.mark.parametrize("line", ["Fenholm Folk Festival", "Chapter One"])
def test_capitals_above_a_list_are_no_byline(cleaner: Cleaner, line: str) -> None:
    """A name alone stands above a paragraph, or above the date."""
    page = f"<article><h1>What is on this weekend</h1><p>{line}</p><p>Town Park, Saturday</p><p>{BODY}</p></article>"
    article = cleaner.clean(page, "html")
    assert article.byline is None
    assert line in article.text


def test_agency_tag_goes_and_names_the_source(cleaner: Cleaner) -> None:
    article = cleaner.clean(f"(MENAFN) {BODY}", "text")
    assert article.source == "MENAFN"
    assert article.text == BODY


def test_headline_below_a_rubric_is_the_title(cleaner: Cleaner) -> None:
    """A word or three above it are the paper's section; a line that goes on as a sentence is none."""
    headline = "Ferry to Karsholm sails again from Monday"
    lead = "The ferry to Karsholm sails again from Monday, the harbour board said on Friday after a long repair of the pier."
    more = "Two winters of storms had damaged the pier, and the board could not agree on who should pay for the repair."
    assert cleaner.clean("\n\n".join(("FERRIES", headline, lead, more)), "text").title == headline
    assert cleaner.clean("\n\n".join(("It came,", headline, lead, more)), "text").title is None


def test_only_main_heading_of_markdown_is_the_title(cleaner: Cleaner) -> None:
    """The lead need not take up its words; two of them are sections, and the title is told without its marks."""
    end = "The board will meet again in May to hear what the repair of the engine room has cost the town."
    article = cleaner.clean(f"# **Quiet mornings at the quay**\n\n{BODY}\n\n## What comes next\n\n{end}", "text")
    assert article.title == "Quiet mornings at the quay"
    assert article.text == f"{BODY}\n\n## What comes next\n\n{end}"
    sections = f"# Quiet mornings at the quay\n\n{BODY}\n\n# What comes next at the quay\n\n{end}"
    assert cleaner.clean(sections, "text").text == sections


def test_line_that_the_next_one_goes_on_with_is_no_title(cleaner: Cleaner) -> None:
    text = "It was a dark night on the Karsholm ferry\n\nand nobody saw the board of the ferry harbour leave the long meeting."
    assert cleaner.clean(text, "text").title is None


def test_name_at_the_end_of_a_sentence_has_no_full_stop(cleaner: Cleaner) -> None:
    article = cleaner.clean(f"{BODY}\n\nDas Interview führte Jon Maar.", "text")
    assert article.byline == "Jon Maar"


@pytest.mark.parametrize(
    "first",
    [
        "“The ferry to Karsholm burned like paper.”",
        "„Die Fähre nach Karsholm brannte wie Papier.“",
        "“We want the Karsholm ferry back,” the board heard. “Now!”",
        "The Karsholm ferry burned in August. Is it safe?",
    ],
)
def test_first_line_that_ends_a_statement_is_no_title(cleaner: Cleaner, first: str) -> None:
    """In quotes, too, or before a question."""
    assert cleaner.clean(f"{first}\n\n{BODY}", "text").text == f"{first}\n\n{BODY}"


@pytest.mark.parametrize("first", ["Is the ferry to Karsholm safe again?", "Karsholm ferry: “We sail on Monday”"])
def test_headline_that_asks_or_quotes_is_the_title(cleaner: Cleaner, first: str) -> None:
    article = cleaner.clean(f"{first}\n\n{BODY}", "text")
    assert (article.title, article.text) == (first, BODY)


def test_first_of_several_questions_is_no_title(cleaner: Cleaner) -> None:
    """Answers take up the words of their questions as a lead does those of its headline."""
    text = (
        "ANSWERS TO READERS\n\nAm I entitled to the cheaper ferry ticket?\n\nThe cheaper ticket is for pensioners and students, "
        "who ask for it at the ferry office.\n\nWhere do I complain about a neighbour?\n\nAt the town hall first. If the "
        "complaint does not help, the harbour police will listen."
    )
    assert cleaner.clean(text, "text").text == text


def test_lines_of_a_song_are_no_title_that_stands_twice(cleaner: Cleaner) -> None:
    song = "The wind is in the harbour now\nThe rope is on the shore\n" * 2 + "Oh, who will row me over now"
    assert cleaner.clean(f"{song}\n\n{BODY}", "text").text == f"{song}\n\n{BODY}"
