"""The literals of the package's own rules, derived beforehand: deriving them takes a second, reading them none.

`make index` (`clean rules index`) writes the file again after a rule has changed; a test compares. A rule
that is not in the index, such as a user's, has its literals derived when it is loaded.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import msgspec

from cleaner.rules.loader import load_packs, own_packs
from cleaner.rules.needs import Needs, derive
from cleaner.rules.schema import Rule


def index_path() -> Path:
    """Tell where the index lies: beside the packs."""
    return own_packs() / "literals.json"


def fingerprint(rule: Rule) -> str:
    """Name in the index what a rule looks for."""
    parts = (rule.shape, rule.regex, str(rule.max_chars), *rule.terms, "", *rule.keywords)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


@cache
def read_index() -> dict[str, list[Needs]]:
    """Read the needs by `fingerprint`; empty where there is no index."""
    try:
        return msgspec.json.decode(index_path().read_bytes(), type=dict[str, list[Needs]])
    except FileNotFoundError:
        return {}


def needs_of(rule: Rule) -> list[Needs]:
    """Tell what a block must hold for a rule to match it: all that one of these names."""
    return read_index().get(fingerprint(rule)) or derive(rule)


def make_index() -> dict[str, list[Needs]]:
    """Derive the needs of all rules of the package."""
    return {fingerprint(rule): derive(rule) for rule in load_packs().rules}


def write_index() -> Path:
    """Write the index; returns its path."""
    path = index_path()
    path.write_bytes(msgspec.json.format(msgspec.json.encode(make_index(), order="sorted"), indent=0) + b"\n")
    return path
