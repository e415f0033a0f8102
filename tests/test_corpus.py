"""Every annotated article of the corpus: what goes, what stays, what is read."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from strategies import CLEAN, NOISY, SAMPLES

from cleaner import Cleaner
from cleaner.corpus import CorpusError, Sample, main, parse_sample, read_samples
from cleaner.text.prose import words


def name(sample: Sample) -> str:
    return "/".join(sample.path.parts[sample.path.parts.index("corpus") + 1 :])


def test_corpus_is_large_enough() -> None:
    """At least 80 articles in ten languages, 25 of them clean, with every kind of noise that a rule or filter names."""
    assert len(SAMPLES) >= 80
    assert len(CLEAN) >= 25
    assert len({name(sample).split("/")[0] for sample in SAMPLES}) >= 10
    kinds = Counter(noise.kind for sample in NOISY for noise in sample.noise)
    expected = {
        "encoding", "date_header", "title", "byline", "dateline_credit", "timestamp", "caption", "ad_label", "newsletter",
        "app_promo", "paywall", "related", "teaser", "legal", "copyright", "wire_credit", "author_bio", "contact",
        "comments", "share", "navigation", "tags", "template", "repeat", "link",
    }  # fmt: skip
    assert not expected - set(kinds)


@pytest.mark.parametrize("sample", CLEAN, ids=name)
def test_clean_article_passes_untouched(sample: Sample, cleaner: Cleaner) -> None:
    """No filter finds anything in an article without noise, whatever it talks of."""
    article = cleaner.clean(sample.raw, "text")
    assert [(edit.rule, edit.removed) for edit in article.edits] == []
    assert article.text == sample.raw


KNOWN_FAILURES = {
    "ru/kotelnaya-luzhki.txt": "the last entry of a list takes up the words of the body below and passes for its subheading",
}


@pytest.mark.parametrize("sample", NOISY, ids=name)
def test_noisy_article_is_cleaned(sample: Sample, cleaner: Cleaner, request: pytest.FixtureRequest) -> None:
    """The body of a noisy article comes out as annotated, with its metadata."""
    if reason := KNOWN_FAILURES.get(name(sample)):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    article = cleaner.clean(sample.raw, "text")
    assert article.text == sample.gold
    assert article.restore() == sample.raw
    for field in ("title", "byline", "source"):
        if field in sample.expected:
            assert getattr(article, field) == sample.expected[field], field
    if isinstance(date := sample.expected.get("date"), dt.date):
        assert article.date == date


@pytest.mark.parametrize("sample", NOISY, ids=name)
def test_noisy_article_loses_no_word_of_its_body(sample: Sample, cleaner: Cleaner) -> None:
    """Whatever noise may be left, no word of the body is."""
    assert not Counter(words(sample.gold)) - Counter(words(cleaner.clean(sample.raw, "text").text))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("no header", "must begin with a header"),
        ("+++\ntitel = 'x'\n+++\ntext", "unknown keys"),
        ("+++\ntitle = \n+++\ntext", "not valid TOML"),
        ("+++\n+++\n⟦advert:x⟧", "is none of"),
        ("+++\n+++\n⟦encoding:x⟧", "must read"),
        ("+++\n+++\n⟦ad_label:x", "a stray ⟦"),
    ],
)
def test_wrong_annotation_is_refused(source: str, message: str) -> None:
    """An annotated article that is wrong says where and how."""
    with pytest.raises(CorpusError, match=message):
        parse_sample(source)


def test_folder_of_the_corpus_may_lie_in_one_called_clean(tmp_path: Path) -> None:
    """What counts is where an article lies below the folder; a check of nothing, or of a misplaced one, fails."""
    folder = tmp_path / "clean" / "corpus"
    (folder / "en" / "clean").mkdir(parents=True)
    (folder / "en" / "a.txt").write_text("+++\n+++\nThe ferry sails.\n\n⟦ad_label:Advertisement⟧\n", encoding="utf-8")
    assert [sample.gold for sample in read_samples(folder)] == ["The ferry sails."]
    assert main(["check", str(folder)]) == 0
    (folder / "en" / "a.txt").rename(folder / "en" / "clean" / "a.txt")
    assert main(["check", str(folder)]) == 1
    assert main(["check", str(tmp_path / "none")]) == 1


def test_check_of_a_folder_that_is_not_there_fails_beside_one_that_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean" / "a.txt").write_text("+++\n+++\nThe ferry sails.\n")
    assert main(["check", str(tmp_path)]) == main([str(tmp_path)]) == 0
    assert main(["check", str(tmp_path / "none"), str(tmp_path)]) == main([str(tmp_path / "none"), str(tmp_path)]) == 1
    assert "none: no such folder" in capsys.readouterr().out
    assert main(["check"]) == 1
