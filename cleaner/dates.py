"""Dates as they stand in headers: what may be one, and which day it means."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Sequence
from functools import cache
from typing import Any

import regex

_MONTH = r"\p{L}{3,12}\.?"
_DAY_NAME = r"(?:\p{L}{2,13}\.?,? ){0,1}"
DATE = (
    r"(?:\d{4}年 ?\d{1,2}月 ?\d{1,2}日(?: ?[（(].{1,3}[)）])?"
    r"|\d{4}년 ?\d{1,2}월 ?\d{1,2}일"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)"
    rf"|{_DAY_NAME}\d{{1,2}}(?:st|nd|rd|th|er|º|ª|°|\.)?[ \-/]?(?:de |of |d'|di )?{_MONTH},?"
    r"[ \-/](?:de |del )?\d{4}(?: ?[гр]\.| года| року)?(?!\d)"
    rf"|{_DAY_NAME}{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}(?!\d))"
)
"""A regex for what may be a date; `parse` decides."""

TIME = (
    r"(?:(?:(?:at|um|à|alle|ore|às|a las|om|o|godz\.|в|о|saat|kl\.?|klo|clock|T) ?){0,1}"
    r"\d{1,2}(?:[:.h時点时]\d{2}(?:[:.分]\d{2})?分?|h\b|時|시| ?[ap]\.?m\b\.?)(?: ?[apAP]\.?[mM]\b\.?)?"
    r"(?:Z|[+-]\d{2}:?\d{2})?"
    r"(?: ?(?:Uhr|uur|hrs?\b|[A-Z]{2,5}\b|(?:UTC|GMT) ?[+-]\d{1,2}(?::?\d{2})?))?)"
)
"""A regex for a time of day with its zone, as it stands beside a date."""

_RANGE = range(1990, 2100)
_BLANK = regex.compile(r"\s+")
_TRAIL = regex.compile(r" ?(?:[гр]\.|года|року)$|[（(].{1,3}[)）]")
_ISO = regex.compile(r"(\d{4})[-/.年년] ?(\d{1,2})[-/.月월] ?(\d{1,2})[日일]?")


@cache
def _parser(languages: tuple[str, ...]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dateparser.date import DateDataParser

        known = _known_languages()
        settings = {"REQUIRE_PARTS": ["day", "month", "year"], "RETURN_AS_TIMEZONE_AWARE": False}
        # Without the order given, what an earlier document held would decide about a later one.
        return DateDataParser(
            languages=[x for x in languages if x in known] or ["en"], settings=settings, use_given_order=True
        )


@cache
def _known_languages() -> frozenset[str]:
    from dateparser.data.languages_info import language_order

    return frozenset(language_order)


def parse(text: str, languages: Sequence[str] = ("en",)) -> dt.date | None:
    """Read a date.

    Args:
        text: what `DATE` matched, at most about 40 characters.
        languages: ISO 639-1 codes in the order to try them; they also settle whether the day or the month stands first.

    Returns:
        The day, or None if the text is no full date or none of our time.

    >>> parse("24 de octubre de 2024", ["es"])
    datetime.date(2024, 10, 24)
    >>> parse("March 2024") is None
    True

    """
    text = _BLANK.sub(" ", text).strip(" ,")
    iso = _ISO.fullmatch(_TRAIL.sub("", text))
    if iso:
        return _day(*map(int, iso.groups()))
    return _parse_words(_TRAIL.sub("", text), tuple(dict.fromkeys(languages)))


def _parse_words(text: str, languages: tuple[str, ...]) -> dt.date | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = _parser(languages).get_date_data(text).date_obj
    return None if found is None else _day(found.year, found.month, found.day)


def _day(year: int, month: int, day: int) -> dt.date | None:
    if year not in _RANGE:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
