"""What is learnt of a labelled note: which sentences show an element, and which two together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.labelled_notes import NAMES, Note, read, read_otherwise

TEXT = "Objective: Marched. Hip hiked at 6 in. Went to 4 in. Sat down.\nPlan: Continue."
BOTH = "Hip hiked at 6 in. Went to 4 in."


@pytest.fixture
def note(tmp_path: Path, request: pytest.FixtureRequest) -> Note:
    """The note, with that label of a skilled service and that evidence."""
    label, evidence = request.param
    line = {
        "id": "zz001",
        "text": TEXT,
        "labels": dict.fromkeys(NAMES, None) | {"skilled": label},
        "evidence": {"skilled": evidence} if evidence else {},
    }
    (tmp_path / "notes.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (found,) = read([tmp_path / "notes.jsonl"])
    return found


def shown(note: Note) -> list[tuple[str, int]]:
    return [(TEXT[each.start : each.end].strip(), shows) for each, shows in note.examples("skilled")]


def told(note: Note) -> list[tuple[str, str, int]]:
    return [
        (TEXT[one.start : one.end].strip(), TEXT[other.start : other.end].strip(), shows)
        for one, other, shows in note.told()
    ]


@pytest.mark.parametrize("note", [(1, BOTH)], indirect=True)
def test_what_is_shown_over_two_sentences_is_learnt_of_the_two_together(note: Note) -> None:
    assert told(note) == [("Hip hiked at 6 in.", "Went to 4 in.", 1)]
    assert shown(note) == []


@pytest.mark.parametrize("note", [(1, "Went to 4 in.")], indirect=True)
def test_what_one_sentence_shows_is_learnt_of_that_one(note: Note) -> None:
    assert told(note) == []
    assert shown(note) == [("Went to 4 in.", 1)]


@pytest.mark.parametrize("note", [(0, "")], indirect=True)
def test_no_sentence_nor_any_two_of_a_section_show_what_a_note_lacks(note: Note) -> None:
    assert told(note) == [
        ("Marched.", "Hip hiked at 6 in.", 0),
        ("Hip hiked at 6 in.", "Went to 4 in.", 0),
        ("Went to 4 in.", "Sat down.", 0),
    ]
    assert [shows for _, shows in shown(note)] == [0] * 5


@pytest.mark.parametrize("note", [(None, "")], indirect=True)
def test_nothing_is_learnt_where_readers_differ(note: Note) -> None:
    assert told(note) == []
    assert shown(note) == []


def test_a_note_is_learnt_from_written_out_and_in_one_breath_too(tmp_path: Path) -> None:
    line = {
        "id": "zz001",
        "text": "SLS w/ CGA. No LOB.",
        "labels": dict.fromkeys(NAMES, 0) | {"response": 1},
        "evidence": {"response": "No LOB."},
    }
    path = tmp_path / "notes.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    words = [
        [each.words for each, shows in note.examples("response") if shows] for note in read_otherwise([path])
    ]
    assert words == [[("no", "loss", "of", "balance", ".")], [("sls", "w/", "cga", ",", "no", "lob")]]


def test_a_note_of_one_sentence_without_abbreviations_is_told_no_other_way(tmp_path: Path) -> None:
    line = {"id": "zz001", "text": "Marched.", "labels": dict.fromkeys(NAMES, 0)}
    path = tmp_path / "notes.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    assert read_otherwise([path]) == []
