"""What was done to an article and why, and why something was not done: for the terminal, the report, and machines.

The answers come from the very run that cleans (`Cleaner.clean(watch=...)`) and from what its filters say of the
documents that they saw, so that asking changes nothing. docs/explain.md shows both.
"""

from cleaner.explain.figures import KindSummary, Summary, summarize
from cleaner.explain.rules import MENTIONED, RuleView, view_rules
from cleaner.explain.why import LeftOut, Occurrence, Why, why

__all__ = [
    "MENTIONED",
    "KindSummary",
    "LeftOut",
    "Occurrence",
    "RuleView",
    "Summary",
    "Why",
    "summarize",
    "view_rules",
    "why",
]
