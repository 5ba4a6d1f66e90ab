"""The results file: what was there stays as it was, ours stands beside it, and nothing is lost on the way."""

from __future__ import annotations

import csv
import datetime as dt
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from xlsxwriter.exceptions import FileCreateError

from eightminute.audit import audit_file
from eightminute.audit.columns import roles_of
from eightminute.audit.reports import results, workbook
from eightminute.audit.reports.delimited import harmless
from eightminute.audit.reports.output import new_file
from eightminute.errors import InputError

DAY = dt.datetime(2026, 3, 2)  # noqa: DTZ001 -- a cell knows no time zone
SEEN = DAY.replace(hour=9, minute=5)
NOTE = "97112 x 25 min: PNF D1, tandem stance on foam. Tolerated well. STG 1 met."


def written(path: Path, place: Path | None = None) -> Path:
    audit = audit_file(path)
    place = place or results.place_for(audit)
    results.write(audit, place, force=True)
    return place


def lines(place: Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(place)["Lines"]
    headers, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def table(place: Path, delimiter: str = ",") -> list[list[str]]:
    with place.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_each_line_with_what_was_found(day: Any) -> None:
    path = day((1, 97112, "GP", 16, 2, NOTE), (2, 97112, "GP", "x", 2, "Gait 20 min"), (2, 97110, "GP", 8, 1))
    place = written(path)
    assert place == path.with_name("my-day.audit.xlsx")
    first, second, third = lines(place)
    assert list(first) == [
        *("Row", "DOS", "Visit #", "CPT", "Mod", "Minutes", "Units", "Note"),
        *("Audit: units", "Audit: verdict", "Audit: note", "Audit: not in the note", "Audit: note minutes"),
        *("Audit: note warnings", "Audit: claim", "Audit: allowed", "Audit: problem", "Audit: why"),
    ]
    # 97112 of 2026: 32.73, and 24.88 for the second unit
    assert (first["Audit: claim"], first["Audit: allowed"]) == (None, 57.61)
    # 16 minutes are one unit
    assert (first["Row"], first["Audit: units"], first["Audit: verdict"]) == (2, 1, "Overbilled by 1")
    assert (first["Audit: note"], first["Audit: note minutes"], first["Audit: problem"]) == ("OK", 25, None)
    assert first["Audit: why"].startswith("16 timed min = 1 unit by the 8-minute rule")
    assert (second["Audit: units"], second["Audit: verdict"]) == (None, None)
    assert second["Audit: problem"] == "minutes, row 3: is text that can't be read as minutes"
    assert second["Audit: note"] == "Incomplete"
    assert second["Audit: not in the note"] == "technique; patient's response; progress toward goals"
    assert third["Audit: problem"] == "judged without row 3"


def test_short_note_minutes_stand_under_problem(day: Any) -> None:
    (line,) = lines(written(day((1, 97112, "GP", 30, 2, NOTE.replace("25", "15")))))
    assert line["Audit: problem"] == "Note documents 15 min: 2 timed units billed, 1 supported"


def test_cells_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "my-day.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(
            "A1", ["DOS", "MRN", "CPT", "Min", "Units", "Paid", "Seen", "Clock", "Ready", "Units"]
        )
        sheet.write_datetime("A2", DAY, book.add_format({"num_format": "d-mmm-yy"}))
        sheet.write("B2", 42, book.add_format({"num_format": "000000"}))
        sheet.write_row("C2", ["97112", 25, 2])
        sheet.write("F2", 12.5, book.add_format({"num_format": "$0.00"}))
        sheet.write("G2", SEEN, book.add_format({"num_format": "m/d/yy h:mm"}))
        sheet.write("H2", dt.time(9, 5), book.add_format({"num_format": "h:mm"}))
        sheet.write("I2", True)
        sheet.write("L2", "beside")
    audit = audit_file(path, chosen={"units": ("E",)})
    results.write(audit, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Lines"]
    headers, row = sheet.iter_rows(max_col=13)
    assert [cell.value for cell in headers] == [
        *("Row", "DOS", "MRN", "CPT", "Min", "Units", "Paid", "Seen", "Clock", "Ready", "Units *"),
        *("Column 11", "Column 12"),
    ]
    assert [cell.value for cell in row] == [
        *(2, DAY, 42, "97112", 25, 2, 12.5, SEEN),
        *(dt.time(9, 5), True, None, None, "beside"),
    ]
    formats = [row[column].number_format for column in (1, 2, 6, 7, 8)]
    assert formats == ["d-mmm-yy", "000000", "$0.00", "m/d/yy h:mm", "h:mm"]


def test_totals_are_kept_and_blank_rows_are_not(tmp_path: Path) -> None:
    path = tmp_path / "my-day.csv"
    path.write_text("Day sheet\nDOS,Visit,CPT,Min,Units\n3/2/2026,1,97112,25,2\n\nTotal,,,25,2\n")
    assert table(written(path))[1:] == [
        ["3", "3/2/2026", "1", "97112", "25", "2", "2", "OK", "", ""],
        ["5", "Total", "", "", "25", "2", "", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("name", "delimiter"), [("my-day.csv", ","), ("my-day.csv", ";"), ("my-day.tsv", "\t")]
)
def test_text_is_answered_as_text(tmp_path: Path, name: str, delimiter: str) -> None:
    path = tmp_path / name
    path.write_text("DOS,Visit,CPT,Min,Units\n3/2/2026,1,97112,16,2\n".replace(",", delimiter))
    place = written(path)
    assert place == path.with_name(name.replace("my-day", "my-day.audit"))
    assert table(place, delimiter)[1][6:8] == ["1", "Overbilled by 1"]


@pytest.mark.parametrize(("suffix", "delimiter"), [(".csv", ","), (".tsv", "\t")])
def test_a_workbook_is_answered_as_text_if_asked(
    day: Any, tmp_path: Path, suffix: str, delimiter: str
) -> None:
    place = written(day((1, 97112, "GP", 25, 2)), tmp_path / f"out{suffix}")
    assert table(place, delimiter)[1][:8] == ["2", "3/2/2026", "1", "97112", "GP", "25", "2", ""]


def test_another_kind_of_results_file(day: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"out\.pdf: results are written as \.xlsx or \.csv"):
        written(day((1, 97112, "GP", 25, 2)), tmp_path / "out.pdf")


def test_a_large_sheet_has_no_table_but_filters(day: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = day((1, 97112, "GP", 25, 2, NOTE), (2, 97112, "GP", 25, 2, NOTE))
    small = openpyxl.load_workbook(written(path))["Lines"]
    assert list(small.tables) == ["Lines"]
    monkeypatch.setattr(workbook, "MOST_TABLE_ROWS", 1)
    large = openpyxl.load_workbook(written(path))["Lines"]
    assert not large.tables
    assert large.auto_filter.ref == small.tables["Lines"].ref
    assert list(large.values) == list(small.values)
    assert large.freeze_panes == small.freeze_panes == "B2"


def test_the_summary_sheet(day: Any) -> None:
    sheet = openpyxl.load_workbook(written(day((1, 97112, "GP", 40, 2, NOTE))))["Summary"]
    rows = {row[0]: row[1:3] for row in sheet.iter_rows(values_only=True)}
    assert "Audit of my-day.xlsx" in rows
    assert rows["Dates of service"][0] == "3/2/2026"
    assert rows["Rule"][0] == (
        "8-minute: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.2.C (Rev. 3670, 12-01-16)"
    )
    assert rows["Lines underbilled"] == (1, 1)  # 40 minutes are 3 units


def test_the_summary_of_a_sheet_without_dates_and_of_the_midpoint_rule(day: Any, tmp_path: Path) -> None:
    audit = audit_file(day((1, 97112, "GP", 25, 2), date="soon"), rule="midpoint")
    results.write(audit, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Summary"]
    rows = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    assert rows["Dates of service"] == "none can be read"
    assert rows["Rule"] == "midpoint"  # which one is in force goes by the date


def summary(path: Path) -> dict[Any, Any]:
    sheet = openpyxl.load_workbook(path)["Summary"]
    return {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("8-minute", "Claims not checked: no modifiers column"),
        ("midpoint", "Claims not checked: the midpoint rule is not Medicare's"),
    ],
)
def test_claims_that_were_not_checked_are_said_to_be_so(tmp_path: Path, rule: str, reason: str) -> None:
    path = tmp_path / "my-day.csv"
    path.write_text("DOS,Visit,CPT,Min,Units" + ",Mod" * (rule == "midpoint") + "\n3/2/2026,1,97112,25,2\n")
    audit = audit_file(path, rule=rule)
    results.write(audit, tmp_path / "out.xlsx")
    assert (reason, None) in summary(tmp_path / "out.xlsx").items()
    assert "Claim lines to look at" not in summary(tmp_path / "out.xlsx")
    assert not [
        name for name in lines(tmp_path / "out.xlsx")[0] if name in ("Audit: claim", "Audit: allowed")
    ]


def test_claims_that_were_checked_are_counted(day: Any) -> None:
    path = written(day((1, 97112, "GP", 25, 2), (1, 97014, "GP", 15, 1)))
    assert summary(path)["Claim lines to look at"] == 1
    assert summary(path)["Lines without a price"] == 1
    assert "Lines without a price" not in summary(written(day((1, 97112, "GP", 25, 2))))


# ---- text that Excel would take for a formula

DANGEROUS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://example.com","x")',
    "\t=1",
    "=1",
    "-PNF D1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "my-day.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(
            [["DOS", "Visit", "CPT", "Min", "Units", text], ["3/2/2026", 1, 97112, 25, 2, text]]
        )
    place = written(path, tmp_path / "out.xlsx")
    header, row = openpyxl.load_workbook(place)["Lines"].iter_rows(min_col=7, max_col=7)
    assert [(cell.data_type, cell.value) for (cell,) in (header, row)] == [("s", text.strip()), ("s", text)]
    assert [row[6] for row in table(written(path))] == [f"'{text.strip()}", f"'{text}"]


@pytest.mark.parametrize("number", ["-3", "+25", "-3.5", "-3,5"])
def test_a_number_with_its_sign_is_harmless(number: str) -> None:
    assert harmless(number) == number


def test_longer_text_than_a_cell_holds_is_cut_visibly(tmp_path: Path) -> None:
    path = tmp_path / "my-day.csv"
    path.write_text(f"DOS,Visit,CPT,Min,Units,Note\n3/2/2026,1,97112,25,2,{'PNF ' * 10_000}\n")
    (line,) = lines(written(path, tmp_path / "out.xlsx"))
    assert (len(line["Note"]), line["Note"][-1]) == (32_767, "…")


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)


@settings(max_examples=50)
@given(CELL.filter(lambda text: not roles_of([text])), CELL)
def test_any_text_comes_back_as_it_was_and_the_input_is_untouched(header: str, text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "my-day.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["DOS", "Visit", "CPT", "Min", "Units", "Remark", header])
            writer.writerow(["3/2/2026", 1, 97112, 25, 2, text, "last"])
        before = path.read_bytes()
        place = written(path, Path(folder) / "out.xlsx")
        assert path.read_bytes() == before
        assert sorted(file.name for file in Path(folder).iterdir()) == ["my-day.csv", "out.xlsx"]
        cell = openpyxl.load_workbook(place)["Lines"]["G2"]
        assert cell.data_type == ("s" if text else "n")  # n is what an empty cell has
        assert unescape(cell.value or "") == text


# ---- a new file, whole or not at all


def test_untouched_results_are_replaced_and_others_are_not(day: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = audit_file(day((1, 97112, "GP", 25, 2)))
    place = results.place_for(audit)
    monkeypatch.setattr(workbook, "_now", lambda: dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
    results.write(audit, place)
    results.write(audit, place)
    book = openpyxl.load_workbook(place)
    book["Lines"]["A5"] = "a remark of the biller"
    book.save(place)
    kept = place.read_bytes()
    with pytest.raises(InputError, match=r"my-day\.audit\.xlsx: is there already; --force replaces it"):
        results.write(audit, place)
    assert place.read_bytes() == kept
    results.write(audit, place, force=True)
    assert place.read_bytes() != kept


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_a_file_of_somebody_else_is_not_replaced(day: Any, tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    place.write_text("theirs")
    with pytest.raises(InputError, match="is there already"):
        results.write(audit_file(day((1, 97112, "GP", 25, 2))), place)
    assert place.read_text() == "theirs"


@pytest.mark.parametrize("link", [False, True])
def test_the_input_is_never_the_output(day: Any, tmp_path: Path, *, link: bool) -> None:
    path = day((1, 97112, "GP", 25, 2))
    before = path.read_bytes()
    place = path
    if link:
        place = tmp_path / "link.xlsx"
        os.link(path, place)
    with pytest.raises(InputError, match="is the input, which is never changed"):
        results.write(audit_file(path), place, force=True)
    assert path.read_bytes() == before


def test_a_folder_that_isnt_there(day: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"out\.xlsx: can't be written in .*: No such file or directory"):
        results.write(audit_file(day((1, 97112, "GP", 25, 2))), tmp_path / "nowhere" / "out.xlsx")


def test_what_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    place = tmp_path / "out.xlsx"
    place.write_text("old")

    def fail() -> None:
        with new_file(place, source=None, may_replace=lambda _: True) as path:
            path.write_text("half")
            raise FileCreateError

    with pytest.raises(InputError, match=r"out\.xlsx: can't be written in .*: is it open in Excel\?"):
        fail()
    assert [file.name for file in tmp_path.iterdir()] == ["out.xlsx"]
    assert place.read_text() == "old"


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_an_input_that_changes_meanwhile(day: Any, tmp_path: Path, name: str) -> None:
    path = day((1, 97112, "GP", 25, 2), (2, 97112, "GP", 25, 2))
    audit = audit_file(path)
    day((1, 97112, "GP", 25, 2))
    with pytest.raises(InputError, match="was changed while it was read; audit it again"):
        results.write(audit, tmp_path / name)
    assert [file.name for file in tmp_path.iterdir()] == ["my-day.xlsx"]
