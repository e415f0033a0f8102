"""From bytes to text, losing nothing that can be kept."""

from __future__ import annotations

import codecs
import hashlib
from contextlib import suppress
from typing import Any, NamedTuple

import regex

from cleaner.errors import InputError
from cleaner.text.language import detect
from cleaner.text.prose import sha256

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = regex.compile(
    rb"""(?i)<(?:meta[^>]{0,200}charset|\?xml[^>]{0,100}encoding)\s*=\s*["']?([A-Za-z0-9_\-]{2,40})"""
)
_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))  # without blanks and the escape of terminals
_SERVED = regex.compile(r"""(?i)(?:^|;)\s*charset\s*=\s*["']?([^\s;"']+)""")
_HEAD = 4096
_ESCAPES = frozenset(("unicode-escape", "raw-unicode-escape", "punycode", "idna", "undefined"))  # codecs, no charsets
_FOREIGN, _ASCII_LETTER = regex.compile(rb"[\x80-\xff]"), regex.compile(rb"[A-Za-z]")
_MOST_FOREIGN = 0.25  # of the letters, in a language that is written in the Latin alphabet
_CODE_PAGES = {
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), ("cp1250", "iso8859-2")),
    **dict.fromkeys(("et", "lt", "lv"), ("cp1257",)),
    **dict.fromkeys(("az", "tr"), ("cp1254",)),
}
_ODD = regex.compile(r"(?<=\p{Ll})(?![A-Z$+<=>|~^`])[\p{Lu}\p{S}‚„†‡‰‹¡¿§¶ª²³µ¹º¼½¾](?=\p{Ll})|[\x80-\x9f]")
_SAMPLE = 200_000
_MOST_BROKEN_SHARE = 0.3


class Decoded(NamedTuple):
    """A text, the encoding it was read in, and how many bytes could not be read (they stand as U+FFFD)."""

    text: str
    encoding: str
    broken: int = 0


class InputText(NamedTuple):
    """A document as text, and what its article tells of where that came from."""

    text: str
    encoding: str
    sha256: str
    """Of the bytes, or of the text where that was given."""
    reader: dict[str, Any]


def read_text(source: str | bytes | bytearray | memoryview, charset: str | None = None) -> InputText:
    """Read a document as text, whatever it is given as.

    Args:
        source: text, or the bytes of a whole file.
        charset: what the server said of the bytes.

    Raises:
        InputError: the bytes are no text.

    >>> read_text("Café".encode()).text, read_text("Café").encoding
    ('Café', 'str')

    """
    reader: dict[str, Any] = {"name": "text"}
    if isinstance(source, str):
        text = str.__str__(source)  # of Beautiful Soup, lxml and NumPy come subclasses, which JSON cannot hold
        return InputText(text, "str", sha256(source), reader)
    data = bytes(source)
    text, encoding, broken = decode(data, charset)
    if broken:
        reader["undecodable"] = broken
    return InputText(text, encoding, hashlib.sha256(data).hexdigest(), reader)


def decode(data: bytes, charset: str | None = None) -> Decoded:
    """Read bytes as text.

    A byte order mark decides; then UTF-8, if it is valid; then what the server said; then what a page declares; then
    UTF-8 with a few broken bytes; then, where most letters are ASCII, the Windows code page of its language; then what
    charset-normalizer takes it for.

    Args:
        data: a whole file.
        charset: what the server said: the name alone, or all of its Content-Type.

    Raises:
        InputError: the bytes are no text.

    >>> decode("Café".encode("utf-8"))
    Decoded(text='Café', encoding='utf-8', broken=0)

    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data.decode(encoding, "replace")
            return Decoded(text, encoding, text.count("\ufffd"))
    _refuse_binary(data)
    if b"\x1b" in data and (found := _declared(data)):  # ISO 2022 shifts by escapes, and is ASCII to who does not know
        return found
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    return _served(data, charset) or _declared(data) or _mostly_utf8(data) or _guessed(data)


def _served(data: bytes, charset: str | None) -> Decoded | None:
    told = charset or ""
    found = _SERVED.search(told)
    if encoding := encoding_of(found[1] if found else told.strip()):
        with suppress(LookupError, UnicodeError):
            return Decoded(data.decode(encoding), encoding)
    return None


def _refuse_binary(data: bytes) -> None:
    if data.startswith(b"%PDF-"):
        raise InputError("is a PDF; extract its text first, and give that")
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if sample and controls / len(sample) > 0.05:
        raise InputError(
            f"looks like binary data ({controls} control bytes among the first {len(sample)}); give text or HTML"
        )


def _declared(data: bytes) -> Decoded | None:
    found = _DECLARED.search(data, 0, _HEAD)
    if not found:
        return None
    charset = found.group(1).decode("ascii")
    encoding = encoding_of(charset)
    try:
        if encoding and found.group(1).decode(encoding) == charset:  # else it could not be declared in ASCII
            return Decoded(data.decode(encoding), encoding)
    except (LookupError, UnicodeError):
        return None
    return None


def encoding_of(charset: str) -> str | None:
    """Find what Python calls an encoding that a page or its server declares; None if it is none of texts.

    >>> encoding_of("latin1"), encoding_of("windows-1250"), encoding_of("unicode_escape"), encoding_of("x-user-defined")
    ('cp1252', 'cp1250', None, None)
    """
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return None
    if name == "iso8859-1":  # browsers read it so, and so do the authors
        return "cp1252"
    return None if name in _ESCAPES else name


def _of_windows(data: bytes) -> Decoded | None:
    """Read text that is mostly ASCII in a code page of Windows, by its language; None for other text.

    So browsers do where nothing is declared. In a few accents and quotes whoever counts bytes finds any encoding.
    """
    sample = data[:_SAMPLE]
    foreign = len(_FOREIGN.findall(sample))
    if foreign > _MOST_FOREIGN * (foreign + len(_ASCII_LETTER.findall(sample))):
        return None
    language = detect(sample.decode("cp1252", "replace"))
    found: list[tuple[int, Decoded]] = []
    for encoding in (*_CODE_PAGES.get(language or "", ("cp1252",)), "mac_roman", "cp850"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            found.append((len(_ODD.findall(text)), Decoded(text, encoding)))
    return min(found, key=lambda one: one[0])[1]


def _mostly_utf8(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return Decoded(text, "utf-8", broken) if broken <= _MOST_BROKEN_SHARE * foreign else None


def _guessed(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    if found := _of_windows(data):
        return found
    best = from_bytes(data[:_SAMPLE]).best()
    encoding = best.encoding if best else "cp1252"
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, text.count("\ufffd"))
