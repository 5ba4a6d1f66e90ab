"""The sample workbook in LibreOffice Calc: it opens as written, and answers the same with the add-in."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.formula.translate import Translator
from tests.calc import calc

from eightminute import sample

TYPED_ERROR = "=NA()"  # the day sheet has one in its minutes


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.xlsx"
    sample.write(path)
    return path


def cells(path: Path) -> Iterator[tuple[str, Cell, Any]]:
    """Each cell that isn't empty, with its sheet, and the value that it shows."""
    values = openpyxl.load_workbook(path, data_only=True)
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.value is not None:
                    yield sheet.title, cell, values[sheet.title][cell.coordinate].value


def nearly(value: Any) -> Any:
    return pytest.approx(value) if isinstance(value, float) else value


def test_it_opens_without_the_add_in_as_it_was_saved(path: Path, tmp_path: Path) -> None:
    command = [
        calc.PROGRAM,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
    ]
    place = ["--convert-to", "xlsx", "--outdir", str(tmp_path), str(path)]
    subprocess.run([*command, *place], env=calc.without_our_python(), check=True, timeout=calc.SECONDS)
    opened = {(sheet, cell.coordinate): value for sheet, cell, value in cells(tmp_path / path.name)}
    compared = 0
    for sheet, cell, value in cells(path):
        if not (cell.data_type == "f" and str(value).startswith("#")):  # Calc works errors out anew
            assert opened[sheet, cell.coordinate] == nearly(value), (sheet, cell.coordinate)
            compared += 1
    assert compared > 800


def for_calc(formula: str) -> str:
    """The formula as LibreOffice's own interface takes it."""
    parts = re.split(r'("[^"]*")', formula)
    return "".join(
        part if number % 2 else part.replace(",", ";").replace("TRUE", "TRUE()")
        for number, part in enumerate(parts)
    )


def test_with_the_add_in_calc_answers_the_same(path: Path, tmp_path: Path) -> None:
    """All sheets under each other in one, so that LibreOffice starts once."""
    asked = calc.Sheet()
    expected: list[tuple[str, str, Any]] = []
    offset = row = 0
    current = ""
    for sheet, cell, value in cells(path):
        if sheet != current:
            current, offset = sheet, row
        row = max(row, offset + cell.row)
        place = {"row": offset + cell.row - 1, "column": cell.column - 1}
        if cell.data_type == "f" and cell.value != TYPED_ERROR:
            moved = Translator(str(cell.value), "A1").translate_formula(f"A{offset + 1}")
            formula = {"rows": 1, "columns": 1, "formula": for_calc(moved), "spills": False}
            asked.formulas.append(place | formula)
            expected.append((sheet, cell.coordinate, value))
        else:
            typed = calc.ErrorCell("NA()") if cell.value == TYPED_ERROR else cell.value
            asked.cells.append(place | calc.cell(typed))
    answers = [rows[0][0] for rows in calc.calculate(asked, tmp_path)]
    wrong = [(*of, answer) for of, answer in zip(expected, answers, strict=True) if answer != nearly(of[2])]
    assert wrong == []
    assert len(expected) > 250
