"""How much a block has to do with the rest of the text: the words of substance that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from cleaner.text.prose import words

MOST_CHARS = 20_000


def stems(text: str, min_word: int = 4, stem: int = 5) -> set[str]:
    """Collect the words of substance of a text: long words cut short, numbers, and pairs of dense characters.

    Cutting stands in for stemming in every language at once: `Korea`, `Korean` and `Koreans` come out alike.

    Args:
        text: of any length; the first 20,000 characters are looked at.
        min_word: the letters of a word that counts.
        stem: the letters to which words are cut.

    >>> sorted(stems("The Koreans met 12 envoys in Kazan"))
    ['12', 'envoy', 'kazan', 'korea']

    """
    return stems_of(words(text[:MOST_CHARS]), min_word, stem)


def stems_of(found: Sequence[str], min_word: int = 4, stem: int = 5) -> set[str]:
    """Do as `stems` with the words of a text, see `cleaner.text.prose.words`."""
    result = {word[:stem] for word in found if len(word) >= min_word or (len(word) > 1 and word.isdigit())}
    if max(found, default="") >= "\u3040":
        dense = [word if len(word) == 1 and word >= "\u3040" else "" for word in found]
        result.update(left + right for left, right in pairwise(dense) if left and right)
    return result


class Vocabulary:
    """The words of substance of many blocks, and which of them stand in several.

    >>> vocabulary = Vocabulary([{"korean", "kazan"}, {"kazan"}])
    >>> vocabulary.share({"kazan", "ferry"})
    0.5
    >>> vocabulary.share({"kazan", "korean"}, without={"kazan", "korean"})
    0.5
    """

    def __init__(self, blocks: Iterable[set[str]]):
        counts = Counter(chain.from_iterable(blocks))
        self._known = set(counts)
        self._shared = {stem for stem, count in counts.items() if count > 1}

    def share(self, block: set[str], without: set[str] = frozenset()) -> float:  # type: ignore[assignment]
        """Tell which share of a block's words the others hold, too.

        Args:
            block: the stems of the block.
            without: stems of a block that was counted and shall not speak for itself.

        """
        if not block:
            return 0.0
        return (len((block - without) & self._known) + len(block & without & self._shared)) / len(block)
