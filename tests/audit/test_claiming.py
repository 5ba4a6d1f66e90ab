"""The claim of each day in an audit: its findings, and what Medicare allows for its lines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from eightminute.audit import Audit, audit_file
from eightminute.audit.claiming import Medicare
from eightminute.errors import NotPublishedError


def claim_findings(audit: Audit) -> list[tuple[int, str]]:
    return [(each.row, each.message) for each in audit.findings if each.kind == "claim"]


def allowed(audit: Audit) -> list[str | None]:
    return [None if each.allowed is None else str(each.allowed) for each in audit.results]


def test_a_clean_day_is_priced_as_one_claim(day: Any) -> None:
    # across disciplines: 32.73 + 24.88 for 97112 by PT, (0.45 + 0.205 + 0.01) x 33.4009 for 97110 by OT
    audit = audit_file(day((1, 97112, "GP", 25, 2), (1, 97110, "GO", 15, 1)))
    assert claim_findings(audit) == []
    assert allowed(audit) == ["57.61", "22.21"]
    assert audit.totals.allowed == Decimal("79.82")


def test_each_visit_is_a_claim_of_its_own(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 10, 1), (2, 97150, "GP", 0, 1)))
    assert claim_findings(audit) == []
    assert allowed(audit)[0] == "32.73"


def test_findings_stand_on_their_rows(day: Any) -> None:
    audit = audit_file(day((1, 97110, "GP", 15, 1), (1, 97112, "GP CO", 15, 1), (1, 97140, None, 15, 1)))
    assert claim_findings(audit) == [
        (3, "Rejected: CO goes with GO, which is missing"),
        (4, "Rejected: 97140 needs GP, GO or GN (by its MULT PROC flag, a proxy for always therapy)"),
    ]
    assert audit.totals.claim == 2


def test_a_code_without_a_price_is_told_and_not_priced(day: Any) -> None:
    audit = audit_file(day((1, 97014, "GP", 15, 1), (1, 97112, "GP", 15, 1)))
    assert claim_findings(audit) == [(2, "Denied: 97014 is not valid for Medicare (status I): report G0283")]
    assert allowed(audit) == [None, "32.73"]


def test_modifiers_that_cannot_be_read_are_told_without_repeating_them(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP Quillfeather", 15, 1)))
    assert claim_findings(audit) == [(2, "Not checked: its modifiers can't be read, such as GP, CQ")]
    assert audit.results[0].difference == 0  # the units can be judged all the same


def test_a_locality_and_a_setting(day: Any) -> None:
    path = day((1, 97112, "GP", 68, 5))
    assert len(claim_findings(audit_file(path))) == 1  # the practitioner's MUE is 4
    hospital = audit_file(path, medicare=Medicare("outpatient_hospital", "VT-50"))
    assert claim_findings(hospital) == []  # the hospital's is 6
    # Vermont: 32.41, and 4 x 24.64 for the others
    assert allowed(hospital) == ["130.97"]
    with pytest.raises(NotPublishedError, match=r"nearest: VERMONT \(VT-50\)"):
        audit_file(path, medicare=Medicare(locality="Vermnt"))


def test_a_date_without_rules_is_told_once_a_day(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 15, 1), (1, 97110, "GP", 15, 1), date=dt.date(2027, 1, 5)))
    told = [(each.row, each.message) for each in audit.findings if each.kind == "no rule"]
    assert [row for row, _ in told] == [2]
    assert "the folder 2027-01-01 is missing" in told[0][1]
    assert allowed(audit) == [None, None]


def test_what_cannot_be_read_is_not_on_the_claim(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", "x", 1), (1, 97110, "GP", 15, 1)))
    assert allowed(audit) == [None, "29.06"]  # (0.45 + 0.41 + 0.01) x 33.4009 = 29.0588: alone, in full


def test_no_claim_without_modifiers_or_by_another_payers_rule(day: Any, tmp_path: Path) -> None:
    sheet = tmp_path / "plain.csv"
    sheet.write_text("DOS,Visit,CPT,Min,Units\n3/2/2026,1,97112,25,2\n")
    assert allowed(audit_file(sheet)) == [None]
    midpoint = audit_file(day((1, 97112, None, 25, 2)), rule="midpoint")
    assert claim_findings(midpoint) == []
    assert allowed(midpoint) == [None]
