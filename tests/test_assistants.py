"""Whose minutes make a unit: the manual's examples, what must hold, and an oracle over all small sessions."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute import rules
from eightminute.assistants import split
from eightminute.errors import InputError, NotPublishedError
from eightminute.units import units_for


@pytest.mark.parametrize(
    ("therapist", "assistant", "without", "with_modifier"),
    [
        (5, 10, 0, 1),  # Pub. 100-04, ch. 5 §20.1: PTA 10 + PT 5 of 97110 -> 1 unit with CQ
        (15, 15, 1, 1),  # a whole block each
        (12, 12, 1, 1),  # 24 -> 2 units; each furnished 9 to 14: one and one
        (9, 14, 1, 1),  # 23 -> 2 units
        (14, 14, 1, 1),  # 28 -> 2 units
        (8, 14, 1, 0),  # 22 -> 1 unit; the therapist alone furnished 8 of it
        (7, 15, 0, 1),  # 22 -> 1 unit, the assistant's whole block; 7 left over make none
        (7, 8, 0, 1),  # 15 -> 1 unit; the therapist's 7 are under 8, the assistant's 8 over 10 %
        (22, 8, 1, 1),  # 30 -> 2 units: the therapist's block; 7 and 8 left over
        (23, 7, 2, 0),  # 30 -> 2 units: a block, and 8 of the rest by the therapist alone
        (40, 5, 3, 0),  # 45 -> 3 units: 2 blocks, and 10 of the rest by the therapist alone
        (0, 38, 0, 3),
        (38, 0, 3, 0),
        (3, 4, 0, 0),  # 7 -> no unit
    ],
)
def test_timed_code(therapist: int, assistant: int, without: int, with_modifier: int) -> None:
    answer = split("97112", therapist, assistant)
    assert (answer.without, answer.with_modifier) == (without, with_modifier)


@pytest.mark.parametrize(
    ("therapist", "assistant", "without", "with_modifier"),
    [
        (27, 3, 1, 0),  # 3 of 30 is 10 %, not more
        (26, 4, 0, 1),  # 4 of 30 is 13 %
        (0, 10, 0, 1),
    ],
)
def test_untimed_code(therapist: int, assistant: int, without: int, with_modifier: int) -> None:
    answer = split("97150", therapist, assistant)
    assert (answer.without, answer.with_modifier) == (without, with_modifier)


def test_each_unit_is_explained() -> None:
    assert split("97112", 27, 12).steps == (
        "1 whole by the therapist: without",
        "2 units of 12 min by the therapist and 12 min by the assistant left over: one without, one with",
    )
    assert split("97112", 5, 10).steps == (
        (
            "1 unit of 5 min by the therapist and 10 min by the assistant left over: with, "
            "the assistant's share is more than 10%"
        ),
    )
    assert split("97112", 8, 1).steps[0].endswith("without, the therapist alone made it")
    assert split("97112", 3, 4).steps[0].startswith("no unit: 3 min by the therapist")
    assert split("97150", 26, 4).steps == ("1 unit with: 4 of 30 min by the assistant, more than 10%",)


@pytest.mark.parametrize(
    ("code", "therapist", "assistant", "message"),
    [
        ("97112", -1, 5, "therapist_minutes: -1 is negative"),
        ("97112", 5, -1, "assistant_minutes: -1 is negative"),
        ("97112", 1000, 1000, "2,000 is more than a day"),
        ("97150", 0, 0, "an untimed code needs them here"),
        ("97129", 10, 5, "97129 is billed as a pair"),
    ],
)
def test_what_cannot_be_right_is_refused(code: str, therapist: int, assistant: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        split(code, therapist, assistant)


def test_unknown_code_is_not_published() -> None:
    with pytest.raises(NotPublishedError, match="99999"):
        split("99999", 10, 5)


def test_figures_come_from_the_rule_passed_in() -> None:
    half = Decimal("0.5")
    lenient = rules.undated_assistants().model_copy(update={"minutes_share": half, "split_most": 10})
    assert split("97112", 6, 4, lenient).steps[0].endswith("without")  # 4 of 10 is not more than half
    with pytest.raises(InputError, match="no rule here splits"):
        split("97112", 12, 12, lenient)


@given(st.integers(0, 700), st.integers(0, 700))
def test_the_modifier_never_changes_how_many_units_there_are(therapist: int, assistant: int) -> None:
    answer = split("97112", therapist, assistant)
    assert answer.without + answer.with_modifier == units_for(therapist + assistant)
    assert answer.without >= therapist // 15
    assert answer.with_modifier >= assistant // 15


def by_the_manual(therapist: int, assistant: int) -> tuple[int, int]:
    """(without, with) by the sentences of §20.1, minute for minute: the blocks are taken away one by one."""
    without = with_modifier = 0
    while therapist >= 15:
        therapist, without = therapist - 15, without + 1
    while assistant >= 15:
        assistant, with_modifier = assistant - 15, with_modifier + 1
    left = therapist + assistant
    if 23 <= left <= 28 and 9 <= therapist <= 14 and 9 <= assistant <= 14:
        return without + 1, with_modifier + 1
    if 8 <= left <= 22:
        if therapist >= 8 or 10 * assistant <= left:
            return without + 1, with_modifier
        return without, with_modifier + 1
    assert left < 8, "the manual's sentences leave no other case"
    return without, with_modifier


def test_brute_force_over_all_sessions_of_an_hour_each() -> None:
    for therapist, assistant in product(range(61), repeat=2):
        answer = split("97112", therapist, assistant)
        assert (answer.without, answer.with_modifier) == by_the_manual(therapist, assistant), (
            therapist,
            assistant,
        )
