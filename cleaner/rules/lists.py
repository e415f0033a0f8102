"""Lists that an article holds: what the lines above and below one say of it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from cleaner.document import Document
from cleaner.rules.matcher import Match
from cleaner.rules.places import is_known
from cleaner.text.blocks import Block
from cleaner.text.prose import QUESTION_MARKS, ends_sentence, is_bullet, width

_LABEL = regex.compile(r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’ -]{1,24}(?:\s?: |：)")
_NEAR, _OTHERS = 3, 2  # lines
_BULLETS, _HEADWORDS = 3, 3  # entries at least
_HEADINGS, _HEADINGS_NEAR = 2, 8  # unknown ones, within so many blocks
_QUESTIONS, _QUESTIONS_NEAR = 3, 8  # the one above among them, within so many blocks
_NAMES_WITH_DATES = 3
_STEP, _STEPS = 100, 3  # Latin characters; of the two lines above and the two below, two of them unknown
_BESIDE, _MOST_KNOWN = 2, 1  # lines above and as many below, of which all but one are unknown
_ENTRY, _ENTRY_WORDS = 40, 5  # Latin characters, and words
_LABEL_WIDTH, _LABEL_WORDS = 30, 3  # Latin characters, and words


def is_in_a_list_of_labels(document: Document, block: Block) -> bool:
    """Tell whether lines near begin with labels as this one does, and no rule knows them."""
    if not _LABEL.match(block.text):
        return False
    near = document.blocks[max(0, block.index - _NEAR) : block.index + _NEAR + 1]
    return sum(_LABEL.match(x.text) is not None and not is_known(document, x) for x in near) >= _OTHERS


def is_in_a_list(document: Document, block: Block) -> bool:
    """Tell whether a short line stands behind a paragraph among others that no rule knows.

    They will stay, and without this one their list would be the poorer: a cast, a programme, a list of posts.
    """
    at = block.index
    if not document.paragraphs_above[at] or at + _BESIDE >= len(document.blocks) or not _is_entry(block.text):
        return False
    beside = (*document.blocks[at - _BESIDE : at], *document.blocks[at + 1 : at + 1 + _BESIDE])
    return sum(is_known(document, x) or not _is_entry(x.text) for x in beside) <= _MOST_KNOWN


def is_in_a_bulleted_list(document: Document, block: Block) -> bool:
    """Tell whether no rule knows two thirds of the entries around; of a menu the rules know more."""
    if not is_bullet(block.text):
        return False
    near = document.blocks[max(0, block.index - _NEAR) : block.index + _NEAR + 1]
    entries = [x for x in near if is_bullet(x.text)]
    return len(entries) >= _BULLETS and 3 * sum(is_known(document, x) for x in entries) <= len(entries)


def is_headword(document: Document, block: Block) -> bool:
    """Tell whether words and sentences take turns around a word, as in a glossary or the help of a program."""
    places = range(block.index - 4, block.index + 5, 2)
    heads = {document.blocks[at].text for at in places if _heads_a_sentence(document.blocks, at)}
    return block.text in heads and len(heads) >= _HEADWORDS


def _heads_a_sentence(blocks: Sequence[Block], at: int) -> bool:
    return 0 <= at < len(blocks) - 1 and is_label(blocks[at].text) and ends_sentence(blocks[at + 1].text)


def is_set_as_a_heading(document: Document, block: Block) -> bool:
    """Tell whether a blank line stands above some words and none below, as with headings near that no rule knows."""
    if not _tops_a_sentence(document, block):
        return False
    near = document.blocks[max(0, block.index - _HEADINGS_NEAR) : block.index + _HEADINGS_NEAR + 1]
    return sum(_tops_a_sentence(document, x) and not is_known(document, x) for x in near) >= _HEADINGS


def _tops_a_sentence(document: Document, block: Block) -> bool:
    if block.gap == 1 or not _heads_a_sentence(document.blocks, block.index):
        return False
    below = document.blocks[block.index + 1]
    return below.gap == 1 and not is_known(document, below)


def is_an_answer(document: Document, block: Block) -> bool:
    """Tell whether a sentence stands below a question, as others near do: in an interview."""
    if not ends_sentence(block.text) or not _is_question(document, block.index - 1):
        return False
    near = range(max(0, block.index - _QUESTIONS_NEAR), min(len(document.blocks), block.index + _QUESTIONS_NEAR))
    return sum(_is_question(document, x) for x in near) >= _QUESTIONS


def _is_question(document: Document, at: int) -> bool:
    return at >= 0 and document.blocks[at].text.endswith(QUESTION_MARKS) and not is_known(document, document.blocks[at])


def is_one_of_several(document: Document, block: Block, match: Match) -> bool:
    """Tell whether lines right above and below are names with dates, too: no article has that many authors.

    Between headlines, as in a list of other articles, none stands right above another.
    """
    near = range(block.index - _BESIDE, block.index + _BESIDE + 1)
    found = {
        document.blocks[x].text for x in near for other in document.matches.get(x, ()) if other.rule.id == match.rule.id
    }
    return len(found) >= _NAMES_WITH_DATES


def is_a_step(document: Document, block: Block) -> bool:
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
    return len(steps) >= _STEPS and sum(not is_known(document, x) for x in steps) >= _STEPS - 1


def _is_entry(text: str) -> bool:
    return width(text) <= _ENTRY and len(text.split()) <= _ENTRY_WORDS and not ends_sentence(text)


def is_label(text: str) -> bool:
    """Tell whether a line is one to three words, and no address."""
    is_short = width(text) <= _LABEL_WIDTH and len(text.split()) <= _LABEL_WORDS
    return is_short and text[-1].isalnum() and "@" not in text
