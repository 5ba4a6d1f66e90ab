"""Dated rules: figures and tables with their sources, looked up by date of service.

>>> from datetime import date
>>> on(date(2024, 3, 8)).value("conversion_factor"), on(date(2024, 3, 9)).value("conversion_factor")
(Decimal('32.7442'), Decimal('33.2875'))
>>> on(date(2022, 12, 31))
Traceback (most recent call last):
    ...
eightminute.errors.NotPublishedError: service_date 2022-12-31: no rules for 2022 are published here; ...
"""

from __future__ import annotations

from datetime import date
from functools import cache

from eightminute.rules import book
from eightminute.rules.book import Book
from eightminute.rules.model import (
    AssistantRule,
    Figure,
    Locality,
    RelativeValues,
    TableSource,
    Timing,
    UnitRule,
)
from eightminute.rules.quarters import quarter_of
from eightminute.rules.ruleset import RuleSet, Setting

__all__ = [
    "AssistantRule",
    "Book",
    "Figure",
    "Locality",
    "RelativeValues",
    "RuleSet",
    "Setting",
    "TableSource",
    "Timing",
    "UnitRule",
    "on",
    "proposed",
    "quarter_of",
    "undated",
    "undated_assistants",
]


def on(service_date: date) -> RuleSet:
    """The rules in force on a date of service.

    Raises NotPublishedError, naming the folder to add, for a date in a year without its own folder.
    """
    return book.default().on(service_date)


def proposed(year: int) -> RuleSet:
    """The rules proposed for a year. Raises NotPublishedError where there are none here."""
    return book.default().named(f"{year}-01-01-proposed")


def undated() -> UnitRule:
    """The unit rule for a question without a date of service: it is answered while every year agrees.

    Raises NotPublishedError once published years differ; then only a dated question has an answer.
    """
    return _undated_units(book.default())


def undated_assistants() -> AssistantRule:
    """The assistants' rule for a question without a date of service, as `undated`."""
    return _undated_assistants(book.default())


@cache
def _undated_units(rules: Book) -> UnitRule:
    return rules.undated(lambda year: year.unit_rule, lambda rule: rule.substance)


@cache
def _undated_assistants(rules: Book) -> AssistantRule:
    return rules.undated(lambda year: year.assistant_rule, lambda rule: rule.substance)
