"""The rule periods as the guide tells them: by year, with what changed from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from eightminute import payment
from eightminute.claims import Line
from eightminute.rules import Book, RuleSet
from eightminute.rules.model import Figure, Sourced

CODE = "97112"


@dataclass(frozen=True)
class Year:
    """One year's rules: the period of January 1 and those that began within the year."""

    year: int
    periods: Sequence[RuleSet]

    @property
    def first(self) -> RuleSet:
        """The rules of January 1."""
        return self.periods[0]

    @property
    def last(self) -> RuleSet:
        """The rules of December 31, as far as they are known."""
        return self.periods[-1]


def years(book: Book) -> tuple[Year, ...]:
    """The years whose rules somebody stands for, oldest first: one with unconfirmed copies isn't told yet."""
    by_year: dict[int, list[RuleSet]] = {}
    for period in book.periods:
        by_year.setdefault(began(period).year, []).append(period)
    return tuple(
        Year(year, periods)
        for year, periods in by_year.items()
        if all(each.confirmed for period in periods for each in entries(period).values())
    )


def newest(book: Book) -> RuleSet:
    """The newest rules that somebody stands for; what the guide's pages speak of."""
    return years(book)[-1].last


def began(period: RuleSet) -> date:
    """The date from which it applies."""
    return period.folders[-1].effective


def entries(period: RuleSet) -> Mapping[str, Sourced]:
    """All figures and tables in force."""
    return {**period.figures, **period.tables}


def own_entries(period: RuleSet) -> Mapping[str, Sourced]:
    """The figures and tables that the period brought."""
    rules = period.folders[-1].rules
    return {**rules.figures, **rules.tables}


def since(period: RuleSet, name: str) -> date:
    """The date of the folder that an entry of the period stands in."""
    return next(
        folder.effective
        for folder in reversed(period.folders)
        if name in folder.rules.figures or name in folder.rules.tables
    )


def figure_steps(year: Year) -> Sequence[tuple[str, date, Figure]]:
    """Every figure of a year, once for each date from which it has another value."""
    return [
        (name, began(period), period.figures[name])
        for name in year.last.figures
        for period in year.periods
        if name in period.folders[-1].rules.figures
    ]


def changed_figures(old: RuleSet, new: RuleSet) -> Sequence[tuple[Figure, Figure]]:
    """The figures whose value is another one, as they were and as they are."""
    return [
        (old.figures[name], each)
        for name, each in new.figures.items()
        if name in old.figures and old.figures[name].value != each.value
    ]


def changes(book: Book, year: Year) -> Sequence[tuple[RuleSet, RuleSet]]:
    """Each step that leads into or through a year: the rules before it, and those from its date on."""
    return [pair for pair in pairwise(book.periods) if pair[1] in year.periods]


def unit_amounts(period: RuleSet, code: str = CODE) -> tuple[Decimal, Decimal]:
    """The national amount of a day's first unit of a code, and of a further one under the reduction."""
    fees = payment.pay([Line(code, 2)], period).lines[0].fees
    return fees[0].amount, fees[1].amount


def table_rows(period: RuleSet, name: str) -> int:
    """How many rows a table has."""
    folder = next(folder for folder in reversed(period.folders) if name in folder.rules.tables)
    return len(folder.rows(name))


def prices_in(year: Year) -> Sequence[RuleSet]:
    """The periods of a year that have another price than the one before."""
    prices: list[RuleSet] = []
    for period in year.periods:
        if not prices or unit_amounts(prices[-1]) != unit_amounts(period):
            prices.append(period)
    return prices
