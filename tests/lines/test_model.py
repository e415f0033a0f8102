"""The model that ships: small, quick to load, the same everywhere."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cleaner.errors import ConfigError
from cleaner.lines import forest, hits
from cleaner.lines.hits import Hit
from cleaner.lines.model import WEIGHTS, load, save
from cleaner.rules.schema import KINDS

BODY = [
    "The ferry to Karsholm sails again from Monday, the harbour board said on Friday evening after a long repair.",
    "Two winters of storms had damaged the pier, and the board could not agree on who should pay for the repair.",
    "Passengers who bought tickets for March get their money back, the operator of the ferry said in a statement.",
]
MENU = [
    "Skip to content", "Home", "News", "Politics", "Business", "Sport", "Weather", "Culture", "Travel", "Jobs", "Property",
    "Subscribe", "Log in", "Search", "Most read", "Newsletters", "Podcasts", "Crossword",
]  # fmt: skip
FOOTER = ["About us", "Contact us", "Advertise with us", "Privacy policy", "Terms of use", "Sitemap", "Follow us"]
PAGE = [*MENU, *BODY, *FOOTER]


def judged(texts: list[str]) -> np.ndarray:
    known = ("Home", "Log in", "Most read", "About us", "Privacy policy", "Follow us")
    return load().judge(texts, [0] + [1] * (len(texts) - 1), [Hit(int(text in known)) for text in texts]).scores


def test_body_and_menu_are_told_apart() -> None:
    """On a plain page every paragraph scores higher than every line of the menu and the footer."""
    scores = judged(PAGE)
    body = scores[len(MENU) : len(MENU) + len(BODY)]
    assert body.min() > max(scores[: len(MENU)].max(), scores[-len(FOOTER) :].max())
    assert body.min() > 0


def test_model_is_small() -> None:
    """The file is no larger than five megabytes."""
    assert WEIGHTS.stat().st_size <= 5_000_000


def test_model_loads_quickly() -> None:
    """Reading it takes no more than 50 ms of processor time (the best of five, as machines are noisy)."""
    code = (
        "import time; from cleaner.lines.model import load\n"
        "times = []\n"
        "for _ in range(5):\n"
        "    load.cache_clear(); start = time.process_time(); load(); times.append(time.process_time() - start)\n"
        "print(min(times))"
    )
    taken = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(taken.stdout) <= 0.05


def test_same_model_is_written_to_the_same_bytes(tmp_path: Path) -> None:
    """What is read can be written again, byte for byte."""
    save(load(), tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == WEIGHTS.read_bytes()


def test_missing_model_is_told_with_the_remedy(tmp_path: Path) -> None:
    """The error names the file and how to make one."""
    with pytest.raises(ConfigError, match=r"none\.npz: is not a model of lines .* `make train`"):
        load(tmp_path / "none.npz")


def test_scores_do_not_depend_on_what_was_judged_before() -> None:
    """There is no state between documents."""
    first = judged(PAGE)
    judged(["Something else altogether."] * 40)
    assert np.array_equal(judged(PAGE), first)


def test_groups_of_rules_are_of_kinds_that_there_are() -> None:
    assert {kind for kinds in hits._GROUPS.values() for kind in kinds} <= set(KINDS)


@pytest.mark.parametrize("kept", [0, 1000])
@pytest.mark.parametrize("read", [load, forest.read])
def test_weights_that_are_cut_off_are_named(read: Callable[[Path], object], kept: int, tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    path.write_bytes(WEIGHTS.read_bytes()[:kept])
    with pytest.raises(ConfigError, match=r"w\.npz: (?:is not a model of lines|holds no trees)"):
        read(path)
