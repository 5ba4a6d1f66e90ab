"""The sheet functions as the add-in's VBA calls them: an error is its name, which VBA makes one of the sheet.

A Python exception would reach VBA with one number for all of them, and a traceback for its description. Here
the kind of an error survives, and nothing else of it does.

>>> UNITS97112("x"), RULEVALUE("conversion factor", "2031-03-02"), UNITS97112(25)
('#VALUE!', '#N/A', 2)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from eightminute.errors import InputError, NotPublishedError
from eightminute.excel import functions, shapes
from eightminute.excel.vba.catalogue import sheet_functions


def _served(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)  # with what xlwings has noted of the function: how to read its arguments
    def answer(*arguments: object) -> object:
        try:
            return function(*arguments)
        except (InputError, NotPublishedError) as error:
            return shapes.as_error(error)

    return answer


globals().update({each.name: _served(getattr(functions, each.name)) for each in sheet_functions()})
