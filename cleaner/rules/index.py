"""The literals of the package's own rules, derived beforehand: deriving them takes a second, reading them none.

`make index` (`clean rules index`) writes the file again after a rule has changed; a test compares. A rule
that is not in the index, such as a user's, has its literals derived when it is loaded.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import msgspec

from cleaner.rules.literals import required_literals
from cleaner.rules.loader import load_packs, own_packs


def index_path() -> Path:
    """Tell where the index lies: beside the packs."""
    return own_packs() / "literals.json"


def fingerprint(regex: str) -> str:
    """Name a regex in the index."""
    return hashlib.sha256(regex.encode()).hexdigest()[:16]


@cache
def read_index() -> dict[str, list[str]]:
    """Read the literals by `fingerprint`; empty where there is no index."""
    try:
        return msgspec.json.decode(index_path().read_bytes(), type=dict[str, list[str]])
    except FileNotFoundError:
        return {}


def make_index() -> dict[str, list[str]]:
    """Derive the literals of all rules of the package."""
    rules = load_packs().rules
    return {
        fingerprint(rule.regex): sorted(required_literals(rule.regex))
        for rule in rules
        if rule.regex and not rule.keywords
    }


def write_index() -> Path:
    """Write the index; returns its path."""
    path = index_path()
    path.write_bytes(msgspec.json.format(msgspec.json.encode(make_index(), order="sorted"), indent=0) + b"\n")
    return path
