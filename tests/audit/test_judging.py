"""Which lines belong together, and what is said of them."""

from __future__ import annotations

import csv
import datetime as dt
import random
import shutil
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eightminute.audit import Audit, audit_file
from eightminute.errors import InputError
from eightminute.excel.functions import UNITSCHECK, UNITSSESSION
from eightminute.rules import book

NOTE = "97112 x 25 min: PNF D1, tandem stance on foam. Tolerated well. STG 1 met."


def verdicts(audit: Audit) -> list[str]:
    return [result.verdict for result in audit.results]


def told(audit: Audit) -> list[tuple[int, str, int, str]]:
    """What is said of units and notes; claims have tests of their own."""
    return [
        (each.row, each.kind, each.units, each.message) for each in audit.findings if each.kind != "claim"
    ]


def test_a_right_line_has_no_findings(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 25, 2, NOTE)))  # 23 to 37 minutes are 2 units
    assert told(audit) == []
    assert verdicts(audit) == ["OK"]
    assert audit.results[0].supported == 2


def test_too_many_and_too_few(day: Any) -> None:
    # 33 + 7 = 40 -> 3 units: 33 = 2 blocks + 3, 7 is the larger remainder: 2 and 1
    audit = audit_file(day((1, 97110, "GP", 33, 3, NOTE), (1, 97140, "GP", 7, 0)))
    assert verdicts(audit) == ["Overbilled by 1", "Underbilled by 1"]
    assert [result.supported for result in audit.results] == [2, 1]
    assert told(audit)[:1] == [(2, "overbilled", 1, "Overbilled by 1: 3 billed, 2 supported")]
    assert audit.results[0].why.startswith("33 + 7 = 40 timed min = 3 units by the 8-minute rule")
    assert (audit.totals.overbilled_units, audit.totals.underbilled_units) == (1, 1)


@pytest.mark.parametrize("billed", [(2, 1), (1, 2)])
def test_any_answer_of_a_tie_is_ok(day: Any, billed: tuple[int, int]) -> None:
    # 20 + 20 = 40 -> 3 units, remainders 5 and 5: the professional's choice
    audit = audit_file(day((1, 97112, "GP", 20, billed[0]), (1, 97110, "GP", 20, billed[1])))
    assert verdicts(audit) == ["OK", "OK"]
    assert tuple(result.supported for result in audit.results) == billed


def test_the_rule_is_the_payers(day: Any) -> None:
    path = day((1, 97112, "GP", 10, 1), (1, 97110, "GP", 10, 1))
    assert verdicts(audit_file(path)) == ["OK", "Overbilled by 1"]  # 20 minutes are 1 unit
    assert verdicts(audit_file(path, rule="midpoint")) == ["OK", "OK"]  # each by itself has 8 or more
    with pytest.raises(InputError, match="rule: must be"):
        audit_file(path, rule="eights")


def test_minutes_count_by_visit_and_date(workbook: Any) -> None:
    lines = [("3/2/2026", 1), ("3/2/2026", 2), ("3/3/2026", 1)]
    path = workbook(
        [
            ["DOS", "Visit", "CPT", "Min", "Units"],
            *([*line, 97112, 7, 0] for line in lines),
            ["3/2/2026", 1, 97110, 7, 1],
        ]
    )
    # 7 minutes are no unit; visit 1 of 3/2 has 7 + 7 = 14: 1 unit
    assert verdicts(audit_file(path)) == ["OK"] * 4


def test_a_patients_two_visits_of_a_day_count_together(workbook: Any) -> None:
    headers = ["DOS", "Visit", "MRN", "CPT", "Min", "Units"]
    path = workbook([headers, ["3/2/2026", 1, "P", 97112, 10, 1], ["3/2/2026", 2, "P", 97112, 10, 1]])
    audit = audit_file(path)
    assert verdicts(audit) == ["OK", "Overbilled by 1"]  # 20 minutes of the day are 1 unit
    assert audit.totals.visits == 1


def test_disciplines_count_apart_where_both_are_named(day: Any) -> None:
    # 23 and 23: 2 units each; together 46 would be 3
    audit = audit_file(day((1, 97112, "GP", 23, 2, NOTE), (1, 97530, "GO", 23, 2, NOTE)))
    assert verdicts(audit) == ["OK", "OK"]
    assert audit.totals.visits == 1


