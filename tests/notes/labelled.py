"""The labelled notes, and how they are read, for the tests that go over all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from eightminute import notes

DATA = Path(__file__).parents[1] / "data" / "notes"
LEARNT = ("dev_notes", "more_notes", "other_notes", "field_notes", "judged_notes")
ONE_IN = 100  # notes may read otherwise when they are told otherwise; of dev_notes none


def load(path: Path) -> list[dict[str, Any]]:
    """The notes of a file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


# Enough of them for what changes each note in many ways.
OURS = [
    *load(DATA / "dev_notes.jsonl"),
    *load(DATA / "other_notes.jsonl"),
    *load(DATA / "judged_notes.jsonl")[::8],
]
TEXTS = {line["id"]: line["text"] for line in OURS if "cells" not in line}
AGREED = {line["id"]: {name for name, label in line["labels"].items() if label is not None} for line in OURS}


def documented(note: str | list[str]) -> frozenset[str]:
    """The elements that a note documents."""
    reading = notes.read(note)
    return frozenset(element.name for element in notes.ELEMENTS if reading.documented(element.name))


as_written = cache(documented)


def read_otherwise(change: Callable[[str], str]) -> Mapping[str, frozenset[str]]:
    """The notes that read otherwise once they are changed, with the elements in which they do."""
    changed = {name: (text, change(text)) for name, text in TEXTS.items()}
    return {
        name: differs
        for name, (text, other) in changed.items()
        if other != text and (differs := documented(other) ^ as_written(text))
    }


def assert_reads_the_same(change: Callable[[str], str]) -> None:
    """No note of dev_notes reads otherwise in what careful readers agree on, of all notes one in a hundred.

    What a sentence weighs is a sum: in other words, a few that stand just at a limit come to its other side.
    """
    found = read_otherwise(change)
    assert {n: d & AGREED[n] for n, d in found.items() if n.startswith("dn") and d & AGREED[n]} == {}
    assert len(found) <= len(TEXTS) / ONE_IN, found


def assert_reads_exactly_the_same(change: Callable[[str], str]) -> None:
    """No note reads otherwise."""
    assert read_otherwise(change) == {}
