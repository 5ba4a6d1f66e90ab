"""What a user pastes into xlwings Lite: every sheet function, and the page shows it as it is."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from eightminute.excel import functions

ROOT = Path(__file__).parents[1]
LITE = ROOT / "addin" / "lite"


def test_main_has_every_sheet_function() -> None:
    pasted = runpy.run_path(str(LITE / "main.py"))
    for name, value in vars(functions).items():
        if name.isupper() and callable(value):
            assert pasted[name] is value


@pytest.mark.parametrize("name", ["main.py", "requirements.txt"])
def test_the_page_shows_what_to_paste(name: str) -> None:
    pasted = (LITE / name).read_text(encoding="utf-8")
    assert f"\n{pasted}```\n" in (ROOT / "docs" / "lite.md").read_text(encoding="utf-8")
