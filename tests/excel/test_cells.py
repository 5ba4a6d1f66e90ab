"""What a cell may hold: read as a person would, or refused with a message that names the argument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eightminute.errors import InputError
from eightminute.excel import cells

DAY_0 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- how Excel's times arrive once xlwings has cut off the zone


def refusal(read: Callable[..., object], *cell: Any, **options: bool) -> str:
    """The message with which a cell is refused."""
    with pytest.raises(InputError) as refused:
        read(*cell, **options)
    return str(refused.value)


def at(hour: int, minute: int, second: int = 0) -> dt.datetime:
    """A cell that holds a time only, as COM sends it."""
    return DAY_0.replace(hour=hour, minute=minute, second=second)


def serial(day: int, hour: int, minute: int) -> float:
    """A cell that holds a date and a time, as Office.js sends it."""
    return day + (hour * 60 + minute) / 1440


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (25.0, 25),
        (25, 25),
        (Decimal(25), 25),  # a cell with a currency format
        (0, 0),
        (1440, 1440),
        (24.9999999999, 25),  # (B2 - A2) * 1440
        ("25", 25),
        (" 25 min", 25),
        ("25 min.", 25),
        ("25m", 25),
        ("25'", 25),
        ("25.0", 25),
        ("+25", 25),
        ("\uff12\uff15", 25),
        ("\u00a025\u00a0minutes\u00a0", 25),
        ("0:25", 25),
        ("0:25:00", 25),
        ("1:05", 65),
        (25 / 1440, 25),  # 0:25 in Office.js
        (900 / 1440 + 5e-12, 900),  # B2 - A2, 15 hours, with what subtraction leaves
        (0.1875, 270),  # 4:30: nobody types so odd a part of an hour
        (at(0, 25), 25),  # 0:25 in COM
        (DAY_0 + dt.timedelta(days=1), 1440),  # 24:00
        (dt.time(0, 25), 25),
        (dt.timedelta(minutes=25), 25),
        (None, 0),
        ("", 0),
        (" \u00a0 ", 0),
    ],
)
def test_minutes_are_read_as_a_person_would(cell: Any, minutes: int) -> None:
    assert cells.minutes(cell) == minutes


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (-3.0, "row 5: -3 is negative"),
        ("-3", "row 5: -3 is negative"),
        (1441, "row 5: 1,441 is more than a day"),
        (1e300, "row 5: 1e+300 is more than a day"),
        (25.5, "row 5: 25.5 is not a whole number"),
        ("25.5", "row 5: 25.5 is not a whole number"),
        (0.3333, "row 5: 0.3333 is not a whole number"),
        (0.25, "row 5: 0.25 may be a time or a part of an hour"),  # 6:00, or a quarter of an hour
        (at(0, 25, 30), "row 5: 25.5 is not a whole number"),
        (float("nan"), "row 5: is not a number"),
        (float("-inf"), "row 5: is not a number"),
        (10**400, "row 5: is not a number"),
        (Decimal("sNaN"), "row 5: is not a number"),
        (True, "row 5: is TRUE, not a number"),
        (False, "row 5: is FALSE, not a number"),
        ("x", "row 5: is text that can't be read as minutes"),
        ("25 or so", "row 5: is text that can't be read as minutes"),
        ("1,000", "row 5: is text that can't be read as minutes"),
        ("0:75", "row 5: is text that can't be read as minutes"),
        (dt.date(2026, 3, 14), "row 5: is a date, not minutes"),
        (dt.datetime(2026, 3, 14, 9, 5), "row 5: is a date, not minutes"),  # noqa: DTZ001 -- as Excel sends it
        ("#N/A", "row 5: the cell holds an error (#N/A)"),
        ("#div/0!", "row 5: the cell holds an error (#DIV/0!)"),
        (
            -2146826243,
            "row 5: the cell holds an error",
        ),  # #SPILL! in COM: 2045, which xlwings leaves a number
        ([25], "row 5: is of a kind that no cell holds"),
    ],
)
def test_minutes_that_nobody_could_read_are_refused(cell: Any, message: str) -> None:
    assert refusal(cells.minutes, cell, "minutes, row 5").startswith(f"minutes, {message}")


@given(st.integers(0, 1440))
def test_a_length_of_time_is_the_same_minutes_in_every_form(minutes: int) -> None:
    length = dt.timedelta(minutes=minutes)
    forms = [minutes, float(minutes), str(minutes), f"{minutes} min", length, DAY_0 + length]
    assert [cells.minutes(form) for form in forms] == [minutes] * len(forms)


@given(st.floats(1e-5, 1, exclude_max=True))
def test_a_fraction_of_a_day_is_its_minutes_or_refused(value: float) -> None:
    try:
        assert cells.minutes(value) == pytest.approx(value * 1440, abs=1e-5)
    except InputError:
        # what is no whole number of minutes, or may be a part of an hour
        assert abs(value * 1440 - round(value * 1440)) > 1e-7 or round(value, 3) == value


@pytest.mark.parametrize(("cell", "units"), [(2.0, 2), (2, 2), ("2", 2), (None, 0), ("", 0), (1440, 1440)])
def test_units_are_whole_numbers(cell: Any, units: int) -> None:
    assert cells.units(cell) == units


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (1.5, "1.5 is not a whole number"),
        (-1, "-1 is not between 0 and 1,440"),
        (1441, "1,441 is not between 0 and 1,440"),  # no more units than the day has minutes
        (True, "is TRUE, not a number"),
        ("two", "is not a number"),
        ("#N/A", "the cell holds an error"),
        (dt.time(0, 2), "is not a number"),
    ],
)
def test_units_that_cannot_be_are_refused(cell: Any, message: str) -> None:
    assert refusal(cells.units, cell).startswith(f"units: {message}")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (97112.0, "97112"),
        (97112, "97112"),
        ("97112", "97112"),
        (" 97112\u00a0", "97112"),
        ("97112.0", "97112"),  # a number that an export wrote as text
        ("g0283", "G0283"),
        (None, ""),
        ("", ""),
        (0, ""),  # a blank in Office.js
        (0.0, ""),  # a formula that points at a blank
    ],
)
def test_codes_are_text_or_numbers_alike(cell: Any, code: str) -> None:
    assert cells.code(cell) == code


@pytest.mark.parametrize("cell", ["97112-GP", "97112-59", "97112 GP CQ", "97112:GP:KX", "97112-gp"])
def test_modifiers_behind_a_code_count_only_where_they_change_nothing(cell: str) -> None:
    assert cells.code(cell, modifiers=True) == "97112"
    assert refusal(cells.code, cell).startswith("codes: has modifiers behind the code")


@pytest.mark.parametrize(
    "cell",
    [
        True,
        9711,
        971123.0,
        97112.5,
        -97112,
        "9711",
        "97112 15",
        "97112GP",
        "9\uff171\uff112x",
        "97112, 97110",
        "9\u0667112",
    ],
)
def test_what_is_no_code_is_refused(cell: Any) -> None:
    assert refusal(cells.code, cell, "codes, row 2", modifiers=True).startswith(
        "codes, row 2: is not a code of five characters"
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Pt tol well", "Pt tol well"),
        (" spaces stay ", " spaces stay "),
        (25.0, "25"),
        (2.5, "2.5"),
        (Decimal("4.50"), "4.5"),
        (True, "TRUE"),
        (dt.datetime(2026, 3, 14, 9, 5), "3/14/2026"),  # noqa: DTZ001 -- as Excel sends it
        (dt.date(2026, 3, 14), "3/14/2026"),
        (at(9, 5), "9:05"),
        (dt.timedelta(minutes=25), "0:25:00"),
        (None, ""),
        (0, ""),  # a blank in Office.js must not add a "0" to the note
        (0.0, ""),
    ],
)
def test_text_is_what_a_person_sees(cell: Any, text: str) -> None:
    assert cells.text(cell) == text


@pytest.mark.parametrize(
    "cell",
    [
        "#VALUE!",
        " #n/a ",
        "#SPILL!",
        "#GETTING_DATA",
        "#NAME?",
        -2146826288,  # COM's errors: 2000, #NULL!,
        -2146826238,  # 2050, #CALC!,
        -2146826189,  # and what Excel may add up to 2099
    ],
)
def test_an_error_cell_is_no_text(cell: Any) -> None:
    assert refusal(cells.text, cell).startswith("note: the cell holds an error")


def test_text_that_only_looks_like_an_error_is_text() -> None:
    assert cells.text("#1 priority: balance!") == "#1 priority: balance!"
    assert cells.text(-2146826289) == "-2146826289"
    assert cells.text(-2146826188) == "-2146826188"


def test_an_answer_is_cut_at_what_a_cell_holds() -> None:
    assert cells.shown("a" * 32_767) == "a" * 32_767
    assert cells.shown("a" * 32_768) == "a" * 32_766 + "…"
    # Excel counts UTF-16: a character outside the basic plane is two, and isn't cut in half
    assert cells.shown("🦵" * 16_383) == "🦵" * 16_383
    assert cells.shown("🦵" * 16_384) == "🦵" * 16_383 + "…"


@pytest.mark.parametrize(
    ("cell", "truth"),
    [(True, True), (1.0, True), ("yes", True), ("TRUE", True), (False, False), (0, False), (None, False)],
)
def test_flags(cell: Any, truth: bool) -> None:
    assert cells.flag(cell, "strict") is truth
    assert cells.flag([[cell]], "strict") is truth


@pytest.mark.parametrize("cell", ["perhaps", 2.0, [[True], [True]], []])
def test_what_is_neither_true_nor_false_is_refused(cell: Any) -> None:
    assert refusal(cells.flag, cell, "strict").startswith("strict: must be ")


@pytest.mark.parametrize(
    ("cell", "word"),
    [("midpoint", "midpoint"), ([["midpoint"]], "midpoint"), (None, "8-minute"), (0, "8-minute")],
)
def test_a_word_has_a_default_for_a_blank(cell: Any, word: str) -> None:
    assert cells.word(cell, "rule", "8-minute") == word


@pytest.mark.parametrize(
    "cell",
    [
        dt.datetime(2026, 3, 14, 9, 5),  # noqa: DTZ001 -- as Excel sends it
        dt.datetime(2026, 3, 14, 23, 5, tzinfo=dt.UTC),  # no zone moves the day
        dt.datetime(2026, 3, 14, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=12))),
        dt.date(2026, 3, 14),
        46095.0,  # Excel's serial number of the day
        serial(46095, 9, 5),
        "46095",
        "2026-03-14",
        "2026-3-14T00:00:00",
        " 3/14/2026 ",
        "03/14/2026",
        "3/14/26",
        "3/14/2026 9:05 AM",
        "3/14/2026 09:05:30",
        "2026-03-14 09:05:00.000",
        "2026-03-14T09:05:00Z",
    ],
)
def test_dates(cell: Any) -> None:
    assert cells.date(cell) == dt.date(2026, 3, 14)


def test_dates_from_excels_first_to_its_last() -> None:
    assert cells.date(1) == dt.date(
        1899, 12, 31
    )  # as COM counts: Excel's own calendar is a day off before March
    assert cells.date(2_958_465) == cells.date(2_958_465.9) == dt.date(9999, 12, 31)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (None, "a date is needed"),
        ("", "a date is needed"),
        (0, "a date is needed"),
        (at(9, 5), "a date is needed"),
        (dt.time(9, 5), "a date is needed"),
        (-1.0, "a date is needed"),
        (0.5, "a date is needed"),
        (2_958_466, "a date is needed"),  # a day after 12/31/9999
        ("99999999", "a date is needed"),
        (True, "a date is needed"),
        ("3/14/026", "can't be read as a date"),
        ("2/30/2026", "2/30/2026 is no day of the calendar"),
        ("14.3.2026", "can't be read as a date"),
        ("March", "can't be read as a date"),
        ("#REF!", "the cell holds an error"),
    ],
)
def test_what_is_no_date_is_refused(cell: Any, message: str) -> None:
    assert refusal(cells.date, cell).startswith(f"service_date: {message}")


@pytest.mark.parametrize(
    "cell",
    [
        at(9, 5),
        at(9, 5).replace(tzinfo=dt.UTC),
        dt.time(9, 5),
        dt.time(9, 5, tzinfo=dt.UTC),
        serial(0, 9, 5),
        905,
        905.0,
        "9:05",
        "9:05:00",
        "09:05",
        "0905",
        "9:05 AM",
        "9:05\u202fa.m.",
        "9:05a",
    ],
)
def test_times_of_day(cell: Any) -> None:
    assert cells.clock(cell, "start") == pytest.approx(9 * 60 + 5)


@pytest.mark.parametrize(
    ("cell", "minutes"), [("12:05 AM", 5), ("12:05 PM", 725), ("9 pm", 1260), ("23:59", 1439), (1410, 850)]
)
def test_halves_of_the_day(cell: Any, minutes: int) -> None:
    assert cells.clock(cell, "start") == minutes


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (None, "a time is needed"),
        (" ", "a time is needed"),
        (0, "a time is needed"),  # a blank in Office.js, more likely than midnight
        (True, "a time is needed"),
        (dt.date(2026, 3, 14), "a time is needed"),
        (dt.timedelta(hours=9), "a time is needed"),
        (-0.5, "-0.5 can't be read as a time"),
        (9, "9 can't be read as a time"),  # 9:00, or nine minutes past midnight
        (9.5, "9.5 can't be read as a time"),  # half past nine, or noon of a day in 1900
        (1e300, "1e+300 can't be read as a time"),
        (2510, "25:10 is no time of day"),
        (960, "can't be read as a time"),
        ("9", "can't be read as a time"),
        ("half past nine", "can't be read as a time"),
        ("13:05 PM", "13:05 is no time of day"),
        ("24:00", "24:00 is no time of day"),
        ("#N/A", "the cell holds an error"),
    ],
)
def test_what_is_no_time_is_refused(cell: Any, message: str) -> None:
    assert refusal(cells.clock, cell, "start").startswith(f"start: {message}")


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("9:05 AM", "9:30", 25),
        (at(9, 5), at(9, 30), 25),
        (serial(0, 9, 5), serial(0, 9, 30), 25),
        (serial(46095, 9, 5), serial(46095, 9, 30), 25),
        (serial(46095, 23, 50), serial(46096, 0, 15), 25),  # over midnight, with dates
        (at(9, 5, 50), at(9, 6, 10), 0),  # 20 seconds
        ("9:05:50", "9:06:10", 0),
        ("9:05:10", "9:30:00", 24),  # 24:50
        ("9:05", "9:05", 0),
        (at(0, 0), at(23, 59), 1439),
        (serial(46095, 9, 5), serial(46096, 9, 5), 1440),
        (None, "", 0),  # an empty row of the sheet
        (0, 0, 0),
    ],
)
def test_minutes_between_two_times(start: Any, end: Any, minutes: int) -> None:
    assert cells.between((start, end), "") == minutes


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("9:30", "9:05", "end_time, row 2: is before the start"),
        (
            "11:50 PM",
            "12:10 AM",
            "end_time, row 2: is before the start",
        ),  # without dates nobody knows the day
        (None, "9:05", "start_time, row 2: a time is needed"),
        ("9:05", None, "end_time, row 2: a time is needed"),
        (serial(46095, 9, 5), serial(46097, 9, 5), "end_time, row 2: is more than a day after the start"),
        ("9:05", serial(46095, 9, 30), "end_time, row 2: is more than a day after the start"),
    ],
)
def test_times_that_do_not_go_together_are_refused(start: Any, end: Any, message: str) -> None:
    assert refusal(cells.between, (start, end), ", row 2").startswith(message)


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(40_000, 60_000))
def test_serials_of_a_day_lose_no_minute(first: int, second: int, day: int) -> None:
    start, end = sorted((first, second))
    assume(end > 0)  # twice the same day's midnight is two dates without a time
    assert cells.between((day + start / 1440, day + end / 1440), "") == end - start


def test_two_dates_are_no_times() -> None:
    day = dt.datetime(2026, 3, 14)  # noqa: DTZ001 -- as Excel sends it
    for times in ((46095, 46095), (day, day), (46095.0, day)):
        assert refusal(cells.between, times, "") == "start_time: is a date without a time, and so is the end"
    assert cells.between(("0:00", "0:00"), "") == 0


def test_a_line_of_a_session() -> None:
    assert cells.code_and_minutes("97112", 25, ", row 2") == ("97112", 25)
    assert cells.code_and_minutes("97112-GP", "25 min", ", row 2") == ("97112", 25)
    assert cells.code_and_minutes("97112", None, ", row 2") == ("97112", 0)
    assert cells.code_and_minutes(None, None, ", row 2") is None
    assert cells.code_and_minutes(0, 0, ", row 2") is None
    assert refusal(cells.code_and_minutes, "", 25, ", row 2").startswith(
        "codes, row 2: 25 minutes have no code"
    )
