"""What the results file says of each line beside the columns of the input, and how much was found in all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eightminute.audit.findings import Kind, Result
from eightminute.audit.reports.look import MONEY, NUMBER
from eightminute.audit.run import Audit
from eightminute.audit.sources import Styled
from eightminute.audit.watch import Watch, unwatched
from eightminute.errors import InputError
from eightminute.excel import cells


@dataclass(frozen=True, slots=True)
class Field:
    """One column of results: its header, its width in characters, and what stands in it."""

    header: str
    width: int
    value: Callable[[Result], str | float | None]
    number_format: str = NUMBER


ROW = "Row"


def _problem(result: Result) -> str:
    short = [finding.message for finding in result.findings if finding.kind == "note minutes"]
    return "; ".join([result.problem, *short] if result.problem else short)


def _told(result: Result, kind: Kind) -> str:
    return "; ".join(finding.message for finding in result.findings if finding.kind == kind)


def _allowed(result: Result) -> float | None:
    return None if result.allowed is None else float(result.allowed)


_UNITS = (
    Field("Audit: units", 9, lambda result: result.supported),
    Field("Audit: verdict", 16, lambda result: result.verdict),
)
_NOTES = (
    Field("Audit: note", 12, lambda result: result.note.verdict if result.note else ""),
    Field(
        "Audit: not in the note",
        40,
        lambda result: "; ".join(result.note.missing) if result.note else "",
    ),
    Field("Audit: note minutes", 12, lambda result: result.note.minutes if result.note else None),
    Field("Audit: note warnings", 40, lambda result: _told(result, "note warning")),
)
_CLAIM = (
    Field("Audit: claim", 40, lambda result: _told(result, "claim")),
    Field("Audit: allowed", 12, _allowed, MONEY),
)
_WORDS = (
    Field("Audit: problem", 40, _problem),
    Field("Audit: why", 60, lambda result: result.why),
)


def fields(audit: Audit) -> tuple[Field, ...]:
    """The result columns; those of the note if there are notes, those of the claim if it was checked."""
    notes = _NOTES if "note" in audit.columns.at else ()
    return (*_UNITS, *notes, *(() if audit.unclaimed else _CLAIM), *_WORDS)


def values(own: Sequence[Field], result: Result | None) -> list[str | float | None]:
    """What stands in each result column; nothing where there is nothing to say."""
    if result is None:
        return [None] * len(own)
    return [None if value == "" else value for value in (field.value(result) for field in own)]


def headers(audit: Audit) -> list[str]:
    """All headers of the results file, each once (Excel's tables ask for that)."""
    own = [field.header for field in fields(audit)]
    given = [*audit.columns.headers, *[""] * (audit.width - len(audit.columns.headers))]
    named: list[str] = []
    seen = {name.casefold() for name in (ROW, *own)}
    for column, name in enumerate(given, start=1):
        unique = name or f"Column {column}"
        while unique.casefold() in seen:
            unique += " *"
        seen.add(unique.casefold())
        named.append(unique)
    return [ROW, *named, *own]


def rows(audit: Audit, watch: Watch = unwatched) -> Iterator[tuple[int, list[Styled], Result | None]]:
    """The rows under the headers as they are in the input, read once more, with the result of each line.

    Raises InputError if the file was changed since.
    """
    results = iter(audit.results)
    due = next(results, None)
    for number, row in enumerate(watch(audit.source.styled_rows(), audit.source.size), start=1):
        if number <= audit.columns.header_row or all(cells.is_blank(cell.value) for cell in row):
            continue
        whole = [*row[: audit.width], *[Styled(None)] * (audit.width - len(row))]
        if due is not None and due.line.row == number:
            yield number, whole, due
            due = next(results, None)
        else:
            yield number, whole, None
    if due is not None:
        raise InputError(f"{audit.source.name}: was changed while it was read; audit it again")


def period(dates: tuple[dt.date, dt.date]) -> str:
    """The first and last date, as billers write them."""
    return " to ".join(dict.fromkeys(cells.text(date) for date in dates))


def summary(audit: Audit) -> list[tuple[str, int | None, int | None]]:
    """What was found, how often, and how many units it is about; last what is to be said of claims."""
    totals = audit.totals
    counts: list[tuple[str, int | None, int | None]] = [
        ("Visits", totals.visits, None),
        ("Lines", totals.lines, None),
        ("Lines with the right units", totals.lines_ok, None),
        ("Lines overbilled", totals.overbilled_lines, totals.overbilled_units),
        ("Lines underbilled", totals.underbilled_lines, totals.underbilled_units),
        ("Notes judged", totals.notes, None),
        ("Notes incomplete", totals.notes_incomplete, None),
        ("Visits without a note", totals.notes_missing, None),
        ("Notes with too few minutes", totals.notes_short_of_minutes, totals.units_short_of_minutes),
        ("Note warnings", totals.note_warnings, None),
        ("Rows that can't be read", totals.unreadable, None),
        ("Codes without a rule", totals.without_rule, None),
    ]
    if audit.unclaimed:
        return [*counts, (audit.unclaimed, None, None)]
    return [
        *counts,
        ("Claim lines to look at", totals.claim, None),
        *([("Lines without a price", totals.unpriced, None)] if totals.unpriced else []),
    ]
