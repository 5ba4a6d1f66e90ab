"""Payment: the checks of the sources, the order of the reductions, and an oracle for the reduction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute import rules
from eightminute.claims import Line
from eightminute.errors import InputError, NotPublishedError
from eightminute.payment import Part, Payment, part_named, pay, to_cent

IN_2026 = date(2026, 3, 2)
PRICED = ["97112", "97110", "97140", "97116", "97530", "97035", "97161", "97129", "G0283", "92507"]


def on(service_date: date, *lines: Line, locality: str = "") -> Payment:
    return pay(lines, rules.on(service_date), locality)


def amounts(payment: Payment) -> list[str]:
    return [str(fee.amount) for line in payment.lines for fee in line.fees]


@pytest.mark.parametrize(
    ("service_date", "first", "second"),
    [
        # (work 0.50 + PE 0.50 + MP 0.01) x 33.8872 = 34.2261; second unit (0.50 + 0.25 + 0.01) x 33.8872
        (date(2023, 5, 1), "34.23", "25.75"),
        # (0.50 + 0.50 + 0.01) x 32.7442 = 33.0716; (0.50 + 0.25 + 0.01) x 32.7442 = 24.8856
        (date(2024, 3, 8), "33.07", "24.89"),
        # the factor that Congress changed: x 33.2875 = 33.6204; 25.2985
        (date(2024, 3, 9), "33.62", "25.30"),
        # (0.50 + 0.48 + 0.01) x 32.3465 = 32.0230; (0.50 + 0.24 + 0.01) x 32.3465 = 24.2599
        (date(2025, 6, 1), "32.02", "24.26"),
        # (0.50 + 0.47 + 0.01) x 33.4009 = 32.7329; (0.50 + 0.235 + 0.01) x 33.4009 = 24.8837
        (date(2026, 12, 31), "32.73", "24.88"),
    ],
)
def test_97112_national(service_date: date, first: str, second: str) -> None:
    assert amounts(on(service_date, Line("97112", 2))) == [first, second]


def test_the_reduction_in_any_order_of_lines() -> None:
    # PE 0.47 of 97112 is above 0.41 of 97110: 32.73 + 24.88, and (0.45 + 0.205 + 0.01) x 33.4009 = 22.2116
    for lines in permutations([Line("97112", 2, ("GP",)), Line("97110", 1, ("GP",))]):
        paid = on(IN_2026, *lines)
        assert sorted(amounts(paid), reverse=True) == ["32.73", "24.88", "22.21"]
        assert {line.line.code: str(line.allowed) for line in paid.lines} == {
            "97112": "57.61",  # 32.73 + 24.88
            "97110": "22.21",
        }


def test_the_reduction_goes_across_disciplines_and_leaves_other_codes_alone() -> None:
    # 97129 carries no MULT PROC 5: each unit in full, (0.50 + 0.16 + 0.01) x 33.4009 = 22.3786
    paid = on(IN_2026, Line("97112", 1, ("GP",)), Line("97112", 1, ("GO",)), Line("97129", 2, ("GN",)))
    assert amounts(paid) == ["32.73", "24.88", "22.38", "22.38"]


def test_assistants_services_lose_from_medicares_share_alone() -> None:
    alone = on(IN_2026, Line("97112", 1, ("GP",))).lines[0]
    by_assistant = on(IN_2026, Line("97112", 1, ("GP", "CQ"))).lines[0]
    assert (by_assistant.allowed, by_assistant.patient) == (alone.allowed, alone.patient)
    assert str(alone.patient) == "6.55"  # 32.73 x 0.20 = 6.546
    assert str(alone.medicare) == "26.18"  # 32.73 x 0.80 = 26.184
    assert str(alone.paid) == "25.66"  # 32.73 x 0.80 x 0.98 = 25.6603
    assert str(by_assistant.medicare) == "22.26"  # 32.73 x 0.80 x 0.85 = 22.2564
    assert str(by_assistant.paid) == "21.81"  # 32.73 x 0.80 x 0.85 x 0.98 = 21.8113


def test_qualifying_participants_have_their_own_factor_from_2026() -> None:
    # (0.50 + 0.47 + 0.01) x 33.5675 = 32.8962
    paid = pay([Line("97112", 1)], rules.on(IN_2026), track="QP")
    assert amounts(paid) == ["32.90"]
    with pytest.raises(NotPublishedError, match="conversion_factor_qp: not in the rule data for 2025"):
        pay([Line("97112", 1)], rules.on(date(2025, 1, 1)), track="QP")


@pytest.mark.parametrize("locality", ["14512-50", "VT-50", "Vermont", "vermont", "VT50"])
def test_a_locality_by_number_or_name(locality: str) -> None:
    # Vermont 2026: work 1.000, PE 0.990, MP 0.506
    # (0.50 x 1.000 + 0.47 x 0.990 + 0.01 x 0.506) x 33.4009 = 0.97036 x 33.4009 = 32.4109
    assert amounts(on(IN_2026, Line("97112", 1), locality=locality)) == ["32.41"]


def test_a_locality_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(NotPublishedError, match=r"nearest: VERMONT \(VT-50\)"):
        on(IN_2026, Line("97112", 1), locality="Vermnt")
    with pytest.raises(NotPublishedError, match=r"may be REST OF CALIFORNIA \(CA-75\), .*write its number"):
        on(IN_2026, Line("97112", 1), locality="rest of")


def test_a_bundled_code_is_allowed_nothing_of_its_own() -> None:
    paid = on(IN_2026, Line("97010", 1, ("GP",)), Line("97112", 1, ("GP",)))
    assert [str(line.allowed) for line in paid.lines] == ["0.00", "32.73"]
    assert paid.explanation[0] == "Line 1, 97010: bundled (status B), $0.00 of its own"


def test_no_price_is_an_error_never_0() -> None:
    with pytest.raises(
        NotPublishedError, match="codes, row 2: 97014 has status I, not valid for Medicare; G0283"
    ):
        on(IN_2026, Line("97112", 1), Line("97014", 1))
    with pytest.raises(NotPublishedError, match="codes, row 1: 97039 has status C, priced by the contractor"):
        on(IN_2026, Line("97039", 1))
    with pytest.raises(NotPublishedError, match="99999: not among the therapy codes"):
        on(IN_2026, Line("99999", 1))
    with pytest.raises(NotPublishedError, match="service_date 2027-01-05: no rules for 2027"):
        on(date(2027, 1, 5), Line("97112", 1))
    with pytest.raises(InputError, match="units, row 1: -1 is negative"):
        on(IN_2026, Line("97112", -1))


def test_a_line_without_units_is_allowed_nothing_and_says_so() -> None:
    paid = on(IN_2026, Line("97112", 0))
    assert str(paid.lines[0].allowed) == "0.00"
    assert paid.explanation[0] == "Line 1, 97112: no units, $0.00"


def test_the_arithmetic_can_be_redone_on_paper() -> None:
    paid = on(IN_2026, Line("97112", 3, ("GP", "CQ")))
    assert paid.explanation[:6] == (
        (
            "Line 1, 97112, unit 1: work 0.50 × 1 = 0.5; PE 0.47 × 1 = 0.47, sum 0.97; "
            "MP 0.01 × 1 = 0.01, sum 0.98; × 33.4009 = 32.732882, rounded $32.73"
        ),
        (
            "Line 1, 97112, units 2 to 3, each (multiple procedure reduction, CO-59): work 0.50 × 1 = 0.5; "
            "PE 0.47 × 0.5 × 1 = 0.235, sum 0.735; MP 0.01 × 1 = 0.01, sum 0.745; "
            "× 33.4009 = 24.8836705, rounded $24.88"
        ),
        "Line 1, 97112: allowed 32.73 + 24.88 + 24.88 = $82.49",
        "Line 1, 97112: patient 82.49 × 0.2 = 16.498, rounded $16.50",
        "Line 1, 97112: Medicare (CQ/CO) 82.49 × 0.8 × 0.85 = 56.0932, rounded $56.09",
        "Line 1, 97112: after sequestration 82.49 × 0.8 × 0.85 × 0.98 = 54.971336, rounded $54.97",
    )


def test_every_input_names_its_source() -> None:
    sources = " ".join(on(IN_2026, Line("97112", 1), locality="VT-50").sources)
    for named in (
        "RVU26C",
        "Addendum E, final CY 2026",
        "read in a public copy",
        "§10.7",
        "§20.1",
        "00106360",
    ):
        assert named in sources
    assert "Addendum E" not in " ".join(on(IN_2026, Line("97112", 1)).sources)


def test_parts_by_name() -> None:
    names: list[Part] = ["allowed", "medicare", "patient", "paid"]
    assert [part_named(f" {name.upper()} ") for name in names] == names
    with pytest.raises(InputError, match="part: must be allowed, medicare, patient, paid"):
        part_named("charge")


@given(st.decimals(0, 10_000, places=4))
def test_half_a_cent_goes_up(amount: Decimal) -> None:
    cents = Fraction(amount) * 100
    nearest = int(cents) + (cents - int(cents) >= Fraction(1, 2))
    assert Fraction(to_cent(amount)) * 100 == nearest


claims = st.lists(
    st.builds(Line, st.sampled_from(PRICED), st.integers(0, 4), st.sampled_from([("GP",), ("GP", "CQ")])),
    max_size=5,
)


@given(claims)
def test_patient_and_medicare_share_the_allowed_amount(lines: list[Line]) -> None:
    for line in pay(lines, rules.on(IN_2026)).lines:
        if not line.line.by_assistant:
            assert line.patient + line.medicare == line.allowed
        assert Decimal(0) <= line.paid <= line.medicare <= line.allowed


@given(claims)
def test_one_unit_of_the_day_is_paid_in_full_and_it_is_the_dearest_choice(lines: list[Line]) -> None:
    """An oracle: of every way to choose the unit that keeps its practice expense, the best for the clinic.

    Half of the practice expense is lost by every unit but one, so the highest one kept is the most that the
    day can come to.
    """
    ruleset = rules.on(IN_2026)
    factor = Fraction(ruleset.value("conversion_factor"))
    under, in_full = [], Fraction(0)
    for line in lines:
        values = ruleset.relative_values(line.code)
        pe = Fraction(values.nonfacility_pe or 0)
        rest = Fraction(values.work) + Fraction(values.mp)
        if values.mult_proc == 5:
            under += [(pe, rest)] * line.units
        else:
            in_full += (pe + rest) * factor * line.units
    choices = [
        sum((rest + (pe if unit == kept else pe / 2)) * factor for unit, (pe, rest) in enumerate(under))
        for kept in range(len(under))
    ]
    best = in_full + max(choices, default=Fraction(0))
    paid = pay(lines, ruleset)
    units = sum(len(line.fees) for line in paid.lines)
    assert abs(Fraction(sum(line.allowed for line in paid.lines)) - best) <= Fraction(units, 200)
    kept = [
        fee for line in paid.lines for fee in line.fees if fee.values.mult_proc == 5 and fee.pe_share == 1
    ]
    assert len(kept) == bool(under)


@given(claims, st.data())
def test_the_order_of_lines_does_not_change_the_day(lines: list[Line], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(lines))
    ruleset = rules.on(IN_2026)

    def day(order: list[Line]) -> list[str]:
        return sorted(str(fee.amount) for line in pay(order, ruleset).lines for fee in line.fees)

    assert day(lines) == day(shuffled)
