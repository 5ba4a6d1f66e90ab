"""The add-in's VBA for the sheet functions: a function in VBA for each, and what describes it to Excel.

>>> from eightminute.excel.vba.catalogue import sheet_functions
>>> print(wrapper(next(each for each in sheet_functions() if each.name == "UNITS97112")), end="")
Public Function UNITS97112(ByVal minutes As Variant) As Variant
Attribute UNITS97112.VB_Description = "Units for the day's minutes of 97112."
    UNITS97112 = Answer("UNITS97112", Array(minutes))
End Function
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from eightminute import __version__
from eightminute.excel.vba.catalogue import CATEGORY, Argument, SheetFunction
from eightminute.excel.vba.text import literal

SERVED = "eightminute.excel.vba.served"


def functions_module(functions: Sequence[SheetFunction]) -> str:
    """The module with a function for each sheet function, and what turns its answer into cells."""
    return source("SheetFunctions").format(
        version=__version__, served=SERVED, functions="\n".join(map(wrapper, functions))
    )


def wrapper(function: SheetFunction) -> str:
    """The function in VBA."""
    name, names = function.name, ", ".join(argument.name for argument in function.arguments)
    return f"""\
Public Function {name}({", ".join(map(_parameter, function.arguments))}) As Variant
Attribute {name}.VB_Description = {literal(function.description)}
{"".join(map(_left_out, function.arguments))}    {name} = Answer("{name}", Array({names}))
End Function
"""


def descriptions_module(functions: Sequence[SheetFunction]) -> str:
    """The module that tells Excel of each function's arguments, category and page in the guide."""
    return source("Descriptions").format(calls="".join(map(_describe, functions)), category=literal(CATEGORY))


def source(name: str) -> str:
    """A module, or its beginning, as it is written by hand."""
    return files(__package__).joinpath("source", f"{name}.bas").read_text(encoding="ascii")


def _parameter(argument: Argument) -> str:
    optional = "" if argument.default is None else "Optional "
    return f"{optional}ByVal {argument.name} As Variant"


def _left_out(argument: Argument) -> str:
    if argument.default is None:
        return ""
    default = literal(argument.default) if isinstance(argument.default, str) else str(argument.default)
    return f"    If IsMissing({argument.name}) Then {argument.name} = {default}\n"


def _describe(function: SheetFunction) -> str:
    helps = ", _\n        ".join(literal(argument.help) for argument in function.arguments)
    text, page = literal(function.description), literal(function.page)
    return f'    Describe "{function.name}", {text}, _\n        {page}, Array( _\n        {helps})\n'
