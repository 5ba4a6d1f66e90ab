"""How well notes are read, element by element.

`python benchmarks/notes_accuracy.py FILE.jsonl [--quiet] [--save] [--compare]`: lines {"id", "text" or
"cells", "labels": {element: 1, 0 or null}}; null is not scored, nor is an element of which there is nothing
to find and nothing was found. A line that is none of these ends it with status 2. False-OK is the share of
notes lacking an element that were called documented; in the last line, over the four key elements. `--save`
keeps the figures for the guide's page, which `eightminute docs` then shows. `--compare` reads the notes in
other ways too (notes_compare.py).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from eightminute import notes

RESULTS = Path(__file__).parent / "results" / "notes_accuracy.json"


NAMES = [element.name for element in notes.ELEMENTS]


def ratio(part: int, whole: int) -> float:
    """`part` of `whole`, 1 for nothing of nothing."""
    return part / whole if whole else 1.0


def load(path: Path) -> list[dict[str, Any]]:
    """The labelled notes of a file. Raises ValueError that names the line, without its text."""
    lines = []
    with path.open(encoding="utf-8-sig") as file:
        for number, text in enumerate(file, start=1):
            if text.strip():
                try:
                    line = json.loads(text)
                except json.JSONDecodeError:
                    raise ValueError(f"{path.name}, line {number}: not JSON") from None
                if wrong := _wrong(line):
                    raise ValueError(f"{path.name}, line {number}: {wrong}")
                lines.append(line)
    return lines


def _wrong(line: object) -> str:
    match line:
        case {"id": _, "labels": {**labels}, "cells": list()} | {
            "id": _,
            "labels": {**labels},
            "text": str(),
        }:
            names = [str(name) for name, label in labels.items() if label not in (1, 0, None)]
            return f"a label is 1, 0 or null: {', '.join(names)}" if names else ""
    return 'not {"id", "text" or "cells", "labels": {...}}'


def main(path: str, *, quiet: bool, save: bool = False) -> None:
    """Prints counts, precision, recall and F1 per element, the errors, and the closing line."""
    lines = load(Path(path))
    if unknown := {name for line in lines for name in line["labels"]} - set(NAMES):
        print(f"not scored, no such element: {', '.join(sorted(unknown))}", file=sys.stderr)
    readings = [notes.read(line.get("cells") or line["text"]) for line in lines]
    scores, lacking, false_ok = [], 0, 0
    measured: dict[str, dict[str, float]] = {}
    head = f"{'element':<12}{'yes':>5}{'no':>5}{'tp':>5}{'fp':>5}{'fn':>5}"
    print(f"{head}{'false-OK':>10}{'prec':>8}{'recall':>8}{'F1':>8}")
    for element in notes.ELEMENTS:
        pairs = [
            (line, reading, line["labels"].get(element.name), reading.documented(element.name))
            for line, reading in zip(lines, readings, strict=True)
        ]
        right = sum(label == 1 and found for _, _, label, found in pairs)
        wrong = [(line, reading) for line, reading, label, found in pairs if label == 0 and found]
        missed = [line for line, _, label, found in pairs if label == 1 and not found]
        yes = sum(label == 1 for _, _, label, _ in pairs)
        no = sum(label == 0 for _, _, label, _ in pairs)
        precision, recall = ratio(right, right + len(wrong)), ratio(right, yes)
        f1 = ratio(2 * right, 2 * right + len(wrong) + len(missed))
        if yes or wrong:
            scores.append(f1)
        measured[element.name] = {
            "yes": yes,
            "no": no,
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "false_ok": round(len(wrong) / max(1, no), 3),
        }
        if element.key:
            lacking += no
            false_ok += len(wrong)
        print(
            f"{element.name:<12}{yes:>5}{no:>5}{right:>5}{len(wrong):>5}{len(missed):>5}"
            f"{100 * len(wrong) / max(1, no):>9.1f}%"
            + (f"{precision:>8.3f}{recall:>8.3f}{f1:>8.3f}" if yes or wrong else f"{'-':>8}{'-':>8}{'-':>8}")
        )
        if not quiet:
            for line, reading in wrong:
                evidence = reading.evidence[element.name]
                print(f"    called documented: {line['id']}: {evidence.text if evidence else ''!r}")
            for line in missed:
                print(f"    missed: {line['id']}: {line.get('evidence', {}).get(element.name, '')!r}")
    print(
        f"macro-F1 {sum(scores) / max(1, len(scores)):.3f}  min-F1 {min(scores, default=1.0):.3f}  "
        f"false-OK {100 * false_ok / max(1, lacking):.1f}%"
    )
    if save:
        found = {
            "what": Path(path).name,
            "notes": len(lines),
            "false_ok": round(false_ok / max(1, lacking), 3),
            "elements": measured,
        }
        kept = json.loads(RESULTS.read_text(encoding="utf-8"))
        sets = {each["what"]: each for each in [*kept["sets"], found]}
        RESULTS.write_text(json.dumps(kept | {"sets": [*sets.values()]}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    paths = [each for each in sys.argv[1:] if not each.startswith("--")]
    if len(paths) != 1:
        sys.exit(__doc__)
    try:
        if "--compare" in sys.argv:
            sys.path.insert(0, str(Path(__file__).parents[1]))
            from benchmarks import notes_compare

            notes_compare.main(*paths, save="--save" in sys.argv)
        else:
            main(*paths, quiet="--quiet" in sys.argv, save="--save" in sys.argv)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
