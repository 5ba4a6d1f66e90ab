"""The workbook, sheet by sheet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from xlsxwriter import Workbook

from eightminute.audit.reports.look import Look
from eightminute.sample import day_sheet, page, words

_CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_CALCULATED_BY = 191029  # Excel 2019 and later: values that it calculated itself are kept on opening


def write(path: Path) -> None:
    """Writes the workbook; the same bytes each time."""
    with Workbook(str(path), {"tmpdir": str(path.parent)}) as workbook:
        workbook.set_properties({"title": "Timed therapy codes, all patients invented", "created": _CREATED})
        workbook.set_calc_mode("auto", _CALCULATED_BY)
        workbook.calc_on_load = False  # else a sheet opened without the add-in shows #NAME? for each answer
        look = Look(workbook)
        page.write(workbook, look, words.page("start"))
        day_sheet.write(workbook, look)
        for name in ("session", "notes", "claim", "errors"):
            page.write(workbook, look, words.page(name))
