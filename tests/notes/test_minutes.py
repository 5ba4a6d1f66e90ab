"""The minutes of treatment that a note documents."""

from __future__ import annotations

import pytest

from eightminute import notes


def minutes(note: str) -> tuple[int, str] | None:
    found = notes.read(note).minutes
    return (found.minutes, found.kind) if found else None


@pytest.mark.parametrize(
    ("note", "stated"),
    [
        ("97112 x 25 min: SLS on foam", (25, "single")),
        ("NMR 15': tandem, foam", (15, "single")),
        ("Pt seen 30 min for BAPS L2", (30, "single")),
        ("balance training for thirty minutes", (30, "single")),
        ("balance training for forty-five minutes", (45, "single")),
        ("97112 8 min, 97110 8 min", (16, "sum")),  # 8 + 8
        ("97112 2x15 min", (30, "single")),  # 2 times 15
        ("NMR 16m", (16, "single")),
        ("97112 15 min, 97116 12 min", (27, "sum")),  # 15 + 12
        ("97110 12 min\n97112 18 min\n97530 10 min", (40, "sum")),  # 12 + 18 + 10
        ("97110 12 min, 97112 18 min. Total tx 43 min", (43, "total")),
        ("97110 12 min, 97112 18 min. Total timed 40 / Total tx 43", (40, "timed total")),
        ("Total treatment time: 43 min\nTotal timed minutes: 40", (40, "timed total")),
        ("Time\n15 min", (15, "single")),
        ("Treatment time 45 min. NMR 25 min, TE 15 min.", (45, "total")),
        ("Pt seen 9:00-9:45 (45 min). NMR 25 min, TE 15 min.", (45, "total")),
        ("45 minute visit; NMR 25 min, TE 15 min.", (45, "total")),
        ("97112 25 min (PNF 15 min, balance 10 min)", (25, "single")),  # 15 + 10 are the 25
        ("97112 25 min (PNF 15 min, balance 10 min), 97110 10 min (bike 10 min)", (35, "sum")),  # 25 + 10
        ("97112 25 min: PNF 15 min, balance 10 min", (25, "total")),  # 15 + 10
        ("NMR 25 min, TE 15 min. 40 min in all.", (40, "total")),  # 25 + 15
        ("97112 30 min, 97110 15 min, 97140 15 min", (60, "sum")),  # 30 + 15 + 15: three services
        ("Moist heat 10 min, NMR 25 min", (25, "single")),  # heat isn't timed
        ("10 min moist heat, NMR 25 min, TE 10 min", (35, "sum")),  # 25 + 10
        ("97112 x25min: PNF", (25, "single")),
        ("97112 x15min, 97110 x10min", (25, "sum")),  # 15 + 10
        ("NMR 15m, TE 10m", (25, "sum")),  # 15 + 10
        ("Min\n15", (15, "single")),
        ("BAPS, rocker, SLS. 15m.", (15, "single")),  # a time alone in its sentence
        ("MIN 21\nSLS on foam", (21, "single")),
        ("Time: NMR 16", (16, "single")),
        ("38 tx min of PNF", (38, "single")),
        ("NMR 1.5 hr total", (90, "single")),  # 1.5 x 60
        ("Treated 25 min after hot pack", (25, "single")),
        ("SLS on foam with weight shift to R. 20 min.", (20, "single")),
        ("| Drill | Sets | Min |\n|---|---|---|\n| BOSU | 3 | 5 |\n| Toss | 4 | 6 |", (11, "sum")),  # 5 + 6
    ],
)
def test_timed_total_before_total_before_sum(note: str, stated: tuple[int, str]) -> None:
    assert minutes(note) == stated


@pytest.mark.parametrize(
    "note",
    [
        "Min A x 1, min VC",
        "Stance on foam w/ min sway, min LOB",
        "Lightheaded spell started 25 minutes ago in the waiting room",
        "Reports standing 15 minutes before LBP starts, sitting 30 min, drives 20 min to work",
        "Rest break 5 min before BP recheck",
        "Arrived 12 min late",
        "Pt education x 10 min on home hazards and footwear",
        "Cold pack at home 20 min prn",
        "P: 97112 15-20 min per visit",
        "SLS 30 sec x 3, tandem 45 sec x 3",
        "Walked 30m on grass",
        "Duration: 6 weeks",
        "Standing for grooming 2 min to 5 min",
        "Total knee replacement 2024",
        "0 min billed",
        "6 min walk test",
        "A 6-minute walk was not done",
        "Phone call w/ mom, 12 min",
        "Tues was 53 min",
        "Amb 150' w/ cane, was 40' RW",
        "Booked her for fifty minutes",
        "| Drill | Sets |\n| BOSU | 15 |",
        "2x/wk x 8 wks",
        "No treatment rendered. 97112 15 min cancelled",
        "VOID: PNF 15 min. Pt tol well.",
        "Voided. NMR 15 min.",
        "Note voided by PT: NMR 15 min",
        "NMR 1440 min",
        "NMR 24 hours",
        "Minutes: 25.5",
        "Treatment time 2-2:45 pm",
        "Total treatment time 9 am to 9:45 am",
        "Total treatment time: 8-8:53",
        "Treatment time: 900-945",
        "Time: 9 am",
        "Total 15 months",
        "Balance board 3 x 4 min",  # bouts of 4
        "",
    ],
)
def test_other_minutes_are_none(note: str) -> None:
    assert minutes(note) is None


def test_the_words_are_the_notes_own() -> None:
    found = notes.read("NMR x  23 Min: PNF").minutes
    assert found
    assert found.text == "23 Min"


