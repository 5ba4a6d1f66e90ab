"""The results as a workbook: a summary, and every line with its verdict."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from pathlib import Path

import openpyxl
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from eightminute.audit.reports import fields
from eightminute.audit.reports.look import DATE, MONEY, NUMBER, TABLE_STYLE, TIME, Look
from eightminute.audit.run import Audit
from eightminute.audit.sources import GENERAL, Styled
from eightminute.audit.watch import Watch, unwatched
from eightminute.excel import cells
from eightminute.excel.shapes import Cell

AUTHOR = "eightminute audit"
MOST_TABLE_ROWS = 10_000  # beyond, rows are written as they come, which Excel's tables don't allow
_ROWS_FOR_WIDTHS = 200
_NARROWEST, _WIDEST = 6, 45


def write(audit: Audit, path: Path, watch: Watch = unwatched) -> None:
    """Writes the workbook. Its parts are built in the folder of `path`, nowhere else."""
    small = len(audit.results) <= MOST_TABLE_ROWS
    options = {"constant_memory": not small, "tmpdir": str(path.parent)}
    with Workbook(str(path), options) as workbook:
        workbook.set_properties({"author": AUTHOR, "created": _now()})
        look = Look(workbook)
        _write_summary(audit, workbook.add_worksheet("Summary"), look)
        _write_lines(audit, workbook.add_worksheet("Lines"), look, watch)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def is_untouched(path: Path) -> bool:
    """Whether the file is results of ours that nobody has saved anew since."""
    try:
        workbook = openpyxl.load_workbook(path, read_only=True)
    except Exception:  # noqa: BLE001 -- whatever it is, it is not ours
        return False
    workbook.close()
    about = workbook.properties
    return bool(about.creator == AUTHOR and about.created == about.modified)


def _write_summary(audit: Audit, sheet: Worksheet, look: Look) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 2, 10)
    bold = look.format(bold=True)
    sheet.write_string(0, 0, f"Audit of {audit.source.path.name}", look.format(bold=True, font_size=16))
    row = 2
    for label, text in _about(audit):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, text)
        row += 1
    row += 1
    for column, title in enumerate(("What", "Number", "Units")):
        sheet.write_string(row, column, title, look.header)
    for label, count, units in fields.summary(audit):
        row += 1
        sheet.write_string(row, 0, label)
        if count is not None:
            sheet.write_number(row, 1, count, look.number(NUMBER))
        if units is not None:
            sheet.write_number(row, 2, units, look.number(NUMBER))
    if audit.totals.allowed:
        sheet.write_string(row + 1, 0, "Medicare allows, dollars")
        sheet.write_number(row + 1, 1, float(audit.totals.allowed), look.number(MONEY))
    sheet.fit_to_pages(1, 0)


def _about(audit: Audit) -> list[tuple[str, str]]:
    dates = audit.dates
    return [
        ("Read", audit.source.label),
        ("Columns", audit.columns.described()),
        ("Dates of service", fields.period(dates) if dates else "none can be read"),
        ("Rule", f"{audit.rule}: {audit.citation}" if audit.citation else audit.rule),
        ("Ties", "Any of the answers that the rule leaves open is OK."),
        ("Notes", "Judged by what is written; whether it is true and enough is the therapist's judgement."),
        *([("Own words", f"Notes were read with the words of {audit.words}.")] if audit.words else []),
    ]


def _write_lines(audit: Audit, sheet: Worksheet, look: Look, watch: Watch) -> None:
    headers = fields.headers(audit)
    own = fields.fields(audit)
    last = len(headers) - 1
    first_own = len(headers) - len(own)
    for column, width in enumerate(_widths(audit, headers)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)
    for column, title in enumerate(headers):
        sheet.write_string(0, column, title, look.header)
    row = 0
    for row, (number, given, result) in enumerate(fields.rows(audit, watch), start=1):
        sheet.write_number(row, 0, number, look.number(GENERAL))
        for column, cell in enumerate(given, start=1):
            _write(sheet, row, column, cell, look)
        of_line = zip(own, fields.values(own, result), strict=True)
        for column, (field, value) in enumerate(of_line, start=first_own):
            _write(sheet, row, column, Styled(value, field.number_format), look)
    look.colour_verdicts(sheet, (1, first_own, row, last))
    if not sheet.constant_memory:
        columns = [{"header": title, "header_format": look.header} for title in headers]
        sheet.add_table(0, 0, row, last, {"columns": columns, "style": TABLE_STYLE, "name": "Lines"})
    else:
        sheet.autofilter(0, 0, row, last)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Worksheet, row: int, column: int, cell: Styled, look: Look) -> None:
    """A cell as it was. Text stays text, whatever it begins with: it never becomes a formula."""
    value, shown_as = cell.value, cell.number_format
    match value:
        case None | "":
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value, look.number(shown_as))
        case dt.date() | dt.time() | dt.timedelta():
            usual = DATE if isinstance(value, dt.date) else TIME
            style = look.number(usual if shown_as == GENERAL else shown_as)
            sheet.write_datetime(row, column, value, style)
        case _:
            sheet.write_string(row, column, cells.shown(str(value)), look.text)


def _text(value: Cell) -> str:
    return value if isinstance(value, str) else cells.text(value)


def _widths(audit: Audit, headers: list[str]) -> list[float]:
    own = fields.fields(audit)
    longest = [len(word) for word in headers]
    for _, given, _ in islice(fields.rows(audit), _ROWS_FOR_WIDTHS):
        for column, cell in enumerate(given, start=1):
            longest[column] = max(longest[column], len(_text(cell.value)))
    widths = [min(max(count + 2, _NARROWEST), _WIDEST) for count in longest]
    return [*widths[: -len(own)], *(field.width for field in own)]
