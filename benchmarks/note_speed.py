"""How fast notes are read, and that hostile text costs time in proportion to its length.

`python benchmarks/note_speed.py [NOTES.jsonl]`: notes per second on the labelled notes, then for each kind of
hostile text the time for a full cell (32,767 characters) against the time for half of it. Ends with status 1
where a full cell takes more than 2.5 times as long as half a cell.
"""

from __future__ import annotations

import json
import sys
import timeit
from pathlib import Path
from time import process_time

from eightminute import notes

NOTES = Path(__file__).parents[1] / "tests" / "data" / "notes" / "dev_notes.jsonl"
CELL = 32_767  # characters that a cell of Excel holds
LIMIT = 2.5
RUNS = 3
ROUNDS = 4

HOSTILE = {
    "nested parentheses": "(",
    "closed parentheses": "(a) ",
    "white space": " ",
    "line breaks": "\n",
    "a long word": "a",
    "digits": "1234567890",
    "lone digits": "1 ",
    "quotes": '"a',
    "full stops": "a. ",
    "semicolons": "a; ",
    "commas": "a, ",
    "list marks": "1) ",
    "empty cells": "|",
    "tabs": "\t",
    "cells of a letter": "a|",
    "headings": "Response: ",
    "empty lines with labels": "Plan:\n",
    "right-to-left": "\u05e9\u05dc\u05d5\u05dd \u202e",
    "emoji": "\U0001f9ce\u200d\u2642\ufe0f ",
    "denials": "no ",
    "denials in sentences": "no. ",
    "lacks": "without ",
    "plans": "will ",
    "denied techniques": "no PNF, ",
    "planned techniques": "will PNF ",
    "half a response": "pt able ",
    "half a need": "weak ",
    "half a skill": "skilled therapist ",
    "half a test": "Berg ",
    "half a statement": "pt rep ",
    "minutes of others": "rest 15 min ",
    "coded minutes": "97112 15 min, ",
    "minutes within minutes": "15 min (",
    "totals": "total time ",
    "labels alone": "Berg\n",
    "half a reason": "impaired balance ",
    "half a change": "lowered cue ",
    "goals without status": "goal ",
    "half cues": "verbal and ",
}


def best(note: str) -> float:
    """Processor seconds for reading `note`, the best of several runs."""
    return min(timeit.repeat(lambda: notes.read(note), timer=process_time, number=1, repeat=RUNS))


def half_and_whole(unit: str) -> tuple[float, float]:
    """Best seconds for half a cell and a cell of `unit`, measured anew while another's work disturbs."""
    half = whole = float("inf")
    for _ in range(ROUNDS):
        half = min(half, best(filled(unit, CELL // 2)))
        whole = min(whole, best(filled(unit, CELL)))
        if whole <= LIMIT * half:
            break
    return half, whole


def filled(unit: str, length: int) -> str:
    """`unit` again and again, `length` characters in all."""
    return (unit * (length // len(unit) + 1))[:length]


def main(path: Path) -> bool:
    """Prints the speeds; false where one kind of text isn't linear."""
    with path.open(encoding="utf-8-sig") as file:
        texts = [json.loads(line)["text"] for line in file]
    seconds = sum(best(text) for text in texts)
    print(f"{len(texts) / seconds:,.0f} notes per second, {len(texts)} notes of {path.name}")
    print(f"{'hostile text':<26}{'half a cell':>12}{'a cell':>10}{'ratio':>8}")
    linear = True
    for name, unit in HOSTILE.items():
        half, whole = half_and_whole(unit)
        linear = linear and whole <= LIMIT * half
        print(f"{name:<26}{half:>10.3f} s{whole:>8.3f} s{whole / half:>8.2f}")
    return linear


if __name__ == "__main__":
    sys.exit(0 if main(Path(sys.argv[1]) if len(sys.argv) > 1 else NOTES) else 1)
