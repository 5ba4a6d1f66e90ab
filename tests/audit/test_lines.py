"""What is a line, and what of it can be read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from eightminute.audit import sources
from eightminute.audit.columns import find
from eightminute.audit.lines import Line, LineReader


def read(path: Path) -> list[Line]:
    source, columns = find(sources.candidates(path), {})
    return list(LineReader(source, columns).lines())


def problems(path: Path) -> list[str]:
    return [problem for line in read(path) for problem in line.problems]


HEADERS = "DOS,Visit,CPT,Mod,Minutes,Units,Note\n"


def text(folder: Path, *lines: str, delimiter: str = ",") -> Path:
    path = folder / "day.csv"
    path.write_text(
        (HEADERS + "".join(f"{line}\n" for line in lines)).replace(",", delimiter), encoding="utf-8"
    )
    return path


def test_a_line_as_it_is_read(tmp_path: Path) -> None:
    (line,) = read(text(tmp_path, '2026-03-02, v-1 ,97112,"59, gp",25 min,2,PNF 25 min'))
    assert (line.row, line.date, line.visit, line.discipline) == (2, dt.date(2026, 3, 2), "v-1", "GP")
    assert (line.code, line.minutes, line.billed, line.readable) == ("97112", 25, 2, True)
    assert line.note is not None
    assert {"technique", "duration"} <= line.note.documented
    assert line.note.minutes == 25


def test_a_visit_is_the_same_however_it_is_written(workbook: Any) -> None:
    rows = [["3/2/2026", visit, 97112, 25, 2] for visit in (7, 7.0, "7", " 7 ")]
    path = workbook([["DOS", "Visit", "CPT", "Min", "Units"], *rows])
    assert {line.visit for line in read(path)} == {"7"}


@pytest.mark.parametrize(
    "row",
    [
        ",,,,,,",
        " ,,,,,, ",
        ",,,,Total,123,",
        "Grand total:,,,,123,9,",
        "DOS,Visit,CPT,Mod,Minutes,Units,Note",  # printed again on each page
    ],
)
def test_rows_that_are_no_lines(tmp_path: Path, row: str) -> None:
    path = text(tmp_path, "3/2/2026,1,97112,GP,25,2,", row, "3/2/2026,2,97112,GP,25,2,")
    assert [line.row for line in read(path)] == [2, 4]


def test_a_total_in_a_note_is_a_line(tmp_path: Path) -> None:
    (line,) = read(text(tmp_path, "3/2/2026,1,,,,,Total timed 40 min"))
    assert (line.code, line.readable) == ("", True)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            "March,1,97112,GP,25,2,",
            ["service date, row 2: can't be read as a date; write 3/14/2026 or 2026-03-14"],
        ),
        (",1,97112,GP,25,2,", ["service date, row 2: a date is needed"]),
        ("3/2/2026,,97112,GP,25,2,", ["visit, row 2: is blank"]),
        ("3/2/2026,1,neuro,GP,25,2,", ["code, row 2: is not a code of five characters such as 97112"]),
        ("3/2/2026,1,97112,GP,a while,2,", ["minutes, row 2: is text that can't be read as minutes"]),
        ("3/2/2026,1,97112,GP,-25,2,", ["minutes, row 2: -25 is negative"]),
        ("3/2/2026,1,97112,GP,25,1.5,", ["units billed, row 2: 1.5 is not a whole number"]),
        ("3/2/2026,1,97112,GP GO,25,2,", ["modifiers, row 2: GO and GP can't both be right"]),
        ("3/2/2026,1,,GP,25,2,", ["code, row 2: 25 minutes, 2 units have no code"]),
        (
            "3/2/2026,1,97112,GP,25,2,PNF, then gait",
            ["columns, row 2: 8 for 7 headers; text that holds the delimiter needs quotes"],
        ),
        (
            "3/2/2026,1,97112,GP,x,y,",
            ["minutes, row 2: is text that can't be read as minutes", "units billed, row 2: is not a number"],
        ),
    ],
)
def test_what_cant_be_read_is_told(tmp_path: Path, row: str, told: list[str]) -> None:
    (line,) = read(text(tmp_path, row))
    assert [*line.problems] == told
    assert not line.readable


@pytest.mark.parametrize(
    ("row", "billable"),
    [
        ("3/2/2026,1,97112,GP,25,2,", True),
        ("3/2/2026,1,97112,GP,a while,2,", True),
        ("3/2/2026,1,97112,GP GO,25,2,", True),
        ("3/2/2026,1,97112,GP,,,", True),  # blank units are none
        ("3/2/2026,1,,,,,PNF 25 min", True),  # nothing is billed, and that is known
        ("March,1,97112,GP,25,2,", False),
        ("3/2/2026,,97112,GP,25,2,", False),
        ("3/2/2026,1,neuro,GP,25,2,", False),
        ("3/2/2026,1,97112,GP,25,1.5,", False),
        ("3/2/2026,1,,GP,25,,", False),
        ("3/2/2026,1,,GP,x,2,", False),
        ("3/2/2026,1,97112,GP,25,2,PNF, then gait", False),  # which cell is which isn't sure
    ],
)
def test_what_a_line_bills_is_known_whatever_its_minutes(tmp_path: Path, row: str, *, billable: bool) -> None:
    (line,) = read(text(tmp_path, row))
    assert line.billable is billable


def test_a_note_that_cant_be_read_leaves_the_units(tmp_path: Path) -> None:
    (line,) = read(text(tmp_path, "3/2/2026,1,97112,GP,25,2,#REF!"))
    assert line.problems == ("note, row 2: the cell holds an error (#REF!)",)
    assert line.readable


def test_a_short_row_ends_in_blanks(tmp_path: Path) -> None:
    (line,) = read(text(tmp_path, "3/2/2026,1,97112"))
    assert (line.minutes, line.billed, line.note, line.problems) == (0, 0, None, ())


def test_where_a_semicolon_cuts_the_comma_is_decimal(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text("DOS;Visit;CPT;Minutes;Units\n2026-03-02;1;97112;25,0;2,0\n2026-03-02;2;97112;22,5;1\n")
    good, bad = read(path)
    assert (good.minutes, good.billed) == (25, 2)
    assert bad.problems == ("minutes, row 3: 22.5 is not a whole number of minutes",)


def test_a_note_spread_over_soap_columns_keeps_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    # what stands in the plan wasn't done, though nothing but the header says that it is the plan
    path.write_text("DOS,Visit,CPT,Minutes,Units,S,O,A,P\n3/2/2026,1,97112,25,2,,,,PNF D1 on foam\n")
    (line,) = read(path)
    assert line.note is not None
    assert "technique" not in line.note.documented
    path.write_text("DOS,Visit,CPT,Minutes,Units,S,O,A,P\n3/2/2026,1,97112,25,2,,O: PNF D1 on foam,,\n")
    (line,) = read(path)
    assert line.note is not None
    assert "technique" in line.note.documented


def test_times_and_formats_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "day.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["DOS", "Visit", "CPT", "Minutes", "Units"])
        sheet.write_row(
            "A2", [46083, 1, 97112], book.add_format({"num_format": "0"})
        )  # a date without its format
        sheet.write_datetime("D2", dt.time(0, 25), book.add_format({"num_format": "h:mm"}))
        sheet.write("E2", 2)
    (line,) = read(path)
    assert (line.date, line.minutes, line.billed) == (dt.date(2026, 3, 2), 25, 2)


def test_merged_cells_hold_for_each_line_but_not_its_numbers(tmp_path: Path) -> None:
    path = tmp_path / "day.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["DOS", "Visit", "CPT", "Minutes", "Units", "Note"])
        for column, value in (("A", "3/2/2026"), ("B", "V-1"), ("F", "PNF 25 min")):
            sheet.merge_range(f"{column}2:{column}4", value)
        for row, code in ((2, 97112), (3, 97110), (4, 97140)):
            sheet.write(f"C{row}", code)
            sheet.write(f"E{row}", 1)
        sheet.write("D2", 10)
        sheet.merge_range("D3:D4", 30)
    first, second, third = read(path)
    assert {(line.date, line.visit) for line in (first, second, third)} == {(dt.date(2026, 3, 2), "v-1")}
    assert first.note == second.note == third.note
    assert second.problems == ()
    assert third.problems == ("minutes, row 4: merged with the row above; each line needs its own",)
    assert [line.billable for line in (first, second, third)] == [True, True, True]


def test_cells_beside_the_table_of_a_workbook_are_no_fault(workbook: Any) -> None:
    path = workbook(
        [["DOS", "Visit", "CPT", "Min", "Units"], ["3/2/2026", 1, 97112, 25, 2, None, "call back", " "]]
    )
    source, columns = find(sources.candidates(path), {})
    reader = LineReader(source, columns)
    assert [line.problems for line in reader.lines()] == [()]
    assert reader.width == 7
