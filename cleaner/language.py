"""The language of a text: by its script where that settles it, else by py3langid on a sample."""

from __future__ import annotations

from functools import cache
from typing import Any

import regex

from cleaner.text import encodable

_SAMPLE_CHARS = 700
_MIN_LETTERS = 20
_BY_SCRIPT = {
    "ja": regex.compile(r"[\u3040-\u30ff]"),
    "ko": regex.compile(r"[\uac00-\ud7af]"),
    "zh": regex.compile(r"[\u4e00-\u9fff]"),
    "el": regex.compile(r"[\u0370-\u03ff]"),
    "he": regex.compile(r"[\u0590-\u05ff]"),
    "th": regex.compile(r"[\u0e00-\u0e7f]"),
}
_SCRIPT_SHARE = {"ja": 0.05, "ko": 0.3, "zh": 0.3, "el": 0.5, "he": 0.5, "th": 0.5}
_LETTER = regex.compile(r"\p{L}")
_LINE = regex.compile(r"[^\n]{60,}")


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
    sample = encodable(_sample(text))
    letters = len(_LETTER.findall(sample))
    if (letters < _MIN_LETTERS and letters < len(sample) / 4) or letters == 0:
        return None
    if not sample.isascii():
        for language, share in _SCRIPT_SHARE.items():
            if len(_BY_SCRIPT[language].findall(sample)) >= share * letters:
                return language
    if letters < _MIN_LETTERS:
        return None
    code: str = _identifier().classify(sample)[0]
    return code


def _sample(text: str) -> str:
    lines: list[str] = []
    size = 0
    for line in _LINE.finditer(text):
        lines.append(text[line.start() : line.start() + _SAMPLE_CHARS - size])
        size += len(lines[-1])
        if size >= _SAMPLE_CHARS:
            break
    return "\n".join(lines) if size >= 120 else text[:_SAMPLE_CHARS]
