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
    # Technique is right in one and wrongly found in the other: F1 2/3; 1 for the eight without labels.
    lines: list[dict[str, Any]] = [
        {"labels": {"technique": 1, "response": None}},
        {"labels": {"technique": 0}},
    ]
    score = notes_compare.scores(lines, [{"technique", "response"}, {"technique"}])
    assert score == {"macro_f1": round((8 + 2 / 3) / 9, 3), "min_f1": round(2 / 3, 3), "false_ok": 1.0}


def test_every_reader_is_timed() -> None:
    took = notes_compare.seconds({"ours": notes_compare.ours}, ["Tandem stance 15 min."])
    assert took["ours"] > 0


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
