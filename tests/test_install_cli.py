"""`eightminute install`: what it says, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.excel.vba import template

from eightminute.excel.vba import surroundings
from eightminute.install_cli import install


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(install, [str(each) for each in arguments])


def test_into_a_folder_and_out_of_it_again(tmp_path: Path) -> None:
    folder = tmp_path / "Zoë's #1 folder"
    first = run("--to", folder)
    assert first.exit_code == 0
    assert first.output == (
        f"eightminute.xlam is new in {folder}\n"
        "Open it in Excel: the functions are in the category eightminute.\n"
        f'To remove it: eightminute install --uninstall --to "{folder}"\n'
    )
    again = run("--to", folder)
    assert again.exit_code == 0
    assert again.output.startswith(
        f"eightminute.xlam was there already, and nothing has changed in {folder}\n"
    )
    assert run("--uninstall", "--to", folder).output == f"eightminute.xlam is removed from {folder}\n"
    assert list(folder.iterdir()) == []
    nothing = run("--uninstall", "--to", folder)
    assert (nothing.exit_code, nothing.output) == (0, f"eightminute.xlam is not in {folder}\n")


def test_on_windows_it_says_how_to_remove_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = replace(
        template.WHERE,
        system="win32",
        environment={"APPDATA": str(tmp_path)},
        library=tmp_path / "xlwings64.dll",
    )
    monkeypatch.setattr(surroundings, "here", lambda: windows)
    startup = tmp_path / "Microsoft" / "Excel" / "XLSTART"
    assert run().output == (
        f"eightminute.xlam is new in {startup}\n"
        "Start Excel: the functions are in the category eightminute.\n"
        "To remove it: eightminute install --uninstall\n"
    )
    assert run("--uninstall").output == f"eightminute.xlam is removed from {startup}\n"


@pytest.mark.parametrize("arguments", [(), ("--uninstall",)])
def test_a_refusal_is_a_sentence_and_exit_status_2(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr(surroundings, "here", lambda: replace(template.WHERE, system="linux"))
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert refused.output.startswith("Error: Excel for Windows is not on this computer.")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert run("--to", tmp_path / "file").exit_code == 2
