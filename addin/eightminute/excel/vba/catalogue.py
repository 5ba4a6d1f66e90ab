"""What Excel is told of the sheet functions: found by looking at them, so that a new one is told of as well.

>>> next(each for each in sheet_functions() if each.name == "UNITSSESSION").arguments[2].default
'8-minute'
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, cleandoc, getmembers, isfunction, signature
from typing import Any, NamedTuple

from eightminute.excel import functions

CATEGORY = functions.CATEGORY


class Argument(NamedTuple):
    """An argument, its help, and what it is when left out; None where it can't be."""

    name: str
    help: str
    default: str | bool | None


class SheetFunction(NamedTuple):
    """A sheet function: its description in a sentence, and the guide's page on it."""

    name: str
    description: str
    page: str
    arguments: tuple[Argument, ...]


def sheet_functions() -> list[SheetFunction]:
    """All of them, by name."""
    return [
        _described(name, function)
        for name, function in getmembers(functions, isfunction)
        if function.__module__ == functions.__name__ and not name.startswith("_")
    ]


def _described(name: str, function: Callable[..., Any]) -> SheetFunction:
    lines = cleandoc(function.__doc__ or "").splitlines()
    helps: dict[str, str] = vars(function)["argument_help"]
    arguments = (
        Argument(
            parameter.name,
            helps[parameter.name],
            None if parameter.default is Parameter.empty else parameter.default,
        )
        for parameter in signature(function).parameters.values()
    )
    page = next(line for line in lines if line.startswith("https://"))
    return SheetFunction(name, lines[0], page, tuple(arguments))
