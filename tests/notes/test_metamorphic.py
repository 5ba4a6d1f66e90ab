"""The same note told otherwise is read the same, over all labelled notes.

Case, spaces, line ends, `min` and `minutes`, the usual abbreviations, and notes without the words that show
an element have their tests in test_reading.py.
"""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from tests.notes.labelled import (
    TEXTS,
    assert_reads_exactly_the_same,
    assert_reads_the_same,
    documented,
)

# A heading with something under it: what follows "S: -" would be taken for what the patient said.
_SECTION = re.compile(
    r"(?:[SOAP] ?[:/-]|(?:Subjective|Objective|Assessment|Plan) ?:).*[a-z]{3}", re.IGNORECASE
)
SECTIONED = {
    name: text.split("\n")
    for name, text in TEXTS.items()
    if "\n" in text and all(_SECTION.match(line) for line in text.split("\n"))
}
UNRELATED = [
    "The parking lot was full today.",
    "The music in the waiting area was changed.",
    "New chairs arrived this morning.",
]
EXPANDED = [
    (r"\b[Pp]t\b(?!')", "patient"),
    (r"\btol\b", "tolerated"),
    (r"\btx\b", "treatment"),
    (r"\bw/o\b", "without"),
    (r"\bs/p\b", "status post"),
    (r"\bNMR\b", "neuromuscular reeducation"),
    (r"\bEC\b", "eyes closed"),
    (r"\bEO\b", "eyes open"),
    (r"\bprog\b", "progressing"),
    (r"\bc CGA\b", "with CGA"),
    (r"\bSBA\b", "stand by assist"),
    (r"\bVCs\b", "verbal cues"),
    (r"\bMax A\b", "maximal assistance"),
    (r"\bwt shift", "weight shift"),
    (r"\bUE\b", "upper extremity"),
    (r"\bLE\b", "lower extremity"),
]


def test_sections_in_any_order() -> None:
    assert len(SECTIONED) >= 6
    for name, lines in SECTIONED.items():
        whole = documented("\n".join(lines))
        for order in permutations(lines):
            assert documented("\n".join(order)) == whole, name


@pytest.mark.parametrize("sentence", UNRELATED)
def test_an_unrelated_sentence_between_sections(sentence: str) -> None:
    for name, lines in SECTIONED.items():
        assert documented(f" {sentence}\n".join(lines)) == documented("\n".join(lines)), name


@pytest.mark.parametrize("sentence", UNRELATED)
def test_an_unrelated_sentence_at_either_end(sentence: str) -> None:
    assert_reads_the_same(lambda note: f"{sentence}\n{note}")
    assert_reads_the_same(lambda note: f"{note}\n{sentence}")


@pytest.mark.parametrize(("short", "long"), EXPANDED, ids=[long for _, long in EXPANDED])
def test_an_abbreviation_written_out(short: str, long: str) -> None:
    assert_reads_the_same(lambda note: re.sub(short, long, note))


def test_minutes_written_together() -> None:
    together = re.compile(r"(?<![x\d])(\d+) (mins?|minutes)\b(?! ?[Aa]\b)")
    assert_reads_the_same(lambda note: together.sub(r"\1\2", note))


def test_small_letters_and_typographic_marks() -> None:
    marks = str.maketrans({"'": "\u2019", "-": "\u2011", " ": "\u00a0"})
    assert_reads_exactly_the_same(lambda note: note.translate(marks))


def test_a_note_twice_says_no_more() -> None:
    assert_reads_the_same(lambda note: f"{note}\n\n{note}")