def test_a_line_without_discipline_joins_the_only_one(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 23, 2, NOTE), (1, 97530, None, 23, 1)))
    assert verdicts(audit) == ["OK", "OK"]  # 46 minutes are 3 units


def test_a_line_without_discipline_cant_be_placed_among_two(day: Any) -> None:
    audit = audit_file(
        day(
            (1, 97112, "GP", 23, 2, NOTE),
            (1, 97530, "GO", 23, 2, NOTE),
            (1, 97110, None, 8, 1),
            (1, None, None, 0, 0),
        )
    )
    assert verdicts(audit) == ["OK", "OK", "", ""]
    assert told(audit)[0] == (
        4,
        "unreadable",
        0,
        "modifiers, row 4: one of GO, GP is needed on a day that has both",
    )


def test_an_unreadable_line_is_left_out_and_told(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", "a while", 2, NOTE), (1, 97110, "GP", 8, 1)))
    assert verdicts(audit) == ["", "OK"]
    assert [result.problem for result in audit.results] == [
        "minutes, row 2: is text that can't be read as minutes",
        "judged without row 2",
    ]
    assert audit.totals.unreadable == 1


def test_a_code_without_a_rule_is_not_judged(day: Any) -> None:
    audit = audit_file(day((1, 97014, "GP", 15, 1, NOTE), (1, 97112, "GP", 25, 2)))
    assert verdicts(audit) == ["", "OK"]
    assert [(row, kind) for row, kind, _, _ in told(audit)] == [(2, "no rule")]
    assert audit.totals.without_rule == 1


def test_lines_that_dont_fit_together(day: Any) -> None:
    audit = audit_file(day(*[(1, 97112, "GP", 250, 1, NOTE)] * 7))
    message = "minutes: 1,750 is more than a day (1,440 minutes) (rows 2, 3, 4, 5, 6 and 2 more)"
    assert told(audit) == [(row, "unreadable", 0, message) for row in range(2, 9)]
    assert verdicts(audit) == [""] * 7


def test_half_a_pair_is_its_own_rows_problem(day: Any) -> None:
    audit = audit_file(day((1, 97130, "GN", 15, 1, NOTE), (1, 97112, "GN", 25, 2, NOTE)))
    reason = "code, row 2: 97130 is billed with 97129, which is missing"
    assert told(audit) == [(2, "unreadable", 0, reason)]
    assert verdicts(audit) == ["", "OK"]


def test_dates_of_service(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 25, 2)))
    assert audit.dates == (dt.date(2026, 3, 2), dt.date(2026, 3, 2))
    assert audit_file(day((1, 97112, "GP", 25, 2), date="soon")).dates is None


def test_no_lines(workbook: Any) -> None:
    path = workbook([["DOS", "Visit", "CPT", "Min", "Units"], [None, " "]])
    with pytest.raises(InputError) as refusal:
        audit_file(path)
    assert str(refusal.value) == "my-day.xlsx, sheet 1 of 1: no lines stand under the headers in row 1"


# ---- dates


@pytest.mark.parametrize("rule", ["8-minute", "midpoint"])
@pytest.mark.parametrize("date", [dt.date(2027, 1, 4), dt.date(1999, 3, 2)])
def test_a_date_without_rules_is_not_judged_and_told_once(day: Any, date: dt.date, rule: str) -> None:
    audit = audit_file(day((1, 97112, "GP", 25, 2, NOTE), (1, 97110, "GP", 40, 9), date=date), rule=rule)
    assert verdicts(audit) == ["", ""]
    assert [(row, kind) for row, kind, _, _ in told(audit)] == [(2, "no rule")]
    message = told(audit)[0][3]
    assert message.startswith(f"service_date {date}: no rules for {date.year} are published here")
    assert [result.problem for result in audit.results] == [message, message]
    assert (audit.totals.lines_ok, audit.totals.without_rule, audit.citation) == (0, 1, "")


