"""What speaks against a match although its rule matches: what stands around the line says that it is the article's."""

from __future__ import annotations

from collections.abc import Callable

import regex

from cleaner.document import Document
from cleaner.rules.lists import (
    is_a_step,
    is_an_answer,
    is_headword,
    is_in_a_bulleted_list,
    is_in_a_list,
    is_in_a_list_of_labels,
    is_label,
    is_one_of_several,
    is_set_as_a_heading,
)  # fmt: skip
from cleaner.rules.matcher import Match
from cleaner.rules.places import is_known
from cleaner.series import STAMPS
from cleaner.text.blocks import Block
from cleaner.text.cohesion import stems
from cleaner.text.prose import COLONS, ends_sentence

_LONG = 40  # characters; a line of at least so many that ends in the middle of a sentence was broken there
_TOP = 5  # blocks
_NAME = regex.compile(r"(?:\p{Lu}[\p{L}\p{M}.'’-]*\s+){1,4}")
_LABELLED = frozenset((
    "author_bio", "byline", "caption", "contact", "date_header", "navigation", "related", "share", "tags",
    "wire_credit",
))  # fmt: skip
_ENTRIES = frozenset(("author_bio", "byline"))
_BUTTONS = frozenset(("comments", "navigation", "share", "tags"))
# None for other articles: a link to a film of what the article tells of shares its words, too.
_CALLS = frozenset(("app_promo", "comments", "contact", "legal", "newsletter", "paywall", "share", "tags"))
_HEADLINE_WORDS, _TAKEN_UP = 4, 2
_ORDERS = frozenset(
    ("app_promo", "comments", "navigation", "newsletter", "paywall", "related", "share")
)  # they tell the reader to do something
_REPLIES = 8  # lines from one comment to the next
_FULL_NAME = 2  # words
_PRONOUNS = {
    "en": ("he", "she"), "de": ("er", "sie"), "fr": ("il", "elle"), "it": ("lui", "lei"), "es": ("él", "ella"),
    "pt": ("ele", "ela"), "nl": ("hij", "zij"), "sv": ("han", "hon"), "no": ("han", "hun"), "da": ("han", "hun"),
    "fi": ("hän",), "cs": ("on", "ona"), "pl": ("on", "ona"), "hu": ("ő",), "ro": ("el", "ea"), "el": ("αυτός", "αυτή"),
    "tr": ("o",), "ru": ("он", "она"), "uk": ("він", "вона"), "bg": ("той", "тя"),
}  # fmt: skip
_PART = 2  # paragraphs on either side of a part of an article,
_BELOW = 10  # within so many blocks
_LABELS = frozenset(("ad_label", "app_promo", "comments", "copyright", "newsletter", "paywall", "tags"))
_SUBJECTS = frozenset(("navigation", "legal", "contact", "share"))  # "Weather", "Terms", "Contact", "TikTok"
_STORY = 100  # blocks up and down; more than that is another story


def doubt(document: Document, block: Block, match: Match) -> str:
    """Say why a line is rather the article's than what a rule takes it for; nothing if nothing says so.

    >>> from cleaner.rules import load_packs
    >>> from cleaner.rules.matcher import Matcher
    >>> matcher = Matcher(load_packs().rules)
    >>> document = Document("The board has read every word of the letter that one of\\nthem wrote.", matcher)
    >>> doubt(document, document.blocks[1], document.matches[1][0])
    'goes on with the sentence of the line above'
    """
    return next((reason for reason, speaks in _DOUBTS if speaks(document, block, match)), "") if match.whole else ""


def _goes_on(document: Document, block: Block) -> bool:
    if not block.text[0].islower() or block.gap != 1:
        return False
    above = document.blocks[block.index - 1].text
    return len(above) >= _LONG and not ends_sentence(above)


def _goes_on_below(document: Document, block: Block) -> bool:
    """Tell whether a line breaks off in the middle of a sentence that the next one goes on with."""
    if len(block.text) < _LONG or ends_sentence(block.text) or block.index + 1 == len(document.blocks):
        return False
    below = document.blocks[block.index + 1]
    return below.gap == 1 and below.text[0].islower()


def _is_a_button(match: Match) -> bool:
    """Tell whether a rule knows a line as a button, which could be an entry or a headword."""
    return match.rule.kind in _BUTTONS and match.shape == "line"


def _is_headline(document: Document, block: Block) -> bool:
    """Tell whether a first line of several words is what the first paragraphs are about."""
    if block.index or len(block.text.split()) < _HEADLINE_WORDS or not any(document.prose[1:3]):
        return False
    lead = stems(" ".join(x.text for x in document.blocks[1:3]))
    return len(stems(block.text) & lead) >= _TAKEN_UP


def _heads_a_part(document: Document, block: Block) -> bool:
    """Tell whether a heading with its paragraph is a part of the article: between paragraphs, or one of many such.

    The last of many stands above nothing, and without it the one before it would.
    """
    prose, at = document.prose, block.index
    if at + 1 == len(prose) or not prose[at + 1]:
        return False
    if document.times[block.text] > 1 or 2 * document.parts > document.paragraphs_above[-1]:
        return True
    return document.paragraphs_above[at] >= _PART and sum(prose[at + 2 : at + 2 + _BELOW]) >= _PART


def _may_be_a_subject(document: Document, block: Block, match: Match) -> bool:
    """Tell whether a label could name what the paragraphs below are about.

    "TikTok" could; "Share on TikTok" could not, nor "Share" in another language than theirs.
    """
    if match.rule.kind not in _SUBJECTS or match.shape == "section":
        return False
    return match.rule.kind != "share" or (
        " " not in block.text and match.rule.language in (document.language, "en", "mul")
    )


