"""The guard: does a document lose more than it should?"""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.article import Edit, Verdict
from cleaner.config import GuardConfig


def judge(original: str, text: str, edits: Iterable[Edit], config: GuardConfig, *, settled: bool = True) -> Verdict:
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
    lost = sum(edit.end - edit.start for edit in edits if edit.action == "delete")
    share = round(lost / len(original), 4)
    if not text.strip():
        return Verdict(status="review", action=config.action, reason="nothing is left of the text", removed_share=share)
    if share > config.max_removed and len(original) >= config.min_chars:
        reason = f"{share:.0%} of the text would go, more than the {config.max_removed:.0%} allowed"
        return Verdict(status="review", action=config.action, reason=reason, removed_share=share)
    if not settled:
        reason = "the filters still find something after as many rounds as are allowed"
        return Verdict(status="review", action=config.action, reason=reason, removed_share=share)
    return Verdict(removed_share=share)
