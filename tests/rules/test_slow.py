"""No text makes a rule slow: each is put to texts that are made to be so for it, and a document of nothing but its like."""

import re
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from cleaner import Cleaner
from cleaner.rules import Rule, load_packs
from cleaner.rules.matcher import Matcher

RULES = load_packs().rules
SLOW_SECONDS = 0.25
FITS_NOTHING = "\u2020"
LONG = 2_000
MOST_CUTS = 14


def pumped(rule: Rule) -> Iterator[str]:
    """Its own examples with one word of them repeated, and an end that is not what the rule looks for.

    This is what makes a regex try every way to part the repeats before it gives up.
    """
    size = min(rule.max_chars, LONG) if rule.whole else LONG
    for example in rule.catches[:2]:
        cuts = sorted({0, *(found.start() for found in re.finditer(r"\b", example)), len(example)})
        for start, end in pairwise(cuts[:MOST_CUTS]):
            repeats = (size - start) // max(1, end - start) + 1
            yield (example[:start] + example[start:end] * repeats)[: size - 1] + FITS_NOTHING


@pytest.mark.parametrize("part", range(8))
def test_no_rule_is_slow_where_a_word_of_its_examples_is_repeated(part: int) -> None:
    matcher = Matcher(RULES)
    slow = []
    for index in range(part, len(RULES), 8):
        if not RULES[index].regex:
            continue
        matcher.confirm(index, FITS_NOTHING)  # compiles
        for text in pumped(RULES[index]):
            start = time.process_time()
            matcher.confirm(index, text)
            if time.process_time() - start > SLOW_SECONDS:
                slow.append((RULES[index].id, text[:40]))
    assert slow == []


PIECES = [
    "[\n\n[a](/b) ", "![a](/b.jpg) ", "[a](/b)](/c) [[", "a - Jon Maar\n\n", "a", "A ", "- ", ". ", "字", "\t", "<", "&amp;", "Ã©", "\u200b", "e\u0301", "12 May 2024 ", "(", "\"", "http://a.test/", "\r",
    "\ud800", "Mr. ", "A\n\n", "- a\n", "x.\n\n", "Advertisement\n", *sorted({x.catches[0] for x in RULES if x.shape == "inline"}),
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: repr(piece[:20]))
def test_cost_of_a_document_grows_with_its_length_only(piece: str, cleaner: Cleaner) -> None:
    """Four times as much of the same takes about four times as long; what is quadratic takes sixteen times."""

    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        start = time.process_time()
        cleaner.clean(text, "text")
        return time.process_time() - start

    seconds(1_000)
    short = min(seconds(15_000) for _ in range(3))
    assert min(seconds(60_000) for _ in range(3)) < 9 * short + 0.1
