"""What a filter sees of a text: the stretches of a long one."""

from itertools import pairwise

from cleaner.document import Document

LINES = [f"Paragraph {number} of a text that is much longer than any article is." for number in range(9000)]


def stretches(lines: list[str]) -> list[str]:
    document = Document("\n".join(lines))
    return ["\n".join(lines[stretch.start : stretch.stop]) for stretch in document.stretches]


def test_the_longest_page_is_one_stretch() -> None:
    """Four thousand lines are judged together."""
    assert Document("\n".join(LINES[:4000])).stretches == (range(4000),)


def test_a_longer_text_is_parted_without_a_gap_into_stretches_of_bounded_size() -> None:
    """Every block is in one stretch, and none is so small that nothing can be told of it."""
    found = Document("\n".join(LINES)).stretches
    assert found[0].start == 0
    assert found[-1].stop == len(LINES)
    assert all(left.stop == right.start for left, right in pairwise(found))
    assert all(250 <= len(stretch) <= 1250 for stretch in found)


def test_a_cut_in_one_stretch_leaves_the_others_as_they_were() -> None:
    """What was found out of the others holds in the next round."""
    before = stretches(LINES)
    after = stretches(LINES[:100] + LINES[140:])
    assert len(before) > 4
    assert len(set(before) - set(after)) <= 2


def test_a_text_without_blocks_has_one_stretch_without_any() -> None:
    """Nothing is no special case."""
    assert Document("\n\n").stretches == (range(0),)
