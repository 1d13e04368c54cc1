"""The page as a reader has it: in a real browser, light and dark, phone and desk, with a keyboard, and printed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from advisor.report.page import render
from tests.advisor.report.page.chromium import missing, shown
from tests.advisor.report.page.stacks import full_report
from toolchain.places import BUILD

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
SCREENSHOTS = BUILD / "report" / "screenshots"
OUTSIDE_OF_ITS_BOX = """
[...document.querySelectorAll('svg .box')].flatMap(box => {
  const around = box.querySelector('rect').getBBox();
  return [...box.querySelectorAll('text')].filter(text => {
    const own = text.getBBox();
    return own.x < around.x || own.x + own.width > around.x + around.width
      || own.y < around.y || own.y + own.height > around.y + around.height;
  }).map(text => text.textContent);
})
"""


@pytest.fixture(scope="module")
def text() -> str:
    return render(full_report())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_everyone_can_use_it(chromium: Browser, axe: str, text: str, scheme: Any, width: int) -> None:
    size: Any = {"width": width, "height": 900}
    with shown(chromium, text, viewport=size, color_scheme=scheme) as found:
        assert found.width() == width
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        found.page.screenshot(path=SCREENSHOTS / f"{scheme}-{width}.png")
        found.unfold()
        assert found.width() == width  # what is wider scrolls inside its own frame
        found.page.evaluate(axe)
        violations = found.page.evaluate("axe.run()")["violations"]
        serious = [
            (one["id"], one["impact"], one["nodes"][0]["html"]) for one in violations if one["impact"] != "minor"
        ]
        assert serious == []
        assert found.asked == []
        assert found.said == []


def test_the_dark_page_is_dark_and_the_light_one_light(chromium: Browser, text: str) -> None:
    brightness = {}
    for scheme in ("light", "dark"):
        with shown(chromium, text, color_scheme=scheme) as found:
            colour = found.page.evaluate("getComputedStyle(document.body).backgroundColor")
            brightness[scheme] = sum(int(part) for part in colour.strip("rgb()").split(","))
    assert brightness["light"] > 3 * 230
    assert brightness["dark"] < 3 * 40


def test_it_is_read_without_a_script(chromium: Browser, text: str) -> None:
    with shown(chromium, text, java_script_enabled=False) as found:
        table = found.page.locator("#resources table").first
        assert not table.is_visible()
        found.page.locator("#resources summary").first.click()
        assert table.is_visible()


def test_the_first_key_offers_to_skip_to_the_report(chromium: Browser, text: str) -> None:
    with shown(chromium, text) as found:
        found.page.keyboard.press("Tab")
        first = found.page.locator(":focus")
        assert first.inner_text() == "Skip to the report"
        found.page.keyboard.press("Enter")
        assert found.page.evaluate("document.activeElement.id") == "report"


def test_on_paper_everything_is_unfolded(chromium: Browser, text: str) -> None:
    with shown(chromium, text) as found:
        found.page.emulate_media(media="print")
        assert found.page.locator("#resources table").first.bounding_box()["height"] > 20  # type: ignore[index]
        assert not found.page.locator("nav").is_visible()


def test_what_is_written_in_a_box_stays_in_it(chromium: Browser, text: str) -> None:
    with shown(chromium, text) as found:
        found.unfold()
        assert found.page.evaluate("document.querySelectorAll('svg .box text').length") > 20
        assert found.page.evaluate(OUTSIDE_OF_ITS_BOX) == []


def test_the_browser_itself_refuses_what_the_page_may_not_do(chromium: Browser, text: str) -> None:
    """Were something of a stack ever to become markup, it could neither run nor fetch."""
    injected = "<script>window.ran = 1</script><img src='http://elsewhere.invalid/a.png' onerror='window.ran = 1'>"
    with shown(chromium, text.replace("</main>", f"{injected}</main>")) as found:
        assert found.page.evaluate("window.ran") is None
        assert found.asked == []
        assert len(found.said) >= 2  # the policy's own words


@pytest.mark.parametrize("environ", [{}, {"CI": "true"}, {"CI": "true", "NO_BROWSER": "1"}])
def test_without_a_browser_it_fails_and_says_how_to_get_one(environ: dict[str, str]) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"(?s)install Chromium.*NO_BROWSER=1"):
        missing("none: install Chromium", environ)


def test_who_has_none_may_say_so_but_not_in_ci() -> None:
    with pytest.raises(pytest.skip.Exception, match="nobody has looked"):
        missing("none", {"NO_BROWSER": "1"})
