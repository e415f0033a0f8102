"""A run over many documents: every input ends in the output or in the list of failures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.errors import InputError
from cleaner.reading.files import Source
from cleaner.writing.sinks import Sink

Listener = Callable[[Source, Article | None], None]


@dataclass
class Summary:
    """What a run did: counts of documents, and edits and characters removed by kind."""

    documents: int = 0
    cleaned: int = 0
    untouched: int = 0
    flagged: int = 0
    dropped: int = 0
    failed: int = 0
    chars_in: int = 0
    chars_out: int = 0
    edits: Counter[str] = field(default_factory=Counter)
    removed_chars: Counter[str] = field(default_factory=Counter)

    def add(self, article: Article) -> None:
        """Count one article."""
        self.cleaned += 1
        self.untouched += not article.edits
        self.flagged += article.provenance.verdict.status == "review"
        self.edits.update(article.provenance.counts)
        self.removed_chars.update(article.provenance.removed_chars)
        self.chars_out += len(article.text)
        self.chars_in += len(article.text) + sum(article.provenance.removed_chars.values())


def run(cleaner: Cleaner, sources: Iterable[Source], sink: Sink, listener: Listener | None = None) -> Summary:
    """Clean files and write what comes out.

    Args:
        cleaner: what cleans.
        sources: the files.
        sink: where articles and failures go; it is opened and closed here.
        listener: told of every file when it is done, with its article, or None where it failed.

    Raises:
        OSError: the output cannot be written.

    """
    summary = Summary()
    with sink:
        for source in sources:
            summary.documents += 1
            article = _clean(cleaner, source, sink)
            if article is None:
                summary.failed += 1
            else:
                summary.add(article)
                verdict = article.provenance.verdict
                if verdict.status == "review" and verdict.action == "drop":
                    summary.dropped += 1
                    sink.fail({"input": str(source.path), "error": "Dropped", "reason": verdict.reason})
                else:
                    sink.write(source.name, article)
            if listener:
                listener(source, article)
    return summary


def _clean(cleaner: Cleaner, source: Source, sink: Sink) -> Article | None:
    try:
        return cleaner.clean(_read(source), "html" if source.is_html else "text")
    except Exception as error:  # a filter from elsewhere may raise anything, and the other documents must go on
        reason = str(error) or "the document needs more than this machine gives"
        sink.fail({"input": str(source.path), "error": type(error).__name__, "reason": reason})
        return None


def _read(source: Source) -> bytes:
    try:
        return source.path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}); check the name and the permissions") from error
