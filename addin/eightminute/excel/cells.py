"""What a cell may hold, read as a person would: the one place that evens out what the hosts send.

Classic Excel (COM) sends numbers as floats, a blank as None, dates as datetime; Office.js keeps whole numbers
whole, sends a blank as 0 or "" and dates as serial numbers. An error cell arrives as its text (`#N/A`), since
the functions ask for that: it can't be mistaken for a blank.

>>> minutes(25.0), minutes(" 25 min"), minutes("0:25"), minutes(25 / 1440), minutes(None)
(25, 25, 25, 25, 0)
>>> minutes(-3.0, "minutes, row 5")
Traceback (most recent call last):
    ...
eightminute.errors.InputError: minutes, row 5: -3 is negative

Messages repeat numbers only, never the text of a cell: it may be a treatment note.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata

from eightminute.errors import InputError
from eightminute.excel.shapes import Cell, one

LONGEST_TEXT = 32_767  # characters in a cell
MINUTES_A_DAY = 24 * 60
MOST_UNITS_A_DAY = MINUTES_A_DAY // 15
_CLOSE = 1e-6  # of a minute: what (end - start) * 1440 leaves of a whole number
_CLEARLY_A_TIME = 0.1  # a fraction of a day below this is no part of a minute or hour that anybody types
_SHORT_DECIMALS = 3
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel's serial numbers know no time zone
_TIME_ONLY_YEAR = 1900

_ERRORS = frozenset(
    {
        *(
            "#VALUE!",
            "#N/A",
            "#NUM!",
            "#REF!",
            "#DIV/0!",
            "#NAME?",
            "#NULL!",
            "#SPILL!",
            "#CALC!",
            "#BLOCKED!",
        ),
        *(
            "#FIELD!",
            "#UNKNOWN!",
            "#CONNECT!",
            "#GETTING_DATA",
            "#BUSY!",
            "#EXTERNAL!",
            "#PYTHON!",
            "#TIMEOUT!",
        ),
    }
)
_MINUTES = re.compile(r"\+?(\d{1,6}(?:\.\d{1,9})?)\s*(?:m|min|mins|minute|minutes|')?\.?", re.IGNORECASE)
_HOURS_MINUTES = re.compile(r"(\d{1,2}):([0-5]\d)(?::00)?")
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,9})?")
_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_CLOCK = re.compile(r"(\d{1,2})(?::?([0-5]\d))?(?::[0-5]\d)?\s*(?:([ap])\.?(?:m\.?)?)?", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TRUE = frozenset({"true", "yes", "y", "1", "on"})
_FALSE = frozenset({"false", "no", "n", "0", "off", ""})


def is_blank(cell: Cell) -> bool:
    """Whether the cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def minutes(cell: Cell, argument: str = "minutes") -> int:
    """Whole minutes of a day: numbers, numbers as text (`25`, ` 25 min`, `0:25`), Excel times; a blank is 0.

    Raises InputError for what nobody could read, for parts of a minute, below 0 or beyond a day.
    """
    match cell:
        case dt.timedelta():
            return _whole_minutes(cell.total_seconds() / 60, argument)
        case dt.time():
            return _whole_minutes(cell.hour * 60 + cell.minute + cell.second / 60, argument)
        case dt.datetime() if cell.year <= _TIME_ONLY_YEAR:
            return _whole_minutes((cell.replace(tzinfo=None) - _EPOCH) / dt.timedelta(minutes=1), argument)
        case dt.date():
            raise InputError(f"{argument}: is a date, not minutes")
        case str() if not is_blank(cell):
            return _minutes_text(_plain(cell, argument), argument)
    value = _number(cell, argument)
    if 0 < value < 1:
        value = _time_of_day(value, argument)
    return _whole_minutes(value, argument)


def units(cell: Cell, argument: str = "units") -> int:
    """Units billed: a whole number from 0 to a day's worth; a blank is 0."""
    value = _number(cell, argument)
    if abs(value - round(value)) > _CLOSE:
        raise InputError(f"{argument}: {value:g} is not a whole number")
    if not 0 <= round(value) <= MOST_UNITS_A_DAY:
        raise InputError(f"{argument}: {round(value):,} is not between 0 and {MOST_UNITS_A_DAY}")
    return round(value)


