"""The language of a text: by its script or its commonest words where they settle it, else by py3langid on a sample."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import regex

from cleaner.text.prose import encodable

_SAMPLE_CHARS = 700
_MIN_LETTERS = 20
_BY_SCRIPT = {
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
}
_SCRIPT_SHARE = {"ja": 0.05, "ko": 0.3, "zh": 0.3, "el": 0.5, "he": 0.5, "th": 0.5}
_COMMON_ENGLISH = frozenset((
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before",
    "but", "by", "can", "could", "did", "do", "first", "for", "from", "had", "has", "have", "he", "her", "his", "how",
    "i", "if", "in", "into", "is", "it", "its", "just", "last", "like", "many", "may", "more", "most", "my", "new",
    "no", "not", "now", "of", "on", "one", "only", "or", "other", "our", "out", "over", "said", "she", "so", "some",
    "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through",
    "to", "two", "up", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "will", "with",
    "would", "year", "years", "you", "your",
))  # fmt: skip
_ENGLISH_SHARE, _MIN_WORDS, _FOREIGN_SHARE = 0.33, 30, 0.03
_LETTER = regex.compile(r"\p{L}")
_ASCII_NO_LETTERS = bytes(x for x in range(128) if not chr(x).isalpha())
_LINE = re.compile(r"[^\n]{60,}")


@cache
def _identifier() -> Any:
    import py3langid  # loads its model at import

    return py3langid


def detect(text: str) -> str | None:
    """Tell the language of a text.

    Args:
        text: any length; about 700 characters of its longer lines are looked at.

    Returns:
        An ISO 639-1 code, or None where there are too few letters to tell.

    >>> detect("Die Fähre nach Karsholm fährt ab Montag wieder, teilte die Hafenbehörde mit.")
    'de'
    >>> detect("12:30") is None
    True

    """
    return _identify(encodable(_sample(text)))


@lru_cache(maxsize=8)  # the same lines are asked for before an edit and after it
def _identify(sample: str) -> str | None:
    letters = _count_letters(sample)
    if (letters < _MIN_LETTERS and letters < len(sample) / 4) or letters == 0:
        return None
    if not sample.isascii():
        for language, share in _SCRIPT_SHARE.items():
            if len(_BY_SCRIPT[language].findall(sample)) >= share * letters:
                return language
    if letters < _MIN_LETTERS:
        return None
    if _is_plain_english(sample):
        return "en"
    code: str = _identifier().classify(sample)[0]
    return code


def _is_plain_english(sample: str) -> bool:
    """Tell English by what a third of its words are; no text that was tried got another answer from py3langid."""
    words = sample.lower().split()
    return (
        len(words) >= _MIN_WORDS
        and sum(map(_COMMON_ENGLISH.__contains__, words)) >= _ENGLISH_SHARE * len(words)
        and (sample.isascii() or len(sample.encode("ascii", "ignore")) >= (1 - _FOREIGN_SHARE) * len(sample))
    )


def _count_letters(text: str) -> int:
    if text.isascii():
        return len(text.encode().translate(None, _ASCII_NO_LETTERS))
    return len(_LETTER.findall(text))


def _sample(text: str) -> str:
    lines: list[str] = []
    size = 0
    for line in _LINE.finditer(text):
        lines.append(text[line.start() : line.start() + _SAMPLE_CHARS - size])
        size += len(lines[-1])
        if size >= _SAMPLE_CHARS:
            break
    return "\n".join(lines) if size >= 120 else text[:_SAMPLE_CHARS]
