"""What a cell may hold, read as a person would: the one place that evens out what the hosts send.

Classic Excel (COM) sends numbers as floats (currency as Decimal), a blank as None, dates and times as
datetime; Office.js keeps whole numbers whole, sends a blank as 0 or "", dates and times as serial numbers. An
error cell arrives as its text (`#N/A`), since the functions ask for that: it can't be mistaken for a blank.

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
from decimal import Decimal

from eightminute.errors import InputError
from eightminute.excel.shapes import Cell, one

Seen = bool | float | str | dt.date | dt.time | dt.timedelta

MINUTES_A_DAY = 24 * 60
LONGEST_TEXT = 32_767  # characters in a cell, as Excel counts them: UTF-16
_CLOSE = 1e-6  # of a minute: what (end - start) * 1440 leaves of a whole number
_CLEARLY_A_TIME = 0.1  # a fraction of a day below this is no part of a minute or hour that anybody types
_SHORT_DECIMALS = 3
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel's serial numbers know no time zone
_MINUTE = dt.timedelta(minutes=1)
_TIME_ONLY_YEAR = 1900
_LAST_DATE = 2_958_465  # 12/31/9999
# As times, numbers of three or four digits are typed without the colon (905), those of five are dates.
_FIRST_TYPED, _FIRST_DATED = 100, 10_000

_ERROR = re.compile(
    r"#(?:N/A|NAME\?|GETTING_DATA|(?:VALUE|NUM|REF|DIV/0|NULL|SPILL|CALC|BLOCKED|FIELD|UNKNOWN|CONNECT|BUSY"
    r"|EXTERNAL|PYTHON|TIMEOUT|DATA)!)",
    re.IGNORECASE,
)
# Errors that xlwings has no text for (#SPILL!, #CALC!, ...) stay numbers: 2000 to 2099 in COM's dress.
_COM_ERRORS = range(-2_146_826_288, -2_146_826_188)
_MINUTES = re.compile(r"\+?(\d{1,6}(?:\.\d{1,9})?)\s*(?:m|min|mins|minute|minutes|')?\.?", re.IGNORECASE)
_HOURS_MINUTES = re.compile(r"(\d{1,2}):([0-5]\d)(?::00)?")
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,9})?")
_CODE = re.compile(r"([0-9A-Z][0-9]{3}[0-9A-Z])(?:\.0+)?")
_CODE_AND_MODIFIERS = re.compile(r"([0-9A-Z][0-9]{3}[0-9A-Z])(?:[-:][0-9A-Z]{2}| [A-Z][0-9A-Z])+")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_SEPARATORS = re.compile(r"[\s,;:/+|-]+")
_DOLLARS = re.compile(r"\$? ?(\d{1,3}(?:,\d{3})*(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,2})?)")
_CLOCK = re.compile(
    r"(\d{1,2})(?::?([0-5]\d))?(?::([0-5]\d))?\s*(?:([ap])\.?(?:m\.?)?)?",
    re.IGNORECASE,
)
_TIME_BEHIND = r"(?:[T ]+\d{1,2}:[0-5]\d(?::[0-5]\d)?(?:\.\d+)?(?: ?[AaPp][Mm])?Z?)?"
_ISO_DATE = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME_BEHIND}")
_US_DATE = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}|\d{{2}}){_TIME_BEHIND}")
_CENTURY = 2000  # of a year written with two digits
_TRUE = frozenset({"true", "yes", "y", "1", "on"})
_FALSE = frozenset({"false", "no", "n", "0", "off", ""})


def is_blank(cell: Cell) -> bool:
    """Whether nothing can be seen in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def minutes(cell: Cell, argument: str = "minutes") -> int:
    """Whole minutes of a day: numbers, numbers as text (`25`, ` 25 min`, `0:25`), Excel times; a blank is 0.

    Raises InputError for what nobody could read, for parts of a minute, below 0 or beyond a day.
    """
    seen = _seen(cell, argument)
    match seen:
        case str() as words:
            return _minutes_text(words, argument)
        case dt.timedelta() as length:
            return _whole_minutes(length / _MINUTE, argument)
        case dt.time() as length:
            return _whole_minutes(_since_midnight(length), argument)
        case dt.datetime() as length if length.year <= _TIME_ONLY_YEAR:
            return _whole_minutes((length - _EPOCH) / _MINUTE, argument)
        case dt.date():
            raise InputError(f"{argument}: is a date, not minutes")
    value = _number(seen, argument)
    return _whole_minutes(_time_of_day(value, argument) if 0 < value < 1 else value, argument)


