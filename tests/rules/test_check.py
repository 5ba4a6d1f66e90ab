"""What `check` finds in rule data of one's own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eightminute.rules import report
from eightminute.rules.book import Book, shipped
from eightminute.rules.check import Finding, checked
from eightminute.rules.editing import confirm, own_folder

TODAY = date(2026, 12, 28)


def of_kind(found: Sequence[Finding], kind: str) -> list[tuple[str, str]]:
    return [(each.name, each.where) for each in found if each.kind == kind]


def test_a_copied_year_is_to_be_confirmed_value_by_value(own: Any) -> None:
    found = checked(own.book, TODAY)
    unconfirmed = of_kind(found, "not confirmed")
    assert ("kx_threshold_ot", "from 2027-01-01") in unconfirmed
    assert ("rvu", "from 2027-01-01") in unconfirmed
    assert all(each.fails for each in found if each.kind == "not confirmed")
    assert list(report.findings(found))[-1] == f"{len(unconfirmed)} to be put right."


def test_a_published_year_replaces_its_proposal(own: Any) -> None:
    assert of_kind(checked(own.book, TODAY), "only proposed") == []


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (
            "rules.toml",
            "[figures.unit_minutes]",
            "[figures.unit_minutes]\nvaule = 1",
            ("rules.toml", "vaule"),
        ),
        ("gpci.csv", "1.000,0.875,0.566", "1.000,14,0.566", ("gpci", "line 2: pe")),
        ("gpci.csv", None, "mac,state\n", ("gpci", "is empty")),
    ],
)
def test_what_doesnt_load_is_named(
    own: Any, file: str, old: str | None, new: str, found: tuple[str, str]
) -> None:
    path = own.root / "2027-01-01" / file
    path.write_text(path.read_text().replace(old, new) if old else new)
    (finding,) = checked(own.book, TODAY)
    name, text = found
    assert (finding.kind, finding.name, finding.where) == ("doesn't load", name, "2027-01-01")
    assert text in finding.text
    assert finding.fails


def test_a_folder_in_mid_year_without_its_year_is_named(tmp_path: Path) -> None:
    shutil.copytree(Path(str(shipped())) / "2024-03-09", tmp_path / "2024-03-09")
    found = checked(Book([tmp_path]), TODAY)
    assert [each.kind for each in found] == ["doesn't load"]
    assert "the folder 2024-01-01 is missing" in found[0].text


def test_an_entry_without_source_is_named(own: Any) -> None:
    path = own.root / "2027-01-01" / "rules.toml"
    path.write_text(path.read_text().replace('place = "article 00106360"', 'place = " "'))
    found = checked(own.book, TODAY)
    assert of_kind(found, "without a source") == [("sequestration_share", "from 2027-01-01")]


def test_a_figure_left_out_of_a_year_is_named(own: Any) -> None:
    path = own.root / "2027-01-01" / "rules.toml"
    text = path.read_text()
    start, end = text.index("[figures.kx_threshold_ot]"), text.index("[figures.medical_review_threshold]")
    path.write_text(text[:start] + text[end:])
    assert ("kx_threshold_ot", "from 2027-01-01") in of_kind(checked(own.book, TODAY), "missing")


def test_a_file_that_nothing_names_is_named(own: Any) -> None:
    (own.root / "2027-01-01" / "gpci (copy).csv").write_text("")
    assert of_kind(checked(own.book, TODAY), "used by nothing") == [("gpci (copy).csv", "2027-01-01")]


def test_a_proposed_figure_in_a_published_year_is_named(own: Any) -> None:
    path = own.root / "2027-01-01" / "rules.toml"
    path.write_text(path.read_text().replace('status = "unverified"', 'status = "proposed"', 1))
    assert of_kind(checked(own.book, TODAY), "only proposed") == [("unit_minutes", "from 2027-01-01")]


def test_a_year_that_has_begun_without_rules_is_named() -> None:
    found = checked(Book([shipped()]), date(2028, 2, 1))
    begun = [each for each in found if each.kind == "year without rules"]
    assert [(each.name, each.where) for each in begun] == [
        ("2027-01-01", "from 2027-01-01"),
        ("2028-01-01", "from 2028-01-01"),
    ]
    assert all(each.fails and f"rules new {each.name}" in each.text for each in begun)
    assert list(report.findings(found))[-1] == "2 to be put right."


@pytest.mark.parametrize(
    ("today", "failing"), [(date(2026, 12, 31), 0), (date(2027, 1, 1), 1), (date(2027, 1, 5), 1)]
)
def test_until_new_year_a_proposal_is_only_told(today: date, failing: int) -> None:
    found = checked(Book([shipped()]), today)
    assert sum(each.fails for each in found) == failing
    assert of_kind(found, "only proposed") == [("2027-01-01-proposed", "from 2027-01-01")]


def test_a_quarter_is_stale_from_the_day_after_its_end() -> None:
    book = Book([shipped()])
    table = ("mue_practitioner", "2026Q2")
    assert table not in of_kind(checked(book, date(2026, 6, 30)), "stale")
    assert table in of_kind(checked(book, date(2026, 7, 1)), "stale")


def test_rows_older_than_their_table_are_stale_from_the_start() -> None:
    stale = {
        each.where: each.text for each in checked(Book([shipped()]), date(2026, 4, 1)) if "mue_p" in each.name
    }
    assert set(stale) == {"2024Q3", "2023-01-01 to 2024-06-30"}
    assert "97129" in stale["2024Q3"]
    assert "97112" not in stale["2024Q3"]


def test_the_fourth_quarter_ends_with_the_year(own: Any, cms: Any) -> None:
    own.bring("mue-practitioner", cms.mue())
    path = own.root / "2027-01-01" / "rules.toml"
    path.write_text(path.read_text().replace("2027Q1", "2027Q4"))
    stale = [each.text for each in checked(own.book, date(2028, 1, 1)) if each.name == "mue_practitioner"]
    assert any(text.startswith("ended on 2027-12-31") for text in stale)
    assert not of_kind(checked(own.book, date(2027, 12, 31)), "stale").count(("mue_practitioner", "2027Q4"))


def test_a_gap_between_periods_ends_the_span(tmp_path: Path) -> None:
    for folder in Path(str(shipped())).iterdir():
        shutil.copytree(folder, tmp_path / folder.name)
    path = tmp_path / "2025-01-01" / "rules.toml"
    text = path.read_text()
    path.write_text(text[: text.index("[tables.ptp_outpatient_hospital]")])
    spans = [
        where for name, where in of_kind(checked(Book([tmp_path]), TODAY), "missing") if "ptp_out" in name
    ]
    assert spans == ["2023-01-01 to 2024-06-30", "2025-01-01 to 2025-12-31"]


def test_an_empty_directory_has_nothing_to_be_found(tmp_path: Path) -> None:
    assert checked(Book([tmp_path]), TODAY) == ()
    assert list(report.findings(())) == ["Nothing that must be put right."]


def test_a_timing_table_all_of_whose_rows_have_sources_isnt_listed(own: Any) -> None:
    """Once CMS's list is found, each year that has it drops out of what is unverified."""
    confirm(own.book, own_folder(own.book, own.root, date(2027, 1, 1)), ["timing"], today=TODAY)
    assert ("timing", "from 2023-01-01") in of_kind(checked(own.book, TODAY), "unverified")
    rules, rows = own.root / "2027-01-01" / "rules.toml", own.root / "2027-01-01" / "timing.csv"
    before, heading, text = rules.read_text().partition("[tables.timing]")
    text = re.sub(r"status = .*\nreason = .*\n", 'status = "final"\n', text, count=1)
    rules.write_text(before + heading + text)
    assert ("timing", "from 2027-01-01") in of_kind(checked(own.book, TODAY), "unverified")
    rows.write_text(rows.read_text().replace(",unverified,", ",final,CMS therapy code list"))
    assert of_kind(checked(own.book, TODAY), "unverified")[-1] == ("timing", "2023-01-01 to 2026-12-31")
