"""The generated VBA: one function for each sheet function, within what VBA allows."""

from __future__ import annotations

import re
from inspect import Parameter, signature

import pytest

from eightminute.excel import functions
from eightminute.excel.vba import served, wrappers
from eightminute.excel.vba.catalogue import Argument, SheetFunction, sheet_functions

ALL = sheet_functions()
LONGEST_LINE, MOST_CONTINUATIONS = 1023, 24  # what VBA's compiler takes
LONGEST_HELP = 255  # what MacroOptions takes

each_function = pytest.mark.parametrize("function", ALL, ids=[each.name for each in ALL])


def test_the_functions_are_those_of_the_sheet() -> None:
    names = {name for name in vars(functions) if name.isupper() and callable(getattr(functions, name))}
    assert {each.name for each in ALL} == names
    assert "UNITS97112" in names


@each_function
def test_a_function_is_told_of_as_it_is(function: SheetFunction) -> None:
    parameters = signature(getattr(functions, function.name)).parameters.values()
    assert [argument.name for argument in function.arguments] == [each.name for each in parameters]
    for argument, parameter in zip(function.arguments, parameters, strict=True):
        assert argument.default == (None if parameter.default is Parameter.empty else parameter.default)
        assert 0 < len(argument.help) <= LONGEST_HELP
    assert 0 < len(function.description) <= LONGEST_HELP
    assert function.page.endswith(f"/functions/{function.name}")


@each_function
def test_a_wrapper_says_what_it_is_and_hands_all_arguments_on(function: SheetFunction) -> None:
    source = wrappers.wrapper(function)
    names = ", ".join(argument.name for argument in function.arguments)
    assert source.startswith(f"Public Function {function.name}(")
    assert f'\nAttribute {function.name}.VB_Description = "' in source
    assert f'    {function.name} = Answer("{function.name}", Array({names}))\nEnd Function\n' in source


def test_an_argument_that_may_be_left_out() -> None:
    arguments = (
        Argument("note", "The note", None),
        Argument("strict", "All nine", default=False),
        Argument("rule", 'Say "midpoint"', '"m"'),
    )
    assert wrappers.wrapper(SheetFunction("NOTE", "A note.", "https://", arguments)) == (
        "Public Function NOTE(ByVal note As Variant, Optional ByVal strict As Variant, "
        "Optional ByVal rule As Variant) As Variant\n"
        'Attribute NOTE.VB_Description = "A note."\n'
        "    If IsMissing(strict) Then strict = False\n"
        '    If IsMissing(rule) Then rule = """m"""\n'
        '    NOTE = Answer("NOTE", Array(note, strict, rule))\n'
        "End Function\n"
    )


def test_a_description_is_told_with_its_arguments_and_its_page() -> None:
    function = SheetFunction(
        "NOTE", 'A "note".', "https://guide", (Argument("a", "First", None), Argument("b", "2nd", ""))
    )
    assert (
        '    Describe "NOTE", "A ""note"".", _\n'
        '        "https://guide", Array( _\n'
        '        "First", _\n'
        '        "2nd")\n'
    ) in wrappers.descriptions_module([function])


def test_every_function_is_described() -> None:
    source = wrappers.descriptions_module(ALL)
    assert re.findall(r'^    Describe "(\w+)"', source, re.MULTILINE) == [each.name for each in ALL]
    assert 'Category:="eightminute"' in source


@pytest.mark.parametrize("source", [wrappers.functions_module(ALL), wrappers.descriptions_module(ALL)])
def test_what_the_compiler_takes(source: str) -> None:
    assert source.isascii()
    assert max(map(len, source.splitlines())) <= LONGEST_LINE
    for statement in re.findall(r"(?:.* _\n)+", source):
        assert statement.count("\n") <= MOST_CONTINUATIONS
    blocks = [
        line.split()[0] for line in source.splitlines() if re.match(r"(Public|Private) (Function|Sub)", line)
    ]
    assert len(blocks) == len(re.findall(r"^End (?:Function|Sub)$", source, re.MULTILINE))


def test_vba_has_all_that_is_called() -> None:
    # Answer is private to the module; XLPy, ValuesOf and DescribeFunctions stand in others.
    assert "Private Function Answer(" in wrappers.functions_module(ALL)
    assert "Public Function XLPy()" in wrappers.source("Connection")
    assert "Public Function ValuesOf(" in wrappers.source("Connection")
    assert "Public Sub DescribeFunctions()" in wrappers.descriptions_module(ALL)
    assert "    DescribeFunctions\n" in wrappers.source("ThisWorkbook")


def test_the_module_that_vba_asks_for_has_every_function() -> None:
    assert f'server.CallUDF("{served.__name__}", name, values)' in wrappers.functions_module(ALL)
    assert all(hasattr(served, each.name) for each in ALL)
