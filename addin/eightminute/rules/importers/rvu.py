"""The physician fee schedule's relative value file, `PPRRVU….csv`.

Kept are the therapy codes' rows without modifier: status, work, nonfacility PE (nothing where CMS flags it
NA), MP and MULT PROC. From 2026 on there are two such files, which differ only in the conversion factor:
`…nonQPP.csv`, and `…QPP.csv` for qualifying participants in an advanced APM. Descriptors are never kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from eightminute.errors import InputError
from eightminute.rules.importers import plausible
from eightminute.rules.importers.plausible import Cell
from eightminute.rules.importers.reading import Reading, Wanted
from eightminute.rules.importers.source import Source
from eightminute.rules.importers.stacked import CODE, Row, Sheet
from eightminute.rules.model import RelativeValues

FILES = r"^PPRRVU.*"
CALLED = "relative value file (PPRRVU….csv)"
_COLUMNS = {
    "HCPCS": "HCPCS",
    "MOD": "MOD",
    "STATUS CODE": "STATUS CODE",
    "WORK RVU": "WORK RVU",
    "NON-FAC PE RVU": "NON-FAC PE RVU",
    "NON-FAC NA INDICATOR": "NON-FAC NA INDICATOR",
    "FACILITY PE RVU": "FACILITY PE RVU",
    "MP RVU": "MP RVU",
    "NON-FACILITY TOTAL": "NON-FACILITY TOTAL",
    "FACILITY TOTAL": "FACILITY TOTAL",
    "MULT PROC": "MULT PROC",
    "CONV FACTOR": "CONV FACTOR",
}
_FIGURES = {"work RVU": "work", "nonfacility PE RVU": "nonfacility_pe", "MP RVU": "mp"}
_FLAGS = {"STATUS CODE": "status", "MULT PROC": "mult_proc"}
_TOTALS = (("NON-FAC PE RVU", "NON-FACILITY TOTAL"), ("FACILITY PE RVU", "FACILITY TOTAL"))
_TITLE = re.compile(
    r"(20\d\d) National Physician Fee Schedule Relative Value File\s+(\w+)\s+Release", re.IGNORECASE
)
_RELEASED = re.compile(r"RELEASED\s+(\d{2}/\d{2}/\d{4})", re.IGNORECASE)
_LETTERS = {"JANUARY": "A", "APRIL": "B", "JULY": "C", "OCTOBER": "D"}
_QUALIFYING = re.compile(r"(?<!non)QPP", re.IGNORECASE)


def read(sources: Sequence[Source], wanted: Wanted) -> Reading:
    """The therapy codes' relative values, and the conversion factors.

    Raises InputError for what can't be read; the rest is doubts.
    """
    plain = [source for source in sources if not _QUALIFYING.search(source.name)]
    qualifying = [source for source in sources if _QUALIFYING.search(source.name)]
    if len(plain) != 1 or len(qualifying) > 1:
        names = ", ".join(source.name for source in sources)
        raise InputError(
            f"{names}: give the relative value file, from 2026 on the one for nonQPP, and just one"
        )
    file = _File(plain[0], wanted)
    doubts = file.doubts(wanted)
    not_qualifying = " (not a qualifying APM participant)" if "nonqpp" in file.name.lower() else ""
    factors = {"conversion_factor": (file.factor(), f"CONV FACTOR{not_qualifying}")}
    if qualifying:
        other = _File(qualifying[0], wanted)
        factors["conversion_factor_qp"] = (other.factor(), f"CONV FACTOR of {other.name}")
        doubts += plausible.other_year(other.name, other.year, wanted.effective.year)
        if other.values() != file.values():
            doubts.append(
                f"{other.name}: other relative values than {file.name}, which differs in the factor only"
            )
    doubts += _factor_doubts(file.name, factors, wanted)
    return Reading(
        rows=tuple(file.values()),
        source=f"CMS physician fee schedule relative value file {file.release}".rstrip(),
        place="work, nonfacility PE, MP, status code, MULT PROC",
        release=file.release,
        title=file.title,
        released=file.released,
        factors=factors,
        doubts=tuple(doubts),
        remarks=file.remarks(wanted),
    )


class _File:
    def __init__(self, source: Source, wanted: Wanted) -> None:
        sheet = Sheet(source, CODE)
        self.name = source.name
        title = _TITLE.search(sheet.title)
        self.title = title[0] if title else ""
        self.year = title[1] if title else ""
        letter = _LETTERS.get(title[2].upper(), "") if title else ""
        self.release = f"RVU{self.year[2:]}{letter}" if letter else ""
        released = _RELEASED.search(sheet.title)
        self.released = _day(released[1]) if released else None
        self.kept: dict[str, tuple[Row, RelativeValues]] = {}
        self.factors: set[Decimal] = set()
        self.sums: list[str] = []
        self.unkept: list[tuple[str, str]] = []
        for row in sheet.rows(_COLUMNS):
            if not row["MOD"]:
                self._take(row, wanted)
        self.below = sheet.footer

    def _take(self, row: Row, wanted: Wanted) -> None:
        code = row["HCPCS"]
        if code in self.kept:
            raise InputError(f"{row.where('HCPCS')}: {code} stands there twice")
        if row["CONV FACTOR"]:
            self.factors.add(row.decimal("CONV FACTOR"))
        self.sums += _wrong_sums(row)
        if code in wanted.codes:
            self.kept[code] = (row, _values(row))
        else:
            self.unkept.append((code, row["MULT PROC"]))

    def values(self) -> list[RelativeValues]:
        return [values for _, (_, values) in sorted(self.kept.items())]

    def factor(self) -> Decimal:
        factors = self.factors - {Decimal(0)}
        if len(factors) != 1:
            raise InputError(
                f"{self.name}, column CONV FACTOR: must be one value, but {len(factors)} stand there"
            )
        return next(iter(factors))

    def remarks(self, wanted: Wanted) -> tuple[str, ...]:
        flag = str(wanted.before.figures["mppr_mult_proc"].value) if wanted.before else ""
        others = [code for code, mult_proc in self.unkept if flag and mult_proc == flag]
        if not others:
            return ()
        return (f"not kept, though MULT PROC is {flag}: {', '.join(others)} (--code keeps one)",)

    def doubts(self, wanted: Wanted) -> list[str]:
        before = {each.code: each for each in wanted.earlier("rvu")}
        period = wanted.period or "--code"
        return [
            *plausible.other_year(self.name, self.year, wanted.effective.year),
            *([f"{self.name}: text below the table: was it cut short?"] if self.below else []),
            *plausible.shortened(self.sums),
            *plausible.gone(self.name, "codes", before.keys() | wanted.codes, self.kept, period),
            *(doubt for column in _FIGURES for doubt in self._odd_figures(column, before, period)),
            *(doubt for column in _FLAGS for doubt in self._changed_flags(column, before, period)),
        ]

    def _odd_figures(self, column: str, before: Mapping[str, RelativeValues], period: str) -> list[str]:
        attribute = _FIGURES[column]
        cells = {
            code: Cell(row.where(column), getattr(values, attribute))
            for code, (row, values) in sorted(self.kept.items())
            if getattr(values, attribute) is not None
        }
        old = {code: getattr(each, attribute) for code, each in before.items() if getattr(each, attribute)}
        repeated = plausible.repeated(column, cells.values()) if column in plausible.LONGEST_RUNS else []
        return plausible.jumps(column, cells, old, period) + repeated

    def _changed_flags(self, column: str, before: Mapping[str, RelativeValues], period: str) -> list[str]:
        attribute = _FLAGS[column]
        return plausible.shortened(
            [
                f"{row.where(column)}: {getattr(values, attribute)} for {code} was "
                f"{getattr(before[code], attribute)} in {period}; no year has changed one"
                for code, (row, values) in sorted(self.kept.items())
                if code in before and getattr(values, attribute) != getattr(before[code], attribute)
            ]
        )


def _values(row: Row) -> RelativeValues:
    return row.build(
        RelativeValues,
        code=row["HCPCS"],
        status=row["STATUS CODE"],
        work=row.decimal("WORK RVU"),
        nonfacility_pe=None if row["NON-FAC NA INDICATOR"] else row.decimal("NON-FAC PE RVU"),
        mp=row.decimal("MP RVU"),
        mult_proc=row["MULT PROC"],
    )


def _wrong_sums(row: Row) -> list[str]:
    """CMS adds up each row itself: a column exchanged for another doesn't add up any more."""
    wrong = []
    for pe, total in _TOTALS:
        try:
            found = sum(Decimal(row[column]) for column in ("WORK RVU", pe, "MP RVU"))
            if found != Decimal(row[total]):
                wrong.append(
                    f"{row.where(total)}: {row[total]} isn't the {found} that work, PE and MP add up to"
                )
        except InvalidOperation:
            wrong.append(f"{row.where(total)}: work, PE, MP and their total aren't all numbers")
    return wrong


def _factor_doubts(file: str, factors: Mapping[str, tuple[Decimal, str]], wanted: Wanted) -> list[str]:
    if wanted.before is None:
        return []
    before = {name: each.value for name, each in wanted.before.figures.items() if name in factors}
    cells = {name: Cell(f"{file}, {place}", value) for name, (value, place) in factors.items()}
    return plausible.jumps("conversion factor", cells, before, wanted.before.period)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        return None
