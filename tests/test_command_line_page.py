"""The guide's page on the command line: every command on it prints what the page says.

After a change that is meant, `EIGHTMINUTE_UPDATE=1 pytest tests/test_command_line_page.py` writes it anew.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from eightminute.cli import main

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