@pytest.mark.parametrize(
    ("note", "stated"),
    [
        ("Ball-in-palm drill, key pinch w/ visual trace. 97112 2u/28 min.", 28),
        ("We spent nineteen minutes on neuromuscular work with the blade.", 19),
        ("Worked on balance: tandem stance, sidestepping 15 mns.", 15),
        ("Goals: SLS 15s. NMR 25 min: tandem on foam.", 25),  # within the goals, by its heading
    ],
)
def test_minutes_as_busy_people_write_them(note: str, stated: int) -> None:
    found = notes.read(note).minutes
    assert found
    assert found.minutes == stated


def test_a_fraction_s_second_number_is_no_minutes_of_treatment() -> None:
    assert notes.read("Pain 4/10 min at rest.").minutes is None


@pytest.mark.parametrize(
    ("note", "stated"),
    [
        ("NMR 1 hour", (60, "single")),
        ("NMR 1hr", (60, "single")),
        ("NMR 1.5 hours", (90, "single")),  # 1.5 x 60
        ("NMR half an hour", (30, "single")),
        ("NMR a half hour", (30, "single")),
        ("half an hour", (30, "single")),
        ("NMR 1 hr 15 min", (75, "single")),  # 60 + 15
        ("one hour and fifteen minutes of NMR", (75, "single")),  # 60 + 15
        ("NMR 1 hour, TE 15 min", (75, "sum")),  # 60 + 15
        ("Visit: 1 hr 15 min. NMR 25 min", (75, "total")),  # 60 + 15
        ("Duration: 1 hr 15 min", (75, "single")),  # 60 + 15
        ("Tx mins 25 min", (25, "single")),
        ("NMR minutes 25 min today", (25, "single")),
        ("NMR 15 mins 10 mins TE", (25, "sum")),  # 15 + 10
        ("TreatmentDuration=00:55 minutes 55", (55, "single")),
    ],
)
def test_a_time_is_counted_once(note: str, stated: tuple[int, str]) -> None:
    assert minutes(note) == stated


@pytest.mark.parametrize(
    ("note", "stated"),
    [
        ("Total treatment time: 1 hour", (60, "total")),
        ("Total treatment time: 1 hr 15 min", (75, "total")),  # 60 + 15
        ("Total Treatment Time: 1.5 hours", (90, "total")),  # 1.5 x 60
        ("Total Time: 2 hrs", (120, "total")),  # 2 x 60
        ("Total timed codes: 2 units 30 min", (30, "timed total")),
        ("Total timed codes 3 units/38 min", (38, "timed total")),
        ("Timed min: 38/45", (38, "timed total")),
        ("Untimed: 12 min. Timed: 38", (38, "timed total")),
        ("38 total minutes: NMR 25 min, TE 13 min", (38, "total")),  # 25 + 13
        ("Total treatment time: 8-8:53 (53 min)", (53, "single")),
        ("Visit 12 min A gait. NMR 25 min", (25, "single")),  # the twelfth visit
        ("Visit 12 min/mod A gait. NMR 25 min", (25, "single")),
        ("Timed 10 m walk 12 s. NMR 25 min", (25, "single")),
        ("Timed 25-foot walk 7.9 s. NMR 15 min", (15, "single")),
        ("Total 30 meters amb. NMR 25 min", (25, "single")),
        ("Time: 9 am to 9:45 am. NMR 25 min", (25, "single")),
    ],
)
def test_a_total_is_an_amount_of_time(note: str, stated: tuple[int, str]) -> None:
    assert minutes(note) == stated


@pytest.mark.parametrize(
    ("note", "stated"),
    [
        ("Minutes: 25.", (25, "single")),
        ("Duration: 25. PNF D2 on foam.", (25, "single")),
        ("Treatment minutes: 25. Pt tolerated well.", (25, "single")),
        (
            "Technique: PNF D2. Response: tolerated well. Minutes: 25. Progress: STG 1 met.",
            (25, "single"),
        ),
        ("Minutes: 25 min NMR, 15 min TE", (40, "sum")),  # 25 + 15
        ("Minutes: NMR 25 min and TE 15 min", (40, "sum")),  # 25 + 15
        ("Minutes: 25 min NMR, 5 min rest", (25, "single")),
        ("Duration: 45 min, NMR 25 min, TE 20 min", (45, "single")),  # 25 + 20
        ("Time: 45 min NMR, incl 15 min balance", (45, "single")),
    ],
)
def test_minutes_after_their_label(note: str, stated: tuple[int, str]) -> None:
    assert minutes(note) == stated


@pytest.mark.parametrize(
    "note",
    [
        "Min\tCode\n15\t97112\n10\t97110",
        "| Min | Code |\n|---|---|\n| 15 | 97112 |\n| 10 | 97110 |",
        "Min\tCode\tUnits\n15\t97112\t1\n10\t97110\t1",
        "Code\tMin\n97112\t15\n97110\t10\nEducation\t10",
    ],
)
def test_a_column_of_minutes_wherever_it_stands(note: str) -> None:
    assert minutes(note) == (25, "sum")  # 15 + 10


@pytest.mark.parametrize(
    ("note", "stated"),
    [
        ("NMR 2 x 15 min", (30, "single")),  # 2 times 15
        ("2 x 15 min", (30, "single")),
        ("Balloon volley 2 x 3 min. Tolerated well. 25 mins.", (25, "single")),  # bouts of 3
        ("NMR x16 min", (16, "single")),
        ("sixteen minutes of NMR", (16, "single")),
    ],
)
def test_times_that_were_repeated(note: str, stated: tuple[int, str]) -> None:
    assert minutes(note) == stated
