"""Measure the report of a large run: how long the page takes to make, how large it is, how fast it is in Chromium.

    python benchmarks/report.py [--documents N] [--distinct N] [--form tree|jsonl|parquet] [--folder FOLDER]

Articles are put together from the paragraphs and the noise of the corpus, in all of its languages; one in fifty is
nearly all noise. Some thousand are distinct; each comes many times, under identities and addresses of its own, and is
cleaned once. The report is made in a process of its own, and the page is opened in Chromium from the disk (it takes
what `make test-browser` installs). What is in FOLDER already is not made again.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common import ROOT, parser

sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium
from msgspec.structs import replace

from cleaner import Article, Cleaner
from cleaner.batch import Options, run
from cleaner.corpus import read_samples
from cleaner.writing.outputs import Layout

Texts = dict[str, list[str]]
"""Texts by language."""
MAKE = """
import re, sys, time
from pathlib import Path
from cleaner.report import write_report

began = time.perf_counter()
write_report(Path(sys.argv[1]), Path(sys.argv[2]))
status = Path("/proc/self/status")
peak = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1000 if status.exists() else 0
print(f"{time.perf_counter() - began:.1f} {time.process_time():.1f} {peak:.0f}")
"""
PAINT = """
new Promise((done) => {
  const find = (list) => list.getEntriesByName("first-contentful-paint").forEach((entry) => done(entry.startTime));
  new PerformanceObserver(find).observe({ type: "paint", buffered: true });
})
"""
SEARCH = """
(text) => new Promise((done) => {
  const began = performance.now();
  const field = document.querySelector("#filters [name=search]");
  const shown = document.querySelector("#document-table .count-line");
  const painted = () => done([performance.now() - began, shown.textContent]);
  const changed = () => requestAnimationFrame(() => setTimeout(painted));
  new MutationObserver(changed).observe(shown, { childList: true, subtree: true });
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})
"""


class Once(Cleaner):
    """Cleans a text that comes again only once."""

    def clean(
        self, source: Any, kind: Any = "auto", url: str | None = None, watch: Any = None, charset: str | None = None
    ) -> Article:
        """Clean a text, or give what was made of it, with the address of this one."""
        self.done: dict[Any, Article] = getattr(self, "done", {})
        if source not in self.done:
            self.done[source] = super().clean(source, kind, charset=charset)
        return replace(self.done[source], url=url)


def articles(documents: int, distinct: int) -> Iterator[dict[str, str]]:
    """Give documents, of which so many are distinct."""
    texts = list(_texts(distinct))
    choose = random.Random(documents)
    for number in range(documents):
        language, text = texts[number % distinct]
        host = f"news-{min(int(choose.expovariate(0.1)), 199)}.test"
        yield {"id": f"{language}-{number:06}", "url": f"https://{host}/{language}/{number}", "text": text}


def _texts(count: int) -> Iterator[tuple[str, str]]:
    """Put texts together: the same for the same number."""
    bodies, noise = _paragraphs_and_noise()
    languages = sorted(language for language in bodies if noise[language])
    choose = random.Random(count)
    for number in range(count):
        language = choose.choice(["en", "en", "en", *languages])
        bad = number % 50 == 0
        body = choose.sample(bodies[language], min(len(bodies[language]), 1 if bad else choose.randint(4, 9)))
        lines = [*body, f"{number} / {choose.randrange(10**9)}: {choose.choice(bodies[language])}"]
        for text in choose.choices(noise[language], k=choose.randint(25, 40) if bad else choose.randint(0, 7)):
            lines.insert(choose.randint(0, len(lines)), text)
        yield language, "\n\n".join(lines)


def _paragraphs_and_noise() -> tuple[Texts, Texts]:
    bodies: Texts = defaultdict(list)
    noise: Texts = defaultdict(list)
    for sample in read_samples(ROOT / "corpus"):
        language = sample.path.relative_to(ROOT / "corpus").parts[0]
        bodies[language] += [text for text in sample.gold.split("\n\n") if len(text) > 60]
        noise[language] += [text for n in sample.noise if (text := sample.raw[n.start : n.end].strip())]
    return bodies, noise


def clean(documents: int, distinct: int, form: str, folder: Path) -> Path:
    """Clean the articles, if that is not done yet."""
    source = folder / f"articles-{documents}.jsonl"
    output = folder / f"{form}-{documents}"
    folder.mkdir(parents=True, exist_ok=True)
    if not source.exists():
        with source.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(article) + "\n" for article in articles(documents, distinct))
    if not Layout(output, form).manifest.exists():
        began = time.perf_counter()
        run(Once(), [source], output, Options(form=form, resume=True))
        print(f"cleaned in {time.perf_counter() - began:.0f} s")
    return output


def browse(page: Path) -> dict[str, Any]:
    """Open the page, search in it, sort it, and open a document."""
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.goto(page.as_uri(), wait_until="load")
        paint = tab.evaluate(PAINT)
        loaded = tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        tab.goto(f"{page.as_uri()}#documents")
        searches = [(*tab.evaluate(SEARCH, text), text) for text in ("04242", "news-3", "en-0", "no such thing", "fr")]
        began = time.perf_counter()
        tab.locator("button.sort", has_text="Characters").first.click()
        tab.locator("#document-table [aria-sort]", has_text="Characters").wait_for()
        sort = time.perf_counter() - began
        began = time.perf_counter()
        tab.locator("#document-table tbody a").first.click()
        tab.locator("#viewer[open]").wait_for()
        return {
            "paint": paint,
            "loaded": loaded,
            "searches": searches,
            "sort": sort,
            "open": time.perf_counter() - began,
        }


def main() -> None:
    """Clean, make the report, open it, and print what each took."""
    asked = parser(__doc__, data=False)
    asked.add_argument("--documents", type=int, default=50_000)
    asked.add_argument("--distinct", type=int, default=2000)
    asked.add_argument("--form", choices=["tree", "jsonl", "parquet"], default="tree")
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "newsclean-report"))
    given = asked.parse_args()
    output = clean(given.documents, given.distinct, given.form, given.folder)
    page = given.folder / f"{given.form}-{given.documents}.html"
    made = subprocess.run([sys.executable, "-c", MAKE, output, page], check=True, capture_output=True, text=True)
    seconds, busy, peak = made.stdout.split()
    print(f"made of {given.documents:,} documents ({given.form}) in {seconds} s, {busy} s of processor time")
    print(f"memory at most {peak} MB")
    print(f"size {page.stat().st_size / 1e6:.1f} MB")
    seen = browse(page)
    print(f"first paint {seen['paint']:.0f} ms, all loaded {seen['loaded']:.0f} ms")
    for milliseconds, shown, text in seen["searches"]:
        print(f"search {text!r}: {milliseconds:.0f} ms ({shown})")
    print(f"sort {1000 * seen['sort']:.0f} ms, open a document {1000 * seen['open']:.0f} ms")


if __name__ == "__main__":
    main()
