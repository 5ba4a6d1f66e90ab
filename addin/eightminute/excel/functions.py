"""Every sheet function. The Python name is the sheet's name; arguments and answers are what cells hold.

Called from Python they take and give what a sheet would: single values, or lists of rows. A bad single value
raises `InputError` or `NotPublishedError`; a bad row of a spilled answer is the string `#VALUE!` or `#N/A`.

>>> UNITS97112(25)
2
>>> UNITS97112([[7], [8], ["x"], [None]])
[[0], [1], ['#VALUE!'], [0]]
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import xlwings

import eightminute
from eightminute.errors import InputError
from eightminute.excel import cells, lines, shapes

CATEGORY = "eightminute"

# What a sheet passes and shows. xlwings makes converters of type hints, and Any is the one it leaves alone.
Sheet = Any
Function = TypeVar("Function", bound=Callable[..., Any])

_CODES = "The codes of one patient's day: a column such as A2:A5"
_MINUTES = "The minutes of each code: a column of the same height"
_RULE = '"8-minute" (Medicare; used when left out) or "midpoint" (CPT)'
_NOTE = "The treatment note: one cell, or all the cells that hold it"
_UNITS = "The units of each code: a column of the same height"
_MODIFIERS = "The modifiers of each line: a column (GP, CQ in one cell) or several beside each other"
_SERVICE_DATE = "The date of service: it chooses the rules"
_RULE_DATE = 'The date of service, or "2027 proposed" for rules that are only proposed'
_LOCALITY = "A Medicare locality such as VT-50, 14512-50 or Vermont; national when left out"
_NAME = "A figure such as conversion factor, KX threshold PT SLP, MPPR PE share"
_PROPOSED = re.compile(r"(\d{4})[ -]proposed")
_STRICT = "TRUE asks for all nine elements, FALSE (when left out) for the four key ones"


def _arg(name: str, doc: str) -> Callable[[Function], Function]:
    """An argument that arrives as rows of cells, errors as text so that they can be told from blanks."""

    def decorate(function: Function) -> Function:
        registered: Function = xlwings.arg(name, ndim=2, err_to_str=True, doc=doc)(function)
        # Off Windows xlwings forgets it; the add-in file and the guide read it here.
        vars(registered).setdefault("argument_help", {})[name] = doc
        return registered

    return decorate


@xlwings.func(category=CATEGORY)
@_arg("minutes", "The day's minutes of 97112; a range answers for each cell")
def UNITS97112(minutes: Sheet) -> Sheet:
    """Units for the day's minutes of 97112.

    A range answers for each cell; for one session on several lines write UNITS97112(SUM(B2:B4)).
    Source: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.2.C.
    https://eightminute.github.io/eightminute/functions/UNITS97112

    >>> UNITS97112(" 25 min")
    2
    """
    rule = eightminute.rules.undated()

    def units(cell: shapes.Cell, argument: str) -> int:
        return eightminute.units.units_for(cells.minutes(cell, argument), rule)

    return shapes.per_cell(minutes, "minutes", units)


@xlwings.func(category=CATEGORY)
@_arg("codes", _CODES)
@_arg("minutes", _MINUTES)
@_arg("rule", _RULE)
def UNITSSESSION(codes: Sheet, minutes: Sheet, rule: Sheet = "8-minute") -> Sheet:
    """Units for each line of one patient's day.

    A tie gives the unit to the code listed first; lines of one code have their units on the first of them. A
    bad line is its own error, and the others are worked out without it.
    Source: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.2.C; the CPT midpoint rule.
    https://eightminute.github.io/eightminute/functions/UNITSSESSION

    >>> UNITSSESSION([["97110"], [97112]], [[33], [7]])
    [[2], [1]]
    """
    day = _read_session(codes, minutes, rule)
    return day.lines.answer(codes, dict(zip(day.lines.values, day.session.units, strict=True)), blank=0)


@xlwings.func(category=CATEGORY)
@_arg("codes", _CODES)
@_arg("minutes", _MINUTES)
@_arg("rule", _RULE)
def UNITSEXPLAIN(codes: Sheet, minutes: Sheet, rule: Sheet = "8-minute") -> Sheet:
    """The arithmetic of a session in a sentence, with the rule's citation; says when it was a tie.

    Any bad line is an error: there is nothing to explain before all lines can be read.
    Source: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.2.C; the CPT midpoint rule.
    https://eightminute.github.io/eightminute/functions/UNITSEXPLAIN

    >>> UNITSEXPLAIN([["97112"]], [[7]])[:50]
    '7 timed min = 0 units by the 8-minute rule: 97112 '
    """
    day = _read_session(codes, minutes, rule)
    day.lines.raise_first()
    return cells.shown(day.session.explanation)


@xlwings.func(category=CATEGORY)
@_arg("codes", _CODES)
@_arg("minutes", _MINUTES)
@_arg("units", "The units billed for each code: a column of the same height")
@_arg("rule", _RULE)
def UNITSCHECK(codes: Sheet, minutes: Sheet, units: Sheet, rule: Sheet = "8-minute") -> Sheet:
    """For each line of one patient's day OK, Overbilled by 1, Underbilled by 1.

    Any of the right answers of a tie is OK. Lines of one code are judged together.
    Source: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.2.C; the CPT midpoint rule.
    https://eightminute.github.io/eightminute/functions/UNITSCHECK

    >>> UNITSCHECK([["97110"], ["97140"]], [[33], [7]], [[3], [1]])
    [['Overbilled by 1'], ['OK']]
    """
    day = _read_session(codes, minutes, rule, units)
    rows = day.lines.values
    differences = day.session.check([day.billed.get(row, 0) for row in rows])
    verdicts = {
        row: eightminute.units.verdict(difference) for row, difference in zip(rows, differences, strict=True)
    }
    return day.lines.answer(codes, verdicts, blank="")


@xlwings.func(category=CATEGORY)
@_arg("note", _NOTE)
@_arg("strict", _STRICT)
def NOTECHECK(note: Sheet, strict: Sheet = False) -> Sheet:
    """OK, or what the note doesn't show: Missing: patient's response; progress toward goals.

    It finds what is written. Whether that is true and enough stays the therapist's judgement.
    Source: what a treatment note must show, in the guide.
    https://eightminute.github.io/eightminute/functions/NOTECHECK

    >>> NOTECHECK("Balance training on foam 15 min, tolerated well.")
    'Missing: progress toward goals'
    """
    return _reading(note).verdict(strict=cells.flag(strict, "strict"))


@xlwings.func(category=CATEGORY)
@_arg("notes", "The notes: one a row, in one column or spread over several")
@_arg("strict", _STRICT)
def NOTECHECKROWS(notes: Sheet, strict: Sheet = False) -> Sheet:
    """The verdict of NOTECHECK for each row.

    Source: what a treatment note must show, in the guide.
    https://eightminute.github.io/eightminute/functions/NOTECHECKROWS

    >>> NOTECHECKROWS([["", ""], ["#REF!", ""]])[1]
    ['#VALUE!']
    """
    asked = cells.flag(strict, "strict")
    eightminute.notes.clinic.vocabulary()  # a bad file of one's own words is no row's fault
    return shapes.per_row(notes, "notes", lambda row, named: _read_note([row], named).verdict(strict=asked))


@xlwings.func(category=CATEGORY)
@_arg("note", _NOTE)
def NOTEDETAIL(note: Sheet) -> Sheet:
    """A table of the nine elements: documented or not, and the words of the note that show it.

    Under it stand warnings, if there are any: what an auditor would ask about, such as a note that reads like
    therapeutic exercise.
    Source: what a treatment note must show, in the guide.
    https://eightminute.github.io/eightminute/functions/NOTEDETAIL

    >>> NOTEDETAIL("")[:2]
    [['Element', 'Documented?', 'The words that show it'], ['technique', 'no', '']]
    """
    reading = _reading(note)
    table = [["Element", "Documented?", "The words that show it"]]
    for element in eightminute.notes.ELEMENTS:
        words = reading.evidence[element.name]
        table.append([element.label, "yes" if words else "no", cells.shown(words.text) if words else ""])
    warnings = eightminute.notes.warnings.raised_by(reading, eightminute.notes.clinic.vocabulary())
    return table + [["Warning", each.label, cells.shown(each.words)] for each in warnings]


@xlwings.func(category=CATEGORY)
@_arg("note", _NOTE)
def NOTEMINUTES(note: Sheet) -> Sheet:
    """The treatment minutes that the note documents: the timed total where it says so.

    An error when it documents none: no minutes is not the same as 0 minutes.
    Source: Medicare Benefit Policy Manual, Pub. 100-02, ch. 15 §220.3.
    https://eightminute.github.io/eightminute/functions/NOTEMINUTES

    >>> NOTEMINUTES("97112 15 min, 97110 12 min")
    27
    """
    documented = _reading(note).minutes
    if documented is None:
        raise InputError("note: documents no treatment minutes")
    return documented.minutes


@xlwings.func(category=CATEGORY)
@_arg("start_time", "When the treatment began: a time, or text such as 9:05 AM")
@_arg("end_time", "When it ended: a time, or text such as 9:30 AM")
def MINUTESBETWEEN(start_time: Sheet, end_time: Sheet) -> Sheet:
    """Whole minutes from start to end; ranges of one shape answer for each pair.

    Parts of a minute don't count; two blanks are 0 minutes. An end before its start is an error.
    Source: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.2.C (whole minutes).
    https://eightminute.github.io/eightminute/functions/MINUTESBETWEEN

    >>> MINUTESBETWEEN("9:05 AM", "9:30")
    25
    """
    starts, ends = shapes.grid(start_time, "start_time"), shapes.grid(end_time, "end_time")
    if [len(row) for row in starts] != [len(row) for row in ends]:
        raise InputError(f"start_time and end_time: {len(starts)} and {len(ends)} rows, or other widths")
    pairs = [list(zip(left, right, strict=True)) for left, right in zip(starts, ends, strict=True)]
    if shapes.is_scalar(start_time) and shapes.is_scalar(end_time):
        return cells.between(pairs[0][0], "")
    return shapes.per_cell(pairs, "", cells.between)


@xlwings.func(category=CATEGORY)
@_arg("code", "The code, such as 97112; a column answers for each line")
@_arg("therapist_minutes", "Minutes by the therapist, those together with the assistant included")
@_arg("assistant_minutes", "Minutes by the assistant apart from the therapist")
@_arg("discipline", '"PT" (CQ; used when left out) or "OT" (CO)')
def UNITSASSISTANT(
    code: Sheet, therapist_minutes: Sheet, assistant_minutes: Sheet, discipline: Sheet = "PT"
) -> Sheet:
    """Units without and with the assistant's modifier, CQ or CO: two cells beside each other.

    Source: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.1 (Rev. 11129).
    https://eightminute.github.io/eightminute/functions/UNITSASSISTANT

    >>> UNITSASSISTANT("97110", 5, 10)
    [[0, 1]]
    """
    if eightminute.claims.discipline_named(cells.word(discipline, "discipline", "PT")) == "SLP":
        raise InputError(
            "discipline: must be PT or OT; speech-language pathology has no assistant's modifier"
        )
    arguments = lines.columns(code, therapist_minutes=therapist_minutes, assistant_minutes=assistant_minutes)
    day: lines.Lines[list[int]] = lines.Lines(len(arguments[0][0]), as_row=False)

    def split(row: int, where: str) -> list[int] | None:
        codes, therapist, assistant = arguments[0]
        found = cells.code(codes[row], f"code{where}", modifiers=True)
        by_therapist = cells.minutes(therapist[row], f"therapist_minutes{where}")
        by_assistant = cells.minutes(assistant[row], f"assistant_minutes{where}")
        if not found and (by_therapist or by_assistant):
            raise InputError(f"code{where}: the minutes have no code")
        if not found:
            return None
        answer = eightminute.assistants.split(found, by_therapist, by_assistant)
        return [answer.without, answer.with_modifier]

    day.read(split)
    if day.height == 1:
        day.raise_first()
    bad = {row: [shapes.as_error(error)] * 2 for row, error in day.errors.items()}
    return [bad.get(row) or day.values.get(row, [0, 0]) for row in range(day.height)]


@xlwings.func(category=CATEGORY)
@_arg("codes", _CODES)
@_arg("units", _UNITS)
@_arg("modifiers", _MODIFIERS)
@_arg("service_date", _SERVICE_DATE)
@_arg("setting", '"practitioner" (used when left out) or "outpatient hospital"')
def CLAIMCHECK(
    codes: Sheet, units: Sheet, modifiers: Sheet, service_date: Sheet, setting: Sheet = "practitioner"
) -> Sheet:
    """OK, or what would be rejected, denied or asked about: one finding a row, with its source.

    Source: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20; NCCI; each finding names its own.
    https://eightminute.github.io/eightminute/functions/CLAIMCHECK

    >>> CLAIMCHECK([["97112"], ["97110"]], [[2], [1]], [["GP"], ["GP"]], "2026-03-02")
    'OK'
    """
    claim = lines.claim(codes, units, modifiers)
    claim.raise_first()
    findings = eightminute.claims.check(
        claim.filled(eightminute.claims.Line("", 0)),
        cells.date(shapes.one(service_date, "service_date")),
        eightminute.claims.setting_named(cells.word(setting, "setting", "practitioner")),
    )
    return [[cells.shown(str(finding))] for finding in findings] or "OK"


@xlwings.func(category=CATEGORY)
@_arg("codes", _CODES)
@_arg("units", _UNITS)
@_arg("modifiers", _MODIFIERS)
@_arg("service_date", _SERVICE_DATE)
@_arg("locality", _LOCALITY)
@_arg("part", '"allowed" (used when left out), "medicare", "patient" or "paid"')
def CLAIMPAYMENT(  # noqa: PLR0913, PLR0917 -- a sheet's arguments are positional, and these are the claim's
    codes: Sheet,
    units: Sheet,
    modifiers: Sheet,
    service_date: Sheet,
    locality: Sheet = "",
    part: Sheet = "allowed",
) -> Sheet:
    """Medicare's amount for each line: allowed after MPPR, its share after CQ/CO, the coinsurance, or paid.

    No deductible is taken. A line without a price is its own error; the others are worked out without it.
    Source: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §10.7, §20.1; the fee schedule of the date.
    https://eightminute.github.io/eightminute/functions/CLAIMPAYMENT

    >>> CLAIMPAYMENT([["97112"], ["97110"]], [[2], [1]], [["GP"], ["GP"]], "2026-03-02")
    [[57.61], [22.21]]
    """
    named = eightminute.payment.part_named(cells.word(part, "part", "allowed"))
    claim, payment = _pay(codes, units, modifiers, service_date, locality)
    amounts = {
        row: float(getattr(line, named)) for row, line in zip(claim.values, payment.lines, strict=True)
    }
    return claim.answer(codes, amounts, blank=0)


@xlwings.func(category=CATEGORY)
@_arg("codes", _CODES)
@_arg("units", _UNITS)
@_arg("modifiers", _MODIFIERS)
@_arg("service_date", _SERVICE_DATE)
@_arg("locality", _LOCALITY)
def CLAIMEXPLAIN(
    codes: Sheet, units: Sheet, modifiers: Sheet, service_date: Sheet, locality: Sheet = ""
) -> Sheet:
    """The arithmetic of a payment, one step a row: each product, sum and rounding, then the sources.

    Any bad line is an error: there is nothing to explain before all lines can be read.
    Source: as CLAIMPAYMENT.
    https://eightminute.github.io/eightminute/functions/CLAIMEXPLAIN

    >>> CLAIMEXPLAIN("97112", 1, "GP", "2026-03-02")[0][0][-47:]
    'sum 0.98; × 33.4009 = 32.732882, rounded $32.73'
    """
    claim, payment = _pay(codes, units, modifiers, service_date, locality)
    claim.raise_first()
    return [[cells.shown(step)] for step in payment.explanation]


@xlwings.func(category=CATEGORY)
@_arg("allowed_to_date", "The year's allowed amounts (not charges) so far; a column answers for each")
@_arg("service_date", _SERVICE_DATE)
@_arg("discipline", '"PT" (used when left out; with SLP one threshold), "SLP" or "OT"')
def CLAIMKX(allowed_to_date: Sheet, service_date: Sheet, discipline: Sheet = "PT") -> Sheet:
    """Below, Append KX or Medical review possible; in the cell beside it, dollars left to the next threshold.

    Source: CMS's KX threshold transmittal of the year.
    https://eightminute.github.io/eightminute/functions/CLAIMKX

    >>> CLAIMKX(2000, "2026-03-02")
    [['Below', 480.0]]
    """
    ruleset = eightminute.rules.on(cells.date(shapes.one(service_date, "service_date")))
    named = eightminute.claims.discipline_named(cells.word(discipline, "discipline", "PT"))

    def stands(cell: shapes.Cell, argument: str) -> list[shapes.Cell]:
        amount = cells.dollars(cell, argument)
        found = eightminute.claims.threshold(amount, ruleset, named)
        return [found.status, "" if found.left is None else float(found.left)]

    amounts, _ = shapes.line(allowed_to_date, "allowed_to_date")
    if len(amounts) == 1:
        return [stands(amounts[0], "allowed_to_date")]
    answers = [
        shapes.attempt(stands, cell, f"allowed_to_date, row {row}") for row, cell in enumerate(amounts, 1)
    ]
    return [answer if isinstance(answer, list) else [answer, answer] for answer in answers]


@xlwings.func(category=CATEGORY)
@_arg("name", _NAME)
@_arg("service_date", _RULE_DATE)
def RULEVALUE(name: Sheet, service_date: Sheet) -> Sheet:
    """A dated figure, such as the conversion factor of a date of service.

    Source: the rule data; RULESOURCE says which document.
    https://eightminute.github.io/eightminute/functions/RULEVALUE

    >>> RULEVALUE("conversion factor", "2024-03-08"), RULEVALUE("conversion factor", "2024-03-09")
    (32.7442, 33.2875)
    """
    value = _ruleset(service_date).value(cells.word(name, "name", ""))
    return int(value) if value == value.to_integral_value() else float(value)


@xlwings.func(category=CATEGORY)
@_arg("name", "A figure such as conversion factor, or a table such as rvu, gpci, ptp practitioner")
@_arg("service_date", _RULE_DATE)
def RULESOURCE(name: Sheet, service_date: Sheet) -> Sheet:
    """Where a dated figure or table comes from: document, place in it, when it was read, how sure it is.

    Source: the rule data.
    https://eightminute.github.io/eightminute/functions/RULESOURCE

    >>> RULESOURCE("MPPR PE share", "2026-03-02")
    'Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §10.7 (Rev. 3475); read 2026-11-24; final'
    """
    return cells.shown(_ruleset(service_date).source(cells.word(name, "name", "")))


# ---- what several of them share


def _pay(
    codes: Sheet, units: Sheet, modifiers: Sheet, service_date: Sheet, locality: Sheet
) -> tuple[lines.Lines[eightminute.claims.Line], eightminute.payment.Payment]:
    """The lines of a claim that have a price, and the payment of the day that they make."""
    ruleset = eightminute.rules.on(cells.date(shapes.one(service_date, "service_date")))
    where = cells.word(locality, "locality", "")
    where = "" if where.lower() == "national" else where
    claim = lines.claim(codes, units, modifiers)
    rows = list(claim.values)
    for index, error in eightminute.payment.unpriced(list(claim.values.values()), ruleset).items():
        claim.refuse(rows[index], error)
    return claim, eightminute.payment.pay(list(claim.values.values()), ruleset, where)


def _ruleset(service_date: Sheet) -> eightminute.rules.RuleSet:
    """The rules of a date; proposed ones by name, `2027 proposed`."""
    only = shapes.one(service_date, "service_date")
    if isinstance(only, str) and (proposed := _PROPOSED.fullmatch(only.strip().lower())):
        return eightminute.rules.proposed(int(proposed[1]))
    return eightminute.rules.on(cells.date(only))


class _Day(NamedTuple):
    """The readable lines of a session with what they earn, and the units that each is billed with."""

    lines: lines.Lines[tuple[str, int]]
    session: eightminute.units.Session
    billed: dict[int, int]


def _read_session(codes: Sheet, minutes: Sheet, rule: Sheet, *billed: Sheet) -> _Day:
    unit_rule = eightminute.rules.undated()
    named = eightminute.units.rule_named(cells.word(rule, "rule", eightminute.units.RULES[0]))
    day = lines.session(codes, minutes, unit_rule)
    units = lines.billed(billed[0], day) if billed else {}
    rows = list(day.values)
    for index, reason in eightminute.units.unpaired(*_columns(day), named, unit_rule).items():
        day.refuse(rows[index], InputError(f"codes, row {rows[index] + 1}: {reason}"))
    return _Day(day, eightminute.units.session(*_columns(day), named, unit_rule), units)


def _columns(day: lines.Lines[tuple[str, int]]) -> tuple[list[str], list[int]]:
    return [code for code, _ in day.values.values()], [minutes for _, minutes in day.values.values()]


def _reading(note: Sheet) -> eightminute.notes.Reading:
    return _read_note(shapes.grid(note, "note"), "note")


def _read_note(rows: shapes.Grid, argument: str) -> eightminute.notes.Reading:
    texts = [cells.text(cell, argument) for row in rows for cell in row]
    return eightminute.notes.read(texts, eightminute.notes.clinic.vocabulary())
