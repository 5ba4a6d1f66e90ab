"""The health of the rule data that comes with eightminute: all of it is walked over."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from eightminute.rules import check, inforce
from eightminute.rules.book import Book, shipped
from eightminute.rules.catalogue import ROWS
from eightminute.rules.editing import section
from eightminute.rules.folder import RULES, Folder
from eightminute.rules.importers import rendered
from eightminute.rules.importers.plausible import BOUNDS, LONGEST_RUNS, MEDIAN_MOVES, Cell, repeated
from eightminute.rules.ruleset import RuleSet

BOOK = Book([shipped()])
YEARS = [rules for rules in BOOK.periods if rules.folders[-1].opens_a_year]
FOLLOWING = list(pairwise(YEARS))
MUE = ("mue_practitioner", "mue_outpatient_hospital")
CODE_COLUMNS = ("code", "first_code", "column1", "column2")

folders = pytest.mark.parametrize("folder", BOOK.folders, ids=lambda folder: folder.name)


def test_every_directory_is_a_folder_of_rules() -> None:
    directories = {path.name for path in Path(str(shipped())).iterdir() if path.is_dir()}
    assert directories == {folder.name for folder in BOOK.folders}


@folders
def test_a_folder_is_effective_from_the_date_in_its_name(folder: Folder) -> None:
    assert folder.rules.effective == date.fromisoformat(folder.name.removesuffix("-proposed"))
    assert folder.rules.figures or folder.rules.tables


@folders
def test_every_entry_says_where_and_when_it_was_read(folder: Folder) -> None:
    for name, entry in {**folder.rules.figures, **folder.rules.tables}.items():
        assert entry.label.strip(), name
        assert entry.source.strip(), name
        assert entry.place.strip(), name
        assert date(2026, 1, 1) <= entry.retrieved <= date.today(), name  # noqa: DTZ011 - any zone's day will do
        assert entry.confirmed, name
        assert (entry.status == "proposed") == folder.proposed, name


@folders
def test_a_table_read_in_a_copy_has_no_fingerprint_of_cmss_file(folder: Folder) -> None:
    """With it, importing CMS's own file would be taken for done, and never compared."""
    for name, table in folder.rules.tables.items():
        if "copy" in table.citation:
            assert not table.sha256, name


@folders
def test_every_code_has_five_characters(folder: Folder) -> None:
    for name in folder.rules.tables:
        for row in folder.rows(name):
            codes = [getattr(row, column, None) for column in CODE_COLUMNS]
            assert all(re.fullmatch(r"[0-9A-Z]{5}", code) for code in codes if code is not None)


@folders
def test_no_file_is_there_that_no_entry_names(folder: Folder) -> None:
    own = {table.file for table in folder.rules.tables.values()}
    own |= {
        table.file.partition("/")[2]
        for other in BOOK.folders
        for table in other.rules.tables.values()
        if table.file.startswith(f"{folder.name}/")
    }
    assert {path.name for path in folder.path.iterdir()} - {RULES} <= own


@folders
def test_writing_what_is_read_gives_the_same_bytes(folder: Folder) -> None:
    """So an import changes the section and the file that it brings in, and no other line."""
    text = folder.path.joinpath(RULES).read_text(encoding="utf-8")
    head = text[: text.index("\n[")]
    entries = {**folder.rules.figures, **folder.rules.tables}
    assert "\n".join([head, *(section(name, entry) for name, entry in entries.items())]) == text
    for name, table in folder.rules.tables.items():
        assert rendered(name, folder.rows(name)) == folder.table_path(table).read_bytes()


@pytest.mark.parametrize(("before", "year"), FOLLOWING, ids=lambda rules: rules.period)
def test_the_folder_of_1_january_has_all_that_the_year_before_had(before: RuleSet, year: RuleSet) -> None:
    assert set(inforce.entries(year)) >= set(inforce.entries(before))


def test_the_latest_year_has_every_table() -> None:
    assert set(YEARS[-1].tables) == set(ROWS)


@pytest.mark.parametrize(
    ("table", "before", "after"),
    [(table, *pair) for table in MUE for pair in pairwise(BOOK.periods) if table in pair[0].tables],
    ids=lambda part: part if isinstance(part, str) else part.period,
)
def test_no_later_table_loses_the_limit_of_a_code_without_saying_so(
    table: str, before: RuleSet, after: RuleSet
) -> None:
    """A code that a copy lacks isn't a code without limit: its row stands on, with its quarter."""
    rows = {row.code: row for row in inforce.rows(after, table)}
    lost = {row.code for row in inforce.rows(before, table)} - rows.keys()
    assert all(code in after.tables[table].note for code in lost)
    own = [row for row in rows.values() if row.quarter]
    assert all(row.quarter < after.tables[table].quarter for row in own)
    for quarter in {row.quarter for row in own}:
        assert f"{len(own)} therapy codes that it lacks" in after.tables[table].note
        assert quarter in after.tables[table].note


