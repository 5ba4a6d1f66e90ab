"""The sheet's functions, called from Python: what the sheet gives and gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from eightminute import notes
from eightminute.errors import InputError, NotPublishedError
from eightminute.excel.functions import (
    MINUTESBETWEEN,
    NOTECHECK,
    NOTECHECKROWS,
    NOTEDETAIL,
    NOTEMINUTES,
    UNITS97112,
    UNITSCHECK,
    UNITSEXPLAIN,
    UNITSSESSION,
)

GOOD_NOTE = "97112 x 15 min: SLS on foam, tandem gait. Pt tolerated well. STG 1 met."


def refusal(function: Callable[..., object], *arguments: Any) -> str:
    """The message with which a function refuses."""
    with pytest.raises((InputError, NotPublishedError)) as refused:
        function(*arguments)
    return str(refused.value)


# ---- UNITS97112


def test_units_of_one_cell() -> None:
    assert UNITS97112(25) == 2  # 23-37
    assert UNITS97112(" 25 min") == 2
    assert UNITS97112(None) == 0
    assert refusal(UNITS97112, "x") == "minutes: is text that can't be read as minutes"


def test_units_of_a_column() -> None:
    assert UNITS97112([[7], [8], [22], [23], ["x"], [None]]) == [[0], [1], [1], [2], ["#VALUE!"], [0]]


def test_units_of_a_row_and_a_block() -> None:
    assert UNITS97112([[7, 8]]) == [[0, 1]]
    assert UNITS97112([[7, 8], ["#REF!", 23]]) == [[0, 1], ["#VALUE!", 2]]


# ---- UNITSSESSION


def test_codes_are_text_or_numbers_alike() -> None:
    # 33 + 7 = 40 -> 3 units; 33 = 2 blocks + 3, so 7 is the larger remainder
    assert UNITSSESSION([["97110"], [97112]], [[33], [7]]) == [[2], [1]]
    assert UNITSSESSION([[97110.0], ["97112-GP"]], [["33 min"], ["0:07"]]) == [[2], [1]]


def test_a_session_is_answered_in_the_shape_of_its_codes() -> None:
    assert UNITSSESSION([["97110", "97112"]], [[33, 7]]) == [[2, 1]]
    assert UNITSSESSION([["97110", "97112"]], [[33], [7]]) == [[2, 1]]
    assert UNITSSESSION("97112", 25) == 2
    assert UNITSSESSION([["97112"]], [[25]]) == [[2]]
    assert UNITSSESSION([], []) == []


def test_empty_rows_of_a_session_are_0() -> None:
    assert UNITSSESSION([["97110"], [None], ["97112"], [""]], [[33], [None], [7], [0]]) == [
        [2],
        [0],
        [1],
        [0],
    ]


def test_a_bad_row_is_its_own_error_and_the_others_stand() -> None:
    codes = [["97110"], ["97112"], ["99999"], ["nine"], [""], ["97140"], [True]]
    minutes = [[33], ["x"], [15], [15], [15], [7], [15]]
    units = [[2], ["#VALUE!"], ["#N/A"], ["#VALUE!"], ["#VALUE!"], [1], ["#VALUE!"]]
    assert UNITSSESSION(codes, minutes) == units


@pytest.mark.parametrize(
    ("codes", "minutes", "units"),
    [
        # 97130 without 97129: 33 + 7 = 40 -> 2 and 1, as without the line
        ([["97110"], ["97130"], ["97112"]], [[33], [15], [7]], [[2], ["#VALUE!"], [1]]),
        # 97129 alone with minutes for 2 units
        ([["97129"], ["97110"], ["97112"]], [[23], [33], [7]], [["#VALUE!"], [2], [1]]),
        # both lines of it
        ([["97129"], ["97129"], ["97112"]], [[12], [12], [8]], [["#VALUE!"], ["#VALUE!"], [1]]),
        # 97129's own minutes can't be read: then 97130's units aren't known either
        ([["97129"], ["97130"], ["97112"]], [["x"], [15], [8]], [["#VALUE!"], ["#VALUE!"], [1]]),
        # the pair: 38 minutes are the first unit and two further ones
        ([["97129"], ["97130"]], [[15], [23]], [[1], [2]]),
    ],
)
def test_half_a_pair_is_its_rows_error(codes: Any, minutes: Any, units: Any) -> None:
    assert UNITSSESSION(codes, minutes) == units


def test_a_single_row_shows_its_message() -> None:
    assert refusal(UNITSSESSION, "97130", 15) == "codes, row 1: 97130 is billed with 97129, which is missing"
    assert refusal(UNITSSESSION, [["97112"]], [["x"]]).startswith("minutes, row 1: is text")
    assert refusal(UNITSSESSION, "99999", 15).startswith("99999: no rule here says")


def test_the_rule_is_the_8_minute_rule_unless_asked() -> None:
    codes, minutes = [["97112"], ["97110"]], [[10], [10]]
    # 20 -> 1 unit, a tie; by the midpoint rule each has its own
    assert UNITSSESSION(codes, minutes) == [[1], [0]]
    assert UNITSSESSION(codes, minutes, None) == [[1], [0]]
    assert UNITSSESSION(codes, minutes, 0) == [[1], [0]]
    assert UNITSSESSION(codes, minutes, [["8-Minute"]]) == [[1], [0]]
    assert UNITSSESSION(codes, minutes, "midpoint") == [[1], [1]]
    assert refusal(UNITSSESSION, codes, minutes, "rule of eights").startswith('rule: must be "8-minute"')
    assert refusal(UNITSSESSION, codes, minutes, [["midpoint"], ["midpoint"]]).startswith("rule: must be one")
    assert refusal(UNITSSESSION, codes, minutes, "#N/A").startswith("rule: the cell holds an error")


def test_a_day_of_more_than_a_day_is_no_rows_fault() -> None:
    # 1,000 + 441 = 1,441: which line is wrong, nobody knows
    assert refusal(UNITSSESSION, [["97112"], ["97110"]], [[1000], [441]]).startswith(
        "minutes: 1,441 is more than a day"
    )
    assert UNITSSESSION([["97112"], ["97110"]], [[1000], [440]]) == [[67], [29]]  # 1,440 = 96 units
    assert UNITSSESSION([["97112"], ["97110"]], [[1441], [15]]) == [["#VALUE!"], [1]]


def test_codes_and_minutes_are_of_one_height() -> None:
    assert refusal(UNITSSESSION, [["97112"], ["97110"]], [[8]]) == "minutes: 1 rows for 2 codes"
    assert refusal(UNITSSESSION, [["97112", "97110"]] * 2, [[8]]).startswith("codes: must be one column")
    assert refusal(UNITSSESSION, [["97112"], ["97110", ""]], [[8], [8]]).startswith("codes: its rows")


# ---- UNITSEXPLAIN


def test_an_explanation_says_the_sum_the_tie_and_the_citation() -> None:
    explained = UNITSEXPLAIN([["97112"], ["97110"], [None]], [[20], [20], [None]])
    assert explained.startswith("20 + 20 = 40 timed min = 3 units by the 8-minute rule")
    assert "A tie: 1 unit may go to any of 97112, 97110" in explained
    assert "Pub. 100-04, ch. 5 §20.2.C" in explained
    assert "midpoint rule" in UNITSEXPLAIN("97112", 20, "midpoint")
    assert UNITSEXPLAIN(None, None) == "No codes, no units."


def test_nothing_is_explained_before_all_lines_can_be_read() -> None:
    # the first bad row is named, half a pair or not
    codes, minutes = [["97130"], ["97112"], ["97110"]], [[15], ["x"], [15]]
    assert refusal(UNITSEXPLAIN, codes, minutes).startswith("codes, row 1: 97130")
    assert refusal(UNITSEXPLAIN, codes[1:], minutes[1:]).startswith("minutes, row 1: is text")


# ---- UNITSCHECK


def test_each_line_is_judged() -> None:
    codes, minutes = [["97110"], ["97140"], [None]], [[33], [7], [None]]  # 2 and 1
    assert UNITSCHECK(codes, minutes, [[2], [1], [None]]) == [["OK"], ["OK"], [""]]
    assert UNITSCHECK(codes, minutes, [[3], [0], [0]]) == [["Overbilled by 1"], ["Underbilled by 1"], [""]]
    assert UNITSCHECK(codes, minutes, [[4], [1], [0]]) == [["Overbilled by 2"], ["OK"], [""]]
    assert UNITSCHECK("97112", 25, 2) == "OK"
    assert UNITSCHECK("97112", 25, None) == "Underbilled by 2"


def test_any_answer_of_a_tie_is_ok() -> None:
    codes, minutes = [["97112"], ["97110"]], [[20], [20]]
    assert UNITSCHECK(codes, minutes, [[2], [1]]) == [["OK"], ["OK"]]
    assert UNITSCHECK(codes, minutes, [[1], [2]]) == [["OK"], ["OK"]]
    assert UNITSCHECK(codes, minutes, [[1], [2]], "midpoint") == [["OK"], ["Overbilled by 1"]]


def test_units_that_cannot_be_read_are_that_rows_error() -> None:
    # 7 + 7 = 14 -> 1 unit. The second line's minutes count, or the first's unit would be one too many.
    assert UNITSCHECK([["97112"], ["97110"]], [[7], [7]], [[1], ["x"]]) == [["OK"], ["#VALUE!"]]
    # A tie: units that can't be read claim none of it.
    assert UNITSCHECK([["97112"], ["97110"]], [[7], [7]], [["x"], [1]]) == [["#VALUE!"], ["OK"]]
    assert UNITSCHECK([["97112"], [""]], [[8], [0]], [[1], [1]]) == [["OK"], ["#VALUE!"]]
    assert refusal(UNITSCHECK, "97112", 8, 1.5) == "units, row 1: 1.5 is not a whole number"
    assert refusal(UNITSCHECK, None, None, 1) == "codes, row 1: 1 units have no code"


def test_units_are_of_the_codes_height() -> None:
    assert refusal(UNITSCHECK, [["97112"], ["97110"]], [[8], [8]], [[1]]) == "units: 1 rows for 2 codes"
    assert refusal(UNITSCHECK, [["97112"], ["97110"]], [[8], [8]], None) == "units: 1 rows for 2 codes"


# ---- notes


def test_a_note_is_a_cell_or_all_the_cells_that_hold_it() -> None:
    assert NOTECHECK(GOOD_NOTE) == "OK"
    assert (
        NOTECHECK([["97112 x 15 min: SLS on foam, tandem gait.", "Pt tolerated well.", "STG 1 met."]]) == "OK"
    )
    assert NOTECHECK([["97112 x 15 min: SLS on foam"], ["Pt tolerated well."], ["STG 1 met."]]) == "OK"


def test_what_a_note_lacks_is_named() -> None:
    missing = "Missing: technique; patient's response; treatment minutes; progress toward goals"
    assert NOTECHECK("") == missing
    assert NOTECHECK(None) == missing
    assert NOTECHECK("Seen by PTA.") == missing
    assert NOTECHECK(GOOD_NOTE, False) == "OK"
    assert NOTECHECK(GOOD_NOTE, True).startswith("Missing: assistance given")


@pytest.mark.parametrize("blank", [None, "", 0, 0.0])
@pytest.mark.parametrize(
    "cells", [["Pain", None], [GOOD_NOTE, None], ["Assist level:", None, "Total time:", None], [None, None]]
)
def test_a_blank_cell_of_a_note_changes_nothing(cells: list[Any], blank: Any) -> None:
    row = [blank if cell is None else cell for cell in cells]
    assert NOTECHECK([row], True) == NOTECHECK([cells], True)
    assert NOTEDETAIL([row]) == NOTEDETAIL([cells])


def test_an_error_in_a_note_is_no_note() -> None:
    assert refusal(NOTECHECK, [[GOOD_NOTE, "#REF!"]]) == "note: the cell holds an error (#REF!)"
    assert refusal(NOTECHECK, GOOD_NOTE, "perhaps") == "strict: must be TRUE or FALSE"


def test_rows_of_notes_have_a_verdict_each() -> None:
    assert NOTECHECKROWS([[GOOD_NOTE, ""], ["#REF!", ""], [GOOD_NOTE, None]]) == [["OK"], ["#VALUE!"], ["OK"]]
    assert NOTECHECKROWS([[GOOD_NOTE], [""]], True)[0][0].startswith("Missing: assistance given")
    assert NOTECHECKROWS(GOOD_NOTE) == "OK"
    assert NOTECHECKROWS([[GOOD_NOTE]]) == [["OK"]]
    assert refusal(NOTECHECKROWS, [["#REF!"]]) == "notes: the cell holds an error (#REF!)"


def test_the_detail_is_a_table_of_all_elements_with_the_notes_words() -> None:
    table = NOTEDETAIL(GOOD_NOTE)
    assert table[0] == ["Element", "Documented?", "The words that show it"]
    assert [row[0] for row in table[1:]] == [element.label for element in notes.ELEMENTS]
    assert ["technique", "yes", "SLS on foam"] in table
    assert ["test results", "no", ""] in table
    assert all(words in GOOD_NOTE for _, _, words in table[1:])


def test_documented_minutes_are_the_timed_total_or_an_error() -> None:
    assert NOTEMINUTES("97112 15 min, 97110 12 min") == 27  # 15 + 12
    assert NOTEMINUTES("Timed minutes: 25. Total treatment time 40 min.") == 25
    assert refusal(NOTEMINUTES, "Pt tolerated well.") == "note: documents no treatment minutes"


# ---- MINUTESBETWEEN


def test_minutes_between_single_times_and_ranges() -> None:
    assert MINUTESBETWEEN("9:05 AM", "9:30") == 25
    assert MINUTESBETWEEN([["9:05"]], [["9:30"]]) == [[25]]
    assert MINUTESBETWEEN([["9:05"], ["x"], [None]], [["9:30"], ["9:30"], [None]]) == [[25], ["#VALUE!"], [0]]
    assert MINUTESBETWEEN([["9:05", "10:00"]], [["9:30", "10:15"]]) == [[25, 15]]


def test_times_of_different_shapes_are_refused() -> None:
    assert refusal(MINUTESBETWEEN, [["9:05"], ["9:10"]], "9:30").startswith(
        "start_time and end_time: 2 and 1 rows"
    )
    assert refusal(MINUTESBETWEEN, "9:30", "9:05") == "end_time: is before the start"
    assert refusal(MINUTESBETWEEN, [[1], [2, 3]], "9:05") == "start_time: its rows have different lengths"
