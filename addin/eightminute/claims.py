"""One day's claim for one patient: what would be rejected, denied or asked about.

>>> lines = [Line("97112", 2, ("GP",)), Line("97150", 1, ("GP",))]
>>> for finding in check(lines, date(2026, 3, 2)):
...     print(finding)  # doctest: +NORMALIZE_WHITESPACE
Denied, line 1: 97112 is denied beside 97150 on one day, unless a 59, XE, XP, XS or XU modifier applies. By
the edits of 2024Q3; those of 2026Q1 may differ. [CMS NCCI, read in a stored public copy, PTP edits v2024Q3,
practitioner; active pairs of therapy codes]

The KX threshold of a year counts allowed amounts, for PT and SLP together and for OT apart:

>>> threshold(Decimal("2480.01"), rules.on(date(2026, 3, 2)), "PT").status
'Append KX'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Literal, get_args

from eightminute import rules
from eightminute.errors import InputError, NotPublishedError
from eightminute.rules import RuleSet, Setting

Severity = Literal["rejected", "denied", "look", "not checked"]
Discipline = Literal["PT", "OT", "SLP"]
SETTINGS: tuple[Setting, ...] = get_args(Setting)
DISCIPLINES: tuple[Discipline, ...] = get_args(Discipline)
PLAN_OF_CARE: dict[str, Discipline] = {"GP": "PT", "GO": "OT", "GN": "SLP"}
ASSISTANT = {"CQ": "GP", "CO": "GO"}
_TOLD = ("B", "I")  # status: bundled, not valid
DISTINCT_SERVICE = ("59", "XE", "XP", "XS", "XU")
"""The modifiers that let a pair of codes with indicator 1 stand on one day."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a claim: a code, its units, its modifiers."""

    code: str
    units: int
    modifiers: tuple[str, ...] = ()

    @property
    def disciplines(self) -> tuple[Discipline, ...]:
        """The disciplines that its GP, GO and GN name."""
        return tuple(PLAN_OF_CARE[each] for each in PLAN_OF_CARE if each in self.modifiers)

    @property
    def by_assistant(self) -> bool:
        """Whether CQ or CO says that an assistant furnished it."""
        return any(each in self.modifiers for each in ASSISTANT)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a claim: how bad, on which line (from 1; None for all of it), why, by which rule.

    `rejected`: the claim comes back; `denied`: the line isn't paid; `look`: somebody should; `not checked`:
    the rule data doesn't have what would tell.
    """

    severity: Severity
    row: int | None
    text: str
    source: str

    def __str__(self) -> str:
        where = "claim" if self.row is None else f"line {self.row}"
        return f"{self.severity.capitalize()}, {where}: {self.text} [{self.source}]"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where a year's allowed amounts stand, and what is left to the next threshold (None past the last)."""

    status: Literal["Below", "Append KX", "Medical review possible"]
    left: Decimal | None


@dataclass(frozen=True, slots=True)
class _Claim:
    """What each of the rules below looks at."""

    lines: Sequence[Line]
    service_date: date
    setting: Setting
    rules: RuleSet

    @property
    def rows(self) -> Iterator[tuple[int, Line]]:
        """The lines with their numbers, from 1; a line without a code is empty and only keeps its number."""
        return ((row, line) for row, line in enumerate(self.lines, start=1) if line.code)


def check(
    lines: Sequence[Line],
    service_date: date,
    setting: Setting = "practitioner",
    allowed_to_date: Mapping[Discipline, Decimal] | None = None,
    ruleset: RuleSet | None = None,
) -> tuple[Finding, ...]:
    """All findings on one patient's claim for one date of service, by line; none when it is clean.

    `allowed_to_date`, the year's allowed amounts by discipline with this claim, lets it say when KX is due;
    those of PT and SLP are added up, since they share a threshold.
    Without `ruleset` the rules are those in force on the date. What they have no data for is said to be not
    checked. Raises NotPublishedError for a date without rules.

    Sources: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.1, §20.2.B, §20.2.D; NCCI; each finding
    names its own.
    """
    claim = _Claim(lines, service_date, setting, ruleset or rules.on(service_date))
    found = [finding for rule in _RULES for finding in rule(claim)]
    found += _kx_due(claim, allowed_to_date or {})
    return tuple(sorted(found, key=lambda finding: finding.row or 0))


