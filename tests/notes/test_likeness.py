"""Two notes' likeness, by hashes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eightminute.notes.likeness import likeness, sketch

NOTE = "97112 x 25 min: PNF D1 and tandem stance on foam with CGA. Pt tolerated well, no LOB. STG 1 met."
WORDS = st.lists(st.sampled_from(["stance", "foam", "reach", "step", "left", "right", "cue"]), max_size=400)


def shares(left: str, right: str) -> float:
    """The definition, with nothing left out: runs of three words in common, of all that either has."""
    ours, theirs = (
        {tuple(words[at : at + 3]) for at in range(len(words) - 2)} for words in (left.split(), right.split())
    )
    return len(ours & theirs) / len(ours | theirs)


def test_dates_case_and_marks_dont_count() -> None:
    written = NOTE.upper().replace(",", " -").replace("PT", "pt")
    assert likeness(sketch(f"3/2/2026 {NOTE}"), sketch(f"2026-03-04\n{written}")) == 1


def test_a_changed_word_changes_three_runs() -> None:
    # 20 words are 18 runs; the changed one stands in 3 of each: 15 in common of 21
    first = " ".join(f"w{number}" for number in range(20))
    assert likeness(sketch(first), sketch(first.replace("w10", "other"))) == 15 / 21


def test_short_notes_are_alike_by_chance() -> None:
    assert likeness(sketch("Tolerated well."), sketch("Tolerated well.")) == 0
    assert likeness(sketch(NOTE), sketch("")) == 0


@given(WORDS, WORDS)
def test_it_is_one_for_itself_and_the_same_both_ways(left: list[str], right: list[str]) -> None:
    ours, theirs = sketch(" ".join(left)), sketch(" ".join(right))
    assert likeness(ours, theirs) == likeness(theirs, ours)
    assert likeness(ours, ours) == (1 if len(left) >= 12 else 0)


@given(st.integers(12, 60), st.integers(0, 59))
def test_it_is_exact_for_notes_of_everyday_length(length: int, changed: int) -> None:
    words = [f"w{number}" for number in range(length)]
    other = [*words[: changed % length], "other", *words[changed % length + 1 :]]
    left, right = " ".join(words), " ".join(other)
    assert likeness(sketch(left), sketch(right)) == shares(left, right)


def test_it_is_near_for_long_ones() -> None:
    # 1,000 words, every 40th changed: 998 runs, 25 x 3 of each differ: 923 of 1,073, or 0.86
    words = [f"w{number}" for number in range(1000)]
    other = [f"x{number}" if number % 40 == 20 else word for number, word in enumerate(words)]
    assert abs(likeness(sketch(" ".join(words)), sketch(" ".join(other))) - 0.86) < 0.1


def test_a_sketch_stays_small() -> None:
    assert len(sketch(" ".join(f"w{number}" for number in range(9000)))) == 128
