"""What works on January 1 without which file is what the page on updating says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from eightminute.errors import NotPublishedError
from eightminute.excel.functions import CLAIMCHECK, CLAIMKX, CLAIMPAYMENT, NOTECHECK, UNITS97112
from eightminute.rules import book

DAY = "1/5/2027"
LINE = ("97112", 1, "GP", DAY)
WORKS: dict[str, Callable[[], object]] = {
    "units": lambda: UNITS97112(25),
    "notes": lambda: NOTECHECK("Tandem stance 15 min."),
    "payments": lambda: CLAIMPAYMENT(*LINE),
    "a locality": lambda: CLAIMPAYMENT(*LINE, "Vermont"),
    "CLAIMKX": lambda: CLAIMKX(100, DAY, "OT"),
    "CLAIMCHECK": lambda: CLAIMCHECK(*LINE),
}


@pytest.mark.parametrize(
    ("missing", "refused"),
    [
        (["figures.kx_threshold_ot"], {"CLAIMKX"}),
        (["tables.gpci"], {"a locality"}),
        (["tables.rvu"], {"payments", "a locality", "CLAIMCHECK"}),
        (["tables.mue_practitioner", "tables.ptp_practitioner"], set()),
    ],
)
def test_what_is_missing_refuses_what_needs_it(
    missing: list[str], refused: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = tmp_path / "2027-01-01"
    shutil.copytree(Path(str(book.shipped())) / "2026-01-01", year)
    shutil.copytree(Path(str(book.shipped())) / "2023-01-01", tmp_path / "2023-01-01")
    shutil.copytree(Path(str(book.shipped())) / "2024-07-01", tmp_path / "2024-07-01")
    path = year / "rules.toml"
    text = path.read_text(encoding="utf-8").replace("effective = 2026", "effective = 2027")
    for name in missing:
        section = re.search(rf"^\[{re.escape(name)}\]\n.*?(?=^\[|\Z)", text, re.DOTALL | re.MULTILINE)
        assert section is not None
        text = text.replace(section[0], section[0].replace('"final"', '"unverified"'))
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv(book.VARIABLE, str(tmp_path))
    for name, question in WORKS.items():
        if name in refused:
            with pytest.raises(NotPublishedError, match="not confirmed"):
                question()
        else:
            assert question()
    if not refused:
        assert "Not checked" in str(CLAIMCHECK(*LINE))
