"""The sample workbook: its formulas hold what our functions answer, and each sheet explains itself."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from eightminute import sample
from eightminute.docs.signatures import all_functions
from eightminute.sample.answers import Answers

SHEETS = ["Start here", "Day sheet", "Session", "Notes", "Claim", "What went wrong"]
NAME = re.compile(r"([A-Z][A-Z0-9]+)\(")
OF_EXCEL = {"INDEX", "IFERROR", "SUM", "NA"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.xlsx"
    sample.write(path)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def values(path: Path) -> Workbook:
    return openpyxl.load_workbook(path, data_only=True)


def formulas(book: Workbook, sheet: str) -> dict[str, str]:
    return {
        cell.coordinate: str(cell.value)
        for row in book[sheet].iter_rows()
        for cell in row
        if cell.data_type == "f" and cell.value != "=NA()"
    }


def shown(values: Workbook, sheet: str) -> dict[str, Any]:
    return {
        cell.coordinate: cell.value
        for row in values[sheet].iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_formula_holds_what_our_functions_answer(book: Workbook, values: Workbook, sheet: str) -> None:
    cells = shown(values, sheet)
    asked = formulas(book, sheet)
    assert asked
    answers = Answers(cells)  # of the file as it is read back
    assert {place: cells.get(place) for place in asked} == {
        place: answers.value(formula.removeprefix("=")) for place, formula in asked.items()
    }


def test_every_function_is_at_work(book: Workbook) -> None:
    called = Counter(
        name for sheet in SHEETS for each in formulas(book, sheet).values() for name in NAME.findall(each)
    )
    assert {each.name for each in all_functions()} == set(called) - OF_EXCEL - {"UNITS97122"}


def test_the_sheets_in_their_order_and_linked_from_the_first(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    links = [cell.hyperlink for row in book["Start here"].iter_rows() for cell in row if cell.hyperlink]
    assert [link.location for link in links] == [f"'{name}'!A1" for name in SHEETS[1:]]


def table(values: Workbook, sheet: str, heading: str) -> list[list[Any]]:
    """The lines under that heading's headers."""
    rows = [list(row) for row in values[sheet].iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(rows) if row[0] == heading)
    header = next(number for number in range(start, len(rows)) if rows[number][1] is not None)
    end = next(number for number in range(header, len(rows)) if rows[number][1] is None)
    return rows[header + 1 : end]


def test_a_session_as_the_manual_works_it_out(values: Workbook) -> None:
    # 33 + 7 = 40 -> 3 units: 2 blocks of 15, and the third to the larger remainder (7 against 3)
    first, second, *_ = table(values, "Session", "The day's total caps the units")
    assert first[3:6] == [2, "Overbilled by 1", 2]
    assert second[3:6] == [1, "Underbilled by 1", 0]
    # 20 + 20 = 40 -> 3 units, remainders 5 and 5
    tie = table(values, "Session", "A tie is the professional's choice")
    assert [line[4] for line in tie[:2]] == ["OK", "OK"]


def test_a_claim_as_it_is_worked_out_on_paper(values: Workbook) -> None:
    # Vermont 2026, indices 1.000, 0.990 and 0.506; of all lines the unit with the highest PE is paid in full:
    # 97112: (0.50 + 0.47 x 0.990 + 0.01 x 0.506) x 33.4009 = 32.41, and with half of the PE 24.64
    # 97110: (0.45 + 0.41 x 0.5 x 0.990 + 0.00506) x 33.4009 = 21.98; x 0.80 x 0.85 = 14.95 with CQ
    first, second, *_ = table(values, "Claim", "The lines")
    assert (first[3], second[3], second[4]) == (57.05, 21.98, 14.95)
    kx = table(values, "Claim", "KX")
    assert [line[2] for line in kx] == ["Append KX", "Append KX"]  # 2,400 + 92.85 is above 2,480


def test_each_error_has_its_sentence_and_advice(values: Workbook) -> None:
    rows = [
        row for row in values["What went wrong"].iter_rows(values_only=True) if str(row[1]).startswith("=")
    ]
    assert {row[0] for row in rows} == {"#VALUE!", "#N/A", "#NAME?"}
    assert len(rows) > 15
    assert all(row[2] and row[3] for row in rows)


def test_no_formula_holds_nothing(book: Workbook, values: Workbook) -> None:
    # Excel could take an empty value for 0.
    for sheet in SHEETS:
        assert [place for place in formulas(book, sheet) if place not in shown(values, sheet)] == []


def test_it_is_the_same_file_each_time(path: Path, tmp_path: Path) -> None:
    sample.write(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_what_is_typed_can_be_told_from_what_is_worked_out(book: Workbook) -> None:
    for sheet in ("Session", "Claim", "Notes"):
        grounds = {
            (cell.data_type == "f", cell.fill.fgColor.rgb)
            for row in book[sheet].iter_rows()
            for cell in row
            if cell.border.left.style and cell.value is not None
        }
        assert (False, "FFFFF9DB") in grounds
        assert (True, "FFFFF9DB") not in grounds
