"""What was removed, in the formats of others: attributes of dolma, and the W3C's Web Annotation."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from cleaner.article import Article, Edit

_CONTEXT_CHARS = 32


def dolma_document(article: Article, id: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    """Make the document that dolma's attributes point into: the original text, not the clean one.

    Args:
        article: a cleaned article.
        id: its identity, the same as in the attributes.
        fields: what else is known of it.

    """
    known = {"url": article.url, "title": article.title, "byline": article.byline, "language": article.language}
    metadata = {key: value for key, value in known.items() if value} | (fields or {})
    document = {"id": id, "text": article.restore(), "source": article.source or "newsclean", "metadata": metadata}
    if article.date:
        document["created"] = dt.datetime.combine(article.date, dt.time()).isoformat() + "Z"
    return document


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
    source = article.url or f"urn:newsclean:{quote(id, safe=':/', errors='replace')}"
    original = article.restore()
    items = [_annotation(edit, original, source, number) for number, edit in enumerate(article.edits, 1)]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{source}#newsclean",
        "type": "AnnotationPage",
        "items": items,
    }


def _annotation(edit: Edit, original: str, source: str, number: int) -> dict[str, Any]:
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
        "id": f"{source}#newsclean-{number}",
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
