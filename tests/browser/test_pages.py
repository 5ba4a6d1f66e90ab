"""Every page in a real browser: quiet, alone, readable by everybody, on a desk, a phone and paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.conftest import DESKTOP, PHONE, Site, Watch
from tests.docs.pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST_PAGE_BYTES = 600_000
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# Colours on their way to another would be measured halfway.
STILL = "* { transition: none !important; animation: none !important; }"


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core finds against WCAG 2.1, A and AA, with the first place of each."""
    page.add_style_tag(content=STILL)
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run({ runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_quiet_and_readable(site: Site, axe: str, scheme: str) -> None:
    context = site.context(DESKTOP, color_scheme=scheme)
    page = context.new_page()
    watch = Watch(site, page)
    for name in PAGES:
        page.goto(site.url(name))
        shown = page.get_attribute("body", "data-md-color-scheme")
        assert shown == {"light": "default", "dark": "slate"}[scheme], name
        assert violations(page, axe) == [], name
        assert watch.wrong == [], name
    context.close()


def test_every_page_fits_a_phone(site: Site) -> None:
    context = site.context(PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    watch = Watch(site, page)
    for name in PAGES:
        page.goto(site.url(name))
        assert page.inner_text("h1").strip("¶\n "), name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert watch.wrong == [], name
    context.close()


def test_what_a_page_must_not_do_is_seen(site: Site) -> None:
    context = site.context()
    page = context.new_page()
    watch = Watch(site, page)
    page.goto(site.url("index.md"))
    page.evaluate("fetch('https://elsewhere.example/').catch(() => {})")
    page.evaluate("console.error('said')")
    page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    page.evaluate("import('./missing.js').catch(() => {})")
    page.wait_for_timeout(300)
    said = " | ".join(watch.wrong)
    for part in ("asked: https://elsewhere.example/", "said", "thrown", "404"):
        assert part in said
    context.close()


def test_axe_finds_what_is_wrong(site: Site, axe: str) -> None:
    context = site.context()
    page = context.new_page()
    page.goto(site.url("index.md"))
    page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<p style=\"color:#eee\">faint</p>')"
    )
    assert [each.partition(":")[0] for each in violations(page, axe)] == ["color-contrast"]
    context.close()


def test_the_first_page_is_small(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    context = site.context()
    page = context.new_page()
    before = site.host.sent
    page.goto(site.url("index.md"), wait_until="networkidle")
    transferred = site.host.sent - before
    with capsys.disabled():
        print(f"\nfirst page: {transferred / 1000:.0f} kB, not compressed")  # noqa: T201 -- what the test is for
    assert 50_000 < transferred <= FIRST_PAGE_BYTES
    context.close()


@pytest.mark.parametrize(
    ("asked", "found"),
    [("8 minute", "several-codes.md"), ("KX", "modifiers-and-edits.md"), ("neuro re-ed", "97112.md")],
)
def test_search_finds(site: Site, asked: str, found: str) -> None:
    context = site.context()
    page = context.new_page()
    watch = Watch(site, page)
    page.goto(site.url("privacy.md"))
    page.keyboard.press("/")
    page.keyboard.type(asked)
    page.wait_for_selector(".md-search-result__link")
    page.wait_for_timeout(300)
    links = page.eval_on_selector_all(".md-search-result__link", "links => links.map(link => link.href)")
    assert any(link.startswith(site.url(found)) for link in links), links
    assert watch.wrong == []
    context.close()


def test_the_keyboard_skips_to_the_content_first(site: Site) -> None:
    context = site.context()
    page = context.new_page()
    page.goto(site.url("several-codes.md"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").split()[0] == "md-skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('.md-content').contains(document.activeElement)")
    context.close()


@pytest.mark.parametrize("name", [name for name in PAGES if name.endswith("-what-changed.md")])
def test_what_changed_in_a_year_is_printed_on_one_sheet(site: Site, name: str) -> None:
    context = site.context()
    page = context.new_page()
    page.goto(site.url(name))
    for paper in ("Letter", "A4"):
        pdf = page.pdf(format=paper, prefer_css_page_size=False)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, paper
    context.close()
