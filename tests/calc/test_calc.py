"""The add-in's VBA in a real spreadsheet: LibreOffice Calc runs it, and every cell must be as in the vectors.

What Excel has to itself stays out: the library that starts Python, the colour of an error. xlwings' own
server code answers, over the stand-in for pywin32.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests import vectors
from tests.calc import calc
from tests.calc.calc import ErrorCell, Formula, Money, Sheet, call

VECTORS = vectors.load()
FOR_TEXT = (60, 4)  # cells in which any answer with a text to be found has room
VISITS = 500

NOTE = "97112 x 15 min: SLS on foam. Pt tolerated well. STG 1 met."
HALF_A_NOTE = "97112 x 15 min: SLS on foam."
MISSING = "Missing: patient's response; progress toward goals"
DAY = dt.date(2026, 3, 2)

# What stands in the arguments' cells (with "=" before it, in the formula itself), and what must come of it.
CASES: dict[str, tuple[str, list[Any], Any]] = {
    # 25 min: 8 to 22 are one unit, 23 to 37 two
    "a number in the formula": ("UNITS97112", ["=25"], 2),
    "a text number in the formula": ("UNITS97112", ['="25 min"'], 2),
    "a sum in the formula": ("UNITS97112", ["=12+13"], 2),
    "an array in the formula": ("UNITS97112", ["={7;8;22;23}"], [[0, 1, 1, 2]]),
    "rows of an array in the formula": ("UNITS97112", ["={7;8|22;23}"], [[0, 1], [1, 2]]),
    "a cell that calculates": ("UNITS97112", [Formula("=5*5")], 2),
    "a cell with text that is calculated": ("UNITS97112", [Formula('="25"&" min"')], 2),
    "a cell that points at a blank": ("UNITS97112", [Formula("=Z1")], 0),
    "a blank": ("UNITS97112", [None], 0),
    "an empty text": ("UNITS97112", [Formula('=""')], 0),
    "a currency format": ("UNITS97112", [Money(25)], 2),
    "a time of 25 minutes": ("UNITS97112", [dt.time(0, 25)], 2),
    "minutes calculated from times": ("UNITS97112", [Formula("=(TIME(9;30;0)-TIME(9;5;0))*1440")], 2),
    "a date is no minutes": ("UNITS97112", [DAY], "#VALUE!"),
    "TRUE is no minutes": ("UNITS97112", [True], "#VALUE!"),
    "a row": ("UNITS97112", [[[7, 8, 22, 23]]], [[0, 1, 1, 2]]),
    "a block": ("UNITS97112", [[[7, "8 min"], [None, 23]]], [[0, 1], [0, 2]]),
    "each kind of error": (
        "UNITS97112",
        [[[ErrorCell(each)] for each in vectors.COM_ERRORS] + [[25]]],
        [["#VALUE!"]] * 7 + [[2]],
    ),
    "one error": ("UNITS97112", [ErrorCell("#DIV/0!")], "#VALUE!"),
    # 10 + 10 = 20 min: 1 unit, to the first; by the midpoint rule one each
    "an option left out": ("UNITSSESSION", [[[97112], ["97110"]], [[10], [10]]], [[1], [0]]),
    "an option in the formula": (
        "UNITSSESSION",
        [[["97112"], [97110]], [[10], [10]], '="midpoint"'],
        [[1], [1]],
    ),
    "an option in a cell": ("UNITSSESSION", [[["97112"], [97110]], [[10], [10]], "midpoint"], [[1], [1]]),
    "an option in a blank cell": ("UNITSSESSION", [[[97112], [97110]], [[10], [10]], None], [[1], [0]]),
    "TRUE in the formula": ("NOTECHECK", [NOTE, "=TRUE()"], vectors.Text(contains=("Missing: assistance",))),
    "a middle option left out": (
        # 97112: 32.73 + 24.88 = 57.61, x 0.80 = 46.09
        "CLAIMPAYMENT",
        ["97112", 2, "GP", DAY, "=", '="medicare"'],
        46.09,
    ),
    "a date": ("RULEVALUE", ["conversion factor", dt.date(2024, 3, 9)], 33.2875),
    "a date and time": ("RULEVALUE", ["conversion factor", dt.datetime(2024, 3, 8, 23, 59)], 32.7442),  # noqa: DTZ001 -- a sheet knows no time zone
    "a date as text": ("RULEVALUE", ["conversion factor", "3/9/2024"], 33.2875),
    "a date of rules that aren't there": ("RULEVALUE", ["conversion factor", dt.date(2031, 3, 2)], "#N/A"),
    "a code that isn't there, in its row": (
        "UNITSSESSION",
        [[["97112"], ["99999"], ["9711"]], [[25], [15], [15]]],
        [[2], ["#N/A"], ["#VALUE!"]],
    ),
    "times": ("MINUTESBETWEEN", [[[dt.time(9, 5)], ["9:05 AM"]], [[dt.time(9, 30)], ["9:30"]]], [[25], [25]]),
    "two cells beside each other": ("UNITSASSISTANT", ["97110", 5, 10], [[0, 1]]),
    "a note in several cells": (
        "NOTECHECK",
        [[[HALF_A_NOTE, None, "Pt tolerated well.", "STG 1 met."]]],
        "OK",
    ),
    "a note with an error in it": ("NOTECHECK", [[[NOTE, ErrorCell("#REF!")]]], "#VALUE!"),
}


class Book:
    """One sheet with all that is asked in this file, calculated once."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self._asked: dict[str, tuple[int, Any]] = {}
        self._answers: list[Any] = []

    def ask(self, name: str, formula: str, expected: Any) -> None:
        """Asks over one row and one column more than are expected, where an answer could be larger."""
        rows, columns = FOR_TEXT if isinstance(expected, vectors.Text) else _size(expected)
        more = [each + (each > 1) for each in (rows, columns)]
        self._asked[name] = self.sheet.ask(formula, *more), expected

    def calculate(self, folder: Path) -> None:
        """Has LibreOffice answer all of it."""
        self._answers = calc.calculate(self.sheet, folder)

    def names(self) -> list[str]:
        """The names under which something was asked."""
        return list(self._asked)

    def check(self, name: str) -> None:
        """Holds what the cells show against what was expected."""
        place, expected = self._asked[name]
        shown = self._answers[place]
        if not isinstance(expected, vectors.Text):
            rows, columns = _size(expected)
            beyond = [
                *(each for row in shown for each in row[columns:]),
                *(each for row in shown[rows:] for each in row),
            ]
            assert set(beyond) <= {"#N/A"}, "the answer is larger than expected"
            shown = [row[:columns] for row in shown[:rows]]
        assert vectors.fits(expected, shown), (expected, shown)


