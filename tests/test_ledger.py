"""The ledger: edits over an original, in the order of the original, whatever the order they came in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.article import Edit, Fact
from cleaner.ledger import Ledger


def edit(start: int, end: int, replacement: str = "", name: str = "f") -> Edit:
    action = "replace" if replacement else "delete"
    return Edit(start=start, end=end, action=action, filter=name, rule="r", kind="k", replacement=replacement)


def restored(ledger: Ledger) -> str:
    parts, at, origin = [], 0, 0
    for e in ledger.edits:
        kept = e.start - origin
        parts += [ledger.text[at : at + kept], ledger.original[e.start : e.end]]
        at += kept + len(e.replacement)
        origin = e.end
    return "".join([*parts, ledger.text[at:]])


def test_deletion_around_an_earlier_one_keeps_both() -> None:
    """A later edit is split where an earlier one already took something."""
    ledger = Ledger("0123456789").with_edits([edit(4, 6, name="first")]).with_edits([edit(2, 6, name="second")])
    assert ledger.text == "0189"
    assert [(e.start, e.end, e.filter) for e in ledger.edits] == [(2, 4, "second"), (4, 6, "first"), (6, 8, "second")]


def test_deletion_of_a_repair_takes_its_place() -> None:
    """A repair whose text is removed later is gone; what was removed is the original."""
    ledger = Ledger("ab&amp;cd").with_edits([edit(2, 7, "&", "repair")]).with_edits([edit(1, 4, name="cut")])
    assert ledger.text == "ad"
    assert [(e.start, e.end, e.filter) for e in ledger.edits] == [(1, 8, "cut")]


def test_deletion_into_a_repair_shortens_it() -> None:
    """A cut through the middle of a repair leaves what it does not reach."""
    ledger = Ledger("abXcd").with_edits([edit(2, 3, "12345", "repair")]).with_edits([edit(3, 5, name="cut")])
    assert ledger.text == "ab145cd"
    assert [(e.start, e.end, e.replacement) for e in ledger.edits] == [(2, 3, "145")]


def test_blank_behind_a_deletion_goes_with_it() -> None:
    """Whoever takes it later, it is no edit of its own."""
    ledger = Ledger("one\n\ntwo").with_edits([edit(0, 3, name="first")]).with_edits([edit(0, 2, name="second")])
    assert [(e.start, e.end, e.filter) for e in ledger.edits] == [(0, 5, "first")]


def test_fact_points_into_the_original() -> None:
    """A fact found behind a deletion is located where it stands in the original."""
    ledger = Ledger("noise KAZAN (AP) - x").with_edits([edit(0, 6)])
    fact = Fact(field="source", value="AP", start=7, end=9, filter="f", rule="r")
    located = ledger.locate(fact)
    assert ledger.original[located.start : located.end] == "AP"


@pytest.mark.parametrize("wrong", [[edit(3, 3)], [edit(0, 99)], [edit(0, 4), edit(3, 5)], [edit(4, 5), edit(0, 1)]])
def test_wrong_edits_are_refused(wrong: list[Edit]) -> None:
    """Empty, out of range, overlapping or unsorted edits are a mistake of the filter, and named as one."""
    with pytest.raises(ValueError, match="filter 'f'"):
        Ledger("0123456789").with_edits(wrong)


@st.composite
def batches(draw: st.DrawFn) -> tuple[str, list[list[tuple[float, float, str]]]]:
    spans = st.tuples(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["", "", "x", "yz", "long text"]))
    return draw(st.text(min_size=1, max_size=40)), draw(st.lists(st.lists(spans, max_size=5), max_size=5))


@given(batches())
def test_any_edits_in_any_order_can_be_undone(case: tuple[str, list[list[tuple[float, float, str]]]]) -> None:
    """Whatever is done in however many steps, each step does to the text what it says, and the original comes back."""
    original, steps = case
    ledger = Ledger(original)
    for step in steps:
        size, edits, expected, at = len(ledger.text), [], [], 0
        for left, right, replacement in sorted(step):
            start = max(at, int(left * size))
            end = min(size, start + 1 + int(right * 6))
            if start < end:
                edits.append(edit(start, end, replacement))
                expected += [ledger.text[at:start], replacement]
                at = end
        wanted = "".join([*expected, ledger.text[at:]])
        ledger = ledger.with_edits(edits)
        assert ledger.text == wanted
        assert restored(ledger) == original
        assert all(a.end <= b.start for a, b in zip(ledger.edits, ledger.edits[1:], strict=False))
