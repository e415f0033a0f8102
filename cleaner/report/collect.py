"""Reading a run into what the page shows: sums over all of it, and as many documents as fit."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from cleaner.errors import ConfigError, PackError
from cleaner.report.entries import Index, row, text
from cleaner.report.keep import Choice, Kept, Merit
from cleaner.report.totals import OTHERS, UNKNOWN, Marker, Totals, marker_of, share, source_of
from cleaner.rules import PackSet, load_packs
from cleaner.runs.results import Results, Saved
from cleaner.text.prose import shortened

_EXAMPLES = 3
_MAX_FAILURES = 500
_MAX_FAILURE = 300
_ROWS_SHARE = 0.6


class Collected:
    """What was read of a run, with a bound on the memory it takes.

    Args:
        run: the run.
        limit: bytes that rows and texts may take together.
        packs: folders of rule packs that the run had besides its configured ones.

    Raises:
        InputError: a file of the run is damaged.
        PackError: a rule pack of `packs` is wrong.

    """

    def __init__(self, run: Results, limit: int, packs: Sequence[Path] = ()):
        self.totals = Totals()
        self.rows = Choice(int(limit * _ROWS_SHARE))
        self.texts = Choice(limit)
        self._sources = Index()
        self._languages = Index()
        self._markers = Index()
        self._seen: Counter[str] = Counter()
        for number, article in enumerate(run.articles()):
            self._add(number, article)
        self.texts.shrink(limit - self.rows.size)
        self.settings: dict[str, Any] = run.manifest["settings"]
        self.summary: dict[str, Any] = run.manifest["summary"]
        self.failures = [
            [shortened(value, _MAX_FAILURE) for value in (failure.input, failure.error, failure.reason)]
            for failure, _ in zip(run.failures(), range(_MAX_FAILURES), strict=False)
        ]
        self.rules, self.notes = _rules(self.settings, packs)

    def _add(self, number: int, article: Saved) -> None:
        self.totals.add(article)
        source = source_of(article)
        markers = {marker: self._markers.of(marker) for marker in dict.fromkeys(map(marker_of, article.edits))}
        example = any(self._seen[marker.rule] < _EXAMPLES for marker in markers)
        self._seen.update({marker.rule for marker in markers})
        place = self._sources.of(source if source in self.totals.sources else OTHERS)
        language = self._languages.of(article.language or UNKNOWN)
        merit = Merit(article.provenance.verdict.status == "review", share(article), example)
        self.rows.offer(number, row(article, number, place, language, markers), merit)
        self.texts.offer(number, text(article, number, markers), merit)

    def shown_texts(self) -> list[Kept]:
        """Give the texts that the page has; those of documents that found no room in the table are left out."""
        rows = self.rows.numbers()
        return [item for item in self.texts.items() if item.number in rows]

    def overview(self) -> dict[str, Any]:
        """Give all but the documents, as the page's script takes it."""
        totals = msgspec.to_builtins({name: getattr(self.totals, name) for name in ("all", "untouched", "shares")})
        named = {
            name: {key: msgspec.to_builtins(tally) for key, tally in getattr(self.totals, name).items()}
            for name in ("kinds", "filters", "languages", "sources")
        }
        return {
            "run": run_hash(self.settings),
            "settings": self.settings,
            "summary": self.summary,
            **totals,
            **named,
            "sourceNames": self._sources.names(),
            "languageNames": self._languages.names(),
            "markers": [self._marker(marker) for marker in self._markers.names()],
            "never": self._never(),
            "failures": self.failures,
            "notes": self.notes,
        }

    def _marker(self, marker: Marker) -> dict[str, Any]:
        rule = self.rules.get(marker.rule)
        return {
            "filter": marker.filter, "rule": marker.rule, "kind": marker.kind,
            "language": rule.language if rule else "", "catches": rule.catches[0] if rule else "",
            "spares": rule.spares[0] if rule else "",
            **msgspec.to_builtins(self.totals.markers[marker]),
        }  # fmt: skip

    def _never(self) -> list[dict[str, Any]]:
        """List the rules of the packs that took nothing in this run."""
        fired = {marker.rule for marker in self.totals.markers}
        return [
            {"rule": rule.id, "kind": rule.kind, "language": rule.language, "shape": rule.shape,
             "catches": rule.catches[0]}
            for rule in self.rules.values() if rule.id not in fired
        ]  # fmt: skip


def run_hash(settings: dict[str, Any]) -> str:
    """Give the hash that stands for a run's settings: two runs with the same would clean alike.

    >>> run_hash({"version": "1", "chain": []}) == run_hash({"chain": [], "version": "1"})
    True
    """
    return hashlib.sha256(msgspec.json.encode(settings, order="sorted")).hexdigest()


def _rules(settings: dict[str, Any], packs: Sequence[Path]) -> tuple[dict[str, Any], list[str]]:
    """Read the rules of a run, and say where they are not the same any more."""
    chosen = settings.get("config", {}).get("rules", {})
    configured = [Path(folder) for folder in chosen.get("packs", [])]
    notes = []
    given = load_packs(*packs)
    try:
        found: PackSet = load_packs(*configured, *packs)
    except PackError as error:
        notes.append(f"Rule packs of the run cannot be read here: {error}")
        found = given
    with suppress(ConfigError):  # of a pack that is not here, or of an older version: a note says that the rules differ
        found = found.without(chosen.get("disable", []))
    if settings.get("packs_sha256") not in (None, found.sha256):
        notes.append(
            "The rules that are installed here are not those of the run, so the list of rules that never fired may be "
            "wrong. Give further packs of the run with --packs."
        )
    return {rule.id: rule for rule in found.rules}, notes
