"""Files as they come: kinds of workbooks, encodings, delimiters, and those that can't be read."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from eightminute.audit import sources
from eightminute.audit.columns import find
from eightminute.audit.sources import Merged, Source
from eightminute.errors import InputError

COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")


def only(path: Path, sheet: str | None = None) -> Source:
    (source,) = sources.candidates(path, sheet)
    return source


def rewritten(path: Path, member: str, pattern: str, replacement: str) -> Path:
    """The workbook with a part of it changed, as another program would have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text, count = re.subn(pattern, replacement, parts[member].decode())
    assert count
    parts[member] = text.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("day.xlsx", b"", "day.xlsx: the file is empty"),
        ("day.csv", b"", "day.csv: the file is empty"),
        (
            "day.xlsx",
            COMPOUND + b"\0" * 3_000_000 + "EncryptedPackage".encode("utf-16-le"),
            "day.xlsx: is protected with a password. Save a copy without one in Excel, and audit that",
        ),
        (
            "day.xls",
            COMPOUND + b"\0" * 3000,
            "day.xls: is an old .xls workbook. Open it in Excel and save it as .xlsx",
        ),
        (
            "day.xls",
            b"<html><table><tr><td>Jane Roe</td></tr></table></html>",
            "day.xls: isn't an Excel workbook. Save it as .xlsx (or, if it is text, as .csv)",
        ),
        ("day.xlsx", b"PK\x03\x04 and no more", "day.xlsx: isn't an Excel workbook, or is damaged"),
        (
            "day.csv",
            b"DOS\0\1\2",
            "day.csv: isn't text in UTF-8 or Windows-1252; save it as CSV UTF-8",
        ),
        (
            "day.csv",
            b"\xff\xfeD\0O\0S",  # the last letter is cut in half
            "day.csv: isn't text in UTF-16; save it as CSV UTF-8",
        ),
    ],
)
def test_a_file_that_cant_be_read(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as refusal:
        sources.candidates(path)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("xl/workbook.bin", "is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx"),
        ("content.xml", "is an OpenDocument sheet (.ods). Open it in Excel and save it as .xlsx"),
        ("word/document.xml", "isn't an Excel workbook"),
    ],
)
def test_another_kind_of_package(tmp_path: Path, member: str, message: str) -> None:
    path = tmp_path / "day.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr(member, "")
    with pytest.raises(InputError) as refusal:
        sources.candidates(path)
    assert str(refusal.value) == f"day.xlsx: {message}"


def test_a_workbook_damaged_inside(workbook: Any) -> None:
    path = rewritten(workbook([["DOS"], ["x"]]), SHEET, "</row>", "")
    with pytest.raises(InputError, match="isn't an Excel workbook, or is damaged"):
        list(only(path).rows())


