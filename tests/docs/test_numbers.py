"""Every figure that people wrote is one of the rule data's; the others are written from it.

Dollars change every year, so that they are always generated. Minutes in sentences are held against
the rule data and the page's own formulas.
"""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.docs.pages import PAGES, formulas

from eightminute import rules
from eightminute.docs import blocks, drawings, periods, templates
from eightminute.rules import book

WRITTEN = {
    page: text
    for page, path in PAGES.items()
    if templates.NOTE not in (text := path.read_text(encoding="utf-8"))
}
RULES = periods.newest(book.default())
# The figure of a myth that is set right, with where it was read on each page that has it.
MYTH = "$57"
_CONSOLE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_DOLLARS = re.compile(r"\$[\d,.]*\d")
_SHARES = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|percent)")
_MINUTES = re.compile(r"(\d+)(?: (?:to|or) (\d+))? (?:min\b|minutes?\b)")
_CODES = re.compile(r"(?<![\d-])(?:9[0-9]{4}|G0[0-9]{3})(?!\d)")


def prose(page: str) -> str:
    """What people wrote: without generated blocks, executed formulas, console sessions and sheets."""
    text = _CONSOLE.sub("", blocks.outside(WRITTEN[page]))
    lines = [line for line in text.splitlines() if not re.match(r"\|(?: \d+ \|)? (?:`=|\*\*\d)", line)]
    return "\n".join(lines)


@pytest.mark.parametrize("page", WRITTEN)
def test_dollars_are_written_from_the_rule_data(page: str) -> None:
    assert set(_DOLLARS.findall(prose(page))) <= {MYTH}


@pytest.mark.parametrize("page", WRITTEN)
def test_shares_are_written_from_the_rule_data(page: str) -> None:
    assert _SHARES.findall(prose(page)) == []


@pytest.mark.parametrize("page", WRITTEN)
def test_minutes_are_those_of_the_rules_or_of_the_page_s_examples(page: str) -> None:
    shown = {each for found in formulas(WRITTEN[page]) for each in _numbers(found.formula)}
    shown |= {
        int(each) for line in WRITTEN[page].splitlines() if line.startswith("| **") for each in _numbers(line)
    }
    # A sum of what a sheet holds, said beside it.
    totals = {
        int(each) for line in WRITTEN[page].splitlines() if " min are " in line for each in _numbers(line)
    }
    written = {int(each) for found in _MINUTES.findall(prose(page)) for each in found if each}
    assert written - _known() - shown - totals - _quoted(page) == set()


@pytest.mark.parametrize("page", WRITTEN)
def test_codes_are_codes_of_the_rule_data(page: str) -> None:
    known = {each.code for each in RULES.unit_rule.timings}
    unknown = {code for code in _CODES.findall(prose(page)) if code not in known and not RULES.knows(code)}
    assert unknown <= {"99999"}  # the example of a code that nobody knows


def test_the_figures_are_the_ones_that_were_read() -> None:
    # Pub. 100-04 ch. 5 §20.2.C and CMS's files, once by hand, so that generator and data can't err together.
    assert [drawings.band(rules.undated(), count) for count in (1, 2, 8)] == [(8, 22), (23, 37), (113, 127)]
    on = {
        day: periods.unit_amounts(rules.on(date.fromisoformat(day))) for day in ("2024-03-08", "2026-03-02")
    }
    # (0.50 + 0.50 + 0.01) x 32.7442 = 33.0716; (0.50 + 0.47 + 0.01) x 33.4009 = 32.7329
    assert [str(first) for first, _ in on.values()] == ["33.07", "32.73"]
    # (0.50 + 0.25 + 0.01) x 32.7442 = 24.8856; (0.50 + 0.235 + 0.01) x 33.4009 = 24.8837
    assert [str(further) for _, further in on.values()] == ["24.89", "24.88"]


def _known() -> set[int]:
    """Minutes that the rules speak of: a unit, its threshold and just below, the bands, the halves."""
    unit = RULES.unit_rule
    bands = {minutes for count in range(1, 9) for minutes in drawings.band(unit, count)}
    split = RULES.assistant_rule
    left = {split.split_least, split.split_most, split.final_unit_minutes, 23, 24, 28}  # facts: 24–28, 23–28
    return bands | left | {unit.unit_minutes, unit.first_unit_minutes - 1, unit.midpoint_minutes}


def _quoted(page: str) -> set[int]:
    """Minutes within a quoted sentence of a note are the note's."""
    return {int(each) for quoted in re.findall(r'"[^"]*"', prose(page)) for each in _numbers(quoted)}


def _numbers(text: str) -> set[int]:
    return {int(each) for each in re.findall(r"(?<![\d.])\d{1,4}(?![\d.])", text)}
