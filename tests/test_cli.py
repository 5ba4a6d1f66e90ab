"""The commands as they are typed: what they print, write, and exit with."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from eightminute.audit.reports import terminal
from eightminute.cli import main

HEADERS = "DOS,Patient,CPT,Mod,Minutes,Units,Note\n"
NOTE = "97112 x 25 min: PNF D1, tandem stance on foam. Tolerated well. STG 1 met."
RIGHT = f"{HEADERS}3/2/2026,Jane Roe,97112,GP,25,2,{NOTE.replace(',', ';')}\n"
WRONG = RIGHT.replace(",25,2,", ",25,3,")


@pytest.fixture(autouse=True)
def _in_a_folder_of_80_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def sheet(text: str, name: str = "my-day.csv") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_demo_shows_findings_and_writes_nothing() -> None:
    result = run("demo")
    assert result.exit_code == 0
    assert "Sample day sheet, 3/2/2026 to 3/4/2026, by the 8-minute rule" in result.output
    assert "Overbilled by 1: 2 billed, 1 supported" in result.output
    assert max(map(len, result.output.splitlines())) <= 80
    assert list(Path().iterdir()) == []


def test_demo_keeps_the_sheet_where_it_is_asked_to() -> None:
    result = run("demo", "--out", "my-day.xlsx")
    assert result.exit_code == 0
    assert result.output.endswith("The sheet is in my-day.xlsx. Audit it: eightminute audit my-day.xlsx\n")
    assert run("audit", "my-day.xlsx").exit_code == 1
    again = run("demo", "--out", "my-day.xlsx")
    assert (again.exit_code, again.output.splitlines()[-1]) == (
        2,
        "Error: my-day.xlsx: is there already; --force replaces it, --out names another",
    )
    assert run("demo", "--out", "my-day.xlsx", "--force").exit_code == 0
    assert run("demo", "--out", "my-day.csv").output == "Error: my-day.csv: the sample is written as .xlsx\n"


@pytest.mark.parametrize(("text", "status"), [(RIGHT, 0), (WRONG, 1)])
def test_audit_exits_by_what_it_found(text: str, status: int) -> None:
    name = sheet(text)
    result = run("audit", name)
    assert result.exit_code == status
    assert Path(name).read_text() == text
    assert result.output.endswith("Results: my-day.audit.csv\n")
    assert sorted(path.name for path in Path().iterdir()) == ["my-day.audit.csv", "my-day.csv"]


def test_no_name_and_no_note_is_printed() -> None:
    name = sheet(WRONG + WRONG.replace("25", "a while").removeprefix(HEADERS))
    for form in ("table", "csv", "json"):
        output = run("audit", name, "--format", form, "--force").output
        assert "row 3" in output
        assert not re.search("Roe|PNF|a while", output, re.IGNORECASE)


def test_many_findings_are_not_all_printed() -> None:
    count = terminal.FINDINGS_SHOWN + 5
    lines = "".join(f"3/2/2026,{number},97112,GP,25,3,\n" for number in range(count))
    output = run("audit", sheet((HEADERS + lines).replace("Note", "Remark"))).output
    assert output.count("Overbilled by 1") == terminal.FINDINGS_SHOWN
    assert "and 5 more in the results file" in output


def test_findings_for_a_program() -> None:
    name = sheet(WRONG + "soon,Jane Roe,97112,GP,25,2,\n")
    found = {
        "row": 2,
        "date": "2026-03-02",
        "code": "97112",
        "kind": "overbilled",
        "units": 1,
        "message": "Overbilled by 1: 3 billed, 2 supported",
    }
    result = run("audit", name, "--format", "json")
    (file,) = json.loads(result.stdout)
    assert (file["file"], file["rule"], file["totals"]["overbilled_units"]) == (name, "8-minute", 1)
    assert file["findings"][0] == found
    assert (file["findings"][1]["kind"], file["findings"][1]["date"]) == ("unreadable", None)
    assert result.stderr == "Results: my-day.audit.csv\n"
    result = run("audit", name, "--format", "csv", "--force")
    first, second = csv.DictReader(StringIO(result.stdout))
    assert first == {"file": name, **{key: str(value) for key, value in found.items()}}
    assert second["date"] == ""


def test_options_reach_the_audit() -> None:
    name = sheet("DOS,Visit,CPT,Time spent,Units\n3/2/2026,1,97112,10,1\n3/2/2026,1,97110,10,1\n")
    arguments = ("audit", name, "--map", "minutes=Time spent", "--out", "out.xlsx", "--force")
    assert run(*arguments).exit_code == 1  # 20 minutes are 1 unit
    assert run(*arguments, "--rule", "midpoint").exit_code == 0
    book = openpyxl.load_workbook("out.xlsx")
    book.create_sheet("Empty")
    book.save("out.xlsx")
    refused = run("audit", "out.xlsx", "--sheet", "empty")
    assert (refused.exit_code, "none of its first 30 rows" in refused.output) == (2, True)


NO_MODIFIERS = "DOS,Visit,CPT,Min,Units\n3/2/2026,1,97112,25,2\n"


def test_claims_that_are_not_checked_are_never_shown_as_0() -> None:
    name = sheet(NO_MODIFIERS)
    shown = run("audit", name).output
    assert "Claims not checked: no modifiers column" in shown
    assert "Claim lines to look at" not in shown
    (file,) = json.loads(run("audit", name, "--format", "json", "--force").stdout)
    assert {file["totals"][each] for each in ("claim", "allowed", "unpriced")} == {None}
    (checked,) = json.loads(run("audit", sheet(RIGHT), "--format", "json", "--force").stdout)
    # 97112 of 2026: 32.73, and 24.88 for the second unit
    assert [checked["totals"][each] for each in ("claim", "allowed", "unpriced")] == [0, "57.61", 0]


@pytest.mark.parametrize("option", [("--setting", "practitioner"), ("--locality", "VT-50")])
def test_options_of_claims_are_refused_where_none_is_checked(option: tuple[str, str]) -> None:
    refused = run("audit", sheet(NO_MODIFIERS), *option)
    assert refused.exit_code == 2
    assert "Claims not checked: no modifiers column, so that --setting and --locality" in refused.stderr
    refused = run("audit", sheet(RIGHT), *option, "--rule", "midpoint")
    assert refused.exit_code == 2
    assert "the midpoint rule is not Medicare's, so that --setting and --locality" in refused.stderr
    assert run("audit", sheet(RIGHT), *option).exit_code == 0
    assert [path.name for path in Path().glob("*.audit.*")] == ["my-day.audit.csv"]


def test_a_bad_file_among_good_ones() -> None:
    names = (sheet(RIGHT), sheet("", "bad.csv"), sheet(WRONG, "wrong.csv"))
    result = run("audit", *names)
    assert result.exit_code == 2
    assert "Error: bad.csv: the file is empty\n" in result.stderr
    assert "Results: wrong.audit.csv" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing argument 'FILE...'"),
        (("nowhere.xlsx",), "File 'nowhere.xlsx' does not exist"),
        (("my-day.csv", "my-day.csv", "--out", "x.xlsx"), "--out is for the results of one FILE"),
        (("my-day.csv", "--map", "time"), "--map: write ROLE=HEADER"),
        (("my-day.csv", "--rule", "eights"), 'rule: must be "8-minute" or "midpoint"'),
        (("my-day.csv", "--format", "pdf"), "'pdf' is not one of 'table', 'csv', 'json'"),
        (("my-day.csv", "--out", "nowhere/out.csv"), "out.csv: can't be written in nowhere"),
    ],
)
def test_a_wrong_command_exits_with_2(arguments: tuple[str, ...], message: str) -> None:
    sheet(RIGHT)
    result = run("audit", *arguments)
    assert (result.exit_code, message in result.stderr) == (2, True)
    assert [path.name for path in Path().iterdir()] == ["my-day.csv"]


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "my-day.csv")

    sheet(RIGHT)
    monkeypatch.setattr(Path, "open", refuse)
    result = run("audit", "my-day.csv")
    assert (result.exit_code, result.stderr) == (2, "Error: my-day.csv: Permission denied\n")


def test_the_version_and_the_help() -> None:
    assert run("--version").output.startswith("eightminute, version ")
    assert "0 nothing found, 1 findings, 2 the command or its input is wrong" in run("-h").output


# ---- on a terminal, and in a pipe


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_the_progress_bar_hands_on_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", shown := _Terminal())
    with terminal.progress("Reading") as watch:
        assert list(watch(iter("abc"), 3)) == ["a", "b", "c"]
        assert list(watch(iter("ab"), None)) == ["a", "b"]
    assert "Reading" in shown.getvalue()


def _on_a_terminal(*arguments: str) -> str:
    """What the command shows when its output and errors are a terminal."""
    import pty  # Unix has it

    leader, follower = pty.openpty()
    command = [sys.executable, "-c", "from eightminute.cli import main; main()", *arguments]
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower) as process:
        os.close(follower)
        shown = b"".join(_read(leader))
        process.wait(timeout=60)
    os.close(leader)
    return shown.decode()


def _read(leader: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(leader, 4096)
        except OSError:  # the other side is closed
            return
        if not data:
            return
        yield data


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made with Unix's pty")
def test_a_terminal_has_a_progress_bar_and_a_pipe_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    name = sheet(RIGHT)
    shown = _on_a_terminal("audit", name)
    assert "Reading my-day.csv" in shown
    assert "Writing my-day.audit.csv" in shown
    command = [sys.executable, "-c", "from eightminute.cli import main; main()", "audit", name, "--force"]
    piped = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Reading" not in piped.stdout + piped.stderr
    assert "\x1b" not in piped.stdout