def code(cell: Cell, argument: str = "codes") -> str:
    """A code of five characters, from text or a number; "" for a blank.

    >>> code(97112.0), code(" g0283 ")
    ('97112', 'G0283')
    """
    if is_blank(cell):
        return ""
    plain = _plain(cell, argument) if isinstance(cell, str) else f"{_number(cell, argument):.15g}"
    if not _CODE.fullmatch(plain.upper()):
        raise InputError(f"{argument}: is not a code of five characters such as 97112")
    return plain.upper()


def text(cell: Cell, argument: str = "note") -> str:  # noqa: PLR0911 -- one return for each kind of cell
    """What a person sees in the cell: a whole number without its ".0", a date as month/day/year.

    Raises InputError for an error cell.
    """
    match cell:
        case None:
            return ""
        case str():
            return _without_error(cell, argument)
        case bool():
            return str(cell).upper()
        case float():
            return f"{cell:.15g}"
        case dt.datetime() if cell.year <= _TIME_ONLY_YEAR:
            return f"{cell.hour}:{cell.minute:02}"
        case dt.date():
            return f"{cell.month}/{cell.day}/{cell.year}"
        case int() | dt.time() | dt.timedelta():
            return str(cell)
    raise InputError(f"{argument}: is of a kind that no cell holds")


def shown(answer: str) -> str:
    """Text as a cell can hold it: cut at Excel's longest, an ellipsis saying so."""
    return answer if len(answer) <= LONGEST_TEXT else answer[: LONGEST_TEXT - 1] + "…"


def flag(cell: Cell, argument: str) -> bool:
    """TRUE or FALSE, also as 1 or 0, yes or no; a blank is FALSE."""
    plain = "" if is_blank(cell) else text(cell, argument).strip().lower()
    if plain in _TRUE or plain in _FALSE:
        return plain in _TRUE
    raise InputError(f"{argument}: must be TRUE or FALSE")


def word(cell: Cell, argument: str, default: str) -> str:
    """A single word of an option; `default` for a blank (which Office.js may send as 0)."""
    only = one(cell, argument)
    if is_blank(only) or (only == 0 and not isinstance(only, bool)):
        return default
    return text(only, argument)


def date(cell: Cell, argument: str = "service_date") -> dt.date:
    """A date: an Excel date, its serial number, or text such as 2026-03-14 or 3/14/2026.

    Raises InputError for anything else, a blank included: rules are chosen by date of service.
    """
    match cell:
        case dt.datetime() if cell.year > _TIME_ONLY_YEAR:
            return cell.date()
        case dt.date() if not isinstance(cell, dt.datetime):
            return cell
        case str():
            plain = _plain(cell, argument)
            if iso := _ISO_DATE.fullmatch(plain):
                return _calendar_date(int(iso[1]), int(iso[2]), int(iso[3]), argument)
            if us := _US_DATE.fullmatch(plain):
                return _calendar_date(int(us[3]), int(us[1]), int(us[2]), argument)
            if not _NUMBER.fullmatch(plain):
                raise InputError(f"{argument}: can't be read as a date; write 3/14/2026 or 2026-03-14")
            cell = float(plain)
        case None | dt.datetime() | dt.time() | dt.timedelta():
            raise InputError(f"{argument}: a date is needed")
    serial = _number(cell, argument)
    if not 1 <= serial <= 2_958_465:  # noqa: PLR2004 -- Excel's last day, 12/31/9999
        raise InputError(f"{argument}: a date is needed")
    return (_EPOCH + dt.timedelta(days=int(serial))).date()


def clock(cell: Cell, argument: str) -> float:
    """A time as minutes since midnight (of day 0 of Excel's calendar, where it carries a date).

    Text is read as on a clock: `9:05 AM`, `9:05a`, `14:10`, `0905`.
    """
    match cell:
        case dt.datetime():
            return (cell.replace(tzinfo=None) - _EPOCH) / dt.timedelta(minutes=1)
        case dt.time():
            return cell.hour * 60 + cell.minute + cell.second / 60
        case str() if not is_blank(cell):
            return _clock_text(_plain(cell, argument), argument)
        case None | str() | dt.date() | dt.timedelta():
            raise InputError(f"{argument}: a time is needed")
    value = _number(cell, argument)
    if value < 0:
        raise InputError(f"{argument}: {value:g} is negative")
    if value >= 1 and value.is_integer() and value <= 2359:  # noqa: PLR2004 -- 905 typed for 9:05
        return _clock_text(f"{int(value):04}", argument)
    return value * MINUTES_A_DAY