def threshold(allowed_to_date: Decimal, ruleset: RuleSet, discipline: Discipline = "PT") -> Threshold:
    """Where the year's allowed amounts stand: `Below`, `Append KX`, or `Medical review possible`.

    A threshold is passed by an amount above it. PT and SLP share one; the amounts are allowed amounts after
    the multiple procedure reduction, not charges.

    Raises InputError for an amount below 0 and NotPublishedError where the year's thresholds aren't known.
    """
    if allowed_to_date < 0:
        raise InputError(f"allowed_to_date: {allowed_to_date} is negative")
    kx = ruleset.value("kx_threshold_ot" if discipline == "OT" else "kx_threshold_pt_slp")
    review = ruleset.value("medical_review_threshold")
    if allowed_to_date <= kx:
        return Threshold("Below", kx - allowed_to_date)
    if allowed_to_date <= review:
        return Threshold("Append KX", review - allowed_to_date)
    return Threshold("Medical review possible", None)


def setting_named(name: str) -> Setting:
    """The setting of that name: `practitioner` or `outpatient hospital`.

    Raises InputError for any other.
    """
    plain = "_".join(name.lower().replace("-", " ").replace("_", " ").split())
    for setting in SETTINGS:
        if plain == setting:
            return setting
    raise InputError('setting: must be "practitioner" or "outpatient hospital"')


def discipline_named(name: str) -> Discipline:
    """The discipline of that name: PT, OT or SLP.

    Raises InputError for any other.
    """
    plain = name.strip().upper()
    for discipline in DISCIPLINES:
        if plain == discipline:
            return discipline
    raise InputError("discipline: must be PT, OT or SLP")


def _status(claim: _Claim) -> Iterator[Finding]:
    source = claim.rules.table("rvu").source
    for row, line in claim.rows:
        if not claim.rules.knows(line.code):
            yield Finding(
                "not checked", row, f"{line.code} is not a therapy code known for that date", source
            )
            continue
        match claim.rules.relative_values(line.code).status:
            case "I":
                instead = claim.rules.instead_of(line.code)
                use = f": report {instead}" if instead else ""
                yield Finding("denied", row, f"{line.code} is not valid for Medicare (status I){use}", source)
            case "B":
                text = f"{line.code} is bundled (status B): Medicare doesn't pay it separately"
                yield Finding("look", row, text, source)
            case status if status != "A":
                text = f"{line.code} has status {status}: Medicare prices or covers it specially"
                yield Finding("not checked", row, text, source)
        if not line.units:
            yield Finding("look", row, f"{line.code} has no units", source)


def _plan_of_care(claim: _Claim) -> Iterator[Finding]:
    always = claim.rules.figure("always_therapy_mult_proc")
    for row, line in claim.rows:
        named = line.disciplines
        if len(named) > 1:
            text = f"{line.code} carries the modifiers of more than one discipline: {', '.join(named)}"
            yield Finding("rejected", row, text, always.source)
        therapy = (
            claim.rules.knows(line.code) and claim.rules.relative_values(line.code).mult_proc == always.value
        )
        if therapy and not named:
            text = f"{line.code} needs GP, GO or GN (by its MULT PROC flag, a proxy for always therapy)"
            yield Finding("rejected", row, text, always.source)


def _assistants(claim: _Claim) -> Iterator[Finding]:
    source = claim.rules.figure("assistant_paid_share").citation
    for row, line in claim.rows:
        for modifier, needed in ASSISTANT.items():
            if modifier in line.modifiers and needed not in line.modifiers:
                yield Finding("rejected", row, f"{modifier} goes with {needed}, which is missing", source)


def _day_limits(claim: _Claim) -> Iterator[Finding]:
    source = claim.rules.table("day_limits").citation
    units: dict[tuple[str, Discipline], int] = {}
    for row, line in claim.rows:
        limit = claim.rules.day_limit(line.code)
        if limit is None or len(line.disciplines) != 1:
            continue
        discipline = line.disciplines[0]
        most = {"PT": limit.pt, "OT": limit.ot, "SLP": limit.slp}[discipline]
        key = line.code, discipline
        units[key] = units.get(key, 0) + line.units
        if units[key] > most:
            text = f"{line.code} by {discipline}: {_units(units[key])} on the day, {most} may be reported"
            yield Finding("denied", row, text, source)


def _units_of_a_kind(claim: _Claim) -> Iterator[Finding]:
    for row, line in claim.rows:
        kind = claim.rules.times(line.code)
        if kind == "untimed" and line.units > 1:
            text = f"{line.code} is untimed: 1 unit whatever the minutes, not {line.units}"
            yield Finding("denied", row, text, _source_of(line.code, claim))
        if kind == "first" and line.units > 1:
            text = f"{line.code} is the first unit only: 1 unit, not {line.units}"
            yield Finding("denied", row, text, _source_of(line.code, claim))


