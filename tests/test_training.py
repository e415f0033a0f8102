"""How the model is trained: labels, folds, noise, trees."""

import doctest
import json
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from cleaner.lines.hits import Hit
from cleaner.lines.model import load
from training import alphabet, folds, labels
from training.data import Sample
from training.folds import FOLDS
from training.noise import noised

ROOT = Path(__file__).parent.parent
PHRASES = sorted((ROOT / "training/phrases").glob("*.json"))
NEGATIVES = sorted((ROOT / "training/negatives").glob("*.json"))


def phrases(path: Path) -> list[str]:
    kinds = json.loads(path.read_text(encoding="utf-8")).values()
    return list(chain.from_iterable(chain.from_iterable(kind.values() for kind in kinds)))


def gold(name: str, fold: int) -> Sample:
    texts = [
        f"The ferry to {name} sails again from Monday, the harbour board said on day {n} of it." for n in range(20)
    ]
    return Sample(name, "gold", fold, texts, [0] + [2] * 19, [1] * 20, [Hit()] * 20, 320, [16] * 20)


@pytest.mark.parametrize("module", [folds, labels], ids=lambda module: module.__name__)
def test_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
    assert doctest.testmod(module).attempted  # type: ignore[arg-type]


def test_no_phrase_of_the_exam_is_trained_on() -> None:
    """What measures the recall on unseen wording stays unseen."""
    exam = set(phrases(ROOT / "benchmarks/phrases/unseen.json"))
    assert exam
    assert not exam & {phrase for path in PHRASES for phrase in phrases(path)}


def test_noise_is_labelled_and_the_body_stays_in_order() -> None:
    """What was put in and counts as noise is labelled 0; the rest is the body or a sentence that only looks like noise."""
    body = gold("Karsholm", 0)
    kept = {line for path in NEGATIVES for lines in json.loads(path.read_text()).values() for line in lines}
    found = list(noised([body, gold("Norrby", 0)], PHRASES, NEGATIVES))
    assert {sample.kind for sample in found} >= {"noised invented", "noised short"}
    for sample in found:
        own = [text for text, of in zip(sample.texts, sample.labels, strict=True) if of == 1 and text not in kept]
        assert set(own) <= set(gold(sample.id, 0).texts)
        assert sorted(own, key=gold(sample.id, 0).texts.index) == own
        assert 0 in sample.labels or kept & set(sample.texts)


def test_a_phrase_is_never_put_into_articles_of_two_folds() -> None:
    """A model that has not seen a fold has not seen its phrases, either."""
    alone = {phrase for path in PHRASES for phrase in phrases(path) if "\n" not in phrase}
    in_lists = {line for path in PHRASES for phrase in phrases(path) if "\n" in phrase for line in phrase.split("\n")}
    places: dict[str, set[int]] = {}
    for sample in noised([gold(f"Town{n}", n % FOLDS) for n in range(40)], PHRASES, NEGATIVES):
        for text, of in zip(sample.texts, sample.labels, strict=True):
            if of == 0 and text in alone - in_lists:
                places.setdefault(text, set()).add(sample.fold)
    assert places
    assert all(len(found) == 1 for found in places.values())


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
    forest = fit.forest(table, target, np.ones(600), 40, seed=1)
    again = fit.forest(table, target, np.ones(600), 40, seed=1)
    assert all(np.array_equal(getattr(forest, x), getattr(again, x)) for x in ("features", "borders", "leaves"))
    assert np.mean((forest.score(table) > 0) == (target == 1)) > 0.95
