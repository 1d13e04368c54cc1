"""A page in the browser: served from memory, and whatever else it asks for is written down and refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Never

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route

ADDRESS = "http://report.invalid/"
PATIENCE_MS = 240_000.0
"""The machine may be busy with everything else that is tested."""
WITHOUT = "NO_BROWSER"


def missing(why: str, environ: Mapping[str, str]) -> Never:
    """No browser: the test fails and says how to get one; who has none says so, and CI always has one."""
    if environ.get(WITHOUT) and not environ.get("CI"):
        pytest.skip(f"{WITHOUT} is set: nobody has looked at the page")
    pytest.fail(
        f"{why}\nOr set {WITHOUT}=1 to test without it; where CI is set that counts for nothing.", pytrace=False
    )


@dataclass
class Shown:
    """A page that is shown.

    Attributes:
        page: The page.
        asked: Addresses that it asked for besides its own.
        said: What it wrote to the console, errors among it.
    """

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def unfold(self) -> None:
        """Opens everything."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    def width(self) -> int:
        """How wide the page is, in pixels."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


@contextmanager
def shown(browser: Browser, text: str, **context: Any) -> Iterator[Shown]:
    """Shows a document."""
    opened = browser.new_context(**context)
    opened.set_default_timeout(PATIENCE_MS)
    found = Shown(opened.new_page())

    def answer(route: Route) -> None:
        if route.request.url == ADDRESS:
            route.fulfill(body=text, content_type="text/html; charset=utf-8")
        else:
            found.asked.append(route.request.url)
            route.abort()

    def hear(message: ConsoleMessage) -> None:
        found.said.append(message.text)

    found.page.route("**/*", answer)
    found.page.on("console", hear)
    found.page.on("pageerror", lambda error: found.said.append(str(error)))
    found.page.goto(ADDRESS)
    yield found
    opened.close()
