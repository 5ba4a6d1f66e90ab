"""A year of a large clinic: 100,000 lines take twice what 50,000 take, and the file stays as it was."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.skipif(
    not os.environ.get("EIGHTMINUTE_CI"), reason="takes half a minute: runs under EIGHTMINUTE_CI=1"
)

LINES = 50_000
MOST = 3  # times as much for twice the lines: what grows with the square takes 4 times

# A process of its own each time: its memory is its own, and what the tests hold is not in it.
AUDIT = """
import json, re, sys, time
from pathlib import Path
from eightminute.audit import audit_file
from eightminute.audit.reports import results

def memory():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

before = memory()
audit = audit_file(Path(sys.argv[1]))
results.write(audit, Path(sys.argv[2]))
print(json.dumps([audit.totals.lines, audit.totals.lines_ok, time.process_time(), memory() - before]))
"""


class Taken(NamedTuple):
    """How many lines were read and right, in what processor time (seconds), with how much memory (KiB)."""

    lines: int
    right: int
    seconds: float
    memory: int


def rows(count: int) -> Iterator[list[object]]:
    """Visits of two lines each, 12 of a patient, on the days of one year."""
    yield ["DOS", "MRN", "CPT", "Mod", "Minutes", "Units", "Note"]
    for number in range(count // 2):
        patient, visit = divmod(number, 12)
        date = f"{visit + 1}/{patient % 28 + 1}/2026"
        note = f"PNF D1 on foam, {number % 40 + 1} reps. Tolerated well. STG 1 met. Total timed: 40 min"
        yield [date, f"P-{patient}", 97112, "GP", 25, 2, note]
        yield [date, f"P-{patient}", 97110, "GP", 15, 1, None]  # 25 + 15 = 40 min: 3 units


def audited(folder: Path, count: int) -> Taken:
    path = folder / f"{count}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows(count))
    before = hashlib.sha256(path.read_bytes()).digest()
    out = folder / f"{count}.out.csv"
    done = subprocess.run(
        [sys.executable, "-c", AUDIT, str(path), str(out)], capture_output=True, text=True, check=True
    )
    assert hashlib.sha256(path.read_bytes()).digest() == before
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _ in csv.reader(file)) == count + 1
    return Taken(*json.loads(done.stdout))


def test_twice_the_lines_take_twice_the_time_and_memory(tmp_path: Path) -> None:
    half, whole = audited(tmp_path, LINES), audited(tmp_path, 2 * LINES)
    assert (half.lines, half.right) == (LINES, LINES)
    assert (whole.lines, whole.right) == (2 * LINES, 2 * LINES)
    assert whole.seconds < MOST * half.seconds
    assert whole.memory < MOST * half.memory
