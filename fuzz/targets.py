"""What is fuzzed: functions of any bytes that raise if a promise of the package does not hold for them.

None of them needs the fuzzer, so that what it found stays a test (`fuzz/found/`, `tests/test_fuzz.py`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import cleaner.runs.warm  # noqa: F401  # what is imported late is instrumented, too
from cleaner import Article, Cleaner
from cleaner.chain import MAX_ROUNDS
from cleaner.errors import InputError, MatchTimeoutError, PackError
from cleaner.reading.decode import decode
from cleaner.reading.documents import Begin, End, read_records
from cleaner.reading.files import Source
from cleaner.reading.records import Fields, Record
from cleaner.rules import Matcher
from cleaner.rules.lint import hostile_texts
from cleaner.rules.loader import load_pack
from cleaner.runs.records import Result, clean_records
from cleaner.writing.forms import ENCODERS

ONE = Cleaner()
READING_ONLY = Cleaner(filters=[])
ENDINGS = (".jsonl", ".json", ".warc", ".parquet", ".jsonl.gz", ".jsonl.zst", ".warc.gz", ".html")
LIMIT = 100_000
_SCRATCH = tempfile.TemporaryDirectory()
_FOLDER = Path(_SCRATCH.name, "en")
_FOLDER.mkdir()


def text(data: bytes) -> None:
    """A text, as bytes and as a string with lone surrogates for what is no UTF-8."""
    sources: list[bytes | str] = [data]
    if (escaped := data.decode("utf-8", "surrogateescape")).encode("utf-8", "replace") != data:
        sources.append(escaped)
    for source in sources:
        _clean(source, "text")


def html(data: bytes) -> None:
    """A page."""
    _clean(data, "html")


def _clean(source: bytes | str, kind: Literal["text", "html"]) -> None:
    seen: list[str] = []
    try:
        article = ONE.clean(source, kind, watch=lambda name, document, edits: seen.append(document.text))
    except InputError:
        return
    if kind == "text":
        assert seen[0] == (decode(source).text if isinstance(source, bytes) else source)
    _check(article, seen[0])


def _check(article: Article, original: str) -> None:
    """Hold an article against what is promised of every article."""
    assert article.restore() == original
    assert Article.from_dict(article.to_dict()).restore() == original
    before = 0
    for edit in article.edits:
        assert before <= edit.start < edit.end <= len(original)
        assert edit.removed == original[edit.start : edit.end] != edit.replacement
        assert edit.rule
        assert edit.kind
        assert 0 < edit.score <= 1
        before = edit.end
    assert article.provenance.rounds < MAX_ROUNDS
    again = ONE.clean(article.text, "text")
    assert again.text == article.text
    assert not again.edits


def pack(data: bytes) -> None:
    """A rule pack: refused with its place, or one whose rules match with the prefilter what they match without it."""
    path = _FOLDER / "ad_label.toml"
    path.write_bytes(data)
    try:
        rules = load_pack(path)
    except PackError as error:
        if str(path) not in str(error):
            raise
        return
    matcher = Matcher(rules)
    for index, rule in enumerate(rules):
        texts = [x[: rule.max_chars] for x in (*rule.catches, *rule.spares, *list(hostile_texts(rule))[:12])]
        texts = [x.strip() for text in texts for x in text.splitlines() if x.strip()]
        tried = dict(matcher.candidates(texts))
        for one in texts:
            try:
                missed = index not in tried.get(one, ()) and matcher.confirm(index, one)
            except MatchTimeoutError:
                return  # which is what the limit is for
            assert not missed or rule.keywords or rule.shape == "terms"


def records(data: bytes) -> None:
    """A file of records; its first byte says which format it claims to have."""
    path = _FOLDER / f"records{ENDINGS[(data[0] if data else 0) % len(ENDINGS)]}"
    path.write_bytes(data[1:])
    begin, *found, end = read_records([Source(path, Path(path.name))], Fields(), LIMIT)
    assert isinstance(begin, Begin)
    assert isinstance(end, End)
    for result in clean_records(READING_ONLY, (item for item in found if isinstance(item, Record))):
        _check_result(result)


def _check_result(result: Result) -> None:
    if result.failure:
        assert result.failure.error == "InputError", result.failure
    else:
        assert result.article
        assert result.content
        for encode in ENCODERS.values():
            encode(result.article, result.content)


TARGETS: dict[str, Callable[[bytes], None]] = {"text": text, "html": html, "pack": pack, "records": records}
