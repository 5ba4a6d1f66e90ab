"""The day sheet of the sample workbook: visits of every kind, and the audit says what its formulas say."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from eightminute import sample
from eightminute.audit import KINDS, audit_file
from eightminute.sample import day_sheet


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.xlsx"
    sample.write(path)
    return path


@pytest.fixture(scope="module")
def values(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path, data_only=True)["Day sheet"]


def test_each_line_has_its_formulas(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Day sheet"]
    formulas = [
        re.sub(r"^=(?:INDEX\()?([A-Z]+).*", r"\1", str(cell.value))
        for row in sheet.iter_rows(min_row=2, min_col=len(day_sheet.HEADERS) + 1)
        for cell in row
        if cell.value is not None
    ]
    checked = Counter(formulas)
    assert checked["UNITSSESSION"] == checked["UNITSCHECK"] == len(day_sheet.entries())
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


def test_the_audit_finds_it_among_the_sheets(path: Path) -> None:
    audit = audit_file(path)
    assert (audit.source.label, audit.columns.header_row) == ("sheet 2 of 6", 1)


def test_its_visits_are_of_2026_and_nobodys(path: Path) -> None:
    dates = audit_file(path).dates
    assert dates is not None
    assert {date.year for date in dates} == {2026}
    assert all(re.fullmatch(r"V-\d{3}", entry.visit) for entry in day_sheet.entries())


def test_it_looks_like_a_day_sheet(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Day sheet"]
    (table,) = sheet.tables.values()
    assert table.ref == f"A1:K{len(day_sheet.entries()) + 1}"
    assert sheet.freeze_panes == "B2"
    assert sheet["B2"].number_format == "m/d/yyyy"
    assert list(sheet.conditional_formatting)
