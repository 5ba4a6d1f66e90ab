"""Sentences, and the section that each stands in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute.notes.sections import Part, parts
from eightminute.notes.text import Working
from eightminute.notes.vocabulary import default


def _parts(note: str) -> tuple[str, list[Part]]:
    text = Working(note).text
    words = default()
    return text, list(parts(text, words.lexicon.scan(text), words.headings))


def read(note: str) -> list[tuple[str, str]]:
    text, found = _parts(note)
    return [(part.section, text[part.start : part.end].strip(" .")) for part in found]


def test_a_block_heading_reaches_to_the_next_one() -> None:
    assert read("S: pain 2/10. Slept well.\nStill sore.\nP: PNF next visit") == [
        ("subjective", "pain 2/10"),
        ("subjective", "slept well"),
        ("subjective", "still sore"),
        ("plan", "pnf next visit"),
    ]


def test_a_line_heading_ends_with_its_line() -> None:
    assert read("O: SLS\nResponse: tol well. No LOB.\nTandem") == [
        ("treatment", "sls"),
        ("response", "tol well"),
        ("response", "no lob"),
        ("treatment", "tandem"),
    ]


def test_a_value_heading_ends_with_its_sentence() -> None:
    assert read('Pt: "it listens". Mirror box.') == [("statement", '"it listens"'), ("", "mirror box")]


def test_a_label_alone_names_the_next_line_only() -> None:
    assert read("Response\nsteady\n15") == [("response", "steady"), ("", "15")]


def test_a_label_alone_with_no_value_names_nothing() -> None:
    assert read("Response\nGoals\nmet") == [("goals", "met")]


def test_labels_may_follow_each_other_in_one_line() -> None:
    assert read("Assist/Cues: SBA Response: no LOB Pain: 1/10") == [
        ("assistance", "sba"),
        ("response", "no lob"),
        ("statement", "1/10"),
    ]


def test_a_word_within_a_term_is_no_heading() -> None:
    assert read("SLS with hand hold assist: 3x15") == [("", "sls with hand hold assist: 3x15")]
    assert read("NMR x 23 min: PNF") == [("", "nmr x 23 min: pnf")]


@pytest.mark.parametrize(
    "note", ["S/ sore O/ SLS", "S. sore\nO. SLS", "S - sore\nO - SLS", "S: sore\nO = SLS", "S\nsore\nO\nSLS"]
)
def test_the_ways_of_writing_soap(note: str) -> None:
    assert read(note.replace(" O/", "\nO/")) == [("subjective", "sore"), ("treatment", "sls")]


def test_a_note_to_a_heading_may_stand_in_brackets_but_not_its_number() -> None:
    assert read("Duration (min): 20") == [("duration", "20")]
    assert read("Treatment (30 minutes): SLS") == [("treatment", "(30 minutes): sls")]


def test_status_post_is_no_subjective() -> None:
    assert read("s/p TKA") == [("", "s/p tka")]


@pytest.mark.parametrize("note", ["3/5 vs. 4/5 R", "Dr. A saw pt", "walked approx. 20 ft", "Pt. did well"])
def test_an_abbreviations_full_stop_ends_no_sentence(note: str) -> None:
    assert len(read(note)) == 1


def test_an_assistance_level_may_end_a_sentence() -> None:
    assert len(read("Needed mod A. Trunk weak.")) == 2


def test_a_line_of_a_form_that_nobody_filled_in_is_none() -> None:
    assert read("Pain pre/post: __/10 __/10\nSLS") == [("", "sls")]


@given(st.text(max_size=200))
def test_parts_are_in_order_and_within_the_note(note: str) -> None:
    text, found = _parts(note)
    end = 0
    for part in found:
        assert end <= part.start < part.end <= len(text)
        end = part.end


def test_a_box_that_nobody_ticked_says_nothing() -> None:
    assert read("Goals: [ ]met [x]not met\nTechnique: \u2610 PNF \u2611 SLS") == [
        ("goals", "not met"),
        ("treatment", "sls"),
    ]


def test_a_side_ends_a_sentence() -> None:
    assert read("Sit on L. 20 min. L. knee bent.")[:2] == [("", "sit on l"), ("", "20 min")]
