"""How well and how fast notes are read, beside plain keywords and medspaCy with the same vocabulary.

`python benchmarks/notes_accuracy.py FILE.jsonl --compare [--save]`. medspaCy is an extra of this benchmark:
`python -m pip install ".[compare]"`. Speeds are of one run, the readers taking turns on every tenth note; the
last line says how many times as many notes we read in the same time.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.notes_accuracy import load, ratio
from benchmarks.other_readers import Reader, keywords, medspacy
from eightminute import notes

RESULTS = Path(__file__).parent / "results" / "notes_accuracy.json"
MISSING = 'medspaCy isn\'t installed: python -m pip install ".[compare]" brings it'
OURS = "eightminute"
SLOWEST = "medspaCy, a rule a term"
ROUNDS = 5
TIMED = 10  # of so many notes one is timed, each round anew


def ours(note: str) -> set[str]:
    """The elements that we find."""
    return {name for name, shown in notes.read(note).evidence.items() if shown}


def scores(lines: list[dict[str, Any]], found: list[set[str]]) -> dict[str, float]:
    """Mean and least F1 over the elements, and the share of key elements wrongly called documented."""
    f1, lacking, false_ok = [], 0, 0
    for element in notes.ELEMENTS:
        pairs = [
            (line["labels"].get(element.name), element.name in names)
            for line, names in zip(lines, found, strict=True)
        ]
        right, wrong, missed = (pairs.count(pair) for pair in ((1, True), (0, True), (1, False)))
        if right or wrong or missed:
            f1.append(ratio(2 * right, 2 * right + wrong + missed))
        if element.key:
            lacking += sum(label == 0 for label, _ in pairs)
            false_ok += wrong
    return {
        "macro_f1": round(sum(f1) / max(1, len(f1)), 3),
        "min_f1": round(min(f1, default=1.0), 3),
        "false_ok": round(false_ok / max(1, lacking), 3),
    }


def seconds(readers: dict[str, Reader], texts: list[str]) -> dict[str, float]:
    """Processor seconds for all notes, the best of several rounds in which the readers take turns.

    What the readers hold for good is kept from the garbage collector: none pays for what another has loaded.
    """
    gc.collect()
    gc.freeze()
    best = dict.fromkeys(readers, float("inf"))
    for _ in range(ROUNDS):
        for name, read in readers.items():
            start = process_time()
            for text in texts:
                read(text)
            best[name] = min(best[name], process_time() - start)
    gc.unfreeze()
    return best


def main(path: str, *, save: bool) -> None:
    """Prints what each reader gets right, and its speed against ours. Ends with status 2 without medspaCy."""
    try:
        readers: dict[str, Reader] = {
            OURS: ours,
            "keywords": keywords(),
            SLOWEST: medspacy(joined=False),
            "medspaCy, rules joined by list": medspacy(joined=True),
        }
    except ImportError:
        print(MISSING, file=sys.stderr)
        sys.exit(2)
    lines = load(Path(path))
    texts = ["\n\n".join(line["cells"]) if line.get("cells") else line["text"] for line in lines]
    measured = {name: scores(lines, [read(text) for text in texts]) for name, read in readers.items()}
    timed = texts[::TIMED]
    took = seconds(readers, timed)
    print(f"{len(lines)} notes of {Path(path).name}")
    print(f"{'reader':<34}{'macro-F1':>9}{'min-F1':>9}{'false-OK':>10}{'notes/s':>9}{'slower':>8}")
    for name, score in measured.items():
        times = score["times"] = round(took[name] / took[OURS], 1)
        print(
            f"{name:<34}{score['macro_f1']:>9.3f}{score['min_f1']:>9.3f}{100 * score['false_ok']:>9.1f}%"
            f"{len(timed) / took[name]:>9,.0f}{times:>7.1f}x"
        )
    print(f"notes per second: {measured[SLOWEST]['times']:.0f} x medspaCy's")
    if save:
        kept = json.loads(RESULTS.read_text(encoding="utf-8"))
        kept["comparison"] = {"what": Path(path).name, "notes": len(lines), "readers": measured}
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
