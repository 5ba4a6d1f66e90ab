"""The guide's page on the command line: commands print what it says, and nothing is left out.

After a change that is meant, `EIGHTMINUTE_UPDATE=1 pytest tests/test_command_line_page.py` writes it anew.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from eightminute.audit import audit_file
from eightminute.audit.columns import ROLES
from eightminute.audit.reports import fields
from eightminute.cli import audit, main

PAGE = Path(__file__).parents[1] / "docs" / "command-line.md"
SHEET = re.compile(r"`([\w-]+\.(?:csv|toml))`:\n\n```(?:csv|toml)\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"```console\n\$ eightminute ([^\n]*)\n(.*?)```", re.DOTALL)


def printed(command: str) -> str:
    result = CliRunner().invoke(main, shlex.split(command), catch_exceptions=False)
    return "".join(f"{line.rstrip()}\n" for line in result.output.splitlines())


def test_every_command_prints_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = PAGE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, text in SHEET.findall(page):
        Path(name).write_text(text, encoding="utf-8")
    said = COMMAND.findall(page)
    answers = {command: printed(command) for command, _ in said}
    assert len(answers) == len(said) > 4
    if os.environ.get("EIGHTMINUTE_UPDATE"):
        new = COMMAND.sub(lambda found: f"```console\n$ eightminute {found[1]}\n{answers[found[1]]}```", page)
        PAGE.write_text(new, encoding="utf-8")
        said = COMMAND.findall(new)
    assert dict(said) == answers


def table(heading: str) -> list[str]:
    """What stands in the first column of the table under that heading."""
    page = PAGE.read_text(encoding="utf-8")
    rows = page[page.index(f"| {heading} |") :].partition("\n\n")[0].splitlines()[2:]
    return [row.split("|")[1].strip() for row in rows]


def test_every_column_of_the_results_is_on_the_page(tmp_path: Path) -> None:
    sheet = dict(SHEET.findall(PAGE.read_text(encoding="utf-8")))["my-day.csv"]  # it has all columns
    path = tmp_path / "my-day.csv"
    path.write_text(sheet, encoding="utf-8")
    assert table("column") == [field.header for field in fields.fields(audit_file(path))]


def test_every_role_of_a_column_is_on_the_page() -> None:
    assert re.findall(r"`(\w+)`", " ".join(table("role"))) == list(ROLES)


def test_every_option_is_on_the_page() -> None:
    named = [re.findall(r"--[a-z]+", row) for row in table("option")]
    options = [each.opts for each in audit.params if isinstance(each, click.Option)]
    assert sorted(named) == sorted(options)
