"""What can be said of a piece of text alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text import prose as checks
from cleaner.text.prose import ends_sentence, fold, is_bullet, is_prose, key, rough_key, words


@pytest.mark.parametrize(
    "text",
    ["He left.", "Did he?", "“He left.”", "He left.¹", "他走了。", "「行った。」", "गया।", "Left (again).", "Stop!…"],
)
def test_sentence_ends(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["More news", "Read this,", "Score 3-1:", "Most read »", "", "他走了"])
def test_heading_does_not_end_as_a_sentence(text: str) -> None:
    assert not ends_sentence(text)


def test_dense_scripts_need_fewer_characters_for_prose() -> None:
    """A Chinese paragraph of forty characters says what an English one of a hundred does."""
    assert is_prose("卡斯霍姆港务局周五晚间在一次长会之后宣布，前往该岛的渡轮将于下周一恢复通航。")
    assert not is_prose("渡轮恢复通航。")


def test_key_ignores_what_editors_change() -> None:
    assert key("“We know”, he said – twice.") == key('"We  know," he said - twice')


short_texts = st.text(st.one_of(st.characters(), st.sampled_from(list("aB1_ .,-'’“”é"))), max_size=60)


@given(short_texts)
def test_short_cuts_say_what_the_regexes_say(text: str) -> None:
    """Tables and first looks are there for speed alone."""
    folded = fold(text)
    assert words(text) == checks._WORD.findall(folded)
    assert key(text) == checks._NOT_WORD.sub("", folded)
    assert is_bullet(text) == bool(checks._BULLET.match(text))
    assert ends_sentence(text) == bool(checks._TERMINAL.search(text, max(0, len(text) - 6)))


@given(short_texts, short_texts)
def test_rough_key_is_a_beginning_of_the_key(text: str, more: str) -> None:
    """So texts of one key have one rough key."""
    whole = key(text + more)
    assert whole.startswith(rough_key(text + more))
    assert rough_key(whole) == rough_key(text + more) or key(whole) != whole
