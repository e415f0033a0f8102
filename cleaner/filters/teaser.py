"""Remove teasers of other articles that no word gives away: cut off, glued together, dated otherwise, off the topic.

No single sign decides. Trees weigh how a line ends, what it shares with the body, and where it stands; they are grown
by `training/teasers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from math import exp
from pathlib import Path
from typing import Annotated, ClassVar

import msgspec
import regex
from msgspec import Meta

from cleaner.article import Considered, Edit
from cleaner.document import Document
from cleaner.lines import forest, suspects
from cleaner.rules.glued import glued_label
from cleaner.text import dates
from cleaner.text.blocks import Block
from cleaner.text.prose import dense_share, ends_sentence, is_bullet

WEIGHTS = Path(suspects.__file__).with_name("teaser.npz")

_ATTRIBUTION = regex.compile(r"[”\"’»]\s*[—–-]\s*\p{Lu}")
_STAMP = regex.compile(rf"{dates.DATE}[,|\s·•–-]{{1,4}}{dates.TIME}(?=\s*[\p{{Lu}}“\"])")
_NO_TEASER = regex.compile(r"[|\t{}<>=\\]|https?:|www\.|\p{L}@\p{L}")
_SIGN_OF_NO_TEASER = re.compile(r"[|\t{}<>=\\:@]")  # or "www."; found faster
_BEGINNING = regex.compile(r"[\p{Lu}\p{Lo}\p{Nd}“\"«„‘'¿¡]")
_END_OF_SENTENCE = re.compile(r"[.!?。！？।][”\"’»]?(?:\s|(?<=[。！？]))")
_QUOTES = {"”": "“„”", "“": "„", "»": "«", "«": "»", "’": "‘", '"': '"', "」": "「", "』": "『"}
"""What closes a quotation, and what may have opened it."""
_DENSE_STOPS = "。！？｡」』"  # which no space follows
_ATTRIBUTED = 30  # characters, of who is quoted
_EMOJI = regex.compile(r"\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*$")
_SENTENCES, _TAIL = 60, 3  # characters, and words behind them
_LOOKED = 200  # blocks before a line, and as many behind it, whose words it is compared with
_MIN_PLAIN_WORDS = 6
_MIN_BLOCKS = 3
_DENSE = 2.5
_LONG = 400  # characters; what is longer is judged only among the last lines, where lists of other articles stand
_KEPT = 5_000_000  # characters of a text; what is told of each line takes several times its memory
_MOST_CAMELS = 1  # besides those that make a suspect; with more, capitals inside words are the topic's habit
_PREFIXING = frozenset(("rw", "sw", "xh", "zu"))  # a word begins otherwise each time: what lines share says nothing


class TeaserFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weigh the evidence that a block belongs to another article.

    `threshold` is the probability (0 to 1) from which on a block goes; `min_chars` and `max_chars` the lengths between
    which a line is judged. `weights` names another file of trees.
    """

    name: ClassVar[str] = "teaser"
    files: ClassVar[Mapping[str, Callable[[Path], object]]] = {"weights": forest.read}

    threshold: Annotated[float, Meta(ge=0, le=1)] = 0.88
    min_chars: Annotated[int, Meta(ge=0)] = 60
    max_chars: Annotated[int, Meta(ge=1)] = 1000
    weights: str = ""

    def __post_init__(self) -> None:
        if self.min_chars > self.max_chars:
            raise ValueError(f"min_chars ({self.min_chars}) must not be more than max_chars ({self.max_chars})")

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Point at teasers."""
        for block, probability, reason in self._weigh(document):
            if probability >= self.threshold:
                yield document.edit(
                    block, filter=self.name, rule="teaser.evidence", kind="teaser", score=round(probability, 2),
                    reason=reason,
                )  # fmt: skip

    def considered(self, document: Document) -> Iterable[Considered]:
        """Tell of what showed a sign of a teaser, but too little."""
        for block, probability, reason in self._weigh(document):
            if probability < self.threshold:
                yield document.consider(
                    block, filter=self.name, rule="teaser.evidence", score=probability, limit=self.threshold,
                    reason=f"{reason}: too little for a teaser",
                )  # fmt: skip

    def _weigh(self, document: Document) -> Iterator[tuple[Block, float, str]]:
        """Give the blocks that show a sign, each with the probability that it is a teaser and the evidence in words."""
        for stretch in document.stretches:
            blocks = document.blocks[stretch.start : stretch.stop]
            question = (*(block.text for block in blocks), f"{document.language} {stretch.start == 0}")
            for place, probability, reason in document.once(self._judge, question, document, blocks):
                yield blocks[place], probability, reason

    def _judge(self, document: Document, blocks: Sequence[Block]) -> list[tuple[int, float, str]]:
        found = self.suspects(document, blocks)
        if not found:
            return []
        trees = _trees(Path(self.weights) if self.weights else WEIGHTS)
        scores = trees.score(suspects.table([row for _, row in found]))
        first = blocks[0].index
        return [
            (
                block.index - first,
                _probability(int(score)),
                ", ".join(evidence(dict(zip(suspects.NAMES, row, strict=True)))),
            )
            for (block, row), score in zip(found, scores, strict=True)
        ]

    def suspects(self, document: Document, blocks: Sequence[Block]) -> list[tuple[Block, list[int]]]:
        """Find the blocks whose own text speaks against them, and describe each for the trees.

        Args:
            document: the text.
            blocks: those of it that are looked at, and compared with one another.

        """
        told = zip(blocks, document.each(self._read, blocks), strict=True)
        unknown = [(block, signs) for block, signs in told if not _is_known(document, block)]
        blocks = [block for block, _ in unknown]
        found = [(place, x) for place, (x, signs) in enumerate(unknown) if _is_suspect(document, x, *signs)]
        found = [pair for at, pair in enumerate(found) if len(pair[1].text) <= _LONG or _is_last(blocks, found[at:])]
        found = [(place, x) for place, x in found if not (_goes_on(blocks, place) or _is_finished(blocks, place))]
        if not found or len(blocks) < _MIN_BLOCKS or document.language in _PREFIXING:
            return []
        read = document.each(suspects.wording, blocks) if len(document.text) <= _KEPT else None
        around = suspects.Surroundings([block.text for block in blocks], {place for place, _ in found}, read)
        if around.camels > _MOST_CAMELS:
            found = [(place, block) for place, block in found if suspects.is_open(block.text) or _is_stamped(block)]
        return [(block, around.describe(place, _is_stamped(block))) for place, block in found]

    def _read(self, text: str) -> tuple[bool, bool, bool]:
        """Tell of running text whether it is cut off, whether it is glued, and whether a date stands before it."""
        dense = dense_share(text) > 0.3
        if not self.min_chars / (_DENSE if dense else 1) <= len(text) <= self.max_chars:
            return False, False, False
        signs = suspects.is_open(text), suspects.glue(text) is not None, _STAMP.match(text) is not None
        return signs if any(signs) and _is_language(text, dense) else (False, False, False)


def _is_known(document: Document, block: Block) -> bool:
    """Tell whether the rules see to a block."""
    return any(match.certain for match in document.matches.get(block.index, ()))


def _is_suspect(document: Document, block: Block, is_open: bool, glued: bool, stamped: bool) -> bool:
    if glued or (stamped and block.index > 0):
        return True
    return is_open and not _is_credited(document, block) and not _is_whole(block.text)


def _goes_on(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether the next block is the rest of a sentence that was wrapped."""
    text, below = blocks[place].text, blocks[place + 1].text if place + 1 < len(blocks) else ""
    return below[:1].islower() and not (suspects.is_marked_cut(text) or suspects.glue(text))


