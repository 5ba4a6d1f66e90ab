"""A day's claim: what Medicare would say of its lines, and what it allows for them.

All lines of the day count, whatever their discipline: the code pairs and the multiple procedure reduction do
not ask who treated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from eightminute import claims, payment, rules
from eightminute.audit.findings import Finding, Result
from eightminute.audit.lines import row_numbers


@dataclass(frozen=True)
class Medicare:
    """By whose claim edits a day is checked, and where it is priced: nationally, or in a locality."""

    setting: rules.Setting = "practitioner"
    locality: str = ""


NATIONAL = Medicare()


def claimed(results: Sequence[Result], medicare: Medicare) -> list[Result]:
    """The results of a day's lines with what there is to say of its claim.

    A line is on the claim if it bills units, whatever its minutes. Where another line of the day can't be
    read, no line is priced: the multiple procedure reduction goes by the whole day.

    Raises NotPublishedError for a locality that the date doesn't have, or a date without rules.
    """
    in_order = sorted(results, key=lambda result: result.line.row)
    on_claim = [
        result for result in in_order if result.line.billable and result.line.code and result.line.billed
    ]
    if not on_claim or on_claim[0].line.date is None:
        return list(results)
    service_date = on_claim[0].line.date
    lines = [_claim_line(result) for result in on_claim]
    ruleset = rules.on(service_date)
    told = [
        _finding(result, "Not checked: its modifiers can't be read, such as GP, CQ")
        for result in on_claim
        if result.line.modifiers is None
    ]
    for finding in claims.check(lines, service_date, medicare.setting, ruleset=ruleset):
        result = on_claim[(finding.row or 1) - 1]
        if result.line.modifiers is not None:
            told.append(_finding(result, f"{finding.severity.capitalize()}: {finding.text}"))
    if unknown := row_numbers([result.line for result in in_order if not result.line.billable]):
        why = "whose code or units can't be read: without it no line of the day is priced"
        told.append(_finding(on_claim[0], f"Not checked: row {unknown}, {why}"))
        return _with(results, told, {})
    unpriced = payment.unpriced(lines, ruleset)
    priced = [index for index in range(len(lines)) if index not in unpriced]
    paid = payment.pay([lines[index] for index in priced], ruleset, medicare.locality)
    allowed = {on_claim[index].line.row: line.allowed for index, line in zip(priced, paid.lines, strict=True)}
    return _with(results, told, allowed)


def _claim_line(result: Result) -> claims.Line:
    return claims.Line(result.line.code, result.line.billed, result.line.modifiers or ())


def _finding(result: Result, message: str) -> Finding:
    return Finding(result.line.row, result.line.date, result.line.code, "claim", 0, message)


def _with(results: Sequence[Result], told: Sequence[Finding], allowed: dict[int, Decimal]) -> list[Result]:
    return [
        replace(
            result,
            findings=(*result.findings, *(each for each in told if each.row == result.line.row)),
            allowed=allowed.get(result.line.row),
        )
        for result in results
    ]
