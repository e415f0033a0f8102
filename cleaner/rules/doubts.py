"""What speaks against a match although its rule matches: what stands around the line says that it is the article's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from cleaner.document import Document
from cleaner.rules.matcher import Match
from cleaner.series import STAMPS
from cleaner.text.blocks import Block
from cleaner.text.cohesion import stems
from cleaner.text.prose import COLONS, ends_sentence, is_bullet, width

_LONG = 40  # characters; a line of at least so many that ends in the middle of a sentence was broken there
_TOP = 5  # blocks
_NAME = regex.compile(r"(?:\p{Lu}[\p{L}\p{M}.'’-]*\s+){1,4}")
_LABELLED = frozenset((
    "author_bio", "byline", "caption", "contact", "date_header", "navigation", "related", "share", "tags",
    "wire_credit",
))  # fmt: skip
_LABEL = regex.compile(r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’ -]{1,24}(?:\s?: |：)")
_NEAR, _OTHERS = 3, 2  # lines
_ENTRIES = frozenset(("author_bio", "byline"))
_BUTTONS = frozenset(("comments", "navigation", "share", "tags"))
# None for other articles: a link to a film of what the article tells of shares its words, too.
_CALLS = frozenset(("app_promo", "comments", "contact", "legal", "newsletter", "paywall", "share", "tags"))
_BULLETS, _HEADWORDS = 3, 3  # entries at least
_HEADLINE_WORDS, _TAKEN_UP = 4, 2
_ORDERS = frozenset(
    ("app_promo", "comments", "navigation", "newsletter", "paywall", "related", "share")
)  # they tell the reader to do something
_NAMES_WITH_DATES = 3
_STEP, _STEPS = 100, 3  # Latin characters; of the two lines above and the two below, two of them unknown
_BESIDE, _MOST_KNOWN = 2, 1  # lines above and as many below, of which all but one are unknown
_ENTRY, _ENTRY_WORDS = 40, 5  # Latin characters, and words
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
_SUBJECTS = frozenset(("navigation", "legal", "contact", "share"))  # "Weather", "Terms", "Contact", "TikTok"
_SUBHEADING, _SUBHEADING_WORDS = 30, 3  # Latin characters, and words
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


def in_place(document: Document, block: Block, match: Match) -> bool:
    """Tell whether a match stands where its rule may: anywhere, in the head, or in the foot of the text."""
    first, last = document.body_range
    if match.rule.where == "head":
        return block.index < first or (match.shape == "prefix" and block.index == first)
    if match.rule.where == "foot":
        return block.index > last or (match.shape == "suffix" and block.index == last)
    return True


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


def _is_in_a_list_of_labels(document: Document, block: Block) -> bool:
    if not _LABEL.match(block.text):
        return False
    near = document.blocks[max(0, block.index - _NEAR) : block.index + _NEAR + 1]
    return sum(_LABEL.match(x.text) is not None and not _is_known(document, x) for x in near) >= _OTHERS


def _is_in_a_list(document: Document, block: Block) -> bool:
    """Tell whether a short line stands behind a paragraph among others that no rule knows.

    They will stay, and without this one their list would be the poorer: a cast, a programme, a list of posts.
    """
    at = block.index
    if not document.paragraphs_above[at] or at + _BESIDE >= len(document.blocks) or not _is_entry(block.text):
        return False
    beside = (*document.blocks[at - _BESIDE : at], *document.blocks[at + 1 : at + 1 + _BESIDE])
    return sum(_is_known(document, x) or not _is_entry(x.text) for x in beside) <= _MOST_KNOWN


def _is_a_button(match: Match) -> bool:
    """Tell whether a rule knows a line as a button, which could be an entry or a headword."""
    return match.rule.kind in _BUTTONS and match.shape == "line"


def _is_in_a_bulleted_list(document: Document, block: Block) -> bool:
    """Tell whether no rule knows two thirds of the entries around; of a menu the rules know more."""
    if not is_bullet(block.text):
        return False
    near = document.blocks[max(0, block.index - _NEAR) : block.index + _NEAR + 1]
    entries = [x for x in near if is_bullet(x.text)]
    return len(entries) >= _BULLETS and 3 * sum(_is_known(document, x) for x in entries) <= len(entries)


def _is_headword(document: Document, block: Block) -> bool:
    """Tell whether words and sentences take turns around a word, as in a glossary or the help of a program."""
    places = range(block.index - 4, block.index + 5, 2)
    heads = {document.blocks[at].text for at in places if _heads_a_sentence(document.blocks, at)}
    return block.text in heads and len(heads) >= _HEADWORDS


def _heads_a_sentence(blocks: Sequence[Block], at: int) -> bool:
    return 0 <= at < len(blocks) - 1 and _is_label(blocks[at].text) and ends_sentence(blocks[at + 1].text)


def _is_one_of_several(document: Document, block: Block, match: Match) -> bool:
    """Tell whether lines right above and below are names with dates, too: no article has that many authors.

    Between headlines, as in a list of other articles, none stands right above another.
    """
    near = range(block.index - _BESIDE, block.index + _BESIDE + 1)
    found = {
        document.blocks[x].text for x in near for other in document.matches.get(x, ()) if other.rule.id == match.rule.id
    }
    return len(found) >= _NAMES_WITH_DATES


def _is_a_step(document: Document, block: Block) -> bool:
    """Tell whether a sentence stands among other short ones that no rule knows, as a step of instructions does.

    What begins with a dash or a quotation mark is of a dialogue.
    """
    if not ends_sentence(block.text):
        return False
    near = document.blocks[max(0, block.index - _BESIDE) : block.index + _BESIDE + 1]
    steps = [
        x for x in near
        if x is not block and width(x.text) <= _STEP and ends_sentence(x.text) and x.text[0].isalpha()
    ]  # fmt: skip
    return len(steps) >= _STEPS and sum(not _is_known(document, x) for x in steps) >= _STEPS - 1


def _is_headline(document: Document, block: Block) -> bool:
    """Tell whether a first line of several words is what the first paragraphs are about."""
    if block.index or len(block.text.split()) < _HEADLINE_WORDS or not any(document.prose[1:3]):
        return False
    lead = stems(" ".join(x.text for x in document.blocks[1:3]))
    return len(stems(block.text) & lead) >= _TAKEN_UP


def _is_entry(text: str) -> bool:
    return width(text) <= _ENTRY and len(text.split()) <= _ENTRY_WORDS and not ends_sentence(text)


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
    return _is_label(block.text) and 0 < at < len(prose) - 1 and prose[at - 1] and prose[at + 1]


def _is_label(text: str) -> bool:
    """Tell whether a line is one to three words, and no address."""
    is_short = width(text) <= _SUBHEADING and len(text.split()) <= _SUBHEADING_WORDS
    return is_short and text[-1].isalnum() and "@" not in text


def _follows_another(document: Document, block: Block, kind: str) -> bool:
    above = document.matches.get(block.index - 1, ())
    return any(match.rule.kind == kind for match in above)


def _is_in_a_thread(document: Document, block: Block) -> bool:
    """Tell whether another line near is known from comments of readers."""
    near = (x for x in range(block.index - _REPLIES, block.index + _REPLIES + 1) if x != block.index)
    return any(match.rule.kind == "comments" for x in near for match in document.matches.get(x, ()))


def _is_known(document: Document, block: Block) -> bool:
    return any(match.whole and in_place(document, block, match) for match in document.matches.get(block.index, ()))


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
        lambda document, block, match: match.rule.kind in _LABELLED and _is_in_a_list_of_labels(document, block),
    ),
    (
        "is one of several names with dates, one below the other",
        lambda document, block, match: (
            {group for group, _, _ in match.groups} >= {"byline", "date"} and _is_one_of_several(document, block, match)
        ),
    ),
    (
        "stands among short lines that no rule knows: a cast, a programme, a list of posts",
        lambda document, block, match: match.rule.kind in _ENTRIES and _is_in_a_list(document, block),
    ),
    (
        "is one of several entries of a list that no rule knows",
        lambda document, block, match: _is_a_button(match) and _is_in_a_bulleted_list(document, block),
    ),
    (
        "is one of several words that a sentence below each explains",
        lambda document, block, match: _is_a_button(match) and _is_headword(document, block),
    ),
    (
        "is a sentence among other short ones that no rule knows: a step of instructions",
        lambda document, block, match: (
            match.rule.kind in _ORDERS
            and match.rule.language in (document.language, "mul")
            and _is_a_step(document, block)
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
