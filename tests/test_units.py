"""The manual's worked examples, the traps that calculators fall into, what must hold, and an oracle."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute import rules
from eightminute.errors import InputError, NotPublishedError
from eightminute.rules import Timing
from eightminute.units import RULES, Tie, rule_named, session, units_for, unpaired

# Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.2.C
TABLE = [
    (0, 7, 0),
    (8, 22, 1),
    (23, 37, 2),
    (38, 52, 3),
    (53, 67, 4),
    (68, 82, 5),
    (83, 97, 6),
    (98, 112, 7),
    (113, 127, 8),
    (128, 142, 9),  # "the pattern remains the same"
]

TIMED = ["97112", "97110", "97140", "97116", "97530", "97035", "97113", "97124"]


@pytest.mark.parametrize(("first", "last", "units"), TABLE)
def test_table_of_the_manual(first: int, last: int, units: int) -> None:
    assert [units_for(minutes) for minutes in range(first, last + 1)] == [units] * (last - first + 1)


def test_the_commissioning_articles_visit() -> None:
    assert units_for(15 + 10) == 2  # PNF 15 + balance training 10 = 25 minutes


@pytest.mark.parametrize(
    ("codes", "minutes", "units"),
    [
        # example 1: 24 + 23 = 47 -> 3 units; one block of 15 each, remainders 9 and 8: the unit left to 97112
        (["97112", "97110"], [24, 23], (2, 1)),
        (["97110", "97112"], [23, 24], (1, 2)),  # the same in the other order
        # example 2: 20 + 20 = 40 -> 3 units; remainders 5 and 5: a tie, to the first listed
        (["97112", "97110"], [20, 20], (2, 1)),
        (["97110", "97112"], [20, 20], (2, 1)),
        # example 3: 33 + 7 = 40 -> 3 units; 33 = 2 blocks + 3, so 7 is the larger remainder
        (["97110", "97140"], [33, 7], (2, 1)),
        # example 4: 18 + 13 + 10 + 8 = 49 -> 3 units; 1 block; remainders 3, 13, 10, 8: 97140 and 97116
        (["97110", "97140", "97116", "97035"], [18, 13, 10, 8], (1, 1, 1, 0)),
        # example 5: 7 + 7 + 7 = 21 -> 1 unit; a tie of three
        (["97112", "97110", "97140"], [7, 7, 7], (1, 0, 0)),
    ],
)
def test_examples_of_the_manual(codes: list[str], minutes: list[int], units: tuple[int, ...]) -> None:
    assert session(codes, minutes).units == units


@pytest.mark.parametrize(
    ("minutes", "units"),
    [
        ([45, 2, 2, 2], (3, 0, 0, 0)),  # 51 -> 3 units, all of them whole blocks of the first
        ([18, 5], (1, 1)),  # 23 -> 2 units; remainders 3 and 5
        ([121], (8,)),  # 113-127
        ([128], (9,)),  # 128-142
        ([10, 10], (1, 0)),  # 20 -> 1 unit
        ([7, 8], (0, 1)),  # 15 -> 1 unit, to the longest
        ([4, 4], (1, 0)),  # 8 -> 1 unit
        ([3, 4], (0, 0)),  # 7 -> none
        ([29, 29], (2, 2)),  # 58 -> 4 units; a block and a remainder of 14 each
        ([0, 0], (0, 0)),
    ],
)
def test_traps(minutes: list[int], units: tuple[int, ...]) -> None:
    assert session(TIMED[: len(minutes)], minutes).units == units


def test_midpoint_counts_each_code_by_itself() -> None:
    assert session(["97112", "97110"], [10, 10], "midpoint").units == (1, 1)
    assert session(["97112", "97110", "97140"], [7, 7, 7], "midpoint").units == (0, 0, 0)
    assert session(["97112", "97110"], [22, 23], "midpoint").units == (1, 2)
    assert session(["97112", "97110"], [22, 23], "midpoint").tie is None


def test_ties_are_known_as_ties() -> None:
    assert session(["97112", "97110"], [20, 20]).tie == Tie(("97112", "97110"), 1)
    assert session(["97112", "97110", "97140"], [7, 7, 7]).tie == Tie(("97112", "97110", "97140"), 1)
    # 13 + 9 + 9 = 31 -> 2 units; the first is 97112's, the second 97110's or 97140's
    assert session(["97112", "97110", "97140"], [13, 9, 9]).tie == Tie(("97110", "97140"), 1)
    # 8 + 8 = 16 -> 1 unit
    assert session(["97112", "97110"], [8, 8]).tie == Tie(("97112", "97110"), 1)
    # 10 + 10 + 10 = 30 -> 2 units among three
    assert session(["97112", "97110", "97140"], [10, 10, 10]).tie == Tie(("97112", "97110", "97140"), 2)
    assert session(["97112", "97110"], [24, 23]).tie is None
    assert session(["97112", "97110"], [29, 29]).tie is None  # both have theirs


def test_untimed_codes_are_one_unit_and_their_minutes_stay_out() -> None:
    answer = session(["97112", "G0283", "97161"], [10, 15, 45])
    assert answer.units == (1, 1, 1)
    assert (answer.timed_minutes, answer.timed_units) == (10, 1)
    assert session(["G0283", "G0283"], [0, 15]).units == (1, 0)  # one unit a day
    assert session(["97150"], [0]).units == (1,)


def test_lines_of_one_code_are_one_service() -> None:
    # 12 + 13 = 25 -> 2 units on the one line that a claim may carry
    assert session(["97112", "97112"], [12, 13]).units == (2, 0)
    # 97112 7 + 4 = 11, 97110 10: 21 -> 1 unit, to the longest service
    assert session(["97112", "97110", "97112"], [7, 10, 4]).units == (1, 0, 0)


def test_a_pair_of_first_and_additional_code() -> None:
    # 38 minutes are 3 units: the first and two further ones
    assert session(["97129", "97130"], [15, 23]).units == (1, 2)
    assert session(["97130", "97129"], [23, 15]).units == (2, 1)
    assert session(["97129", "97130"], [15, 0]).units == (1, 0)
    assert session(["97129"], [22]).units == (1,)


def test_half_a_pair_names_its_line() -> None:
    with pytest.raises(InputError, match=r"codes, row 1: 97129 is the first unit only"):
        session(["97129"], [23])
    with pytest.raises(InputError, match=r"codes, row 2: 97130 is billed with 97129, which is missing"):
        session(["97112", "97130"], [15, 15])
    # 20 + 18 = 38 -> 3 units; a block each, remainders 5 and 3: the unit left over would be 97129's second
    with pytest.raises(InputError, match=r"codes, row 1: 97129"):
        session(["97129", "97110"], [20, 18])
    # by itself, 20 minutes are 1 unit
    assert session(["97129", "97110"], [20, 18], "midpoint").units == (1, 1)


def test_a_half_pair_that_is_out_does_not_decide_on_another() -> None:
    timings = (
        Timing(code="97129", timing="first", status="final", source="invented"),
        Timing(code="97998", timing="first", status="final", source="invented"),
        Timing(code="97999", timing="additional", first_code="97998", status="final", source="invented"),
    )
    two_pairs = rules.UnitRule.model_validate(rules.undated().model_dump() | {"timings": timings})
    # 97999 is out. Without it 97129's 23 minutes are 2 units, one too many; with it 9 would outdo the 8 left
    assert list(unpaired(["97129", "97999"], [23, 9], "8-minute", two_pairs)) == [1, 0]


def test_check_of_a_tie_gives_a_first_code_no_second_unit() -> None:
    # 20 + 20 = 40 -> 3 units; 97129 without its add-on code can't have the one left over
    assert session(["97110", "97129"], [20, 20]).check([1, 2]) == (-1, 1)
    assert session(["97110", "97129"], [20, 20]).check([2, 1]) == (0, 0)


def test_check_gives_billed_minus_supported() -> None:
    assert session(["97110", "97140"], [33, 7]).check([2, 1]) == (0, 0)
    assert session(["97110", "97140"], [33, 7]).check([3, 1]) == (1, 0)
    assert session(["97110", "97140"], [33, 7]).check([3, 0]) == (1, -1)
    assert session(["97110", "97140"], [33, 7]).check([0, 0]) == (-2, -1)


def test_check_takes_any_answer_of_a_tie() -> None:
    tied = session(["97112", "97110", "97140"], [10, 10, 10])  # 2 units among three
    assert [tied.check(billed) for billed in ([1, 1, 0], [1, 0, 1], [0, 1, 1])] == [(0, 0, 0)] * 3
    assert tied.check([1, 1, 1]) == (0, 0, 1)
    assert tied.check([0, 0, 2]) == (-1, 0, 1)
    assert session(["97112", "97110"], [20, 20]).check([1, 2]) == (0, 0)
    assert session(["97112", "97110"], [20, 20]).check([3, 0]) == (1, -1)
    assert session(["97112", "97110"], [20, 20]).check([0, 3]) == (-1, 1)


def test_check_of_a_tie_with_a_pair() -> None:
    tied = session(["97112", "97129", "97130"], [20, 20, 0])  # 40 -> 3 units, remainders 5 and 5
    assert tied.tie == Tie(("97112", "97129"), 1)
    assert tied.check([2, 1, 0]) == tied.check([1, 1, 1]) == (0, 0, 0)


def test_check_takes_lines_of_one_code_together() -> None:
    two_lines = session(["97112", "97112"], [12, 13])  # 2 units
    assert two_lines.check([1, 1]) == two_lines.check([2, 0]) == two_lines.check([0, 2]) == (0, 0)
    assert two_lines.check([2, 1]) == (0, 1)
    assert two_lines.check([1, 0]) == (-1, 0)


def test_explanation_says_the_sum_the_tie_and_the_citation() -> None:
    text = session(["97112", "97110", "G0283"], [20, 20, 15]).explanation
    assert "20 + 20 = 40 timed min = 3 units by the 8-minute rule" in text
    assert "97112 20 min = 2 (1 whole + 1 for minutes left over), 97110 20 min = 1." in text
    assert "A tie: 1 unit may go to any of 97112, 97110; the professional selects." in text
    assert "Pub. 100-04, ch. 5 §20.2.C" in text
    assert text.endswith("G0283 is untimed: 1 unit, its minutes don't count.")


def test_explanation_of_the_rest() -> None:
    assert session(["97112"], [8]).explanation.startswith("8 timed min = 1 unit by the 8-minute rule")
    assert "tie" not in session(["97112", "97110"], [24, 23]).explanation
    midpoint = session(["97112", "97110"], [10, 10], "midpoint").explanation
    assert midpoint.startswith("Each code by itself by the midpoint rule, a unit from 8 of 15 minutes: ")
    assert "97112 10 min = 1, 97110 10 min = 1." in midpoint
    assert session(["97161"], [45]).explanation == "97161 is untimed: 1 unit, its minutes don't count."
    assert session([], []).explanation == "No codes, no units."


@pytest.mark.parametrize(
    ("codes", "minutes", "message"),
    [
        (["97112"], [-1], "minutes, row 1: -1 is negative"),
        (["97112", "97110"], [5, 1441], "minutes, row 2: 1,441 is more than a day"),
        (["97112", "97110"], [1000, 1000], "minutes: 2,000 is more than a day"),
        (["97112"], [1, 2], "codes and minutes: 1 and 2 rows"),
    ],
)
def test_what_cannot_be_right_is_refused(codes: list[str], minutes: list[int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        session(codes, minutes)


def test_billed_units_need_as_many_rows() -> None:
    with pytest.raises(InputError, match="units: 2 rows for 1 codes"):
        session(["97112"], [8]).check([1, 1])


def test_unknown_codes_and_rules_are_refused() -> None:
    with pytest.raises(NotPublishedError, match="99999"):
        session(["99999"], [15])
    with pytest.raises(InputError, match='must be "8-minute" or "midpoint"'):
        session(["97112"], [15], "rule of eights")
    assert [rule_named(name) for name in ("8-Minute", " 8 minute ", "MIDPOINT")] == [
        "8-minute",
        "8-minute",
        "midpoint",
    ]


def test_units_for_refuses_too() -> None:
    with pytest.raises(InputError, match="negative"):
        units_for(-1)
    with pytest.raises(InputError, match="more than a day"):
        units_for(1441)


def test_figures_come_from_the_rules_passed_in() -> None:
    ten = rules.UnitRule(
        unit_minutes=10,
        first_unit_minutes=6,
        midpoint_minutes=6,
        citation="invented",
        midpoint_citation="invented",
        timings=(Timing(code="97112", timing="timed", status="final", source="invented"),),
    )
    assert [units_for(minutes, ten) for minutes in (5, 6, 15, 16)] == [0, 1, 1, 2]
    assert session(["97112"], [16], unit_rule=ten).units == (2,)


# ---- what must hold for every session

sessions = st.lists(
    st.tuples(st.sampled_from(TIMED), st.integers(0, 150)), max_size=8, unique_by=lambda line: line[0]
).map(lambda lines: ([code for code, _ in lines], [minutes for _, minutes in lines]))


@given(sessions)
def test_the_total_is_the_table_of_the_sum(lines: tuple[list[str], list[int]]) -> None:
    codes, minutes = lines
    assert sum(session(codes, minutes).units) == units_for(sum(minutes))


@given(sessions, st.sampled_from(RULES))
def test_every_code_has_its_whole_blocks_and_at_most_one_more(
    lines: tuple[list[str], list[int]], rule: str
) -> None:
    codes, minutes = lines
    for units, count in zip(session(codes, minutes, rule).units, minutes, strict=True):
        assert count // 15 <= units <= count // 15 + 1


@given(sessions, st.randoms(use_true_random=False))
def test_order_matters_only_in_ties(lines: tuple[list[str], list[int]], shuffler: Random) -> None:
    codes, minutes = lines
    order = list(range(len(codes)))
    shuffler.shuffle(order)
    first = session(codes, minutes)
    second = session([codes[i] for i in order], [minutes[i] for i in order])
    by_code = dict(zip(first.codes, first.units, strict=True))
    shuffled = dict(zip(second.codes, second.units, strict=True))
    tied = first.tie.codes if first.tie else ()
    assert {code for code in codes if by_code[code] != shuffled[code]} <= set(tied)
    assert set(second.tie.codes if second.tie else ()) == set(tied)


@given(sessions, st.data())
def test_a_minute_more_never_lowers_the_days_total(
    lines: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    codes, minutes = lines
    if codes:
        more = list(minutes)
        more[data.draw(st.integers(0, len(codes) - 1))] += 1
        assert sum(session(codes, more).units) >= sum(session(codes, minutes).units)


@given(sessions, st.sampled_from(RULES))
def test_what_is_supported_checks_as_right(lines: tuple[list[str], list[int]], rule: str) -> None:
    answer = session(*lines, rule)
    assert answer.check(answer.units) == (0,) * len(answer.codes)


@given(sessions, st.data())
def test_check_sums_to_the_difference_of_totals(
    lines: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    answer = session(*lines)
    billed = data.draw(st.lists(st.integers(0, 12), min_size=len(answer.codes), max_size=len(answer.codes)))
    assert sum(answer.check(billed)) == sum(billed) - sum(answer.units)


# ---- the oracle: every way to give out the units, and the manual's sentences to choose among them


def right_answers(minutes: tuple[int, ...]) -> set[tuple[int, ...]]:
    """All answers that the manual's sentences allow, found by trying each way to give out the units.

    The day's units are the table's for the total; 15 minutes of a code earn it one, 30 two; a unit left over
    rests on no minutes but a code's remaining ones, and no code goes without while one with fewer remaining
    minutes has one.
    """
    total = next(units for first, last, units in TABLE if first <= sum(minutes) <= last)
    whole = [count // 15 for count in minutes]
    rest = [count % 15 for count in minutes]
    answers = set()
    for extra in product((0, 1), repeat=len(minutes)):
        units = tuple(a + b for a, b in zip(whole, extra, strict=True))
        given_to = [r for r, e in zip(rest, extra, strict=True) if e]
        not_given_to = [r for r, e in zip(rest, extra, strict=True) if not e]
        if sum(units) == total and min(given_to, default=15) >= max(not_given_to, default=0):
            answers.add(units)
    return answers


def our_answers(minutes: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Our answer with all that its tie says are equally right."""
    codes = TIMED[: len(minutes)]
    answer = session(codes, minutes)
    if answer.tie is None:
        return {answer.units}
    whole = {code: count // 15 for code, count in zip(codes, minutes, strict=True)}
    fixed = dict(zip(codes, answer.units, strict=True))
    return {
        tuple(whole[code] + (code in chosen) if code in answer.tie.codes else fixed[code] for code in codes)
        for chosen in combinations(answer.tie.codes, answer.tie.units)
    }


@pytest.mark.parametrize(("codes", "longest"), [(2, 60), (3, 45)])
def test_brute_force_over_all_small_sessions(codes: int, longest: int) -> None:
    for minutes in product(range(1, longest + 1), repeat=codes):
        right = right_answers(minutes)
        assert our_answers(minutes) == right, minutes
        assert session(TIMED[:codes], minutes).units == max(right), minutes  # the tie to the first listed


def test_brute_force_check_is_ok_for_right_answers_and_no_others() -> None:
    for minutes in product(range(1, 31), repeat=2):
        answer = session(TIMED[:2], minutes)
        right = right_answers(minutes)
        for billed in product(range(4), repeat=2):
            assert (answer.check(billed) == (0, 0)) == (billed in right), (minutes, billed)