def _size(expected: Any) -> tuple[int, int]:
    rows = vectors.rows(expected)
    return len(rows), len(rows[0])


def _in_calc(cell: vectors.Cell) -> Any:
    return ErrorCell(cell.error) if isinstance(cell, vectors.Failure) else vectors.in_python(cell)


def _nth(block: str, row: int) -> str:
    """The address of a row of a column."""
    first = block.split(":", maxsplit=1)[0]
    return f"{first[0]}{int(first[1:]) + row}"


def _in_formula(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """What LibreOffice shows."""
    made = Book()
    for vector in VECTORS:
        arguments = [made.sheet.put(vectors.dressed(each, _in_calc)) for each in vector.arguments]
        made.ask(vector.id, call(vector.function, *arguments), vector.expected)
    for name, (function, values, expected) in CASES.items():
        arguments = [each[1:] if _in_formula(each) else made.sheet.put(each) for each in values]
        made.ask(name, call(function, *arguments), expected)
    _ask_for_500_visits(made)
    made.calculate(tmp_path_factory.mktemp("calc") / "añejo #1 & more")
    return made


def _ask_for_500_visits(book: Book) -> None:
    """A day sheet of visits, row by row and all at once."""
    rows = range(VISITS)
    minutes = [row % 121 for row in rows]
    starts = [dt.datetime.combine(DAY, dt.time(8 + row % 9, row % 60)) for row in rows]
    ends = [start + dt.timedelta(minutes=length) for start, length in zip(starts, minutes, strict=True)]
    notes = [NOTE if row % 2 else HALF_A_NOTE for row in rows]
    units = [
        length // 15 + (length % 15 >= 8) for length in minutes
    ]  # a unit for 15 min, and for 8 left over
    verdicts = [MISSING if note == HALF_A_NOTE else "OK" for note in notes]
    in_minutes, in_starts, in_ends, in_notes = (
        book.sheet.put([[each] for each in column])
        for column in (minutes, [each.time() for each in starts], [each.time() for each in ends], notes)
    )
    for each_row, at_once, blocks, expected in (
        ("UNITS97112", "UNITS97112", [in_minutes], units),
        ("MINUTESBETWEEN", "MINUTESBETWEEN", [in_starts, in_ends], minutes),
        ("NOTECHECK", "NOTECHECKROWS", [in_notes], verdicts),
    ):
        book.ask(f"500 visits by {at_once}", call(at_once, *blocks), [[each] for each in expected])
        for row in rows:
            formula = call(each_row, *(_nth(block, row) for block in blocks))
            book.ask(f"{row}. visit by {each_row}", formula, expected[row])


@pytest.mark.parametrize("name", [each.id for each in VECTORS])
def test_a_vector(book: Book, name: str) -> None:
    book.check(name)


@pytest.mark.parametrize("name", CASES)
def test_what_a_cell_or_a_formula_may_hold(book: Book, name: str) -> None:
    book.check(name)


def test_500_visits(book: Book) -> None:
    asked = [name for name in book.names() if "visit" in name]
    assert len(asked) == 3 * (VISITS + 1)
    for name in asked:
        book.check(name)


def test_without_its_python_a_function_seems_not_to_be_there(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.ask(call("UNITS97112", "25"))
    assert calc.calculate(sheet, tmp_path, python="can't be started") == [[["#NAME?"]]]


def test_without_an_answer_it_is_an_error(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.ask(call("UNITS97112", "25"))
    assert calc.calculate(sheet, tmp_path, python="doesn't answer") == [[["#VALUE!"]]]
