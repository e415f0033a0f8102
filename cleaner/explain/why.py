"""Why did this text go, or why did it stay?"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec

from cleaner.api import Cleaner, InputKind
from cleaner.article import Article, Considered, Edit, Spared, Verdict
from cleaner.document import Document
from cleaner.explain.rules import RuleView, sort_views, view_rules
from cleaner.filters import DEFAULT_CHAIN, Filter
from cleaner.ledger import Ledger
from cleaner.text.blocks import Block

_NO_FILTER = "matches, but no filter that ran is for its kind"

State = Literal["kept", "removed", "repaired", "partly removed"]


class Occurrence(msgspec.Struct, frozen=True):
    """One place of the original where the text stands, and what became of it.

    `edits` are those that reach into it, `undone` those that would, had the guard not given the input back. Of what
    stays of it, `protected` names keep rules that held an edit back, `considered` says what filters held against it and
    why that was too little, in positions of the original; `silent` names the filters that looked at it and found
    nothing, and `rules` tells what the rules make of its blocks, the nearest first.
    """

    start: int
    end: int
    line: int
    state: State
    edits: list[Edit]
    undone: list[Edit]
    protected: list[Spared]
    considered: list[Considered]
    silent: list[str]
    rules: list[RuleView]


class LeftOut(msgspec.Struct, frozen=True):
    """A line of an HTML page that its reader did not take into the text, with its score and the limit, in logits."""

    text: str
    score: float
    limit: float


class Why(msgspec.Struct, frozen=True):
    """The answer for a text: every place where it stands, or what is nearest to it where it stands nowhere.

    `idle` names the filters of the default chain that did not run.
    """

    text: str
    occurrences: list[Occurrence]
    left_out: list[LeftOut]
    nearest: str
    verdict: Verdict
    idle: list[str]


class _Seen(NamedTuple):
    name: str
    document: Document
    ledger: Ledger


@dataclass
class _Trace:
    """Remembers what every filter saw, the last first, and how that came from the original."""

    ledger: Ledger | None = None
    seen: list[_Seen] = field(default_factory=list)
    views: dict[str, list[RuleView]] = field(default_factory=dict)
    """What the rules make of a block, by its text: four thousand are put to it, and a word stands in many places."""
    told: dict[tuple[int, int], list[Considered]] = field(default_factory=dict)

    def tell(self, tell: Callable[[Document], Iterable[Considered]], document: Document) -> list[Considered]:
        """Ask a filter what it spared in a document, once; both live as long as this does."""
        key = (id(tell.__self__) if hasattr(tell, "__self__") else id(tell), id(document))
        if key not in self.told:
            self.told[key] = list(tell(document))
        return self.told[key]

    def __call__(self, name: str, document: Document, edits: Sequence[Edit]) -> None:
        if self.ledger is None:
            self.ledger = Ledger(document.text)
        if not any(old.name == name and old.document is document for old in self.seen):
            self.seen.insert(0, _Seen(name, document, self.ledger))
        if edits:
            self.ledger = self.ledger.with_edits(edits)


def why(
    cleaner: Cleaner,
    source: str | bytes,
    text: str,
    kind: InputKind = "auto",
    url: str | None = None,
    rules: Sequence[str] = (),
) -> Why:
    """Tell of a text in a document which edit took it, or which filters and rules looked at it and why they spared it.

    Args:
        cleaner: what cleans; the document is cleaned once more, and watched.
        source: the document, as for `Cleaner.clean`.
        text: what is asked about. Any blank space counts as any other, and case only where something stands in this
            case; what a repair made is found, too.
        kind: what the source is.
        url: where it came from.
        rules: ids of rules that the answer shall tell of, however far they are from matching.

    Raises:
        InputError: bytes that are no text.
        ValueError: the text is blank.

    >>> from cleaner import Cleaner
    >>> answer = why(Cleaner(), "Advertisement\\n\\nThe ferry sails, the harbour board said.", "advertisement")
    >>> [(place.state, place.edits[0].rule) for place in answer.occurrences]
    [('removed', 'en.ad_label.label')]

    """
    if not text.strip():
        raise ValueError("the text that is asked about is blank")
    trace = _Trace()
    article = cleaner.clean(source, kind, url, watch=trace)
    original = article.restore()
    places = _find(original, text) or _find_repaired(article, text)
    page = trace.seen[-1].document.page if trace.seen else None
    limit = cleaner.config.html.threshold
    left = [LeftOut(x, s / 100, limit) for x, s in (page.left_out if page else {}).items() if _find(x, text)]
    ran = [name for name, _ in cleaner.filters]
    return Why(
        text=text,
        occurrences=[_occurrence(cleaner, article, original, trace, place, rules) for place in places],
        left_out=[] if places else left,
        nearest="" if places or left else _nearest(original, text),
        verdict=article.provenance.verdict,
        idle=[name for name in DEFAULT_CHAIN if name not in ran],
    )


def _occurrence(
    cleaner: Cleaner, article: Article, original: str, trace: _Trace, place: tuple[int, int], rules: Sequence[str]
) -> Occurrence:
    start, end = place
    edits = [edit for edit in article.edits if edit.start < end and start < edit.end]
    state = _state(article, original, place, edits)
    line = original.count("\n", 0, start) + 1
    made = trace.ledger.edits if trace.ledger else ()
    undone = [] if article.edits else [edit for edit in made if edit.start < end and start < edit.end]
    if state == "removed" or undone:
        return Occurrence(start, end, line, state, edits, undone, [], [], [], [])
    protected = [note for note in article.provenance.spared if note.start < end and start < note.end]
    considered: list[Considered] = []
    silent: list[str] = []
    for name, apply in cleaner.filters:
        told = _told(name, apply, trace, place)
        considered += told
        if not told:
            silent.append(name)
    views = _views(cleaner, trace, place, rules)
    known = {x.rule for x in considered} | {x.rule for x in protected} | {x.rule for x in edits}
    seen = [
        msgspec.structs.replace(view, reason=_NO_FILTER) if view.matches and view.rule not in known else view
        for view in views
    ]
    return Occurrence(start, end, line, state, edits, [], protected, considered, silent, seen)


def _told(name: str, apply: Filter, trace: _Trace, place: tuple[int, int]) -> list[Considered]:
    """Ask a filter what it spared of a place; of each of its rules, what it said last."""
    tell: Callable[[Document], Iterable[Considered]] | None = getattr(apply, "considered", None)
    told: dict[tuple[str, int], Considered] = {}
    for seen in (seen for seen in trace.seen if tell and seen.name == name):
        parts = seen.ledger.find(*place)
        for x in trace.tell(tell, seen.document) if tell else ():
            if any(x.start < end and start < x.end for start, end in parts):
                first, last = seen.ledger.origin(x.start), seen.ledger.origin(x.end - 1) + 1
                told.setdefault((x.rule, first), msgspec.structs.replace(x, start=first, end=last))
    return list(told.values())


def _views(cleaner: Cleaner, trace: _Trace, place: tuple[int, int], rules: Sequence[str]) -> list[RuleView]:
    """Tell what the rules make of the blocks that are left of a place: each rule once, where it is nearest."""
    if not trace.seen:
        return []
    seen = trace.seen[0]
    parts = seen.ledger.find(*place)
    best: dict[str, RuleView] = {}
    for block in _blocks(seen.document, parts):
        if block.text not in trace.views:
            trace.views[block.text] = list(view_rules(cleaner.matcher, block.text, rules, seen.document.language))
        for view in trace.views[block.text]:
            if view.rule not in best or view.near < best[view.rule].near:
                best[view.rule] = view
    return sort_views(best.values(), rules, seen.document.language)


def _blocks(document: Document, parts: Sequence[tuple[int, int]]) -> Iterator[Block]:
    for block in document.blocks:
        if any(block.start < end and start < block.end for start, end in parts):
            yield block


def _state(article: Article, original: str, place: tuple[int, int], edits: Sequence[Edit]) -> State:
    if all(edit.action == "replace" for edit in edits):
        return "repaired" if edits else "kept"
    stays = Ledger(original, tuple(article.edits)).find(*place)
    return "partly removed" if any(article.text[at:end].strip() for at, end in stays) else "removed"


def _find(text: str, wanted: str) -> list[tuple[int, int]]:
    """Find all places of a text in another, with any blank space between its words, in this case or else in any."""
    pattern = r"\s+".join(re.escape(word) for word in wanted.split())
    for flags in (0, re.IGNORECASE):
        if found := [match.span() for match in re.finditer(pattern, text, flags)]:
            return found
    return []


def _find_repaired(article: Article, wanted: str) -> list[tuple[int, int]]:
    """Find places of the original by what the cleaned text has there."""
    original = article.restore()
    ledger = Ledger(original, tuple(article.edits))
    return [(ledger.origin(start), ledger.origin(end - 1) + 1) for start, end in _find(article.text, wanted)]


def _nearest(original: str, wanted: str) -> str:
    lines = list(dict.fromkeys(line.strip() for line in original.split("\n") if line.strip()))
    size = len(wanted)
    near = difflib.get_close_matches(wanted, [line[: 2 * size] for line in lines], 1, cutoff=0.5)
    return near[0] if near else ""
