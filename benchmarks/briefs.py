"""Measure what short and odd articles lose: as they are, and between the menu and the footer of a page.

    python benchmarks/briefs.py [--show]

`benchmarks/articles/` holds some 500 invented articles in 28 languages: briefs, results, listings, letters, interviews,
recipes. All of their lines are the article's; no rule was written for them and no model has seen them. The title may
be read as one. With `--show` every line that goes is printed, with what took it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cleaner import Article, Cleaner

MENU = (
    "Skip to main content",
    "Menu",
    "Home",
    "News",
    "Sport",
    "Business",
    "Weather",
    "Search",
    "Sign in",
    "Subscribe",
)
FOOTER = (
    "Share this article", "Facebook", "X", "WhatsApp", "Email", "Related articles", "Park café closes after 40 years",
    "Man, 41, arrested after pub fight", "Why Lowick loves cold water", "Ten walks for a wet weekend", "Most read",
    "1 Storm Agnetha: live updates", "2 Rovers sign Okello", "3 Budget: what it means for you",
    "Sign up for our newsletter", "Your email address", "Subscribe", "About us", "Contact us", "Privacy policy",
    "Cookie settings", "Terms of use", "© 2025 Courier Media Ltd. All rights reserved.",
)  # fmt: skip
Lost = tuple[str, str]


def articles() -> Iterator[tuple[str, list[str]]]:
    """Every article as its language and its lines, the title first."""
    for path in sorted((ROOT / "benchmarks/articles").glob("*.json")):
        for language, found in json.loads(path.read_text(encoding="utf-8")).items():
            yield from ((language, lines) for lines in found)


def lost(article: Article, offset: int, lines: Sequence[str]) -> list[Lost]:
    """The lines below the title that went, or of which half went, and by which rule."""
    found = []
    for line in lines:
        end = offset + len(line)
        for edit in article.edits:
            inside = min(edit.end, end) - max(edit.start, offset)
            if edit.filter != "whitespace" and edit.action in ("delete", "extract") and 2 * inside >= len(line):
                found.append((edit.rule, line))
        offset = end + 1
    return found


def measure(cleaner: Cleaner, lines: Sequence[str], around: tuple[Sequence[str], Sequence[str]]) -> list[Lost]:
    above, below = around
    text = "\n".join((*above, *lines, *below))
    start = len("\n".join((*above, lines[0]))) + 1
    return lost(cleaner.clean(text, "text"), start, lines[1:])


def main() -> None:
    """Print how many articles lose lines, and how many lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print every line that goes")
    show = parser.parse_args().show
    cleaner = Cleaner()
    found = list(articles())
    total = sum(len(lines) - 1 for _, lines in found)
    for name, around in (("as they are", ((), ())), ("in a page", (MENU, FOOTER))):
        per_article = [(language, measure(cleaner, lines, around)) for language, lines in found]
        hurt = sum(bool(gone) for _, gone in per_article)
        print(
            f"{name}: {hurt} of {len(found)} lose a line, {sum(len(gone) for _, gone in per_article)} of {total} lines"
        )
        for language, gone in per_article if show else ():
            for rule, line in gone:
                print(f"  {language} {rule} {line[:110]}")


if __name__ == "__main__":
    main()
