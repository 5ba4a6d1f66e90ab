"""A clinic's own words: what they add, and how a file that can't be right is refused."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from eightminute import notes
from eightminute.cli import main
from eightminute.errors import InputError
from eightminute.excel.functions import NOTECHECK, NOTECHECKROWS
from eightminute.notes import clinic
from eightminute.notes.terms import checked

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
        ("hop & stop", "Hop & stop x5."),
        ("zone - drill", "Zone \u2013 drill x5."),
        ("zone @ wall", "Zone @ wall."),
        ("sit \u2192 zorgle", "Sit \u2192 zorgle."),
        ("LSVT ZAP\u00ae", "LSVT ZAP\u00ae x5."),
        ("LSVT ZAP\u2122", "LSVT ZAP x5."),
        ("caf* walk", "Caf\u00e9 walk."),
        ("zone\ttilt", "Zone tilt."),
    ],
)
def test_a_term_is_found_as_it_is_written(term: str, note: str) -> None:
    assert "technique" not in shown(note)
    assert "technique" in shown(note, technique=[term])


def test_a_tab_in_a_term_parts_no_words_to_choose_from() -> None:
    assert "technique" not in shown("Blue sky.", technique=["blue\twalk"])


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
    ("term", "why"),
    [
        ("", "is empty"),
        (" \t", "is empty"),
        ("x" * 201, "is longer than 200 characters"),
        ("(", "'(' can't stand in it, only a to z, digits, spaces and "),
        ("walk (blue)", "'(' can't stand in it"),
        ("mat, blue", "',' can't stand in it"),
        ("{technique}", "'{' can't stand in it"),
        ("CAF\u00c9 walk", "'\u00e9' can't stand in it"),
        ("LSVT\u00ae ZAP", "'\u00ae' can't stand in it"),
        ("foo\x00", r"'\x00' can't stand in it"),
        ("foo\u200b", r"'\u200b' can't stand in it"),
        ("..", '".." must stand between two words'),
        ("zone.. drill", '".." must stand between two words'),
        ("zone .. .. drill", '".." must stand between two words'),
        ("*", '"*" must end a word'),
        ("a* *b", '"*" must end a word'),
        ("wal*king", '"*" must end a word'),
        ("one |two", '"|" must stand between two words'),
        ("one| two", '"|" must stand between two words'),
        ("the?", '"?" must end a word, but not the last one'),
        ("th?e mat", '"?" must end a word, but not the last one'),
        ("a#b#c#d", '"#" and "##" can stand for two numbers'),
        ("### mats", '"#" and "##" can stand for two numbers'),
        ("& mat", "must begin with a letter, a digit or "),
        ("mat|& walk", "must begin with a letter, a digit or "),
        ("a", "must have two letters or more"),
        ("##", "must have two letters or more"),
        ("aa bb cc dd ee ff gg hh ii .. jj kk", "has more than 10 words"),
        ("a .. b .. c .. d .. e", 'has more than 3 of ".." and "?"'),
        ("a? b? c .. d? e", 'has more than 3 of ".." and "?"'),
        ("a|b|c|d|e|f|g " * 2 + "a|b|c mat", 'has "|" for more than 100 ways'),
    ],
)
def test_what_is_no_term_is_refused_with_the_reason(term: str, why: str) -> None:
    with pytest.raises(InputError) as refusal:
        clinic.with_terms({"technique": ["fine", term]})
    assert str(refusal.value).startswith(f"technique, term 2: {why}")


def test_ten_words_three_gaps_and_two_numbers_in_a_word_are_a_term() -> None:
    clinic.with_terms({"technique": ["aa .. bb .. cc .. dd ee ff gg hh ii jj", "#x# ##x##* mat's 4.5%"]})


@given(st.text(alphabet="ab1 .*?|#-/&'_", max_size=16))
def test_marks_in_any_order_are_a_term_of_a_list_or_are_refused(term: str) -> None:
    if not clinic._fault(term):
        assert checked(clinic._plain(term))


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
        ('technique = [\n  "one mat",\n  "(",\n]\n', "line 3: technique, term 2: '(' can't"),
        ('technique = [\n  "one mat",\n  "",\n]\n', "line 3: technique, term 2: is empty"),
        ('technique = [\n  "one mat",\n  "\\u0028x",\n]\n', "line 3: technique, term 2: '(' can't"),
        ('technique = [\n  "one mat",\n  true,\n]\n', "line 3: technique, term 2: must be words in quotes"),
        ('technique = [\n  "one mat",\n  1e3,\n]\n', "line 3: technique, term 2: must be words in quotes"),
        ('technique = [\n  "one mat",\n  ["x"],\n]\n', "line 3: technique, term 2: must be words in quotes"),
        ('technique = [\n  "zone 5 drill",\n  5,\n]\n', "line 3: technique, term 2: must be words in quotes"),
        ('technique = [ # (x\n"mat", # "(x"\n\n"(x" ]', "line 4: technique, term 2: '(' can't"),
        ("technique = ['''\none,\n''', ',']", "line 1: technique, term 1: ',' can't"),
        ('technique = ["""\none\nmat""\\"""", \',\']', "line 3: technique, term 2: ',' can't"),
        ('response = [\n"techniques"]\ntechniques = []\n', "line 3: there is no element techniques"),
        ("response = []\n\n'techniques' = ['mat']\n", "line 3: there is no element techniques"),
        ('response = []\n"tech\\u006eique" = [\n","]\n', "line 3: technique, term 1: ',' can't"),
        ("response = []\ntechnique.own = []\n", "line 2: technique: must be a list"),
        ("response = []\n[technique]\nresponse = []\n", "line 2: technique: must be a list"),
        ("response = []\n[[technique]]\nwords = []\n", "line 2: technique, term 1: must be words in quotes"),
        ('response = []\n[ "my words" ]\ntechnique = []\n', "line 2: there is no element my words"),
        ('response = []\ntechnique."a.b" = []\n', "line 2: technique: must be a list"),
        ('response = ["ok"]\ntechnique = ["one mat"\nprogress = []\n', "line 3: isn't TOML: "),
        ('technique = ["one mat"\n', "line 1: isn't TOML: "),
        ('technique = ["one mat"]\ntechnique = ["two mats"]\n', "line 2: isn't TOML: "),
        ('technique = ["one mat"]\ntechnique = [\n"two mats",\n]\n', "line 2: isn't TOML: "),
        ('response = ["ok"]\ntechnique = ' + "[" * 2_000, "line 2: can't be read: lists within lists"),
        ('response = ["ok"]\ntechnique = ' + "{a=" * 2_000, "line 2: can't be read: lists within lists"),
        ('response = ["ok"]\ntechnique = ' + "9" * 5_000, "line 2: can't be read: "),
    ],
)
def test_a_bad_file_is_refused_with_its_line(own: Any, text: str, told: str) -> None:
    path = own(text)
    with pytest.raises(InputError) as refusal:
        clinic.vocabulary(path)
    assert str(refusal.value).startswith(f"own.toml, {told}")


@given(data=st.data())
def test_each_value_is_told_on_its_line(data: st.DataObject) -> None:
    written = st.sampled_from(
        ['"a [b"', "'c, # \"'", '"""\n]d\n"""', "'''e\n''''", "true", "[1,\n[2]]", "{f = [\n]}"]
    )
    between = st.sampled_from(["", " ", "\n", ' # [x, "\n', "\n\n"])
    text, lines = "", {}
    for key in data.draw(st.permutations(['"one"', "'two'", "three.four", "five"])):
        text += data.draw(st.sampled_from(["", "\n", "# [six = '\n"])) + key
        lines[key.strip("\"'").split(".")[0]] = told = [text.count("\n") + 1]
        text += " = ["
        for value in data.draw(st.lists(written, max_size=4)):
            text += data.draw(between)
            told.append(text.count("\n") + 1)
            text += value + data.draw(between) + ","
        text += data.draw(between) + "]\n"
    tomllib.loads(text)
    assert clinic._lines(text) == lines


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", ", line 1: must be saved as UTF-8"),
        (b'technique = [\r\n"mat",\r\n"caf\xe9",\r\n]', ", line 3: must be saved as UTF-8"),
        (b"#" * (clinic.LARGEST + 1), ": is too large"),
    ],
)
def test_a_file_that_is_no_text_is_refused(own: Any, content: bytes, told: str) -> None:
    with pytest.raises(InputError, match=rf"^own\.toml{told}"):
        clinic.vocabulary(own(content))


def test_a_file_that_cant_be_read_is_a_wrong_input_of_the_command(
    own: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clinic.VARIABLE, str(own("technique = " + "[" * 2_000)))
    sheet = tmp_path / "day.csv"
    sheet.write_text("DOS,MRN,CPT,Min,Units,Note\n3/2/2026,1,97112,25,2,Mat.\n")
    done = CliRunner().invoke(main, ["audit", str(sheet)])
    assert (done.exit_code, done.stderr[:26]) == (2, "Error: own.toml, line 1: c")


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
    with pytest.raises(InputError, match=rf"^{clinic.VARIABLE}: .*can't be read"):  # once, not in each row
        NOTECHECKROWS([[NOTE], [NOTE]])
    monkeypatch.setenv(clinic.VARIABLE, " ")
    assert NOTECHECK(NOTE) == MISSING
