"""A JSON file as a stream of its values, of which no more is in memory than one."""

from __future__ import annotations

import codecs
import json
from typing import IO

from cleaner.errors import InputError
from cleaner.reading.streams import too_large

_PIECE = 1 << 16


class JsonText:
    """The text of a JSON file, as much of it as one value needs."""

    def __init__(self, stream: IO[bytes], max_bytes: int):
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("strict").decode
        self._max = max_bytes
        self._text = ""
        self._at = 0
        self._ended = False
        self._json = json.JSONDecoder(strict=False)

    def _more(self, size: int = _PIECE) -> bool:
        if self._ended:
            return False
        data = self._stream.read(size)
        self._ended = not data
        try:
            self._text = self._text[self._at :] + self._decode(data, self._ended)
        except UnicodeDecodeError as error:
            raise InputError(f"is not valid UTF-8 ({error.reason}); convert it to UTF-8") from error
        self._at = 0
        return True

    def next(self) -> str:
        """Look at the next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def skip(self) -> None:
        """Go past the character that was looked at."""
        self._at += 1

    def value(self) -> str:
        """Take the next value as it stands."""
        size = _PIECE
        while True:
            try:
                _, end = self._json.raw_decode(self._text, self._at)
            except ValueError as error:
                if len(self._text) - self._at > self._max:
                    raise InputError(f"{too_large(self._max)}; a list is read further if it is made .jsonl") from error
                if not self._more(size):
                    raise InputError(f"is no JSON ({error}); what stands before is in the output") from error
                size *= 2
                continue
            taken = self._text[self._at : end]
            self._at = end
            return taken
