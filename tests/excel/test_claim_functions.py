"""The sheet functions for claims, payment, assistants and rules: shapes, defaults, errors that say where."""

from __future__ import annotations

from datetime import datetime

import pytest

from eightminute.errors import InputError, NotPublishedError
from eightminute.excel.functions import (
    CLAIMCHECK,
    CLAIMEXPLAIN,
    CLAIMKX,
    CLAIMPAYMENT,
    RULESOURCE,
    RULEVALUE,
    UNITSASSISTANT,
)

CODES = [["97112"], ["97110"]]
UNITS = [[2], [1]]
MODIFIERS = [["GP"], ["GP"]]
DAY = "2026-03-02"


def test_payment_per_line_and_part() -> None:
    # 97112: 32.73 + 24.88 = 57.61; 97110 22.21
    assert CLAIMPAYMENT(CODES, UNITS, MODIFIERS, DAY) == [[57.61], [22.21]]
    # 57.61 x 0.80 = 46.088; 22.21 x 0.80 = 17.768
    assert CLAIMPAYMENT(CODES, UNITS, MODIFIERS, DAY, "", "medicare") == [[46.09], [17.77]]
    assert CLAIMPAYMENT(CODES, UNITS, MODIFIERS, DAY, None, "patient") == [[11.52], [4.44]]
    # 57.61 x 0.80 x 0.98 = 45.1662; 22.21 x 0.80 x 0.98 = 17.4126
    assert CLAIMPAYMENT(CODES, UNITS, MODIFIERS, DAY, "national", "PAID") == [[45.17], [17.41]]


def test_payment_takes_what_hosts_send() -> None:
    # codes as numbers, a date as datetime (COM) or as a serial number (Office.js), blanks as 0 or None
    sent_by_com = datetime(2026, 3, 2)  # noqa: DTZ001 -- Excel's dates know no time zone
    for service_date in (sent_by_com, 46083, "3/2/2026", [[46083.0]]):
        assert CLAIMPAYMENT([[97112.0], [None]], [[1.0], [0]], [["GP"], [None]], service_date) == [
            [32.73],
            [0],
        ]
    assert CLAIMPAYMENT("97112", 1, "GP", DAY) == 32.73
    assert CLAIMPAYMENT([["97112", "97110"]], [[2, 1]], [["GP", "GP"]], DAY) == [[57.61, 22.21]]


def test_modifiers_in_one_cell_or_several() -> None:
    expected = [[22.26]]  # 32.73 x 0.80 x 0.85
    for modifiers in ([["GP, CQ"]], [["gp cq"]], [["GP", "CQ"]], [["GP", "CQ", "", None]], [["GP-CQ"]]):
        assert CLAIMPAYMENT([["97112"]], [[1]], modifiers, DAY, "", "medicare") == expected
    with pytest.raises(InputError, match=r"modifiers, row 1: are not modifiers of two characters"):
        CLAIMPAYMENT([["97112"]], [[1]], [["GPX"]], DAY)


def test_a_bad_line_is_its_own_error_and_the_rest_stands() -> None:
    codes = [["97112"], ["97014"], ["9711"], ["99999"], ["97110"]]
    answer = CLAIMPAYMENT(codes, [[2], [1], [1], [1], [1]], [["GP"]] * 5, DAY)
    assert answer == [[57.61], ["#N/A"], ["#VALUE!"], ["#N/A"], [22.21]]


def test_a_date_or_a_locality_without_rules_says_what_is_missing() -> None:
    with pytest.raises(NotPublishedError, match="the folder 2027-01-01 is missing"):
        CLAIMPAYMENT(CODES, UNITS, MODIFIERS, "2027-01-05")
    with pytest.raises(NotPublishedError, match=r"nearest: VERMONT \(VT-50\)"):
        CLAIMPAYMENT(CODES, UNITS, MODIFIERS, DAY, "Vermnt")
    with pytest.raises(InputError, match="service_date: a date is needed"):
        CLAIMPAYMENT(CODES, UNITS, MODIFIERS, None)
    with pytest.raises(InputError, match="part: must be allowed"):
        CLAIMPAYMENT(CODES, UNITS, MODIFIERS, DAY, "", "charge")


@pytest.mark.parametrize("locality", ["14512-50", "VT-50", "Vermont"])
def test_a_locality_by_any_of_its_names(locality: str) -> None:
    assert CLAIMPAYMENT("97112", 1, "GP", DAY, locality) == 32.41


