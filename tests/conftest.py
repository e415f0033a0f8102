"""What the tests share: Hypothesis profiles, the measured data beside the project, a cleaner made once."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cleaner import Cleaner

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

_RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("ci", max_examples=100, derandomize=True, **_RELAXED)
settings.register_profile("longer", max_examples=1500, **_RELAXED)
settings.register_profile("thorough", max_examples=10_000, **_RELAXED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def cleaner() -> Cleaner:
    return Cleaner()


@pytest.fixture
def seeds() -> Path:
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("the five raw articles do not lie beside the project (../shared/seeds)")
    return folder
