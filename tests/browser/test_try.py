"""The page "Try it": our own wheel answers in the browser, on forms, in a sheet, and for every vector."""

from __future__ import annotations

import json
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests import vectors
from tests.browser.conftest import DESKTOP, PHONE, Site, Watch
from tests.browser.test_pages import violations
from tests.docs.pages import PAGES, ROOT

from eightminute.docs import formulas

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = "try-it.md"
TYPED = 40  # formulas that are typed, one below the other
SEVERAL = {"CLAIMCHECK", "CLAIMEXPLAIN", "NOTEDETAIL"}  # answer in several cells
COLUMN = 19  # cells of a column that are typed into; below the last there is none to go down to


def is_chosen(page: Page, address: str) -> None:
    """Waits until a cell is the chosen one, and what it holds is told."""
    page.wait_for_function(
        "address => document.getElementById('try-cell-name').innerText === address"
        " && document.getElementById('try-told').innerText.startsWith(address)",
        arg=address,
    )


class Live:
    """The page once it is started, as somebody uses it."""

    def __init__(self, page: Page, seconds: float) -> None:
        self.page = page
        self.seconds = seconds

    def ask(self, requests: list[dict[str, Any]]) -> list[Any]:
        """What the worker answers."""
        script = (
            "async requests => { const live = await import(new URL('../assets/try/live.js', location));"
            " return JSON.stringify(await Promise.all(requests.map(live.ask))); }"
        )
        answers: list[Any] = json.loads(self.page.evaluate(script, requests))
        return answers

    def send(self, form: str) -> str:
        """What a form says once it is sent."""
        output = self.page.locator(f"#{form} output")
        before = output.inner_html()
        self.page.click(f"#{form} button")
        self.page.wait_for_function(
            "([form, before]) => document.querySelector(`#${form} output`).innerHTML !== before",
            arg=[form, before],
        )
        return output.inner_text()

    def cell(self, address: str) -> Any:
        return self.page.locator(
            f"#try-grid .tabulator-row:nth-child({address[1:]}) [tabulator-field={address[0]}]"
        )

    def choose(self, address: str) -> None:
        """Clicks a cell; once more where the page still moved under the click, as anybody would."""
        for _ in range(3):
            self.cell(address).click()
            for _ in range(40):
                if self.told().startswith(address):
                    return
                self.page.wait_for_timeout(100)
        raise AssertionError(f"{address} can't be chosen")

    def type(self, address: str, *texts: str) -> None:
        """Types texts into a cell and those below it; Enter goes down."""
        self.choose(address)
        for row, text in enumerate(texts, start=int(address[1:])):
            self.settle()
            is_chosen(self.page, f"{address[0]}{row}")
            self.page.keyboard.type(text[:1])
            self.page.keyboard.insert_text(text[1:])
            self.page.keyboard.press("Enter")
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_function("document.getElementById('try-grid').ariaBusy === 'false'")

    def empty(self) -> None:
        """Empties the sheet: the corner chooses all of it."""
        self.page.click("#try-grid .tabulator-col.tabulator-row-header")
        self.page.keyboard.press("Delete")
        self.settle()

    def shows(self, address: str) -> str:
        text: str = self.cell(address).inner_text()
        return text.strip()

    def told(self) -> str:
        return self.page.inner_text("#try-told")


@pytest.fixture(scope="module")
def live(site: Site, assets: Path) -> Iterator[Live]:
    assert assets.is_dir()
    context = site.context(DESKTOP)
    page = context.new_page()
    watch = Watch(site, page)
    page.goto(site.url(PAGE))
    began = time.perf_counter()
    page.click("#try-start")
    page.wait_for_selector("#try-state[data-ready]", timeout=120_000)
    yield Live(page, time.perf_counter() - began)
    assert watch.wrong == []
    context.close()


