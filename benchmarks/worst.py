"""List the documents that cost an average most, and what the best choice of lines would have got.

    python benchmarks/worst.py [--data FOLDER] [--row NAME ...] [--count N]

For every row of `benchmarks/quality.py`: the F1 of the input, of what cleaning makes of it, and of the best that can be
done by leaving out lines (all that do not stand in the gold body), then the documents with the widest gap between the
last two. A gap that no choice of lines closes is the gold's or the extractor's. Of bodies as they are, the documents
that lost most, and the rules and filters that took it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from multiprocessing import Pool
from typing import NamedTuple

from common import cleaner, f1, parser, tokens
from quality import Row, rows

from cleaner import Article
from cleaner.reading.decode import decode
from cleaner.reading.html import parse
from training.data import lines_and_body
from training.files import page_bytes
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
        """What a better choice of lines would have brought."""
        return self.best - self.ours


def measure(row: Row) -> tuple[str, Result] | None:
    """Score one document, and say which row it counts for; those of the corpus count for none."""
    group, kind, data = row
    if "id" not in data:
        return None
    run = cleaner(data["model"])
    if kind == "page":
        source = page_bytes(data["path"])
        article = run.clean(source, "html")
        of_page, raw = lines_and_body(parse(decode(source)[0]))
        lines = [line.text for line in of_page]
    else:
        article, raw = run.clean(data["text"], "text"), data["text"]
        lines = raw.splitlines()
    gold = tokens(data["gold"])
    best = "\n".join(line for line, of in zip(lines, label(lines, data["gold"]), strict=True) if of == 1)
    ours = tokens(article.text)
    return group, Result(
        data["id"], f1(tokens(raw), gold), f1(ours, gold), f1(tokens(best), gold), (ours - gold).total(),
        (gold - ours).total(), gold.total(), _takers(article),
    )  # fmt: skip


def _takers(article: Article) -> Counter[str]:
    found: Counter[str] = Counter()
    for edit in article.edits:
        if edit.kind != "title":
            found[edit.rule] += tokens(edit.removed).total()
    return found


def report(group: str, results: list[Result], count: int) -> Iterator[str]:
    """Write the averages of a row, and its worst documents."""
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
    """List as the command line asks."""
    asked = parser(__doc__)
    asked.add_argument("--row", action="append", help='such as "wcxb, HTML"; repeatable')
    asked.add_argument("--count", type=int, default=10, help="documents of each row")
    options = asked.parse_args()
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