def test_explanation_is_one_step_a_row() -> None:
    steps = CLAIMEXPLAIN(CODES, UNITS, MODIFIERS, DAY)
    assert all(len(row) == 1 for row in steps)
    assert steps[0][0].startswith("Line 1, 97112, unit 1: work 0.50 × 1 = 0.5;")
    assert any("RVU26C" in row[0] for row in steps)
    with pytest.raises(NotPublishedError, match="97014"):
        CLAIMEXPLAIN("97014", 1, "GP", DAY)


def test_claimcheck_is_ok_or_one_finding_a_row() -> None:
    assert CLAIMCHECK(CODES, UNITS, MODIFIERS, DAY) == "OK"
    findings = CLAIMCHECK([["97112"], [""], ["97150"]], [[2], [""], [1]], [["GO, CQ"], [""], ["GP"]], DAY)
    assert [row[0].split(":")[0] for row in findings] == ["Rejected, line 1", "Denied, line 1"]
    assert CLAIMCHECK("97112", 5, "GP", DAY, "outpatient hospital") == "OK"
    with pytest.raises(InputError, match=r"units, row 1: 1\.5 is not a whole number"):
        CLAIMCHECK("97112", 1.5, "GP", DAY)
    with pytest.raises(InputError, match="units: 1 rows for 2 codes"):
        CLAIMCHECK(CODES, [[1]], MODIFIERS, DAY)
    with pytest.raises(InputError, match="modifiers: 1 rows for 2 codes"):
        CLAIMCHECK(CODES, UNITS, [["GP"]], DAY)
    with pytest.raises(InputError, match="codes, row 1: 2 units have no code"):
        CLAIMCHECK("", 2, "GP", DAY)


def test_claimkx_says_where_the_year_stands_and_what_is_left() -> None:
    assert CLAIMKX(2000, DAY) == [["Below", 480.0]]
    assert CLAIMKX("$2,500.25", DAY, "OT") == [["Append KX", 499.75]]
    assert CLAIMKX([[0], [3000.5], ["x"], [-1]], DAY) == [
        ["Below", 2480.0],
        ["Medical review possible", ""],
        ["#VALUE!", "#VALUE!"],
        ["#VALUE!", "#VALUE!"],
    ]
    with pytest.raises(InputError, match="allowed_to_date: is not a number"):
        CLAIMKX("x", DAY)
    with pytest.raises(InputError, match="discipline: must be PT, OT or SLP"):
        CLAIMKX(1, DAY, "RN")


def test_unitsassistant_answers_two_cells_a_line() -> None:
    assert UNITSASSISTANT("97110", 5, 10) == [[0, 1]]
    assert UNITSASSISTANT(
        [["97112"], ["x"], [""], ["97150"]], [[12], [1], [0], [27]], [[12], [1], [0], [3]]
    ) == [
        [1, 1],
        ["#VALUE!", "#VALUE!"],
        [0, 0],
        [1, 0],
    ]
    with pytest.raises(InputError, match="discipline: must be PT or OT"):
        UNITSASSISTANT("97110", 5, 10, "SLP")
    with pytest.raises(InputError, match="code, row 1: the minutes have no code"):
        UNITSASSISTANT("", 5, 10)
    with pytest.raises(InputError, match="assistant_minutes: 1 rows for 2 codes"):
        UNITSASSISTANT([["97112"], ["97112"]], [[5], [5]], 10)


def test_rulevalue_is_a_number_by_date() -> None:
    assert RULEVALUE("conversion_factor", "2024-03-08") == 32.7442
    assert RULEVALUE("Conversion factor", "2024-03-09") == 33.2875
    assert RULEVALUE("KX threshold OT", DAY) == 2480
    assert isinstance(RULEVALUE("KX threshold OT", DAY), int)
    assert RULEVALUE("conversion factor", "2027 proposed") == 32.8409
    with pytest.raises(NotPublishedError, match="no rules for 2027"):
        RULEVALUE("conversion factor", "2027-01-05")
    with pytest.raises(InputError, match="no figure is called that; there are conversion_factor"):
        RULEVALUE("conversion", DAY)


def test_rulesource_names_document_place_and_status() -> None:
    assert RULESOURCE("conversion factor qp", DAY) == "APTQI, aptqi.com ?p=1711; read 2026-11-24; final"
    assert RULESOURCE("conversion factor", "2027-proposed").endswith("proposed")
    assert "GPCI2026.csv" in RULESOURCE("gpci", DAY)
    assert "proxy" in RULESOURCE("always therapy mult proc", DAY)
