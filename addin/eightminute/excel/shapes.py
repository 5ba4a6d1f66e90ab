"""Ranges in and out: one cell, a column, a row or a block, answered in the shape that was asked.

>>> grid(5, "minutes"), grid([1, 2], "minutes"), grid([[1, 2]], "minutes")
([[5]], [[1], [2]], [[1, 2]])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from eightminute.errors import InputError, NotPublishedError

Cell = object
Grid = list[list[Cell]]

VALUE_ERROR = "#VALUE!"
NOT_PUBLISHED_ERROR = "#N/A"


def grid(value: Cell, argument: str) -> Grid:
    """Rows of cells, whatever came: a scalar is one cell, a flat list one column.

    Raises InputError for rows of different lengths, which no sheet has.
    """
    if not isinstance(value, list | tuple):
        return [[value]]
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in value]
    if len({len(row) for row in rows}) > 1:
        raise InputError(f"{argument}: its rows have different lengths")
    return rows


def is_scalar(value: Cell) -> bool:
    """Whether `value` is a single value rather than a range."""
    return not isinstance(value, list | tuple)


def one(value: Cell, argument: str) -> Cell:
    """The single cell of an argument that takes no range."""
    rows = grid(value, argument)
    if len(rows) != 1 or len(rows[0]) != 1:
        raise InputError(f"{argument}: must be one value, not a range")
    return rows[0][0]


def line(value: Cell, argument: str) -> tuple[list[Cell], bool]:
    """The cells of a column or a row, and whether it was a row.

    Raises InputError for a block.
    """
    rows = grid(value, argument)
    if len(rows) == 1 and len(rows[0]) > 1:
        return rows[0], True
    if any(len(row) != 1 for row in rows):
        raise InputError(f"{argument}: must be one column or one row, not a block")
    return [row[0] for row in rows], False


def spill(values: Sequence[Cell], *, as_row: bool) -> Grid:
    """`values` as the column or row that they came as."""
    return [list(values)] if as_row else [[value] for value in values]


def per_cell(value: Cell, argument: str, answer: Callable[[Any, str], Cell]) -> Cell:
    """`answer` for each cell, in the shape of `value`; a bad cell of a range is that cell's error.

    A single value that can't be answered raises, so that its message can be shown.
    """
    rows = grid(value, argument)
    if len(rows) == 1 and len(rows[0]) == 1:
        result = answer(rows[0][0], argument)
        return result if is_scalar(value) else [[result]]
    return [
        [attempt(answer, cell, f"{argument}, row {row}") for cell in cells]
        for row, cells in enumerate(rows, 1)
    ]


def per_row(value: Cell, argument: str, answer: Callable[[Any, str], Cell]) -> Cell:
    """`answer` for each row, one cell high; a bad row of several is that row's error.

    A single row that can't be answered raises, so that its message can be shown.
    """
    rows = grid(value, argument)
    if len(rows) == 1:
        result = answer(rows[0], argument)
        return result if is_scalar(value) else [[result]]
    return [[attempt(answer, row, f"{argument}, row {number}")] for number, row in enumerate(rows, 1)]


def attempt(answer: Callable[[Any, str], Cell], asked: Cell, argument: str) -> Cell:
    """The answer for a part of a range, or its error as the sheet writes it."""
    try:
        return answer(asked, argument)
    except (InputError, NotPublishedError) as error:
        return as_error(error)


def as_error(error: InputError | NotPublishedError) -> str:
    """The error as a cell of a spilled answer shows it."""
    return NOT_PUBLISHED_ERROR if isinstance(error, NotPublishedError) else VALUE_ERROR
