"""What can be said of a piece of text alone."""

import pytest

from cleaner.text import ends_sentence, is_prose, key


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
