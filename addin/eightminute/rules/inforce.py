"""What stands in force, whether anybody has confirmed it or not: for listing, comparing and checking rules.

Answers to a biller come from the rule set itself, which refuses what nobody has confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from eightminute.errors import NotPublishedError
from eightminute.rules.book import Book
from eightminute.rules.folder import Folder
from eightminute.rules.model import Sourced
from eightminute.rules.ruleset import RuleSet


def entries(rules: RuleSet) -> dict[str, Sourced]:
    """Figures and tables by name, figures first."""
    return {**rules.figures, **rules.tables}


def holder(rules: RuleSet, name: str) -> Folder:
    """The folder whose figure or table of that name is in force."""
    return next(
        folder
        for folder in reversed(rules.folders)
        if name in folder.rules.figures or name in folder.rules.tables
    )


def rows(rules: RuleSet, name: str) -> Sequence[Any]:
    """The rows of a table; none where the period doesn't have it."""
    return holder(rules, name).rows(name) if name in rules.tables else ()


def day_before(book: Book, day: date) -> RuleSet | None:
    """The rules in force until `day`; None where there are none for the day before."""
    try:
        return book.on(day - timedelta(days=1))
    except NotPublishedError:
        return None


def period(book: Book, wanted: str) -> RuleSet:
    """The rules on a date (2026-05-01), or those of a folder by its name (2027-01-01-proposed).

    Raises NotPublishedError where there are none, InputError for what is neither.
    """
    try:
        return book.on(date.fromisoformat(wanted))
    except ValueError:
        return book.named(wanted)
