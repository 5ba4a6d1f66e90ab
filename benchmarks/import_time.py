"""How long Excel waits for the sheet functions to be imported.

`python benchmarks/import_time.py`: new interpreters import `eightminute.excel.functions`, and xlwings and
pydantic alone, by turns; the ratio of the medians, without the interpreter's own start, must be at most 1.5.
The rules are loaded by the first call, so its time is printed too.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

TURNS = 15
TARGET = 1.5
NOTHING = "pass"
REQUIRED = "import xlwings, pydantic"
OURS = "import eightminute.excel.functions"
FIRST_CALL = "from eightminute.excel.functions import UNITS97112; UNITS97112(25)"


def seconds(code: str) -> float:
    """How long a new interpreter takes for `code`."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main() -> int:
    """Prints the ratio; 1 when it is above the target."""
    codes = (NOTHING, REQUIRED, OURS, FIRST_CALL)
    for code in codes:
        seconds(code)  # compiles what isn't yet
    runs = [[seconds(code) for code in codes] for _ in range(TURNS)]
    nothing, required, ours, first_call = (statistics.median(times) for times in zip(*runs, strict=True))
    ratio = (ours - nothing) / (required - nothing)
    print(
        f"import eightminute.excel.functions: {ratio:.2f} times xlwings and pydantic (at most {TARGET:g}); "
        f"with its first call {(first_call - nothing) / (required - nothing):.2f} times"
    )
    return int(ratio > TARGET)


if __name__ == "__main__":
    sys.exit(main())
