"""Runs of three words, all patterns at once in lanes, against the same sums written out."""

from __future__ import annotations

import json
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute.notes.lanes import Lanes
from eightminute.notes.runs import Runs
from eightminute.notes.stretches import Mark, Stretch, stem
from eightminute.notes.vocabulary import default
from eightminute.notes.weights import learnt as weights

LENGTH, PATTERNS, ELEMENTS, SCALE = 3, 5, 2, 10**6
NAMES = ("foam", "stood", "stoo*", "#", "{cue}", "{cue}!future", "!future")
AROUND = ("[plan]", "(treated)")
SHIPPED: dict[str, Any] = json.loads(
    files("eightminute.notes").joinpath("data", "runs.json").read_text("utf-8")
)
AT_A_PLACE = 30  # words, stems and marks that may add up at one place

lanes = st.integers(-150, 150)
words = st.sampled_from([*NAMES[:2], "#", "unknown", "standing"])
marks = st.tuples(
    st.just("cue"), st.integers(0, 5), st.integers(0, 5), st.frozensets(st.sampled_from(NAMES[4:]))
)


def code(kind: str, numbers: Sequence[int]) -> str:
    return b64encode(array(kind, numbers).tobytes()).decode()


def table(rows: int, columns: int, most: int) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(st.integers(-most, most), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


@st.composite
def models(draw: st.DrawFn) -> dict[str, Any]:
    """Numbers that might be learnt, as they are."""
    return {
        "vectors": dict(zip(NAMES, draw(table(len(NAMES), LENGTH, 127)), strict=True)),
        "around": dict(zip(AROUND, draw(table(len(AROUND), PATTERNS, 10**6)), strict=True)),
        "kernel": [draw(table(LENGTH, PATTERNS, 10**4)) for _ in range(3)],
        "bias": draw(table(1, PATTERNS, 10**6))[0],
        "says": draw(table(PATTERNS, ELEMENTS, 10**4)),
    }


def packed(model: dict[str, Any]) -> dict[str, Any]:
    return {
        "bias": code("i", model["bias"]),
        "kernel": [code("h", [number for row in each for number in row]) for each in model["kernel"]],
        "says": code("h", [number for row in model["says"] for number in row]),
        "around": {name: code("i", row) for name, row in model["around"].items()},
        "vectors": {name: code("b", row) for name, row in model["vectors"].items()},
    }


def coarse(number: int) -> int:
    """A fit as it is kept: 256 times coarser, and at most an eighth of what a lane has room for."""
    return max(-2048, min(2048, (number + 128) // 256))


def written_out(model: dict[str, Any], stretch: Stretch) -> list[float]:
    """What is said beyond the base, a number at a time."""

    def fits(names: Iterable[str], kernel: list[list[int]], p: int) -> int:
        known = [model["vectors"][name] for name in names if name in model["vectors"]]
        return coarse(sum(vector[d] * kernel[d][p] for vector in known for d in range(LENGTH)))

    around = [model["around"][each] for each in stretch.about if each in model["around"]]
    best = [0] * PATTERNS
    for place in range(len(stretch.words)):
        for p in range(PATTERNS):
            fit = coarse(model["bias"][p] + sum(row[p] for row in around))
            for at, kernel in zip((place - 1, place, place + 1), model["kernel"], strict=True):
                if 0 <= at < len(stretch.words):
                    word = stretch.words[at]
                    said = {
                        name for _, first, last, says in stretch.marks if first <= at <= last for name in says
                    }
                    fit += fits((word, stem(word)), kernel, p) + fits(said, kernel, p)
            best[p] = max(best[p], fit)
    says = [[(number + 5) // 10 for number in row] for row in model["says"]]
    return [sum(best[p] * says[p][e] for p in range(PATTERNS)) / (SCALE / 2560) for e in range(ELEMENTS)]


@given(st.sampled_from([16, 32]), st.lists(lanes, min_size=1, max_size=20), st.data())
def test_lanes_are_added_multiplied_and_compared_each_for_itself(
    bits: Literal[16, 32], one: list[int], data: st.DataObject
) -> None:
    other = data.draw(st.lists(lanes, min_size=len(one), max_size=len(one)))
    times = data.draw(st.integers(-100, 100))
    vectors = Lanes(len(one), bits)
    first, second = vectors.vector(one), vectors.vector(other)
    added = [a + times * b for a, b in zip(one, other, strict=True)]
    assert vectors.numbers(first + times * second) == added
    higher = vectors.highest([first + vectors.raised], second + vectors.floor)
    assert vectors.numbers(higher - vectors.floor) == [*map(max, one, other)]


@given(st.lists(st.integers(-(2**29), 2**29), min_size=6, max_size=6), st.integers(1, 8))
def test_coarser_numbers_are_rounded_and_kept_to_their_size(numbers: list[int], by: int) -> None:
    vectors, narrow = Lanes(6), Lanes(2, bits=16)
    parts = vectors.coarser(vectors.vector(numbers), by, 11, narrow)
    expected = [max(-2048, min(2048, (number + 2 ** (by - 1)) // 2**by)) for number in numbers]
    assert [number for part in parts for number in narrow.numbers(part)] == expected


@pytest.mark.parametrize(
    "number", [2**19 - 1, 2**19, 2**19 + 1, 2**19 + 127, -(2**19), -(2**19) - 1, -(2**29)]
)
def test_coarser_numbers_at_the_edge_of_their_size(number: int) -> None:
    vectors, narrow = Lanes(3), Lanes(3, bits=16)
    (part,) = vectors.coarser(vectors.vector([number, 5, number]), 8, 11, narrow)
    assert narrow.numbers(part) == [coarse(number), 0, coarse(number)]


def test_a_number_without_room_in_its_lane_is_refused() -> None:
    with pytest.raises(OverflowError):
        Lanes(2, bits=16).vector([0, 1 << 16])


@given(
    models(),
    st.lists(words, max_size=6),
    st.sets(st.sampled_from([*AROUND, "[goals]"])),
    st.lists(marks, max_size=4),
)
def test_what_runs_say_is_what_the_sums_written_out_say(
    model: dict[str, Any], said: list[str], about: set[str], marked: list[Mark]
) -> None:
    stretch = Stretch(tuple(said), frozenset(about), tuple(marked), 0, 9)
    base = [0.5, -2.0]
    runs = Runs({"patterns": PATTERNS, "scale": SCALE, "base": base} | packed(model))
    expected = [one + each for one, each in zip(base, written_out(model, stretch), strict=True)]
    for _ in range(2):  # the second time from what is at hand
        assert runs.sums(stretch) == pytest.approx(expected)


def test_no_lane_can_hold_more_than_it_has_room_for() -> None:
    patterns = SHIPPED["patterns"]
    vectors = [array("b", b64decode(each)) for each in SHIPPED["vectors"].values()]
    most = [max(map(abs, numbers)) for numbers in zip(*vectors, strict=True)]
    around = [array("i", b64decode(each)) for each in SHIPPED["around"].values()]
    ground = zip(array("i", b64decode(SHIPPED["bias"])), *around, strict=True)
    assert max(sum(map(abs, numbers)) for numbers in ground) < Lanes(1).least
    for kernel in SHIPPED["kernel"]:
        numbers = array("h", b64decode(kernel))
        for p in range(patterns):
            reach = sum(most[d] * abs(numbers[d * patterns + p]) for d in range(len(most)))
            assert AT_A_PLACE * reach < Lanes(1).least


def test_what_all_patterns_say_has_room_in_a_lane() -> None:
    says = array("h", b64decode(SHIPPED["says"]))
    columns = len(SHIPPED["base"])
    for column in range(columns):  # a fit is below what its lane has room for
        said = sum(abs(number) // 10 + 1 for number in says[column::columns])
        assert said * Lanes(1, bits=16).least < Lanes(1).least


def test_the_numbers_fit_together_and_speak_of_the_vocabulary_as_it_is() -> None:
    patterns, kernel = SHIPPED["patterns"], [array("h", b64decode(each)) for each in SHIPPED["kernel"]]
    length = len(kernel[0]) // patterns
    assert [len(each) for each in kernel] == [length * patterns] * 3
    assert {len(b64decode(each)) for each in SHIPPED["vectors"].values()} == {length}
    assert {len(array("i", b64decode(each))) for each in SHIPPED["around"].values()} == {patterns}
    assert len(array("h", b64decode(SHIPPED["says"]))) == patterns * len(SHIPPED["base"])
    known = default()
    for name in SHIPPED["vectors"]:
        listed, _, context = name.partition("!")
        if listed.startswith("{") and len(listed) > 1:
            assert listed[1:-1] in known.lists, name
        if context and (listed.startswith("{") or not listed):
            assert context in known.contexts, name


def test_there_is_a_base_for_each_column_of_the_table() -> None:
    assert len(SHIPPED["base"]) == len(weights().elements)
