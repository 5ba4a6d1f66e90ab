"""The medically unlikely edits of a quarter, one file for each setting: `MCR_MUE_…_Eff_….csv` or XLSX.

Kept are the therapy codes' limits and the digit of the adjudication indicator.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from eightminute.errors import InputError
from eightminute.rules.importers import plausible
from eightminute.rules.importers.reading import Reading, Wanted
from eightminute.rules.importers.source import Source
from eightminute.rules.importers.stacked import CODE, Row, Sheet
from eightminute.rules.model import UnitsLimit
from eightminute.rules.quarters import quarter_of
from eightminute.rules.ruleset import Setting

FILES = r"MUE"
CALLED = "MUE table (MCR_MUE_….csv)"
SETTINGS: dict[Setting, str] = {
    "practitioner": "PRACTITIONER SERVICES MUE VALUES",
    "outpatient_hospital": "OUTPATIENT HOSPITAL SERVICES MUE VALUES",
}
_COLUMNS = {"CODE": "HCPCS/ ?CPT CODE", "MAI": "MUE ADJUDICATION INDICATOR"}
_EFFECTIVE = re.compile(r"Eff_(0[1-9]|1[0-2])-\d\d-(20\d\d)", re.IGNORECASE)


def read(sources: Sequence[Source], wanted: Wanted, setting: Setting) -> Reading:
    """The therapy codes' limits. Raises InputError for what can't be read; the rest is doubts."""
    if len(sources) != 1:
        raise InputError(f"{', '.join(source.name for source in sources)}: give one MUE table, not more")
    sheet = Sheet(sources[0], CODE)
    found: dict[str, UnitsLimit] = {}
    for row in sheet.rows({**_COLUMNS, "MUE VALUES": SETTINGS[setting]}):
        if row["CODE"] in found:
            raise InputError(f"{row.where('CODE')}: {row['CODE']} stands there twice")
        if row["CODE"] in wanted.codes:
            found[row["CODE"]] = _limit(row)
    if not found:
        raise InputError(f"{sheet.file}: holds none of the therapy codes")
    named = _EFFECTIVE.search(sheet.file)
    quarter = quarter_of(date(int(named[2]), int(named[1]), 1)) if named else ""
    before = {each.code: each for each in wanted.earlier(f"mue_{setting}")}
    without = sorted(wanted.codes - found.keys())
    return Reading(
        rows=tuple(found[code] for code in sorted(found)),
        source="CMS NCCI",
        place=f"MUE table, {setting.replace('_', ' ')}",
        release=wanted.quarter,
        quarter=wanted.quarter,
        doubts=(
            *plausible.other_quarter(sheet.file, quarter, wanted.quarter),
            *([f"{sheet.file}: text below the table: was it cut short?"] if sheet.footer else []),
            *plausible.gone(sheet.file, "codes", before, found, wanted.period),
            *plausible.all_alike(sheet.file, "MUE VALUES", (each.mue for each in found.values())),
            *plausible.many_changed(
                sheet.file,
                "limits",
                {code: each.mue for code, each in before.items()},
                {code: each.mue for code, each in found.items()},
            ),
        ),
        remarks=(f"without a limit in the file: {', '.join(without)}",) if without else (),
    )


def _limit(row: Row) -> UnitsLimit:
    """The indicator's cell says `3 Date of Service Edit: Clinical`; the digit is kept."""
    return row.build(UnitsLimit, code=row["CODE"], mue=row["MUE VALUES"], mai=row["MAI"][:1])