@pytest.mark.parametrize(("before", "year"), FOLLOWING, ids=lambda rules: rules.period)
def test_no_year_has_moved_further_than_the_importers_allow(before: RuleSet, year: RuleSet) -> None:
    columns = {
        **{
            column: ("gpci", name)
            for column, name in (("work GPCI", "work"), ("PE GPCI", "pe"), ("MP GPCI", "mp"))
        },
        "work RVU": ("rvu", "work"),
        "nonfacility PE RVU": ("rvu", "nonfacility_pe"),
        "MP RVU": ("rvu", "mp"),
    }
    for column, (table, attribute) in columns.items():
        old, new = _by_key(before, table, attribute), _by_key(year, table, attribute)
        if column in MEDIAN_MOVES:
            moves = [abs(new[key] / old[key] - 1) for key in old.keys() & new.keys()]
            assert 2 * median(moves) <= MEDIAN_MOVES[column], column
        if column == "work GPCI":
            assert min(new.values()) == 1
        assert all(BOUNDS[column].allows(old[key], new[key]) for key in old.keys() & new.keys()), column
        if column in LONGEST_RUNS:
            assert not repeated(column, [Cell("", value) for value in new.values()]), column
    old_factor, new_factor = before.value("conversion_factor"), year.value("conversion_factor")
    assert BOUNDS["conversion factor"].allows(old_factor, new_factor)


def test_check_lists_exactly_what_is_not_verified_or_not_found() -> None:
    found = check.checked(BOOK, date(2026, 11, 24))
    assert {(each.kind, each.name, each.where) for each in found} == {
        # Remembered, in no document read here: how a code counts minutes, and the wording of ch. 5 §20.1.
        ("unverified", "timing", "from 2023-01-01"),
        ("unverified", "assistant_final_unit_minutes", "from 2023-01-01"),
        ("unverified", "assistant_split_least_minutes", "from 2023-01-01"),
        ("unverified", "assistant_split_most_minutes", "from 2023-01-01"),
        # CMS's list of always-therapy codes was not found; MULT PROC stands in for it.
        ("unverified", "always_therapy_mult_proc", "from 2023-01-01"),
        # The first NCCI quarter here is 2024Q3.
        ("missing", "mue_practitioner", "2023-01-01 to 2024-06-30"),
        ("missing", "mue_outpatient_hospital", "2023-01-01 to 2024-06-30"),
        ("missing", "ptp_practitioner", "2023-01-01 to 2024-06-30"),
        ("missing", "ptp_outpatient_hospital", "2023-01-01 to 2024-06-30"),
        # ... and only one table has come since, which lacked some codes.
        ("stale", "mue_practitioner", "2026Q2"),
        ("stale", "mue_practitioner", "2024Q3"),
        ("stale", "mue_outpatient_hospital", "2024Q3"),
        ("stale", "ptp_practitioner", "2024Q3"),
        ("stale", "ptp_outpatient_hospital", "2024Q3"),
        # Of 2027 there is a proposed rule; its KX threshold was not found.
        ("only proposed", "2027-01-01-proposed", "from 2027-01-01"),
    }
    assert not any(each.fails for each in found)
    proposed = next(each.text for each in found if each.kind == "only proposed")
    assert "kx_threshold_pt_slp, kx_threshold_ot" in proposed.partition("not found:")[2]


@folders
def test_a_table_is_no_surer_than_its_rows(folder: Folder) -> None:
    for name, table in folder.rules.tables.items():
        if any(getattr(row, "status", "") == "unverified" for row in folder.rows(name)):
            assert table.status == "unverified", name
            assert table.reason, name


def test_every_timing_row_without_a_source_is_listed_once() -> None:
    (timing,) = (each for each in check.checked(BOOK, date(2026, 11, 24)) if each.name == "timing")
    assert YEARS[-1].source("timing").partition("; unverified: ")[2] == YEARS[-1].table("timing").reason
    for row in YEARS[-1].unit_rule.timings:
        assert (row.code in timing.text) == (row.source is None)


def test_codes_left_out_of_the_timing_table_are_told() -> None:
    (timing,) = (each for each in check.checked(BOOK, date(2026, 11, 24)) if each.name == "timing")
    for year in YEARS:
        for code in ("97550", "97551"):
            assert year.times(code) is None
            assert code in timing.text
            assert code in year.source("timing")


def _by_key(rules: RuleSet, table: str, attribute: str) -> dict[str, Decimal]:
    return {
        getattr(row, "code", "") or f"{row.mac}-{row.locality}": getattr(row, attribute)
        for row in inforce.rows(rules, table)
    }
