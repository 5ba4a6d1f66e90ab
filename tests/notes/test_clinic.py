"""A clinic's own words: what they add, and how a file that can't be right is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute import notes
from eightminute.errors import InputError
from eightminute.excel.functions import NOTECHECK, NOTECHECKROWS
from eightminute.notes import clinic

NOTE = "Blue Room-Circuit 15 min. Tolerated well. STG 1 met."
MISSING = "Missing: technique"


@pytest.fixture
def own(tmp_path: Path) -> Any:
    def make(text: str | bytes, name: str = "own.toml") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


def shown(note: str, **terms: list[str]) -> dict[str, str]:
    evidence = notes.read(note, clinic.with_terms(terms)).evidence
    return {name: words.text for name, words in evidence.items() if words}


@pytest.mark.parametrize(
    ("term", "note"),
    [
        ("Clinic Caboodle", "CLINIC CABOODLE, 2 rounds."),
        ("clinic-circuit", "Clinic circuit."),
        ("R.E.A.C.H. drill", "R.E.A.C.H. drill x5."),
        ("blue mat walk*", "Blue mat walking."),
        ("sand|gravel box", "Gravel box."),
        ("zone # drill", "Zone 4 drill."),
        ("zone .. drill", "Zone 4 hallway drill."),
        ("the? sandbox", "Sandbox."),
        ("w/ tilt-a-whirl", "w/ tilt a whirl"),
    ],
)
def test_a_term_is_found_as_it_is_written(term: str, note: str) -> None:
    assert "technique" not in shown(note)
    assert "technique" in shown(note, technique=[term])


@pytest.mark.parametrize(
    "note",
    ["Clinic circuit not done.", "Will do clinic circuit next visit.", "HEP: clinic circuit.", "Circuit."],
)
def test_what_takes_an_element_back_takes_the_terms_back(note: str) -> None:
    assert shown(note, technique=["clinic circuit"]) == {}


def test_each_element_takes_terms() -> None:
    for element in notes.ELEMENTS:
        if element.name != "duration":
            assert element.name in shown("Today zorgle was seen.", **{element.name: ["zorgle"]})


def test_for_duration_they_are_labels() -> None:
    words = clinic.with_terms({"duration": ["Chair clock"]})
    for note in ("Chair clock: 25", "Chair clock 25 min"):
        minutes = notes.read(note, words).minutes
        assert minutes
        assert minutes.minutes == 25
    assert notes.read("Chair clock: 25").minutes is None


def test_the_words_that_come_with_it_stay_as_they_are() -> None:
    clinic.with_terms({"technique": ["clinic circuit"]})
    assert notes.read("Clinic circuit.").evidence["technique"] is None
    assert shown("Single leg stance on foam.", technique=["clinic circuit"], response=[]) == shown(
        "Single leg stance on foam."
    )


@pytest.mark.parametrize(
    "term",
    [
        "",
        "(",
        "a",
        "##",
        "..",
        "a,b",
        "{technique}",
        "*",
        "the?",
        "a .. b .. c .. d .. e",
        "a* *b",
        "x" * 201,
        "foo\x00",
    ],
)
def test_what_is_no_term_is_refused(term: str) -> None:
    with pytest.raises(InputError, match=r"^technique, term 2: not a term"):
        clinic.with_terms({"technique": ["fine", term]})


@given(st.text(max_size=30))
def test_any_text_is_a_term_that_can_be_read_with_or_is_refused(term: str) -> None:
    try:
        words = clinic.with_terms({"response": [term]})
    except InputError:
        return
    notes.read(f"Today {term} 12 and {term}.", words)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'technique = ["one mat"]\n\nrespnse = ["ok"]\n',
            "line 3: there is no element respnse; they are technique, ",
        ),
        ('technique = "one mat"\n', "line 1: technique: must be a list"),
        ('[technique]\nword = "one mat"\n', "line 1: technique: must be a list"),
        ('technique = [\n  "one mat",\n  "(",\n]\n', "line 3: technique, term 2: not a term"),
        ('technique = [\n  "one mat",\n  "mat {x}",\n]\n', "line 3: technique, term 2: not a term"),
        ('technique = [\n  "one mat",\n  "one, two",\n]\n', "line 3: technique, term 2: not a term"),
        ("technique = [1]\n", "line 1: technique, term 1: not a term"),
        ('response = ["ok"]\ntechnique = ["one mat"\nprogress = []\n', "line 3: isn't TOML: "),
        ('technique = ["one mat"\n', "line 1: isn't TOML: "),
        ('technique = ["one mat"]\ntechnique = ["two mats"]\n', "line 2: isn't TOML: "),
    ],
)
def test_a_bad_file_is_refused_with_its_line(own: Any, text: str, told: str) -> None:
    path = own(text)
    with pytest.raises(InputError) as refusal:
        clinic.vocabulary(path)
    assert str(refusal.value).startswith(f"own.toml, {told}")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "must be saved as UTF-8"),
        (b"#" * (clinic.LARGEST + 1), "is too large"),
    ],
)
def test_a_file_that_is_no_text_is_refused(own: Any, content: bytes, told: str) -> None:
    with pytest.raises(InputError, match=rf"^own\.toml: {told}"):
        clinic.vocabulary(own(content))


def test_a_file_that_isnt_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "own.toml", tmp_path):
        with pytest.raises(InputError, match="can't be read: "):
            clinic.vocabulary(path)


def test_a_byte_order_mark_is_no_matter(own: Any) -> None:
    words = clinic.vocabulary(own('\ufefftechnique = ["Blue room circuit"]'))
    assert notes.read(NOTE, words).verdict() == "OK"


def test_a_changed_file_is_read_anew(own: Any) -> None:
    path = own('technique = ["blue room circuit"]')
    words = clinic.vocabulary(path)
    assert clinic.vocabulary(path) is words
    own('technique = ["something else"]')
    os.utime(path, (1, 1))
    assert clinic.vocabulary(path) is not words
    assert notes.read(NOTE, clinic.vocabulary(path)).verdict() == MISSING


def test_the_variable_gives_the_sheet_its_words(own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert NOTECHECK(NOTE) == MISSING
    path = own('technique = ["Blue room circuit"]')
    monkeypatch.setenv(clinic.VARIABLE, str(path))
    assert NOTECHECK(NOTE) == "OK"
    assert NOTECHECKROWS([[NOTE], ["Nothing."]])[0] == ["OK"]
    path.unlink()
    with pytest.raises(InputError, match="can't be read"):  # once, not in each row
        NOTECHECKROWS([[NOTE], [NOTE]])
    monkeypatch.setenv(clinic.VARIABLE, " ")
    assert NOTECHECK(NOTE) == MISSING
