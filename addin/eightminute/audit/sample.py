"""The sample day sheet: invented visits, right and wrong ones of every kind, with our formulas beside them.

The formulas hold the values that the functions answer, so that the sheet can be read without the add-in. Each
line has its own formula, which works in every Excel: a spilled answer has no place in a table.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from math import ceil
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from eightminute import notes, rules, units
from eightminute.audit.reports.look import DATE, TABLE_STYLE, Look
from eightminute.errors import InputError, NotPublishedError
from eightminute.excel import cells, shapes
from eightminute.units import verdict

HEADERS = ("Visit", "Date", "Code", "Mod", "Minutes", "Units", "Note")
FORMULA_HEADERS = ("Units by minutes", "Units check", "Note check", "Why")
_WIDTHS = (8, 11, 8, 6, 10, 8, 78, 10, 15, 27, 66)
_LINE = 15  # points
_CODE, _MINUTES, _UNITS, _NOTE = 2, 4, 5, 6
_CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_CALCULATED_BY = 191029  # Excel 2019 and later: values that it calculated itself are kept on opening


@dataclass(frozen=True)
class Entry:
    """One line of the sheet."""

    visit: str
    date: dt.date
    code: str
    modifier: str
    minutes: int | str
    units: int
    note: str


def entries() -> list[Entry]:
    """The lines of the sheet in their order."""
    text = files("eightminute.audit").joinpath("data", "sample.csv").read_text(encoding="utf-8")
    return [
        Entry(
            visit=row["visit"],
            date=dt.date.fromisoformat(row["date"]),
            code=row["code"],
            modifier=row["mod"],
            minutes=int(row["minutes"]) if row["minutes"].isdecimal() else row["minutes"],
            units=int(row["units"]),
            note=row["note"],
        )
        for row in csv.DictReader(text.splitlines())
    ]


def write(path: Path) -> None:
    """Writes the sheet; the same bytes each time."""
    lines = entries()
    with Workbook(str(path), {"tmpdir": str(path.parent)}) as workbook:
        workbook.set_properties({"title": "Sample day sheet, all invented", "created": _CREATED})
        workbook.set_calc_mode("auto", _CALCULATED_BY)
        workbook.calc_on_load = False  # else a sheet opened without the add-in shows #NAME? for each answer
        sheet = workbook.add_worksheet("Day sheet")
        look = Look(workbook)
        _lay_out(sheet, look, len(lines))
        row = 1
        for _, group in groupby(lines, key=lambda line: (line.visit, line.modifier)):
            session = list(group)
            for offset, line in enumerate(session):
                _write_entry(sheet, row + offset, line, look)
            _write_formulas(sheet, row, session, look)
            row += len(session)


def _lay_out(sheet: Worksheet, look: Look, count: int) -> None:
    headers = [*HEADERS, *FORMULA_HEADERS]
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    columns = [{"header": header, "header_format": look.header} for header in headers]
    table = {"columns": columns, "style": TABLE_STYLE, "name": "DaySheet"}
    sheet.add_table(0, 0, count, len(headers) - 1, table)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    look.colour_verdicts(sheet, (1, len(HEADERS), count, len(HEADERS) + 2))
    # Each session has a range of its own, which is meant: no green corners for it.
    sheet.ignore_errors({"formula_differs": f"H2:K{count + 1}"})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_entry(sheet: Worksheet, row: int, line: Entry, look: Look) -> None:
    middle = look.centred
    sheet.write_string(row, 0, line.visit, look.format())
    sheet.write_datetime(row, 1, line.date, look.format(num_format=DATE, align="center"))
    if line.code.isdecimal():
        sheet.write_number(row, _CODE, int(line.code), middle)
    else:
        sheet.write_string(row, _CODE, line.code, middle)
    sheet.write_string(row, 3, line.modifier, middle)
    if isinstance(line.minutes, int):
        sheet.write_number(row, _MINUTES, line.minutes, middle)
    elif line.minutes == "#N/A":
        sheet.write_formula(row, _MINUTES, "=NA()", middle, line.minutes)
    else:
        sheet.write_string(row, _MINUTES, line.minutes, middle)
    sheet.write_number(row, _UNITS, line.units, middle)
    if line.note:
        sheet.write_string(row, _NOTE, line.note, look.wrapped)


def _write_formulas(sheet: Worksheet, first: int, session: list[Entry], look: Look) -> None:
    last = first + len(session) - 1
    codes, minutes, billed = (xl_range(first, column, last, column) for column in (_CODE, _MINUTES, _UNITS))
    column = len(HEADERS)
    supported, verdicts, why = _answers(session)
    alone = len(session) == 1
    for offset in range(len(session)):
        row = first + offset
        for at, call, style, value in (
            (column, f"UNITSSESSION({codes}, {minutes})", look.centred, supported[offset]),
            (column + 1, f"UNITSCHECK({codes}, {minutes}, {billed})", look.text, verdicts[offset]),
        ):
            formula = f"={call}" if alone else f"=INDEX({call}, {offset + 1})"
            sheet.write_formula(row, at, formula, style, value)
    told = ""
    if any(line.code == "97112" for line in session):
        told = notes.read(session[0].note).verdict()
        call = f"=NOTECHECK({xl_rowcol_to_cell(first, _NOTE)})"
        sheet.write_formula(first, column + 2, call, look.wrapped, told)
    sheet.write_formula(first, column + 3, f"=UNITSEXPLAIN({codes}, {minutes})", look.wrapped, why)
    texts = ((_NOTE, session[0].note), (column + 2, told), (column + 3, why))
    sheet.set_row(first, _LINE * max(ceil(len(text) / _WIDTHS[at]) for at, text in texts))


def _answers(session: list[Entry]) -> tuple[list[int | str], list[str], str]:
    """What UNITSSESSION, UNITSCHECK and UNITSEXPLAIN answer: a line that can't be read is its own error."""
    unit_rule = rules.undated()
    good: dict[int, tuple[str, int]] = {}
    errors: dict[int, str] = {}
    for index, line in enumerate(session):
        try:
            code, minutes = cells.code(line.code), cells.minutes(line.minutes)
            unit_rule.timing(code)
        except (InputError, NotPublishedError) as error:
            errors[index] = shapes.as_error(error)
        else:
            good[index] = code, minutes
    answer = units.session([code for code, _ in good.values()], [count for _, count in good.values()])
    checked = answer.check([session[index].units for index in good])
    supported = dict(zip(good, answer.units, strict=True))
    verdicts = {index: verdict(difference) for index, difference in zip(good, checked, strict=True)}
    rows = range(len(session))
    return (
        [errors.get(row) or supported[row] for row in rows],
        [errors.get(row) or verdicts[row] for row in rows],
        next(iter(errors.values()), answer.explanation),
    )
