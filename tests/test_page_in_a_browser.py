"""The page as a person meets it, in a real browser: filters, keyboard, dark, paper, narrow, without script, and under attack."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from made_audits import every_light, hostile, many

from synth.audit.formats.html import write_page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e .[dev]")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
CONTRAST = 4.5  # WCAG 2.2 AA, text of ordinary size

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
]

Open = Callable[..., Any]

# The contrast of each piece of text with the paper behind it, as the browser itself has painted them.
LOW_CONTRAST = """(least) => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const paper = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length === 3) return colour;
    }
    return [255, 255, 255];
  };
  const low = new Set();
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    if (!element.checkVisibility() || ["SCRIPT", "STYLE"].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const ink = luminance(channels(element.closest("svg") ? style.fill : style.color)), behind = luminance(paper(element));
    const ratio = (Math.max(ink, behind) + 0.05) / (Math.min(ink, behind) + 0.05);
    if (ratio < least) low.add(`${element.tagName}.${element.getAttribute("class")} ${ratio.toFixed(2)}`);
  }
  return [...low];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from a file. After the test: no request left the page, nothing was written to the console, no dialog was opened."""
    noticed: list[str] = []
    contexts = []

    def open_page(audited: Any, hash: str = "", **options: Any) -> Any:
        file = tmp_path / "audit.html"
        file.write_text(write_page(audited), encoding="utf-8")
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: noticed.append(request.url) if not request.url.startswith(("file:", "data:image/svg")) else None)
        page.on("console", lambda message: noticed.append(message.text))
        page.on("pageerror", lambda error: noticed.append(str(error)))
        page.on("dialog", lambda dialog: noticed.append(dialog.message) or dialog.dismiss())  # type: ignore[func-returns-value]
        page.goto(file.as_uri() + hash)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noticed == []


def status(page: Any) -> str:
    return str(page.locator("#status").inner_text())


def seen(page: Any, what: str) -> int:
    return sum(part.is_visible() for part in page.locator(what).all())


def test_the_counts_are_what_is_shown(open_page: Open) -> None:
    page = open_page(every_light())
    assert status(page) == "Showing 8 of 8 findings, 3 of 3 claims, 2 of 2 reports."
    assert page.locator("[data-count=red]").inner_text() == "2"
    assert seen(page, ".claim") == 3


def test_the_filters_narrow_what_is_shown_and_the_counts_follow(open_page: Open) -> None:
    page = open_page(every_light())
    page.get_by_label("Only claims with findings").check()
    assert seen(page, ".claim") == 2
    page.get_by_role("combobox", name="Check").select_option("A1")
    assert status(page) == "Showing 1 of 8 findings, 0 of 3 claims, 1 of 2 reports."
    page.get_by_role("button", name="Clear filters").click()
    page.wait_for_function("document.getElementById('status').textContent.startsWith('Showing 8 of 8')")
    page.get_by_label("wrong", exact=False).first.uncheck()
    assert status(page) == "Showing 6 of 8 findings, 0 of 3 claims, 2 of 2 reports."
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_role("searchbox").fill("LONGER TRAINING")
    assert seen(page, ".claim") == 1
    assert status(page).endswith("1 of 3 claims, 1 of 2 reports.")
    page.get_by_role("searchbox").fill("nothing says this")
    assert page.locator("#nothing").is_visible()


def test_the_state_of_the_filters_is_in_the_address(open_page: Open) -> None:
    page = open_page(every_light())
    page.get_by_role("combobox", name="Check").select_option("A2")
    page.get_by_role("searchbox").fill("first & third")
    assert page.evaluate("location.hash") == "#check=A2&q=first+%26+third"
    again = open_page(every_light(), hash="#light=red%2Cfail&check=A2&only=1")
    assert status(again) == "Showing 1 of 8 findings, 2 of 3 claims, 1 of 2 reports."
    assert again.get_by_label("Only claims with findings").is_checked()
    assert again.get_by_role("combobox", name="Check").input_value() == "A2"


def test_the_code_of_a_check_leads_to_its_findings(open_page: Open) -> None:
    page = open_page(many(5))
    assert seen(page, ".finding") == 0
    page.get_by_role("link", name="A2").first.click()
    page.wait_for_function("document.getElementById('status').textContent.startsWith('Showing 5 of 10')")
    assert seen(page, ".finding[data-code=A2][data-light=red]") == 1


def test_a_link_to_a_claim_opens_its_folded_report(open_page: Open) -> None:
    page = open_page(many(5), hash="#report-4-claim-2")
    assert page.locator("#report-4-claim-2").is_visible()
    assert not page.locator("#report-3-claim-2").is_visible()


def test_everything_can_be_done_with_the_keyboard(open_page: Open) -> None:
    page = open_page(every_light())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the reports"
    assert page.locator(".skip").bounding_box()["x"] > 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "reports"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "red"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Space")
    assert status(page).startswith("Showing 6 of 8 findings")
    page.locator(".report > summary").first.focus()
    page.keyboard.press("Enter")
    assert seen(page, ".claim") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_system_and_the_button_turns_it(open_page: Open, scheme: str) -> None:
    page = open_page(every_light(), color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(paper)
    assert page.evaluate(LOW_CONTRAST, CONTRAST) == []
    other = "Light page" if scheme == "dark" else "Dark page"
    page.get_by_role("button", name=other).click()
    assert page.evaluate(paper) != before
    assert page.evaluate(LOW_CONTRAST, CONTRAST) == []


def test_paper_has_everything_and_no_filters(open_page: Open) -> None:
    page = open_page(many(5))
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("#filters").is_visible()
    assert not page.locator("#theme").is_visible()
    assert seen(page, ".claim") == 15
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(LOW_CONTRAST, CONTRAST) == []


@pytest.mark.parametrize("width", [390, 768, 1920])
@pytest.mark.parametrize("make", [every_light, hostile])
def test_no_width_needs_scrolling_sideways(open_page: Open, make: Any, width: int) -> None:
    page = open_page(make(), viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_everything_is_shown_and_nothing_that_needs_it(open_page: Open) -> None:
    page = open_page(many(5), java_script_enabled=False)
    assert seen(page, ".claim") == 15
    assert not page.locator("#filters").is_visible()
    assert not page.locator("#theme").is_visible()


def test_nothing_from_a_report_runs(open_page: Open) -> None:
    page = open_page(hostile())
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    page.evaluate("document.querySelectorAll('.report *').forEach((part) => part.dispatchEvent(new Event('mouseover')))")
    page.get_by_role("searchbox").fill("script")
    assert page.evaluate("globalThis.ran") is None
    assert seen(page, ".report") > 0


def test_even_a_script_that_got_into_the_page_would_not_run(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "audit.html").write_text(write_page(every_light()), encoding="utf-8")
    page = browser.new_page()  # not `open_page`: the browser says in the console that it refused
    page.goto((tmp_path / "audit.html").as_uri())
    refused = page.evaluate(
        """() => new Promise((resolve) => {
          addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "globalThis.ran = true";
          document.body.append(script);
        })"""
    )
    assert refused == "script-src-elem"
    assert page.evaluate("globalThis.ran") is None
