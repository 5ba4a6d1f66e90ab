"""Calendar quarters as CMS names its quarterly files: `2026Q1`."""

from __future__ import annotations

from datetime import date, timedelta

_LAST = 4
_MONTHS = 3


def quarter_of(day: date) -> str:
    """The quarter that a day is in.

    >>> quarter_of(date(2026, 3, 31)), quarter_of(date(2026, 4, 1))
    ('2026Q1', '2026Q2')
    """
    return f"{day.year}Q{(day.month + 2) // _MONTHS}"


def end(quarter: str) -> date:
    """The last day of a quarter.

    >>> end("2026Q1"), end("2026Q4")
    (datetime.date(2026, 3, 31), datetime.date(2026, 12, 31))
    """
    year, number = int(quarter[:4]), int(quarter[-1])
    following = date(year + 1, 1, 1) if number == _LAST else date(year, _MONTHS * number + 1, 1)
    return following - timedelta(days=1)
