"""Lines that look like noise and are the article's: 429 by who had not seen the rules, the others from narrowing them."""

import json
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
EARNEST: dict[str, list[str]] = json.loads((BENCHMARKS / "phrases" / "earnest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def bodies() -> dict[str, list[str]]:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        from recall import hosts
    finally:
        sys.path.remove(str(BENCHMARKS))
    return hosts()


@pytest.mark.parametrize("language", sorted(EARNEST))
def test_line_in_the_middle_of_an_article_stays(language: str, bodies: dict[str, list[str]], cleaner: Cleaner) -> None:
    """Reports on subscriptions, advertising and corrections, quotations, advice to the reader, short sub-headings."""
    body = bodies[language]
    middle = len(body) // 2
    gone = []
    for line in EARNEST[language]:
        article = cleaner.clean("\n\n".join([*body[:middle], line, *body[middle:]]), "text")
        if line.strip() not in article.text:
            gone.append((line, [edit.rule for edit in article.edits]))
    assert not gone
