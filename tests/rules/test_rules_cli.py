"""`eightminute rules` as a billing lead uses it: a walk through a year, and what is said on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from eightminute import rules_cli
from eightminute.errors import NotPublishedError
from eightminute.rules.book import Book, shipped

Run = Callable[..., Result]
JANUARY = date(2027, 1, 5)
SOURCE = ("--source", "CMS KX threshold transmittal for 2027", "--place", "p. 2")
# What the year's files and transmittal don't change; each was looked up before it was confirmed.
UNCHANGED = (
    *("unit_minutes", "first_unit_minutes", "midpoint_minutes", "medical_review_threshold", "mppr_pe_share"),
    *("mppr_mult_proc", "always_therapy_mult_proc", "coinsurance_share", "sequestration_share"),
    *("assistant_minutes_share", "assistant_paid_share", "assistant_final_unit_minutes"),
    *("assistant_split_least_minutes", "assistant_split_most_minutes", "timing", "day_limits", "instead"),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "rules of ours"


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on one's own data, on 28 December 2026."""
    monkeypatch.setattr(rules_cli, "_today", lambda: date(2026, 12, 28))

    def run(*arguments: object, status: int = 0) -> Result:
        words = [str(argument) for argument in arguments]
        result = CliRunner().invoke(rules_cli.rules, [*words, "--data", str(data)])
        assert result.exit_code == status, result.output
        return result

    return run


def test_a_walk_through_a_year(run: Run, cms: Any, data: Path) -> None:
    said = run("new", "2027-01-01").output
    assert "none is used until it is confirmed" in said
    with pytest.raises(NotPublishedError, match="not confirmed for 2027-01-01"):
        Book([shipped(), data]).on(JANUARY).relative_values("97112")
    said = run("check", status=1).output
    assert "kx_threshold_ot, from 2027-01-01: copied" in said

    january = ("--effective", "2027-01-01")
    release = [cms.rvu(), cms.rvu("PPRRVU2027_Jan_QPP.csv", factor="34.1000"), cms.gpci()]
    said = run("import", "rvu", cms.zipped("rvu27a.zip", release), *january).output
    assert "RVU27A: 61 rows for 2027-01-01" in said
    assert "conversion_factor_qp is 34.1000" in said
    run("import", "gpci", cms.zipped("rvu27a.zip", release), *january)
    run("import", "mue-practitioner", cms.mue(), *january)
    run("import", "mue-outpatient-hospital", cms.mue("mue.xlsx", table="mue_outpatient_hospital"), *january)
    run("import", "ptp-practitioner", cms.ptp(), *january)
    hospital = cms.ptp("ccioph-v330r0-f1.txt", table="ptp_outpatient_hospital")
    run("import", "ptp-outpatient-hospital", hospital, *january)
    for name in ("kx_threshold_pt_slp", "kx_threshold_ot"):
        said = run("set", name, "$2,550", *january, *SOURCE).output
        assert f"{name} is 2550 dollars a year from 2027-01-01 (final)" in said
    assert "17 to be put right." in run("check", status=1).output
    run("confirm", *UNCHANGED, *january)

    said = run("diff", "2026-01-01", "2027-01-01").output
    assert "conversion_factor                        33.4009   33.9000   +0.4991    +1.5%" in said
    assert "97112  nonfacility_pe 0.47 to 0.48" in said
    # (0.50 + 0.48 + 0.01) x 33.9000 = 33.561; with half of the PE (0.50 + 0.24 + 0.01) x 33.9000 = 25.425
    assert "first unit                                 32.73     33.56     +0.83" in said
    assert "second and later units, reduced (MPPR)     24.88     25.43     +0.55" in said
    said = run("check", "--today", JANUARY).output
    assert "Nothing that must be put right." in said
    assert "Stale" not in said
    said = run("list").output
    assert "2027-01-01               22         0           5              0        0" in said

    rules = Book([shipped(), data]).on(JANUARY)
    assert rules.value("kx_threshold_ot") == Decimal(2550)
    assert rules.relative_values("97112").nonfacility_pe == Decimal("0.48")
    assert rules.locality("VT-50").mp == Book([shipped()]).on(date(2026, 1, 1)).locality(
        "VT-50"
    ).mp + Decimal("0.01")
    assert Book([shipped(), data]).on(JANUARY).unit_rule == rules.unit_rule
    assert rules.unit_rule.timing("97112").timing == "timed"
    limit = rules.units_limit("97112", "practitioner")
    assert limit
    assert limit.mue == 4


def test_congress_changes_the_factor_in_mid_year(run: Run, cms: Any, data: Path) -> None:
    run("new", "2027-01-01")
    run("import", "rvu", cms.rvu(), "--effective", "2027-01-01")
    said = run("new", "2027-03-09").output
    assert "confirmed:" not in said
    source = ("--source", "an invented act", "--place", "sec. 1")
    run("set", "conversion_factor", "34.5", "--effective", "2027-03-09", *source)
    book = Book([shipped(), data])
    assert book.on(date(2027, 3, 8)).value("conversion_factor") == Decimal("33.9000")
    assert book.on(date(2027, 3, 9)).value("conversion_factor") == Decimal("34.5")


