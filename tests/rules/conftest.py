"""Small files of CMS's form for an invented year 2027, and a directory of one's own to bring them into.

Their figures are those of the shipped rules moved a little, as a year moves them; nothing of CMS's own files.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from eightminute.rules import inforce
from eightminute.rules.book import Book, shipped
from eightminute.rules.editing import new_folder
from eightminute.rules.importers import KINDS, Outcome, bring_in
from eightminute.rules.ruleset import RuleSet

Rows = list[list[str]]
Edit = Callable[[Rows], object]
DAY = date(2027, 1, 1)
TODAY = date(2026, 12, 28)


def _nothing(rows: Rows) -> None:
    """The file as it is."""


@dataclass(frozen=True)
class Cms:
    """Writes files as CMS publishes them; `edit` changes their rows first, header included."""

    where: Path
    before: RuleSet

    def rvu(
        self, name: str = "PPRRVU2027_Jan_nonQPP.csv", edit: Edit = _nothing, factor: str = "33.9000"
    ) -> Path:
        title = "2027 National Physician Fee Schedule Relative Value File January Release"
        wide = 32
        rows: Rows = [
            ["", "", title],
            ["", "", "Invented for a test. No descriptors."],
            ["", "", "RELEASED 12/28/2026"],
            _at(wide, {29: "NON-FACILITY", 30: "FACILITY"}),
            _at(wide, {4: "NOT USED", 29: "PE USED", 30: "PE USED", 31: "MP USED"}),
            _at(
                wide, {4: "FOR", 7: "NON-FAC", 9: "FACILITY ", 29: "FOR OPPS", 30: "FOR OPPS", 31: "FOR OPPS"}
            ),
            _split(
                ",,,STATUS,MEDICARE ,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,"
                "INTRA,POST,MULT,BILAT,ASST,CO-,TEAM,PRIC,ENDO,CONV,DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT"
            ),
            _split(
                "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,"
                "IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG,IND,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT"
            ),
        ]
        rows += [_rvu_row("20999", "0.32", "0.42", "0.11", "0.02", "0", factor)]
        for each in inforce.rows(self.before, "rvu"):
            pe = each.nonfacility_pe + (Decimal("0.01") if each.nonfacility_pe > Decimal("0.30") else 0)
            rows += [
                _rvu_row(each.code, each.work, pe, pe, each.mp, str(each.mult_proc), factor, each.status)
            ]
        rows += [_rvu_row("92521", "2.24", "1.75", "1.75", "0.05", "5", factor)]
        rows += [_rvu_row("95999", "0.10", "0.20", "0.20", "0.01", "0", factor, modifier="26")]
        edit(rows)
        return self.write(name, rows)

    def gpci(self, name: str = "GPCI2027.csv", edit: Edit = _nothing) -> Path:
        indices = "GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY"
        title = f"ADDENDUM E. FINAL CY 2027 {indices}"
        rows: Rows = [
            [title],
            [],
            [
                *("Medicare Administrative Contractor (MAC)", "State", "Locality Number", "Locality Name"),
                *("2027 PW GPCI (with 1.0 Floor)", "2027 PE GPCI", "2027 MP GPCI"),
            ],
        ]
        for number, each in enumerate(inforce.rows(self.before, "gpci")):
            mark = {"ALASKA": "*", "WYOMING": "**"}.get(each.name, "")
            pe, mp = each.pe + Decimal("0.001") * (number % 3), each.mp + Decimal("0.01")
            rows += [
                [each.mac, each.state, each.locality, each.name + mark, str(each.work), str(pe), str(mp)]
            ]
        rows += [["MAC Assignments as of an invented day"], []]
        rows += [["*Work floor of an invented law."], ["**PE floor of an invented law."]]
        edit(rows)
        return self.write(name, rows)

    def mue(
        self,
        name: str = "MCR_MUE_PractitionerServices_Eff_01-01-2027.csv",
        edit: Edit = _nothing,
        table: str = "mue_practitioner",
    ) -> Path:
        called = "Practitioner" if table == "mue_practitioner" else "Outpatient Hospital"
        rows: Rows = [
            ["Invented for a test.\n\nNo rationale of CMS's."],
            [
                "HCPCS/\nCPT Code",
                f"{called} Services MUE Values",
                "MUE Adjudication Indicator",
                "MUE Rationale",
            ],
            ["0001U", "1", "2 Date of Service Edit: Policy", "Invented"],
        ]
        for each in inforce.rows(self.before, table):
            rows += [[each.code, str(each.mue), f"{each.mai[-1]} Date of Service Edit: Invented", "Invented"]]
        edit(rows)
        return self.write(name, rows)

    def ptp(
        self, name: str = "ccipra-v330r0-f1.txt", edit: Edit = _nothing, table: str = "ptp_practitioner"
    ) -> Path:
        rows: Rows = [
            ["Invented for a test."],
            ["Column1/Column2 Edits"],
            _split("Column 1,Column 2,*=in existence,Effective,Deletion,Modifier,PTP Edit Rationale"),
            _split(",,prior to 1996,Date,Date,0=not allowed,"),
            _split(",,,,*=no data,1=allowed,"),
            _split(",,,,,9=not applicable,"),
            _split("11111,22222,,20200101,*,1,Invented"),
        ]
        for each in inforce.rows(self.before, table):
            rows += [
                [each.column1, each.column2, "", "20200101", "*", str(each.modifier_indicator), "Invented"]
            ]
        rows += [
            _split("97110,97161,,20200101,20201231,1,deleted"),
            _split("97110,97162,,20200101,20200101,9,not applicable"),
        ]
        edit(rows)
        return self.write(name, rows)

    @staticmethod
    def column(rows: Rows, name: str) -> int:
        """Where the column stands whose cells above the data, joined, end in that name."""
        header = rows[: next(number for number, row in enumerate(rows) if row and row[0][:4].isdigit())]
        width = max(len(row) for row in header)
        names = [" ".join(" ".join(row[i] for row in header if i < len(row)).split()) for i in range(width)]
        return next(i for i, each in enumerate(names) if each == name or each.endswith(f" {name}"))

    def write(self, name: str, rows: Rows) -> Path:
        """As CSV, tab-separated text or XLSX, by the name's ending; rows are as long as the header."""
        width = max(len(row) for row in rows)
        padded = [row + [""] * (width - len(row)) if len(row) < 4 else row for row in rows]
        path = self.where / name
        if path.suffix == ".xlsx":
            _workbook(path, padded)
            return path
        with path.open("w", encoding="cp1252", newline="") as file:
            csv.writer(
                file, delimiter="\t" if path.suffix == ".txt" else ",", lineterminator="\r\n"
            ).writerows(padded)
        return path

    def zipped(self, name: str, paths: Sequence[Path]) -> Path:
        """The files in a ZIP, in a folder of it, beside one that nobody wants."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("release/readme.pdf", b"%PDF")
            for path in paths:
                archive.writestr(f"release/{path.name}", path.read_bytes())
        whole = self.where / name
        whole.write_bytes(content.getvalue())
        return whole


@dataclass(frozen=True)
class Own:
    """A directory of one's own, with a folder for 2027 as `new` makes it."""

    root: Path

    @property
    def book(self) -> Book:
        return Book([shipped(), self.root])

    def bring(self, kind: str, *paths: Path, **options: object) -> Outcome:
        arguments = {"effective": DAY, "today": TODAY, **options}
        return bring_in(self.book, self.root, KINDS[kind], paths, **arguments)  # type: ignore[arg-type]  # any option

    def text(self, name: str = "rules.toml") -> str:
        return (self.root / str(DAY) / name).read_text(encoding="utf-8")

    def bytes(self) -> dict[str, bytes]:
        """Everything that stands in the directory."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file()
        }


@pytest.fixture(scope="session")
def in_2026() -> RuleSet:
    return Book([shipped()]).on(date(2026, 12, 31))


@pytest.fixture
def cms(tmp_path: Path, in_2026: RuleSet) -> Cms:
    where = tmp_path / "downloads"
    where.mkdir()
    return Cms(where, in_2026)


@pytest.fixture
def own(tmp_path: Path) -> Own:
    root = tmp_path / "own"
    new_folder(Book([shipped()]), root, DAY)
    return Own(root)


def _at(width: int, cells: dict[int, str]) -> list[str]:
    return [cells.get(number, "") for number in range(width)]


def _split(line: str) -> list[str]:
    return line.split(",")


def _rvu_row(  # noqa: PLR0913, PLR0917 - a row has that many cells
    code: str,
    work: object,
    pe: object,
    facility_pe: object,
    mp: object,
    mult_proc: str,
    factor: str,
    status: str = "A",
    modifier: str = "",
) -> list[str]:
    numbers = [Decimal(str(each)) for each in (work, pe, facility_pe, mp)]
    total, facility_total = numbers[0] + numbers[1] + numbers[3], numbers[0] + numbers[2] + numbers[3]
    return [
        *(code, modifier, "invented", status, "", str(work), str(pe), "", str(facility_pe), "NA", str(mp)),
        *(str(total), str(facility_total), "7", "XXX", "0.00", "0.00", "0.00", mult_proc, "0", "0", "0", "0"),
        *("1", "", factor, "09", "0", "99", "0.00", "0.00", "0.00"),
    ]


def _workbook(path: Path, rows: Rows) -> None:
    """Numbers as numbers, as CMS's workbooks have them: leading zeros are lost."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell.replace(".", "", 1).isdigit():
                    sheet.write_number(number, place, float(cell))
                else:
                    sheet.write_string(number, place, cell)
