"""What CMS publishes comes in whole, with where it came from; what can't be true is refused, and says why."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute.errors import InputError, NotPublishedError
from eightminute.rules import inforce
from eightminute.rules.book import Book, shipped
from eightminute.rules.importers import KINDS, Outcome, bring_in, gpci, mue, plausible, ptp, rvu, source
from eightminute.rules.importers.plausible import Bound, Cell
from eightminute.rules.importers.reading import Wanted
from eightminute.rules.importers.source import opened

Rows = list[list[str]]
Edit = Callable[[Rows], object]
DAY = date(2027, 1, 1)
INDICES = {"work": 4, "pe": 5, "mp": 6}


def first_data(rows: Rows) -> int:
    return next(number for number, row in enumerate(rows) if row and row[0][:4].isdigit())


def row_of(rows: Rows, *keys: str) -> list[str]:
    return next(row for row in rows if all(key in row for key in keys))


# ---- what comes in


def test_the_relative_value_file_comes_in_with_its_origin(own: Any, cms: Any) -> None:
    path = cms.rvu()
    outcome = own.bring("rvu", path)
    table = outcome.table
    assert (table.release, table.title[:4], table.released) == ("RVU27A", "2027", date(2026, 12, 28))
    assert (table.cms_file, table.sha256) == (path.name, sha256(path.read_bytes()).hexdigest())
    assert (table.status, table.retrieved) == ("final", date(2026, 12, 28))
    # 97112 in the invented 2027: PE 0.47 + 0.01
    assert own.book.on(DAY).relative_values("97112").nonfacility_pe == Decimal("0.48")
    assert own.book.on(DAY).value("conversion_factor") == Decimal("33.9000")
    assert "RVU27A" in own.book.on(DAY).figure("conversion_factor").source


def test_no_descriptor_is_kept(own: Any, cms: Any) -> None:
    own.bring("rvu", cms.rvu())
    assert b"invented" not in own.bytes()["2027-01-01/rvu.csv"]


def test_only_therapy_codes_come_in_and_flagged_ones_left_out_are_named(own: Any, cms: Any) -> None:
    outcome = own.bring("rvu", cms.rvu())
    assert not own.book.on(DAY).knows("92521")
    assert any("92521" in remark for remark in outcome.remarks)


def test_a_code_asked_for_comes_in_too(own: Any, cms: Any) -> None:
    own.bring("rvu", cms.rvu(), codes=("92521",))
    assert own.book.on(DAY).relative_values("92521").work == Decimal("2.24")


def test_a_practice_expense_flagged_na_is_no_number(own: Any, cms: Any) -> None:
    def flag(rows: Rows) -> None:
        row_of(rows, "97750")[cms.column(rows, "NON-FAC NA INDICATOR")] = "NA"

    own.bring("rvu", cms.rvu(edit=flag))
    assert own.book.on(DAY).relative_values("97750").nonfacility_pe is None


def test_columns_are_found_by_name_wherever_they_stand(own: Any, cms: Any) -> None:
    order = [7 * place % 31 + 1 for place in range(31)]  # each of the columns 1 to 31 once

    def shuffle(rows: Rows) -> None:
        for row in rows:
            row[:] = [(row + [""] * 32)[place] for place in (0, *order)]

    own.bring("rvu", cms.rvu(edit=shuffle))
    assert own.book.on(DAY).relative_values("97112").nonfacility_pe == Decimal("0.48")


def test_both_conversion_factors_come_out_of_the_zip(own: Any, cms: Any) -> None:
    plain = cms.rvu()
    qualifying = cms.rvu("PPRRVU2027_Jan_QPP.csv", factor="34.1000")
    own.bring("rvu", cms.zipped("rvu27a.zip", [plain, qualifying]))
    rules = own.book.on(DAY)
    assert rules.value("conversion_factor") == Decimal("33.9000")
    assert rules.value("conversion_factor_qp") == Decimal("34.1000")
    assert "not a qualifying" in rules.figure("conversion_factor").place
    # The file in the ZIP is the source, as if it had been given itself.
    assert own.book.on(DAY).table("rvu").sha256.split()[0] == sha256(plain.read_bytes()).hexdigest()


def test_a_factor_that_the_folder_has_already_must_agree(own: Any, cms: Any) -> None:
    own.bring("rvu", cms.rvu())
    path = cms.rvu("PPRRVU2027_Jan_nonQPP_r.csv", factor="33.8000")
    with pytest.raises(InputError, match=r"33\.8000 isn't the 33\.9000 that 2027-01-01 has"):
        own.bring("rvu", path, release="RVU27AR")


def test_the_gpcis_come_in_without_footnote_marks(own: Any, cms: Any) -> None:
    outcome = own.bring("gpci", cms.gpci())
    rules = own.book.on(DAY)
    assert outcome.rows == 109
    assert rules.locality("Alaska").work == Decimal("1.500")
    assert rules.locality("AK-01").name == "ALASKA"
    assert rules.table("gpci").title.startswith("ADDENDUM E. FINAL CY 2027")


@pytest.mark.parametrize("place", [4, 7])
def test_of_two_work_columns_the_floored_one_is_taken(own: Any, cms: Any, place: int) -> None:
    def two(rows: Rows) -> None:
        for number, row in enumerate(rows[2:], start=2):
            if number == 2:
                row.insert(place, "2027 PW GPCI (without 1.0 Floor)")
            elif len(row) > 6:
                row.insert(place, "0.901")

    own.bring("gpci", cms.gpci(edit=two))
    assert own.book.on(DAY).locality("VT-50").work == Decimal("1.000")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_csv_and_xlsx_give_the_same_table(own: Any, cms: Any, kind: str) -> None:
    own.bring("gpci", cms.gpci(f"GPCI2027.{kind}"))
    assert sha256(own.bytes()["2027-01-01/gpci.csv"]).hexdigest() == expected_gpci(cms)


def expected_gpci(cms: Any) -> str:
    lines = ["mac,state,locality,name,work,pe,mp"]
    for number, each in enumerate(inforce.rows(cms.before, "gpci")):
        name = f'"{each.name}"' if "," in each.name else each.name
        pe, mp = each.pe + Decimal("0.001") * (number % 3), each.mp + Decimal("0.01")
        lines.append(f"{each.mac},{each.state},{each.locality},{name},{each.work},{pe},{mp}")
    return sha256(("\n".join(lines) + "\n").encode()).hexdigest()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("setting", ["practitioner", "outpatient_hospital"])
def test_the_mue_table_comes_in_for_its_setting(own: Any, cms: Any, kind: str, setting: Any) -> None:
    table = f"mue_{setting}"
    outcome = own.bring(table.replace("_", "-"), cms.mue(f"mue_of_2027.{kind}", table=table))
    limit = own.book.on(DAY).units_limit("97112", setting)
    assert limit.mue == {"practitioner": 4, "outpatient_hospital": 6}[setting]
    assert limit.mai == "3"
    assert outcome.table.quarter == "2027Q1"
    assert any("98979" in remark for remark in outcome.remarks)


@pytest.mark.parametrize("kind", ["csv", "txt", "xlsx"])
def test_active_pairs_come_in_from_all_files(own: Any, cms: Any, kind: str) -> None:
    def upper(rows: Rows) -> None:
        rows[7:] = rows[7:100]

    def lower(rows: Rows) -> None:
        del rows[7:100]

    files = [cms.ptp(f"ccipra-v330r0-f{part}.{kind}", edit=edit) for part, edit in ((1, upper), (2, lower))]
    outcome = own.bring("ptp-practitioner", *files)
    rules = own.book.on(DAY)
    assert outcome.rows == 255
    assert rules.code_pair("97112", "97150", "practitioner").modifier_indicator == 1
    assert rules.code_pair("97110", "97161", "practitioner") is None  # deleted in 2020
    assert rules.table("ptp_practitioner").sha256.split() == [
        sha256(path.read_bytes()).hexdigest() for path in files
    ]


def test_a_pair_deleted_later_is_active_until_then(own: Any, cms: Any) -> None:
    def deleted(rows: Rows) -> None:
        row_of(rows, "97112", "97150")[4] = "20270101"
        row_of(rows, "97112", "97755")[4] = "20261231"

    own.bring("ptp-practitioner", cms.ptp(edit=deleted))
    rules = own.book.on(DAY)
    assert rules.code_pair("97112", "97150", "practitioner")
    assert rules.code_pair("97112", "97755", "practitioner") is None


def test_pairs_that_come_and_go_are_named(own: Any, cms: Any) -> None:
    def edit(rows: Rows) -> None:
        row_of(rows, "97112", "97150")[:2] = ["97112", "97129"]

    remarks = own.bring("ptp-practitioner", cms.ptp(edit=edit)).remarks
    assert remarks == ("pairs not there any more (1): 97150 with 97112", "pairs new (1): 97112 with 97129")


def test_the_hospital_list_comes_in(own: Any, cms: Any) -> None:
    table = "ptp_outpatient_hospital"
    assert own.bring("ptp-outpatient-hospital", cms.ptp("ccioph-v330r0-f1.txt", table=table)).rows == 253


def test_a_file_in_its_zip_is_the_same_as_the_file(own: Any, cms: Any) -> None:
    path = cms.gpci()
    workbook = cms.gpci("GPCI2027.xlsx")
    outcome = own.bring("gpci", cms.zipped("rvu27a.zip", [workbook, path, cms.rvu()]))
    assert outcome.table.cms_file == "GPCI2027.csv"
    assert outcome.table.sha256 == sha256(path.read_bytes()).hexdigest()
    assert own.bring("gpci", path).table is None


def test_without_rules_before_it_a_file_is_read_for_the_codes_asked_for(cms: Any) -> None:
    nothing_before = Wanted(DAY, frozenset({"97110", "97112"}), None)
    assert len(rvu.read(opened([cms.rvu()], "", called=""), nothing_before).rows) == 2
    assert gpci.read(opened([cms.gpci()], "", called=""), nothing_before).doubts == ()
    assert mue.read(opened([cms.mue()], "", called=""), nothing_before, "practitioner").doubts == ()
    assert ptp.read(opened([cms.ptp()], "", called=""), nothing_before, "practitioner").rows


def test_a_factor_may_be_left_out_of_a_row(own: Any, cms: Any) -> None:
    path = cms.rvu(edit=lambda rows: row_of(rows, "97799").__setitem__(cms.column(rows, "CONV FACTOR"), ""))
    assert own.bring("rvu", path).rows == 61


def test_a_work_column_of_no_word_on_the_floor_is_taken_as_it_is(own: Any, cms: Any) -> None:
    outcome = own.bring("gpci", cms.gpci(edit=lambda rows: rows[2].__setitem__(4, "2027 PW GPCI")))
    assert outcome.table.place == "PW GPCI, PE GPCI, MP GPCI"


def test_columns_without_a_name_at_the_end_are_none(own: Any, cms: Any) -> None:
    def wider(rows: Rows) -> None:
        for row in rows:
            row.extend([""] * (10 - len(row)))

    assert own.bring("gpci", cms.gpci(edit=wider)).rows == 109


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_either_encoding_is_read(own: Any, cms: Any, encoding: str) -> None:
    path = cms.gpci(edit=lambda rows: row_of(rows, "VERMONT").__setitem__(3, "VERMÖNT"))
    path.write_bytes(path.read_bytes().decode("cp1252").encode(encoding))
    own.bring("gpci", path)
    assert own.book.on(DAY).locality("VT-50").name == "VERMÖNT"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (97112, "97112"),
        (2.0, "2"),
        (0.869, "0.869"),
        (datetime(2027, 1, 1), "20270101"),  # noqa: DTZ001 - a workbook's dates have no time zone
        (" a ", "a"),
    ],
)
def test_a_workbooks_cell_reads_like_a_text_files(cell: object, text: str) -> None:
    assert source._text(cell) == text


# ---- what is refused


def refused(own: Any, kind: str, *paths: Path, because: str, **options: object) -> str:
    """The message; nothing in the directory has changed."""
    before = own.bytes()
    with pytest.raises(InputError, match=because) as error:
        own.bring(kind, *paths, **options)
    assert own.bytes() == before
    return str(error.value)


def cut_row(rows: Rows) -> None:
    rows.remove(row_of(rows, "97112"))


def cut_midway(rows: Rows) -> None:
    rows[-3:] = [rows[-3][:9]]


def last_years_title(rows: Rows) -> None:
    rows[0] = [cell.replace("2027", "2026") for cell in rows[0]]


def swapped(cms: Any, one: str, other: str) -> Edit:
    """Two columns exchanged, their names left where they are."""

    def edit(rows: Rows) -> None:
        here, there = cms.column(rows, one), cms.column(rows, other)
        for row in rows[first_data(rows) :]:
            if len(row) > max(here, there):
                row[here], row[there] = row[there], row[here]

    return edit


def repeated(cms: Any, name: str, since: int = 15) -> Edit:
    """From a row on, one value all down a column, as somebody fills up a file."""

    def edit(rows: Rows) -> None:
        place, begin = cms.column(rows, name), first_data(rows) + since
        for row in rows[begin:]:
            if len(row) > place:
                row[place] = rows[begin][place]

    return edit


@pytest.mark.parametrize(
    ("edit", "because"),
    [
        (cut_row, r"codes of 2026-04-01 missing: 97112; was it cut short"),
        (cut_midway, r"row \d+: is cut short: 9 of 32 columns"),
        (last_years_title, r"title: is of 2026; the folder is of 2027"),
        (lambda rows: rows.insert(20, ["97", "", "?"] + [""] * 29), r"row 21: is no row of the table"),
        (lambda rows: rows.append(["9711"] + [""] * 31), r"text below the table"),
        (lambda rows: rows.append(list(row_of(rows, "97112"))), r"97112 stands there twice"),
        (lambda rows: rows.pop(0), r"title: is without a year"),
        (lambda rows: rows[:8].clear() or rows.__delitem__(slice(7, 8)), r"wrong kind of file: column HCPCS"),
    ],
)
def test_a_relative_value_file_that_cant_be_whole_is_refused(
    own: Any, cms: Any, edit: Edit, because: str
) -> None:
    options = {"release": "RVU27A"} if "without a year" in because else {}
    refused(own, "rvu", cms.rvu(edit=edit), because=because, **options)


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (
            "WORK RVU",
            "NON-FAC PE RVU",
            r"column FACILITY TOTAL: .* isn't the .* that work, PE and MP add up to",
        ),
        ("WORK RVU", "MP RVU", r"column work RVU: 0\.01 for \w+ was .*; no year has moved it so far"),
        ("FACILITY PE RVU", "NON-FAC PE RVU", r"row 9, column NON-FACILITY TOTAL"),
        ("MULT PROC", "BILAT SURG", r"column MULT PROC: 0 for 92507 was 5 in 2026-04-01"),
        ("STATUS CODE", "GLOB DAYS", r"row \d+, column status: String should match"),
        ("WORK RVU", "DESCRIPTION", r"column WORK RVU: no number stands there"),
        ("CONV FACTOR", "GLOB DAYS", r"column CONV FACTOR: no number stands there"),
    ],
)
def test_a_relative_value_file_with_columns_swapped_is_refused(
    own: Any, cms: Any, one: str, other: str, because: str
) -> None:
    refused(own, "rvu", cms.rvu(edit=swapped(cms, one, other)), because=because)


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("WORK RVU", r"column work RVU: 0\.\d\d is repeated down \d\d rows"),
        ("NON-FAC PE RVU", r"column nonfacility PE RVU: \d\.\d\d is repeated down \d\d rows"),
        ("CONV FACTOR", r""),
    ],
)
def test_a_value_repeated_down_the_relative_value_file_is_refused(
    own: Any, cms: Any, name: str, because: str
) -> None:
    if name == "CONV FACTOR":  # it is one value all down, so that another one in a single row is what is odd
        path = cms.rvu(edit=lambda rows: row_of(rows, "97112").__setitem__(cms.column(rows, name), "33.9001"))
        refused(own, "rvu", path, because=r"column CONV FACTOR: must be one value, but 2 stand there")
    else:
        message = refused(own, "rvu", cms.rvu(edit=repeated(cms, name)), because=because)
        assert "add up to" in message  # the totals, which nobody repeated, give it away too


def test_a_conversion_factor_that_jumps_is_refused(own: Any, cms: Any) -> None:
    refused(
        own,
        "rvu",
        cms.rvu(factor="37.0000"),
        because=r"CONV FACTOR .*: 37\.0000 .* was 33\.4009 in 2026-04-01",
    )


def test_the_file_for_qualifying_participants_alone_is_refused(own: Any, cms: Any) -> None:
    refused(own, "rvu", cms.rvu("PPRRVU2027_Jan_QPP.csv"), because="from 2026 on the one for nonQPP")


def test_two_files_that_differ_in_more_than_the_factor_are_refused(own: Any, cms: Any) -> None:
    other = cms.rvu("PPRRVU2027_Jan_QPP.csv", edit=lambda rows: row_of(rows, "97112").__setitem__(6, "0.49"))
    refused(own, "rvu", cms.rvu(), other, because="other relative values than PPRRVU2027_Jan_nonQPP.csv")


def test_totals_that_are_no_numbers_are_refused(own: Any, cms: Any) -> None:
    path = cms.rvu(edit=lambda rows: row_of(rows, "20999").__setitem__(11, "n/a"))
    refused(own, "rvu", path, because=r"row 9, column NON-FACILITY TOTAL: .* aren't all numbers")


def vanish(rows: Rows) -> None:
    rows.remove(row_of(rows, "VERMONT"))


def appear(rows: Rows) -> None:
    rows.insert(10, ["99999", "ZZ", "77", "NOWHERE", "1", "1", "1.111"])


@pytest.mark.parametrize(
    ("edit", "because"),
    [
        (vanish, r"localities of 2026-04-01 missing: 14512-50"),
        (appear, r"localities that 2026-04-01 didn't have: 99999-77"),
        (last_years_title, r"title: is of 2026; the folder is of 2027"),
        (lambda rows: rows.__delitem__(slice(60, None)), r"missing: .* and \d+ more; was it cut short"),
        (lambda rows: rows.__delitem__(slice(-2, None)), r"the footnote \*\* isn't below the table"),
        (lambda rows: rows[2].__setitem__(5, "2026 PE GPCI"), r"column names: are of 2026"),
        (lambda rows: rows[0].__setitem__(0, rows[0][0].replace("FINAL", "PROPOSED")), r"of a proposed rule"),
        (lambda rows: rows[2].__setitem__(4, "2027 PW GPCI (without 1.0 Floor)"), r"only the one without"),
        (lambda rows: row_of(rows, "VERMONT").__setitem__(6, "14"), r"column mp: Input should be less"),
        (lambda rows: row_of(rows, "VERMONT").__setitem__(6, "0.51234"), r"column MP GPCI: .* three places"),
        (lambda rows: rows.insert(9, list(row_of(rows, "VERMONT"))), r"14512-50 stands there twice"),
        (lambda rows: rows[2].__setitem__(5, "PE"), r"wrong kind of file: column PE GPCI isn't there"),
        (lambda rows: rows[2].__setitem__(6, "2027 PE GPCI"), r"PE GPCI stands there more than once"),
    ],
)
def test_an_addendum_that_cant_be_whole_is_refused(own: Any, cms: Any, edit: Edit, because: str) -> None:
    refused(own, "gpci", cms.gpci(edit=edit), because=because)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2027 PE GPCI", "2027 MP GPCI"), ("2027 PW GPCI (with 1.0 Floor)", "2027 PE GPCI")],
)
def test_an_addendum_with_columns_swapped_is_refused(own: Any, cms: Any, one: str, other: str) -> None:
    refused(own, "gpci", cms.gpci(edit=swapped(cms, one, other)), because="no year has moved it so far")


@pytest.mark.parametrize("name", ["2027 PW GPCI (with 1.0 Floor)", "2027 PE GPCI", "2027 MP GPCI"])
def test_an_addendum_filled_up_from_its_15th_row_is_refused(own: Any, cms: Any, name: str) -> None:
    refused(own, "gpci", cms.gpci(edit=repeated(cms, name)), because=r"is repeated down \d\d rows")


@pytest.mark.parametrize(
    ("column", "allowed", "too_far"),
    # by 9 and 11 % for work and PE; malpractice has really moved by 29 %
    [("work", "1.090", "1.110"), ("pe", "0.910", "0.890"), ("mp", "1.250", "1.350")],
)
def test_an_index_may_move_as_far_as_years_have_moved_it(
    own: Any, cms: Any, column: str, allowed: str, too_far: str
) -> None:
    def times(factor: str) -> Edit:
        def edit(rows: Rows) -> None:
            old = getattr(cms.before.locality("VT-50"), column)
            row_of(rows, "VERMONT")[INDICES[column]] = str(round(old * Decimal(factor), 3))

        return edit

    refused(own, "gpci", cms.gpci(edit=times(too_far)), because=r"column \w+ GPCI: .* for 14512-50 was")
    assert own.bring("gpci", cms.gpci(edit=times(allowed))).rows == 109


def test_a_work_index_below_the_columns_floor_is_refused(own: Any, cms: Any) -> None:
    def lowered(rows: Rows) -> None:
        row_of(rows, "VERMONT")[4] = "0.999"

    refused(own, "gpci", cms.gpci(edit=lowered), because=r"0\.999 for 14512-50 is below the column's floor")

    def at_the_floor(rows: Rows) -> None:
        row_of(rows, "VERMONT")[4] = "1.000"

    assert own.bring("gpci", cms.gpci(edit=at_the_floor)).rows == 109


@pytest.mark.parametrize(
    ("column", "amplitude"), [("work", "0.05"), ("pe", "0.09"), ("mp", "0.25"), ("pe", "-0.09")]
)
def test_an_addendum_made_up_from_its_15th_row_on_is_refused(
    own: Any, cms: Any, column: str, amplitude: str
) -> None:
    """Each index within its bound, so that only all of them together give it away."""

    def noise(rows: Rows) -> None:
        begin = first_data(rows)
        for number, row in enumerate(rows[begin + 14 : begin + 109]):
            # 37 has all of 101 as its multiples: -50/50, -13/50, 24/50, … of the amplitude
            share = Decimal(37 * number % 101 - 50) / 50 * Decimal(amplitude)
            index = Decimal(row[INDICES[column]]) * (1 + share)
            row[INDICES[column]] = str(round(max(index, Decimal(1)) if column == "work" else index, 3))

    message = refused(own, "gpci", cms.gpci(edit=noise), because=r"half of the 109 rows moved by")
    assert "no year has moved it so far" not in message


@pytest.mark.parametrize(
    ("edit", "because"),
    [
        (cut_row, r"codes of 2026-04-01 missing: 97112"),
        (lambda rows: rows[1].__setitem__(1, "DME Supplier Services MUE Values"), r"MUE VALUES isn't there"),
        (lambda rows: rows.append(["Invented footer"]), r"text below the table"),
        (lambda rows: rows.append(list(row_of(rows, "97112"))), r"97112 stands there twice"),
        (lambda rows: rows.__delitem__(slice(3, None)), r"holds none of the therapy codes"),
        (
            lambda rows: row_of(rows, "97112").__setitem__(1, "many"),
            r"column mue: Input should be a valid int",
        ),
    ],
)
def test_a_mue_table_that_cant_be_whole_is_refused(own: Any, cms: Any, edit: Edit, because: str) -> None:
    refused(own, "mue-practitioner", cms.mue(edit=edit), because=because)


def test_a_mue_table_with_columns_swapped_or_filled_up_is_refused(own: Any, cms: Any) -> None:
    values = "Practitioner Services MUE Values"
    path = cms.mue(edit=swapped(cms, values, "MUE Adjudication Indicator"))
    refused(own, "mue-practitioner", path, because=r"row \d+, column mue: Input should be a valid integer")
    path = cms.mue(edit=repeated(cms, values, since=0))
    message = refused(own, "mue-practitioner", path, because=r"1 is repeated down all \d+ rows")
    assert "limits changed at once" in message


def test_a_mue_table_of_another_setting_or_quarter_is_refused(own: Any, cms: Any) -> None:
    hospital = cms.mue("MCR_MUE_Eff_01-01-2027.csv", table="mue_outpatient_hospital")
    refused(own, "mue-practitioner", hospital, because="wrong kind of file: column MUE VALUES")
    old = cms.mue("MCR_MUE_PractitionerServices_Eff_10-01-2026.csv")
    refused(own, "mue-practitioner", old, because="is of 2026Q4; the folder's date is in 2027Q1")
    refused(own, "mue-practitioner", old, cms.mue(), because="give one MUE table")


@pytest.mark.parametrize(
    ("edit", "because"),
    [
        (lambda rows: rows.__delitem__(slice(60, None)), r"\d+ of 255 pairs are gone: .* was it cut short"),
        (lambda rows: rows.append(["Invented footer"] + [""] * 6), r"text below the table"),
        (lambda rows: row_of(rows, "97112", "97150").__setitem__(3, "soon"), r"EFFECTIVE DATE: no date"),
        (
            lambda rows: row_of(rows, "97112", "97150").__setitem__(5, "7"),
            r"modifier_indicator: Input should",
        ),
        (
            lambda rows: rows[6].__setitem__(3, "20270401"),
            r"is of a later quarter: it has edits from 20270401",
        ),
        (
            lambda rows: rows.append(list(row_of(rows, "97112", "97150"))),
            r"97112 is active twice|active twice",
        ),
        (lambda rows: rows.__delitem__(slice(7, None)), r"no pair of therapy codes is active on 2027-01-01"),
    ],
)
def test_a_list_of_pairs_that_cant_be_whole_is_refused(own: Any, cms: Any, edit: Edit, because: str) -> None:
    refused(own, "ptp-practitioner", cms.ptp(edit=edit), because=because)


def test_a_list_of_pairs_with_columns_swapped_or_filled_up_is_refused(own: Any, cms: Any) -> None:
    path = cms.ptp(edit=swapped(cms, "Column 1", "Column 2"))
    refused(own, "ptp-practitioner", path, because="columns 1 and 2 stand the other way round")
    path = cms.ptp(edit=swapped(cms, "Effective Date", "Deletion Date *=no data"))
    refused(own, "ptp-practitioner", path, because=r"column EFFECTIVE DATE: no date stands there")
    path = cms.ptp(edit=repeated(cms, "Modifier 0=not allowed 1=allowed 9=not applicable", since=1))
    refused(own, "ptp-practitioner", path, because=r"column MODIFIER: 1 is repeated down all")
    path = cms.ptp(edit=repeated(cms, "Column 2", since=40))
    refused(own, "ptp-practitioner", path, because="active twice|pairs are gone")


def test_a_list_of_pairs_of_another_setting_or_quarter_is_refused(own: Any, cms: Any) -> None:
    refused(
        own,
        "ptp-practitioner",
        cms.ptp("ccioph-v330r0-f1.txt"),
        because="is the list for outpatient hospital",
    )
    refused(own, "ptp-practitioner", cms.ptp("ccipra-v323r0-f1.txt"), because="is of 2026Q4")
    assert own.bring("ptp-practitioner", cms.ptp("pairs.txt")).rows == 255  # a name that says nothing


@pytest.mark.parametrize("kind", ["rvu", "gpci", "mue-practitioner", "ptp-practitioner"])
def test_a_file_of_another_kind_is_refused(own: Any, cms: Any, kind: str) -> None:
    files = {
        "rvu": cms.gpci(),
        "gpci": cms.mue(),
        "mue-practitioner": cms.ptp(),
        "ptp-practitioner": cms.rvu(),
    }
    refused(own, kind, files[kind], because="wrong kind of file")


@pytest.mark.parametrize("text", ["", "a,b\n", "x,y\n" * 100])
def test_a_file_without_data_is_refused(own: Any, cms: Any, text: str) -> None:
    path = cms.where / "empty.csv"
    path.write_text(text)
    refused(own, "gpci", path, because="wrong kind of file: no row of data")


def test_files_that_cant_be_read_are_refused(own: Any, cms: Any) -> None:
    whole = cms.zipped("rvu27a.zip", [cms.gpci()])
    cut = cms.where / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-40])
    refused(own, "gpci", cut, because="cut.zip: is no whole ZIP file")
    refused(own, "gpci", cms.zipped("other.zip", [cms.mue()]), because="holds no Addendum E")
    refused(own, "gpci", cms.where / "gone.csv", because="gone.csv: can't be read")
    refused(own, "gpci", cms.gpci(), cms.gpci("again.csv"), because="give one Addendum E")
    broken = bytearray(whole.read_bytes())
    broken[broken.index(b"GPCI2027.csv") + 40] ^= 0xFF
    (cms.where / "broken.zip").write_bytes(broken)
    refused(own, "gpci", cms.where / "broken.zip", because="a file in it can't be read")
    long = cms.where / "long.csv"
    long.write_text("x" * 200_000)
    refused(own, "gpci", long, because="long.csv, row .*: can't be read")


def test_a_title_without_release_needs_one_given(own: Any, cms: Any) -> None:
    path = cms.rvu(edit=lambda rows: rows.pop(0))
    refused(own, "rvu", path, because="names no release; give it with --release")


def test_without_its_folder_nothing_is_brought_in(own: Any, cms: Any) -> None:
    with pytest.raises(NotPublishedError, match="eightminute rules new 2027-04-01 makes it"):
        own.bring("rvu", cms.rvu(), effective=date(2027, 4, 1))


def test_an_unreadable_release_day_is_left_out(own: Any, cms: Any) -> None:
    path = cms.rvu(edit=lambda rows: rows[2].__setitem__(2, "RELEASED 28/12/2026"))
    assert own.bring("rvu", path).table.released is None


# ---- reissues, and force


def test_the_same_bytes_again_change_nothing(own: Any, cms: Any) -> None:
    own.bring("rvu", cms.rvu())
    before = own.bytes()
    assert own.bring("rvu", cms.rvu()).table is None
    assert own.bytes() == before


def test_a_reissue_is_a_new_release_never_an_edit(own: Any, cms: Any) -> None:
    own.bring("gpci", cms.gpci())
    reissue = cms.gpci(edit=lambda rows: row_of(rows, "VERMONT").__setitem__(6, "0.500"))
    message = refused(own, "gpci", reissue, because="CY2027 stands in 2027-01-01 with other content")
    assert "--release" in message
    own.bring("gpci", reissue, release="CY2027 correction")
    assert own.book.on(DAY).locality("VT-50").mp == Decimal("0.500")
    assert own.book.on(DAY).table("gpci").release == "CY2027 correction"


def test_a_table_whose_release_nobody_recorded_isnt_overwritten_either(own: Any, cms: Any) -> None:
    own.bring("gpci", cms.gpci())
    path = own.root / "2027-01-01" / "rules.toml"
    path.write_text(path.read_text().replace('release = "CY2027"\n', ""))
    reissue = cms.gpci(edit=lambda rows: row_of(rows, "VERMONT").__setitem__(6, "0.500"))
    refused(own, "gpci", reissue, because="stands in 2027-01-01 with other content")


def test_a_release_without_recorded_bytes_is_compared_row_by_row(own: Any, cms: Any) -> None:
    own.bring("rvu", cms.rvu())
    path = own.root / "2027-01-01" / "rules.toml"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if "sha256" not in line))
    other = cms.rvu(edit=lambda rows: row_of(rows, "20999").__setitem__(2, "other bytes"))
    assert own.bring("rvu", other).table is not None  # the same rows: now its bytes are on record
    assert "sha256" in path.read_text()


def of_2026(rows: Rows) -> None:
    """Addendum E of 2026 as CMS has it: the shipped table's values under that year's names."""
    begin = first_data(rows)
    rows[:begin] = [[cell.replace("2027", "2026") for cell in row] for row in rows[:begin]]
    for row, each in zip(
        rows[begin:], Book([shipped()]).on(date(2026, 1, 1)).folders[0].rows("gpci"), strict=False
    ):
        row[4:] = [str(each.work), str(each.pe), str(each.mp)]


def test_a_table_read_in_a_copy_is_compared_with_cmss_own_file(cms: Any, tmp_path: Path) -> None:
    root = tmp_path / "data"
    shutil.copytree(Path(str(shipped())), root)
    january = date(2026, 1, 1)

    def bring(path: Path) -> Outcome:
        return bring_in(Book([root]), root, KINDS["gpci"], [path], january, today=DAY)

    def another(rows: Rows) -> None:
        of_2026(rows)
        row_of(rows, "VERMONT")[6] = "0.507"

    with pytest.raises(InputError, match="CY2026 stands in 2026-01-01 with other content"):
        bring(cms.gpci("other.csv", edit=another))
    path = cms.gpci("GPCI2026.csv", edit=of_2026)
    outcome = bring(path)
    assert outcome.table
    assert outcome.table.sha256 == sha256(path.read_bytes()).hexdigest()
    assert bring(path).table is None


def test_a_doubt_is_overridden_only_with_a_reason_that_is_kept(own: Any, cms: Any) -> None:
    path = cms.gpci(edit=vanish)
    refused(own, "gpci", path, because="14512-50", force="  ")
    outcome = own.bring("gpci", path, force="Vermont was merged, final rule p. 1")
    assert outcome.table.forced.startswith("Vermont was merged, final rule p. 1 (in spite of: GPCI2027.csv")
    assert "14512-50" in own.book.on(DAY).table("gpci").forced
    with pytest.raises(NotPublishedError):
        own.book.on(DAY).locality("VT-50")


def test_force_doesnt_help_what_cant_be_read(own: Any, cms: Any) -> None:
    path = cms.gpci(edit=lambda rows: row_of(rows, "VERMONT").__setitem__(6, "14"))
    refused(own, "gpci", path, because="column mp", force="I know better")


def test_force_that_isnt_needed_leaves_no_trace(own: Any, cms: Any) -> None:
    assert own.bring("gpci", cms.gpci(), force="to be sure").table.forced == ""


def test_an_import_leaves_comments_and_other_entries_as_they_are(own: Any, cms: Any) -> None:
    path = own.root / "2027-01-01" / "rules.toml"
    text = path.read_text().replace("[tables.gpci]", "# ask the contractor about Vermont\n[tables.gpci]")
    path.write_text(text)
    own.bring("gpci", cms.gpci())
    after = own.text()
    start, end = text.index("[tables.gpci]"), text.index("[tables.mue_practitioner]")
    assert after.startswith(text[:start])
    assert after.endswith(text[end:])


# ---- bounds


@given(
    old=st.decimals("0.2", "3", places=3),
    share=st.decimals("-0.5", "0.5", places=3),
)
def test_a_bound_is_the_same_up_and_down(old: Decimal, share: Decimal) -> None:
    bound = Bound(Decimal("0.10"))
    assert bound.allows(old, old * (1 + share)) == (abs(share) <= Decimal("0.10"))


@given(st.lists(st.sampled_from([Decimal(0), Decimal(1), Decimal(2)]), max_size=40))
def test_a_run_is_repeated_when_it_is_longer_than_any_year_has_had(values: list[Decimal]) -> None:
    longest, run = 0, 0
    for this, last in zip(values, [None, *values], strict=False):
        run = run + 1 if this == last else 1
        longest = max(longest, run) if this else longest
    cells = [Cell(f"row {number}", value) for number, value in enumerate(values)]
    assert bool(plausible.repeated("PE GPCI", cells)) == (longest > plausible.LONGEST_RUNS["PE GPCI"])


def test_long_lists_of_doubts_are_shortened() -> None:
    assert plausible.shortened([str(n) for n in range(7)])[-1] == "2 more like these"
    assert plausible.listed(list("abcdefg")) == "a, b, c, d, e and 2 more"
