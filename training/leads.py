"""Turn the title and the lead of an article into a teaser, in the ways in which news sites do.

Which way, how long and behind which stamp is for the caller to draw: what trains a model and what measures it draw
differently.
"""

from __future__ import annotations

from collections.abc import Iterable

STAMP = "Dec 23, 2024 01:29 PM IST "
_LEAST = 120  # characters; what is shorter is a headline, or a teaser itself


def leads(paragraphs: Iterable[str]) -> list[str]:
    """Keep the paragraphs that are long enough to be cut."""
    return [paragraph for paragraph in paragraphs if len(paragraph) > _LEAST]


def glued(title: str, lead: str, size: int) -> str:
    """Run the title into the lead, as a page does whose title and lead are two elements.

    >>> glued("Ferry sails again", "The ferry to Karsholm sails from Monday.", 30)
    'Ferry sails againThe ferry to '
    """
    return (title + lead)[:size]


def cut(lead: str, size: int) -> str:
    """Cut wherever it is: within a word, too, and without the stop that tells an end.

    >>> cut("The ferry to Karsholm sails from Monday.", 17)
    'The ferry to Kars'
    """
    return lead[:size].rstrip(" .")


def whole_words(text: str) -> str:
    """Leave out the last word, which a cut may have gone through.

    >>> whole_words("The ferry to Kars")
    'The ferry to'
    """
    return text.rsplit(" ", 1)[0]


def stamped(stamp: str, lead: str, size: int) -> str:
    """Put a date before the first sentence.

    >>> stamped("12 March 2024 - ", "The ferry sails again. It was about time.", 30)
    '12 March 2024 - The ferry sails again.'
    """
    return f"{stamp}{lead[:size].split('. ')[0].rstrip('.')}."
