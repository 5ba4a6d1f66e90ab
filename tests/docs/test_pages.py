"""What every page of the guide has: the rule, its examples, its sources, and when it was last looked at."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.docs.pages import GUIDE, PAGES, formulas

from eightminute import rules
from eightminute.docs import calendar, drawings, functions
from eightminute.docs.signatures import all_functions

RULES = (
    "97112.md",
    "minutes-and-units.md",
    "several-codes.md",
    "assistants.md",
    "the-note.md",
    "modifiers-and-edits.md",
    "payment.md",
)
_IMAGE = re.compile(r"!\[(.*?)\]\((.*?)(?:#only-(?:light|dark))?\)")
_REVIEWED = re.compile(r"^\*Last reviewed: (\d{4}-\d\d-\d\d).*Next review: .+\.\*$", re.MULTILINE)
# Pages of the background that the theme has in its two schemes.
_PAPER = {"light": "#ffffff", "dark": "#1e2129"}
_READABLE = 4.5  # WCAG AA, text of normal size


@pytest.mark.parametrize("page", RULES)
def test_a_rule_s_page_has_all_its_parts(page: str) -> None:
    text = PAGES[page].read_text(encoding="utf-8")
    assert re.match(r"# .+\n\n\*\*.+", text), "the rule in one line"
    assert len([each for each in formulas(text) if each.answer is not None]) >= 2, "worked examples"
    for part in ("## Worked examples", "## Sources", "## Not verified"):
        assert part in text, part
    assert "functions/" in text or page == "97112.md", "the function to type"
    assert re.search(r"§|Pub\. ", text.partition("## Sources")[2]), "a source with its place"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_begins_with_its_title(page: str) -> None:
    assert PAGES[page].read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("page", [page for page in PAGES if not page.startswith("functions/")])
def test_every_page_says_when_it_was_reviewed(page: str) -> None:
    found = _REVIEWED.findall(PAGES[page].read_text(encoding="utf-8"))
    assert len(found) == 1
    assert date.fromisoformat(found[0]) <= date.today()  # noqa: DTZ011 -- any zone's day will do


def test_myths_are_set_right() -> None:
    text = {page: PAGES[page].read_text(encoding="utf-8") for page in RULES}
    assert "$57" in text["payment.md"]
    assert "every eight minutes" in text["minutes-and-units.md"]
    assert "rule of eights" in text["minutes-and-units.md"]
    assert "Pairs that don't exist" in text["modifiers-and-edits.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_is_there_and_says_what_it_shows(page: str) -> None:
    for alternative, target in _IMAGE.findall(PAGES[page].read_text(encoding="utf-8")):
        assert len(alternative) > 60
        assert (PAGES[page].parent / target).resolve().is_file()


@pytest.mark.parametrize("scheme", drawings.SCHEMES)
def test_words_of_drawings_can_be_read(scheme: str) -> None:
    colours = drawings.SCHEMES[scheme]
    assert contrast(colours.words, _PAPER[scheme]) >= _READABLE
    assert contrast(colours.quiet, _PAPER[scheme]) >= _READABLE
    assert contrast(colours.on_strong, colours.strong) >= _READABLE
    assert all(contrast(colours.on_band, band) >= _READABLE for band in colours.bands)


def test_drawings_stay_within_their_frame_and_are_all_shown() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in PAGES.values())
    for drawing in drawings.all_drawings(rules.undated()):
        assert f"{drawing.name}-light.svg" in text
        for shape in drawing.shapes:
            assert shape.x >= 0
            assert shape.x + shape.width <= drawings.WIDTH
            assert shape.y + shape.height <= drawing.height


def test_a_split_is_the_one_that_the_functions_give() -> None:
    drawing = drawings.split("any", ["97112", "97110"], [24, 23], rules.undated())
    assert "97112: 24 min, 2 units" in drawing.alternative
    assert "97110: 23 min, 1 unit:" in drawing.alternative
    assert "Together 47 min: 3 units for the day" in drawing.alternative


def test_the_calendar_has_every_quarter_and_ends_with_january() -> None:
    assert [each.months for each in calendar.year().quarterly] == [(4, 7, 10, 13)]
    assert max(each.ends for each in calendar.year().events) == 13
    assert all(each.starts <= each.ends for each in calendar.year().events)


def test_every_function_has_a_page_and_no_other_has() -> None:
    names = [each.name for each in all_functions()]
    assert sorted(functions.examples()) == sorted(names)
    assert sorted(path.stem for path in (GUIDE / "functions").glob("[A-Z]*.md")) == sorted(names)


def test_a_function_s_page_has_its_arguments_with_their_help() -> None:
    session = next(each for each in all_functions() if each.name == "UNITSSESSION")
    assert session.formula == "=UNITSSESSION(codes, minutes, [rule])"
    assert [each.default for each in session.arguments] == [None, None, '"8-minute"']
    assert all(each.help for function in all_functions() for each in function.arguments)
    assert all(each.summary and each.source for each in all_functions())


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, by WCAG 2.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
