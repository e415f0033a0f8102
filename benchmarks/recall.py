"""Measure how much noise goes when it is put into the middle of a clean article, phrase by phrase.

    python benchmarks/recall.py [--phrases FILE] [--language XX] [--new] [--misses]

`phrases/seen.json` holds phrases that rules have been improved with; the others measure how far the rules carry.
`phrases/typical.json` holds what a reader meets most days, written by who had not seen the rules, `phrases/unseen.json`
wordings that are rare on purpose. Whoever reads the misses of a file to write rules moves it to the seen ones.
Everyday phrases are the same everywhere: `--new` leaves out those that stand word for word in a pack's examples or in
what the model was trained on.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from common import HEAD, ROOT, parser

from cleaner import Cleaner
from cleaner.corpus import read_samples
from training.files import Phrase, bank, read_phrases


def hosts() -> dict[str, list[str]]:
    """For every language the paragraphs of the body of the corpus that has most of them."""
    longest: dict[str, str] = {}
    for sample in read_samples(ROOT / "corpus"):
        language = sample.path.relative_to(ROOT / "corpus").parts[0]
        longest[language] = max(longest.get(language, ""), sample.gold, key=lambda body: body.count("\n\n"))
    return {language: body.split("\n\n") for language, body in longest.items()}


def known_phrases(cleaner: Cleaner) -> set[str]:
    """Every example of the packs, and every phrase that the model was trained on."""
    examples = {example for rule in cleaner.packs.rules for example in rule.catches}
    return examples | {phrase.text for phrase in read_phrases(bank("phrases"))}


def left(cleaner: Cleaner, paragraphs: list[str], phrase: Phrase) -> list[str]:
    """The lines of a phrase that cleaning leaves in the article it was put into."""
    at = 0 if phrase.kind in HEAD else len(paragraphs) // 2
    text = "\n\n".join([*paragraphs[:at], phrase.text, *paragraphs[at:]])
    lines = {line.strip() for line in cleaner.clean(text, "text").text.split("\n")}
    return [line for line in phrase.text.split("\n") if line.strip() in lines]


def main() -> None:
    """Print the share of the lines that goes, by kind and by language."""
    asked = parser(__doc__, data=False)
    asked.add_argument("--phrases", type=Path, default=ROOT / "benchmarks" / "phrases" / "typical.json")
    asked.add_argument("--language")
    asked.add_argument("--new", action="store_true", help="only what nothing here has word for word")
    asked.add_argument("--misses", action="store_true", help="list what was not taken")
    options = asked.parse_args()
    cleaner, bodies = Cleaner(), hosts()
    known = known_phrases(cleaner) if options.new else set()
    gone: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for phrase in read_phrases([options.phrases]):
        if options.language not in (None, phrase.language) or phrase.text in known:
            continue
        missed = left(cleaner, bodies[phrase.language], phrase)
        lines = len(phrase.text.split("\n"))
        for name in (phrase.kind, f"all of {phrase.language}"):
            total[name] += lines
            gone[name] += lines - len(missed)
        if missed and options.misses:
            print(f"missed {phrase.language} {phrase.kind}: {' / '.join(missed)}")
    for name in sorted(total):
        print(f"{name:16} {gone[name] / total[name]:.3f} of {total[name]} lines")


if __name__ == "__main__":
    main()
