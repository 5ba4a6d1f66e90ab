"""Any cell at any argument of any function: a right answer or a clear refusal, never anything else.

The functions and their arguments are found by looking, so that a new one is tried out as well.
"""

from __future__ import annotations

import math
from contextlib import suppress
from inspect import getmembers, isfunction, signature
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eightminute.errors import InputError, NotPublishedError
from eightminute.excel import functions

SHEET_FUNCTIONS = {
    name: each
    for name, each in getmembers(functions, isfunction)
    if each.__module__ == functions.__name__ and not name.startswith("_")
}
ARGUMENTS = [
    (name, argument) for name, each in SHEET_FUNCTIONS.items() for argument in signature(each).parameters
]
ERRORS = (
    "#VALUE!",
    "#N/A",
    "#NUM!",
    "#REF!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
)

zones = st.none() | st.timezones()
cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -(10**400), 97112, 97129, 97130, -2146826246, -2146826243]),
    st.floats(),
    st.decimals(),
    st.text(),
    st.sampled_from(
        ["97112", "97130", "G0283", "25 min", "9:05 AM", "3/14/2026", "midpoint", "TRUE", *ERRORS]
    ),
    st.text(st.characters(categories=["Cs", "Nd", "Zs", "Mn"]), max_size=8),  # what a paste may bring along
    st.datetimes(timezones=zones),
    st.dates(),
    st.times(timezones=zones),
    st.timedeltas(),
)
ranges = st.one_of(
    st.lists(cells, max_size=4),
    st.lists(st.lists(cells, max_size=3), max_size=4),  # rows of any lengths, none of them too
    st.integers(1, 3).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=4)
    ),
    st.recursive(cells, lambda inner: st.lists(inner, max_size=2), max_leaves=4),
)
anything = cells | ranges
# What an argument may well hold, so that the one tried out is not refused for the sake of the others.
plausible = st.sampled_from(
    [
        97112,
        "97112",
        25,
        1,
        "9:05 AM",
        "9:30",
        46095,
        "midpoint",
        "8-minute",
        True,
        None,
        "97112 x 15 min: SLS on foam. Pt tolerated well. STG 1 met.",
        [["97110"], ["97112"]],
        [[33], [7]],
        [[2], [1]],
    ]
)


def is_cell(value: object) -> bool:
    """Whether a cell can hold it."""
    if isinstance(value, str):
        return len(value.encode("utf-16-le", "surrogatepass")) <= 2 * 32_767
    return isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value))


def is_answer(value: object) -> bool:
    """Whether a sheet can show it: a cell, or rows of cells of one length."""
    if not isinstance(value, list):
        return is_cell(value)
    return (
        all(isinstance(row, list) and all(is_cell(cell) for cell in row) for row in value)
        and len({len(row) for row in value}) <= 1
    )


def arguments_with(name: str, argument: str, value: Any, data: st.DataObject) -> list[Any]:
    """Arguments for a call: `value` for the one, for the others mostly what they may well hold."""
    others = plausible | anything
    return [
        value if each == argument else data.draw(others)
        for each in signature(SHEET_FUNCTIONS[name]).parameters
    ]


@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
@settings(max_examples=150)
@given(value=anything, data=st.data())
def test_an_answer_or_a_clear_refusal(name: str, argument: str, value: Any, data: st.DataObject) -> None:
    with suppress(InputError, NotPublishedError):
        answer = SHEET_FUNCTIONS[name](*arguments_with(name, argument, value, data))
        assert is_answer(answer), answer


@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
@settings(max_examples=50)
@given(
    before=st.sampled_from(["", "97112 ", "97112-", "25 ", "9:05 ", "3/14/2026 ", "#", "-"])
    | st.text(max_size=5),
    after=st.sampled_from(["", " 97112", " min", " AM", "!", "-GP"]) | st.text(max_size=5),
    data=st.data(),
)
def test_no_message_repeats_what_may_be_a_note(
    name: str, argument: str, before: str, after: str, data: st.DataObject
) -> None:
    note = f"{before}Quillfeather{after}"
    value = data.draw(st.sampled_from([note, [[note]], [[97112], [note]], [[note, 25]]]))
    try:
        SHEET_FUNCTIONS[name](*arguments_with(name, argument, value, data))
    except (InputError, NotPublishedError) as error:
        message = str(error).lower()
    else:
        message = ""
    assert "quillfeather" not in message


@pytest.mark.parametrize("name", SHEET_FUNCTIONS)
@settings(max_examples=50)
@given(data=st.data())
def test_a_refused_input_is_named(name: str, data: st.DataObject) -> None:
    names = tuple(signature(SHEET_FUNCTIONS[name]).parameters)
    values = [data.draw(anything) for _ in names]
    message = ""
    with suppress(NotPublishedError):  # it names the rule that is missing
        try:
            SHEET_FUNCTIONS[name](*values)
        except InputError as error:
            message = str(error)
    assert not message or message.startswith(names)
