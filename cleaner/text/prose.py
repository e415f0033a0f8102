"""What can be said of a piece of text alone: folding, words, length, prose.

Every filter uses these, so that "a word" or "a body paragraph" means the same thing everywhere. They are asked of every
line, so each answers the common case, ASCII text or a plain last letter, before a regex is tried.
"""

from __future__ import annotations

import hashlib
import re

import regex

COLONS = (":", "：")
"""What a line that introduces the next ones ends in."""

QUESTION_MARKS = ("?", "？", "؟", ";")
"""What a question ends in; the last is Greek."""

# Scripts written without spaces: one character carries about as much as two and a half Latin ones.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_DENSE_WEIGHT = 2.5
_TERMINAL = regex.compile(r"[.!?…。！？．｡؟۔।॥][\"'”’»›“‘」』)\]）】*¹²³\d]{0,4}$")
_PLAIN_STOPS = ".!?…。！？"
_SENTENCE_MARK = regex.compile(r"[.!?…,;:。！？，、；：؟،؛।]")
_BULLET = regex.compile(r"(?:[-–—•*·▪●■►▶»›>→]|\d{1,2}[.)])\s+")
_WORD = regex.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_WORD = regex.compile(r"[\W_]+")
_DOTTED_I = str.maketrans({"ı": "i", "̇": None})

# What the regexes above do to folded text, as tables for `bytes.translate`: several times faster.
_ASCII_NOT_WORD = bytes(x for x in range(128) if not chr(x).isalnum())
_LATIN = "cp1252"  # holds the letters of Western Europe and the signs of typography
_LATIN_BLANKED = bytes(x if _WORD.match(bytes([x]).decode(_LATIN, "replace")) else 0x20 for x in range(256))

PROSE_WIDTH = 80
_SHORTEST_SENTENCE = 25
_ROUGH_CHARS, _ROUGH_SOURCE = 12, 40
_MOST_COMPARED = 20_000  # characters; what is longer is compared as it is


def fold(text: str) -> str:
    """Fold case so that what a reader takes for the same word compares equal.

    ``casefold()`` alone leaves the four Turkish i's apart.

    >>> fold("STRASSE") == fold("Straße"), fold("İLGİLİ") == fold("ilgili")
    (True, True)
    """
    folded = text.casefold()
    return folded.translate(_DOTTED_I) if "ı" in folded or "\u0307" in folded else folded


def encodable(text: str) -> str:
    r"""Make text fit for UTF-8: a lone surrogate becomes a replacement character, of the same length.

    >>> ascii(encodable("a\ud800b"))
    "'a\\ufffdb'"
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def sha256(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8, in which lone surrogates count, too.

    >>> sha256("ferry")[:8]
    'e9087d0b'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def shortened(text: str, most: int) -> str:
    """Shorten a text to so many characters, the last of them three dots.

    >>> shortened("The ferry sails", 9)
    'The ferr…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def key(text: str) -> str:
    """Reduce text to what counts when two paragraphs are compared: letters and digits, folded.

    >>> key("“We  know,” he said.") == key('"We know", he said')
    True
    """
    if len(text) > _MOST_COMPARED:
        return text
    if text.isascii():
        return text.lower().encode().translate(None, _ASCII_NOT_WORD).decode()
    return _NOT_WORD.sub("", fold(text))


def rough_key(text: str) -> str:
    """Reduce text to the beginning of its `key`: texts that differ in it differ in their key, too, and it costs little.

    >>> rough_key("“We know what is to come,” he said.")
    'weknowwhatis'
    """
    head = key(text[:_ROUGH_SOURCE])
    return (head if len(head) >= _ROUGH_CHARS else key(text))[:_ROUGH_CHARS]


def words(text: str) -> list[str]:
    """Split text into folded words; in Chinese, Japanese and Korean script into characters.

    >>> words("The mayor's 3 cats")
    ['the', 'mayor', 's', '3', 'cats']
    """
    folded = fold(text)
    try:
        return folded.encode(_LATIN).translate(_LATIN_BLANKED).decode(_LATIN).split()
    except UnicodeEncodeError:
        found: list[str] = _WORD.findall(folded)
        return found


def dense_share(text: str) -> float:
    """Tell the share of characters (0 to 1) that belong to scripts written without spaces."""
    return 0.0 if text.isascii() or not text else len(_DENSE.findall(text)) / len(text)


def width(text: str) -> float:
    """Measure text in Latin characters: one of a dense script counts as two and a half.

    >>> width("harbour"), width("港口")
    (7, 5.0)
    """
    return len(text) if text.isascii() else len(text) + (_DENSE_WEIGHT - 1) * len(_DENSE.findall(text))


def ends_sentence(text: str) -> bool:
    """Tell whether text ends as a sentence does, with closing quotes or a footnote mark allowed after it.

    >>> ends_sentence("He left.”"), ends_sentence("More news from the harbour")
    (True, False)
    """
    last = text[-1:]
    if not last or last.isalpha():
        return False
    if last in _PLAIN_STOPS:
        return True
    return _TERMINAL.search(text, max(0, len(text) - 6)) is not None


def is_sentence(text: str) -> bool:
    """Tell whether a block is a sentence, however short: it ends as one and is longer than a label.

    >>> is_sentence("The mill burnt down on Friday."), is_sentence("Read more.")
    (True, False)
    """
    return len(text) >= _SHORTEST_SENTENCE and ends_sentence(text)


def is_bullet(text: str) -> bool:
    """Tell whether text begins as an entry of a list does.

    >>> is_bullet("- Nickel prices rise"), is_bullet("2019 was a good year.")
    (True, False)
    """
    return not text[:1].isalpha() and _BULLET.match(text) is not None


def is_prose(text: str) -> bool:
    """Tell whether a block reads as a body paragraph: long enough for a sentence, and ended like one.

    >>> is_prose("The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening.")
    True
    >>> is_prose("Ferry to Karsholm sails again from Monday")
    False
    """
    size = width(text)
    if size < PROSE_WIDTH:
        return False
    if ends_sentence(text):
        return True
    return size >= 3 * PROSE_WIDTH and len(_SENTENCE_MARK.findall(text, 0, 2000)) >= 2
