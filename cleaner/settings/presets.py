"""Presets: settings that belong together, by the name of what they are for.

They are data. A preset holds what it sets differently from the defaults, in the shape of a `cleaner.toml`; every key of
one's own stands above it. docs/presets.md says what each costs and gains, measured by `benchmarks/presets.py`.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

from cleaner.filters import DEFAULT_CHAIN
from cleaner.filters.patterns import KINDS

PresetName = Literal["articles", "pages", "strict", "gentle"]


class Preset(NamedTuple):
    """What a preset is for, in a sentence, and what it sets, as a `cleaner.toml` would."""

    trades: str
    settings: dict[str, Any]


PRESETS: dict[PresetName, Preset] = {
    "articles": Preset("Extracted articles with leftovers in them, and pages as HTML: the defaults.", {}),
    "pages": Preset(
        "All text of a page, menus and footers with it: a text is taken for a page sooner, and less evidence will do.",
        {"filters": {"boilerplate": {"noisy": 0.05, "page_lines": 10, "page": 0.25, "article": -0.75}}},
    ),
    "strict": Preset(
        "For an index: as little noise as can be. Every line has to prove itself, and some of the body goes with it.",
        {
            "filters": {
                "boilerplate": {"text": "page", "page": 0.5},
                "teaser": {"threshold": 0.6},
                "caption": {"threshold": 0.5},
            },
            "html": {"threshold": 1.0},
        },
    ),
    "gentle": Preset(
        "For a corpus: only what is certain goes. No learned filter judges the text, no headline is guessed, and legal "
        "text and notes on the author stay, with more noise.",
        {
            "chain": [name for name in DEFAULT_CHAIN if name not in ("boilerplate", "teaser")],
            "filters": {
                "header": {"title": False},
                "caption": {"threshold": 0.9},
                "disclaimer": {"kinds": ["copyright"]},
                "patterns": {"kinds": [kind for kind in KINDS if kind not in ("author_bio", "contact")]},
            },
            "html": {"threshold": -1.0},
            "guard": {"max_removed": 0.5},
        },
    ),
}


def names() -> tuple[str, ...]:
    """Name the presets, the default first.

    >>> names()
    ('articles', 'pages', 'strict', 'gentle')
    """
    return get_args(PresetName)
