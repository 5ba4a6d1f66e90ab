"""Is the rule data complete, sourced, confirmed, and of this quarter?

>>> from datetime import date
>>> from eightminute.rules.book import Book, shipped
>>> found = checked(Book([shipped()]), date(2024, 12, 1))
>>> [(each.kind, each.where) for each in found if each.name == "ptp_practitioner"]
[('missing', '2023-01-01 to 2024-06-30'), ('stale', '2024Q3')]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from eightminute.errors import InputError, NotPublishedError
from eightminute.rules import inforce, quarters
from eightminute.rules.book import Book
from eightminute.rules.catalogue import FIGURES, TABLES
from eightminute.rules.folder import RULES, Folder
from eightminute.rules.model import Sourced, TableSource
from eightminute.rules.ruleset import RuleSet

Kind = Literal[
    "doesn't load",
    "not confirmed",
    "without a source",
    "year without rules",
    "missing",
    "unverified",
    "stale",
    "only proposed",
    "used by nothing",
]
BROKEN: Kind = "doesn't load"
UNCONFIRMED: Kind = "not confirmed"
UNSOURCED: Kind = "without a source"
YEARLESS: Kind = "year without rules"
MISSING: Kind = "missing"
UNVERIFIED: Kind = "unverified"
STALE: Kind = "stale"
PROPOSED: Kind = "only proposed"
ORPHAN: Kind = "used by nothing"
KINDS: tuple[Kind, ...] = get_args(Kind)
FAILING = frozenset({BROKEN, UNCONFIRMED, UNSOURCED, YEARLESS})


@dataclass(frozen=True)
class Finding:
    """Something to know about the rule data: its kind, what it is about, from when, and why."""

    kind: Kind
    name: str
    where: str
    text: str

    @property
    def fails(self) -> bool:
        """Whether the data must not stay so."""
        return self.kind in FAILING


def checked(book: Book, today: date) -> tuple[Finding, ...]:
    """All findings, by kind."""
    broken = [finding for folder in book.folders for finding in _broken(folder)]
    if broken:
        return tuple(broken)
    try:
        periods = book.periods
    except NotPublishedError as error:
        return (Finding(BROKEN, "", "", str(error)),)
    found = [
        *_by_period(periods),
        *_next_year(book, periods, today),
        *_stale(periods, today),
        *_orphans(book),
    ]
    return tuple(sorted(found, key=lambda each: (KINDS.index(each.kind), each.where, each.name)))


def missing(rules: RuleSet, before: RuleSet | None) -> tuple[str, ...]:
    """Tables that the period lacks, and figures that the period before it had."""
    expected = [*(before.figures if before else ()), *TABLES]
    return tuple(name for name in expected if name not in inforce.entries(rules))


def _broken(folder: Folder) -> Iterator[Finding]:
    try:
        tables = folder.rules.tables
    except InputError as error:
        yield Finding(BROKEN, RULES, folder.name, str(error))
        return
    for name in tables:
        try:
            folder.rows(name)
        except (InputError, NotPublishedError) as error:
            yield Finding(BROKEN, name, folder.name, str(error))


def _by_period(periods: Sequence[RuleSet]) -> Iterator[Finding]:
    seen: dict[tuple[Kind, str, str], list[int]] = defaultdict(list)
    for number, rules in enumerate(periods):
        before = periods[number - 1] if number else None
        for name in missing(rules, before):
            told = {**FIGURES, **TABLES}[name]
            seen[MISSING, name, f"not in the rule data; {told} would tell"].append(number)
        for name, entry in inforce.entries(rules).items():
            for kind, text in _of_entry(entry, _unverified_rows(rules, name)):
                seen[kind, name, text].append(number)
    for (kind, name, text), numbers in seen.items():
        for first, last in _runs(numbers):
            yield Finding(kind, name, _span(periods, first, last), text)


def _of_entry(entry: Sourced, unverified_rows: str) -> Iterator[tuple[Kind, str]]:
    if not entry.confirmed:
        yield UNCONFIRMED, "copied; set, import or confirm it"
    if not (entry.source.strip() and entry.place.strip() and entry.label.strip()):
        yield UNSOURCED, "has no source, place or label"
    if entry.confirmed and (entry.status == "unverified" or unverified_rows):
        note = entry.note if isinstance(entry, TableSource) else ""
        yield UNVERIFIED, "; ".join(part for part in (entry.reason, unverified_rows, note) if part)
    if entry.status == "proposed":
        yield PROPOSED, "stands in a published folder, but is only proposed"


def _unverified_rows(rules: RuleSet, name: str) -> str:
    rows = inforce.rows(rules, name)
    codes = [row.code for row in rows if getattr(row, "status", "") == "unverified"]
    return f"{len(codes)} of {len(rows)} codes: {', '.join(codes)}" if codes else ""


def _next_year(book: Book, periods: Sequence[RuleSet], today: date) -> Iterator[Finding]:
    if not periods:
        return
    latest = periods[-1]
    year = latest.folders[-1].effective.year + 1
    proposed = [folder for folder in book.folders if folder.proposed and folder.effective.year >= year]
    for folder in proposed:
        names = {**folder.rules.figures, **folder.rules.tables}
        lacking = [name for name in inforce.entries(latest) if name not in names]
        yield Finding(
            PROPOSED,
            folder.name,
            f"from {folder.effective}",
            f"has {', '.join(names)}; not found: {', '.join(lacking)}",
        )
    for begun in range(year, today.year + 1):
        yield Finding(
            YEARLESS,
            f"{begun}-01-01",
            f"from {begun}-01-01",
            f"{begun} has begun; its folder is missing; eightminute rules new {begun}-01-01 makes it",
        )


def _stale(periods: Sequence[RuleSet], today: date) -> Iterator[Finding]:
    begun = [rules for rules in periods if rules.folders[-1].effective <= today]
    for name, table in begun[-1].tables.items() if begun else ():
        current = f"eightminute rules import {name.replace('_', '-')} takes the current file"
        if table.quarter and (end := quarters.end(table.quarter)) < today:
            yield Finding(STALE, name, table.quarter, f"ended on {end}; {current}")
        for quarter, codes in _older_rows(begun[-1], name).items():
            if (end := quarters.end(quarter)) < today:
                yield Finding(STALE, name, quarter, f"{', '.join(codes)}: ended on {end}; {current}")


def _older_rows(rules: RuleSet, name: str) -> dict[str, list[str]]:
    """The codes whose rows say a quarter of their own, by that quarter."""
    found = defaultdict(list)
    for row in inforce.rows(rules, name):
        if quarter := getattr(row, "quarter", None):
            found[quarter].append(row.code)
    return found


def _orphans(book: Book) -> Iterator[Finding]:
    used = {
        str(folder.table_path(table)) for folder in book.folders for table in folder.rules.tables.values()
    }
    for folder in book.folders:
        for path in folder.path.iterdir():
            if path.name != RULES and str(path) not in used:
                yield Finding(ORPHAN, path.name, folder.name, "no rules.toml names it")


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers in a row, as the first and the last of each run."""
    first = numbers[0]
    for this, following in zip(numbers, [*numbers[1:], None], strict=True):
        if following != this + 1:
            yield first, this
            first = following if following is not None else this


def _span(periods: Sequence[RuleSet], first: int, last: int) -> str:
    begins = periods[first].period
    if last + 1 == len(periods):
        return f"from {begins}"
    return f"{begins} to {periods[last + 1].folders[-1].effective - timedelta(days=1)}"
