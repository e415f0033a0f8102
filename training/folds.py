"""Which publisher a page is of, and which fold a publisher is in: the same on every machine."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

FOLDS = 5
ALL = -1
"""Stands for a fold where nothing is left out: the model that ships is trained so."""
EVERY = (*range(FOLDS), ALL)
_SECOND_LEVEL = 3  # letters of a name below a country's, as in co.uk


def fold(text: str) -> int:
    """Put what has this name, or these words, into one of the folds: a publisher, a phrase, an article by its title."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % FOLDS


def publisher(row: dict[str, Any]) -> str:
    """Name the publisher of a page: its domain, or the one that the page's id holds.

    >>> publisher({"id": "wcxb-1", "url": "https://www.news.example.co.uk/a"})
    'example.co.uk'
    """
    if row["id"].startswith("fundus"):
        return str(row["id"].split("-")[2])
    parts = (urlsplit(row["url"] or "").hostname or row["id"]).split(".")
    deep = len(parts) > 2 and len(parts[-2]) <= _SECOND_LEVEL and len(parts[-1]) <= _SECOND_LEVEL
    return ".".join(parts[-3 if deep else -2 :])