def units(cell: Cell, argument: str = "units") -> int:
    """Units billed: a whole number, no more than a day has minutes; a blank is 0."""
    value = _number(_seen(cell, argument), argument)
    if abs(value - round(value)) > _CLOSE:
        raise InputError(f"{argument}: {value:g} is not a whole number")
    if not 0 <= round(value) <= MINUTES_A_DAY:
        raise InputError(f"{argument}: {value:,.15g} is not between 0 and {MINUTES_A_DAY:,}")
    return round(value)


def code(cell: Cell, argument: str = "codes", *, modifiers: bool = False) -> str:
    """A code of five characters, from text or a number; "" for a blank.

    `modifiers` lets them stand behind the code, where they change nothing in the answer.

    >>> code(97112.0), code(" g0283 "), code("97112-GP", modifiers=True)
    ('97112', 'G0283', '97112')
    """
    match _seen(cell, argument):
        case None:
            return ""
        case str() as words:
            plain = words.upper()
        case float() as number:
            plain = f"{number:.15g}"
        case _:
            plain = ""
    if alone := _CODE.fullmatch(plain):
        return alone[1]
    if with_modifiers := _CODE_AND_MODIFIERS.fullmatch(plain):
        if modifiers:
            return with_modifiers[1]
        raise InputError(f"{argument}: has modifiers behind the code; write them into a cell of their own")
    raise InputError(f"{argument}: is not a code of five characters such as 97112")


def modifiers(cell: Cell, argument: str = "modifiers") -> tuple[str, ...]:
    """Modifiers of two characters, several with anything between them; none for a blank.

    >>> modifiers("gp, CQ"), modifiers(59.0), modifiers(None)
    (('GP', 'CQ'), ('59',), ())
    """
    match _seen(cell, argument):
        case None:
            return ()
        case str() as words:
            plain = words.upper()
        case float() as number:
            plain = f"{number:.15g}"
        case _:
            plain = ""
    found = tuple(_SEPARATORS.split(plain.strip(" ,;")))
    if not all(_MODIFIER.fullmatch(each) for each in found):
        raise InputError(f"{argument}: are not modifiers of two characters such as GP, CQ")
    return found


def dollars(cell: Cell, argument: str) -> Decimal:
    """An amount in dollars, rounded to the cent: a number, or text such as `$1,234.50`; a blank is 0.

    Raises InputError for anything else.
    """
    seen = _seen(cell, argument)
    if isinstance(seen, str) and (money := _DOLLARS.fullmatch(seen)):
        seen = float(money[1].replace(",", ""))
    return Decimal(f"{_number(seen, argument):.2f}")


def text(cell: Cell, argument: str = "note") -> str:  # noqa: PLR0911 -- one return for each kind of cell
    """What a person sees in the cell: a whole number without its ".0", a date as month/day/year.

    Raises InputError for an error cell.
    """
    if isinstance(cell, str):
        return _without_error(cell, argument)
    match _seen(cell, argument):
        case None:
            return ""
        case bool() as truth:
            return str(truth).upper()
        case float() as number:
            return f"{number:.15g}"
        case dt.datetime() as time if time.year <= _TIME_ONLY_YEAR:
            return f"{time.hour}:{time.minute:02}"
        case dt.date() as day:
            return f"{day.month}/{day.day}/{day.year}"
        case other:
            return str(other)


