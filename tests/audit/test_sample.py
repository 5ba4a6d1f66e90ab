"""The sample day sheet: its formulas hold what our functions answer, and the audit says the same."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from eightminute.audit import KINDS, audit_file, sample
from eightminute.errors import InputError, NotPublishedError
from eightminute.excel import functions, shapes

CALL = re.compile(r"=(?:INDEX\()?([A-Z]+)\(([A-Z0-9:, ]+)\)(?:, (\d+)\))?")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.xlsx"
    sample.write(path)
    return path


@pytest.fixture(scope="module")
def values(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path, data_only=True)["Day sheet"]


def answer(formula: str, values: Worksheet) -> Any:
    """What our function answers, given the cells that the formula names."""
    call = CALL.fullmatch(formula)
    assert call, formula
    ranges = []
    for address in call[2].split(", "):
        cells = values[address]
        ranges.append([[cell.value for cell in row] for row in cells] if ":" in address else cells.value)
    try:
        found = getattr(functions, call[1])(*ranges)
    except (InputError, NotPublishedError) as error:
        return shapes.as_error(error)
    return found[int(call[3]) - 1][0] if call[3] else found


def test_every_formula_holds_what_the_function_answers(path: Path, values: Worksheet) -> None:
    formulas = openpyxl.load_workbook(path)["Day sheet"]
    checked = Counter[str]()
    for row in formulas.iter_rows(min_row=2, min_col=len(sample.HEADERS) + 1):
        for cell in row:
            if cell.value is not None:
                formula = str(cell.value)
                assert values[cell.coordinate].value == answer(formula, values), cell.coordinate
                checked[re.sub(r"^=(?:INDEX\()?([A-Z]+).*", r"\1", formula)] += 1
    lines = len(sample.entries())
    assert checked["UNITSSESSION"] == checked["UNITSCHECK"] == lines
    assert min(checked["NOTECHECK"], checked["UNITSEXPLAIN"]) > 20


def test_the_audit_says_what_the_sheet_says(path: Path, values: Worksheet) -> None:
    headers = [cell.value for cell in values[1]]
    column = headers.index("Units check") + 1
    for result in audit_file(path).results:
        shown = values.cell(result.line.row, column).value
        assert result.verdict == ("" if str(shown).startswith("#") else shown)


def test_it_has_right_and_wrong_visits_of_every_kind(path: Path) -> None:
    audit = audit_file(path)
    assert audit.totals.visits == 30
    assert {finding.kind for finding in audit.findings} == set(KINDS)
    assert audit.totals.lines_ok > audit.totals.lines / 2
    assert audit.totals.notes_missing == 1


def test_its_visits_are_of_2026_and_nobodys(path: Path) -> None:
    dates = audit_file(path).dates
    assert dates is not None
    assert {date.year for date in dates} == {2026}
    assert all(re.fullmatch(r"V-\d{3}", entry.visit) for entry in sample.entries())


def test_it_is_the_same_file_each_time(path: Path, tmp_path: Path) -> None:
    sample.write(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_it_looks_like_a_day_sheet(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Day sheet"]
    (table,) = sheet.tables.values()
    assert table.ref == f"A1:K{len(sample.entries()) + 1}"
    assert sheet.freeze_panes == "B2"
    assert sheet["B2"].number_format == "m/d/yyyy"
    assert list(sheet.conditional_formatting)