def test_what_cannot_be_read_is_told_without_rules_too(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", "x", 2), (1, 97110, "GP", 8, 1), date=dt.date(2027, 1, 4)))
    assert [(row, kind) for row, kind, _, _ in told(audit)] == [(2, "unreadable"), (2, "no rule")]


def test_each_day_is_judged_by_the_rule_of_its_date(
    workbook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "rules"
    shutil.copytree(str(book.shipped()), own)
    changed = own / "2026-01-01" / "rules.toml"
    name, _, rest = changed.read_text(encoding="utf-8").partition("[figures.first_unit_minutes]")
    changed.write_text(f"{name}[figures.first_unit_minutes]{rest.replace('value = 8', 'value = 10', 1)}")
    monkeypatch.setenv(book.VARIABLE, str(own))
    lines = [[date, 1, 97112, 9, 1] for date in ("12/31/2025", "1/2/2026")]
    audit = audit_file(workbook([["DOS", "Visit", "CPT", "Min", "Units"], *lines]))
    assert verdicts(audit) == ["OK", "Overbilled by 1"]


# ---- notes


def note_findings(audit: Audit) -> list[tuple[int, str]]:
    return [(each.row, each.message) for each in audit.findings if each.kind == "note"]


@pytest.mark.parametrize("notes", [(NOTE, None), (None, NOTE), (NOTE, NOTE)])
def test_a_note_holds_for_its_visit(day: Any, notes: tuple[str | None, str | None]) -> None:
    audit = audit_file(day((1, 97112, "GP", 25, 2, notes[0]), (1, 97112, "GP", 0, 0, notes[1])))
    assert note_findings(audit) == []
    assert {result.note.verdict for result in audit.results if result.note} == {"OK"}
    assert audit.totals.notes == 1


def test_notes_on_each_line_are_taken_together(day: Any) -> None:
    audit = audit_file(
        day(
            (1, 97112, "GP", 15, 1, "97112 15 min: PNF D1. Tolerated well."),
            (1, 97110, "GP", 10, 1, "97110 10 min. STG 1 met."),
        )
    )
    assert told(audit) == []  # the minutes add up to 25, which support 2 units
    assert [result.note.minutes for result in audit.results if result.note] == [25, 25]


def test_what_the_note_doesnt_show(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 25, 2, "PNF D1 x 25 min. STG 1 met."), (1, 97110, "GP", 0, 0)))
    assert note_findings(audit) == [(2, "Note doesn't show: patient's response")]
    assert audit.totals.notes_incomplete == 1


def test_no_note(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 25, 2), (2, 97110, "GP", 8, 1), (3, "G0283", "GP", 8, 1)))
    assert note_findings(audit) == [
        (2, "No note"),
        (3, "No note"),
    ]  # an untimed code alone asks for none here
    assert (audit.totals.notes_missing, audit.totals.notes) == (2, 0)


def test_without_a_column_of_notes_none_is_missed(workbook: Any) -> None:
    audit = audit_file(workbook([["DOS", "Visit", "CPT", "Min", "Units"], ["3/2/2026", 1, 97112, 25, 2]]))
    assert told(audit) == []
    assert audit.results[0].note is None


def test_a_note_of_other_codes_is_not_judged_by_what_97112_asks(day: Any) -> None:
    audit = audit_file(day((1, 97110, "GP", 25, 2, "97110 x 25 min: leg press.")))
    assert told(audit) == []
    assert [result.note.verdict for result in audit.results if result.note] == ["Not judged"]
    assert audit.totals.notes == 0


@pytest.mark.parametrize("minutes", ["a while", "#N/A"])
def test_a_note_is_judged_though_the_minutes_cant_be_read(day: Any, minutes: str) -> None:
    audit = audit_file(day((1, 97112, "GP", minutes, 2, "PNF D1 x 25 min. STG 1 met.")))
    assert note_findings(audit) == [(2, "Note doesn't show: patient's response")]


def test_minutes_of_the_note_must_support_the_units(day: Any) -> None:
    path = day((1, 97112, "GP", 30, 2, "97112 x 15 min: PNF D1. Tolerated well. STG 1 met."))
    audit = audit_file(path)
    # the sheet's 30 minutes are 2 units, the note's 15 are 1
    assert told(audit) == [
        (2, "note minutes", 1, "Note documents 15 min: 2 timed units billed, 1 supported"),
    ]
    assert (audit.totals.notes_short_of_minutes, audit.totals.units_short_of_minutes) == (1, 1)
    assert told(audit_file(path, rule="midpoint")) == []  # it doesn't go by a day's total


