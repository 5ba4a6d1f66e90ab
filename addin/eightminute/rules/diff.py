"""What changed between two periods.

>>> from datetime import date
>>> from eightminute import rules
>>> between = compared(rules.on(date(2025, 1, 1)), rules.on(date(2026, 1, 1)))
>>> [(each.name, each.amount) for each in between.figures if each.name == "kx_threshold_ot"]
[('kx_threshold_ot', Decimal('70'))]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from eightminute.rules import inforce
from eightminute.rules.catalogue import ROWS
from eightminute.rules.model import Figure
from eightminute.rules.ruleset import RuleSet

_KEYS = {
    "gpci": ("state", "locality", "mac"),
    "ptp_practitioner": ("column1", "column2"),
    "ptp_outpatient_hospital": ("column1", "column2"),
}
# Where a row was read is no change of what it says.
_ORIGIN = ("quarter",)


@dataclass(frozen=True)
class FigureChange:
    """A figure that is new, gone (None), or has another value."""

    name: str
    old: Figure | None
    new: Figure | None

    @property
    def amount(self) -> Decimal | None:
        """By how much it changed; None where only one period has it."""
        return self.new.value - self.old.value if self.old and self.new else None

    @property
    def share(self) -> Decimal | None:
        """The change as a share of the old value; None where there is none to divide by."""
        return self.amount / self.old.value if self.old and self.old.value and self.amount else None


@dataclass(frozen=True)
class TableChange:
    """A table's rows that are new, gone, or changed: by key, and in changed ones by column, old and new."""

    name: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, Mapping[str, tuple[Any, Any]]]
    rows: int

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Difference:
    """All that changed from one period to another."""

    old: str
    new: str
    figures: tuple[FigureChange, ...]
    tables: tuple[TableChange, ...]
    unconfirmed: tuple[str, ...]
    whole: bool
    """False where one of them is only proposed, so that only what both have was compared."""


def compared(old: RuleSet, new: RuleSet) -> Difference:
    """What changed from `old` to `new`, what nobody has confirmed yet included.

    Proposed rules are never whole: with them only what both periods have is compared.
    """
    whole = not any(folder.proposed for folder in (*old.folders, *new.folders))
    names = [
        name
        for name in {**old.figures, **new.figures, **old.tables, **new.tables}
        if whole or (name in inforce.entries(old) and name in inforce.entries(new))
    ]
    figures = [
        FigureChange(name, old.figures.get(name), new.figures.get(name)) for name in names if name not in ROWS
    ]
    return Difference(
        old=old.period,
        new=new.period,
        figures=tuple(each for each in figures if _value(each.old) != _value(each.new)),
        tables=tuple(_table(name, old, new) for name in names if name in ROWS),
        whole=whole,
        unconfirmed=tuple(name for name, each in inforce.entries(new).items() if not each.confirmed),
    )


def _value(figure: Figure | None) -> Decimal | None:
    return figure.value if figure else None


def _table(name: str, old: RuleSet, new: RuleSet) -> TableChange:
    keys = _KEYS.get(name, ("code",))
    before, after = _by_key(old, name, keys), _by_key(new, name, keys)
    columns = [column for column in ROWS[name].model_fields if column not in {*keys, *_ORIGIN}]
    changed = {}
    for key in before.keys() & after.keys():
        pairs = {column: (getattr(before[key], column), getattr(after[key], column)) for column in columns}
        if differing := {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}:
            changed[key] = differing
    return TableChange(
        name=name,
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=dict(sorted(changed.items())),
        rows=len(after),
    )


def _by_key(rules: RuleSet, name: str, keys: tuple[str, ...]) -> dict[str, Any]:
    return {"-".join(getattr(row, key) for key in keys): row for row in inforce.rows(rules, name)}
