"""What two versions, configurations or sets of packs make of the same documents, and by which rules they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from cleaner.article import METADATA, Article
from cleaner.changes import Change, Side, differences
from cleaner.text.prose import shortened

_EXAMPLE_CHARS = 400


class Pair(NamedTuple):
    """One document on both sides; None where it is not in the output."""

    id: str
    a: Article | None
    b: Article | None


class Example(msgspec.Struct, frozen=True):
    """A change and the document it is from; a long text is cut."""

    document: str
    change: Change


class Other(msgspec.Struct, frozen=True):
    """A field of the metadata that the sides read differently in a document."""

    document: str
    a: Any
    b: Any


class Tally(msgspec.Struct):
    """How many places and characters only one side took out or repaired."""

    places_a: int = 0
    chars_a: int = 0
    places_b: int = 0
    chars_b: int = 0

    def add(self, change: Change) -> None:
        """Count one change."""
        if change.side == "a":
            self.places_a += 1
            self.chars_a += len(change.text)
        else:
            self.places_b += 1
            self.chars_b += len(change.text)


class Difference(msgspec.Struct, kw_only=True):
    """All that differs between two sides, in numbers that do not grow with the documents, and examples.

    Attributes:
        documents: the documents that both sides have.
        same: those of them in which nothing differs.
        changed: those whose text differs.
        metadata_changed: those whose metadata, or the guard's verdict, does.
        relabelled: those of which both took the same, but by other rules.
        only_a: the documents that only one side has; `only_b` likewise.
        total: places and characters that only one side took out or repaired; `rules`, `kinds` and `filters` part them.
        kept: for each keep rule, the places that it kept and the other side took.
        other_rules: for `rule of a → rule of b`, the places that both took out.
        metadata: for each field, the documents in which it differs; `verdict` is the guard's.
        examples: for each rule, some of the changes.
        metadata_examples: for each field, some of the differences.
        ids: of documents that only one side has, some.

    """

    documents: int = 0
    same: int = 0
    changed: int = 0
    metadata_changed: int = 0
    relabelled: int = 0
    only_a: int = 0
    only_b: int = 0
    total: Tally = msgspec.field(default_factory=Tally)
    rules: dict[str, Tally] = {}
    kinds: dict[str, Tally] = {}
    filters: dict[str, Tally] = {}
    kept: dict[str, int] = {}
    other_rules: dict[str, int] = {}
    metadata: dict[str, int] = {}
    examples: dict[str, list[Example]] = {}
    metadata_examples: dict[str, list[Other]] = {}
    ids: dict[Side, list[str]] = {}

    @property
    def is_empty(self) -> bool:
        """Whether the sides are the same."""
        return self.same == self.documents and not self.only_a and not self.only_b


def compare(pairs: Iterable[Pair], examples: int = 3) -> Difference:
    """Add up what differs between the sides.

    Args:
        pairs: the documents, see `cleaner.runs.pairs`.
        examples: how many examples of each rule, of each field and of missing documents are kept.

    >>> from cleaner import Cleaner
    >>> text = "The ferry sails again.\\n\\nAdvertisement"
    >>> difference = compare([Pair("a.txt", Cleaner().clean(text), Cleaner(filters=["header"]).clean(text))])
    >>> difference.changed, difference.kinds
    (1, {'ad_label': Tally(places_a=1, chars_a=13, places_b=0, chars_b=0)})

    """
    result = Difference()
    for pair in pairs:
        if pair.a is None or pair.b is None:
            side: Side = "b" if pair.a is None else "a"
            result.only_a += side == "a"
            result.only_b += side == "b"
            _keep(result.ids, side, pair.id, examples)
        else:
            _add(result, pair.id, pair.a, pair.b, examples)
    return result


def _add(result: Difference, document: str, a: Article, b: Article, examples: int) -> None:
    result.documents += 1
    changes: list[Change] = []
    relabelled: Counter[str] = Counter()
    if a.edits != b.edits or a.text != b.text:
        changes, relabelled = differences(a, b)
    fields = list(_metadata(a, b))
    result.changed += a.text != b.text
    result.relabelled += bool(relabelled)
    result.metadata_changed += bool(fields)
    result.same += a.text == b.text and not relabelled and not fields and not changes
    for change in changes:
        _count(result, change)
        _keep(result.examples, change.rule, Example(document, _cut(change)), examples)
    for name, count in relabelled.items():
        result.other_rules[name] = result.other_rules.get(name, 0) + count
    for name, of_a, of_b in fields:
        result.metadata[name] = result.metadata.get(name, 0) + 1
        _keep(result.metadata_examples, name, Other(document, of_a, of_b), examples)


def _count(result: Difference, change: Change) -> None:
    result.total.add(change)
    for tallies, name in ((result.rules, change.rule), (result.kinds, change.kind), (result.filters, change.filter)):
        tallies.setdefault(name, Tally()).add(change)
    if change.kept_by:
        result.kept[change.kept_by] = result.kept.get(change.kept_by, 0) + 1


def _keep(kept: dict[Any, list[Any]], name: str, example: Any, most: int) -> None:
    found = kept.setdefault(name, [])
    if len(found) < most:
        found.append(example)


def _cut(change: Change) -> Change:
    return msgspec.structs.replace(change, text=shortened(change.text, _EXAMPLE_CHARS))


def _metadata(a: Article, b: Article) -> Iterator[tuple[str, Any, Any]]:
    for name in METADATA:
        if getattr(a, name) != getattr(b, name):
            yield name, getattr(a, name), getattr(b, name)
    verdict_a, verdict_b = a.provenance.verdict, b.provenance.verdict
    if (verdict_a.status, verdict_a.action) != (verdict_b.status, verdict_b.action):
        yield "verdict", verdict_a.reason or verdict_a.status, verdict_b.reason or verdict_b.status


def settings_that_differ(a: dict[str, Any], b: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Name the settings in which two manifests differ, with both values.

    >>> settings_that_differ({"settings": {"version": "1", "form": "tree"}}, {"settings": {"version": "2"}})
    {'form': ('tree', None), 'version': ('1', '2')}

    """
    of_a, of_b = a.get("settings", {}), b.get("settings", {})
    names = sorted({*of_a, *of_b})
    return {name: (of_a.get(name), of_b.get(name)) for name in names if of_a.get(name) != of_b.get(name)}
