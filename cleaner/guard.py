"""The guard: does a document lose more than it should?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaner.article import Edit, Verdict
from cleaner.config import GuardConfig

_NOT_WITHIN = frozenset(("boilerplate", "repeats"))
"""The filters that take what is around the article on its page, however much that is, and what stands twice."""


def judge(original: str, text: str, edits: Sequence[Edit], config: GuardConfig, *, settled: bool = True) -> Verdict:
    """Say whether an article needs a look before it is used.

    Args:
        original: the text before cleaning.
        text: the text after it.
        edits: what was done to it; an extract is no loss, its text became metadata.
        config: the limits, and what to do with what is over them.
        settled: whether the filters found nothing more in the end.

    >>> judge("", "", (), GuardConfig()).reason
    'the input holds no text'

    """
    if not original.strip():
        return Verdict(status="review", action=config.action, reason="the input holds no text")
    lost = [edit for edit in edits if edit.action == "delete"]
    share = _share(original, lost)
    reason = "nothing is left of the text"
    if text.strip():
        reason = _too_much(original, lost, config) if len(original) >= config.min_chars else ""
        if not reason and not settled:
            reason = "the filters still find something after as many rounds as are allowed"
    if not reason:
        return Verdict(removed_share=share)
    return Verdict(status="review", action=config.action, reason=reason, removed_share=share)


def _too_much(original: str, lost: Sequence[Edit], config: GuardConfig) -> str:
    """Say which limit is passed; nothing where none is."""
    within = [edit for edit in lost if edit.filter not in _NOT_WITHIN]
    for edits, limit, where in ((lost, config.max_removed, ""), (within, config.max_removed_within, " from within")):
        share = _share(original, edits)
        if share > limit:
            return f"{share:.0%} of the text would go{where}, more than the {limit:.0%} allowed"
    return ""


def _share(original: str, edits: Iterable[Edit]) -> float:
    return round(sum(edit.end - edit.start for edit in edits) / len(original), 4)
