"""Addendum E of the fee schedule: the geographic practice cost indices, `GPCI….csv` or XLSX.

Where the file has two work columns, the one with the floor of 1.0 is taken, which the law has put in force.
Names carry footnote marks (`ALASKA*`), which are dropped; the footnotes must then stand below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from eightminute.errors import InputError
from eightminute.rules.importers import plausible
from eightminute.rules.importers.plausible import Cell
from eightminute.rules.importers.reading import Reading, Wanted
from eightminute.rules.importers.source import Source
from eightminute.rules.importers.stacked import Row, Sheet
from eightminute.rules.model import Locality

FILES = r"GPCI|Addendum.?E"
CALLED = "Addendum E (GPCI….csv)"
_MAC = re.compile(r"\d{4,5}")
_TITLE = re.compile(r"ADDENDUM E\.? .*?CY (20\d\d).*?LOCALITY(?= |$)", re.IGNORECASE)
_PLAIN, _FLOORED, _UNFLOORED = (
    rf"(?:20\d\d )?PW GPCI{floor}" for floor in ("", r" \(WITH 1\.0 FLOOR\)", r" \(WITHOUT 1\.0 FLOOR\)")
)
_COLUMNS = {
    "MAC": r".*\(MAC\)|MAC",
    "STATE": "STATE",
    "LOCALITY NUMBER": "LOCALITY NUMBER",
    "LOCALITY NAME": "LOCALITY NAME",
    "PE GPCI": r"(?:20\d\d )?PE GPCI",
    "MP GPCI": r"(?:20\d\d )?MP GPCI",
}
_INDICES = {"work GPCI": "work", "PE GPCI": "pe", "MP GPCI": "mp"}
_FLOOR = Decimal("1.000")  # as the column's name says
_THREE_PLACES = Decimal("0.001")
_YEAR = re.compile(r"\b(20\d\d) P[WE] GPCI|\b(20\d\d) MP GPCI")


def read(sources: Sequence[Source], wanted: Wanted) -> Reading:
    """All localities with their indices. Raises InputError for what can't be read; the rest is doubts."""
    if len(sources) != 1:
        raise InputError(f"{', '.join(source.name for source in sources)}: give one Addendum E, not more")
    sheet = Sheet(sources[0], _MAC)
    work = next((column for column in (_FLOORED, _PLAIN, _UNFLOORED) if sheet.has(column)), _FLOORED)
    found: dict[str, tuple[Row, Locality]] = {}
    for row in sheet.rows({**_COLUMNS, "work GPCI": work}):
        locality = _locality(row)
        key = _key(locality)
        if key in found:
            raise InputError(f"{row.where('LOCALITY NUMBER')}: {key} stands there twice")
        found[key] = (row, locality)
    title = _TITLE.search(sheet.title)
    year = title[1] if title else ""
    unfloored = [f"{sheet.file}, column work GPCI: only the one without the 1.0 floor is there"]
    return Reading(
        rows=tuple(locality for _, locality in found.values()),
        source=f"CMS Addendum E, final CY {year}",
        place=f"PW GPCI{'' if work == _PLAIN else ' with the 1.0 floor'}, PE GPCI, MP GPCI",
        release=f"CY{year}" if year else "",
        title=title[0] if title else "",
        doubts=(
            *_other_years(sheet, year, wanted.effective.year),
            *(unfloored if work == _UNFLOORED else []),
            *_footnotes(sheet, found),
            *(_below_floor(found) if work == _FLOORED else []),
            *_against(sheet.file, found, wanted),
        ),
    )


def _locality(row: Row) -> Locality:
    return row.build(
        Locality,
        mac=row["MAC"].zfill(5),
        state=row["STATE"],
        locality=row["LOCALITY NUMBER"].zfill(2),
        name=" ".join(row["LOCALITY NAME"].rstrip("* ").split()),
        **{attribute: _index(row, column) for column, attribute in _INDICES.items()},
    )


def _index(row: Row, column: str) -> Decimal:
    """An index to three places; what a spreadsheet adds behind them (0.8690000000000001) is no part of it."""
    exact = row.decimal(column)
    rounded = exact.quantize(_THREE_PLACES)
    if abs(exact - rounded) > Decimal("1e-9"):
        raise InputError(f"{row.where(column)}: {exact} has more than three places")
    return rounded


def _key(locality: Locality) -> str:
    return f"{locality.mac}-{locality.locality}"


def _other_years(sheet: Sheet, titled: str, year: int) -> list[str]:
    columns = {first or second for name in sheet.names for first, second in _YEAR.findall(name)}
    doubts = plausible.other_year(sheet.file, titled, year)
    if "PROPOSED" in sheet.title.upper():
        doubts.append(f"{sheet.file}, title: is of a proposed rule")
    if other := sorted(columns - {str(year)}):
        doubts.append(f"{sheet.file}, column names: are of {', '.join(other)}; the folder is of {year}")
    return doubts


def _footnotes(sheet: Sheet, found: dict[str, tuple[Row, Locality]]) -> list[str]:
    marks = {mark[0] for row, _ in found.values() if (mark := re.search(r"\*+$", row["LOCALITY NAME"]))}
    explained = {mark[0] for line in sheet.footer if (mark := re.match(r"\*+", line))}
    return [
        f"{sheet.file}: the footnote {mark} isn't below the table; was it cut short?"
        for mark in sorted(marks - explained)
    ]


def _below_floor(found: dict[str, tuple[Row, Locality]]) -> list[str]:
    cells = {key: Cell(row.where("work GPCI"), each.work) for key, (row, each) in found.items()}
    return plausible.below_floor(_FLOOR, cells)


def _against(file: str, found: dict[str, tuple[Row, Locality]], wanted: Wanted) -> list[str]:
    doubts = []
    before = {_key(each): each for each in wanted.earlier("gpci")}
    if before:
        doubts += plausible.gone(file, "localities", before, found, wanted.period)
        doubts += plausible.appeared(file, "localities", before, found, wanted.period)
    for column, attribute in _INDICES.items():
        cells = {key: Cell(row.where(column), getattr(each, attribute)) for key, (row, each) in found.items()}
        old = {key: getattr(each, attribute) for key, each in before.items()}
        doubts += plausible.jumps(column, cells, old, wanted.period)
        doubts += plausible.moved_as_a_whole(file, column, cells, old, wanted.period)
        doubts += plausible.repeated(column, cells.values())
    return doubts
