"""What the fuzzer begins with and what it once found hold the promises; `make fuzz` looks for more."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT))

from fuzz.mutate import line_mutator  # noqa: E402
from fuzz.seeds import SEEDS, words  # noqa: E402
from fuzz.targets import TARGETS  # noqa: E402

FOUND = sorted(path for path in (ROOT / "fuzz" / "found").glob("*/*"))
MOST_SEEDS = 12


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_stays_fixed(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", SEEDS)
def test_seeds_hold_the_promises(target: str) -> None:
    seeds = list(SEEDS[target]())
    assert len(seeds) >= 8
    for seed in seeds[:: -(-len(seeds) // MOST_SEEDS)]:
        TARGETS[target](seed)


@pytest.mark.parametrize("target", SEEDS)
def test_seeds_with_lines_changed_hold_the_promises(target: str) -> None:
    mutate = line_mutator(words(), lambda data, size: data[:size])
    seeds = list(SEEDS[target]())
    for number in range(MOST_SEEDS):
        TARGETS[target](mutate(seeds[number * 37 % len(seeds)], 5000, number))


def test_target_tells_a_promise_that_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else all of this would prove nothing."""
    from cleaner import Article

    monkeypatch.setattr(Article, "restore", lambda self: self.text)
    with pytest.raises(AssertionError):
        TARGETS["text"](b"The ferry sails again.\n\nAdvertisement")
