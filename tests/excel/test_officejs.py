"""xlwings Lite: what Office.js sends.

xlwings' own code for this lives in `xlwings.pro`, under another licence, so the arguments are built by hand,
as that code leaves them for `ndim=2` and `err_to_str`: every range a matrix, a single cell too; whole numbers
whole; dates and times as serial numbers; error cells as their text; a blank as None in a range, as 0 or "" by
other versions; an argument left out, or a single blank cell, as the default.
"""

from __future__ import annotations

from typing import Any

import pytest

from eightminute.errors import InputError
from eightminute.excel.functions import (
    MINUTESBETWEEN,
    NOTECHECK,
    NOTECHECKROWS,
    NOTEMINUTES,
    UNITS97112,
    UNITSCHECK,
    UNITSEXPLAIN,
    UNITSSESSION,
)

MARCH_14 = 46095  # 2026

blanks = pytest.mark.parametrize("blank", [None, 0, ""])


def time(hour: int, minute: int, day: int = 0) -> float:
    """A cell with a time, and its date where `day` is one."""
    return day + (hour * 60 + minute) / 1440


@pytest.mark.parametrize(
    ("cell", "units"), [(25, 2), (25.0, 2), ("25 min", 2), (time(0, 25), 2), (time(1, 15), 5), (0, 0)]
)
def test_one_cell(cell: Any, units: int) -> None:
    assert UNITS97112([[cell]]) == [[units]]


@pytest.mark.parametrize("cell", ["x", "#N/A", "#SPILL!", True, -3, 25.5, time(9, 5, MARCH_14)])
def test_one_bad_cell_shows_its_message_on_hover(cell: Any) -> None:
    with pytest.raises(InputError, match="minutes: "):
        UNITS97112([[cell]])


@blanks
def test_a_column_a_row_and_a_block(blank: Any) -> None:
    assert UNITS97112([[7], [8], [22], [23], ["#N/A"], [blank]]) == [[0], [1], [1], [2], ["#VALUE!"], [0]]
    assert UNITS97112([[7, blank, 8]]) == [[0, 0, 1]]
    assert UNITS97112([[7, 8], [blank, 23]]) == [[0, 1], [0, 2]]


def test_a_single_blank_cell_is_its_default() -> None:
    assert UNITS97112(None) == 0
    assert UNITSSESSION([["97112"]], None, "8-minute") == [[0]]
    assert NOTECHECK(None, False).startswith("Missing: ")


@blanks
def test_a_session(blank: Any) -> None:
    codes, minutes = [["97110"], [blank], [97112], ["#REF!"]], [[33], [blank], [7], [15]]
    # 33 + 7 = 40 -> 3 units; 33 = 2 blocks + 3, so 7 is the larger remainder
    assert UNITSSESSION(codes, minutes, "8-minute") == [[2], [0], [1], ["#VALUE!"]]
    assert UNITSSESSION(codes[:3], minutes[:3], [[blank]]) == [[2], [0], [1]]
    # by the midpoint rule 33 = 2 blocks + 3, and 7 is less than 8
    assert UNITSSESSION(codes[:3], minutes[:3], [["midpoint"]]) == [[2], [0], [0]]
    assert UNITSCHECK(codes, minutes, [[3], [blank], [1], [1]]) == [
        ["Overbilled by 1"],
        [""],
        ["OK"],
        ["#VALUE!"],
    ]
    assert UNITSEXPLAIN(codes[:3], minutes[:3]).startswith("33 + 7 = 40 timed min = 3 units")


@blanks
def test_a_blank_in_a_note_adds_nothing_to_it(blank: Any) -> None:
    cells = ["97112 x 15 min: SLS on foam.", blank, "Pt tolerated well.", "STG 1 met.", blank]
    without = [cell for cell in cells if cell != blank]
    for strict in (False, True):
        assert NOTECHECK([cells], strict) == NOTECHECK([without], strict)
    assert NOTECHECKROWS([cells, [blank] * 5]) == [["OK"], [NOTECHECK("")]]
    assert NOTEMINUTES([cells]) == 15


@pytest.mark.parametrize("label", ["Pain:", "Assist level:", "Total treatment time:", "Goals:", "Minutes"])
@blanks
def test_a_blank_behind_a_heading_does_not_fill_it(label: str, blank: Any) -> None:
    assert NOTECHECK([[label, blank]], True) == NOTECHECK([[label]], True)


@blanks
def test_minutes_between(blank: Any) -> None:
    starts = [[time(9, 5)], [time(23, 50, MARCH_14)], [blank], [905], [blank]]
    ends = [[time(9, 30)], [time(0, 15, MARCH_14 + 1)], [blank], [930], [time(9, 30)]]
    assert MINUTESBETWEEN(starts, ends) == [[25], [25], [0], [25], ["#VALUE!"]]
