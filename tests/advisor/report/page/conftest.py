"""The browser of the tests: had like everything else of the toolchain, and missed loudly."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.advisor.report.page.chromium import PATIENCE_MS, missing
from toolchain import browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium. It is closed with its module: while it is open, its event loop runs in this thread."""
    try:
        found = browser.ensure()
    except browser.BrowserError as why:
        missing(str(why), os.environ)
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=str(found.program), env={**os.environ, **found.environment}, timeout=PATIENCE_MS
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core."""
    try:
        return browser.axe_core().read_text(encoding="utf-8")
    except browser.BrowserError as why:
        missing(str(why), os.environ)
