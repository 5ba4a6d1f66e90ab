"""Classic Excel: what COM sends, through xlwings' own COM server, and what it gets back."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute.errors import InputError, NotPublishedError

if TYPE_CHECKING:
    from tests.excel.conftest import ClassicExcel

NOT_AVAILABLE = -2146826246  # a cell that shows #N/A
SPILL = -2146826243  # #SPILL!, for which xlwings has no text


def time(hour: int, minute: int, day: int = 0) -> dt.datetime:
    """A cell with a time, and its date where `day` is one: pywin32 calls it UTC."""
    return dt.datetime(1899, 12, 30, hour, minute, tzinfo=dt.UTC) + dt.timedelta(days=day)


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        (25.0, 2),
        ("25 min", 2),
        (None, 0),
        (time(0, 25), 2),
        (Decimal(25), 2),  # formatted as currency
    ],
)
def test_one_cell(classic: ClassicExcel, cell: Any, units: int) -> None:
    assert classic.call("UNITS97112", [[cell]]) == units
    assert classic.call("UNITS97112", cell) == units  # typed into the formula, or computed by it


@pytest.mark.parametrize("cell", ["x", NOT_AVAILABLE, SPILL, True, -3.0, 25.5, time(9, 5, day=46095)])
def test_one_bad_cell_is_an_error_with_its_message(classic: ClassicExcel, cell: Any) -> None:
    with pytest.raises(InputError, match="minutes: "):
        classic.call("UNITS97112", [[cell]])


def test_a_column_a_row_and_a_block(classic: ClassicExcel) -> None:
    column = [[7.0], [8.0], [22.0], [23.0], ["x"], [None], [NOT_AVAILABLE], [SPILL]]
    units = [[0], [1], [1], [2], ["#VALUE!"], [0], ["#VALUE!"], ["#VALUE!"]]
    assert classic.call("UNITS97112", column) == units
    assert classic.call("UNITS97112", [[7.0, 8.0]]) == [0, 1]  # xlwings unwraps a single row
    assert classic.call("UNITS97112", [[7.0, 8.0], [22.0, 23.0]]) == [[0, 1], [1, 2]]


def test_a_session_with_and_without_its_optional_rule(classic: ClassicExcel) -> None:
    codes, minutes = [["97112"], [97110.0], [None]], [[10.0], [10.0], [None]]
    # 20 -> 1 unit; by the midpoint rule each code has its own
    assert classic.call("UNITSSESSION", codes, minutes, classic.missing) == [[1], [0], [0]]
    assert classic.call("UNITSSESSION", codes, minutes) == [[1], [0], [0]]
    assert classic.call("UNITSSESSION", codes, minutes, "midpoint") == [[1], [1], [0]]
    assert classic.call("UNITSSESSION", codes, minutes, [["midpoint"]]) == [[1], [1], [0]]
    assert classic.call("UNITSSESSION", codes, minutes, [[None]]) == [[1], [0], [0]]


def test_a_bad_row_of_a_session(classic: ClassicExcel) -> None:
    codes, minutes = [[97110.0], [NOT_AVAILABLE], [99999.0], ["97112"]], [[33.0], [15.0], [15.0], [7.0]]
    assert classic.call("UNITSSESSION", codes, minutes) == [[2], ["#VALUE!"], ["#N/A"], [1]]
    with pytest.raises(NotPublishedError, match="99999"):
        classic.call("UNITSSESSION", [[99999.0]], [[15.0]])


def test_a_session_is_explained_and_checked(classic: ClassicExcel) -> None:
    codes, minutes = [[97110.0], ["97140"]], [[33.0], [7.0]]
    assert classic.call("UNITSEXPLAIN", codes, minutes).startswith("33 + 7 = 40 timed min = 3 units")
    assert classic.call("UNITSCHECK", codes, minutes, [[3.0], [1.0]]) == [["Overbilled by 1"], ["OK"]]
    assert classic.call("UNITSCHECK", codes, minutes, [[2.0], [None]]) == [["OK"], ["Underbilled by 1"]]


def test_notes(classic: ClassicExcel) -> None:
    cells = ["97112 x 15 min: SLS on foam.", None, "Pt tolerated well.", "STG 1 met.", time(9, 5, day=46095)]
    assert classic.call("NOTECHECK", [cells]) == "OK"
    assert classic.call("NOTECHECK", [cells], True).startswith("Missing: assistance given")
    assert classic.call("NOTECHECKROWS", [cells, [SPILL, *cells[1:]]]) == [["OK"], ["#VALUE!"]]
    assert classic.call("NOTEDETAIL", [cells])[1] == ["technique", "yes", "SLS on foam"]
    assert classic.call("NOTEMINUTES", [cells]) == 15


def test_minutes_between_cells_with_times(classic: ClassicExcel) -> None:
    starts = [[time(9, 5)], [time(23, 50, day=46095)], [None], ["9:05 AM"], [905.0]]
    ends = [[time(9, 30)], [time(0, 15, day=46096)], [None], ["9:30 AM"], [930.0]]
    assert classic.call("MINUTESBETWEEN", starts, ends) == [[25], [25], [0], [25], [25]]


# ---- whatever a cell of classic Excel holds

com_cells = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.none(),
    st.booleans(),
    st.text(max_size=20),
    st.datetimes(
        dt.datetime(1899, 12, 30),  # noqa: DTZ001 -- bounds of what gets its zone below
        dt.datetime(9999, 12, 31),  # noqa: DTZ001 -- as above
        timezones=st.just(dt.UTC),
    ),
    st.decimals(-(10**9), 10**9, places=4),
    st.integers(2000, 2050).map(lambda number: -2146828288 + number),  # error cells
)
com_ranges = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(com_cells, min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(st.data())
def test_any_cells_have_an_answer_that_excel_takes(classic: ClassicExcel, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(classic.names))
    required = [arg for arg in classic.registered(name)["args"] if "optional" not in arg]
    arguments = [data.draw(st.one_of(com_cells, com_ranges)) for _ in required]
    with suppress(InputError, NotPublishedError):
        answer = classic.call(name, *arguments)
        rows = answer if isinstance(answer, list) else [answer]
        for cell in (cell for row in rows for cell in (row if isinstance(row, list) else [row])):
            assert isinstance(cell, str | int | float)
