"""Articles in pieces and in figures."""

from hypothesis import given
from strategies import texts

from cleaner import Cleaner
from cleaner.explain import summarize

ONE = Cleaner()


@given(texts)
def test_pieces_are_the_original_and_figures_add_up(text: str) -> None:
    article = ONE.clean(text, "text")
    found = list(article.pieces())
    assert "".join(piece.text for piece in found) == text
    assert [piece.edit for piece in found if piece.edit] == article.edits
    summary = summarize(article)
    assert (summary.chars_in, summary.chars_out) == (len(text), len(article.text))
    assert sum(kind.chars for kind in summary.kinds) == len(text) - len(article.text)
    assert sum(kind.edits for kind in summary.kinds) == len(article.edits)


def test_the_share_that_went_is_of_the_original() -> None:
    assert summarize(ONE.clean("Advertisement\n\nThe ferry sails.")).share_gone == 15 / 31
    assert summarize(ONE.clean("")).share_gone == 0.0
