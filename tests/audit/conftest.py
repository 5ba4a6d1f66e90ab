"""Day sheets as the tests need them: a few rows, written as a person or a program would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Rows = Sequence[Sequence[Any]]
MakeSheet = Callable[..., Path]

HEADERS = ["DOS", "Visit #", "CPT", "Mod", "Minutes", "Units", "Note"]
DAY = dt.date(2026, 3, 2)
NOTE = "97112 x 25 min: PNF D1, tandem stance on foam. Tolerated well. STG 1 met."


@pytest.fixture
def workbook(tmp_path: Path) -> MakeSheet:
    """Makes an .xlsx of one sheet with these rows."""

    def make(rows: Rows, name: str = "my-day.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture
def day(workbook: MakeSheet) -> MakeSheet:
    """Makes an .xlsx with the usual headers over lines of (visit, code, modifier, minutes, units, note)."""

    def make(*lines: tuple[Any, ...], date: Any = DAY, name: str = "my-day.xlsx") -> Path:
        padded = [[date, *line, *[None] * (6 - len(line))] for line in lines]
        return workbook([HEADERS, *padded], name)

    return make
