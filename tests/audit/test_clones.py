"""Notes copied from another visit of the patient, and the other warnings of an audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from eightminute.audit import Audit, audit_file
from eightminute.audit.reports import results
from eightminute.errors import InputError

HEADERS = ["DOS", "MRN", "CPT", "Minutes", "Units", "Note"]
NOTE = (
    "97112 x 25 min: PNF D1 and tandem stance on foam with CGA, weight shifts to the left before a mirror. "
    "Pt tolerated well, no LOB by the third set. STG 1 met: stands 30 s unsupported."
)
EXERCISE = "97112 25 min: quad sets 3x15, SLR 3x10, leg press 3x10. Tolerated well. STG 1 met."


def visit(date: str, note: str | None, patient: str = "P-1", code: int = 97112) -> list[Any]:
    return [date, patient, code, 25, 2, note]


def warned(audit: Audit) -> list[tuple[int, str]]:
    return [(each.row, each.message) for each in audit.findings if each.kind == "note warning"]


def test_the_same_note_on_another_day_is_named_with_its_date_and_row(workbook: Any) -> None:
    rows = [
        HEADERS,
        visit("3/4/2026", NOTE),
        visit("3/2/2026", NOTE),
    ]  # the later visit copied, where it stands
    audit = audit_file(workbook(rows))
    assert warned(audit) == [(2, "Note: the same as that of 3/2/2026 (row 3)")]
    assert audit.totals.note_warnings == 1


def test_a_few_changed_words_dont_hide_it(workbook: Any) -> None:
    changed = NOTE.replace("third", "second")
    # 33 words and more: 3 runs of three of each differ
    audit = audit_file(workbook([HEADERS, visit("3/2/2026", NOTE), visit("3/4/2026", changed)]))
    ((row, message),) = warned(audit)
    assert row == 3
    assert message.endswith("% the same as that of 3/2/2026 (row 2)")
    assert 80 <= int(message.removeprefix("Note: ").partition("%")[0]) < 100


@pytest.mark.parametrize(
    "other",
    [
        visit("3/4/2026", NOTE, patient="P-2"),  # another patient
        visit("3/2/2026", NOTE, code=97110),  # the same visit
        visit("3/4/2026", None),
        visit(
            "3/4/2026",
            "97112 x 25 min: PNF D2 and tandem stance on foam with SBA, weight shifts to the left on scales. "
            "Pt tolerated well, 1 LOB in the first set. STG 2 progressing: stands 20 s unsupported.",
        ),
        visit("3/4/2026", EXERCISE.replace("quad sets 3x15, SLR 3x10, leg press", "tandem stance on foam")),
    ],
)
def test_another_patients_note_or_an_own_new_one_is_none(workbook: Any, other: list[Any]) -> None:
    assert warned(audit_file(workbook([HEADERS, visit("3/2/2026", NOTE), other]))) == []


def test_short_notes_are_alike_by_chance(workbook: Any) -> None:
    rows = [HEADERS, *(visit(f"3/{day}/2026", "Tandem stance 25 min, tolerated well.") for day in (2, 3))]
    assert warned(audit_file(workbook(rows))) == []


def test_without_patients_nobody_can_tell(workbook: Any) -> None:
    rows = [["DOS", "Visit", *HEADERS[2:]], visit("3/2/2026", NOTE), visit("3/4/2026", NOTE)]
    assert warned(audit_file(workbook(rows))) == []


def test_each_copy_is_told_by_the_one_before_it(workbook: Any) -> None:
    rows = [HEADERS, *(visit(f"3/{day}/2026", NOTE) for day in (2, 3, 4))]
    assert [message for _, message in warned(audit_file(workbook(rows)))] == [
        "Note: the same as that of 3/2/2026 (row 2)",
        "Note: the same as that of 3/3/2026 (row 3)",
    ]


def test_a_copy_is_found_however_long_ago(workbook: Any) -> None:
    between = [
        visit(f"{month}/{day}/2026", " ".join(f"word{month}x{day}x{n}" for n in range(20)))
        for month in (2, 3)
        for day in range(1, 25)
    ]
    rows = [HEADERS, visit("1/5/2026", NOTE), *between, visit("4/6/2026", NOTE)]
    assert [message for _, message in warned(audit_file(workbook(rows)))] == [
        "Note: the same as that of 1/5/2026 (row 2)"
    ]


def test_no_message_holds_words_of_a_note(workbook: Any) -> None:
    rows = [HEADERS, visit("3/2/2026", EXERCISE), visit("3/4/2026", EXERCISE)]
    told = warned(audit_file(workbook(rows)))
    assert [message for _, message in told] == [
        "Note: reads like therapeutic exercise",
        "Note: reads like therapeutic exercise",
        "Note: the same as that of 3/2/2026 (row 2)",
    ]
    assert not any("quad" in message or "SLR" in message for _, message in told)


def test_a_warning_is_of_the_visit_if_each_note_gives_reason(workbook: Any) -> None:
    both = [visit("3/2/2026", EXERCISE), visit("3/2/2026", "Tandem stance on foam 10 min.", code=97110)]
    assert warned(audit_file(workbook([HEADERS, *both]))) == []


def test_only_visits_with_97112_are_warned_of_what_its_note_needs(workbook: Any) -> None:
    assert warned(audit_file(workbook([HEADERS, visit("3/2/2026", EXERCISE, code=97110)]))) == []


@pytest.mark.parametrize("codes", [(97161, 97112), (97112, 97164), (97161, 97164)])
def test_a_copy_is_told_though_a_visit_has_no_timed_code(workbook: Any, codes: tuple[int, int]) -> None:
    rows = [HEADERS, visit("3/2/2026", NOTE, code=codes[0]), visit("3/4/2026", NOTE, code=codes[1])]
    assert warned(audit_file(workbook(rows))) == [(3, "Note: the same as that of 3/2/2026 (row 2)")]


def test_the_results_have_a_column_for_warnings(workbook: Any) -> None:
    audit = audit_file(workbook([HEADERS, visit("3/2/2026", EXERCISE), visit("3/3/2026", NOTE)]))
    place = results.place_for(audit)
    results.write(audit, place)
    headers, *rows = openpyxl.load_workbook(place)["Lines"].iter_rows(values_only=True)
    column = list(headers).index("Audit: note warnings")
    assert [row[column] for row in rows] == ["Note: reads like therapeutic exercise", None]


OWN = "97112 25 min: blue room circuit. Pt tolerated well. STG 1 met."
MISSING = "Note doesn't show: technique"


def shown(audit: Audit) -> list[str]:
    return [each.message for each in audit.findings]


def test_the_clinics_own_words_are_given_or_beside_the_sheet_or_in_the_variable(
    workbook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = workbook([HEADERS, visit("3/2/2026", OWN)])
    assert MISSING in shown(audit_file(sheet))
    words = 'technique = ["Blue room circuit"]\n'
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    named = elsewhere / "own.toml"
    named.write_text(words, encoding="utf-8")
    given = audit_file(sheet, vocabulary=named)
    assert (shown(given), given.words) == ([], "own.toml")
    monkeypatch.setenv("EIGHTMINUTE_VOCABULARY", str(named))
    assert audit_file(sheet).words == "own.toml"
    beside = tmp_path / "eightminute-vocabulary.toml"
    beside.write_text(words, encoding="utf-8")
    assert audit_file(sheet).words == beside.name  # nearer than the variable
    beside.write_text("colour = []\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"eightminute-vocabulary\.toml, line 1: there is no element colour"):
        audit_file(sheet)


def test_the_summary_says_whose_words_were_used(workbook: Any, tmp_path: Path) -> None:
    sheet = workbook([HEADERS, visit("3/2/2026", OWN)])
    (tmp_path / "eightminute-vocabulary.toml").write_text('technique = ["blue room*"]\n', encoding="utf-8")
    audit = audit_file(sheet)
    place = results.place_for(audit)
    results.write(audit, place)
    cells = [row[1] for row in openpyxl.load_workbook(place)["Summary"].iter_rows(values_only=True)]
    assert "Notes were read with the words of eightminute-vocabulary.toml." in cells
    without = audit_file(workbook([HEADERS[:5], visit("3/2/2026", None)[:5]]))
    assert without.words == ""  # no notes, no words