def test_what_the_sheets_minutes_miss_is_not_told_twice(day: Any) -> None:
    audit = audit_file(day((1, 97112, "GP", 15, 2, "97112 x 15 min: PNF D1. Tolerated well. STG 1 met.")))
    assert [kind for _, kind, _, _ in told(audit)] == ["overbilled"]


def test_a_total_in_one_note_counts_before_times_in_another(day: Any) -> None:
    audit = audit_file(
        day(
            (1, 97112, "GP", 15, 1, "PNF D1. Tolerated well. STG 1 met. Total timed: 25 min"),
            (1, 97110, "GP", 10, 1, "97110 10 min"),
        )
    )
    assert [result.note.minutes for result in audit.results if result.note] == [25, 25]


@pytest.mark.parametrize("error", ["#N/A", "#REF!"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_of_a_note_with_a_cell_that_cant_be_read_nothing_else_is_told(
    workbook: Any, tmp_path: Path, kind: str, error: str
) -> None:
    rows: list[list[Any]] = [
        ["DOS", "Visit", "CPT", "Min", "Units", "S", "O", "A", "P"],
        ["3/2/2026", 1, 97112, 25, 2, error, None, None, None],
        ["3/2/2026", 2, 97112, 25, 2, "Denies pain", "97112 10 min", error, "Continue"],
        ["3/2/2026", 3, 97112, 25, 2, None, "97112 10 min", None, None],
        ["3/2/2026", 3, None, None, None, None, error, None, None],
    ]
    path = workbook(rows) if kind == "xlsx" else tmp_path / "day.csv"
    if kind == "csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    audit = audit_file(path)
    assert told(audit) == [
        (row, "unreadable", 0, f"note, row {row}: the cell holds an error ({error})") for row in (2, 3, 5)
    ]
    assert [result.note.verdict for result in audit.results if result.note] == ["Not judged"] * 4
    assert (audit.totals.notes_missing, audit.totals.notes) == (0, 0)


# ---- what must hold for all

LINE = st.tuples(
    st.sampled_from(["97112", "97110", "97140", "G0283", "97014"]),
    st.one_of(st.integers(0, 60).map(str), st.just("a while")),
    st.integers(0, 5).map(str),
)


def audited(lines: list[tuple[str, ...]]) -> Audit:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "day.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([("DOS", "Visit", "CPT", "Min", "Units"), *lines])
        return audit_file(path)


@settings(max_examples=60)
@given(st.lists(LINE, min_size=1, max_size=5))
def test_the_audit_says_what_unitscheck_says(lines: list[tuple[str, str, str]]) -> None:
    audit = audited([("3/2/2026", "1", *line) for line in lines])
    codes, minutes, billed = ([[cell] for cell in column] for column in zip(*lines, strict=True))
    if len(lines) > 1:
        expected = [row[0] for row in UNITSCHECK(codes, minutes, billed)]
        assert [verdict or "error" for verdict in verdicts(audit)] == [
            "error" if verdict.startswith("#") else verdict for verdict in expected
        ]
    supported = [result.supported for result in audit.results if result.supported is not None]
    if len(lines) > 1:  # a tie may go elsewhere, but never changes how many units there are
        answers = [row[0] for row in UNITSSESSION(codes, minutes)]
        assert sum(supported) == sum(answer for answer in answers if isinstance(answer, int))


@settings(max_examples=40)
@given(st.lists(st.lists(LINE, min_size=1, max_size=4), min_size=2, max_size=4), st.randoms())
def test_where_a_visits_lines_stand_changes_nothing(
    visits: list[list[tuple[str, ...]]], chance: random.Random
) -> None:
    named = [[("3/2/2026", str(number), *line) for line in lines] for number, lines in enumerate(visits)]
    order = [number for number, lines in enumerate(named) for _ in lines]
    chance.shuffle(order)
    left = [iter(lines) for lines in named]
    mixed = [next(left[number]) for number in order]

    def by_visit(audit: Audit) -> dict[str, list[str]]:
        found = defaultdict(list)
        for result in audit.results:
            found[result.line.visit].append(result.verdict)
        return found

    assert by_visit(audited(mixed)) == by_visit(audited([line for lines in named for line in lines]))