def _is_last(blocks: Sequence[Block], found: Sequence[tuple[int, Block]]) -> bool:
    """Tell whether nothing but suspects stands behind the first of these."""
    return len(blocks) - found[0][0] == len(found)


def _probability(score: int) -> float:
    return 1 / (1 + exp(max(-3000, score) / 100))


@cache
def _trees(path: Path) -> forest.Forest:
    return forest.read(path)


def evidence(row: Mapping[str, int]) -> Iterator[str]:
    """Say what speaks against a line, in words.

    >>> row = dict.fromkeys(suspects.NAMES, 0) | {"open": 1, "glue": 2, "substance": 9, "share": 120, "lines": 5}
    >>> list(evidence(row))
    ['cut off', 'a headline glued to a lead', 'shares 12 % of its words with the rest', 'at the end']
    """
    if row["open"]:
        yield "cut off"
    if row["glue"]:
        yield "a headline glued to a lead"
    if row["stamp"]:
        yield "begins with a date of its own"
    if row["substance"] and row["share"] < 450:
        yield f"shares {row['share'] / 10:.0f} % of its words with the rest"
    if row["same length"]:
        yield "as long as another"
    if row["from end"] <= 1:
        yield "at the end"


def _is_stamped(block: Block) -> bool:
    return block.index > 0 and _STAMP.match(block.text) is not None


