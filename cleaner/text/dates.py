"""Dates as they stand in headers: what may be one, and which day it means."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

import regex

_BY = r"[ \xa0]"  # a space; Czech and French news break no line within a date
_WORD = r"[\p{L}\p{M}'’ʼ׳-]"
_MONTH = r"(?:[\p{L}\p{M}]{3,12}(?: ال(?:[أا]ول|ثان[يى]))?[.׳'’]?|[ऀ-ॿ]{2}\.?|ян\.|آب)"
_DAY_NAME = (
    rf"(?:(?:(?:[Tt]hứ|THỨ|[Cc]hủ|CHỦ|ב?יום|يوم){_BY})?(?:{_WORD}{{2,13}}|[2-7])\.?[,،]?{_BY}(?:(?:den|dne|ngày|d\.){_BY})?"
    rf"|d\.{_BY}?)?"
)
_VIETNAMESE_MONTH = (
    rf"(?:(?:[Tt]háng|THÁNG){_BY}\p{{L}}{{2,4}}(?:{_BY}\p{{L}}{{2,4}})?"
    rf"|(?:[Tt]h|[Tt]hg|[Tt]háng|THÁNG){_BY}?\d{{1,2}})"
)
_OF_THE_YEAR = r"(?: ?(?:[гр]|год|r)\.| (?:года|година|року|roku))?"
DATE = (
    rf"(?=\D{{0,40}}\d)"  # most lines begin with words, and are done with here
    rf"(?:\d{{4}}(?:年{_BY}?\d{{1,2}}月{_BY}?\d{{1,2}}日(?: ?[（(].{{1,3}}[)）])?"
    rf"|년{_BY}?\d{{1,2}}월{_BY}?\d{{1,2}}일"
    rf"|[-/]\d{{1,2}}[-/]\d{{1,2}}(?!\d)"
    rf"|\.{_BY}?(?:\d{{1,2}}\.{_BY}?|\p{{L}}{{3,10}}(?:\.{_BY}?|{_BY}))\d{{1,2}}(?:\.(?!\d))?(?!\d))"
    rf"|{_DAY_NAME}(?:\d{{1,2}}(?:"
    rf"[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|\.{_BY}?\d{{1,2}}\.{_BY}?\d{{4}}(?!\d)"
    rf"|{_BY}{_VIETNAMESE_MONTH},?{_BY}(?:năm{_BY})?\d{{4}}(?!\d)"
    rf"|(?:st|nd|rd|th|er|ης|η|º|ª|°|\.)?(?:[-/]|{_BY})?(?:de |of |d'|di |ב-?)?{_MONTH}[,،]?"
    rf"(?:[-/]|{_BY})(?:de |del )?\d{{4}}{_OF_THE_YEAR}(?!\d))"
    rf"|{_MONTH}{_BY}\d{{1,2}}(?:st|nd|rd|th)?,?{_BY}\d{{4}}(?!\d)))"
)
"""A regex for what may be a date; `parse` decides."""

TIME = (
    r"(?:(?:(?:at|um|à|alle|ore|às|a las|om|o|godz\.|в|о|saat|kl\.?|klo|clock|T|v|ve|ora|pukul|lúc|בשעה|الساعة|στις"
    r"|오[전후]|[上下]午|午[前後]|凌晨|早上|晚上|中午) ?){0,1}"
    r"\d{1,2}(?:[:.h時点时]\d{2}(?:[:.分]\d{2})?分?|h\b|[時시点时](?: ?\d{1,2}[분分])?| ?[ap]\.?m\b\.?)"
    r"(?: ?[apAP]\.?[mM]\b\.?)?"
    r"(?:Z|[+-]\d{2}:?\d{2})?"
    r"(?: ?(?:Uhr|uur|hrs?\b|óra\b|hod\.|hodin\b|ч\.|мск\b|[πμ]\.?μ\.?|[صم]\b"
    r"|[A-Z]{2,5}\b|\(?(?:UTC|GMT) ?[+-]\d{1,2}(?::?\d{2})?\)?))?)"
)
"""A regex for a time of day with its zone, as it stands beside a date."""

_INSIDE = regex.compile(DATE)
_LONGEST = 200  # characters in which a date is looked for
_RANGE = range(1990, 2100)
_BLANK = regex.compile(r"\s+")
_TRAIL = regex.compile(r"(?<=\d) ?(?:(?:[гр]|год|r)\.|года|година|року|roku)$|[（(].{1,3}[)）]")
_ISO = regex.compile(r"(\d{4}) ?[-/.年년] ?(\d{1,2}) ?[-/.月월] ?(\d{1,2})[日일.]?")
_FIGURES = regex.compile(r"(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?(\d{4}|\d{2})")
_BESIDE_THE_DAY = regex.compile(r"(?<!\p{L})d\. ?(?=\d)|(?<=\d)(?:ης|η)(?!\p{L})|(?<=\d )ב-?(?=\p{L})")
_VIETNAMESE = regex.compile(r"(?i)(\d{1,2}) th(?:áng|g)? ?(\d{1,2}),? (?:năm )?(?=\d{4})")
_YEAR_FIRST = frozenset(("hu", "ja", "ko", "sv", "zh"))
_LOCALES = {"no": ("nb", "nn")}
_SPELLINGS = {
    "ar": {
        "كانون الثاني": "يناير", "شباط": "فبراير", "آذار": "مارس", "نيسان": "أبريل", "أيار": "مايو", "حزيران": "يونيو",
        "تموز": "يوليو", "آب": "أغسطس", "أيلول": "سبتمبر", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر",
        "كانون الأول": "ديسمبر", "جانفي": "يناير", "فيفري": "فبراير", "أفريل": "أبريل", "ماي": "مايو", "جوان": "يونيو",
        "جويلية": "يوليو", "أوت": "أغسطس", "غشت": "أغسطس", "شتنبر": "سبتمبر", "نونبر": "نوفمبر", "دجنبر": "ديسمبر",
    },
    "bg": {"ян": "януари", "ноем": "ноември"},
    "he": {
        "ינו": "ינואר", "פבר": "פברואר", "אפר": "אפריל", "אוג": "אוגוסט", "ספט": "ספטמבר", "אוק": "אוקטובר",
        "נוב": "נובמבר", "דצמ": "דצמבר",
    },
    "hi": {
        "जन": "जनवरी", "फर": "फरवरी", "फ़र": "फरवरी", "जुल": "जुलाई", "अग": "अगस्त", "सित": "सितंबर", "अक्टू": "अक्टूबर",
        "अक्तू": "अक्टूबर", "अक्तूबर": "अक्टूबर", "नव": "नवंबर", "दिस": "दिसंबर",
    },
    "id": {"ags": "agustus", "agt": "agustus", "nop": "november", "jum'at": "jumat", "jum’at": "jumat"},
    "ro": {"noi": "noiembrie"},
}  # fmt: skip
"""Names that dateparser does not know, or takes for others, and what it calls them."""


@cache
def _parser(languages: tuple[str, ...]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dateparser.date import DateDataParser

        known = _known_languages()
        locales = [locale for x in languages for locale in _LOCALES.get(x, (x,)) if locale in known]
        settings = {
            "REQUIRE_PARTS": ["day", "month", "year"],
            "RETURN_AS_TIMEZONE_AWARE": False,
            "PARSERS": ["absolute-time"],  # the others read "yesterday" and Unix times by this machine's day and zone
        }
        # Without the order given, what an earlier document held would decide about a later one.
        return DateDataParser(languages=locales or ["en"], settings=settings, use_given_order=True)


@cache
def _known_languages() -> frozenset[str]:
    from dateparser.data.languages_info import language_order

    return frozenset(language_order)


@cache
def _spellings(language: str) -> regex.Pattern[str]:
    longest_first = "|".join(sorted(_SPELLINGS[language], key=len, reverse=True))
    return regex.compile(rf"(?i)(?<![\p{{L}}\p{{M}}])({longest_first})(?![\p{{L}}\p{{M}}])[.׳'’]?")


def _spell_out(text: str, language: str) -> str:
    names = _SPELLINGS[language]
    return _spellings(language).sub(lambda found: names[found.group(1).lower()], text)


def parse(text: str, languages: Sequence[str] = ("en",)) -> dt.date | None:
    """Read a date.

    Args:
        text: what `DATE` matched, at most about 40 characters.
        languages: ISO 639-1 codes in the order to try them; they also settle whether the day or the month stands first.

    Returns:
        The day, or None if the text is no full date or none of our time.

    >>> parse("24 de octubre de 2024", ["es"])
    datetime.date(2024, 10, 24)
    >>> parse("2024. 10. 24."), parse("05.08.2024", ["no"])
    (datetime.date(2024, 10, 24), datetime.date(2024, 8, 5))
    >>> parse("March 2024") is None
    True

    """
    text = _TRAIL.sub("", _BLANK.sub(" ", text).strip(" ,"))
    if iso := _ISO.fullmatch(text):
        return _day(*map(int, iso.groups()))
    text = _VIETNAMESE.sub(r"\1/\2/", text)
    if figures := _FIGURES.fullmatch(text):
        return _parse_figures(figures, languages[0] if languages else "en")
    return _parse_words(text, tuple(dict.fromkeys(languages)))


def read(text: str, languages: Sequence[str] = ("en",)) -> dt.date | None:
    """Read the day of a date that has its time or words beside it, as it stands there: no time zone moves it.

    >>> read("Thu, 24 Oct 2024 23:30:00 -0500"), read("2024-10-24T23:30:00Z"), read("5 days ago")
    (datetime.date(2024, 10, 24), datetime.date(2024, 10, 24), None)

    """
    head = text[:_LONGEST]
    return next(days_in(head, languages), None) or parse(head, languages)


def days_in(text: str, languages: Sequence[str] = ("en",)) -> Iterator[dt.date]:
    """Give the days that a text names, also those behind a word that stands where the name of the day may.

    >>> [day.isoformat() for day in days_in("Published 12 March 2015, updated 2 May 2016")]
    ['2015-03-12', '2016-05-02']

    """
    for found in _INSIDE.finditer(text):
        if day := parse(found.group(), languages) or parse(found.group().partition(" ")[2], languages):
            yield day


def _parse_figures(figures: regex.Match[str], language: str) -> dt.date | None:
    """Read a date in figures: the day stands first but in English; some languages put a short year before both."""
    first, second, third = map(int, figures.groups())
    if len(figures.group(3)) == 2:
        if language in _YEAR_FIRST and (found := _day(_full_year(first), second, third)):
            return found
        third = _full_year(third)
    day, month = (second, first) if language == "en" else (first, second)
    return _day(third, month, day) or _day(third, day, month)


def _full_year(year: int) -> int:
    return year + (1900 if year >= 90 else 2000)


@lru_cache(maxsize=4096)
def _parse_words(text: str, languages: tuple[str, ...]) -> dt.date | None:
    text = _BESIDE_THE_DAY.sub("", text)
    for language in languages:
        if language in _SPELLINGS:
            text = _spell_out(text, language)
    found = _parser(languages).get_date_data(text).date_obj
    return None if found is None else _day(found.year, found.month, found.day)


def _day(year: int, month: int, day: int) -> dt.date | None:
    if year not in _RANGE:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
