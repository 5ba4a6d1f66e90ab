"""The claim of each day in an audit: its findings, and what Medicare allows for its lines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from eightminute.audit import Audit, audit_file
from eightminute.audit.claiming import Medicare
from eightminute.errors import InputError, NotPublishedError


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


def test_a_date_without_rules_is_told_once_and_not_priced(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 15, 1), (1, 97110, "GP", 15, 1), date=dt.date(2027, 1, 5)))
    assert [each.kind for each in audit.findings] == ["no rule"]
    assert allowed(audit) == [None, None]
    assert audit.totals.unpriced == 2


def test_a_line_whose_minutes_cannot_be_read_is_on_the_claim(day: Any) -> None:
    # Its minutes say nothing of what was billed. 97112 has the higher practice expense and is paid in full;
    # the other has half of its own: (0.45 + 0.41 x 0.5 + 0.01) x 33.4009 = 22.21
    audit = audit_file(day((1, 97112, "GP", "x", 1), (1, 97110, "GP", 15, 1)))
    assert [result.verdict for result in audit.results] == ["", "OK"]
    assert allowed(audit) == ["32.73", "22.21"]
    pair = audit_file(day((1, 97112, "GP", 15, 1), (1, 97150, "GP", "x", 1)))
    assert claim_findings(pair)[0][1].startswith("Denied: 97112 is denied beside 97150 on one day")


def test_a_line_that_cannot_be_placed_among_disciplines_is_on_the_claim(day: Any) -> None:
    audit = audit_file(
        day((1, 97112, "GP", 15, 1), (1, 97530, "GO", 15, 1), (1, 97110, None, 15, 1), date="3/2/2026")
    )
    assert [row for row, _ in claim_findings(audit)] == [4]  # it needs GP, GO or GN
    assert None not in allowed(audit)


@pytest.mark.parametrize("line", [(1, 97112, "GP", 15, "x"), (1, "neuro", "GP", 15, 1), (1, "", "GP", 15, 1)])
def test_a_day_with_a_line_that_cannot_be_billed_is_not_priced(day: Any, line: tuple[Any, ...]) -> None:
    audit = audit_file(day((1, 97110, "GP", 15, 1), line, (1, 97140, None, 15, 1), (2, 97112, "GP", 15, 1)))
    assert allowed(audit) == [None, None, None, "32.73"]  # the next visit is a claim of its own
    assert audit.totals.unpriced == 3
    why = "Not checked: row 3, whose code or units can't be read: without it no line of the day is priced"
    assert claim_findings(audit)[0] == (2, why)
    assert [row for row, _ in claim_findings(audit)] == [2, 4]  # what can be said of the others is


def test_a_row_that_only_carries_the_note_is_no_line_of_the_claim(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 15, 1), (1, None, None, None, None, "PNF D1 x 15 min")))
    assert claim_findings(audit) == []
    assert (allowed(audit), audit.totals.unpriced) == (["32.73", None], 0)


def test_lines_stand_on_the_claim_as_in_the_sheet(day: Any) -> None:
    # The disciplines are judged one after the other; the claim goes by rows. The second 97530 of GP is row 4.
    audit = audit_file(day((1, 97530, "GP", 15, 1), (1, 97110, "GO", 15, 1), (1, 97530, "GP", 15, 1)))
    assert claim_findings(audit) == [
        (4, "Rejected: 97530 stands on another line too: one line per timed code and date")
    ]


def test_a_line_without_units_is_on_no_claim(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 25, 2), (1, 97035, None, 5, 0)))
    assert claim_findings(audit) == []
    assert allowed(audit) == ["57.61", None]


def plain(folder: Path) -> Path:
    sheet = folder / "plain.csv"
    sheet.write_text("DOS,Visit,CPT,Min,Units\n3/2/2026,1,97112,25,2\n")
    return sheet


def test_no_claim_without_modifiers_or_by_another_payers_rule(day: Any, tmp_path: Path) -> None:
    audit = audit_file(plain(tmp_path))
    assert allowed(audit) == [None]
    assert audit.unclaimed == "Claims not checked: no modifiers column"
    midpoint = audit_file(day((1, 97112, None, 25, 2)), rule="midpoint")
    assert claim_findings(midpoint) == []
    assert allowed(midpoint) == [None]
    assert midpoint.unclaimed == "Claims not checked: the midpoint rule is not Medicare's"
    assert audit_file(day((1, 97112, "GP", 25, 2))).unclaimed == ""


@pytest.mark.parametrize("asked", [Medicare("outpatient_hospital"), Medicare(locality="VT-50"), Medicare()])
def test_a_locality_or_setting_is_refused_where_no_claim_is_checked(
    day: Any, tmp_path: Path, asked: Medicare
) -> None:
    with pytest.raises(InputError, match="no modifiers column, so that --setting and --locality would"):
        audit_file(plain(tmp_path), medicare=asked)
    with pytest.raises(InputError, match="not Medicare's, so that --setting and --locality would"):
        audit_file(day((1, 97112, "GP", 25, 2)), rule="midpoint", medicare=asked)