def test_a_refusal_says_each_reason_and_ends_with_2(run: Run, cms: Any) -> None:
    run("new", "2027-01-01")

    def fill_up(rows: list[list[str]]) -> None:
        rows[0][0] = rows[0][0].replace("2027", "2026")
        for row in rows[18:112]:
            row[5] = rows[18][5]

    result = run("import", "gpci", cms.gpci(edit=fill_up), "--effective", "2027-01-01", status=2)
    assert "Error: GPCI2027.csv, title: is of 2026; the folder is of 2027\n" in result.output
    assert "row 19, column PE GPCI: 1.096 is repeated down 94 rows\n" in result.output
    assert "\nNothing was changed. Where CMS's file is right" in result.output
    forced = ("--force", "agreed with the contractor on 12/27")
    result = run("import", "gpci", cms.gpci(edit=fill_up), "--effective", "2027-01-01", *forced)
    assert "forced: agreed with the contractor on 12/27 (in spite of: GPCI2027.csv, title" in result.output
    assert "agreed with the contractor" in run("show", "2027-01-01").output.replace("\n      ", " ")


def test_what_was_done_already_is_said(run: Run, cms: Any) -> None:
    run("new", "2027-01-01")
    arguments = ("import", "gpci", cms.gpci(), "--effective", "2027-01-01")
    assert "--force wasn't needed." in run(*arguments, "--force", "to be sure").output
    assert run(*arguments).output == "These files are in already; nothing to do.\n"
    assert "the folder exists" in run("new", "2027-01-01", status=2).output


def test_show_tells_value_source_and_folder(run: Run) -> None:
    run("new", "2027-01-01")
    said = run("show", "2027-01-05").output
    assert "conversion_factor: 33.4009 dollars per relative value unit, not confirmed for" in said
    said = run("show", "2027-01-01-proposed").output
    assert "conversion_factor: 32.8409 dollars per relative value unit, proposed" in said
    assert "source: 91 FR 43842 (CMS-1848-P)" in said
    said = run("show", "2026-05-01").output
    assert "stands in 2026-04-01" in said
    assert "SHA-256: " not in said  # that of CMS's own file, which was not read, stands in the note
    assert "reason: remembered" in said


@pytest.mark.parametrize(
    ("arguments", "because"),
    [
        (("show", "soon"), "period: must be a date"),
        (("show", "2029-05-01"), "no rules for 2029 are published here"),
        (("new", "January"), "Invalid value"),
        (("set", "kx_threshold_ot", "much", "--effective", "2027-01-01", *SOURCE), "must be a number"),
        (("set", "kx_threshold_ot", "NaN", "--effective", "2027-01-01", *SOURCE), "must be a number"),
        (("set", "kx_threshold_ot", "2550", "--effective", "2027-01-01"), "Missing option '--source'"),
        (("confirm", "timing", "--effective", "2027-04-01"), "eightminute rules new 2027-04-01 makes it"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(run: Run, arguments: tuple[str, ...], because: str) -> None:
    run("new", "2027-01-01")
    assert because in run(*arguments, status=2).output


def test_a_directory_that_isnt_there_is_an_error_except_to_new(run: Run) -> None:
    for arguments in (("list",), ("check",), ("diff", "2025-01-01", "2026-01-01")):
        assert "rules of ours is no directory" in run(*arguments, status=2).output
    run("new", "2027-01-01")
    run("list")


def test_without_data_of_ones_own_the_shipped_rules_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EIGHTMINUTE_RULES", raising=False)
    result = CliRunner().invoke(rules_cli.rules, ["check", "--today", "2026-11-24"])
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "Nothing that must be put right.")
    result = CliRunner().invoke(rules_cli.rules, ["check", "--today", "2027-01-05"])
    assert (result.exit_code, result.output.splitlines()[-1]) == (1, "1 to be put right.")
    monkeypatch.setattr(rules_cli, "_today", lambda: date(2026, 12, 31))
    assert CliRunner().invoke(rules_cli.rules, ["check"]).exit_code == 0
    result = CliRunner().invoke(rules_cli.rules, ["new", "2026-01-01"])
    assert (result.exit_code, result.output) == (
        2,
        "Error: 2026-01-01: the folder exists; nothing was changed\n",
    )


def test_ones_own_directory_may_be_named_in_the_environment(run: Run, data: Path) -> None:
    run("new", "2027-01-01")
    result = CliRunner().invoke(rules_cli.rules, ["list"], env={"EIGHTMINUTE_RULES": str(data)})
    assert "\n2027-01-01 " in result.output


def test_what_is_printed_fits_80_columns(run: Run) -> None:
    run("new", "2027-01-01")
    for arguments in (("list",), ("check",), ("diff", "2026-01-01", "2027-01-01"), ("new", "2027-04-01")):
        result = run(*arguments, status=int(arguments == ("check",)))
        lines = [line for line in result.output.splitlines() if not line.startswith("Made ")]
        assert all(len(line) <= 80 for line in lines), max(lines, key=len)


def test_it_is_a_group_to_be_added_to_the_command() -> None:
    main = click.Group()
    main.add_command(rules_cli.rules)
    result = CliRunner().invoke(main, ["rules", "--help"])
    for command in ("list", "show", "new", "set", "confirm", "import", "diff", "check"):
        assert f"\n  {command} " in result.output
