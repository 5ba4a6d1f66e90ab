"""Every vector has its expected answer, whichever host calls; the file speaks for every sheet function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests import vectors
from tests.vectors import Vector

from eightminute.excel import functions

VECTORS = vectors.load()
SHEET_FUNCTIONS = {name for name, value in vars(functions).items() if name.isupper() and callable(value)}

each_vector = pytest.mark.parametrize("vector", VECTORS, ids=[each.id for each in VECTORS])


def named(vector: Vector) -> Callable[..., Any]:
    function: Callable[..., Any] = getattr(functions, vector.function)
    return function


@each_vector
def test_called_from_python(vector: Vector) -> None:
    arguments = [vectors.dressed(argument, vectors.in_python) for argument in vector.arguments]
    came = vectors.outcome(named(vector), arguments)
    assert vectors.fits(vector.expected, came), (vector.why, came)


@each_vector
def test_called_with_what_office_js_sends(vector: Vector) -> None:
    for arguments in vectors.from_office_js(vector):
        came = vectors.outcome(named(vector), arguments)
        assert vectors.fits(vector.expected, came), (vector.why, arguments, came)


@each_vector
def test_called_by_classic_excel(vector: Vector, classic: Any) -> None:
    arguments = [vectors.dressed(argument, vectors.in_classic_excel) for argument in vector.arguments]
    came = vectors.outcome(lambda *cells: classic.call(vector.function, *cells), arguments)
    assert vectors.fits(vector.expected, came), (vector.why, came)


def test_every_sheet_function_is_spoken_for_once_as_an_error_too() -> None:
    assert {vector.function for vector in VECTORS} == SHEET_FUNCTIONS
    failing = {vector.function for vector in VECTORS if isinstance(vector.expected, vectors.Failure)}
    assert failing == SHEET_FUNCTIONS


def test_each_vector_has_its_own_name_and_no_answer_twice() -> None:
    assert len({vector.id for vector in VECTORS}) == len(VECTORS)
    for vector in VECTORS:
        answers = (vector.expected, *vector.also_right)
        assert len(set(answers)) == len(answers), vector.id


@pytest.mark.parametrize(
    ("expected", "came", "fits"),
    [
        (2, 2, True),
        (2, [[2.0]], True),
        (2, 3, False),
        (1, True, False),
        ("OK", "OK", True),
        ("1", 1, False),
        (((1,), (2,)), [[1], [2]], True),
        (((1,), (2,)), [[1, 2]], False),
        (((1, 2),), [1, 2], True),
        ((("",),), [[None]], False),
        (57.61, 57.61, True),
        (57.61, 57.62, False),
        (vectors.Failure(error="#N/A"), vectors.Failure(error="#N/A", message="99999: unknown"), True),
        (vectors.Failure(error="#N/A"), vectors.Failure(error="#VALUE!"), False),
        (vectors.Failure(error="#N/A", message="2027"), vectors.Failure(error="#N/A", message="2026"), False),
        (2, vectors.Failure(error="#VALUE!"), False),
        (vectors.Failure(error="#VALUE!"), 0, False),
        (((2,), (vectors.Failure(error="#VALUE!"),)), [[2], ["#VALUE!"]], True),
        (((2,), (vectors.Failure(error="#VALUE!"),)), [[2], ["#N/A"]], False),
        (vectors.Text(contains=("a", "b")), "b a", True),
        (vectors.Text(contains=("a", "b")), [["a"], ["b"]], True),
        (vectors.Text(contains=("a", "b")), "a", False),
    ],
)
def test_the_comparison_can_fail(expected: vectors.Answer, came: Any, fits: bool) -> None:
    assert vectors.fits(expected, came) is fits
