"""What the page "Try it" asks: formulas in any order, answers that fill cells, errors with their messages."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eightminute.docs import live

ADDRESSES = st.builds(lambda column, row: f"{column}{row}", st.sampled_from("ABC"), st.integers(1, 4))
REFERENCES = st.lists(ADDRESSES, min_size=1, max_size=3).map(lambda cells: f"=SUM({', '.join(cells)})")


def texts(cells: dict[str, str]) -> dict[str, str]:
    return {address: shown.text for address, shown in live.sheet(cells).items()}


def test_a_formula_may_stand_before_what_it_reads() -> None:
    # 25 min = 2 units, 7 min = 0 units, together 32 min = 2 units
    cells = {
        "A1": "=SUM(B2, B3)",
        "B2": "=UNITS97112(A2)",
        "B3": "=UNITS97112(A3)",
        "A2": "25",
        "A3": "7 min",
    }
    assert texts(cells | {"A4": "=UNITS97112(SUM(A2, 7))"}) == cells | {
        "A1": "2",
        "B2": "2",
        "B3": "0",
        "A4": "2",
    }


def test_names_may_be_small_and_addresses_fixed_but_quotes_stay() -> None:
    shown = live.sheet({"A1": "97112", "B1": "24", "C1": '=unitscheck($a$1, b$1, 2, "Midpoint")'})
    assert shown["C1"].text == "OK"  # 24 = 15 and 9 of 15 minutes, more than half: 2 units


def test_an_answer_fills_the_cells_below_and_says_from_where() -> None:
    cells = {"A1": "97112", "B1": "24", "A2": "97110", "B2": "23", "C1": "=UNITSSESSION(A1:A2, B1:B2)"}
    shown = live.sheet(cells | {"D1": "=SUM(C1:C2)"})
    assert (shown["C1"].text, shown["C2"].text, shown["C2"].source) == ("2", "1", "C1")
    assert shown["D1"].text == "3"


@pytest.mark.parametrize("other", ["taken", "=UNITS97112(8)"])
def test_an_answer_never_covers_what_is_typed(other: str) -> None:
    shown = live.sheet({"A1": '=UNITSASSISTANT("97110", 5, 10)', "B1": other})
    assert shown["A1"].text == "#SPILL!"
    assert shown["A1"].message == "The answer fills 2 cells, and B1 isn't empty."
    assert shown["B1"].text in {"taken", "1"}


def test_an_answer_that_the_sheet_is_too_small_for_is_told() -> None:
    assert live.sheet({"H20": '=UNITSASSISTANT("97110", 5, 10)'})["H20"].message == (
        "The answer fills 2 cells, and the sheet ends before it."
    )


@pytest.mark.parametrize(
    ("formula", "text", "message"),
    [
        ("=UNITS97112(-3)", "#VALUE!", "minutes: -3 is negative"),
        ('=RULEVALUE("conversion factor", "2031-01-01")', "#N/A", "2031"),
        ("=CATEGORY()", "#NAME?", "CATEGORY is no function of eightminute"),
        ("=UNITSSESSION(97112)", "#NAME?", "UNITSSESSION takes codes, minutes, rule"),
        ("=A1+A2", "#NAME?", "not a formula of the guide"),
        ("=UNITS97112(B9)", "#VALUE!", "the cell holds an error"),
        ("=SUM(1, B9)", "#VALUE!", "SUM: a cell holds an error"),
        ("=SUM(1, A1)", "#REF!", "in a circle"),
    ],
)
def test_what_is_wrong_is_an_error_with_a_message(formula: str, text: str, message: str) -> None:
    shown = live.sheet({"A1": formula, "B9": "=UNITS97112(-1)"})["A1"]
    assert shown.text == text
    assert message in shown.message


def test_a_bad_line_of_a_range_is_its_own_error() -> None:
    shown = live.sheet({"A1": "8", "A2": "soon", "B1": "=UNITS97112(A1:A2)"})
    assert (shown["B1"].text, shown["B1"].message) == ("1", "")
    assert shown["B2"].text == "#VALUE!"
    assert "for this line alone says why" in shown["B2"].message


@settings(max_examples=100)
@given(st.dictionaries(ADDRESSES, REFERENCES | st.integers(0, 99).map(str), max_size=8))
def test_sums_hold_whatever_refers_to_whatever(cells: dict[str, str]) -> None:
    shown = live.sheet(cells)
    assert shown.keys() == cells.keys()
    for address, text in cells.items():
        if text.startswith("="):
            read = [shown[cell].value for cell in re.findall(r"[A-C][1-4]", text) if cell in shown]
            circle = shown[address].value == "#REF!"
            wrong = any(isinstance(value, str) for value in read)
            assert circle or wrong or shown[address].value == sum(read)


def test_a_note_comes_back_whole_with_its_words_marked() -> None:
    text = "🙂 97112 x 15 min: SLS on foam.\nPt tolerated well."
    found = live.note(text)
    assert "".join(part["text"] for part in found["parts"]) == text
    assert found["verdict"] == "Missing: progress toward goals"
    assert found["minutes"] == 15
    marked = {label: part["text"] for part in found["parts"] for label in part["elements"]}
    for element in found["elements"]:
        assert (element["words"] is None) == (element["label"] not in marked)
        assert marked.get(element["label"], "") in (element["words"] or "")


@given(st.text(max_size=200))
def test_no_letter_of_a_note_is_lost(text: str) -> None:
    assert "".join(part["text"] for part in live.note(text)["parts"]) == text


def test_requests_and_answers_are_json() -> None:
    assert json.loads(live.ask('{"sheet": {"A1": "=UNITS97112(25)"}}'))["A1"]["text"] == "2"
    assert json.loads(live.ask('{"note": ""}'))["minutes"] is None
    assert json.loads(live.ask('{"call": ["UNITS97112", [[[25]]]]}')) == {"answer": [[2]]}
    assert json.loads(live.ask('{"size": true}')) == {"columns": "ABCDEFGH", "rows": 20}
    with pytest.raises(ValueError, match="not a request"):
        live.ask('{"other": 1}')