def _is_subheading(document: Document, block: Block) -> bool:
    """Tell whether a line is one or two words between two paragraphs: what they name may be the article's subject."""
    prose, at = document.prose, block.index
    return is_label(block.text) and 0 < at < len(prose) - 1 and prose[at - 1] and prose[at + 1]


def _is_taken_up(document: Document, block: Block) -> bool:
    """Tell whether the paragraph below takes up the words between it and another; labels come in capitals."""
    if block.text.isupper() or document.times[block.text] > 1 or not _is_subheading(document, block):
        return False
    below = document.blocks[block.index + 1]
    return not is_known(document, below) and not stems(block.text).isdisjoint(stems(below.text))


def _follows_another(document: Document, block: Block, kind: str) -> bool:
    above = document.matches.get(block.index - 1, ())
    return any(match.rule.kind == kind for match in above)


def _is_in_a_thread(document: Document, block: Block) -> bool:
    """Tell whether another line near is known from comments of readers."""
    near = (x for x in range(block.index - _REPLIES, block.index + _REPLIES + 1) if x != block.index)
    return any(match.rule.kind == "comments" for x in near for match in document.matches.get(x, ()))


def _is_of_the_story(document: Document, block: Block, language: str) -> bool:
    """Tell whether a line is about a person of the paragraphs; between two, also by the pronoun it begins with."""
    first, last = document.body_range
    is_within = first < block.index < last
    if is_within and not (document.prose[block.index - 1] and document.prose[block.index + 1]):
        return False
    begins = _NAME.match(block.text)
    names = begins.group().split() if begins else []
    if len(names) < _FULL_NAME:
        is_pronoun = bool(names) and names[0].lower() in _PRONOUNS.get(language, ())
        is_sentence_of_it = is_pronoun and (is_within or ends_sentence(block.text))
        return is_sentence_of_it and (is_within or not _follows_another(document, block, "author_bio"))
    around = document.blocks[max(first, block.index - _STORY) : min(last, block.index + _STORY) + 1]
    paragraphs = (x.text for x in around if document.prose[x.index])
    return any(names[-1] in paragraph for paragraph in paragraphs)


_DOUBTS: tuple[tuple[str, Callable[[Document, Block, Match], bool]], ...] = (
    ("goes on with the sentence of the line above", lambda document, block, _: _goes_on(document, block)),
    (
        "breaks off in a sentence that the line below goes on with",
        lambda document, block, _: _goes_on_below(document, block),
    ),
    (
        "has no body above it that it could end",
        lambda document, block, match: (
            match.shape == "tail" and block.index < _TOP and not any(document.prose[: block.index])
        ),
    ),
    (
        "one of several dates or times that stand above sentences, and order the text",
        lambda document, block, match: match.rule.kind in STAMPS and block.index in document.series,
    ),
    (
        "is one of several lines with labels that no rule knows: a transcript, or a list",
        lambda document, block, match: match.rule.kind in _LABELLED and is_in_a_list_of_labels(document, block),
    ),
    (
        "is one of several names with dates, one below the other",
        lambda document, block, match: (
            {group for group, _, _ in match.groups} >= {"byline", "date"} and is_one_of_several(document, block, match)
        ),
    ),
    (
        "stands among short lines that no rule knows: a cast, a programme, a list of posts",
        lambda document, block, match: match.rule.kind in _ENTRIES and is_in_a_list(document, block),
    ),
    (
        "is one of several entries of a list that no rule knows",
        lambda document, block, match: _is_a_button(match) and is_in_a_bulleted_list(document, block),
    ),
    (
        "is one of several words that a sentence below each explains",
        lambda document, block, match: _is_a_button(match) and is_headword(document, block),
    ),
    (
        "stands right above a sentence as other headings do",
        lambda document, block, match: (
            match.rule.kind in _ORDERS | _BUTTONS | _SUBJECTS
            and match.shape == "line"
            and is_set_as_a_heading(document, block)
        ),
    ),
    (
        "answers a question, as other lines near do",
        lambda document, block, match: match.shape != "tail" and is_an_answer(document, block),
    ),
    (
        "is a sentence among other short ones that no rule knows: a step of instructions",
        lambda document, block, match: (
            match.rule.kind in _ORDERS
            and match.rule.language in (document.language, "mul")
            and is_a_step(document, block)
        ),
    ),
    (
        "is the first line, and the lead takes up its words",
        lambda document, block, match: match.rule.kind in _CALLS and _is_headline(document, block),
    ),
    (
        "heads a part of the article: paragraphs stand above it and below what it would take along",
        lambda document, block, match: match.rule.until == "next" and _heads_a_part(document, block),
    ),
    (
        "stands between two paragraphs as a subheading does",
        lambda document, block, match: _may_be_a_subject(document, block, match) and _is_subheading(document, block),
    ),
    (
        "stands between two paragraphs, and the one below takes up its word",
        lambda document, block, match: match.rule.kind in _LABELS and _is_taken_up(document, block),
    ),
    (
        "is about somebody whom the paragraphs name",
        lambda document, block, match: (
            match.rule.kind == "author_bio" and _is_of_the_story(document, block, match.rule.language)
        ),
    ),
    (
        "introduces what somebody says, and no comment stands near",
        lambda document, block, match: (
            match.rule.kind == "comments" and block.text.endswith(COLONS) and not _is_in_a_thread(document, block)
        ),
    ),
)
