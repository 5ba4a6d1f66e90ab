"""The results as CSV: the columns as they were, then ours."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from eightminute.audit.reports import fields
from eightminute.audit.run import Audit
from eightminute.audit.watch import Watch, unwatched
from eightminute.excel import cells
from eightminute.excel.shapes import Cell

# What Excel would take for a formula on opening the file; numbers such as -3 are none.
_FORMULA = re.compile(r"[=@\t\r\n]|[+-](?!\d+(?:[.,]\d+)?$)")


def write(audit: Audit, path: Path, delimiter: str, watch: Watch = unwatched) -> None:
    """Writes UTF-8 that Excel opens as such. Text that Excel would work out gets an apostrophe before it."""
    own = fields.fields(audit)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(map(harmless, fields.headers(audit)))
        for number, given, result in fields.rows(audit, watch):
            found = fields.values(own, result)
            writer.writerow([number, *(harmless(cell.value) for cell in given), *map(harmless, found)])


def harmless(cell: Cell) -> str:
    """The cell as text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless(-3), harmless("25 min")
    ("'=1+1", '-3', '25 min')
    """
    text = cell if isinstance(cell, str) else cells.text(cell)
    return f"'{text}" if _FORMULA.match(text) else text
