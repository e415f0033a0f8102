"""Measure what short and odd articles lose: as they are, between a menu and a footer, and in the place of real ones.

    python benchmarks/briefs.py [--data FOLDER] [--show]

`training/articles/` holds some 500 invented articles in 28 languages: briefs, results, listings, letters, interviews,
recipes. All of their lines are the article's; no rule was written for them, and each is cleaned by a model that has
seen neither it nor the page it is put into (`training/models`). The title may be read as one. FOLDER is that of
`quality.py`; where it is absent, no real pages are tried. With `--show` every line that goes is printed, with what took
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from common import cleaner, f1, kept, parser, tokens

from cleaner import Article
from cleaner.text.language import detect
from training.briefs import Articles, pick, read_articles
from training.data import rows
from training.files import bank
from training.labels import label

MENU = (
    "Skip to main content", "Menu", "Home", "News", "Sport", "Business", "Weather", "Search", "Sign in", "Subscribe",
)  # fmt: skip
FOOTER = (
    "Share this article", "Facebook", "X", "WhatsApp", "Email", "Related articles", "Park café closes after 40 years",
    "Man, 41, arrested after pub fight", "Why Lowick loves cold water", "Ten walks for a wet weekend", "Most read",
    "1 Storm Agnetha: live updates", "2 Rovers sign Okello", "3 Budget: what it means for you",
    "Sign up for our newsletter", "Your email address", "Subscribe", "About us", "Contact us", "Privacy policy",
    "Cookie settings", "Terms of use", "© 2025 Courier Media Ltd. All rights reserved.",
)  # fmt: skip


class Case(NamedTuple):
    """An article with what stands around it; `lines` begins with the title."""

    fold: int
    lines: Sequence[str]
    above: Sequence[str] = ()
    below: Sequence[str] = ()


class Outcome(NamedTuple):
    """The lines below the title that went, or of which half went, by the rule that took them; and the score."""

    gone: list[tuple[str, str]]
    lines: int
    f1: float


def in_real_pages(data: Path, articles: Articles) -> Iterator[Case]:
    """Put an article of its fold and its language, else an English one, in the place of each page's own."""
    for row in rows(data)[0] if data.exists() else ():
        if not row["extractor"].startswith("fullpage"):
            continue
        lines = [line.strip() for line in row["text"].split("\n") if line.strip()]
        body = [x for x, of in enumerate(label(lines, row["gold"])) if of == 1]
        if body:
            article = pick(articles, row["fold"], detect(row["gold"]), row["id"])
            yield Case(row["fold"], article, lines[: body[0]], lines[body[-1] + 1 :])


def measure(case: Case) -> Outcome:
    """Clean an article between other lines, and tell what it loses."""
    text = "\n".join((*case.above, *case.lines, *case.below))
    article = cleaner(case.fold).clean(text, "text")
    gone, offset = [], len("\n".join((*case.above, case.lines[0]))) + 1
    for line in case.lines[1:]:
        gone += [(rule, line) for rule in _rules_that_took(article, offset, offset + len(line))]
        offset += len(line) + 1
    return Outcome(gone, len(case.lines) - 1, f1(kept(article), tokens("\n".join(case.lines))))


def _rules_that_took(article: Article, start: int, end: int) -> list[str]:
    return [
        edit.rule
        for edit in article.edits
        if edit.filter != "whitespace"
        and edit.action in ("delete", "extract")
        and 2 * (min(edit.end, end) - max(edit.start, start)) >= end - start
    ]


def main() -> None:
    """Print how many articles lose lines, and how many lines."""
    asked = parser(__doc__)
    asked.add_argument("--show", action="store_true", help="print every line that goes")
    options = asked.parse_args()
    articles = read_articles(bank("articles"))
    alone = [Case(fold, lines) for (fold, _), of_language in articles.items() for lines in of_language]
    sets = {
        "as they are": alone,
        "between a menu and a footer": [case._replace(above=MENU, below=FOOTER) for case in alone],
        "in real pages": list(in_real_pages(options.data, articles)),
    }
    for name, cases in sets.items():
        found = [measure(case) for case in cases]
        hurt, gone = sum(bool(one.gone) for one in found), sum(len(one.gone) for one in found)
        score = sum(one.f1 for one in found) / max(1, len(found))
        total = sum(one.lines for one in found)
        print(f"{name}: {hurt} of {len(found)} lose a line, {gone} of {total} lines; F1 {score:.3f}", flush=True)
        for rule, line in (each for one in found for each in one.gone) if options.show else ():
            print(f"  {rule} {line[:110]}")


if __name__ == "__main__":
    main()
