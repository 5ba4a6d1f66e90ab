"""What the words of a sentence weigh, and what the reader makes of it."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute import notes
from eightminute.notes.clinic import with_terms
from eightminute.notes.reading import Reader
from eightminute.notes.stretches import Stretch
from eightminute.notes.vocabulary import default
from eightminute.notes.weights import Weights, learnt

NAMES = [element.name for element in notes.ELEMENTS]
LINES = [
    line.split("\t")
    for line in files("eightminute.notes").joinpath("data", "weights.tsv").read_text("utf-8").splitlines()
]


def table(*rows: str, confirms: int = -100, alone: int = 100) -> Weights:
    """A table of the technique alone: `thing weight` a row; for all else the rules are right."""
    columns = ["words", *sorted(NAMES, key=lambda name: name != "technique")]
    others = "\t-900" * (len(NAMES) - 1), "\t900" * (len(NAMES) - 1)
    lines = ["\t".join(columns), f"(confirms)\t{confirms}{others[0]}", f"(alone)\t{alone}{others[1]}"]
    lines += [re.sub(r" (-?\d+)$", r"\t\1", row) + "\t" * (len(NAMES) - 1) for row in rows]
    return Weights("\n".join(lines))


def technique(note: str, weights: Weights) -> str | None:
    shown = Reader(note, default(), weights).reading().evidence["technique"]
    return shown.text if shown else None


def test_the_table_has_a_column_an_element_and_its_limits() -> None:
    assert LINES[0] == ["words", *NAMES, "skilled first", "skilled then"]
    assert [line[0] for line in LINES[1:4]] == ["(base)", "(confirms)", "(alone)"]
    assert all(len(line) == len(LINES[0]) for line in LINES)
    assert all(re.fullmatch(r"(-?\d+)?", cell) for line in LINES[1:] for cell in line[1:])
    assert len({line[0] for line in LINES[1:]}) == len(LINES) - 1


def test_what_no_rule_finds_must_weigh_more_than_what_one_does() -> None:
    weights = learnt()
    for place, name in enumerate(NAMES):
        assert weights.confirms[place] <= weights.alone[place], name


def test_the_table_speaks_of_the_vocabulary_as_it_is() -> None:
    words = default()
    for thing, *_ in LINES[4:]:
        if named := re.fullmatch(r"\{(\w+)\}(?:!(\w+))?", thing):
            assert named[1] in words.lists, thing
            assert named[2] is None or named[2] in words.contexts, thing
        elif named := re.fullmatch(r"!(\w+)", thing):
            assert named[1] in words.contexts, thing
        elif named := re.fullmatch(r"\[(\w*)\]:?", thing):
            assert named[1] in {"", *words.sections}, thing


def test_a_word_that_no_rule_knows_shows_an_element_if_it_weighs_enough() -> None:
    # 7 things: "<", "zorbing", ">", two pairs of them, "zorb*", the section; 600 / 7 ** 0.5 = 227 hundredths
    note = "zorbing"
    assert technique(note, table("zorbing 600")) == "zorbing"
    assert technique(note, table("zorbing 600", alone=230)) is None
    assert technique(note, table("zorbing 600", alone=220)) == "zorbing"


def test_what_a_rule_finds_is_dropped_where_the_words_speak_against_it() -> None:
    note = "SLS on foam for the zorb"
    assert technique(note, table()) == "SLS on foam"
    assert technique(note, table("zorb -900")) is None
    assert technique(note, table("zorb -900", confirms=-400)) == "SLS on foam"


def test_what_a_section_is_worth_is_weighed_too() -> None:
    weights = table("zorbing 900", "[plan] -900")
    assert technique("Treatment: zorbing", weights) == "zorbing"
    assert technique("Plan: zorbing", weights) is None
    assert technique("Void. Treatment: zorbing", weights) is None


def test_weight_alone_must_be_larger_where_something_may_take_it_back() -> None:
    weights = table("zorbing 900")
    assert technique("Treatment: zorbing", weights) == "zorbing"
    taken_back = ("Treatment: zorbing deferred", "Treatment: no zorbing", "Will try zorbing")
    for note in taken_back:  # about a dozen things: 900 / 12 ** 0.5 = 260 hundredths, less than 100 and 200
        assert technique(note, weights) is None, note
        assert technique(note, table("zorbing 1800")), note


def test_what_takes_back_one_stretch_of_a_dictation_leaves_the_others() -> None:
    note = " ".join(["will defer", *["mumble"] * 60, "zorbing", *["mumble"] * 30])
    assert technique(note, table("zorbing 900"))
    assert technique(note.replace("zorbing", "no zorbing"), table("zorbing 900")) is None


def test_a_clinic_own_words_stand_whatever_the_rest_weighs() -> None:
    words = with_terms({"technique": ["blue room circuit"]})
    against = table("room -900", "circuit -900")
    assert Reader("Blue room circuit", words, against).reading().documented("technique")


def test_minutes_that_no_rule_takes_for_treatment_need_weight() -> None:
    columns = ["words", *sorted(NAMES, key=lambda name: name != "duration")]
    others = "\t-900" * 8, "\t900" * 8
    limits = [f"(confirms)\t-900{others[0]}", f"(alone)\t100{others[1]}"]
    note = "zorbed for 12m"
    for lines, minutes in (([], None), (["zorbed\t900" + "\t" * 8], 12)):
        reading = Reader(note, default(), Weights("\n".join(["\t".join(columns), *limits, *lines]))).reading()
        assert (reading.minutes.minutes if reading.minutes else None) == minutes


def test_the_evidence_is_the_clause_that_weighs_most() -> None:
    weights = table("zorbing 900", "downhill 500")
    note = "Came by bus, zorbing fast downhill; left."
    assert technique(note, weights) == "zorbing fast downhill"


def test_a_dictation_without_full_stops_is_weighed_in_stretches() -> None:
    # Its 200 words would thin the one that counts: 900 / (over 400 things) ** 0.5 = 45 hundredths.
    note = " ".join(["mumble"] * 150 + ["zorbing"] + ["mumble"] * 50)
    assert technique(note, table("zorbing 900", alone=100)) is not None
    assert "zorbing" in (technique(note, table("zorbing 900", alone=100)) or "")


def over_two(note: str, alone: int = 400) -> str | None:
    """What shows a skilled service over two sentences: someone zorbs, then a bar is mumbled."""
    columns = ["words", "skilled", "skilled first", "skilled then", *(n for n in NAMES if n != "skilled")]
    limits = [f"(alone)\t9900\t{alone}\t" + "\t9900" * 8, "(confirms)\t9900\t\t" + "\t9900" * 8]
    rows = ["zorbs\t\t900\t" + "\t" * 8, "mumbled\t\t\t900" + "\t" * 8]
    weights = Weights("\n".join(["\t".join(columns), *limits, *rows]))
    shown = Reader(note, default(), weights).reading().evidence["skilled"]
    return shown.text if shown else None


def test_what_two_sentences_in_a_row_weigh_together_shows_it() -> None:
    # things: "<", "zorbs", ".", ">", three pairs, "zorb*", the section; with "bar" two more. 900 / 9 ** 0.5 +
    # 900 / 11 ** 0.5 = 300 + 271 hundredths
    assert over_two("Walked. Zorbs. Bar mumbled. Sat.", alone=570) == "Zorbs. Bar mumbled"
    assert over_two("Walked. Zorbs. Bar mumbled. Sat.", alone=572) is None


@pytest.mark.parametrize(
    "note",
    [
        "Bar mumbled. Zorbs.",
        "Zorbs. Walked. Bar mumbled.",
        "Walked. Bar mumbled.",
        "Objective: zorbs.\nPlan: bar mumbled.",
        "Void. Zorbs. Bar mumbled.",
        "[x] zorbs [ ] walked [x] bar mumbled",
        "Objective: zorbs.\nPlan: __\nObjective: bar mumbled.",
    ],
)
def test_two_sentences_in_the_wrong_order_or_place_do_not_show_it(note: str) -> None:
    assert over_two(note) is None


def test_of_a_long_sentence_the_end_is_weighed_with_the_next_and_the_beginning_with_the_one_before() -> None:
    long = " ".join(["walk"] * 40)
    assert over_two(f"{long} zorbs. Bar mumbled.", alone=300)
    assert over_two(f"Zorbs {long}. Bar mumbled.", alone=300) is None
    assert over_two(f"Zorbs. Bar mumbled {long}.", alone=300)
    assert over_two(f"Zorbs. {long} bar mumbled.", alone=300) is None


def test_two_sentences_must_weigh_more_where_something_may_take_them_back() -> None:
    assert over_two("Zorbs. Bar mumbled.")
    taken_back = "Zorbs. No longer requires bar mumbled."
    assert over_two(taken_back) is None
    assert over_two(taken_back, alone=150)


@pytest.mark.parametrize(
    ("thing", "notes_with_it"),
    [
        ("# min", ("zorb 15 minutes", "zorb 12 mins", "zorb 9 min")),
        ("pt zorbs", ("Pt zorbs", "patient zorbs", "client zorbs")),
        ("zorbs w/", ("zorbs w/ ball", "zorbs with ball")),
        ("# s", ("zorbs 30 sec", "zorbs 5 seconds", "zorbs 8 s")),
    ],
)
def test_words_that_mean_the_same_weigh_the_same(thing: str, notes_with_it: tuple[str, ...]) -> None:
    for note in notes_with_it:
        assert technique(note, table(f"{thing} 900")), note
        assert technique(note, table(f"{thing}x 900")) is None


@given(st.lists(st.text(max_size=8).filter(lambda word: "zorb" not in word and word[:1] != "("), max_size=9))
def test_what_nobody_knows_weighs_the_base(words: list[str]) -> None:
    weights = table("zorbing 900")
    assert weights.sums(Stretch(tuple(words), frozenset(), (), 0, 9)) == weights.base
