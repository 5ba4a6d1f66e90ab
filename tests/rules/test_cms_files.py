"""CMS's own files of 2025, where they lie beside the project: importing them gives the shipped tables."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from eightminute.rules.book import Book, shipped
from eightminute.rules.editing import new_folder
from eightminute.rules.importers import KINDS, bring_in

SHIPPED = Path(str(shipped()))
CMS = Path(__file__).parents[2].parent / "shared" / "data" / "cms"
DAY = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("kind", "file", "expected"),
    [
        ("rvu", "PPRRVU2025_Oct.excerpt.csv", "2025-01-01/rvu.csv"),
        ("gpci", "GPCI2025.csv", "2024-01-01/gpci.csv"),  # 2025 has the indices of 2024
    ],
)
def test_it_reproduces_the_shipped_2025_table_row_by_row(
    tmp_path: Path, kind: str, file: str, expected: str
) -> None:
    if not (CMS / file).exists():
        pytest.skip(f"{file} doesn't lie beside the project")
    for folder in sorted(SHIPPED.iterdir()):
        if folder.name < "2025":
            shutil.copytree(folder, tmp_path / folder.name)
    new_folder(Book([tmp_path]), tmp_path, DAY)
    # From the year before, so that the table must come out of the file.
    before = (tmp_path / "2025-01-01" / f"{kind}.csv").read_bytes()
    outcome = bring_in(Book([tmp_path]), tmp_path, KINDS[kind], [CMS / file], DAY, today=date(2026, 12, 1))
    after = (tmp_path / "2025-01-01" / f"{kind}.csv").read_bytes()
    assert after == (SHIPPED / expected).read_bytes()
    assert kind == "gpci" or after != before
    assert outcome.table is not None
    assert outcome.table.title == Book([SHIPPED]).on(DAY).table(kind).title
