"""Remove teasers of other articles that no word gives away: cut off, glued together, dated otherwise, off the topic.

No single sign decides. Each adds to a score, and what a block shares with the body takes from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import ClassVar

import msgspec
import regex

from cleaner import dates
from cleaner.article import Edit
from cleaner.cohesion import Vocabulary, stems
from cleaner.document import Block, Document
from cleaner.text import dense_share, ends_sentence, is_bullet

_GLUE = regex.compile(
    r"(?<=\p{Ll}{3})(?P<stop>[.!?…]?[”\"’]?)(?=\p{Lu}\p{Ll}*[ ,'’-])|(?<=\d{2}|\p{Ll}\))(?P<stop>)(?=\p{Lu}\p{Ll}+ )"
)
_NAME_IN_A_SENTENCE = regex.compile(r"(?<![\p{L}\d])\p{Ll}[\p{L}’'-]* [\p{Lu}#]\p{L}*$")
_ATTRIBUTION = regex.compile(r"[”\"’»]\s*[—–-]\s*\p{Lu}")
_CAMEL = regex.compile(r"(?<=\p{Ll}{2})\p{Lu}\p{Ll}")
_MOST_CAMELS = 1
_STAMP = regex.compile(rf"{dates.DATE}[,|\s·•–-]{{1,4}}{dates.TIME}(?=\s*[\p{{Lu}}“\"])")
_CUT_MARK = regex.compile(r"(?:\.\.\.|…)[”\"']?$")
_NO_TEASER = regex.compile(r"[|\t{}<>=\\]|https?:|www\.|\p{L}@\p{L}")
_SIGN_OF_NO_TEASER = re.compile(r"[|\t{}<>=\\:@]")  # or "www."; found faster
_BEGINNING = regex.compile(r"[\p{Lu}\p{Lo}\p{Nd}“\"«„‘'¿¡]")
_PLAIN_WORD = regex.compile(r"(?<![\p{L}\d])[\p{Ll}\p{Lo}][\p{L}'’-]*")
_MIN_PLAIN_WORDS = 6
_MANY = 4
_LONG = 100
_MANY_SHARE = 0.15


class TeaserFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weigh the evidence that a block belongs to another article.

    `threshold` is the score (0 to 1) from which on a block goes; `min_chars` the length below which a line is too short
    to judge.
    """

    name: ClassVar[str] = "teaser"

    threshold: float = 0.6
    min_chars: int = 60
    max_chars: int = 400

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Point at teasers."""
        known = {index for index, matches in document.matches.items() if any(match.certain for match in matches)}
        blocks = [block for block in document.blocks if block.index not in known]  # the rules see to the others
        suspects = {block.index: signs for block in blocks if (signs := self._signs(document, block))}
        if not suspects or len(document.blocks) < 3:
            return
        body = [block.text for block in blocks if block.index not in suspects]
        usual = _usual(suspects, len(blocks))
        if sum(len(_CAMEL.findall(text)) for text in body) > _MOST_CAMELS:
            usual.add("glued")  # capitals inside words are the language's habit, or the topic's
        topic = [_substance(text) for text in body]
        vocabulary = Vocabulary(topic)
        size = sum(map(len, topic))
        lengths = Counter(len(document.blocks[index].text) for index, signs in suspects.items() if "cut" in signs)
        last_topic = max((b.index for b in blocks if b.index not in suspects), default=-1)
        for index, signs in suspects.items():
            block = document.blocks[index]
            evidence = {sign: weight for sign, weight in signs.items() if sign not in usual}
            if (
                "cut" in evidence
                and len(block.text) >= _LONG
                and sum(lengths[len(block.text) + x] for x in range(-2, 3)) > 1
            ):
                evidence["cut at the same length as another"] = 0.2
            if evidence and index > last_topic:
                evidence["at the end"] = 0.15
            evidence.update(_cohesion(vocabulary.share(_substance(block.text)), size))
            score = sum(evidence.values())
            if score >= self.threshold - 1e-9:
                yield document.edit(
                    block, filter=self.name, rule="teaser.evidence", kind="teaser", score=min(1.0, round(score, 2)),
                    reason=", ".join(f"{name} {value:+.2f}" for name, value in evidence.items()),
                )  # fmt: skip

    def _signs(self, document: Document, block: Block) -> dict[str, float]:
        """Collect what the block's own text says against it."""
        text = block.text
        dense = dense_share(text) > 0.3
        if not self.min_chars / (2.5 if dense else 1) <= len(text) <= self.max_chars or not _is_language(text, dense):
            return {}
        signs: dict[str, float] = {}
        if _is_cut(text) and not _is_credited(document, block):
            signs["cut"] = 0.2 if len(text) >= _LONG or dense else 0.1
        glue = _glue(text)
        if glue is not None:
            signs["glued"] = (0.25 if glue else 0.4) - (0.0 if "cut" in signs else 0.15)
        if block.index and _STAMP.match(text):
            signs["begins with a date of its own"] = 0.6
        return signs


def _is_cut(text: str) -> bool:
    return _CUT_MARK.search(text) is not None or not (ends_sentence(text) or text.endswith((":", ";", ",")))


def _is_credited(document: Document, block: Block) -> bool:
    """Tell whether a block ends as a sentence but for a sign-off or notice behind it, which the rules take."""
    endings = (m for m in document.matches.get(block.index, ()) if m.rule.shape == "suffix")
    return any(ends_sentence(block.text[: match.start].rstrip()) for match in endings)


def _is_language(text: str, dense: bool) -> bool:
    """Tell whether a block reads as running text: no row of a table, line of code, entry of a list, or address."""
    if not _BEGINNING.match(text) or is_bullet(text) or _ATTRIBUTION.search(text):
        return False
    if (_SIGN_OF_NO_TEASER.search(text) or "www." in text) and _NO_TEASER.search(text):
        return False
    return dense or sum(1 for _ in islice(_PLAIN_WORD.finditer(text), _MIN_PLAIN_WORDS)) == _MIN_PLAIN_WORDS


def _usual(suspects: dict[int, dict[str, float]], blocks: int) -> set[str]:
    """Name the signs that so many blocks show that they are the document's habit: wrapped lines, a list, camel case."""
    counts = Counter(sign for signs in suspects.values() for sign in signs)
    return {sign for sign, count in counts.items() if count > _MANY and count > _MANY_SHARE * blocks}


def _glue(text: str) -> str | None:
    """Find where a headline runs into a lead without a space; what stands between them, or None."""
    for found in _GLUE.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if not found.group("stop") and _NAME_IN_A_SENTENCE.search(before) and not _is_title_case(before):
            continue  # a trade name such as LendingTree
        if before.count(" ") >= 2 and len(_PLAIN_WORD.findall(after)) >= 3:
            return found.group("stop")
    return None


def _is_title_case(text: str) -> bool:
    long = [word for word in text.split() if len(word) > 3]
    return sum(word[0].isupper() for word in long) >= 0.6 * len(long)


def _substance(text: str) -> set[str]:
    """The words by which a block is on the topic or off it; of the lengths tried, these tell the two apart best."""
    return stems(text, min_word=5, stem=6)


def _cohesion(share: float, size: int) -> dict[str, float]:
    """Weigh how much of the block's substance the body knows; a body of few words has little to say."""
    if size < 40:
        return {}
    if share <= 0.15:
        return {"shares next to nothing with the body": 0.35}
    if share <= 0.25:
        return {"shares little with the body": 0.15}
    if share >= 0.45:
        return {"shares much with the body": -0.25}
    return {}