def between(times: tuple[Cell, Cell], where: str) -> int:
    """Whole minutes from the first time to the second; parts of a minute don't count.

    >>> between(("9:05 AM", "9:30"), "")
    25
    """
    start, end = clock(times[0], f"start{where}"), clock(times[1], f"end{where}")
    if end < start - _CLOSE:
        raise InputError(f"end{where}: is before the start")
    if end - start > MINUTES_A_DAY + _CLOSE:
        raise InputError(f"end{where}: is more than a day after the start")
    return math.floor(end - start + _CLOSE)


def code_and_minutes(code_cell: Cell, minute_cell: Cell, where: str) -> tuple[str, int] | None:
    """A line of a session, or None for an empty one; minutes without a code are an error."""
    found = code("" if code_cell == 0 and not isinstance(code_cell, bool) else code_cell, f"codes{where}")
    count = minutes(minute_cell, f"minutes{where}")
    if found:
        return found, count
    if count:
        raise InputError(f"codes{where}: {count} minutes have no code")
    return None


# ---- how values are read


def _plain(cell: str, argument: str) -> str:
    return unicodedata.normalize("NFKC", _without_error(cell, argument)).strip()


def _without_error(cell: str, argument: str) -> str:
    if cell.strip().upper() in _ERRORS:
        raise InputError(f"{argument}: the cell holds an error ({cell.strip().upper()})")
    return cell


def _number(cell: Cell, argument: str) -> float:
    match cell:
        case bool():
            raise InputError(f"{argument}: is {str(cell).upper()}, not a number")
        case None:
            return 0.0
        case int() | float():
            try:
                value = float(cell)
            except OverflowError:
                value = math.inf
            if not math.isfinite(value):
                raise InputError(f"{argument}: is not a number")
            return value
        case str():
            if is_blank(cell):
                return 0.0
            plain = _plain(cell, argument)
            if _NUMBER.fullmatch(plain):
                return float(plain)
    raise InputError(f"{argument}: is not a number")


def _minutes_text(plain: str, argument: str) -> int:
    if hours := _HOURS_MINUTES.fullmatch(plain):
        return _whole_minutes(int(hours[1]) * 60 + int(hours[2]), argument)
    number = _MINUTES.fullmatch(plain)
    if number is None and not _NUMBER.fullmatch(plain):
        raise InputError(f"{argument}: is text that can't be read as minutes")
    return _whole_minutes(float(number[1] if number else plain), argument)


def _time_of_day(value: float, argument: str) -> float:
    """Minutes of a fraction of a day, as Office.js sends a time."""
    exact = value * MINUTES_A_DAY
    if abs(exact - round(exact)) > _CLOSE:
        return value
    if value >= _CLEARLY_A_TIME and round(value, _SHORT_DECIMALS) == value:
        raise InputError(f"{argument}: {value:g} may be a time or a part of an hour; write whole minutes")
    return exact


def _whole_minutes(value: float, argument: str) -> int:
    whole = round(value)
    if abs(value - whole) > _CLOSE:
        raise InputError(f"{argument}: {value:g} is not a whole number of minutes")
    if whole < 0:
        raise InputError(f"{argument}: {whole:,} is negative")
    if whole > MINUTES_A_DAY:
        raise InputError(f"{argument}: {whole:,} is more than a day ({MINUTES_A_DAY:,} minutes)")
    return whole


def _calendar_date(year: int, month: int, day: int, argument: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise InputError(f"{argument}: {month}/{day}/{year} is no day of the calendar") from None


def _clock_text(plain: str, argument: str) -> float:
    parts = _CLOCK.fullmatch(plain)
    if parts is None or not (parts[2] or parts[3]):
        raise InputError(f"{argument}: can't be read as a time; write 9:05 AM or 14:10")
    hour, minute, half = int(parts[1]), int(parts[2] or 0), (parts[3] or "").lower()
    if hour > 23 or (half and not 1 <= hour <= 12):  # noqa: PLR2004 -- a clock's hours
        raise InputError(f"{argument}: {hour}:{minute:02} is no time of day")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute
