"""The rules in force on a date: the year's folder with what changed since, later over earlier.

Every look-up that misses raises; none falls back to another date's value or to 0.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeVar

from eightminute.errors import InputError, NotPublishedError
from eightminute.rules import localities
from eightminute.rules.catalogue import FIGURES, TABLES
from eightminute.rules.folder import Folder
from eightminute.rules.model import (
    AssistantRule,
    CodePair,
    DayLimit,
    Figure,
    Kind,
    Locality,
    RelativeValues,
    Sourced,
    TableSource,
    Timing,
    UnitRule,
    UnitsLimit,
)

Setting = Literal["practitioner", "outpatient_hospital"]
Found = TypeVar("Found", bound=Sourced)

_SEPARATORS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, eq=False)
class RuleSet:
    """The rules of one period, from the folders that make it up, oldest first."""

    folders: tuple[Folder, ...]

    @property
    def period(self) -> str:
        """The period by the folder that it begins with."""
        return self.folders[-1].name

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """All figures in force, those that nobody has confirmed yet included."""
        return {name: each for folder in self.folders for name, each in folder.rules.figures.items()}

    @cached_property
    def tables(self) -> Mapping[str, TableSource]:
        """The sources of all tables in force."""
        return {name: each for folder in self.folders for name, each in folder.rules.tables.items()}

    def figure(self, name: str) -> Figure:
        """The figure of that name, however it is written (`KX threshold OT`, `kx_threshold_ot`).

        Raises InputError for a name that no figure has, with the nearest ones, and NotPublishedError for one
        that this period doesn't have, or that nobody has confirmed for it.
        """
        plain = _plain(name)
        if plain not in FIGURES:
            nearest = difflib.get_close_matches(plain, FIGURES, n=3, cutoff=0.3)
            raise InputError(f"name: no figure is called that; there are {', '.join(nearest or FIGURES)}")
        return self._confirmed(self.figures, plain)

    def value(self, name: str) -> Decimal:
        """The value of the figure of that name."""
        return self.figure(name).value

    def source(self, name: str) -> str:
        """Where a figure or a table comes from, when it was read, and how sure it is.

        Raises InputError and NotPublishedError as `figure` does.
        """
        table = _plain(name) in TABLES
        found = self.table(_plain(name)) if table else self.figure(name)
        return f"{found.provenance}; {found.status}" + (f": {found.reason}" if found.reason else "")

    def table(self, name: str) -> TableSource:
        """The source of a table. Raises NotPublishedError where the period has none that is confirmed."""
        return self._confirmed(self.tables, name)

    @cached_property
    def unit_rule(self) -> UnitRule:
        """The rule that turns minutes into units."""
        return UnitRule(
            unit_minutes=int(self.value("unit_minutes")),
            first_unit_minutes=int(self.value("first_unit_minutes")),
            midpoint_minutes=int(self.value("midpoint_minutes")),
            citation=self.figure("first_unit_minutes").citation,
            midpoint_citation=self.figure("midpoint_minutes").citation,
            timings=tuple(self._rows("timing")),
        )

    @cached_property
    def assistant_rule(self) -> AssistantRule:
        """The rule that says which units carry CQ or CO."""
        return AssistantRule(
            minutes_share=self.value("assistant_minutes_share"),
            final_unit_minutes=int(self.value("assistant_final_unit_minutes")),
            split_least=int(self.value("assistant_split_least_minutes")),
            split_most=int(self.value("assistant_split_most_minutes")),
            citation=self.figure("assistant_minutes_share").citation,
            unit_rule=self.unit_rule,
        )

    def relative_values(self, code: str) -> RelativeValues:
        """A code's relative value units, status and flags."""
        try:
            return self._relative_values[code]
        except KeyError:
            raise NotPublishedError(
                f"{code}: not among the therapy codes of {self.table('rvu').source}, read for {self.period}"
            ) from None

    def times(self, code: str) -> Kind | None:
        """How a code counts time; None where the timing table doesn't hold it."""
        timing = self._timings.get(code)
        return timing.timing if timing else None

    def instead_of(self, code: str) -> str | None:
        """The code that Medicare takes instead of one that is not valid for it, where one is known."""
        return self._instead.get(code)

    def knows(self, code: str) -> bool:
        """Whether the period's relative value file has the code."""
        return code in self._relative_values

    def locality(self, wanted: str) -> Locality:
        """The locality by contractor and number, state and number, or name."""
        return localities.find(self._rows("gpci"), wanted, self.period)

    def units_limit(self, code: str, setting: Setting) -> UnitsLimit | None:
        """The medically unlikely edit of a code, with its quarter; None where CMS publishes none for it."""
        return self._units_limits(setting).get(code)

    def code_pair(self, code: str, other: str, setting: Setting) -> CodePair | None:
        """The procedure-to-procedure edit between two codes, in either order."""
        pairs = self._code_pairs(setting)
        return pairs.get((code, other)) or pairs.get((other, code))

    def day_limit(self, code: str) -> DayLimit | None:
        """What each discipline may report of a code a day; None for a code without such a limit."""
        return self._day_limits.get(code)

    def _confirmed(self, found: Mapping[str, Found], name: str) -> Found:
        each = found.get(name)
        if each is None:
            told = {**FIGURES, **TABLES}[name]
            raise NotPublishedError(f"{name}: not in the rule data for {self.period}; {told} would tell")
        if not each.confirmed:
            raise NotPublishedError(
                f"{name}: not confirmed for {self.period} (it is a copy of the year before)"
            )
        return each

    def _rows(self, name: str) -> Sequence[Any]:
        self.table(name)
        return next(folder for folder in reversed(self.folders) if name in folder.rules.tables).rows(name)

    @cached_property
    def _relative_values(self) -> Mapping[str, RelativeValues]:
        return {each.code: each for each in self._rows("rvu")}

    @cached_property
    def _timings(self) -> Mapping[str, Timing]:
        return {each.code: each for each in self._rows("timing")}

    @cached_property
    def _instead(self) -> Mapping[str, str]:
        return {each.code: each.instead for each in self._rows("instead")}

    @cached_property
    def _day_limits(self) -> Mapping[str, DayLimit]:
        return {each.code: each for each in self._rows("day_limits")}

    @cached_property
    def _by_setting(self) -> dict[str, Mapping[Any, Any]]:
        return {}

    def _units_limits(self, setting: Setting) -> Mapping[str, UnitsLimit]:
        name = f"mue_{setting}"
        if name not in self._by_setting:
            quarter = self.table(name).quarter or None
            self._by_setting[name] = {
                each.code: each.model_copy(update={"quarter": each.quarter or quarter})
                for each in self._rows(name)
            }
        return self._by_setting[name]

    def _code_pairs(self, setting: Setting) -> Mapping[tuple[str, str], CodePair]:
        name = f"ptp_{setting}"
        if name not in self._by_setting:
            self._by_setting[name] = {(each.column1, each.column2): each for each in self._rows(name)}
        return self._by_setting[name]


def _plain(name: str) -> str:
    return _SEPARATORS.sub("_", name.strip().lower()).strip("_")
