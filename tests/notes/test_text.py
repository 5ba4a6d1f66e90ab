"""A note's text: what is evened out, the way back, sentences and their sections."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute.notes.text import Segment, Working, segments
from eightminute.notes.vocabulary import default


def read(note: str) -> list[tuple[str, str]]:
    text = Working(note).text
    return [(part.section, text[part.start : part.end].strip()) for part in _segments(text)]


def _segments(text: str) -> list[Segment]:
    return list(segments(text, default().headings))


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("Pt  tol\u00a0well", "pt tol well"),
        ("Min A\t x1", "min a x1"),
        ("S: a\r\n\r\nO: b", "s: a\no: b"),
        ("\u201cbetter\u201d \u2013 pt\u2019s word", '"better" - pt\'s word'),
    ],
)
def test_what_is_evened_out(note: str, text: str) -> None:
    assert Working(note).text == text


@given(st.text(alphabet=st.sampled_from("aB \n\t\u00a0.;\u2019\u0130\U0001f600"), max_size=60))
def test_every_character_of_the_working_text_leads_back_to_the_original(note: str) -> None:
    working = Working(note)
    for position, character in enumerate(working.text):
        start, end = working.original_span(position, position + 1)
        assert end == start + 1
        assert note[start].isspace() if character.isspace() else Working(note[start]).text == character


@given(st.text(max_size=200))
def test_sentences_are_in_order_and_within_the_note(note: str) -> None:
    text = Working(note).text
    end = 0
    for part in _segments(text):
        assert end <= part.start < part.end <= len(text)
        assert part.sentence_start <= part.start
        assert part.end <= part.sentence_end
        end = part.end


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


def test_a_label_alone_names_the_next_line_only() -> None:
    assert read("Response\nsteady\n15") == [("response", "steady"), ("", "15")]


def test_a_label_alone_with_no_value_names_nothing() -> None:
    assert read("Response\nProgress\nmet") == [("goals", "met")]


@pytest.mark.parametrize("note", ["3/5 vs. 4/5 R", "Dr. A saw pt", "walked approx. 20 ft"])
def test_an_abbreviations_full_stop_ends_no_sentence(note: str) -> None:
    assert len(read(note)) == 1


def test_semicolons_part_a_sentence() -> None:
    parts = _segments("hep reviewed; sls on foam. next")
    assert [(part.start, part.end) for part in parts] == [(0, 12), (14, 25), (27, 31)]
    assert [(part.sentence_start, part.sentence_end) for part in parts] == [(0, 25), (0, 25), (27, 31)]
