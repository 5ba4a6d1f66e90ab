"""The procedure-to-procedure edits of a quarter: `ccipra-v….txt` (practitioner), `ccioph-v….txt` (hospital).

CMS splits each list into four files by column 1; all four are needed. Kept are the pairs that are active on
the folder's date (not deleted before it, and not of indicator 9, "not applicable"), where both codes are
therapy codes or one of them is 97112: it is the code that this data is about, so its pairs are kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from eightminute.errors import InputError
from eightminute.rules.importers import plausible
from eightminute.rules.importers.reading import Reading, Wanted
from eightminute.rules.importers.source import Source
from eightminute.rules.importers.stacked import CODE, Row, Sheet
from eightminute.rules.model import CodePair
from eightminute.rules.ruleset import Setting

FILES = r"^cci"
CALLED = "PTP edits (ccipra-v….txt, ccioph-v….txt)"
WHOLE = "97112"
_SETTINGS: dict[str, Setting] = {"pra": "practitioner", "oph": "outpatient_hospital"}
_COLUMNS = {
    "COLUMN 1": "COLUMN ?1",
    "COLUMN 2": "COLUMN ?2",
    "EFFECTIVE DATE": "EFFECTIVE(?: DATE)?",
    "DELETION DATE": r"DELETION(?: DATE)?.*",
    "MODIFIER": r"MODIFIER.*",
}
_VERSION = re.compile(r"cci(pra|oph)-v(\d\d)(\d)r\d", re.IGNORECASE)
# Versions count years from 1994: 30.2 is the third quarter of 2024.
_BEFORE_VERSION_ONE = 1994
_NOT_APPLICABLE = "9"


def read(sources: Sequence[Source], wanted: Wanted, setting: Setting) -> Reading:
    """The active pairs. Raises InputError for what can't be read; the rest is doubts."""
    found: dict[tuple[str, str], CodePair] = {}
    doubts: list[str] = []
    for source in sources:
        doubts += _named(source.name, wanted.quarter, setting)
        doubts += _read(source, wanted, found)
    names = ", ".join(source.name for source in sources)
    if not found:
        raise InputError(f"{names}: no pair of therapy codes is active on {wanted.effective}")
    rows = tuple(found[pair] for pair in sorted(found))
    return Reading(
        rows=rows,
        source="CMS NCCI",
        place=f"PTP edits v{wanted.quarter}, {setting.replace('_', ' ')}; active pairs of therapy codes",
        release=f"v{wanted.quarter}",
        quarter=wanted.quarter,
        doubts=(*doubts, *_against(names, found, wanted, f"ptp_{setting}")),
        remarks=tuple(_moved(found, wanted, f"ptp_{setting}")),
    )


def _read(source: Source, wanted: Wanted, found: dict[tuple[str, str], CodePair]) -> list[str]:
    sheet = Sheet(source, CODE)
    newest = ""
    for row in sheet.rows(_COLUMNS):
        pair = (row["COLUMN 1"], row["COLUMN 2"])
        newest = max(newest, row["EFFECTIVE DATE"])
        if not (wanted.codes.issuperset(pair) or WHOLE in pair):
            continue
        if not _active(row, wanted.effective):
            continue
        if pair in found or pair[::-1] in found:
            raise InputError(f"{row.where('COLUMN 1')}: {pair[0]} with {pair[1]} is active twice")
        found[pair] = row.build(
            CodePair, column1=pair[0], column2=pair[1], modifier_indicator=row["MODIFIER"]
        )
    later = newest > f"{wanted.effective:%Y%m%d}"
    return [
        *([f"{source.name}: text below the table: was it cut short?"] if sheet.footer else []),
        *([f"{source.name}: is of a later quarter: it has edits from {newest} on"] if later else []),
    ]


def _active(row: Row, day: date) -> bool:
    begins = _day(row, "EFFECTIVE DATE")
    ends = None if row["DELETION DATE"] in ("", "*") else _day(row, "DELETION DATE")
    return begins <= day and (ends is None or ends >= day) and row["MODIFIER"] != _NOT_APPLICABLE


def _day(row: Row, column: str) -> date:
    try:
        return datetime.strptime(row[column], "%Y%m%d").date()  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        raise InputError(f"{row.where(column)}: no date stands there") from None


def _named(file: str, quarter: str, setting: Setting) -> list[str]:
    version = _VERSION.search(file)
    if version is None:
        return []
    of_file = _SETTINGS[version[1].lower()]
    year = _BEFORE_VERSION_ONE + int(version[2])
    other = [f"{file}: is the list for {of_file.replace('_', ' ')}"] if of_file != setting else []
    return other + plausible.other_quarter(file, f"{year}Q{int(version[3]) + 1}", quarter)


def _moved(found: Mapping[tuple[str, str], CodePair], wanted: Wanted, table: str) -> Iterator[str]:
    before = {(each.column1, each.column2) for each in wanted.earlier(table)}
    for word, pairs in (("not there any more", before - found.keys()), ("new", found.keys() - before)):
        if pairs and before:
            yield f"pairs {word} ({len(pairs)}): {plausible.listed(_named_pairs(pairs))}"


def _named_pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [" with ".join(pair) for pair in sorted(pairs)]


def _against(file: str, found: dict[tuple[str, str], CodePair], wanted: Wanted, table: str) -> list[str]:
    indicators = {pair: each.modifier_indicator for pair, each in found.items()}
    before = {(each.column1, each.column2): each.modifier_indicator for each in wanted.earlier(table)}
    doubts = plausible.all_alike(file, "MODIFIER", indicators.values())
    turned = [pair for pair in before if pair[::-1] in found]
    if turned:
        named = plausible.listed(_named_pairs(turned))
        doubts.append(f"{file}: columns 1 and 2 stand the other way round: {named}")
    gone = before.keys() - found.keys()
    if len(gone) > len(before) * plausible.PAIRS_GONE_SHARE:
        named = plausible.listed(_named_pairs(gone))
        doubts.append(
            f"{file}: {len(gone)} of {len(before)} pairs are gone: {named}; was it cut short, "
            "or one of the four files left out?"
        )
    named_now = {" with ".join(pair): value for pair, value in indicators.items()}
    named_before = {" with ".join(pair): value for pair, value in before.items()}
    return doubts + plausible.many_changed(file, "indicators", named_before, named_now)
