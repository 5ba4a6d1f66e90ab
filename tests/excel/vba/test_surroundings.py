"""What the installer finds of the system that it runs on."""

from __future__ import annotations

import sys
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from eightminute.excel.vba import surroundings


def test_this_system() -> None:
    here = surroundings.here()
    assert (here.system, here.interpreter) == (sys.platform, sys.executable)
    assert here.is_windows == (sys.platform == "win32")
    assert here.template.is_file()
    assert (here.library is not None) == here.is_windows
    assert "EXCEL.EXE" not in here.programs() or here.is_windows


def test_a_folder_is_named_by_a_variable(tmp_path: Path) -> None:
    from dataclasses import replace

    here = replace(surroundings.here(), environment={"APPDATA": str(tmp_path), "EMPTY": ""})
    assert here.folder("APPDATA") == tmp_path
    assert here.folder("EMPTY") is here.folder("NONE") is None


def test_a_file_of_a_package_is_found_wherever_it_was_installed(tmp_path: Path) -> None:
    # pip puts xlwings' library beside Python, and says so in the package's record
    record = tmp_path / "Lib" / "site-packages" / "xlwings-1.0.dist-info"
    record.mkdir(parents=True)
    (record / "RECORD").write_text("../../xlwings64-1.0.dll,,\nxlwings/__init__.py,,\n", encoding="utf-8")
    package = PathDistribution(record)
    assert surroundings._installed(package, "xlwings64-1.0.dll") == tmp_path / "xlwings64-1.0.dll"
    assert surroundings._installed(package, "xlwings64-2.0.dll") is None


def test_a_package_without_a_record_has_no_files(tmp_path: Path) -> None:
    assert surroundings._installed(PathDistribution(tmp_path), "xlwings64-1.0.dll") is None


@pytest.mark.skipif(sys.platform == "win32", reason="there the real one stands in this place")
def test_windows_is_asked_for_excel_alone(tmp_path: Path) -> None:
    program = tmp_path / "System32" / "tasklist.exe"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "%s|" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    asked = surroundings.running_excel({"SystemRoot": str(tmp_path)})
    assert asked == "/FI|IMAGENAME eq EXCEL.EXE|/FO|CSV|/NH|"


def test_where_windows_cannot_be_asked_nothing_is_known(tmp_path: Path) -> None:
    assert surroundings.running_excel({"SystemRoot": str(tmp_path)}) == ""