def _is_credited(document: Document, block: Block) -> bool:
    """Tell whether a block ends as a sentence but for a sign-off or notice behind it, which the rules take."""
    endings = (m for m in document.matches.get(block.index, ()) if m.shape == "suffix")
    return any(ends_sentence(block.text[: match.start].rstrip()) for match in endings)


def _is_whole(text: str) -> bool:
    """Tell whether a line without a full stop was not cut where it ends.

    It ends with an emoji, with a remark in brackets behind a sentence, or is somebody's words: of several sentences, or
    broken off by who said them.

    >>> _is_whole("Weld the second plate. (see the plan of the hull)")
    True
    >>> _is_whole("She said: “The ferry sails again. Nobody will have to wait until Monday”")
    True
    >>> _is_whole("“My father built that pier with his own hands, and now...”")
    True
    """
    if suspects.is_marked_cut(text):
        return text[0] in _QUOTES.get(text[-1], "")
    if text.endswith(")"):
        return ends_sentence(text[: text.rfind("(")].rstrip())
    if openings := _QUOTES.get(text[-1:], ""):
        said = any(text.find(mark, 0, _ATTRIBUTED) >= 0 for mark in openings)
        return said and _END_OF_SENTENCE.search(text) is not None
    return _EMOJI.search(text) is not None


def _is_finished(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether a line is sentences and something glued behind them: a cut leaves the beginning of a sentence."""
    block = blocks[place]
    if _is_glued_on(block.text):
        return True
    tail = "" if suspects.glue(block.text) or _is_stamped(block) else _tail(block.text)
    if not tail or not _BEGINNING.match(tail):
        return bool(tail)
    around = [*blocks[max(0, place - _LOOKED) : place], *blocks[place + 1 : place + _LOOKED]]
    return not suspects.may_begin_a_sentence(tail, "\n".join(other.text for other in around))


def _is_glued_on(text: str) -> bool:
    """Tell whether something stands right behind the last stop, without the space that a next sentence has.

    >>> _is_glued_on("The ferry sails again, the harbour board said on Friday.Anzeige")
    True
    """
    label = glued_label(text)
    return label is not None and not label.is_parted and text[label.start - 1] not in _DENSE_STOPS


def _tail(text: str) -> str:
    """Give the few words behind the last sentence of a line, as a name, "Comments", or the beginning of the next one.

    >>> _tail("The ferry sails again from Monday, the harbour board said on Friday. Comments")
    'Comments'
    """
    if suspects.is_marked_cut(text):
        return ""
    end = max((found.end() for found in _END_OF_SENTENCE.finditer(text)), default=0)
    return text[end:] if end >= _SENTENCES and len(text[end:].split(None, _TAIL)) <= _TAIL else ""


def _is_language(text: str, dense: bool) -> bool:
    """Tell whether a block reads as running text: no row of a table, line of code, entry of a list, or address."""
    if not _BEGINNING.match(text) or is_bullet(text) or _ATTRIBUTION.search(text):
        return False
    if (_SIGN_OF_NO_TEASER.search(text) or "www." in text) and _NO_TEASER.search(text):
        return False
    return dense or sum(1 for _ in islice(suspects.PLAIN_WORD.finditer(text), _MIN_PLAIN_WORDS)) == _MIN_PLAIN_WORDS
