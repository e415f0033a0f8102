"""What two versions, configurations or sets of packs make of the same documents, and by which rules they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import msgspec

from cleaner.article import Article, Edit

Side = Literal["a", "b"]

METADATA = ("title", "date", "byline", "source", "language", "url")
_CONTEXT_CHARS = 60
_EXAMPLE_CHARS = 400


class Pair(NamedTuple):
    """One document on both sides; None where it is not in the output."""

    id: str
    a: Article | None
    b: Article | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of text that only one side took out or repaired.

    `filter`, `rule` and `kind` are those of the edit that did; `kept_by` is the keep rule that forbade it on the
    other side. Where the sides read different texts out of one page, or had different inputs, a line that one of them
    lacks without an edit has the rule `reader` or `input`.
    """

    side: Side
    filter: str
    rule: str
    kind: str
    text: str
    replacement: str = ""
    before: str = ""
    after: str = ""
    kept_by: str = ""


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
    if len(change.text) <= _EXAMPLE_CHARS:
        return change
    return msgspec.structs.replace(change, text=change.text[: _EXAMPLE_CHARS - 1] + "…")


def _metadata(a: Article, b: Article) -> Iterator[tuple[str, Any, Any]]:
    for name in METADATA:
        if getattr(a, name) != getattr(b, name):
            yield name, getattr(a, name), getattr(b, name)
    verdict_a, verdict_b = a.provenance.verdict, b.provenance.verdict
    if (verdict_a.status, verdict_a.action) != (verdict_b.status, verdict_b.action):
        yield "verdict", verdict_a.reason or verdict_a.status, verdict_b.reason or verdict_b.status


def differences(a: Article, b: Article) -> tuple[list[Change], Counter[str]]:
    """Find what only one side took out of a document or repaired.

    Args:
        a: the document on one side.
        b: the same on the other.

    Returns:
        The changes in the order of the original, and for every `rule of a → rule of b` how many places both took out;
        blank space does not count.

    """
    original = a.restore()
    if original != b.restore():
        return list(_by_lines(a, b)), Counter()
    changes: list[tuple[int, Change]] = []
    relabelled: Counter[str] = Counter()
    for start, end, of_a, of_b in _sweep(_removals(a), _removals(b)):
        if not original[start:end].strip():
            continue
        if of_a and of_b:
            if of_a.rule != of_b.rule:
                relabelled[f"{of_a.rule} → {of_b.rule}"] += 1
        elif edit := of_a or of_b:
            side: Side = "a" if of_a else "b"
            keeper = _keeper(b if of_a else a, edit, start, end)
            changes.append((start, _change(side, edit, original, start, end, keeper)))
    changes.extend(_repairs(a, b, original))
    return [change for _, change in sorted(changes, key=lambda placed: placed[0])], relabelled


def _removals(article: Article) -> list[Edit]:
    return [edit for edit in article.edits if edit.action != "replace"]


def _sweep(a: Sequence[Edit], b: Sequence[Edit]) -> Iterator[tuple[int, int, Edit | None, Edit | None]]:
    """Give every stretch that at least one side took, with the edit of each; both lists are sorted and disjoint."""
    bounds = sorted({at for edit in (*a, *b) for at in (edit.start, edit.end)})
    at_a = at_b = 0
    for start, end in pairwise(bounds):
        while at_a < len(a) and a[at_a].end <= start:
            at_a += 1
        while at_b < len(b) and b[at_b].end <= start:
            at_b += 1
        of_a = a[at_a] if at_a < len(a) and a[at_a].start <= start else None
        of_b = b[at_b] if at_b < len(b) and b[at_b].start <= start else None
        if of_a or of_b:
            yield start, end, of_a, of_b


def _keeper(article: Article, edit: Edit, start: int, end: int) -> str:
    """Name the keep rule that held an edit back on the side that did not make it."""
    notes = (n for n in article.provenance.spared if n.start < end and start < n.end and n.rule == edit.rule)
    return next((note.keep for note in notes), "")


def _repairs(a: Article, b: Article, original: str) -> Iterator[tuple[int, Change]]:
    def made(article: Article) -> dict[tuple[int, int, str], Edit]:
        return {(e.start, e.end, e.replacement): e for e in article.edits if e.action == "replace"}

    of_a, of_b = made(a), made(b)
    for edit in (of_a[place] for place in sorted(of_a.keys() - of_b.keys())):
        yield edit.start, _change("a", edit, original, edit.start, edit.end)
    for edit in (of_b[place] for place in sorted(of_b.keys() - of_a.keys())):
        yield edit.start, _change("b", edit, original, edit.start, edit.end)


def _change(side: Side, edit: Edit, original: str, start: int, end: int, kept_by: str = "") -> Change:
    text = original[start:end]
    if edit.action != "replace":
        end -= len(text) - len(text.rstrip())
        start += len(text) - len(text.lstrip())
    return Change(
        side=side, filter=edit.filter, rule=edit.rule, kind=edit.kind, text=original[start:end],
        replacement=edit.replacement, before=original[max(0, start - _CONTEXT_CHARS) : start],
        after=original[end : end + _CONTEXT_CHARS], kept_by=kept_by,
    )  # fmt: skip


def _by_lines(a: Article, b: Article) -> Iterator[Change]:
    """Compare what is left where the sides did not begin with the same text."""
    without = "reader" if a.provenance.input_sha256 == b.provenance.input_sha256 else "input"
    lines_a, lines_b = _lines(a.text), _lines(b.text)
    yield from _missing("a", lines_b - lines_a, a, without)
    yield from _missing("b", lines_a - lines_b, b, without)


def _lines(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.split("\n") if line.strip())


def _missing(side: Side, lines: Counter[str], article: Article, without: str) -> Iterator[Change]:
    """Attribute lines that one side does not have to its edits, or to the way it read the page."""
    edits = {line.strip(): edit for edit in _removals(article) for line in edit.removed.split("\n")}
    for line in lines.elements():
        edit = edits.get(line)
        yield Change(
            side=side, text=line, filter=edit.filter if edit else without, rule=edit.rule if edit else without,
            kind=edit.kind if edit else without,
        )  # fmt: skip


def settings_that_differ(a: dict[str, Any], b: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Name the settings in which two manifests differ, with both values.

    >>> settings_that_differ({"settings": {"version": "1", "form": "tree"}}, {"settings": {"version": "2"}})
    {'form': ('tree', None), 'version': ('1', '2')}

    """
    of_a, of_b = a.get("settings", {}), b.get("settings", {})
    names = sorted({*of_a, *of_b})
    return {name: (of_a.get(name), of_b.get(name)) for name in names if of_a.get(name) != of_b.get(name)}
