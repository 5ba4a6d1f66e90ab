"""The other readers that ours is compared with, as far as they are there."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks import notes_compare, other_readers

ROOT = Path(__file__).parents[1]
NOTES = "tests/data/notes/dev_notes.jsonl"


def test_keywords_know_no_context() -> None:
    read = other_readers.keywords()
    assert "technique" in read("PNF not done today.")
    assert "technique" not in notes_compare.ours("PNF not done today.")
    assert read("") == set()


def test_scores_count_what_is_labelled() -> None:
    # Technique is right in one and wrongly found in the other: F1 2/3; of the others nothing is to be found.
    lines: list[dict[str, Any]] = [
        {"labels": {"technique": 1, "response": None}},
        {"labels": {"technique": 0}},
    ]
    score = notes_compare.scores(lines, [{"technique", "response"}, {"technique"}])
    assert score == {"macro_f1": round(2 / 3, 3), "min_f1": round(2 / 3, 3), "false_ok": 1.0}


def accuracy(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "benchmarks/notes_accuracy.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_separators_of_lines_within_a_note_and_a_byte_order_mark_part_nothing(tmp_path: Path) -> None:
    line = '{"id": "a", "text": "Tandem stance\u2028on foam.", "labels": {"technique": 1, "response": 0}}\n'
    path = tmp_path / "notes.jsonl"
    path.write_text(line, encoding="utf-8-sig")
    done = accuracy(str(path), "--quiet")
    assert done.stdout.splitlines()[-1] == "macro-F1 1.000  min-F1 1.000  false-OK 0.0%"


NO_NOTE = 'not {"id", "text" or "cells", "labels": {...}}'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "a", "text": "PNF"', "not JSON"),
        ('["PNF"]', NO_NOTE),
        ('{"id": "a", "text": "PNF"}', NO_NOTE),
        ('{"text": "PNF", "labels": {}}', NO_NOTE),
        ('{"id": "a", "labels": {}}', NO_NOTE),
        ('{"id": "a", "text": "PNF", "labels": {"technique": "yes"}}', "a label is 1, 0 or null: technique"),
    ],
)
def test_a_line_that_is_no_labelled_note_is_named(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text(
        '{"id": "b", "text": "SLS", "labels": {"technique": 1}}\n' + line + "\n", encoding="utf-8"
    )
    done = accuracy(str(path))
    assert (done.returncode, done.stderr.strip()) == (2, f"notes.jsonl, line 2: {told}")


def test_what_is_no_element_is_not_scored_and_said(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text(
        '{"id": "b", "text": "SLS", "labels": {"technique": 1, "balance": 0}}\n', encoding="utf-8"
    )
    assert accuracy(str(path)).stderr.strip() == "not scored, no such element: balance"


def test_without_a_file_it_says_what_it_takes() -> None:
    assert accuracy("--quiet").stderr.startswith("How well notes are read")
    assert accuracy("nowhere.jsonl").returncode == 2


@pytest.mark.skipif(importlib.util.find_spec("medspacy") is not None, reason="medspaCy is there")
def test_without_medspacy_the_comparison_says_what_brings_it() -> None:
    command = [sys.executable, "benchmarks/notes_accuracy.py", NOTES, "--compare"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (2, notes_compare.MISSING)


@pytest.mark.skipif(importlib.util.find_spec("medspacy") is None, reason="medspaCy is an extra: .[compare]")
@pytest.mark.parametrize("joined", [False, True])
def test_medspacy_knows_contexts_and_sections(*, joined: bool) -> None:
    read = other_readers.medspacy(joined=joined)
    assert read("97112 15 min: tandem stance on foam. Tolerated well.") >= {
        "technique",
        "duration",
        "response",
    }
    assert "technique" not in read("No balance training today.")
    assert "technique" not in read("Plan: tandem stance on foam.")