def _source_of(code: str, claim: _Claim) -> str:
    """Where it was read how the code counts time; most codes are in no source that was read."""
    timing = claim.rules.unit_rule.timing(code)
    return timing.source or f"unverified: {claim.rules.tables['timing'].reason}"


def _one_line(claim: _Claim) -> Iterator[Finding]:
    seen: set[tuple[str, tuple[Discipline, ...], bool]] = set()
    for row, line in claim.rows:
        # Units furnished by an assistant, or by another discipline, are told apart by their modifiers.
        key = line.code, line.disciplines, line.by_assistant
        if claim.rules.times(line.code) in ("timed", "first", "additional") and key in seen:
            text = f"{line.code} stands on another line too: one line per timed code and date"
            yield Finding("rejected", row, text, "FCSO, timed codes on one line, since 2021-04-19")
        seen.add(key)


def _add_on(claim: _Claim) -> Iterator[Finding]:
    codes = {line.code for line in claim.lines}
    for row, line in claim.rows:
        if claim.rules.times(line.code) == "additional":
            first = claim.rules.unit_rule.timing(line.code).service
            if first not in codes:
                text = f"{line.code} is billed with {first}, which is missing"
                yield Finding("denied", row, text, _source_of(line.code, claim))


def _code_pairs(claim: _Claim) -> Iterator[Finding]:
    try:
        table = claim.rules.table(f"ptp_{claim.setting}")
    except NotPublishedError as error:
        yield Finding("not checked", None, f"code pairs (NCCI PTP): {error}", "NCCI PTP")
        return
    for (row, line), (other_row, other) in combinations(claim.rows, 2):
        pair = claim.rules.code_pair(line.code, other.code, claim.setting)
        if pair is None or line.code == other.code:
            continue
        text = f"{pair.column2} is denied beside {pair.column1} on one day"
        if pair.modifier_indicator:
            if any(each in DISTINCT_SERVICE for each in (*line.modifiers, *other.modifiers)):
                continue
            text += (
                f", unless a {', '.join(DISTINCT_SERVICE[:-1])} or {DISTINCT_SERVICE[-1]} modifier applies"
            )
        else:
            text += "; no modifier allows it"
        denied = row if line.code == pair.column2 else other_row
        yield Finding("denied", denied, f"{text}.{_age(table.quarter, claim)}", table.citation)


def _unlikely(claim: _Claim) -> Iterator[Finding]:
    try:
        table = claim.rules.table(f"mue_{claim.setting}")
    except NotPublishedError as error:
        yield Finding("not checked", None, f"units a day (MUE): {error}", "NCCI MUE")
        return
    units: dict[str, int] = {}
    for row, line in claim.rows:
        before = units.get(line.code, 0)
        units[line.code] = before + line.units
        limit = None if _told(line, claim) else claim.rules.units_limit(line.code, claim.setting)
        if limit is not None and before <= limit.mue < units[line.code]:
            text = f"{line.code}: {_units(units[line.code])} on the day, the MUE is {limit.mue}"
            yield Finding("denied", row, f"{text}.{_age(limit.quarter or '', claim)}", table.citation)


_RULES: tuple[Callable[[_Claim], Iterator[Finding]], ...] = (
    _status,
    _plan_of_care,
    _assistants,
    _day_limits,
    _units_of_a_kind,
    _one_line,
    _add_on,
    _code_pairs,
    _unlikely,
)


def _kx_due(claim: _Claim, allowed_to_date: Mapping[Discipline, Decimal]) -> Iterator[Finding]:
    for row, line in claim.rows:
        for discipline in line.disciplines:
            sharing = [each for each in allowed_to_date if (each == "OT") == (discipline == "OT")]
            if not sharing or "KX" in line.modifiers:
                continue
            amount = sum((allowed_to_date[each] for each in sharing), start=Decimal(0))
            if threshold(amount, claim.rules, discipline).status != "Below":
                name = "kx_threshold_ot" if discipline == "OT" else "kx_threshold_pt_slp"
                kx = claim.rules.figure(name)
                text = f"{line.code}: the year's allowed amounts are above ${kx.value:,}; KX is due"
                yield Finding("denied", row, text, kx.citation)


def _told(line: Line, claim: _Claim) -> bool:
    """Whether another rule has said already that so many units can't be."""
    many = line.units > 1 and claim.rules.times(line.code) in ("untimed", "first")
    return many or (claim.rules.knows(line.code) and claim.rules.relative_values(line.code).status in _TOLD)


def _units(count: int) -> str:
    return "1 unit" if count == 1 else f"{count} units"


def _age(quarter: str, claim: _Claim) -> str:
    due = rules.quarter_of(claim.service_date)
    return f" By the edits of {quarter}; those of {due} may differ." if quarter and quarter != due else ""
