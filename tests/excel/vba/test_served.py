"""The functions as the add-in calls them, through xlwings' COM server: an answer, or the name of an error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import reload
from typing import TYPE_CHECKING, Any

import pytest

import eightminute.excel
from eightminute.excel.vba import served

if TYPE_CHECKING:
    from tests.excel.conftest import ClassicExcel

NOTE = "Quillfeather, 97112 x 15 min"


@pytest.fixture
def call(classic: ClassicExcel) -> Iterator[Callable[..., Any]]:
    """Calls as VBA does: values, and tables as tuples of rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(eightminute.excel, "functions", classic._functions)
        patch.setitem(sys.modules, classic._functions.__name__, classic._functions)
        reload(served)
    yield lambda name, *arguments: classic._server.CallUDF(served.__name__, name, list(arguments))
    reload(served)


def test_an_answer_is_the_functions_own(call: Callable[..., Any]) -> None:
    assert call("UNITS97112", 25.0) == 2
    assert call("UNITSSESSION", (("97112",), (97110.0,)), ((10.0,), (10.0,)), "midpoint") == [[1], [1]]
    assert call("UNITSASSISTANT", "97110", 5.0, 10.0) == [0, 1]  # xlwings unwraps a single row


@pytest.mark.parametrize(
    ("name", "arguments", "error"),
    [
        ("UNITS97112", [NOTE], "#VALUE!"),  # an InputError
        ("UNITS97112", [-2146826246], "#VALUE!"),  # #N/A in a cell
        ("NOTEMINUTES", ["Quillfeather"], "#VALUE!"),
        ("RULEVALUE", ["conversion factor", "3/2/2031"], "#N/A"),  # a NotPublishedError
        ("UNITSSESSION", [99999.0, 15.0, "8-minute"], "#N/A"),
    ],
)
def test_an_error_is_its_name_and_nothing_of_the_cell(
    call: Callable[..., Any], name: str, arguments: list[Any], error: str
) -> None:
    assert call(name, *arguments) == error


def test_a_bad_row_of_a_spilled_answer(call: Callable[..., Any]) -> None:
    codes, minutes = (("97112",), (99999.0,), (NOTE,)), ((25.0,), (15.0,), (15.0,))
    assert call("UNITSSESSION", codes, minutes, "8-minute") == [[2], ["#N/A"], ["#VALUE!"]]
