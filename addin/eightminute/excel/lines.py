"""The lines of one patient's day as a sheet holds them: those that can be read, the errors of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import eightminute
from eightminute.errors import InputError, NotPublishedError
from eightminute.excel import cells, shapes
from eightminute.excel.shapes import Cell

Value = TypeVar("Value")


@dataclass
class Lines(Generic[Value]):
    """Lines by row (from 0); an empty row is in neither."""

    height: int
    as_row: bool
    values: dict[int, Value] = field(default_factory=dict)
    errors: dict[int, InputError | NotPublishedError] = field(default_factory=dict)

    def read(self, reader: Callable[[int, str], Value | None]) -> None:
        """Reads each row by `reader`, which is given it with the words that name it in an error."""
        for row in range(self.height):
            try:
                value = reader(row, f", row {row + 1}")
            except (InputError, NotPublishedError) as error:
                self.errors[row] = error
            else:
                if value is not None:
                    self.values[row] = value

    def refuse(self, row: int, error: InputError | NotPublishedError) -> None:
        """Takes a line out, with the reason."""
        self.errors[row] = error
        self.values.pop(row, None)

    def raise_first(self) -> None:
        """Raises the first bad line's error, if there is one."""
        if self.errors:
            raise self.errors[min(self.errors)]

    def filled(self, empty: Value) -> list[Value]:
        """All rows, `empty` for the empty ones, so that each keeps its number."""
        return [self.values.get(row, empty) for row in range(self.height)]

    def answer(self, asked: Cell, answers: Mapping[int, Any], blank: Cell) -> Cell:
        """The answers in the shape of `asked`, an error in each bad row, `blank` in each empty one."""
        if self.height == 1:
            self.raise_first()
        spilled = [
            shapes.as_error(self.errors[row]) if row in self.errors else answers.get(row, blank)
            for row in range(self.height)
        ]
        return spilled[0] if shapes.is_scalar(asked) else shapes.spill(spilled, as_row=self.as_row)


def columns(codes: Cell, **others: Cell) -> tuple[list[list[Cell]], bool]:
    """The cells of the codes and of the other arguments, of one height, and whether they came as rows.

    Raises InputError for a block, or another height.
    """
    code_cells, as_row = shapes.line(codes, "codes")
    found = [code_cells]
    for name, value in others.items():
        cells_of, _ = shapes.line(value, name)
        if len(cells_of) != len(code_cells):
            raise InputError(f"{name}: {len(cells_of)} rows for {len(code_cells)} codes")
        found.append(cells_of)
    return found, as_row


def modifier_cells(value: Cell, height: int, *, as_row: bool) -> list[list[Cell]]:
    """The cells that hold each line's modifiers: one (`GP, CQ`), or several beside each other.

    Raises InputError for another height than the codes'.
    """
    rows = shapes.grid(value, "modifiers")
    if as_row:
        rows = [list(column) for column in zip(*rows, strict=True)]
    if len(rows) != height:
        raise InputError(f"modifiers: {len(rows)} rows for {height} codes")
    return rows


def session(codes: Cell, minutes: Cell, unit_rule: eightminute.rules.UnitRule) -> Lines[tuple[str, int]]:
    """The codes and minutes of a session's lines.

    Raises InputError for arguments of different heights; a line that can't be read, or with a code that the
    rules don't know, is its own error.
    """
    (code_cells, minute_cells), as_row = columns(codes, minutes=minutes)
    found: Lines[tuple[str, int]] = Lines(len(code_cells), as_row)

    def read(row: int, where: str) -> tuple[str, int] | None:
        line = cells.code_and_minutes(code_cells[row], minute_cells[row], where)
        if line is not None:
            unit_rule.timing(line[0])  # raises for a code that the rules don't know
        return line

    found.read(read)
    return found


def billed(units: Cell, day: Lines[tuple[str, int]]) -> dict[int, int]:
    """The units billed on each row of a session.

    Where they can't be read the row's answer is an error, but its minutes count for the other lines.
    """
    unit_cells, _ = shapes.line(units, "units")
    if len(unit_cells) != day.height:
        raise InputError(f"units: {len(unit_cells)} rows for {day.height} codes")
    found: Lines[int] = Lines(day.height, day.as_row)

    def read(row: int, where: str) -> int:
        count = cells.units(unit_cells[row], f"units{where}")
        if count and row not in day.values and row not in day.errors:
            raise InputError(f"codes{where}: {count} units have no code")
        return count

    found.read(read)
    day.errors = found.errors | day.errors
    return found.values


def claim(codes: Cell, units: Cell, modifiers: Cell) -> Lines[eightminute.claims.Line]:
    """The lines of a claim.

    Raises InputError for arguments of different heights; a line that can't be read is its own error.
    """
    (code_cells, unit_cells), as_row = columns(codes, units=units)
    found: Lines[eightminute.claims.Line] = Lines(len(code_cells), as_row)
    marked = modifier_cells(modifiers, found.height, as_row=as_row)

    def read(row: int, where: str) -> eightminute.claims.Line | None:
        code = cells.code(code_cells[row], f"codes{where}")
        billed = cells.units(unit_cells[row], f"units{where}")
        marks = [mark for cell in marked[row] for mark in cells.modifiers(cell, f"modifiers{where}")]
        if code:
            return eightminute.claims.Line(code, billed, tuple(marks))
        if billed:
            raise InputError(f"codes{where}: {billed} units have no code")
        return None

    found.read(read)
    return found
