"""How the model is trained: labels, folds, noise, trees."""

import doctest
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cleaner.lines.hits import Hit
from cleaner.lines.model import load
from training import alphabet, folds, labels, leads, teasers
from training.briefs import read_articles, transplanted
from training.data import Sample
from training.files import bank, by_language, read_phrases
from training.folds import ALL, EVERY, FOLDS
from training.noise import noised

EXAM = Path(__file__).parent.parent / "benchmarks/phrases/unseen.json"
PHRASES, NEGATIVES, ARTICLES = bank("phrases"), bank("negatives"), bank("articles")


def texts(*files: Path) -> set[str]:
    return {phrase.text for phrase in read_phrases(files)}


def gold(name: str, fold: int) -> Sample:
    lines = [
        f"The ferry to {name} sails again from Monday, the harbour board said on day {n} of it." for n in range(20)
    ]
    return Sample(name, "gold", fold, lines, [0] + [2] * 19, [1] * 20, [Hit()] * 20, 320, [16] * 20)


@pytest.mark.parametrize("module", [folds, labels, leads], ids=lambda module: module.__name__)
def test_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
    assert doctest.testmod(module).attempted  # type: ignore[arg-type]


def test_no_phrase_of_the_exam_is_trained_on() -> None:
    """What measures the recall on unseen wording stays unseen."""
    assert texts(EXAM)
    assert texts(*PHRASES)
    assert not texts(EXAM) & texts(*PHRASES)


def test_noise_is_labelled_and_the_body_stays_in_order() -> None:
    """What was put in and counts as noise is labelled 0; the rest is the body or a sentence that only looks like noise."""
    body = gold("Karsholm", 0)
    kept = {line for _, lines in by_language(NEGATIVES) for line in lines}
    found = list(noised([body, gold("Norrby", 0)], PHRASES, NEGATIVES))
    assert {sample.kind for sample in found} >= {"noised invented", "noised short"}
    for sample in found:
        own = [text for text, of in zip(sample.texts, sample.labels, strict=True) if of == 1 and text not in kept]
        assert set(own) <= set(gold(sample.id, 0).texts)
        assert sorted(own, key=gold(sample.id, 0).texts.index) == own
        assert 0 in sample.labels or kept & set(sample.texts)


def test_a_phrase_is_never_put_into_articles_of_two_folds() -> None:
    """A model that has not seen a fold has not seen its phrases, either."""
    alone = {phrase for phrase in texts(*PHRASES) if "\n" not in phrase}
    in_lists = {line for phrase in texts(*PHRASES) - alone for line in phrase.split("\n")}
    places: dict[str, set[int]] = {}
    for sample in noised([gold(f"Town{n}", n % FOLDS) for n in range(40)], PHRASES, NEGATIVES):
        for text, of in zip(sample.texts, sample.labels, strict=True):
            if of == 0 and text in alone - in_lists:
                places.setdefault(text, set()).add(sample.fold)
    assert places
    assert all(len(found) == 1 for found in places.values())


def page(name: str, language_of: str = "The ferry to {} sails again, the harbour board said on day {}.") -> Sample:
    lines = ["Home", "Sport", *(language_of.format(name, day) for day in range(8)), "Most read", "Privacy policy"]
    labels = [0, 0, *[1] * 8, 0, 0]
    return Sample(
        name, "fullpage-bs4", 1, lines, [0] + [2] * 11, labels, [Hit()] * 12, 96, [len(text.split()) for text in lines]
    )


def test_short_article_takes_the_place_of_a_page_s_own() -> None:
    """What is around stays, in order; the title is neither body nor noise."""
    articles = {(1, "en"): [["Ferry stays", "It stays.", "Nobody knows why."]]}
    (found,) = transplanted([page("Karsholm")], articles)
    assert found.texts == [
        "Home",
        "Sport",
        "Ferry stays",
        "It stays.",
        "Nobody knows why.",
        "Most read",
        "Privacy policy",
    ]
    assert found.labels == [0, 0, -1, 1, 1, 0, 0]
    assert found.gaps == [0, 2, 2, 2, 2, 2, 2]
    assert len(found.hits) == len(found.tokens) == 7


