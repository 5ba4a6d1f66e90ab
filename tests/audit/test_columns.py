"""Which column is which: the headers that billers use, and what is said when it can't be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from eightminute.audit import sources
from eightminute.audit.columns import Columns, find, parse_map, roles_of
from eightminute.errors import InputError

USUAL = ["DOS", "Visit", "CPT", "Min", "Units"]


def found(path: Path, *settings: str) -> Columns:
    return find(sources.candidates(path), parse_map(settings))[1]


@pytest.mark.parametrize(
    ("role", "header"),
    [
        ("date", "DOS"),
        ("date", "Date of Service"),
        ("date", "Service Date:"),
        ("patient", "MRN"),
        ("patient", "Account #"),
        ("patient", "Patient Name"),
        ("visit", "Visit #"),
        ("visit", "Visit No."),
        ("visit", "Encounter ID"),
        ("code", "CPT"),
        ("code", "CPT®/HCPCS"),
        ("code", "Proc Code"),
        ("minutes", "Timed min"),
        ("minutes", "Treatment Minutes"),
        ("units", "Units Billed"),
        ("units", "Qty"),
        ("modifiers", "Mod"),
        ("modifiers", "Modifier 1"),
        ("note", "Daily Note"),
        ("note", "SUBJECTIVE"),
    ],
)
def test_usual_headers(role: str, header: str) -> None:
    assert roles_of([header, "something else"]) == {role: (0,)}


def test_several_modifiers_and_note_columns_are_all_taken() -> None:
    roles = roles_of(["Mod 1", "Mod 2", "S", "O", "A", "P"])
    assert roles == {"modifiers": (0, 1), "note": (2, 3, 4, 5)}


def test_a_letter_alone_is_no_note() -> None:
    assert roles_of(["P", "Units"]) == {"units": (1,)}


def test_the_more_telling_header_is_taken() -> None:
    roles = roles_of(["Date", "Date of Service", "Patient Name", "MRN", "Total Minutes", "Timed Minutes"])
    assert roles == {"date": (1,), "patient": (3,), "minutes": (5,)}


def test_headers_below_a_title(workbook: Any) -> None:
    path = workbook([["Day sheet"], [], ["DOS", "MRN", "CPT", "Min", "Units"], ["3/2/2026", 1, 97112, 25, 2]])
    columns = found(path)
    assert (columns.header_row, columns.who) == (3, "patient")


def test_of_several_sheets_the_one_with_the_columns_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, headers in (("About", ["Units", "Note"]), ("Day", USUAL), ("Day (2)", USUAL)):
        book.create_sheet(title).append(headers)
    book.save(tmp_path / "my-day.xlsx")
    source, _ = find(sources.candidates(tmp_path / "my-day.xlsx"), {})
    assert source.label == "sheet 3 of 4"  # the new workbook's own sheet is the first


@pytest.mark.parametrize("setting", ["minutes=Time spent", "minutes=time SPENT", "minutes=D", "minutes= d"])
def test_a_mapped_header_or_letter(workbook: Any, setting: str) -> None:
    path = workbook([["DOS", "Visit", "CPT", "Time spent", "Units"], ["3/2/2026", 1, 97112, 25, 2]])
    assert found(path, setting).at["minutes"] == (3,)


def test_a_mapped_column_has_no_second_role(workbook: Any) -> None:
    path = workbook([["DOS", "Visit", "CPT", "Units", "Qty"], ["3/2/2026", 1, 97112, 25, 2]])
    assert found(path, "minutes=Units").at == {
        "minutes": (3,),
        "date": (0,),
        "visit": (1,),
        "code": (2,),
        "units": (4,),
    }


@pytest.mark.parametrize(
    ("headers", "settings", "message"),
    [
        (
            ["DOS", "MRN", "CPT", "Qty"],
            [],
            "no column for minutes. Its headers: DOS, MRN, CPT, Qty. Say which it is: --map minutes=HEADER",
        ),
        (
            ["DOS", "CPT"],
            [],
            "no column for visit or patient. Its headers: DOS, CPT. Say which it is: --map visit=HEADER",
        ),
        (
            ["DOS", "Visit", "CPT", "Min", "Min", "Qty"],
            [],
            "columns D and E have the same header for minutes. Name one by its letter: --map minutes=D",
        ),
        (
            ["DOS", "Visit", "CPT", "Min", "Units"],
            ["note=Remarks"],
            "--map: no header is note's. Its headers: DOS, Visit, CPT, Min, Units.",
        ),
        (
            ["x" * 40, "MRN", "CPT"],
            [],
            (
                f"no column for service date. Its headers: {'x' * 30}…, MRN, CPT. "
                "Say which it is: --map date=HEADER"
            ),
        ),
    ],
)
def test_what_is_missing_is_named(
    workbook: Any, headers: list[str], settings: list[str], message: str
) -> None:
    with pytest.raises(InputError) as refusal:
        found(workbook([headers]), *settings)
    assert str(refusal.value) == f"my-day.xlsx, sheet 1 of 1, row 1: {message}"


def test_without_headers_no_cell_is_repeated(workbook: Any) -> None:
    path = workbook([["3/2/2026", "Jane Roe", 97112, 25, 2, "plan"]])
    with pytest.raises(InputError, match="none of its first 30 rows has headers that are known") as refusal:
        found(path)
    assert "Roe" not in str(refusal.value)


@pytest.mark.parametrize("setting", ["minutes", "=Min", "minutes=", "patients=MRN"])
def test_a_map_that_says_nothing(setting: str) -> None:
    with pytest.raises(InputError, match="--map: write ROLE=HEADER, ROLE being one of date, patient, visit"):
        parse_map([setting])


def test_a_role_mapped_twice() -> None:
    with pytest.raises(InputError, match="--map: minutes is given twice"):
        parse_map(["minutes=A", "minutes=B"])
    assert parse_map(["note=S", "note=P"]) == {"note": ("S", "P")}


def test_described_by_header(workbook: Any) -> None:
    columns = found(workbook([["DOS", "Visit", "CPT", "Min", "Units", "Mod 1", "Mod 2"]]))
    assert columns.described() == (
        "service date = DOS, visit = Visit, code = CPT, minutes = Min, units billed = Units, "
        "modifiers = Mod 1 + Mod 2"
    )
