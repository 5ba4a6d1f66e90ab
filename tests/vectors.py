"""The shared vectors: calls of the sheet functions, the answer that each must have, and why.

`data/vectors.json` says itself what its form is, for anybody who runs it against something else. The models
here hold it to that; the dresses below turn its cells into what each host sends for them.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from eightminute.errors import InputError, NotPublishedError

PATH = Path(__file__).parent / "data" / "vectors.json"
COM_ERRORS = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel's serial numbers know no time zone
_A_DAY = dt.timedelta(days=1)
_CLOSE = 1e-9


class Closed(BaseModel):
    """Frozen, and closed to keys that nobody defined."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Day(Closed):
    """A cell with a date."""

    date: dt.date


class Clock(Closed):
    """A cell with a time and no date."""

    time: dt.time


class Moment(Closed):
    """A cell with a date and a time."""

    datetime: dt.datetime


class Failure(Closed):
    """A cell with an error; where it is an answer, what its message must hold (nothing, in a spilled one)."""

    error: Literal["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"]
    message: str = ""


class Text(Closed):
    """Text that holds all of these; for a whole answer, in the text of all its cells."""

    contains: tuple[str, ...] = Field(min_length=1)


Scalar: TypeAlias = bool | int | float | str | None
Cell: TypeAlias = Scalar | Day | Clock | Moment | Failure
Argument: TypeAlias = Cell | tuple[tuple[Cell, ...], ...]
Part: TypeAlias = Scalar | Failure | Text
Answer: TypeAlias = Part | tuple[tuple[Part, ...], ...]
Dress: TypeAlias = Callable[[Cell], Any]


class Vector(Closed):
    """One call of a sheet function, with the answer it must have."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    function: str = Field(pattern=r"^[A-Z][A-Z0-9]+$")
    arguments: tuple[Argument, ...]
    expected: Answer
    also_right: tuple[Answer, ...] = ()
    why: str = Field(min_length=1)


class File(Closed):
    """The whole file: what it is, its form in words, and the vectors."""

    about: str
    form: dict[str, str]
    vectors: tuple[Vector, ...]


def load() -> tuple[Vector, ...]:
    """The vectors of the file."""
    return File.model_validate(json.loads(PATH.read_text(encoding="utf-8"))).vectors


# ---- a vector's cells as each host sends them


def dressed(argument: Argument, dress: Dress) -> Any:
    """An argument with each of its cells as `dress` has it: a single value, or rows."""
    if isinstance(argument, tuple):
        return [[dress(cell) for cell in row] for row in argument]
    return dress(argument)


def in_python(cell: Cell) -> Any:
    """As somebody calls the functions from Python: dates and times as such, an error cell as its text."""
    match cell:
        case Day(date=day):
            return day
        case Clock(time=time):
            return time
        case Moment(datetime=moment):
            return moment
        case Failure(error=error):
            return error
    return cell


def in_classic_excel(cell: Cell) -> Any:
    """As COM sends it: numbers as floats, dates and times as datetime (in UTC), errors by number."""
    match cell:
        case bool():
            return cell
        case int():
            return float(cell)
        case Failure(error=error):
            return COM_ERRORS[error]
        case Day() | Clock() | Moment():
            return _moment(cell).replace(tzinfo=dt.UTC)
    return cell


def in_office_js(blank: Scalar) -> Dress:
    """As Office.js sends it: dates and times as serial numbers, an error as its text, a blank as `blank`."""

    def dress(cell: Cell) -> Any:
        match cell:
            case None:
                return blank
            case Failure(error=error):
                return error
            case Day() | Clock() | Moment():
                serial = (_moment(cell) - _EPOCH) / _A_DAY
                return int(serial) if serial.is_integer() else serial
        return cell

    return dress


def from_office_js(vector: Vector) -> list[list[Any]]:
    """The arguments of a call from Office.js: each of them rows, a single cell too.

    A call with blanks is there once for each thing that was seen to come for one: nothing, 0, "".
    """
    calls: list[list[Any]] = []
    for blank in (None, 0, ""):
        arguments = [dressed(argument, in_office_js(blank)) for argument in vector.arguments]
        call = [each if isinstance(each, list) else [[each]] for each in arguments]
        if call not in calls:
            calls.append(call)
    return calls


def _moment(cell: Day | Clock | Moment) -> dt.datetime:
    match cell:
        case Day(date=day):
            return dt.datetime.combine(day, dt.time())
        case Clock(time=time):
            return dt.datetime.combine(_EPOCH, time)
        case Moment(datetime=moment):
            return moment


# ---- what comes back


def outcome(function: Callable[..., Any], arguments: list[Any]) -> Any:
    """The answer of a call, or the error that the cell shows with its message."""
    try:
        return function(*arguments)
    except (InputError, NotPublishedError) as error:
        return as_failure(error)


def as_failure(error: InputError | NotPublishedError) -> Failure:
    """The error that a cell shows for it, with its message."""
    return Failure(error="#N/A" if isinstance(error, NotPublishedError) else "#VALUE!", message=str(error))


def fits(expected: Answer, came: Any) -> bool:
    """Whether an outcome is what a vector expects; a single value and a range of one cell are the same."""
    if isinstance(came, Failure):
        if not isinstance(expected, Failure):
            return False
        return expected.error == came.error and expected.message in came.message
    got = rows(came)
    if isinstance(expected, Text):
        return _fits(expected, "\n".join(str(cell) for row in got for cell in row))
    wanted = rows(expected)
    return [len(row) for row in wanted] == [len(row) for row in got] and all(
        _fits(want, cell)
        for wanted_row, row in zip(wanted, got, strict=True)
        for want, cell in zip(wanted_row, row, strict=True)
    )


def rows(answer: Any) -> list[list[Any]]:
    """An answer as rows: a single value is one cell, and classic Excel takes a flat list for a row."""
    if not isinstance(answer, list | tuple):
        return [[answer]]
    if not any(isinstance(row, list | tuple) for row in answer):
        return [list(answer)]
    return [list(row) for row in answer]


def _fits(expected: Any, cell: Any) -> bool:
    match expected:
        case Failure(error=error):
            return bool(cell == error)
        case Text(contains=parts):
            return isinstance(cell, str) and all(part in cell for part in parts)
        case bool() | str():
            return type(cell) is type(expected) and bool(cell == expected)
        case int() | float():
            is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
            return is_number and math.isclose(expected, cell, rel_tol=0, abs_tol=_CLOSE)
    return cell is None