def test_article_is_put_into_pages_of_its_fold_alone() -> None:
    """A model that has not seen a fold has not seen its articles, either; each article is of one fold."""
    articles = read_articles(ARTICLES)
    assert {of for of, _ in articles} == set(range(FOLDS))
    every = [tuple(article) for of_language in articles.values() for article in of_language]
    assert len(every) == len(set(every)) > 400
    for of in range(FOLDS):
        own = {line for (other, _), pool in articles.items() if other == of for article in pool for line in article}
        (found,) = transplanted([replace(page("Karsholm"), fold=of)], articles)
        assert set(found.texts[2:-2]) <= own


def test_around_a_short_article_sentences_teach_nothing() -> None:
    """Else they teach that an article ends after a few paragraphs; trees grown without short articles see none."""
    pytest.importorskip("catboost", reason="training needs its extra: pip install '.[train]'")
    from training.train import Table

    below = replace(page("Karsholm"), labels=[0, 0, *[1] * 4, *[0] * 6])
    (found,) = transplanted([below], {(1, "en"): [["Ferry stays", "It stays."]]})
    without, with_briefs = Table([page("Norrby"), found]).weights(np.ones(12 + len(found.texts), bool), "text")[:2]
    assert not without[12:].any()
    assert (without[:12] == with_briefs[:12]).all()
    assert found.texts[4].startswith("The ferry to Karsholm")
    assert with_briefs[12 + 4] == 0
    assert (with_briefs[[12, 12 + 3]] > 0).all()


def test_alphabet_is_made_again_as_it_ships() -> None:
    """But for the few characters of which another version of Unicode knows something else."""
    made, shipped = alphabet.make(), load().alphabet
    assert np.mean(made.classes == shipped.classes) > 0.995
    assert np.mean(made.folds == shipped.folds) > 0.995


def test_trees_are_grown_the_same_way_again_and_learn() -> None:
    """The same table gives the same trees, and they tell the two classes apart."""
    pytest.importorskip("catboost", reason="training needs its extra: pip install '.[train]'")
    from training import fit

    random = np.random.default_rng(1)
    table = random.integers(-500, 500, (600, 6))
    target = ((table[:, 0] > 40) ^ (table[:, 1] + table[:, 2] > 0)).astype(np.int64)
    forest = fit.forest(table, target, [np.ones(600)], 40, seed=1)
    again = fit.forest(table, target, [np.ones(600)], 40, seed=1)
    assert all(np.array_equal(getattr(forest, x), getattr(again, x)) for x in ("features", "borders", "leaves"))
    assert np.mean((forest.score(table) > 0) == (target == 1)) > 0.95


def test_what_a_fold_leaves_out_has_no_part_in_its_weights() -> None:
    """Lines keep their own hashes when others go, and leaving nothing out leaves all."""
    pytest.importorskip("catboost", reason="training needs its extra: pip install '.[train]'")
    from training.fit import Hashed

    def lines(*buckets: list[int], fold: int, page: int) -> Hashed:
        of = np.repeat(np.arange(len(buckets)), [len(own) for own in buckets])
        each = np.ones(len(buckets), np.int64)
        return Hashed(of, np.concatenate(buckets), each, each * 1.0, each * fold, each * page)

    found = Hashed.joined([lines([3, 4], [5], fold=0, page=0), lines([6], [7, 8], fold=1, page=1)])
    assert found.line.tolist() == [0, 0, 1, 2, 3, 3]
    left = found.without(0)
    assert (left.line.tolist(), left.bucket.tolist(), left.page.tolist()) == ([0, 1, 1], [6, 7, 8], [1, 1])
    assert all(np.array_equal(a, b) for a, b in zip(found.without(ALL), found, strict=True))
    assert (*range(FOLDS), ALL) == EVERY


def test_a_paragraph_that_lost_its_stop_is_trained_as_no_teaser() -> None:
    """Writers and readers of pages lose a stop now and then; what goes for it would be the article's."""
    lines = [f"The ferry number {x} sails again from Monday, the harbour board of Norvell said." for x in range(12)]
    row = {"id": "a", "fold": 0, "gold": "\n".join(lines), "title": "", "language": "en"}
    found = [case for case in teasers.cases(row, [row]) if case.style == "no stop"]
    assert found
    assert not any(case.teaser or case.text.endswith(".") for case in found)
