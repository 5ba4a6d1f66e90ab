"""Answers have the shape that was asked, and a bad row of several takes none of the others with it."""

from __future__ import annotations

from typing import Any

import pytest

from eightminute.errors import InputError, NotPublishedError
from eightminute.excel import shapes


def double(cell: Any, argument: str) -> Any:
    """An answer with both kinds of refusal."""
    if cell == "x":
        raise InputError(f"{argument}: is x")
    if cell == "?":
        raise NotPublishedError(f"{argument}: nobody knows")
    return 2 * cell


def total(row: Any, argument: str) -> object:
    """An answer for a row."""
    return sum(double(cell, argument) for cell in row)


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        (5, [[5]]),
        (None, [[None]]),
        ("text", [["text"]]),
        ([1, 2], [[1], [2]]),
        ([[1, 2]], [[1, 2]]),
        (((1, 2), (3, 4)), [[1, 2], [3, 4]]),
        ([[1], 2], [[1], [2]]),
        ([], []),
    ],
)
def test_a_grid_of_whatever_came(value: Any, rows: Any) -> None:
    assert shapes.grid(value, "minutes") == rows


def test_no_range_has_rows_of_different_lengths() -> None:
    with pytest.raises(InputError, match="minutes: its rows have different lengths"):
        shapes.grid([[1, 2], [3]], "minutes")


@pytest.mark.parametrize("value", [5, [5], [[5]]])
def test_one_value(value: Any) -> None:
    assert shapes.one(value, "rule") == 5


@pytest.mark.parametrize("value", [[], [[]], [1, 2], [[1, 2]]])
def test_a_range_is_not_one_value(value: Any) -> None:
    with pytest.raises(InputError, match="rule: must be one value, not a range"):
        shapes.one(value, "rule")


def test_a_line_is_a_column_or_a_row() -> None:
    assert shapes.line([[1], [2]], "codes") == ([1, 2], False)
    assert shapes.line([1, 2], "codes") == ([1, 2], False)
    assert shapes.line([[1, 2]], "codes") == ([1, 2], True)
    assert shapes.line(1, "codes") == ([1], False)
    with pytest.raises(InputError, match="codes: must be one column or one row, not a block"):
        shapes.line([[1, 2], [3, 4]], "codes")


def test_a_line_is_answered_as_it_came() -> None:
    assert shapes.spill([1, 2], as_row=False) == [[1], [2]]
    assert shapes.spill([1, 2], as_row=True) == [[1, 2]]


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (5, 10),
        ([[5]], [[10]]),
        ([[1], [2]], [[2], [4]]),
        ([[1, 2], [3, 4]], [[2, 4], [6, 8]]),
        ([[1], ["x"], ["?"], [2]], [[2], ["#VALUE!"], ["#N/A"], [4]]),
        ([], []),
    ],
)
def test_per_cell(value: Any, answer: Any) -> None:
    assert shapes.per_cell(value, "minutes", double) == answer


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (5, 10),
        ([[1, 2]], [[6]]),
        ([[1, 2], ["x", 2], ["?", 2], [3, 4]], [[6], ["#VALUE!"], ["#N/A"], [14]]),
        ([], []),
    ],
)
def test_per_row(value: Any, answer: Any) -> None:
    assert shapes.per_row(value, "notes", total) == answer


@pytest.mark.parametrize(("per", "answer"), [(shapes.per_cell, double), (shapes.per_row, total)])
@pytest.mark.parametrize("value", ["x", [["x"]]])
def test_a_single_refusal_shows_its_message(per: Any, answer: Any, value: Any) -> None:
    with pytest.raises(InputError, match="argument: is x"):
        per(value, "argument", answer)


def test_a_refusal_in_a_range_names_its_row() -> None:
    asked: list[str] = []
    shapes.per_cell([[1], [2]], "minutes", lambda _, argument: asked.append(argument))
    shapes.per_row([[1], [2]], "notes", lambda _, argument: asked.append(argument))
    assert asked == ["minutes, row 1", "minutes, row 2", "notes, row 1", "notes, row 2"]
