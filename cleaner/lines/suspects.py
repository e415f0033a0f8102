"""Describe lines that may be teasers of other articles: how they end, what they share with the rest, where they stand.

Whole numbers throughout (shares in thousandths), so that the trees that judge them answer the same on every machine.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Sequence
from functools import cached_property
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import regex

from cleaner.lines.characters import Ints
from cleaner.text.cohesion import MOST_CHARS, Vocabulary, stems_of
from cleaner.text.prose import dense_share, ends_sentence, words

_CUT_MARK = regex.compile(r"(?:\.\.\.|…)[”\"’']?$")
_GLUE = regex.compile(
    r"(?<=\p{Ll}{3})(?P<stop>[.!?…]?[”\"’]?)(?=\p{Lu}\p{Ll}*[ ,'’-])|(?<=\d{2}|\p{Ll}\))(?P<stop>)(?=\p{Lu}\p{Ll}+ )"
)
# What stands before a capital in every match of `_GLUE`; found several times faster.
_MAYBE_GLUED = re.compile(r"[^\sA-Z(\[“‘«„–—-][A-Z\u00c0-\u1fff\u2100-\U0010ffff]")
# A long word that begins with a small letter (the group) stands in no headline whose words have capitals.
_NAME_IN_A_SENTENCE = regex.compile(r"(?<![\p{L}\d])(?:(\p{Ll}{5,})|\p{Ll}[\p{L}’'-]*) [\p{Lu}#]\p{L}*$")
_NAME = regex.compile(r"(?<=[\p{Ll},;] )\p{Lu}[\p{L}’'-]{2,}")
PLAIN_WORD = regex.compile(r"(?<![\p{L}\d])[\p{Ll}\p{Lo}][\p{L}'’-]*")
"""Words that begin with a small letter, or are of a script that has none: no names."""
_CAMEL = regex.compile(r"(?<=\p{Ll}{2})\p{Lu}\p{Ll}")
_SENTENCE = re.compile(r"[.!?。]\s")
_ENDING = re.compile(r"(?<![^\W_])([^\W_]++)[.!?。]")  # a word is tried once, however long it is
_DIVIDER = re.compile(r"[|•·]| [-–—] ")
_STEM = 6
_SHORTEST_HEADLINE = 20  # characters
_MUCH = 5  # words of substance from which on a line's share says something
_LONGEST, _SHORTEST = 1000, 60

NAMES = (
    "length", "dense", "cut mark", "open", "last word length", "last word lower", "last word upper", "last word digit",
    "last word times", "last word ends sentences", "last word is a piece", "glue", "glue place", "stamp", "share",
    "substance", "substance elsewhere", "names", "name share", "place", "from end", "lines", "open share",
    "open share of long", "open long", "open before", "open after", "length before", "length after", "open all after",
    "same length", "sentences", "divider", "colon", "quote", "brackets", "camels", "stops", "tail", "usual share",
    "share beyond usual", "ends in bracket",
)  # fmt: skip
_in_order = itemgetter(*NAMES)


class Wording(NamedTuple):
    """What is told of a line by its own text, to be counted with that of the others."""

    words: list[str]
    substance: set[str]
    endings: list[str]
    """The words before a stop."""
    camels: int
    """The capitals inside words."""
    open: bool
    """See `is_open`."""


def wording(text: str) -> Wording:
    """Read one line."""
    found = words(text)
    known = found if len(text) <= MOST_CHARS else words(text[:MOST_CHARS])
    return Wording(
        words=found,
        substance=stems_of(known, min_word=5, stem=_STEM),
        endings=_ENDING.findall(text.lower()),
        camels=len(_CAMEL.findall(text)),
        open=is_open(text),
    )


class Surroundings:
    """What is counted once of the lines of a text, to describe the suspects among them.

    Args:
        texts: the lines.
        suspects: the indexes of those to describe.
        read: `wording` of every line, for who has it already.

    """

    def __init__(self, texts: Sequence[str], suspects: Container[int] = (), read: Sequence[Wording] | None = None):
        read = [wording(text) for text in texts] if read is None else read
        self.texts = texts
        self.substance = [line.substance for line in read]
        self.vocabulary = Vocabulary(self.substance)
        self.total = sum(map(len, self.substance))
        shares = [
            self.vocabulary.share(own, without=own)
            for index, own in enumerate(self.substance)
            if len(own) >= _MUCH and index not in suspects
        ]
        self.usual_share = int(1000 * sum(shares) / len(shares)) if shares else 0
        self.open = [line.open for line in read]
        self.opened = [0, *accumulate(self.open)]
        self.words = Counter(chain.from_iterable(line.words for line in read))
        self.endings = Counter(chain.from_iterable(line.endings for line in read))
        self.camels = sum(  # a teaser may hold one: where its headline ends
            max(0, line.camels - (index in suspects)) for index, line in enumerate(read)
        )
        long = [_SHORTEST <= len(text) <= _LONGEST for text in texts]
        self.long = sum(long)
        self.open_lengths = Counter(
            len(text) for text, is_long, is_cut in zip(texts, long, self.open, strict=True) if is_long and is_cut
        )

    def describe(self, index: int, stamped: bool) -> list[int]:
        """Describe one line.

        Args:
            index: of the line.
            stamped: does it begin with a date and a time?

        """
        found = {
            **_own(self.texts[index]),
            **self._last_word(index),
            **self._shared(index),
            **self._open(index),
            **self._neighbours(index),
            "stamp": stamped,
            "camels": self.camels,
        }
        return list(_in_order(found))

    def _last_word(self, index: int) -> dict[str, int]:
        """Whether the last word is one, or the beginning of one that was cut."""
        last = last_word(self.texts[index])
        folded = last.lower()
        return {
            "last word length": len(last),
            "last word lower": last[:1].islower(),
            "last word upper": last[:1].isupper(),
            "last word digit": last[:1].isdigit(),
            "last word times": self.words[folded],
            "last word ends sentences": self.endings[folded],
            "last word is a piece": self._is_piece(folded),
        }

    def _shared(self, index: int) -> dict[str, int]:
        """What of its words and names the other lines hold."""
        own = self.substance[index]
        share = int(1000 * self.vocabulary.share(own, without=own))
        names = {name[:_STEM].lower() for name in _NAME.findall(self.texts[index])}
        return {
            "share": share,
            "usual share": self.usual_share,
            "share beyond usual": share - self.usual_share,
            "substance": len(own),
            "substance elsewhere": self.total - len(own),
            "names": len(names),
            "name share": int(1000 * self.vocabulary.share(names, without=own)),
        }

    def _open(self, index: int) -> dict[str, int]:
        """How many of the other lines are open as well."""
        size, is_cut, others = len(self.texts[index]), self.open[index], max(1, len(self.texts) - 1)
        after = len(self.texts) - 1 - index
        open_long = self.open_lengths.total() - (is_cut and self.open_lengths[size] > 0)
        return {
            "open": is_cut,
            "open share": 1000 * (self.opened[-1] - is_cut) // others,
            "open share of long": 1000 * open_long // max(1, self.long),
            "open long": open_long,
            "open all after": 1000 * (self.opened[-1] - self.opened[index + 1]) // max(1, after),
            "same length": sum(self.open_lengths[size + x] for x in range(-2, 3)) - is_cut,
        }

    def _neighbours(self, index: int) -> dict[str, int]:
        """Where the line stands, and what is right above and below it."""
        last = len(self.texts) - 1
        return {
            "place": 1000 * index // max(1, last),
            "from end": last - index,
            "lines": last + 1,
            "open before": self.open[index - 1] if index else -1,
            "open after": self.open[index + 1] if index < last else -1,
            "length before": len(self.texts[index - 1]) if index else 0,
            "length after": len(self.texts[index + 1]) if index < last else 0,
        }

    def _is_piece(self, word: str) -> bool:
        """Is it the beginning of words that stand elsewhere, and stands nowhere itself?"""
        if len(word) <= 2 or self.words[word] > 1:
            return False
        at = bisect_right(self._sorted_words, word)  # what begins with it is sorted right behind it
        return at < len(self._sorted_words) and self._sorted_words[at].startswith(word)

    @cached_property
    def _sorted_words(self) -> list[str]:
        return sorted(self.words)


def _own(text: str) -> dict[str, int]:
    """What the line itself tells: how it ends, what joins its parts."""
    glued = glue(text)
    return {
        "length": len(text),
        "dense": dense_share(text) > 0.3,
        "cut mark": is_marked_cut(text),
        "glue": 0 if glued is None else 2 - bool(glued[1]),
        "glue place": 0 if glued is None else glued[0],
        "sentences": len(_SENTENCE.findall(text)),
        "divider": _DIVIDER.search(text) is not None,
        "colon": ":" in text,
        "quote": text[0] in "\"“«‘'„",
        "brackets": text.count("(") != text.count(")") or text.count("“") != text.count("”") or text.count('"') % 2,
        "stops": text.count(".") + text.count("…"),
        "tail": len(text) - max((found.end() for found in _SENTENCE.finditer(text)), default=0),
        "ends in bracket": text[-1] in ")]",
    }


def table(rows: Sequence[Sequence[int]]) -> Ints:
    """Put descriptions together for the trees."""
    return np.array(rows, np.int64)


def is_open(text: str) -> bool:
    """Tell whether a line ends as neither a sentence nor an announcement of what follows does.

    >>> is_open("The ferry sails again, the harbour board said on"), is_open("The ferry sails again.")
    (True, False)
    """
    return not (ends_sentence(text) or text.endswith((":", ";", ","))) or is_marked_cut(text)


def is_marked_cut(text: str) -> bool:
    """Tell whether a line ends in three dots."""
    return _CUT_MARK.search(text) is not None


def last_word(text: str) -> str:
    """Give the last word of a line, without what may stand behind it.

    >>> last_word("The ferry sails aga…")
    'aga'
    """
    return text[-60:].rstrip("….”\"’' ").rsplit(None, 1)[-1] if text.rstrip("….”\"’' ") else ""


def may_begin_a_sentence(text: str, others: str) -> bool:
    """Tell whether the last of a few words stands within other sentences, or begins a word that does.

    What is glued behind a paragraph, as a name or "Comments", does not.

    >>> may_begin_a_sentence("Nobody we", "Two men were hurt."), may_begin_a_sentence("Jon Maar", "Two men were hurt.")
    (True, False)
    """
    last = regex.escape(last_word(text).lower(), special_only=True)
    if not last or regex.search(rf"(?<![\p{{L}}\d]){last}(?![\p{{L}}\d])[.!?。]", others, regex.IGNORECASE):
        return False
    return regex.search(rf"(?<![\p{{L}}\d]){last}", others) is not None


def glue(text: str) -> tuple[int, str] | None:
    """Find where a headline runs into a lead without a space: the place, and the stop that stands there.

    >>> glue("Airline strike grounds flightsPassengers slept on the floor of the terminal")
    (30, '')
    >>> glue("The shares of LendingTree rose as it said on Monday")

    """
    if not _MAYBE_GLUED.search(text):
        return None
    for found in _GLUE.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        name = None if found.group("stop") else _NAME_IN_A_SENTENCE.search(before)
        if name and (name.group(1) or not _is_title_case(before)):
            continue  # a trade name
        if before.count(" ") >= 2 and len(before) >= _SHORTEST_HEADLINE and len(PLAIN_WORD.findall(after)) >= 3:
            return found.start(), found.group("stop")
    return None


def _is_title_case(text: str) -> bool:
    long = [word for word in text.split() if len(word) > 3]
    return sum(word[0].isupper() for word in long) >= 0.6 * len(long)
