"""Photo credits at the end of a line, as captions carry them: `… - Kristina Marr/via REUTERS`."""

from __future__ import annotations

from typing import NamedTuple

import regex

from cleaner.text.prose import ends_sentence, is_bullet

MAX_CHARS = 450
_MIN_LEAD_CHARS = 25
_MIN_PLAIN_WORDS = 3
_WORD = r"(?:\p{Lu}[\p{L}\d.'’&-]*|via|VIA|for|de|van|von|of|and|the|&)"
_CREDIT = regex.compile(rf"\s[-–—]\s?(?P<credit>\p{{Lu}}[\p{{L}}\d.'’&-]*(?:(?:\s?/\s?|\s){_WORD}){{0,13}})$")
_AGENCY = regex.compile(
    r"\b(?:AFP|AP|EPA|EFE|DPA|dpa|ANSA|TASS|Reuters|REUTERS|Getty|GETTY|Shutterstock|Alamy|Anadolu|ANADOLU|Xinhua|XINHUA"
    r"|Press Association|PA Media|PA Wire|Bloomberg|Unsplash|Pixabay|Pexels|iStock|Imago|IMAGO|SIPA|Zuma|ZUMA|UPI"
    r"|PTI|ANI|AAP"
    r"|Kyodo|Yonhap|Wikimedia|Flickr|Handout|HANDOUT|File [Pp]hoto|Photo|Images)\b"
)
_SCENE = regex.compile(
    r"^(?:A|An) (?:still|view|file|general view|screenshot|screengrab|photo|picture|image|handout|aerial)\b"
    r"|\((?:left|right|centre|center|l|r|L|R|pictured|above|below|top|bottom|far left|far right)\)"
    r"|\b(?:pictured|in this (?:file )?(?:photo|picture|image)|is seen|are seen|poses? for|file (?:photo|picture)"
    r"|[Ss]atellite image)\b"
)
_QUOTED = regex.compile(r"^[“\"«„'‘].*[”\"»“'’]$")
_PLAIN_WORD = regex.compile(r"(?<![\p{L}\d])\p{Ll}{2,}")


class Credit(NamedTuple):
    """A line that ends in a credit: who is credited, where it begins, is it an agency, and how sure it is (0 to 1)."""

    name: str
    start: int
    agency: bool
    score: float


def is_agency(name: str) -> bool:
    """Tell whether a name is that of a news or photo agency.

    >>> is_agency("dpa"), is_agency("via REUTERS"), is_agency("CDU")
    (True, True, False)
    """
    return _AGENCY.search(name) is not None


def find_credit(text: str) -> Credit | None:
    """Look for a credit behind a dash at the end of a line.

    A line that ends as a sentence has none, nor has a quotation with the name of who said it.

    >>> find_credit("The ferry leaves the quay with two hundred aboard - Jon Maar/AFP").name
    'Jon Maar/AFP'
    >>> find_credit("“We shall fight on the beaches and on the landing grounds” - Winston Hale") is None
    True
    """
    if len(text) > MAX_CHARS or ends_sentence(text) or is_bullet(text):
        return None
    found = _CREDIT.search(text, max(0, len(text) - 160))
    if not found or found.start() < _MIN_LEAD_CHARS or _QUOTED.match(text[: found.start()].strip()):
        return None
    if len(_PLAIN_WORD.findall(text, 0, found.start())) < _MIN_PLAIN_WORDS:
        return None  # a heading or a table's row, in which most words have capitals
    name = found.group("credit")
    score = 0.35
    agency = is_agency(name)
    if agency:
        score += 0.45
    elif "/" in name:
        score += 0.35
    elif name.isupper() and len(name) > 3:
        score += 0.2
    if _SCENE.search(text):
        score += 0.3
    return Credit(name, found.start("credit"), agency, min(1.0, score))
