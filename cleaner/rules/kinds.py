"""What each kind of noise is, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "encoding": "damaged characters, repaired: mojibake, entities, control characters",
    "whitespace": "superfluous blank lines",
    "link": "the URLs of Markdown links, and Markdown images",
    "date_header": "the date that stands above the article or glued to its first sentence",
    "title": "a headline above the body",
    "byline": "who wrote it, where it stands apart from the text",
    "dateline_credit": "the agency's tag in a dateline",
    "timestamp": "times, ages, lengths and counts of views on lines of their own",
    "caption": "captions and credits of photos and videos",
    "ad_label": "labels and calls of advertisements",
    "newsletter": "calls to sign up for a newsletter, an alert or a channel",
    "app_promo": "calls to install an app",
    "paywall": "notes to subscribers and to those who are none",
    "related": "lists of other articles with their headings, and single read-more lines",
    "teaser": "the beginning of another article, cut off or glued to the text",
    "legal": "disclaimers, risk warnings and terms of use",
    "copyright": "copyright and redistribution notices",
    "wire_credit": "which agency or paper the text comes from",
    "author_bio": "what is said of the author below the article",
    "contact": "how to reach the newsroom or the author, calls for tips and corrections",
    "comments": "the widget and the rules of the comments",
    "share": "share bars and calls to follow",
    "navigation": "menus, breadcrumbs, links to the top, to the next page, to skip",
    "tags": "lists of keywords and topics",
    "template": "residue of templates, scripts and players",
    "repeat": "a paragraph that stands in the text already",
    "boilerplate": "what is around the article on its page, by the model of lines; a whole text that the guard drops",
    "site": "lines that a site puts on each of its pages",
}
"""The meaning of every kind in `cleaner.rules.KINDS`, in the same order."""
