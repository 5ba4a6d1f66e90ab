"""The day sheet: invented visits, right and wrong ones of every kind, with our formulas beside them.

Each line has its own formula, which works in every Excel: a spilled answer has no place in a table.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from eightminute.audit.reports.look import DATE, TABLE_STYLE, Look
from eightminute.sample.answers import Answers

HEADERS = ("Visit", "Date", "Code", "Mod", "Minutes", "Units", "Note")
FORMULA_HEADERS = ("Units by minutes", "Units check", "Note check", "Why")
_WIDTHS = (8, 11, 8, 6, 10, 8, 78, 10, 15, 27, 66)
_LINE = 15  # points
_CODE, _MINUTES, _UNITS, _NOTE = 2, 4, 5, 6


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
    text = files("eightminute.sample").joinpath("data", "day_sheet.csv").read_text(encoding="utf-8")
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


def write(workbook: Workbook, look: Look) -> None:
    """Adds the sheet to the workbook."""
    lines = entries()
    sheet = workbook.add_worksheet("Day sheet")
    _lay_out(sheet, look, len(lines))
    answers = Answers({})
    row = 1
    for _, group in groupby(lines, key=lambda line: (line.visit, line.modifier)):
        session = list(group)
        for offset, line in enumerate(session):
            _write_entry(sheet, row + offset, line, look)
            _remember(answers, row + offset, line)
        _write_formulas(sheet, row, session, look, answers)
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


def _remember(answers: Answers, row: int, line: Entry) -> None:
    for column, value in (
        (_CODE, line.code),
        (_MINUTES, line.minutes),
        (_UNITS, line.units),
        (_NOTE, line.note),
    ):
        answers.cells[xl_rowcol_to_cell(row, column)] = value or None if column == _NOTE else value


def _write_formulas(sheet: Worksheet, first: int, session: list[Entry], look: Look, answers: Answers) -> None:
    last = first + len(session) - 1
    codes, minutes, billed = (xl_range(first, column, last, column) for column in (_CODE, _MINUTES, _UNITS))
    column = len(HEADERS)
    alone = len(session) == 1

    def write(row: int, at: int, call: str, style: Format) -> str:
        value = answers.value(call)
        sheet.write_formula(row, at, f"={call}", style, value)
        return str(value)

    for offset in range(len(session)):
        for at, call, style in (
            (column, f"UNITSSESSION({codes}, {minutes})", look.centred),
            (column + 1, f"UNITSCHECK({codes}, {minutes}, {billed})", look.text),
        ):
            write(first + offset, at, call if alone else f"INDEX({call}, {offset + 1})", style)
    told = ""
    if any(line.code == "97112" for line in session):
        told = write(first, column + 2, f"NOTECHECK({xl_rowcol_to_cell(first, _NOTE)})", look.wrapped)
    why = write(first, column + 3, f"UNITSEXPLAIN({codes}, {minutes})", look.wrapped)
    texts = ((_NOTE, session[0].note), (column + 2, told), (column + 3, why))
    sheet.set_row(first, _LINE * max(ceil(len(text) / _WIDTHS[at]) for at, text in texts))