def shown(answer: str) -> str:
    """Text as a cell can hold it: cut at Excel's longest, an ellipsis saying so."""
    encoded = answer.encode("utf-16-le", "surrogatepass")
    if len(encoded) <= 2 * LONGEST_TEXT:
        return answer
    return encoded[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def flag(cell: Cell, argument: str) -> bool:
    """TRUE or FALSE, also as 1 or 0, yes or no; a blank is FALSE."""
    plain = word(cell, argument, "").lower()
    if plain in _TRUE or plain in _FALSE:
        return plain in _TRUE
    raise InputError(f"{argument}: must be TRUE or FALSE")


def word(cell: Cell, argument: str, default: str) -> str:
    """The word of an option that takes no range; `default` for a blank."""
    return text(one(cell, argument), argument).strip() or default


def date(cell: Cell, argument: str = "service_date") -> dt.date:
    """A date: an Excel date, its serial number, or text such as 2026-03-14, 3/14/2026 or 3/14/26 9:05.

    Raises InputError for anything else, a blank included: rules are chosen by date of service.
    """
    match _seen(cell, argument):
        case dt.datetime() as moment if moment.year > _TIME_ONLY_YEAR:
            return moment.date()
        case dt.date() as day if not isinstance(day, dt.datetime):
            return day
        case float() as serial if 1 <= serial < _LAST_DATE + 1:
            return (_EPOCH + dt.timedelta(days=int(serial))).date()
        case str() as words:
            return _date_text(words, argument)
    raise InputError(f"{argument}: a date is needed")


def clock(cell: Cell, argument: str) -> float:
    """A time as minutes since midnight (of day 0 of Excel's calendar, where it carries a date).

    Text is read as on a clock: `9:05 AM`, `9:05a`, `14:10`, `0905`. Raises InputError for anything else.
    """
    match _seen(cell, argument):
        case dt.datetime() as moment:
            return (moment - _EPOCH) / _MINUTE
        case dt.time() as moment:
            return _since_midnight(moment)
        case str() as words:
            return _clock_text(words, argument)
        case float() as number:
            return _clock_number(number, argument)
    raise InputError(f"{argument}: a time is needed")


def between(times: tuple[Cell, Cell], where: str) -> int:
    """Whole minutes from the first time to the second; parts of a minute don't count. Two blanks are 0.

    >>> between(("9:05 AM", "9:30"), "")
    25
    """
    start_named, end_named = f"start_time{where}", f"end_time{where}"
    if _seen(times[0], start_named) is None and _seen(times[1], end_named) is None:
        return 0
    start, end = clock(times[0], start_named), clock(times[1], end_named)
    if start == end and start > MINUTES_A_DAY and start % MINUTES_A_DAY == 0:
        raise InputError(f"{start_named}: is a date without a time, and so is the end")
    if end < start - _CLOSE:
        raise InputError(f"{end_named}: is before the start")
    if end - start > MINUTES_A_DAY + _CLOSE:
        raise InputError(f"{end_named}: is more than a day after the start")
    return max(0, math.floor(end - start + _CLOSE))


def code_and_minutes(code_cell: Cell, minute_cell: Cell, where: str) -> tuple[str, int] | None:
    """A line of a session, or None for an empty one; minutes without a code are an error."""
    found = code(code_cell, f"codes{where}", modifiers=True)
    count = minutes(minute_cell, f"minutes{where}")
    if found:
        return found, count
    if count:
        raise InputError(f"codes{where}: {count} minutes have no code")
    return None


# ---- how values are read


def _seen(cell: Cell, argument: str) -> Seen | None:
    """The cell's value without its host's dress; None for a blank.

    A number 0 is a blank as well: Office.js sends one for the other, and so does a formula that points at a
    blank. Where 0 means something (minutes, units) a blank means the same.
    """
    match cell:
        case None | bool() | dt.timedelta():
            return cell
        case int() | float() | Decimal():
            return _finite(cell, argument) or None
        case str():
            return unicodedata.normalize("NFKC", _without_error(cell, argument)).strip() or None
        case dt.datetime() | dt.time():
            return cell.replace(tzinfo=None)
        case dt.date():
            return cell
    raise InputError(f"{argument}: is of a kind that no cell holds")


def _finite(number: float | Decimal, argument: str) -> float:
    if isinstance(number, int) and number in _COM_ERRORS:
        raise InputError(f"{argument}: the cell holds an error")
    try:
        value = float(number)
    except (OverflowError, ValueError):  # beyond a float; a Decimal's signalling NaN
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{argument}: is not a number")
    return value


def _without_error(cell: str, argument: str) -> str:
    if _ERROR.fullmatch(cell.strip()):
        raise InputError(f"{argument}: the cell holds an error ({cell.strip().upper()})")
    return cell


def _number(seen: Seen | None, argument: str) -> float:
    match seen:
        case None:
            return 0.0
        case bool() as truth:
            raise InputError(f"{argument}: is {str(truth).upper()}, not a number")
        case float() as number:
            return number
        case str() as words if _NUMBER.fullmatch(words):
            return float(words)
    raise InputError(f"{argument}: is not a number")


def _minutes_text(words: str, argument: str) -> int:
    if hours := _HOURS_MINUTES.fullmatch(words):
        return _whole_minutes(int(hours[1]) * 60 + int(hours[2]), argument)
    number = _MINUTES.fullmatch(words)
    if number is None and not _NUMBER.fullmatch(words):
        raise InputError(f"{argument}: is text that can't be read as minutes")
    return _whole_minutes(float(number[1] if number else words), argument)


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
        raise InputError(f"{argument}: {value:,.15g} is negative")
    if whole > MINUTES_A_DAY:
        raise InputError(f"{argument}: {value:,.15g} is more than a day ({MINUTES_A_DAY:,} minutes)")
    return whole


def _date_text(words: str, argument: str) -> dt.date:
    if iso := _ISO_DATE.fullmatch(words):
        return _calendar_date(int(iso[1]), int(iso[2]), int(iso[3]), argument)
    if us := _US_DATE.fullmatch(words):
        year = int(us[3]) + (_CENTURY if len(us[3]) == 2 else 0)  # noqa: PLR2004 -- two digits
        return _calendar_date(year, int(us[1]), int(us[2]), argument)
    if _NUMBER.fullmatch(words):
        return date(float(words), argument)
    raise InputError(f"{argument}: can't be read as a date; write 3/14/2026 or 2026-03-14")


def _calendar_date(year: int, month: int, day: int, argument: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise InputError(f"{argument}: {month}/{day}/{year} is no day of the calendar") from None


def _since_midnight(time: dt.time) -> float:
    return time.hour * 60 + time.minute + (time.second + time.microsecond / 1e6) / 60


def _clock_number(number: float, argument: str) -> float:
    if 0 < number < 1 or _FIRST_DATED <= number < _LAST_DATE + 1:
        return number * MINUTES_A_DAY
    if number.is_integer() and _FIRST_TYPED <= number < _FIRST_DATED:
        return _clock_text(f"{number:04.0f}", argument)
    raise InputError(f"{argument}: {number:g} can't be read as a time; write 9:05 AM or 14:10")


def _clock_text(words: str, argument: str) -> float:
    parts = _CLOCK.fullmatch(words)
    if parts is None or not (parts[2] or parts[4]):
        raise InputError(f"{argument}: can't be read as a time; write 9:05 AM or 14:10")
    hour, minute, half = int(parts[1]), int(parts[2] or 0), (parts[4] or "").lower()
    if hour > 23 or (half and not 1 <= hour <= 12):  # noqa: PLR2004 -- a clock's hours
        raise InputError(f"{argument}: {hour}:{minute:02} is no time of day")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute + int(parts[3] or 0) / 60
