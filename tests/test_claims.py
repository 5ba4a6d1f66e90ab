"""Claim findings: each rule with a claim that breaks it and one that doesn't."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute import rules
from eightminute.claims import (
    Discipline,
    Finding,
    Line,
    check,
    discipline_named,
    setting_named,
    threshold,
)
from eightminute.errors import InputError, NotPublishedError
from eightminute.rules import Setting

IN_2026 = date(2026, 3, 2)
GP = ("GP",)


def found(*lines: Line, on: date = IN_2026, setting: Setting = "practitioner") -> list[str]:
    return [f"{each.severity} {each.row}: {each.text}" for each in check(lines, on, setting)]


def test_a_clean_claim_has_no_findings() -> None:
    assert found(Line("97112", 2, GP), Line("97110", 1, GP), Line("97140", 1, GP)) == []
    assert found() == []


@pytest.mark.parametrize(
    "code",
    ["97110", "97113", "97116", "97124", "97140", "97530", "97535", "97750"]
    + [str(code) for code in range(97161, 97165)],
)
def test_97112_has_no_active_pair_with_these_whatever_blogs_say(code: str) -> None:
    assert found(Line("97112", 1, GP), Line(code, 1, GP)) == []


def test_a_discipline_is_missing_or_contradicted() -> None:
    assert found(Line("97112", 1)) == [
        "rejected 1: 97112 needs GP, GO or GN (by its MULT PROC flag, a proxy for always therapy)"
    ]
    assert found(Line("97129", 1)) == []  # no MULT PROC 5
    assert found(Line("97112", 1, ("GP", "GO"))) == [
        "rejected 1: 97112 carries the modifiers of more than one discipline: PT, OT"
    ]


@pytest.mark.parametrize(
    ("modifiers", "text"),
    [
        (("GO", "CQ"), "CQ goes with GP, which is missing"),
        (("GP", "CO"), "CO goes with GO, which is missing"),
    ],
)
def test_an_assistants_modifier_goes_with_its_discipline(modifiers: tuple[str, ...], text: str) -> None:
    assert found(Line("97112", 1, modifiers)) == [f"rejected 1: {text}"]


def test_an_assistants_modifier_beside_its_discipline_is_right() -> None:
    assert found(Line("97112", 1, ("GP", "CQ")), Line("97110", 1, ("CO", "GO"))) == []


def test_the_days_limit_of_a_discipline() -> None:
    # §20.2.D: 97161 PT 1, OT 0; 97165 PT 0, OT 1
    assert found(Line("97161", 1, GP)) == []
    assert found(Line("97161", 1, ("GO",))) == ["denied 1: 97161 by OT: 1 unit on the day, 0 may be reported"]
    assert "denied 2: 97165 by OT: 2 units on the day, 1 may be reported" in found(
        Line("97165", 1, ("GO",)), Line("97165", 1, ("GO",))
    )


def test_an_untimed_code_is_one_unit() -> None:
    assert found(Line("G0283", 2, GP)) == ["denied 1: G0283 is untimed: 1 unit whatever the minutes, not 2"]
    assert found(Line("G0283", 1, GP)) == []


def test_one_timed_code_on_two_lines_of_a_day() -> None:
    assert found(Line("97112", 1, GP), Line("97112", 1, GP)) == [
        "rejected 2: 97112 stands on another line too: one line per timed code and date"
    ]
    # An assistant's units stand on a line of their own; so do those of another discipline.
    assert found(Line("97112", 1, GP), Line("97112", 1, ("GP", "CQ")), Line("97112", 1, ("GO",))) == []


def test_an_additional_code_needs_its_first() -> None:
    assert found(Line("97130", 1, GP)) == ["denied 1: 97130 is billed with 97129, which is missing"]
    assert found(Line("97129", 1, GP), Line("97130", 1, GP)) == []
    assert found(Line("97129", 1, GP), Line("97130", 1, GP), Line("97130", 1, GP)) == [
        "rejected 3: 97130 stands on another line too: one line per timed code and date"
    ]
    assert found(Line("97129", 2, GP)) == ["denied 1: 97129 is the first unit only: 1 unit, not 2"]


def test_a_finding_says_where_the_timing_of_its_code_was_not_read() -> None:
    assert check([Line("G0283", 2, GP)], IN_2026)[0].source.startswith("unverified: ")


def test_a_pair_of_codes_needs_a_modifier() -> None:
    # PTP v2024Q3: 97150 is column 1 and 97112 column 2, indicator 1
    expected = (
        "97112 is denied beside 97150 on one day, unless a 59, XE, XP, XS or XU modifier applies. "
        "By the edits of 2024Q3; those of 2026Q1 may differ."
    )
    assert found(Line("97112", 1, GP), Line("97150", 1, GP)) == [f"denied 1: {expected}"]
    assert found(Line("97150", 1, GP), Line("97112", 1, GP)) == [f"denied 2: {expected}"]
    for modifier in ("59", "XE", "XP", "XS", "XU"):
        assert found(Line("97112", 1, ("GP", modifier)), Line("97150", 1, GP)) == []


def test_a_pair_that_no_modifier_allows() -> None:
    # PTP v2024Q3, practitioner: 92526 with 97032, indicator 0; outpatient hospital: 1
    lines = Line("92526", 1, ("GN",)), Line("97032", 1, ("GP", "59"))
    assert found(*lines)[0].startswith(
        "denied 2: 97032 is denied beside 92526 on one day; no modifier allows"
    )
    assert found(*lines, setting="outpatient_hospital") == []


def test_edits_of_the_service_dates_own_quarter_are_not_called_old() -> None:
    texts = found(Line("97112", 1, GP), Line("97150", 1, GP), on=date(2024, 9, 30))
    assert texts[0].endswith("modifier applies.")


def test_the_medically_unlikely_units() -> None:
    # MUE of 97112: practitioner 4, outpatient hospital 6
    assert found(Line("97112", 4, GP)) == []
    assert found(Line("97112", 5, GP), on=date(2024, 9, 30)) == [
        "denied 1: 97112: 5 units on the day, the MUE is 4."
    ]
    assert found(Line("97112", 6, GP), setting="outpatient_hospital") == []
    over = found(Line("97112", 7, GP), setting="outpatient_hospital")
    assert over == [
        (
            "denied 1: 97112: 7 units on the day, the MUE is 6. "
            "By the edits of 2024Q3; those of 2026Q1 may differ."
        )
    ]
    # from 2026-04-01 the practitioner's are those of 2026Q2, but for the codes that the copy read lacked
    assert "By the edits" not in found(Line("97112", 5, GP), on=date(2026, 6, 30))[0]
    assert found(Line("97550", 2, GP), on=date(2026, 6, 30)) == [
        (
            "denied 1: 97550: 2 units on the day, the MUE is 1. "
            "By the edits of 2024Q3; those of 2026Q2 may differ."
        )
    ]


def test_the_units_of_all_lines_count_against_the_mue() -> None:
    lines = Line("97112", 3, GP), Line("97112", 2, ("GP", "CQ")), Line("97112", 1, ("GO",))
    assert [each.split(":")[0] for each in found(*lines, on=date(2024, 9, 30))] == ["denied 2"]


def test_codes_that_medicare_does_not_take() -> None:
    assert found(Line("97014", 1, GP)) == [
        "denied 1: 97014 is not valid for Medicare (status I): report G0283"
    ]
    assert found(Line("97010", 1, GP)) == [
        "look 1: 97010 is bundled (status B): Medicare doesn't pay it separately"
    ]


def test_codes_that_are_priced_specially_are_not_called_ok() -> None:
    # status C and R in the relative value file of 2026
    assert found(Line("97039", 1, GP)) == [
        "not checked 1: 97039 has status C: Medicare prices or covers it specially"
    ]
    assert "not checked 1: 97026 has status R: Medicare prices or covers it specially" in found(
        Line("97026", 1, GP)
    )


def test_a_line_without_units_is_remarked() -> None:
    assert found(Line("97112", 0, GP)) == ["look 1: 97112 has no units"]


def test_a_code_unknown_on_that_date() -> None:
    assert found(Line("99999", 1, GP)) == ["not checked 1: 99999 is not a therapy code known for that date"]
    # 97550 came in 2024
    assert "not checked 1: 97550 is not a therapy code known for that date" in found(
        Line("97550", 1, GP), on=date(2023, 6, 1)
    )


def test_what_the_rule_data_does_not_have_is_said_to_be_not_checked() -> None:
    texts = found(Line("97112", 9, GP), Line("97150", 1, GP), on=date(2024, 3, 8))
    assert [text.split(":")[0] for text in texts] == ["not checked None", "not checked None"]
    assert "CMS's NCCI PTP edits of that quarter would tell" in texts[0]
    with pytest.raises(NotPublishedError, match="no rules for 2027"):
        check([Line("97112", 1, GP)], date(2027, 1, 5))


def test_kx_is_due_above_the_threshold() -> None:
    lines = [Line("97112", 1, GP), Line("97110", 1, ("GP", "KX"))]
    assert check(lines, IN_2026, allowed_to_date={"PT": Decimal("2480.00")}) == ()
    due = check(lines, IN_2026, allowed_to_date={"PT": Decimal("2480.01")})
    assert [(each.row, each.text) for each in due] == [
        (1, "97112: the year's allowed amounts are above $2,480; KX is due")
    ]
    assert check(lines, IN_2026, allowed_to_date={"OT": Decimal(9999)}) == ()
    # PT and SLP share the threshold: 1,500 + 1,500 is above 2,480
    together: dict[Discipline, Decimal] = {"PT": Decimal(1500), "SLP": Decimal(1500)}
    assert [each.row for each in check(lines, IN_2026, allowed_to_date=together)] == [1]
    apart: dict[Discipline, Decimal] = {"PT": Decimal(1500), "OT": Decimal(1500)}
    assert check(lines, IN_2026, allowed_to_date=apart) == ()


@pytest.mark.parametrize(
    ("allowed", "status", "left"),
    [
        ("0", "Below", "2480"),
        ("2480.00", "Below", "0.00"),
        ("2480.01", "Append KX", "519.99"),
        ("3000", "Append KX", "0"),
        ("3000.01", "Medical review possible", None),
    ],
)
def test_threshold_of_2026(allowed: str, status: str, left: str | None) -> None:
    answer = threshold(Decimal(allowed), rules.on(IN_2026))
    assert answer.status == status
    assert answer.left == (None if left is None else Decimal(left))


@pytest.mark.parametrize(("year", "kx"), [(2023, 2230), (2024, 2330), (2025, 2410), (2026, 2480)])
def test_thresholds_by_year(year: int, kx: int) -> None:
    for discipline in ("PT", "OT", "SLP"):
        answer = threshold(Decimal(0), rules.on(date(year, 7, 1)), discipline_named(discipline))
        assert answer.left == kx


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(InputError, match="allowed_to_date: -1 is negative"):
        threshold(Decimal(-1), rules.on(IN_2026))


def test_names_of_settings_and_disciplines() -> None:
    assert [
        setting_named(name) for name in (" Practitioner", "outpatient-hospital", "Outpatient  Hospital")
    ] == [
        "practitioner",
        "outpatient_hospital",
        "outpatient_hospital",
    ]
    assert discipline_named(" slp ") == "SLP"
    with pytest.raises(InputError, match='"practitioner" or "outpatient hospital"'):
        setting_named("home")
    with pytest.raises(InputError, match="PT, OT or SLP"):
        discipline_named("RN")


def test_a_finding_reads_as_a_sentence_with_its_source() -> None:
    text = str(check([Line("97112", 1, ("GO", "CQ"))], IN_2026)[0])
    assert text == (
        "Rejected, line 1: CQ goes with GP, which is missing "
        "[Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.1 (Rev. 11129, 11-22-21)]"
    )
    assert str(Finding("not checked", None, "x", "y")) == "Not checked, claim: x [y]"


SEVERAL = ["97112", "97110", "97150", "97036", "92526", "97161", "G0283", "97014", "97129"]
lines = st.lists(
    st.builds(
        Line,
        st.sampled_from(SEVERAL),
        st.integers(0, 8),
        st.lists(st.sampled_from(["GP", "GO", "GN", "CQ", "CO", "59", "KX"]), max_size=3).map(tuple),
    ),
    max_size=5,
)


@given(lines)
def test_findings_name_lines_that_exist_and_a_source(claim: list[Line]) -> None:
    for finding in check(claim, IN_2026):
        assert finding.row is None or 1 <= finding.row <= len(claim)
        assert finding.source


@given(st.lists(st.sampled_from(SEVERAL), unique=True, max_size=6))
def test_pairs_found_are_those_of_the_table(codes: list[str]) -> None:
    """An oracle: each pair of codes looked up in the table as it stands in the file."""
    path = rules.book.shipped().joinpath("2024-07-01", "ptp_practitioner.csv")
    table = {tuple(row.split(",")[:2]) for row in path.read_text(encoding="utf-8").splitlines()[1:]}
    expected = sum((a, b) in table or (b, a) in table for a, b in combinations(codes, 2))
    texts = [each.text for each in check([Line(code, 1, GP) for code in codes], IN_2026)]
    assert sum("denied beside" in text for text in texts) == expected
