"""What an audit says of a line, and what it has to say that somebody must look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from eightminute.audit.lines import Line
from eightminute.units import verdict

Kind = Literal[
    "overbilled", "underbilled", "note", "note minutes", "note warning", "claim", "unreadable", "no rule"
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: where, of what kind, about how many units, and a sentence without note text."""

    row: int
    date: dt.date | None
    code: str
    kind: Kind
    units: int
    message: str


@dataclass(frozen=True, slots=True)
class NoteResult:
    """What the notes of a visit show together: the labels of the key elements that are missing.

    The elements and the warnings are those of a note of 97112; of other visits' notes only the minutes are
    `judged`.
    """

    present: bool
    judged: bool
    missing: tuple[str, ...]
    minutes: int | None
    warnings: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """`OK`, `Incomplete`, `No note`, or `Not judged`."""
        if not self.present:
            return "No note"
        if not self.judged:
            return "Not judged"
        return "Incomplete" if self.missing else "OK"


@dataclass(frozen=True, slots=True)
class Result:
    """A line with what was found. What can't be said is None: the units of a line that can't be read.

    `note` is the visit's; `problem` why the line could not be judged, or which rows of its visit it was
    judged without; `why` the arithmetic behind a difference; `allowed` what Medicare allows for it.
    """

    line: Line
    supported: int | None = None
    difference: int | None = None
    note: NoteResult | None = None
    problem: str = ""
    why: str = ""
    allowed: Decimal | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> str:
        """`OK`, `Overbilled by 1`, `Underbilled by 1`; nothing for a line without units to judge."""
        return "" if self.difference is None else verdict(self.difference)


@dataclass(frozen=True, slots=True)
class Totals:
    """How much was read, and what was found."""

    visits: int
    lines: int
    lines_ok: int
    overbilled_lines: int
    overbilled_units: int
    underbilled_lines: int
    underbilled_units: int
    notes: int
    notes_incomplete: int
    notes_missing: int
    notes_short_of_minutes: int
    units_short_of_minutes: int
    note_warnings: int
    unreadable: int
    without_rule: int
    claim: int
    allowed: Decimal
    unpriced: int


def totals(notes: Iterable[NoteResult], results: Iterable[Result]) -> Totals:
    """Counts over the notes of all visits, and all lines."""
    count: dict[str, int] = dict.fromkeys(KINDS, 0)
    units: dict[str, int] = dict.fromkeys(KINDS, 0)
    visits: set[tuple[dt.date, str]] = set()
    lines = lines_ok = unpriced = 0
    allowed = Decimal("0.00")
    for result in results:
        if result.line.date and result.line.visit:
            visits.add((result.line.date, result.line.visit))
        lines += 1
        lines_ok += result.difference == 0
        allowed += result.allowed or 0
        unpriced += result.allowed is None and bool(result.line.code or not result.line.billable)
        for kind in {finding.kind for finding in result.findings}:
            count[kind] += 1
        for finding in result.findings:
            units[finding.kind] += finding.units
    verdicts = [note.verdict for note in notes]
    return Totals(
        visits=len(visits),
        lines=lines,
        lines_ok=lines_ok,
        overbilled_lines=count["overbilled"],
        overbilled_units=units["overbilled"],
        underbilled_lines=count["underbilled"],
        underbilled_units=units["underbilled"],
        notes=verdicts.count("OK") + verdicts.count("Incomplete"),
        notes_incomplete=verdicts.count("Incomplete"),
        notes_missing=verdicts.count("No note"),
        notes_short_of_minutes=count["note minutes"],
        units_short_of_minutes=units["note minutes"],
        note_warnings=count["note warning"],
        unreadable=count["unreadable"],
        without_rule=count["no rule"],
        claim=count["claim"],
        allowed=allowed,
        unpriced=unpriced,
    )
