"""A quarter has one formula: every day of it, and the day after its last."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eightminute import rules
from eightminute.rules import quarters


def test_a_month_is_in_its_quarter() -> None:
    months = [rules.quarter_of(date(2026, month, 1)) for month in range(1, 13)]
    assert months == [f"2026Q{number}" for number in (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_quarter_ends_on_its_last_day(day: date) -> None:
    last = quarters.end(rules.quarter_of(day))
    assert day <= last
    assert rules.quarter_of(last) == rules.quarter_of(day) != rules.quarter_of(last + timedelta(days=1))
