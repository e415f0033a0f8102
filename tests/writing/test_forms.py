"""Articles as bytes: what UTF-8 cannot hold becomes a replacement character, wherever it is written."""

import msgspec

from cleaner.text.prose import encodable
from cleaner.writing.forms import encode_line, encode_pretty


def test_a_lone_surrogate_becomes_a_replacement_character_in_keys_and_values() -> None:
    record = {"text": "The ferry \ud800 sails", "fields": {"\udfff": ["\ud800", 1]}}
    wanted = {"text": "The ferry \ufffd sails", "fields": {"\ufffd": ["\ufffd", 1]}}
    assert msgspec.json.decode(encode_line(record)) == wanted
    assert msgspec.json.decode(encode_pretty(record)) == wanted


def test_its_offsets_hold() -> None:
    """One code point stands for one, so that edits point where they did."""
    assert len(encodable("a\ud800b\udfffc")) == 5
