"""One line of a day sheet, read: a code, its minutes and units, on a date, for a visit, with its note."""

from __future__ import annotations

import datetime as dt
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TypeVar

from eightminute import notes
from eightminute.audit.columns import LABELS, Columns, Role, header, section
from eightminute.audit.sources import Merged, Source, plain
from eightminute.audit.watch import Watch, unwatched
from eightminute.claims import PLAN_OF_CARE
from eightminute.errors import InputError
from eightminute.excel import cells
from eightminute.excel.shapes import Cell
from eightminute.notes.likeness import Sketch, sketch

Value = TypeVar("Value")

_ROWS_SHOWN = 5
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_DECIMAL_COMMA = re.compile(r"(\s*[+-]?\d+),(\d+\s*)")
_TOTAL = re.compile(r"\W*(?:grand |sub-?)?totals?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """What one note documents, without its text: `mark` tells it from another note of the visit.

    `sketch` is what tells a note that was copied from another visit (see `clones`).
    """

    mark: int
    documented: frozenset[str]
    minutes: int | None
    total: bool
    warnings: tuple[str, ...]
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read. `visit` tells whose it is, and is never shown.

    `problems` name the arguments that can't be read; modifiers that can't are None. A line counts toward its
    visit's units if it is `readable`: its code, minutes and units are known, and when and whose they are. It
    is `billable` if all of that but the minutes is known. A line without a code may carry the visit's note.
    """

    row: int
    date: dt.date | None
    visit: str
    discipline: str
    modifiers: tuple[str, ...] | None
    code: str
    minutes: int
    billed: int
    note: Note | None
    readable: bool
    billable: bool
    problems: tuple[str, ...]


class LineReader:
    """Reads the lines under the headers; `width` is how many columns were seen to be filled.

    Notes are read by the `words`, or by those that come with eightminute.
    """

    def __init__(self, source: Source, columns: Columns, words: notes.Vocabulary | None = None) -> None:
        self.source = source
        self.columns = columns
        # A note that stands on each line of a visit is read once.
        self.read_note = lru_cache(maxsize=64)(partial(_read_note, words=words))
        self.width = len(columns.headers)
        self.headings = [section(columns.headers[column]) for column in columns.at.get("note", ())]

    def lines(self, watch: Watch = unwatched) -> Iterator[Line]:
        """The lines in the rows' order. Empty rows, totals and repeated headers are none."""
        for number, row in enumerate(watch(self.source.rows(), self.source.size), start=1):
            self._widen(row)
            if number > self.columns.header_row and self._is_line(row):
                yield self._line(number, row)

    def _widen(self, row: Sequence[Cell]) -> None:
        for column in range(len(row), self.width, -1):
            if not cells.is_blank(plain(row[column - 1])):
                self.width = column
                break

    def _is_line(self, row: Sequence[Cell]) -> bool:
        if all(cells.is_blank(plain(cell)) for cell in row):
            return False
        if self._is_total(row):
            return False
        titles = self.columns.headers
        return len(row) < len(titles) or any(header(row[at]) != title for at, title in enumerate(titles))

    def _is_total(self, row: Sequence[Cell]) -> bool:
        """Whether it sums up lines: it says so, and has no code and no date."""
        if not cells.is_blank(self._cell(row, "code")):
            return False
        date = self._cell(row, "date")
        return (cells.is_blank(date) or _says_total(date)) and any(map(_says_total, row))

    def _line(self, number: int, row: Sequence[Cell]) -> Line:
        problems: list[str] = []
        where = f", row {number}"

        def attempt(reading: Callable[[], Value], otherwise: Value) -> Value:
            try:
                return reading()
            except InputError as error:
                problems.append(str(error))
                return otherwise

        def named(role: Role) -> str:
            return LABELS[role] + where

        in_shape = attempt(lambda: self._in_shape(row, where), otherwise=False)
        date = attempt(lambda: cells.date(self._cell(row, "date"), named("date")), None)
        visit = attempt(lambda: self._visit(row, where), "")
        discipline = attempt(lambda: self._discipline(row, where), "")
        code = attempt(lambda: cells.code(self._own(row, "code", where), named("code")), None)
        minutes = attempt(lambda: cells.minutes(self._number(row, "minutes", where), named("minutes")), 0)
        billed = attempt(lambda: cells.units(self._number(row, "units", where), named("units")), None)
        codeless = code == "" and bool(minutes or billed)
        if not problems and codeless:
            problems.append(f"{LABELS['code']}{where}: {minutes} minutes, {billed} units have no code")
        readable = not problems
        known = in_shape and date is not None and bool(visit) and code is not None and billed is not None
        note = attempt(lambda: self._note(row, where), None)
        return Line(
            row=number,
            date=date,
            visit=visit,
            discipline=discipline,
            modifiers=self._modifiers(row, where),
            code=sys.intern(code or ""),
            minutes=minutes,
            billed=billed or 0,
            note=note,
            readable=readable,
            billable=known and not codeless,
            problems=tuple(problems),
        )

    def _cell(self, row: Sequence[Cell], role: Role) -> Cell:
        columns = self.columns.at[role]
        return plain(row[columns[0]]) if columns[0] < len(row) else None

    def _own(self, row: Sequence[Cell], role: Role, where: str) -> Cell:
        """The cell of a role that each line has for itself."""
        column = self.columns.at[role][0]
        if column < len(row) and isinstance(row[column], Merged):
            raise InputError(f"{LABELS[role]}{where}: merged with the row above; each line needs its own")
        return self._cell(row, role)

    def _number(self, row: Sequence[Cell], role: Role, where: str) -> Cell:
        cell = self._own(row, role, where)
        if self.source.delimiter == ";" and isinstance(cell, str):  # where the comma is the decimal mark
            return _DECIMAL_COMMA.sub(r"\1.\2", cell)
        return cell

    def _in_shape(self, row: Sequence[Cell], where: str) -> bool:
        width = len(self.columns.headers)
        if self.source.delimiter and any(not cells.is_blank(cell) for cell in row[width:]):
            raise InputError(
                f"columns{where}: {len(row)} for {width} headers; text that holds the delimiter needs quotes"
            )
        return True

    def _visit(self, row: Sequence[Cell], where: str) -> str:
        who = self.columns.who
        text = cells.text(self._cell(row, who), LABELS[who] + where)
        name = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
        if not name:
            raise InputError(f"{LABELS[who]}{where}: is blank")
        return name

    def _discipline(self, row: Sequence[Cell], where: str) -> str:
        label = LABELS["modifiers"] + where
        found: set[str] = set()
        for column in self.columns.at.get("modifiers", ()):
            text = cells.text(plain(row[column]), label) if column < len(row) else ""
            found.update(set(_MODIFIER.findall(text.upper())).intersection(PLAN_OF_CARE))
        if len(found) > 1:
            raise InputError(f"{label}: {' and '.join(sorted(found))} can't both be right")
        return found.pop() if found else ""

    def _modifiers(self, row: Sequence[Cell], where: str) -> tuple[str, ...] | None:
        """All modifiers of the line; what can't be read matters to its claim alone, and is told there."""
        columns = self.columns.at.get("modifiers", ())
        given = [plain(row[column]) for column in columns if column < len(row)]
        try:
            return tuple(sys.intern(mark) for cell in given for mark in cells.modifiers(cell, where))
        except InputError:
            return None

    def _note(self, row: Sequence[Cell], where: str) -> Note | None:
        texts = []
        for column, heading in zip(self.columns.at.get("note", ()), self.headings, strict=True):
            text = cells.text(plain(row[column]), LABELS["note"] + where) if column < len(row) else ""
            if text.strip():
                texts.append(_under(heading, text))
        return self.read_note("\n".join(texts)) if texts else None


def row_numbers(lines: Sequence[Line]) -> str:
    """The rows of the lines for a message, a few of many."""
    shown = ", ".join(str(line.row) for line in lines[:_ROWS_SHOWN])
    return f"{shown} and {len(lines) - _ROWS_SHOWN:,} more" if len(lines) > _ROWS_SHOWN else shown


def _says_total(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_TOTAL.match(cell))


def _under(heading: str, text: str) -> str:
    """The text with its column's heading, unless it says so itself."""
    says_so = not heading or text.lstrip().casefold().startswith(f"{heading.casefold()}:")
    return text if says_so else f"{heading}: {text}"


def _read_note(text: str, words: notes.Vocabulary | None) -> Note:
    reading = notes.read(text, words)
    documented = frozenset(element.name for element in notes.ELEMENTS if reading.documented(element.name))
    minutes = reading.minutes
    return Note(
        mark=hash(text),
        documented=documented,
        minutes=minutes.minutes if minutes else None,
        total=minutes is not None and minutes.kind in ("timed total", "total"),
        warnings=tuple(
            each.label
            for each in notes.warnings.raised_by(reading, words)
            if each.label != notes.warnings.UNITS  # the sheet knows the units better
        ),
        sketch=sketch(text),
    )
