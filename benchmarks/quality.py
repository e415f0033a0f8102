"""Measure what cleaning does to texts whose gold body is known, beside C4's line rules as datatrove runs them.

    python benchmarks/quality.py [--data FOLDER] [--limit N]

FOLDER holds `*.texts.jsonl.gz`: lines with `id`, `extractor`, `text` and `gold`. Where it is absent, only the
project's own corpus is measured. Scores are averages over documents: F1 of the multiset of tokens against the gold, and
`lost`, the share of the gold's tokens in the input that cleaning took away (an extracted title counts as kept).
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from multiprocessing import Pool
from pathlib import Path

from cleaner import Cleaner
from cleaner.corpus import read_samples

ROOT = Path(__file__).resolve().parent.parent
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
TOOLS: dict[str, Callable[[str], str]] = {}


def newsclean() -> Callable[[str], str]:
    cleaner = Cleaner()

    def run(text: str) -> str:
        article = cleaner.clean(text, "text")
        kept = [edit.removed.strip() for edit in article.edits if edit.kind == "title"]
        return "\n\n".join([*kept, article.text])

    return run


def c4_lines() -> Callable[[str], str]:
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    rules = C4QualityFilter(min_num_sentences=-1, filter_lorem_ipsum=False, filter_curly_bracket=False)

    def run(text: str) -> str:
        document = Document(text=text, id="0")
        rules.filter(document)
        return str(document.text)

    return run


def tools() -> dict[str, Callable[[str], str]]:
    if not TOOLS:
        TOOLS["newsclean"] = newsclean()
        try:
            TOOLS["C4 line rules"] = c4_lines()
        except ImportError:
            print('no peer: pip install "datatrove[processing]" orjson', file=sys.stderr)
    return TOOLS


def tokens(text: str) -> Counter[str]:
    return Counter(TOKEN.findall(text.lower()))


def f1(found: Counter[str], gold: Counter[str]) -> float:
    overlap = (found & gold).total()
    return 2 * overlap / (found.total() + gold.total()) if overlap else float(not found and not gold)


def measure(row: tuple[str, str, str]) -> tuple[str, dict[str, float]]:
    group, text, gold_text = row
    gold, raw = tokens(gold_text), tokens(text)
    scores = {"raw F1": f1(raw, gold)}
    for name, run in tools().items():
        found = tokens(run(text))
        scores[f"{name} F1"] = f1(found, gold)
        scores[f"{name} lost"] = ((raw & gold) - found).total() / max(1, (raw & gold).total())
    return group, scores


def rows(folder: Path, limit: int) -> Iterator[tuple[str, str, str]]:
    for sample in read_samples(ROOT / "corpus"):
        yield f"corpus, {'clean' if sample.is_clean else 'noisy'} articles", sample.raw, sample.gold
    for path in sorted(folder.glob("*.texts.jsonl.gz")):
        name = path.name.split(".")[0]
        seen: Counter[str] = Counter()
        golds: set[str] = set()
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                data = json.loads(line)
                if data["id"] not in golds:
                    golds.add(data["id"])
                    data_gold = {"extractor": "gold", "text": data["gold"], "gold": data["gold"]}
                else:
                    data_gold = None
                for item in (data_gold, data):
                    if item and (not limit or seen[item["extractor"]] < limit):
                        seen[item["extractor"]] += 1
                        yield f"{name}, {item['extractor']}", item["text"], item["gold"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--limit", type=int, default=0, help="documents of each kind")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data} is absent: only the corpus is measured", file=sys.stderr)
    groups: dict[str, list[dict[str, float]]] = defaultdict(list)
    with Pool() as pool:
        for group, scores in pool.imap(measure, rows(options.data, options.limit), chunksize=8):
            groups[group].append(scores)
    names = list(next(iter(groups.values()))[0])
    print("| input | documents | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 2) + "|")
    for group, found in groups.items():
        means = (sum(scores[name] for scores in found) / len(found) for name in names)
        print(f"| {group} | {len(found)} | " + " | ".join(f"{mean:.4f}" for mean in means) + " |")


if __name__ == "__main__":
    main()
