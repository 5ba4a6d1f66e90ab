"""What an auditor would ask about a note, and that nothing else is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute import notes
from eightminute.notes.warnings import EXERCISE, SIGNATURE, TOTAL, UNITS, raised_by

DATA = Path(__file__).parents[1] / "data" / "notes"
# Of the labelled notes those in which nothing but strength, range and stretching was done, billed as 97112.
ONLY_EXERCISE = {"dn006", "dn098", "m105", "m214", "m1314"}
FRAME = "Date of service: 3/2/2026\nPatient: J. Doe\n"
SOAP = (
    "S: Pt denies pain.\nO: 97112 25 min: tandem stance on foam, CGA.{time}\nA: Tolerated well. STG 1 met.\n"
    "P: Continue."
)


def raised(note: str | list[str]) -> list[str]:
    return [warning.label for warning in raised_by(notes.read(note))]


def test_the_labelled_notes_raise_no_warning_but_the_right_ones() -> None:
    found: dict[str, list[str]] = {}
    there = set()
    for name in ("dev_notes", "more_notes"):
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            note = json.loads(line)
            there.add(note["id"])
            if labels := raised(note.get("cells") or note["text"]):
                found[note["id"]] = labels
    assert found == {name: [EXERCISE] for name in ONLY_EXERCISE & there}


@pytest.mark.parametrize(
    "note",
    [
        "97112 x 30 min: quad sets 3x15, SLR 3x10, heel slides 2x15. Tolerated well.",
        "97112: leg press 3x12, squats 3x10 for strength. AROM knee 0-110. Tol well.",
        "NMR 15 min. Hip strengthening 3x10, hamstring stretch 3x30 sec to improve ROM.",
        "20 min TE + 10 min NMR. NMR: clamshells, SLR, mini squats.",
        "Chest press 3x10 20#, biceps curls 3x10. No pain. STG 2 met. 25 min.",
    ],
)
def test_strength_and_range_alone_read_like_therapeutic_exercise(note: str) -> None:
    assert raised(note) == [EXERCISE]


@pytest.mark.parametrize(
    "note",
    [
        "97112 30 min: tandem stance on foam 3x30 s, leg press 3x10, SLR 3x10.",
        "97112 15 min: step ups and squats 3x10 with mirror for valgus control.",
        "97112 15 min: quad sets 3x15, SLR 3x10 to address quad inhibition after TKA.",
        "97110 15 min: SLR 3x10, leg press 3x10. Pt tolerated well.",  # billed as what it is
        "97112 15 min per flow sheet. HEP: SLR 3x10, bridges 3x10.",
        "97112 15 min. Plan: SLR 3x10, leg press 3x10 next visit.",
        "97112 15 min: SLR 3x10.",  # one exercise is no habit
        "97112 15 min: leg press, squats.",  # without doses
        "15 min: leg press, squats, lunges.",  # nor called reeducation
        "",
    ],
)
def test_a_note_that_speaks_of_more_does_not(note: str) -> None:
    assert EXERCISE not in raised(note)


def test_the_words_are_the_exercises() -> None:
    (warning,) = raised_by(notes.read("97112 20 min: Quad Sets 3x15, SLR 3x10, quad sets 2x10."))
    assert warning.words == "Quad Sets, SLR"


@pytest.mark.parametrize(
    ("note", "words"),
    [
        # 20 min are 1 unit
        ("97112 x 3 units, 20 min: tandem stance.", "97112 x 3 units; 20 min"),
        # 30 min are 2 units, 2 + 1 are stated
        (
            "97112 (2 units), 97110 (1 unit). Timed total 30 min, total treatment time 30 min.",
            "97112 (2 units); 97110 (1 unit); Timed total 30",
        ),
    ],
)
def test_units_that_the_stated_minutes_dont_support(note: str, words: str) -> None:
    assert [(each.label, each.words) for each in raised_by(notes.read(note))] == [(UNITS, words)]


@pytest.mark.parametrize(
    "note",
    [
        "97112 2 units 25 min: tandem stance.",  # 23 to 37 min are 2 units
        "97112 x 2, 20 min: tandem stance.",  # who knows what x 2 is
        "97112 3 units: tandem stance.",  # no minutes: the element is missing, and that is told already
        "G0283 3 units. Tandem stance 15 min.",  # untimed
        "97112 x 3 units; 97112 x 2 units, 25 min: tandem stance.",  # who knows which is meant
        "97112 25 min: tandem stance. 97112 was 25 min, not 3 units.",
    ],
)
def test_units_that_fit_or_cant_be_told(note: str) -> None:
    assert UNITS not in raised(note)


@pytest.mark.parametrize(
    "units",
    [
        "Authorized: 97112 x 12 units.",
        "Auth 97112 12 units; 97110 12 units.",
        "97112 x 12 units are authorized.",
        "97112 x 12 units (approved).",
        "97112 auth 12 units.",
        "97112 x 4 units remaining.",
        "Next visit 97112 x 4 units.",
        "Next visit: 97112 x 4 units.",
        "Plan: 97112 x 4 units.\nO:",
        "Plan:\n97112 x 4 units\nO:",
        "Will bill 97112 x 4 units next time.",
        "97112 x 4 units planned.",
        "Last visit 97112 x 4 units.",
        "Last visit: Did well. 97112 x 4 units.\nToday:",
        "97112 x 4 units last visit.",
    ],
)
def test_units_that_this_visit_doesnt_bill(units: str) -> None:
    assert raised(f"{units} 97112 25 min: tandem stance.") == []


@pytest.mark.parametrize(
    "units",
    [
        "Authorized: 97112 x 12 units. 97112 x 3 units.",
        "Authorized 97112 x 12 units, today 97112 x 3 units.",
        "97112 x 12 units authorized, 97112 x 3 units today.",
        "97112 x 3 units today (12 authorized).",
        "Next visit: progress to foam.\nBilling: 97112 x 3 units.",
        "P: Continue next week. 97112 x 3 units.",
    ],
)
def test_units_that_it_bills_beside_others(units: str) -> None:
    # 25 min are 2 units
    found = raised_by(notes.read(f"97112 25 min: tandem stance. {units}"))
    assert [(each.label, each.words) for each in found] == [(UNITS, "97112 x 3 units; 25 min")]


def test_timed_minutes_in_total_without_total_treatment_time() -> None:
    (warning,) = raised_by(notes.read("Tandem stance. Tolerated well. Total timed minutes: 40."))
    assert (warning.label, warning.words) == (TOTAL, "Total timed minutes: 40")


@pytest.mark.parametrize(
    "time",
    [
        "Timed total 25 min",
        "Timed total time: 25 min",
        "Direct time 25 min",
        "Timed treatment time: 25 min",
        "Total timed code treatment minutes: 25",
        "Total timed treatment time: 25 min",
    ],
)
def test_what_is_said_of_the_timed_minutes_is_no_total_treatment_time(time: str) -> None:
    note = f"97112: tandem stance. {time}. Tolerated well."
    assert [(each.label, each.words) for each in raised_by(notes.read(note))] == [(TOTAL, time)]
    assert raised(f"{note} Total treatment time: 40 min.") == []
    assert raised(f"{note} Total: 40 min.") == []


@pytest.mark.parametrize(
    "test",
    [
        "Grip-release timed 14 in 10 s",
        "Sit to stand timed: 14 s",
        "Indirect time 10 min",
        "Non-timed total: 10 min",
        "Direct 1:1 15 min",
    ],
)
def test_a_timed_test_or_other_minutes_are_no_timed_total(test: str) -> None:
    assert raised(f"{test}. 15 min neuromuscular training: tandem stance.") == []


@pytest.mark.parametrize(
    "time",
    [
        " Total timed 40 / Total tx 43",
        " Timed: 40 min. Total treatment time: 52 min.",
        " Timed 40 min. Time in 9:00, time out 9:45.",
        " Timed 40 min, 45 min visit.",
        "",  # a single intervention's minutes: nothing says that they are all timed minutes
    ],
)
def test_total_treatment_time_is_there_in_many_forms(time: str) -> None:
    assert TOTAL not in raised(SOAP.format(time=time))


def test_a_whole_note_is_asked_for_total_time_and_signature() -> None:
    note = FRAME + SOAP.format(time="")
    assert raised(note) == [TOTAL, SIGNATURE]
    assert raised_by(notes.read(note))[1].words == ""  # nothing stands there
    assert raised(FRAME + SOAP.format(time=" Total treatment time: 40 min")) == [SIGNATURE]


@pytest.mark.parametrize(
    "end",
    [
        "Ann Lee, PT",
        "A. Lee PTA",
        "Electronically signed by A. Lee",
        "Signature: A. Lee",
        "Signature:\nA. Lee",
        "Signature: /s/ AL",
        "Signature: ______ Jane Roe PT",
        "Signed by A. Lee",
        "Lee, OTR/L",
        "Jane Roe PT",
        "J. Roe PT 3/2/2026 5:15 PM",
        "\u00c9lise N\u00fa\u00f1ez PT",
        "Jane Roe, P.T.",
        "Jane Roe, O.T.R./L",
        "Jane Roe O.T.R./L",
        "Jane Roe, S.L.P.",
        "Jane Roe, C.O.T.A.",
    ],
)
def test_a_signed_note_is_not_asked_for_it(end: str) -> None:
    for between in ("\n", " "):
        assert SIGNATURE not in raised(f"{FRAME}{SOAP.format(time='')}{between}{end}")


@pytest.mark.parametrize(
    "end",
    [
        "Signature: ____",
        "Signature:",
        "Signature: ..........",
        "Signature: X_____",
        "Signature: _____, PT",
        "Signature: ______ Date: ____",
        "Signature:\nDate: 3/2/2026",
        "Signature: Therapist ____",
        "Signed by: ____",
        "Signature: pending",
        "Pt seen by PT",
        "Continue Skilled PT",
    ],
)
def test_a_blank_line_or_a_service_is_no_signature(end: str) -> None:
    for between in ("\n", " "):
        assert SIGNATURE in raised(f"{FRAME}{SOAP.format(time='')}{between}{end}")


def test_a_name_without_a_comma_signs_at_the_end_alone() -> None:
    assert SIGNATURE in raised(f"Acme Rehab PT\n{FRAME}{SOAP.format(time='')}")


def test_a_part_of_a_note_is_not_asked_for_a_signature() -> None:
    assert raised(SOAP.format(time="")) == []  # a cell of a day sheet: the record has its frame elsewhere
    assert raised(f"{FRAME}97112 25 min: tandem stance on foam.") == []


def test_a_note_that_says_it_is_not_signed() -> None:
    (warning,) = raised_by(notes.read("97112 20 min. Tandem stance. Unsigned draft."))
    assert (warning.label, warning.words) == (SIGNATURE, "Unsigned")


@given(st.text())
def test_any_text_can_be_asked_about(note: str) -> None:
    for warning in raised_by(notes.read(note)):
        assert warning.label in {EXERCISE, UNITS, TOTAL, SIGNATURE}


def test_a_clinics_own_technique_is_one() -> None:
    own = notes.clinic.with_terms({"technique": ["Clinic circuit"]})
    note = "97112 15 min: clinic circuit, SLR 3x10, leg press 3x10."
    assert raised(note) == [EXERCISE]
    assert raised_by(notes.read(note, own), own) == ()
