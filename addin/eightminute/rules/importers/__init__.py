"""Bringing in the files that CMS publishes, so that nothing false gets into the rule data.

A file is read, measured against the rules of the day before, and written with where it came from; a doubt
refuses it. A failed import leaves the folder as it was.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from eightminute.errors import InputError
from eightminute.rules import inforce, writing
from eightminute.rules.book import Book
from eightminute.rules.catalogue import ROWS
from eightminute.rules.editing import edited, own_folder
from eightminute.rules.folder import RULES, Folder
from eightminute.rules.importers import gpci, mue, ptp, rvu
from eightminute.rules.importers.reading import Reading, Wanted
from eightminute.rules.importers.source import Source, opened
from eightminute.rules.model import Figure, Model, Sourced, TableSource
from eightminute.rules.ruleset import RuleSet

_REFUSED = "Nothing was changed. Where CMS's file is right all the same, --force REASON takes it."
_CONVERSION_FACTOR = "dollars per relative value unit"


@dataclass(frozen=True)
class Kind:
    """A kind of file: the table that it fills, how its files are called, and what reads it."""

    table: str
    label: str
    files: str
    called: str
    read: Callable[[Sequence[Source], Wanted], Reading]


KINDS = {
    "rvu": Kind(
        "rvu",
        "relative value units, nonfacility, status and MULT PROC flag of therapy codes",
        rvu.FILES,
        rvu.CALLED,
        rvu.read,
    ),
    "gpci": Kind(
        "gpci", "geographic practice cost indices by Medicare locality", gpci.FILES, gpci.CALLED, gpci.read
    ),
    "mue-practitioner": Kind(
        "mue_practitioner",
        "medically unlikely edits, practitioner",
        mue.FILES,
        mue.CALLED,
        partial(mue.read, setting="practitioner"),
    ),
    "mue-outpatient-hospital": Kind(
        "mue_outpatient_hospital",
        "medically unlikely edits, outpatient hospital",
        mue.FILES,
        mue.CALLED,
        partial(mue.read, setting="outpatient_hospital"),
    ),
    "ptp-practitioner": Kind(
        "ptp_practitioner",
        "procedure-to-procedure edits, practitioner",
        ptp.FILES,
        ptp.CALLED,
        partial(ptp.read, setting="practitioner"),
    ),
    "ptp-outpatient-hospital": Kind(
        "ptp_outpatient_hospital",
        "procedure-to-procedure edits, outpatient hospital",
        ptp.FILES,
        ptp.CALLED,
        partial(ptp.read, setting="outpatient_hospital"),
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What an import did: the table as it is recorded now (None: nothing to do), and remarks."""

    table: TableSource | None
    rows: int = 0
    remarks: tuple[str, ...] = ()


def bring_in(  # noqa: PLR0913 - each is an argument or option of the command
    book: Book,
    root: Path,
    kind: Kind,
    paths: Sequence[Path],
    effective: date,
    *,
    today: date,
    release: str = "",
    codes: Sequence[str] = (),
    force: str = "",
) -> Outcome:
    """Read published files into the folder of a date.

    `release` names a reissue, `codes` are kept besides the therapy codes known so far, and `force` is the
    reason for taking a file in spite of doubts; it is kept in the data with the doubts. Raises InputError,
    naming file, row and column, for what can't be read or can't be true.
    """
    folder = own_folder(book, root, effective)
    rules = book.on(effective)
    known = _therapy_codes(rules) | set(codes)
    before = inforce.day_before(book, effective)
    if before is not None:
        known |= _therapy_codes(before)
    sources = opened(paths, kind.files, called=kind.called)
    reading = kind.read(sources, Wanted(effective, frozenset(known), before))
    table = _table(kind, sources, reading, release, today)
    if _standing(book, rules, kind.table, table, reading.rows, named=bool(release)):
        return Outcome(None)
    changes: dict[str, Sourced] = {kind.table: table}
    doubts = list(reading.doubts)
    for name, (value, place) in reading.factors.items():
        doubts += _take_factor(book, rules, folder, changes, name=name, figure=(value, place), table=table)
    if doubts and not force.strip():
        raise InputError("\n".join([*doubts, _REFUSED]))
    if doubts:
        table = table.model_copy(update={"forced": f"{force.strip()} (in spite of: {'; '.join(doubts)})"})
        changes[kind.table] = table
    path = Path(str(folder.path))
    writing.replace(
        {path / table.file: rendered(kind.table, reading.rows), path / RULES: edited(folder, changes)}
    )
    factors = [f"{name} is {value}" for name, (value, _) in reading.factors.items()]
    return Outcome(table, len(reading.rows), (*factors, *reading.remarks))


def rendered(table: str, rows: Sequence[Model]) -> bytes:
    """The rows as the table's CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = tuple(ROWS[table].model_fields)
    writer.writerow(columns)
    writer.writerows([getattr(row, column) for column in columns] for row in rows)
    return out.getvalue().encode()


def _therapy_codes(rules: RuleSet) -> set[str]:
    return {each.code for each in inforce.rows(rules, "rvu")}


def _table(kind: Kind, sources: Sequence[Source], reading: Reading, release: str, today: date) -> TableSource:
    named = release or reading.release
    if not named:
        raise InputError(f"{sources[0].name}: its title names no release; give it with --release")
    return TableSource(
        file=f"{kind.table}.csv",
        label=kind.label,
        source=reading.source.replace(reading.release, named) if reading.release else reading.source,
        place=reading.place,
        release=named,
        title=reading.title,
        released=reading.released,
        cms_file=", ".join(source.name for source in sources),
        sha256=" ".join(source.sha256 for source in sources),
        quarter=reading.quarter,
        retrieved=today,
        status="final",
    )


def _standing(  # noqa: PLR0913 - the table that is to be, and all that stands
    book: Book, rules: RuleSet, name: str, new: TableSource, rows: Sequence[Model], *, named: bool
) -> bool:
    """Whether the same bytes are in force already.

    Raises InputError where the same release was brought in with other bytes: a reissue is a new release.
    """
    now = rules.tables.get(name)
    if now is not None and now.confirmed and now.sha256 == new.sha256:
        return True
    for folder in book.published:
        old = folder.rules.tables.get(name)
        if old is None or not old.confirmed:
            continue
        nameless_here = not old.release and not named and folder.name == rules.period
        if old.release != new.release and not nameless_here:
            continue
        same = old.sha256 == new.sha256 if old.sha256 else set(folder.rows(name)) <= set(rows)
        if not same:
            raise InputError(
                f"{new.cms_file}: {new.release} stands in {folder.name} with other content; a reissue is a "
                "new release: name it with --release; nothing was changed"
            )
    return False


def _take_factor(  # noqa: PLR0913 - a figure has that many sides
    book: Book,
    rules: RuleSet,
    folder: Folder,
    changes: dict[str, Sourced],
    *,
    name: str,
    figure: tuple[Decimal, str],
    table: TableSource,
) -> list[str]:
    value, place = figure
    own, in_force = folder.rules.figures.get(name), rules.figures.get(name)
    if in_force is not None and in_force.confirmed and in_force.value == value:
        return []
    if own is not None and own.confirmed:
        return [f"{table.cms_file}, {place}: {value} isn't the {own.value} that {folder.name} has for {name}"]
    labels = {each.label for older in book.published if (each := older.rules.figures.get(name))}
    changes[name] = Figure(
        label=min(labels, default=name.replace("_", " ")),
        value=value,
        unit=_CONVERSION_FACTOR,
        source=table.source,
        place=place,
        retrieved=table.retrieved,
        status="final",
    )
    return []
