"""The guide's pages as tests read them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from eightminute.docs.formulas import Sheet

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs"
PAGES = {path.relative_to(GUIDE).as_posix(): path for path in sorted(GUIDE.rglob("*.md"))}

_EDGE = re.compile(r"(?<!\\)\|")
_FILLS = re.compile(r"`(=.+)` fills these cells:")
_SPAN = re.compile(r"`(=[A-Z0-9]+\([^`]*\))`")


@dataclass(frozen=True)
class Shown:
    """A formula on a page with the sheet above it and what the page says: answer, message, filled table."""

    formula: str
    sheet: Sheet
    answer: str | None = None
    message: str | None = None
    table: list[list[str]] | None = None


def formulas(text: str) -> Iterator[Shown]:
    """Every formula of a page, in order.

    A table with the columns A, B, … is the sheet of the formulas below it. One with a column "formula" has
    answers, and a sentence "… fills these cells:" has the table below it. Any other only has to be one.
    """
    sheet = Sheet.of([])
    lines = iter([*text.splitlines(), ""])
    for line in lines:
        if filling := _FILLS.match(line):
            next(lines)
            yield Shown(filling[1], sheet, table=_table(next(lines), lines))
        elif line.startswith("|"):
            header, *rows = _table(line, lines)
            if header[:2] == ["", "A"]:
                sheet = Sheet.of([row[1:] for row in rows])
                continue
            for row in rows:
                cells = dict(zip(header, row, strict=True))
                if "formula" in cells:
                    yield Shown(
                        cells["formula"].strip("`"),
                        sheet,
                        cells["answer"].strip("`"),
                        cells.get("message"),
                    )
                else:
                    yield from (Shown(found, sheet) for found in _SPAN.findall(" ".join(row)))
        else:
            yield from (Shown(found, sheet) for found in _SPAN.findall(line))


def says(shown: str, answer: str) -> bool:
    """Whether what a page shows is the answer, or with an ellipsis its beginning."""
    return answer.startswith(shown[:-1].rstrip()) if shown.endswith("…") else answer == shown


def needed(what: object, name: str) -> None:
    """Skips where a component isn't there; under EIGHTMINUTE_CI that is a failure."""
    if not what:
        if os.environ.get("EIGHTMINUTE_CI"):
            pytest.fail(f"{name} isn't there")
        pytest.skip(f"{name} isn't there")


def _table(first: str, lines: Iterator[str]) -> list[list[str]]:
    rows = [first]
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append(line)
    return [
        [cell.strip().replace("\\|", "|").replace("\\*", "*") for cell in _EDGE.split(row.strip())[1:-1]]
        for row in (rows[0], *rows[2:])
    ]
