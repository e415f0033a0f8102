"""Put noise into the bodies of real pages at random places, clean them, and count what is gone and what was lost.

    python benchmarks/insertion.py [--data FOLDER] [--phrases FILE] [--seen] [--misses] [--harm]

Into every body go five phrases of as many kinds, two teasers of other articles of the set (cut, glued to their
headline, or behind a date stamp), and a copy of one of its paragraphs. Each body is cleaned by a model that has not
seen its publisher; with `--seen` by the one that ships. `lost` counts the body's words that are gone after cleaning,
less those that cleaning takes from the body by itself (which `benchmarks/quality.py` measures).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

from quality import ROOT, SHIPPED, cleaner, read, tokens

from cleaner.text.language import detect
from training.folds import fold, publisher

HEAD = ("date_header", "byline")
PHRASES = ROOT / "benchmarks" / "phrases" / "unseen.json"
STAMP = "Dec 23, 2024 01:29 PM IST "


class Noise(NamedTuple):
    kind: str
    text: str
    place: int


class Result(NamedTuple):
    gone: Counter[str]
    lines: Counter[str]
    missed: list[tuple[str, str]]
    lost: int
    lost_alone: int
    words: int
    harm: list[tuple[str, str]]


@cache
def bodies(folder: Path, seen: bool) -> list[dict[str, Any]]:
    found = []
    for path in sorted(folder.glob("*.pages.jsonl.gz")):
        for page in read(path):
            model = SHIPPED if seen else fold(publisher(page))
            found.append(page | {"model": model, "language": detect(page["gold"]) or "en"})
    return found


def noise(row: dict[str, Any], rows: list[dict[str, Any]], bank: Any, seed: int) -> tuple[list[str], list[Noise]]:
    random_ = random.Random(seed)
    paragraphs = [paragraph for paragraph in row["gold"].split("\n\n") if paragraph.strip()]
    end = len(paragraphs)
    kinds = bank.get(row["language"]) or bank["en"]
    found = []
    for kind in random_.sample(sorted(kinds), min(5, len(kinds))):
        found.append(Noise(kind, random_.choice(kinds[kind]), 0 if kind in HEAD else random_.randrange(1, end + 1)))
    found += _teasers(random_, row, rows, end)
    long = [p for p in paragraphs if len(p) > 70 and "\n" not in p and p.rstrip().endswith((".", "。", "”"))]
    if long:
        found.append(Noise("repeat", random_.choice(long), end))
    return paragraphs, found


def _teasers(random_: random.Random, row: dict[str, Any], rows: list[dict[str, Any]], end: int) -> Iterator[Noise]:
    for _ in range(2):
        other = rows[random_.randrange(len(rows))]
        lead = next((p for p in other["gold"].split("\n\n") if len(p) > 120), None)
        if other["id"] == row["id"] or not other.get("title") or other["language"] != row["language"] or not lead:
            continue
        size = random_.choice((140, 155, 160, 200))
        style = random_.choice(("glued", "cut", "stamped"))
        text = {
            "glued": (other["title"] + lead)[:size],
            "cut": lead[:size].rstrip(" ."),
            "stamped": STAMP + lead[:size].rsplit(". ")[0].rstrip(".") + ".",
        }[style]
        if "\n" not in text:
            yield Noise(f"teaser, {style}", text, random_.choice((end, end, random_.randrange(1, end + 1))))


def measure(task: tuple[Path, bool, Path, int]) -> Result:
    folder, seen, phrases, number = task
    rows = bodies(folder, seen)
    row = rows[number]
    paragraphs, inserted = noise(row, rows, json.loads(phrases.read_text(encoding="utf-8")), number)
    text = "\n\n".join(
        part
        for place in range(len(paragraphs) + 1)
        for part in [*(n.text for n in inserted if n.place == place), *paragraphs[place : place + 1]]
    )
    run = cleaner(row["model"])
    article = run.clean(text, "text")
    alone = run.clean(row["gold"], "text")
    left, had = (Counter(line.strip() for line in x.split("\n")) for x in (article.text, row["gold"]))
    gone: Counter[str] = Counter()
    total: Counter[str] = Counter()
    missed = []
    for item in inserted:
        lines = [line.strip() for line in item.text.split("\n") if line.strip()]
        still = [line for line in lines if left[line] > had[line]]
        total[item.kind] += len(lines)
        gone[item.kind] += len(lines) - len(still)
        missed += [(item.kind, line) for line in still]
    gold = tokens(row["gold"])
    own = {line.strip() for item in inserted for line in item.text.split("\n")}
    before = {edit.removed.strip() for edit in alone.edits}
    harm = [
        (edit.rule, edit.removed.strip())
        for edit in article.edits
        if edit.kind not in ("title", "encoding", "whitespace", "repeat")
        and edit.removed.strip() not in before
        and not any(line in own or any(line in x or x in line for x in own if x) for line in edit.removed.split("\n"))
    ]
    return Result(
        gone,
        total,
        missed,
        (gold - tokens(_kept(article))).total(),
        (gold - tokens(_kept(alone))).total(),
        gold.total(),
        harm,
    )


def _kept(article: Any) -> str:
    return "\n".join([*(edit.removed for edit in article.edits if edit.kind == "title"), article.text])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--phrases", type=Path, default=PHRASES)
    parser.add_argument("--seen", action="store_true", help="use the model that ships")
    parser.add_argument("--misses", action="store_true", help="list what was not taken")
    parser.add_argument("--harm", action="store_true", help="list what was taken from the bodies")
    parser.add_argument("--limit", type=int, default=0)
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"{options.data.name} is absent: there is nothing to measure")
    count = len(bodies(options.data, options.seen))
    tasks = [(options.data, options.seen, options.phrases, n) for n in range(min(count, options.limit or count))]
    with Pool() as pool:
        found = pool.map(measure, tasks, chunksize=8)
    gone, lines = (sum((getattr(r, name) for r in found), Counter()) for name in ("gone", "lines"))
    for kind in sorted(lines):
        print(f"{kind:18} {gone[kind] / lines[kind]:.3f} of {lines[kind]}")
    words = sum(r.words for r in found)
    print(f"lost {sum(r.lost - r.lost_alone for r in found) / words:.5f}, with what the body alone loses ", end="")
    print(f"{sum(r.lost for r in found) / words:.5f}")
    if options.misses:
        by_kind = defaultdict(Counter)
        for result in found:
            for kind, line in result.missed:
                by_kind[kind][line] += 1
        for kind, missed in sorted(by_kind.items()):
            print(f"== {kind}")
            for line, times in missed.most_common(15):
                print(f"  {times} {line[:160]}")
    if options.harm:
        for result in found:
            for rule, text in result.harm:
                print(f"{rule}: {text[:160]}")


if __name__ == "__main__":
    main()
