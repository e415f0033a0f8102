"""Measure how much noise goes when it is put into the middle of a clean article, phrase by phrase.

    python benchmarks/recall.py [--phrases FILE] [--language XX] [--new] [--misses]

`phrases/seen.json` holds phrases that rules have been improved with; the others measure how far the rules carry.
`phrases/typical.json` holds what a reader meets most days, written by who had not seen the rules, `phrases/unseen.json`
wordings that are rare on purpose. Whoever reads the misses of a file to write rules moves it to the seen ones.
Everyday phrases are the same everywhere: `--new` leaves out those that stand word for word in a pack's examples or in
what the model was trained on.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from cleaner import Cleaner
from cleaner.corpus import read_samples

HERE = Path(__file__).resolve().parent
HEAD = {"date_header", "byline"}


def hosts() -> dict[str, list[str]]:
    """For every language the paragraphs of the body of the corpus that has most of them."""
    longest: dict[str, str] = {}
    for sample in read_samples(HERE.parent / "corpus"):
        language = sample.path.relative_to(HERE.parent / "corpus").parts[0]
        longest[language] = max(longest.get(language, ""), sample.gold, key=lambda body: body.count("\n\n"))
    return {language: body.split("\n\n") for language, body in longest.items()}


def known_phrases(cleaner: Cleaner) -> set[str]:
    """Every example of the packs, and every phrase that the model was trained on."""
    banks = (HERE.parent / "training" / "phrases").glob("*.json")
    trained = (json.loads(bank.read_text(encoding="utf-8")) for bank in banks)
    phrases = (phrases for languages in trained for kinds in languages.values() for phrases in kinds.values())
    return {example for rule in cleaner.packs.rules for example in rule.catches}.union(*phrases)


def left(cleaner: Cleaner, paragraphs: list[str], kind: str, phrase: str) -> list[str]:
    """The lines of a phrase that cleaning leaves in the article it was put into."""
    at = 0 if kind in HEAD else len(paragraphs) // 2
    text = "\n\n".join([*paragraphs[:at], phrase, *paragraphs[at:]])
    lines = {line.strip() for line in cleaner.clean(text, "text").text.split("\n")}
    return [line for line in phrase.split("\n") if line.strip() in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phrases", type=Path, default=HERE / "phrases" / "typical.json")
    parser.add_argument("--language")
    parser.add_argument("--new", action="store_true", help="only what nothing here has word for word")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    cleaner, bodies = Cleaner(), hosts()
    known = known_phrases(cleaner) if options.new else set()
    gone: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for language, kinds in json.loads(options.phrases.read_text(encoding="utf-8")).items():
        if options.language not in (None, language):
            continue
        for kind, phrases in kinds.items():
            for phrase in phrases:
                if phrase in known:
                    continue
                missed = left(cleaner, bodies[language], kind, phrase)
                lines = len(phrase.split("\n"))
                for name in (kind, f"all of {language}"):
                    total[name] += lines
                    gone[name] += lines - len(missed)
                if missed and options.misses:
                    print(f"missed {language} {kind}: {' / '.join(missed)}")
    for name in sorted(total):
        print(f"{name:16} {gone[name] / total[name]:.3f} of {total[name]} lines")


if __name__ == "__main__":
    main()
