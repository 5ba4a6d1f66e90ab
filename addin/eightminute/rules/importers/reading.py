"""What an importer is told, and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from eightminute.rules import inforce
from eightminute.rules.model import Model
from eightminute.rules.quarters import quarter_of
from eightminute.rules.ruleset import RuleSet


@dataclass(frozen=True)
class Wanted:
    """What the file is brought in for: the date, the codes to keep, and the rules to measure it against."""

    effective: date
    codes: frozenset[str]
    before: RuleSet | None

    @property
    def period(self) -> str:
        """The period that the file is measured against, for messages."""
        return self.before.period if self.before else ""

    def earlier(self, table: str) -> Sequence[Any]:
        """The table's rows in force the day before; none where there were none."""
        return inforce.rows(self.before, table) if self.before else ()

    @property
    def quarter(self) -> str:
        """The quarter of the date, such as 2027Q1."""
        return quarter_of(self.effective)


@dataclass(frozen=True)
class Reading:
    """A file read: its rows as rule data, what it says of itself, and what can't be true of it."""

    rows: tuple[Model, ...]
    source: str
    place: str
    release: str
    title: str = ""
    released: date | None = None
    quarter: str = ""
    factors: Mapping[str, tuple[Decimal, str]] = field(default_factory=dict)
    """Conversion factors by the name of their figure, each with its place in the file."""
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
