"""List the documents that cost an average most, and what the best choice of lines would have got.

    python benchmarks/worst.py [--data FOLDER] [--row NAME ...] [--count N]

For every row of `benchmarks/quality.py`: the F1 of the input, of what cleaning makes of it, and of the best that can be
done by leaving out lines (all that do not stand in the gold body), then the documents with the widest gap between the
last two. A gap that no choice of lines closes is the gold's or the extractor's. Of bodies as they are, the documents
that lost most, and the rules and filters that took it.
"""

from __future__ import annotations

import argparse
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

from quality import ROOT, Row, cleaner, f1, rows, tokens

from cleaner import Article
from cleaner.reading.decode import decode
from cleaner.reading.dom import dom_lines
from cleaner.reading.html import extract, parse
from training.labels import label


class Result(NamedTuple):
    """What became of one document: scores, tokens that are too many or missing, and who took tokens of the body."""

    id: str
    raw: float
    ours: float
    best: float
    extra: int
    missing: int
    gold: int
    takers: Counter[str]

    @property
    def gap(self) -> float:
        return self.best - self.ours


def measure(row: Row) -> tuple[str, Result] | None:
    group, kind, data = row
    if "id" not in data:
        return None
    if kind == "page":
        source = gzip.decompress(Path(data["path"]).read_bytes())
        article, lines, raw = _page(cleaner(data["model"]), source)
    else:
        article, raw = cleaner(data["model"]).clean(data["text"], "text"), data["text"]
        lines = raw.splitlines()
    gold = tokens(data["gold"])
    best = "\n".join(line for line, of in zip(lines, label(lines, data["gold"]), strict=True) if of == 1)
    ours = tokens(article.text)
    return group, Result(
        data["id"], f1(tokens(raw), gold), f1(ours, gold), f1(tokens(best), gold), (ours - gold).total(),
        (gold - ours).total(), gold.total(), _takers(article),
    )  # fmt: skip


def _page(which: Any, source: bytes) -> tuple[Article, list[str], str]:
    tree = parse(decode(source)[0])
    lines = [line.text for line in dom_lines(tree)] if tree is not None else []
    found = extract(tree) if tree is not None else None
    return which.clean(source, "html"), lines, (found.text or "") if found else ""


def _takers(article: Article) -> Counter[str]:
    found: Counter[str] = Counter()
    for edit in article.edits:
        if edit.kind != "title":
            found[edit.rule] += tokens(edit.removed).total()
    return found


def report(group: str, results: list[Result], count: int) -> Iterator[str]:
    n = len(results)
    raw, ours, best = (sum(getattr(x, name) for x in results) / n for name in ("raw", "ours", "best"))
    yield f"## {group}: {n} documents, raw {raw:.4f}, cleaned {ours:.4f}, best {best:.4f}\n"
    by_gap = sorted(results, key=lambda x: -x.gap)
    gap = sum(x.gap for x in results)
    if gap > 0:
        shares = ", ".join(f"the worst {few} {sum(x.gap for x in by_gap[:few]) / gap:.0%}" for few in (10, 20, 40))
        yield f"Of what is missing to the best, {shares}.\n"
    columns = "| document | raw | cleaned | best | tokens too many | missing | of | taken by |"
    yield f"{columns}\n{'|---' * columns.count(' | ')}|---|"
    for x in by_gap[:count]:
        top = x.takers.most_common(3) if group.endswith("gold") else ()
        takers = ", ".join(f"{rule} {taken}" for rule, taken in top)
        yield (
            f"| {x.id} | {x.raw:.3f} | {x.ours:.3f} | {x.best:.3f} | {x.extra} | {x.missing} | {x.gold} | {takers} |"
        )
    yield ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--row", action="append", help='such as "wcxb, HTML"; repeatable')
    parser.add_argument("--count", type=int, default=10)
    options = parser.parse_args()
    groups: dict[str, list[Result]] = defaultdict(list)
    wanted = (row for row in rows(options.data, 0, False) if not options.row or row[0] in options.row)
    with Pool() as pool:
        for found in pool.imap(measure, wanted, chunksize=8):
            if found:
                groups[found[0]].append(found[1])
    for group, results in groups.items():
        print("\n".join(report(group, results, options.count)))


if __name__ == "__main__":
    main()
