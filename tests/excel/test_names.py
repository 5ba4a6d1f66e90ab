"""A function's name stays a name in every cell and in VBA, and its description says where to read on."""

from __future__ import annotations

import re
from inspect import getmembers, isfunction, signature
from typing import TYPE_CHECKING

import pytest

from eightminute.excel import functions

if TYPE_CHECKING:
    from tests.excel.conftest import ClassicExcel

NAMES = [name for name, each in getmembers(functions, isfunction) if each.__module__ == functions.__name__]
SHEET_NAMES = [name for name in NAMES if not name.startswith("_")]
FIRST_WORDS = ("UNITS", "NOTE", "CLAIM", "RULE", "MINUTES")
GUIDE = "https://eightminute.github.io/eightminute/functions/"
LAST_COLUMN, LAST_ROW = "XFD", 1_048_576

# Reserved identifiers of VBA ([MS-VBAL] §3.3.5.2): they name neither a function nor an argument.
VBA = set(
    """
    Abs AddressOf And Any Array As Attribute Boolean ByRef Byte ByVal Call Case CBool CByte CCur CDate
    CDbl CDec CDecl CInt Circle CLng CLngLng CLngPtr Close Const CSng CStr Currency CVar CVErr Date
    Debug Decimal Declare DefBool DefByte DefCur DefDate DefDbl DefDec DefInt DefLng DefLngLng DefLngPtr
    DefObj DefSng DefStr DefVar Dim Do DoEvents Double Each Else ElseIf Empty End EndIf Enum Eqv Erase
    Event Exit False Fix For Friend Function Get Global GoSub GoTo If Imp Implements In Input InputB Int
    Integer Is LBound Len LenB Let Like LineInput Lock Long LongLong LongPtr Loop LSet Me Mod New Next
    Not Nothing Null On Open Option Optional Or ParamArray Preserve Print Private PSet Public Put
    RaiseEvent ReDim Rem Resume Return RSet Scale Seek Select Set Sgn Shared Single Spc Static Stop
    String Sub Tab Then To True Type TypeOf UBound Unlock Until Variant Wend While With WithEvents Write
    Xor
    """.upper().split()
)


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def reads_as_a_cell(name: str) -> bool:
    """Whether Excel takes the name for an address, in either of its notations."""
    if re.fullmatch(r"R\d*(?:C\d*)?|C\d*", name):
        return True
    a1 = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", name)
    return (
        a1 is not None and column_number(a1[1]) <= column_number(LAST_COLUMN) and 1 <= int(a1[2]) <= LAST_ROW
    )


def test_addresses_are_told_from_names() -> None:
    cells = ("A1", "XFD1048576", "CPT97112", "PAY97112", "R", "C", "RC", "R1C1", "R97112", "C7")
    names = ("XFE1", "A1048577", "A0", "UNITS97112", "RC1A", "CLAIM", "ROW")
    assert [name for name in (*cells, *names) if reads_as_a_cell(name)] == list(cells)


def test_there_are_names_to_check() -> None:
    assert {"UNITS97112", "UNITSSESSION", "NOTECHECK", "MINUTESBETWEEN"} <= set(SHEET_NAMES)


@pytest.mark.parametrize("name", SHEET_NAMES)
def test_a_name_is_a_name_everywhere(name: str) -> None:
    assert re.fullmatch(r"[A-Z][A-Z0-9]*", name)
    assert not reads_as_a_cell(name)
    assert name not in VBA
    assert name.startswith(FIRST_WORDS)  # Excel's autocomplete lists together what starts alike


@pytest.mark.parametrize("name", SHEET_NAMES)
def test_an_argument_is_a_name_in_vba(name: str) -> None:
    # The VBA that wraps a function for classic Excel has these names; a `caller` is filled in by xlwings.
    for argument in signature(getattr(functions, name)).parameters:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", argument)
        assert argument.upper() not in VBA
        assert argument != "caller"


def test_xlwings_registers_every_function_and_nothing_else(classic: ClassicExcel) -> None:
    assert classic.names == sorted(SHEET_NAMES)


@pytest.mark.parametrize("name", SHEET_NAMES)
def test_excel_is_told_what_a_function_and_its_arguments_are(classic: ClassicExcel, name: str) -> None:
    told = classic.registered(name)
    assert told["category"] == "eightminute"
    for argument in told["args"]:
        assert not argument["doc"].startswith("Positional argument"), argument[
            "name"
        ]  # what xlwings would say
        assert 0 < len(argument["doc"]) < 255, argument["name"]
        assert argument["options"]["err_to_str"], argument["name"]  # or an error cell would be a blank
        assert argument["options"]["ndim"] == 2, argument["name"]


@pytest.mark.parametrize("name", SHEET_NAMES)
def test_the_description_leads_to_the_guide(name: str) -> None:
    lines = [line.strip() for line in (getattr(functions, name).__doc__ or "").splitlines()]
    assert f"{GUIDE}{name}" in lines
    assert any(line.startswith("Source: ") for line in lines)
    assert any(line.startswith(f">>> {name}(") for line in lines)
