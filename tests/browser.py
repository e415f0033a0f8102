"""Chromium for the tests: the one of the system, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = "needs Chromium and Playwright: `make test-browser` installs both"


def find_chromium() -> str | None:
    """Find the browser of the system."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def lacks() -> bool:
    """Tell whether something is not installed."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return True
    return find_chromium() is None


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the browser; without its sandbox, which does not work for root and in containers."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()
