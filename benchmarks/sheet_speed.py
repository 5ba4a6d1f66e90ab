"""How much UNITS97112 adds to reading a column of minutes.

`python benchmarks/sheet_speed.py`: a column of 100,000 cells through UNITS97112, and through the same cell
layer with nothing behind it, by turns; the median of the ratios must not be above 3.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from eightminute.excel import cells, shapes
from eightminute.excel.functions import UNITS97112

CELLS = 100_000
TURNS = 9
TARGET = 3.0
COLUMN = [[float(row % 120)] for row in range(CELLS)]  # minutes, as classic Excel sends them


def minutes_only() -> None:
    """Reads the column, and answers with the minutes."""
    shapes.per_cell(COLUMN, "minutes", cells.minutes)


def units() -> None:
    """Reads the column, and answers with the units."""
    UNITS97112(COLUMN)


def seconds(run: Callable[[], None]) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> int:
    """Prints the ratio; 1 when it is above the target."""
    units()  # loads the rules
    runs = [(seconds(minutes_only), seconds(units)) for _ in range(TURNS)]
    ratio = statistics.median(units / bare for bare, units in runs)
    rate = CELLS / statistics.median(units for _, units in runs)
    print(
        f"UNITS97112: {ratio:.2f} times the bare cell layer (at most {TARGET:g}), {rate:,.0f} cells a second"
    )
    return int(ratio > TARGET)


if __name__ == "__main__":
    sys.exit(main())
