"""Sheets of an XLSX workbook, row by row."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from eightminute.audit.sources.source import GENERAL, Merged, Source, Styled
from eightminute.errors import InputError
from eightminute.excel.shapes import Cell

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_AT_ONCE = 512  # rows
_CHUNK = 1 << 20
_LONGEST_TAG = 256
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")
_CALCULATE = re.compile(rb"<(?:\w+:)?calcPr\s[^>]*?fullCalcOnLoad=[\"'](?:1|true)[\"']")
_OTHER_KINDS = {
    "xl/workbook.bin": "is a binary workbook (.xlsb)",
    "content.xml": "is an OpenDocument sheet (.ods)",
}


@dataclass(frozen=True)
class Area:
    """A merged area, its rows and columns counted from 0."""

    top: int
    bottom: int
    left: int


@dataclass(frozen=True)
class Sheet(Source):
    """One visible sheet of a workbook."""

    index: int
    size_told: int | None
    has_formulas: bool
    merged: tuple[Area, ...]

    @property
    def size(self) -> int | None:
        """The rows that the sheet says it has."""
        return self.size_told

    def rows(self) -> Iterator[list[Cell]]:
        """The rows, each cell as its value; what a merged area covers carries the value from its top."""
        return self._filled(list(row) for row in self._raw(values_only=True))

    def styled_rows(self) -> Iterator[list[Styled]]:
        """The rows, each cell with its number format."""
        formats: list[str] = []

        def values() -> Iterator[list[Cell]]:
            for row in self._raw(values_only=False):
                formats[:] = [cell.number_format if cell.value is not None else GENERAL for cell in row]
                yield [cell.value for cell in row]

        for row in self._filled(values()):
            yield [
                Styled(cell.value) if isinstance(cell, Merged) else Styled(cell, number_format)
                for cell, number_format in zip(row, formats, strict=False)
            ]

    def check_computed(self, columns: Collection[int]) -> None:
        """Raises InputError if a formula in one of the columns (from 0) was never worked out.

        A program that writes formulas without Excel leaves them without a value; Excel would work them out
        on opening, and counting them as 0 would be wrong.
        """
        if not self.has_formulas:
            return
        never = _asks_for_calculation(self.path)
        values, formulas = self._raw(values_only=False), self._raw(values_only=False, data_only=False)
        for row, (shown, typed) in enumerate(zip(values, formulas, strict=True), start=1):
            for column in columns:
                if column < len(typed) and typed[column].data_type == "f":
                    value = shown[column]
                    # The text "" has no value either, but says that it is text.
                    if never or (value.value is None and value.data_type == "n"):
                        cell = f"{get_column_letter(column + 1)}{row}"
                        raise InputError(
                            f"{self.name}, cell {cell}: a formula that was never worked out. "
                            "Open and save the file in Excel first"
                        )

    def _filled(self, rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
        waiting = sorted(self.merged, key=lambda area: -area.top)
        open_areas: list[tuple[Area, Cell]] = []
        for number, row in enumerate(rows):
            open_areas = [(area, value) for area, value in open_areas if area.bottom >= number]
            for area, value in open_areas:
                row.extend([None] * (area.left + 1 - len(row)))
                row[area.left] = Merged(value)
            while waiting and waiting[-1].top == number:
                area = waiting.pop()
                open_areas.append((area, row[area.left] if area.left < len(row) else None))
            yield row

    def _raw(self, *, values_only: bool, data_only: bool = True) -> Iterator[Sequence[Any]]:
        with _opened(self.path, data_only=data_only) as workbook:
            sheet = workbook.worksheets[self.index]
            sheet.reset_dimensions()  # some programs write a wrong one, which would cut the rows
            rows = iter(sheet.iter_rows(values_only=values_only))
            while block := _quietly(rows):
                yield from block


def sheets(path: Path, wanted: str | None) -> list[Source]:
    """The visible sheets of the workbook, or the wanted one: its name, or its number from 1."""
    _check_is_workbook(path)
    with _opened(path, data_only=True) as workbook:
        visible = [
            (index, sheet)
            for index, sheet in enumerate(workbook.worksheets)
            if sheet.sheet_state == "visible"
        ]
        chosen = [
            (number, index, sheet)
            for number, (index, sheet) in enumerate(visible, start=1)
            if wanted is None or wanted.strip().casefold() in (str(number), sheet.title.strip().casefold())
        ]
        found: list[Source] = []
        for number, index, sheet in chosen:
            formulas, merged = _marks(path, _part(sheet))
            label = f"sheet {number} of {len(visible)}"
            found.append(Sheet(path, label, index, sheet.max_row, formulas, merged))
    if not found:
        raise InputError(
            f"{path.name}: --sheet: no visible sheet is named so; give its name, or a number "
            f"from 1 to {len(visible)}"
        )
    return found


def _check_is_workbook(path: Path) -> None:
    with _damage_told(path), zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        for name, kind in _OTHER_KINDS.items():
            if name in names:
                raise InputError(f"{path.name}: {kind}. Open it in Excel and save it as .xlsx")
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise InputError(f"{path.name}: isn't an Excel workbook")


def _marks(path: Path, member: str) -> tuple[bool, tuple[Area, ...]]:
    """Whether the sheet has formulas, and its merged areas of more than one row."""
    formulas, areas = False, []
    with _damage_told(path), zipfile.ZipFile(path) as archive, archive.open(member) as part:
        end = b""
        while chunk := part.read(_CHUNK):
            text = end + chunk
            formulas = formulas or bool(_FORMULA.search(text))
            done = 0
            for found in _MERGED.finditer(text):
                first, last = (coordinate_to_tuple(corner) for corner in found[1].decode().split(":"))
                if last[0] > first[0]:
                    areas.append(Area(first[0] - 1, last[0] - 1, first[1] - 1))
                done = found.end()
            end = text[max(done, len(text) - _LONGEST_TAG) :]
    return formulas, tuple(areas)


def _asks_for_calculation(path: Path) -> bool:
    """Whether the workbook says itself that its values are not worked out yet."""
    with _damage_told(path), zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name == "xl/workbook.xml"]
        return any(_CALCULATE.search(archive.read(name)) for name in names)


@contextmanager
def _opened(path: Path, *, data_only: bool) -> Iterator[Workbook]:
    with _damage_told(path), path.open("rb") as file:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which we don't read
            workbook = openpyxl.load_workbook(file, read_only=True, data_only=data_only)
        try:
            yield workbook
        finally:
            workbook.close()


def _quietly(rows: Iterator[Sequence[Any]]) -> list[Sequence[Any]]:
    """The next rows, without warnings of dates out of range: such a cell is an error, and is told as one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(islice(rows, _AT_ONCE))


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    try:
        yield
    except (InputError, OSError):
        raise
    except Exception as error:  # a damaged file leads openpyxl into errors of any kind
        raise InputError(f"{path.name}: isn't an Excel workbook, or is damaged") from error


def _part(sheet: object) -> str:
    """Where in the file the sheet stands."""
    path: str = sheet._worksheet_path  # type: ignore[attr-defined] # noqa: SLF001 -- openpyxl has no public name
    return path
