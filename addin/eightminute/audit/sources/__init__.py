"""Day sheets as rows of cells: XLSX and CSV, told apart by what they hold, not by their names."""

from __future__ import annotations

from pathlib import Path

from eightminute.audit.sources import delimited, workbook
from eightminute.audit.sources.source import GENERAL, Merged, Source, Styled, plain
from eightminute.errors import InputError

__all__ = ["GENERAL", "TEXTS", "Merged", "Source", "Styled", "candidates", "plain"]

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TEXTS = frozenset({".csv", ".tsv", ".txt"})
_CHUNK = 1 << 20


def candidates(path: Path, sheet: str | None = None) -> list[Source]:
    """What might be the day sheet in a file: its visible sheets, or its text cut at each usual delimiter.

    Raises InputError for a file that can't be read, and one that has no such `sheet` (its name, or its number
    from 1 among the visible ones).
    """
    with path.open("rb") as file:
        start = file.read(len(_COMPOUND))
    if not start:
        raise InputError(f"{path.name}: the file is empty")
    if start.startswith(_ZIP):
        return workbook.sheets(path, sheet)
    if start == _COMPOUND:
        raise InputError(f"{path.name}: {_compound(path)}")
    if path.suffix.lower() not in TEXTS:
        raise InputError(
            f"{path.name}: isn't an Excel workbook. Save it as .xlsx (or, if it is text, as .csv)"
        )
    if sheet is not None:
        raise InputError(f"{path.name}: --sheet is for workbooks; a text file is one sheet")
    return delimited.readings(path)


def _compound(path: Path) -> str:
    """What to do about a file of the kind that old Excel and password protection share."""
    with path.open("rb") as file:
        end = b""
        while chunk := file.read(_CHUNK):
            if _ENCRYPTED in end + chunk:
                return "is protected with a password. Save a copy without one in Excel, and audit that"
            end = chunk[-len(_ENCRYPTED) :]
    return "is an old .xls workbook. Open it in Excel and save it as .xlsx"
