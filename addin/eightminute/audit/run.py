"""One file audited: read, put together, judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eightminute import rules, units
from eightminute.audit import columns as headers
from eightminute.audit import sources
from eightminute.audit.claiming import NATIONAL, Medicare, claimed
from eightminute.audit.clones import with_clones
from eightminute.audit.columns import Columns, Role
from eightminute.audit.findings import Finding, NoteResult, Result, Totals, totals
from eightminute.audit.judging import judge
from eightminute.audit.lines import LineReader
from eightminute.audit.sessions import days, sessions
from eightminute.audit.sources import Source
from eightminute.audit.watch import Watch, unwatched
from eightminute.errors import InputError
from eightminute.notes import clinic


@dataclass(frozen=True)
class Audit:
    """What was read from where (`width` columns), and what was found, line by line in the rows' order.

    `words` is the name of the file with the clinic's own words for notes, if one was used.
    """

    source: Source
    columns: Columns
    width: int
    rule: units.Rule
    citation: str
    words: str
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
    medicare: Medicare = NATIONAL,
    vocabulary: Path | None = None,
    watch: Watch = unwatched,
) -> Audit:
    """Audits a day sheet. `chosen` headers stand for the roles that the usual ones don't name.

    With a column of modifiers, and by Medicare's rule, the claim of each day is checked and priced too.
    Notes are read with the clinic's own words of `vocabulary`, else of the file beside, else of the variable.

    Raises InputError for a file that can't be read, lacks a column, or has no lines; NotPublishedError for a
    locality that a date doesn't have. A line that can't be read is a finding.
    """
    named = units.rule_named(rule)
    unit_rule = rules.undated()
    source, columns = headers.find(sources.candidates(path, sheet), chosen or {})
    source.check_computed(columns.used)
    results: list[Result] = []
    notes: list[NoteResult] = []
    own_words = vocabulary or clinic.beside(path) or clinic.named()
    reader = LineReader(source, columns, clinic.vocabulary(own_words) if own_words else None)
    as_claims = "modifiers" in columns.at and named == units.RULES[0]
    for day in days(reader.lines(watch)):
        of_day: list[Result] = []
        for lines, placed in sessions(day):
            judged, note = judge(lines, named, unit_rule, notes=placed and "note" in columns.at)
            of_day += judged
            notes += [note] if note else []
        results += claimed(of_day, medicare) if as_claims else of_day
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
        citation=unit_rule.citation if named == units.RULES[0] else unit_rule.midpoint_citation,
        words=own_words.name if own_words and "note" in columns.at else "",
        results=tuple(results),
        totals=totals(notes, results),
    )
