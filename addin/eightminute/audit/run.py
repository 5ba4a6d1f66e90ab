"""One file audited: read, put together, judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eightminute import rules, units
from eightminute.audit import columns as headers
from eightminute.audit import sources
from eightminute.audit.claiming import NATIONAL, Medicare, claimed
from eightminute.audit.clones import with_clones
from eightminute.audit.columns import Columns, Role
from eightminute.audit.findings import Finding, NoteResult, Result, Totals, totals
from eightminute.audit.judging import judge, unjudged
from eightminute.audit.lines import LineReader
from eightminute.audit.sessions import days, sessions
from eightminute.audit.sources import Source
from eightminute.audit.watch import Watch, unwatched
from eightminute.errors import InputError, NotPublishedError
from eightminute.notes import clinic


@dataclass(frozen=True)
class Audit:
    """What was read from where (`width` columns), and what was found, line by line in the rows' order.

    `citation` is of the rule in force on the dates of service; nothing where none is published. `words` is
    the name of the file with the clinic's own words for notes, if one was used. `unclaimed` says why claims
    were not checked; nothing where they were.
    """

    source: Source
    columns: Columns
    width: int
    rule: units.Rule
    citation: str
    words: str
    unclaimed: str
    results: tuple[Result, ...]
    totals: Totals

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings in the order of the rows; of one row in the order of `KINDS`."""
        for result in self.results:
            yield from result.findings

    @property
    def dates(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last date of service."""
        dates = {result.line.date for result in self.results if result.line.date}
        return (min(dates), max(dates)) if dates else None


def audit_file(  # noqa: PLR0913 -- all but the file are named choices of the command line
    path: Path,
    *,
    rule: str = units.RULES[0],
    chosen: Mapping[Role, Sequence[str]] | None = None,
    sheet: str | None = None,
    medicare: Medicare | None = None,
    vocabulary: Path | None = None,
    watch: Watch = unwatched,
) -> Audit:
    """Audits a day sheet. `chosen` headers stand for the roles that the usual ones don't name.

    Units are judged by the rule in force on each date of service. With a column of modifiers, and by
    Medicare's rule, the claim of each day is checked and priced too; `medicare` says for whom and where, else
    for practitioners and nationally. Notes are read with the clinic's own words of `vocabulary`, else of the
    file beside, else of the variable.

    Raises InputError for a file that can't be read, lacks a column, or has no lines, and for a `medicare`
    where claims aren't checked; NotPublishedError for a locality that a date doesn't have. A line that can't
    be read, or whose date has no rules, is a finding.
    """
    named = units.rule_named(rule)
    source, columns = headers.find(sources.candidates(path, sheet), chosen or {})
    unclaimed = _unclaimed(columns, named)
    if unclaimed and medicare:
        raise InputError(f"{source.name}: {unclaimed}, so that --setting and --locality would change nothing")
    source.check_computed(columns.used)
    results: list[Result] = []
    notes: list[NoteResult] = []
    own_words = vocabulary or clinic.beside(path) or clinic.named()
    reader = LineReader(source, columns, clinic.vocabulary(own_words) if own_words else None)
    in_force = cache(_unit_rule)
    cited: dict[str, None] = {}
    for day in days(reader.lines(watch)):
        of_day: list[Result] = []
        unit_rule = in_force(day[0].date)
        if isinstance(unit_rule, str):
            results += unjudged(day, unit_rule)
            continue
        cited[unit_rule.citation if named == units.RULES[0] else unit_rule.midpoint_citation] = None
        for lines, placed in sessions(day):
            judged, note = judge(lines, named, unit_rule, notes=placed and "note" in columns.at)
            of_day += judged
            notes += [note] if note else []
        results += of_day if unclaimed else claimed(of_day, medicare or NATIONAL)
    if not results:
        raise InputError(f"{source.name}: no lines stand under the headers in row {columns.header_row}")
    results.sort(key=lambda result: result.line.row)
    if columns.who == "patient":
        results = with_clones(results)
    return Audit(
        source=source,
        columns=columns,
        width=reader.width,
        rule=named,
        citation="; ".join(cited),
        words=own_words.name if own_words and "note" in columns.at else "",
        unclaimed=unclaimed,
        results=tuple(results),
        totals=totals(notes, results),
    )


def _unclaimed(columns: Columns, rule: units.Rule) -> str:
    """Why claims aren't checked; nothing where they are."""
    if rule != units.RULES[0]:
        return f"Claims not checked: the {rule} rule is not Medicare's"
    return "" if "modifiers" in columns.at else "Claims not checked: no modifiers column"


def _unit_rule(service_date: dt.date | None) -> rules.UnitRule | str:
    """The rule in force on a date, or why there is none; a line without a date has a problem that says so."""
    if service_date is None:
        return ""
    try:
        return rules.on(service_date).unit_rule
    except NotPublishedError as error:
        return str(error)
