"""Rules as data: the schema of a pack, its loader, and the matcher that runs all packs at once.

Rules live in `patterns/<language>/<kind>.toml`; docs/rules.md says how to write one.
"""

from cleaner.rules.loader import PackSet, load_packs
from cleaner.rules.matcher import Match, Matcher
from cleaner.rules.schema import KEEP, KINDS, Rule

__all__ = ["KEEP", "KINDS", "Match", "Matcher", "PackSet", "Rule", "load_packs"]
