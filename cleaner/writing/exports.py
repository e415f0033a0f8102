"""What was removed, in the formats of others: attributes of dolma, and the W3C's Web Annotation."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from cleaner.article import Article, Edit

_CONTEXT_CHARS = 32
_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%"  # all that may stand in one as it is
_DOLMA_KEYS = ("source", "created", "added", "version")


def dolma_document(article: Article, id: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    """Make the document that dolma's attributes point into: the original text, not the clean one.

    Args:
        article: a cleaned article.
        id: its identity, the same as in the attributes.
        fields: what else is known of it. Those that dolma knows stay where they are; nothing that was found in the
            article gives way to one of the others.

    >>> from cleaner import clean
    >>> found = dolma_document(clean("The ferry sails again."), "a", {"source": "harbour", "desk": "sea"})
    >>> found["source"], found["metadata"]
    ('harbour', {'desk': 'sea'})

    """
    others = dict(fields or {})
    own = {key: others.pop(key) for key in _DOLMA_KEYS if others.get(key)}
    inner = others.pop("metadata") if isinstance(others.get("metadata"), dict) else {}
    known = {"url": article.url, "title": article.title, "byline": article.byline, "language": article.language}
    document = {"id": id, "text": article.restore(), "source": article.source or "newsclean"}
    if article.date:
        document["created"] = dt.datetime.combine(article.date, dt.time()).isoformat() + "Z"
    found = {key: value for key, value in known.items() if value}
    return document | own | {"metadata": inner | others | found}


def dolma_attributes(article: Article, id: str) -> dict[str, Any]:
    """Make the attributes that `dolma mix` replaces spans by: `pack__rule__kind` and `[start, end, score]`.

    Spans are in code points of the original. A repair is a span, too, so that a mix that replaces all spans by nothing
    takes it out; choose the attributes by their kind.

    >>> from cleaner import clean
    >>> dolma_attributes(clean("The ferry sails again, the board said.\\n\\nAdvertisement"), "a")["attributes"]
    {'newsclean__en.ad_label.label__ad_label': [[38, 53, 1.0]]}

    """
    spans: dict[str, list[list[float]]] = {}
    for edit in article.edits:
        spans.setdefault(f"newsclean__{edit.rule}__{edit.kind}", []).append([edit.start, edit.end, edit.score])
    return {"id": id, "attributes": spans}


def web_annotations(article: Article, id: str) -> dict[str, Any]:
    """Make a page of annotations, one for every edit, that a review tool can show over the original.

    Each points to its place by position and, for texts that have changed a little since, by quotation.

    Args:
        article: a cleaned article.
        id: its identity; where it has a URL the annotations are of that.

    """
    name = quote(id, safe=":/", errors="replace")
    source = quote(article.url, safe=_OF_ADDRESSES, errors="replace") if article.url else f"urn:newsclean:{name}"
    page = f"{source}#newsclean:{name}" if article.url else f"{source}#newsclean"
    original = article.restore()
    items = [_annotation(edit, original, source, f"{page}-{number}") for number, edit in enumerate(article.edits, 1)]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": page,
        "type": "AnnotationPage",
        "items": items,
    }


def _annotation(edit: Edit, original: str, source: str, name: str) -> dict[str, Any]:
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "classifying", "value": edit.kind},
        {
            "type": "TextualBody",
            "purpose": "describing",
            "value": f"{edit.action} by {edit.rule}, score {edit.score:g}",
        },
    ]
    if edit.action == "replace":
        bodies.append({"type": "TextualBody", "purpose": "editing", "format": "text/plain", "value": edit.replacement})
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "editing",
        "body": bodies,
        "target": {
            "source": source,
            "selector": [
                {"type": "TextPositionSelector", "start": edit.start, "end": edit.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": edit.removed,
                    "prefix": original[max(0, edit.start - _CONTEXT_CHARS) : edit.start],
                    "suffix": original[edit.end : edit.end + _CONTEXT_CHARS],
                },
            ],
        },
    }
