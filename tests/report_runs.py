"""Runs for the tests of the report: a small sound one, and one in which every text is hostile."""

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from cleaner import Article, Cleaner
from cleaner.article import Edit, Fact, Provenance, Verdict
from cleaner.batch import Options, run
from cleaner.runs.records import Failure
from cleaner.runs.summary import Summary
from cleaner.writing.forms import encode_line, encode_pretty

BODY = (
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long meeting.\n\n"
    "It had been out of service since a fire in the engine room in August, when two members of the crew were hurt."
)
ARTICLES = {
    "ferry.txt": f"date 2024-10-24 {BODY}\n\nAdvertisement\n\nREAD MORE: Islanders count the cost of a summer",
    "clean.txt": BODY,
    "deep/mojibake.txt": f"The mayorâ€™s office said 👩‍🚀 so.\n\n{BODY}\n\nAdvertisement\n",
    "bad.txt": "Advertisement\n\n" * 20,
}


def sound_run(folder: Path, form: str = "tree") -> Path:
    """Clean the articles, of which one is flagged."""
    for name, text in ARTICLES.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "in" / "broken.json").write_text("[1]")
    run(Cleaner(), [folder / "in"], folder / "out", Options(form=form))
    return folder / "out"


def hostile_article(payload: str, number: int) -> dict[str, Any]:
    """Make a record in which a payload stands wherever a text can stand."""
    kept, removed, end = f"Kept {payload} kept.\n\n", f"Removed {payload} removed.", f"\n\nMore {payload}"
    first = Edit(
        start=len(kept), end=len(kept) + len(removed), action="delete", filter=payload, rule=payload, kind=payload,
        reason=payload, removed=removed,
    )  # fmt: skip
    original = kept + removed + end + payload
    last = Edit(
        start=len(original) - len(payload), end=len(original), action="replace", filter="encoding", rule="encoding.x",
        kind="encoding", replacement=f"{payload}!", reason=payload, removed=payload,
    )  # fmt: skip
    fact = Fact(field="title", value=payload, start=0, end=1, filter=payload, rule=payload)
    provenance = Provenance(
        package="newsclean", version=payload, input_sha256="", output_sha256="", encoding=payload, reader={}, chain=[],
        config={}, packs=[], packs_sha256="", rounds=1, counts={}, removed_chars={payload: len(removed), "encoding": -1}, facts=[fact],
        verdict=Verdict(status="review", reason=payload),
    )  # fmt: skip
    article = Article(
        text=kept + end + f"{payload}!", title=payload, byline=payload, source=payload, language=payload, url=payload,
        edits=[first, last], provenance=provenance,
    )  # fmt: skip
    return {"id": f"{payload} {number}", **article.to_dict()}


def hostile_run(folder: Path, payloads: list[str]) -> Path:
    """Write a run of hostile records by hand, with hostile settings and failures."""
    out = folder / "out"
    out.mkdir()
    records = [hostile_article(payload, number) for number, payload in enumerate(payloads)]
    (out / "articles.jsonl").write_bytes(b"".join(map(encode_line, records)))
    failures = [Failure(input=payload, error=payload, reason=payload) for payload in payloads]
    (out / "failures.jsonl").write_bytes(b"".join(map(encode_line, failures)))
    settings = {"form": "jsonl", "version": payloads[0], "chain": payloads, "packs_sha256": payloads[1],
                "config": dict.fromkeys(payloads, payloads[2])}  # fmt: skip
    summary = msgspec.to_builtins(Summary(documents=2 * len(payloads), cleaned=len(payloads), failed=len(payloads)))
    (out / "manifest.json").write_bytes(encode_pretty({"settings": settings, "summary": summary}))
    return out


def tree_with_names(folder: Path, names: list[str]) -> Path:
    """Clean files whose names are payloads."""
    (folder / "in").mkdir()
    for name in names:
        (folder / "in" / f"{hashlib.sha256(name.encode()).hexdigest()[:4]}{name}.txt").write_text(
            f"{BODY}\n\nAdvertisement"
        )
    run(Cleaner(), [folder / "in"], folder / "out")
    return folder / "out"