def test_the_wheel_is_that_of_this_working_copy(assets: Path) -> None:
    [wheel] = assets.glob("wheels/eightminute-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        inside = {name: packed.read(name) for name in packed.namelist() if name.startswith("eightminute/")}
    package = ROOT / "addin"
    here = {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in (package / "eightminute").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    stale = sorted(name for name in inside.keys() | here.keys() if inside.get(name) != here.get(name))
    assert stale == [], "docs/assets/try/fetch.sh packs it anew"


def test_it_is_ready_soon(live: Live, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\nlive sheet ready after {live.seconds:.1f} s")  # noqa: T201 -- what the test is for
    assert re.fullmatch(r"Ready after \d+\.\d seconds\.", live.page.inner_text("#try-state"))


def test_the_page_says_how_much_it_loads(assets: Path) -> None:
    everything = sum(path.stat().st_size for path in assets.rglob("*") if path.is_file())
    said = re.search(r"about\s(\d+) MB", PAGES[PAGE].read_text(encoding="utf-8"))
    assert said
    assert abs(int(said[1]) - everything / 1e6) < 1


def test_every_vector_is_answered_as_expected(live: Live, capsys: pytest.CaptureFixture[str]) -> None:
    calls = [(vector, call) for vector in vectors.load() for call in vectors.from_office_js(vector)]
    answers = live.ask([{"call": [vector.function, call]} for vector, call in calls])
    for (vector, _), answer in zip(calls, answers, strict=True):
        came = answer["answer"] if "answer" in answer else vectors.Failure.model_validate(answer)
        assert vectors.fits(vector.expected, came), (vector.id, came)
    with capsys.disabled():
        print(f"\n{len({vector.id for vector, _ in calls})} vectors answered in the browser")  # noqa: T201 -- what the test is for


def literal(cell: Any) -> str | None:
    """A vector's cell as it is written into a formula; None for what can't be."""
    match cell:
        case bool():
            return str(cell).upper()
        case int() | float():
            return repr(cell)
        case str() if "\n" not in cell:
            return '"' + cell.replace('"', '""') + '"'
    return None


def formula(vector: vectors.Vector) -> str | None:
    """A vector as a formula of single values, answered in one cell; None for one that isn't."""
    written = [literal(each) for each in vector.arguments]
    if None in written or isinstance(vector.expected, tuple) or vector.function in SEVERAL:
        return None
    return f"={vector.function}({', '.join(each for each in written if each is not None)})"


def test_formulas_typed_into_the_sheet_are_answered(live: Live) -> None:
    written = [(vector, text) for vector in vectors.load() if (text := formula(vector))]
    some = written[:: len(written) // TYPED]
    assert len(some) >= TYPED
    assert len({vector.function for vector, _ in some}) >= 6
    for start in range(0, len(some), COLUMN):
        live.empty()
        column = some[start : start + COLUMN]
        live.type("A1", *(text for _, text in column))
        for row, (vector, _) in enumerate(column, start=1):
            # Answers of several cells stand in column A and those beside it; the vectors here fill one.
            shown, message = live.shows(f"A{row}"), live.cell(f"A{row}").get_attribute("title")
            came = formulas.typed(shown)
            if isinstance(vector.expected, vectors.Failure):
                assert vectors.fits(vector.expected, vectors.Failure(error=shown, message=message)), vector.id
            else:
                assert vectors.fits(vector.expected, "" if came is None else came), (vector.id, shown)


def test_cells_and_ranges_are_read_and_an_answer_fills_several_cells(live: Live) -> None:
    # Examples 1 and 3 of the manual: 24 + 23 = 47 minutes, 33 + 7 = 40 minutes.
    live.empty()
    live.type("A1", "97112", "97110")
    live.type("B1", "24", "23")
    live.type("C1", "=unitssession($a$1:$a$2, b1:b2)")
    assert (live.shows("C1"), live.shows("C2")) == ("2", "1")
    live.type("A1", "97110", "97140")
    live.type("B1", "33", "7 min")
    assert (live.shows("C1"), live.shows("C2")) == ("2", "1")
    live.type("B2", "8")  # 33 + 8 = 41 minutes are still 3 units
    live.type("D1", "=SUM(C1:C2)")
    assert live.shows("D1") == "3"
    live.choose("C2")
    assert live.told() == "C2 · filled by C1 · 1"


def test_what_is_wrong_is_told_in_words(live: Live) -> None:
    live.empty()
    live.type("A1", "=UNITS97112(-3)")
    live.type("A2", '=RULEVALUE("conversion factor", "2031-01-01")')
    live.type("A3", "=LOWER(A1)")
    live.type("A4", "=UNITS97112(A1)")
    live.type("B5", "taken")
    live.type("A5", '=UNITSASSISTANT("97110", 5, 10)')
    told = []
    for row in range(1, 6):
        live.choose(f"A{row}")
        told.append(live.told())
    assert "#VALUE! · minutes: -3 is negative" in told[0]
    assert "#N/A · " in told[1]
    assert "2031" in told[1].partition("#N/A")[2]
    assert "#NAME? · " in told[2]
    assert "LOWER is no function of eightminute" in told[2]
    assert "#VALUE! · minutes: the cell holds an error" in told[3]
    assert "#SPILL! · The answer fills 2 cells, and B5 isn't empty." in told[4]


def test_the_bar_above_the_sheet_edits_the_chosen_cell(live: Live) -> None:
    live.empty()
    live.choose("C3")
    live.page.fill("#try-cell", "=UNITS97112(38)")
    live.page.keyboard.press("Enter")
    live.settle()
    live.page.wait_for_function("document.getElementById('try-told').textContent.endsWith('· 3')")
    assert live.shows("C3") == "3"


def test_minutes_are_answered_with_their_arithmetic(live: Live) -> None:
    live.page.fill("#try-minutes-given", "22")
    said = live.send("try-minutes")
    assert said.startswith("1 unit of 97112")
    assert "22 timed min = 1 unit" in said
    assert "§20.2.C" in said
    live.page.fill("#try-minutes-given", "a while")
    assert live.send("try-minutes") == "#VALUE! minutes: is text that can't be read as minutes"


def test_several_codes_are_answered_by_either_rule(live: Live) -> None:
    for place, (code, minutes) in enumerate([("97112", "10"), ("97110", "10")]):
        live.page.locator("#try-session [name=code]").nth(place).fill(code)
        live.page.locator("#try-session [name=minutes]").nth(place).fill(minutes)
    # 20 minutes together are 1 unit; each alone has more than half of 15.
    assert live.send("try-session").startswith("97112: 1 unit\n97110: 0 units\n")
    live.page.select_option("#try-session select", "midpoint")
    assert live.send("try-session").startswith("97112: 1 unit\n97110: 1 unit\n")


def test_a_note_is_answered_with_its_words_marked(live: Live) -> None:
    live.page.fill("#try-note-given", "🙂 97112 x 15 min: SLS on foam.\nPt tolerated well.")
    said = live.send("try-note")
    assert said.startswith("Missing: progress toward goals")
    assert "15 treatment minutes" in said
    assert "🙂 97112 x 15 min: SLS on foam.\nPt tolerated well." in said
    marked = " | ".join(live.page.locator("#try-note mark").all_inner_texts())
    assert all(words in marked for words in ("15 min", "SLS", "tolerated"))
    assert "97112" not in marked


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_live_page_is_readable(live: Live, axe: str, scheme: str) -> None:
    live.type("A1", "=UNITS97112(-3)", "25")
    live.page.evaluate(
        "scheme => document.body.setAttribute('data-md-color-scheme', scheme)",
        {"light": "default", "dark": "slate"}[scheme],
    )
    assert violations(live.page, axe) == []


def test_the_keyboard_alone_is_enough(site: Site, assets: Path) -> None:
    assert assets.is_dir()
    context = site.context(PHONE)
    page = context.new_page()
    watch = Watch(site, page)
    page.goto(site.url(PAGE))
    _tab_to(page, "#try-start")
    page.keyboard.press("Enter")
    page.wait_for_selector("#try-state[data-ready]", timeout=120_000)
    _tab_to(page, "#try-minutes-given")
    page.keyboard.type("53")
    page.keyboard.press("Enter")
    page.wait_for_selector("#try-minutes output strong")
    assert page.inner_text("#try-minutes output strong") == "4 units"
    for target in ("#try-session [name=code]", "#try-note textarea", "#try-cell", ".tabulator-tableholder"):
        _tab_to(page, target)
    page.wait_for_function("document.getElementById('try-grid').ariaBusy === 'false'")
    is_chosen(page, "A1")
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    is_chosen(page, "B4")
    assert page.inner_text("#try-told").startswith("B4 · =UNITS97112(A4) · #VALUE!")
    page.keyboard.press("ArrowLeft")
    is_chosen(page, "A4")
    page.keyboard.press("Enter")
    page.keyboard.type("68")
    page.keyboard.press("Enter")
    is_chosen(page, "A5")
    page.wait_for_function("document.getElementById('try-grid').ariaBusy === 'false'")
    page.keyboard.press("ArrowUp")
    is_chosen(page, "A4")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.getElementById('try-told').textContent.endsWith('· 5')")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.getElementById('try-grid').contains(document.activeElement)")
    assert watch.wrong == []
    context.close()


def test_a_guide_built_without_it_says_so(site: Site) -> None:
    context = site.context()
    page = context.new_page()
    page.route("**/built/**", lambda route: route.fulfill(status=404))
    page.goto(site.url(PAGE))
    page.click("#try-start")
    page.wait_for_function("document.getElementById('try-state').textContent.includes('was built without')")
    assert page.is_enabled("#try-start")
    context.close()


def _tab_to(page: Page, target: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return
    pytest.fail(f"Tab doesn't reach {target}")
