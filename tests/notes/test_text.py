"""A note's text: what is evened out, lines that only wrap, and the way back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute.notes.text import Working

LONG = "Pt stood on foam with feet together and turned the head to both sides"


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("Pt  tol\u00a0well", "pt tol well"),
        ("Min A\tx1", "min a|x1"),  # a tab parts cells
        ("S: a\r\n\r\nO: b", "s: a\no: b"),
        ("\u201cbetter\u201d \u2013 pt\u2019s word", '"better" - pt\'s word'),
        ("CGA \u2192 SBA, 3\u00d710", "cga > sba, 3x10"),
    ],
)
def test_what_is_evened_out(note: str, text: str) -> None:
    assert Working(note).text == text


@pytest.mark.parametrize(
    ("note", "joined"),
    [
        (f"{LONG}\nwithout help", True),
        (f"{LONG}\r\nwithout help", True),
        (f"{LONG}.\nNo help", False),
        (f"{LONG}\n\nNo help", False),
        (f"{LONG}\n- no help", False),
        (f"{LONG}\nResponse: no help", False),
        ("Pt stood\nwithout help", False),
    ],
)
def test_a_line_that_only_wraps_is_joined(note: str, joined: bool) -> None:
    assert ("\n" not in Working(note).text) is joined


@given(st.text(alphabet=st.sampled_from("aB \n\r\t\u00a0.;\u2019\u0130\U0001f600"), max_size=60))
def test_every_character_of_the_working_text_leads_back_to_the_original(note: str) -> None:
    working = Working(note)
    for position, character in enumerate(working.text):
        start, end = working.original_span(position, position + 1)
        assert end == start + 1
        assert note[start].isspace() if character.isspace() else Working(note[start]).text == character
