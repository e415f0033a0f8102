"""What the benchmarks share: where things lie, the command line, models that have not seen a page, and scores."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cleaner import Article, Cleaner
from training import labels
from training.folds import ALL

SHIPPED = ALL
HEAD = ("date_header", "byline")
"""The kinds of noise that stand above an article."""


def parser(doc: str | None, data: bool = True) -> argparse.ArgumentParser:
    """Make a parser whose help is the docstring of a benchmark, with the folder of pages as an option."""
    made = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    if data:
        made.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench")
    return made


def weights(model: int) -> dict[str, Any]:
    """The configuration of one of the models."""
    if model == SHIPPED:
        return {}
    models = ROOT / "training" / "models"
    lines, teasers = ({"weights": str(models / f"{name}{model}.npz")} for name in ("", "teaser-"))
    return {"filters": {"boilerplate": lines, "teaser": teasers}, "html": lines}


@cache
def cleaner(model: int, without: tuple[str, ...] = ()) -> Cleaner:
    """Make the cleaner of a model once in a process; it may be without some filters."""
    return Cleaner(config=weights(model) | {"without": list(without)})


def c4_rules(**settings: bool) -> Callable[[str], str] | None:
    """Clean by C4's line rules, as datatrove has them; None where it is not installed.

    Counting sentences asks for spaCy and takes no line out, so it is left out.
    """
    try:
        from datatrove.data import Document
        from datatrove.pipeline.filters import C4QualityFilter
    except ImportError:
        return None
    rules = C4QualityFilter(min_num_sentences=-1, **settings)

    def run(text: str) -> str:
        document = Document(text=text, id="0")
        rules.filter(document)
        return str(document.text)

    return run


def tokens(text: str) -> Counter[str]:
    """Count every word of a text."""
    return Counter(labels.tokens(text))


def kept(article: Article) -> Counter[str]:
    """Count the words that cleaning kept: an extracted title is not lost."""
    titles = "\n".join(edit.removed for edit in article.edits if edit.kind == "title")
    return tokens(f"{titles}\n{article.text}")


def f1(found: Counter[str], gold: Counter[str]) -> float:
    """Score words against the gold's; nothing is the right answer where the gold is empty."""
    overlap = (found & gold).total()
    return 2 * overlap / (found.total() + gold.total()) if overlap else float(not found and not gold)