def test_sheets_by_name_or_number(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("Hidden", "March"):
        book.create_sheet(title).append([title])
    book["Hidden"].sheet_state = "hidden"
    path = tmp_path / "day.xlsx"
    book.save(path)
    assert [source.label for source in sources.candidates(path)] == ["sheet 1 of 2", "sheet 2 of 2"]
    for sheet in ("2", "march", " March "):
        assert next(only(path, sheet).rows()) == ["March"]
    for sheet in ("3", "Hidden", "April"):
        with pytest.raises(
            InputError, match=r"--sheet: no visible sheet is named so; .* a number from 1 to 2"
        ):
            sources.candidates(path, sheet)


def test_a_text_has_no_sheets(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text("DOS,CPT\n")
    with pytest.raises(InputError, match="--sheet is for workbooks"):
        sources.candidates(path, "1")


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")],
)
def test_encodings(tmp_path: Path, encoding: str, told: str) -> None:
    path = tmp_path / "day.csv"
    path.write_bytes("DOS,Note\n3/2/2026,René tolerated\n".encode(encoding))
    comma = sources.candidates(path)[0]
    assert comma.label == f"comma-separated text in {told}"
    assert list(comma.rows()) == [["DOS", "Note"], ["3/2/2026", "René tolerated"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "day.csv"
    path.write_text(f'a{delimiter}"b\nb"\n', newline="")
    rows = [list(source.rows()) for source in sources.candidates(path) if source.delimiter == delimiter]
    assert rows == [[["a", "b\nb"]]]


def test_an_open_quotation_mark_swallows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text('DOS,Note\n3/2/2026,"open\n3/3/2026,next\n')
    with pytest.raises(InputError, match="a quotation mark is open or out of place"):
        list(sources.candidates(path)[0].rows())


def test_a_text_that_no_delimiter_makes_sense_of(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text('"open\n')
    with pytest.raises(InputError, match="a quotation mark is open or out of place"):
        find(sources.candidates(path), {})


def test_a_wrong_dimension_cuts_no_rows(workbook: Any) -> None:
    path = rewritten(
        workbook([["a", "b"], [1, 2]]), SHEET, '<dimension ref="[^"]*"', '<dimension ref="A1:A1"'
    )
    assert list(only(path).rows()) == [["a", "b"], [1, 2]]


def test_a_date_that_no_calendar_has_is_an_error_cell(tmp_path: Path) -> None:
    path = tmp_path / "day.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_number(0, 0, 9e9, book.add_format({"num_format": "m/d/yyyy"}))
    assert list(only(path).rows()) == [["#VALUE!"]]


def test_merged_cells_carry_their_value_down(tmp_path: Path) -> None:
    path = tmp_path / "day.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("B1:C1", "Units")  # one row: nothing to carry
        sheet.merge_range("A2:A3", "V-1")
        sheet.merge_range("E2:F4", "")
        sheet.write("B2", 1)
        sheet.write("B3", 2)
    assert [row[:2] for row in only(path).rows()] == [
        [None, "Units"],
        ["V-1", 1],
        [Merged("V-1"), 2],
    ]
    assert [cell.value for cell in list(only(path).styled_rows())[2][:2]] == ["V-1", 2]


def test_a_merged_area_beside_the_filled_cells(tmp_path: Path) -> None:
    path = tmp_path / "day.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_column("A1", [1, 2])
        sheet.merge_range("C1:C9", "")
    rewritten(path, SHEET, '<mergeCell ref="C1:C9"', "<mergeCell  ref='C1:C9'")
    assert list(only(path).rows()) == [[1], [2, None, Merged(None)]]


# ---- formulas: the value that Excel worked out, never a guess


def _formula(folder: Path, cell: str) -> Path:
    """A workbook whose only cell is this one, as a program wrote it."""
    path = folder / "day.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = 1
    book.save(path)
    rewritten(path, "xl/workbook.xml", "<calcPr[^>]*>", "")
    return rewritten(path, SHEET, '<c r="A1".*?</c>', cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><f>20+5</f><v>25</v></c>', 25),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', None),  # the text "" is an answer
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
    ],
)
def test_a_formula_with_its_value(tmp_path: Path, cell: str, value: object) -> None:
    source = only(_formula(tmp_path, cell))
    source.check_computed({0, 7})
    assert list(source.rows()) == [[value]]


@pytest.mark.parametrize("cell", ['<c r="A1"><f>20+5</f></c>', '<c r="A1"><f>20+5</f><v></v></c>'])
def test_a_formula_without_its_value(tmp_path: Path, cell: str) -> None:
    source = only(_formula(tmp_path, cell))
    with pytest.raises(InputError) as refusal:
        source.check_computed({0})
    assert str(refusal.value) == (
        "day.xlsx, sheet 1 of 1, cell A1: a formula that was never worked out. "
        "Open and save the file in Excel first"
    )
    source.check_computed({1})  # another column's formulas don't matter


def test_a_workbook_that_asks_to_be_worked_out(tmp_path: Path) -> None:
    path = tmp_path / "day.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_formula("A1", "=20+5")  # stored as 0 until Excel opens it
    with pytest.raises(InputError, match="cell A1: a formula that was never worked out"):
        only(path).check_computed({0})
