"""The add-in file: what is in it, what isn't, and templates that it isn't built from."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import replace

import pytest
from tests.excel.vba import olevba, template

from eightminute.excel.vba import project, wrappers, xlam
from eightminute.excel.vba.catalogue import sheet_functions
from eightminute.excel.vba.project import Module

VERSION = template.WHERE.xlwings_version
PINNED = xlam.Pinned(r"C:\Users\José & Łukasz\python.exe", r"C:\Users\José #1", VERSION)
FILE = xlam.build(template.FILE, PINNED)
PROJECT = project.read(template.parts(FILE)["xl/vbaProject.bin"])


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The source of each module, as olevba reads it."""
    file = tmp_path_factory.mktemp("xlam") / xlam.NAME
    file.write_bytes(FILE)
    return olevba.modules(file)


def with_vba(changed: project.Project) -> bytes:
    return template.packed(template.parts(template.FILE) | {"xl/vbaProject.bin": project.write(changed)})


def test_olevba_lists_every_function(source: dict[str, str]) -> None:
    functions = set(re.findall(r"^Public Function (\w+)\(", source["SheetFunctions"], re.MULTILINE))
    assert functions == {each.name for each in sheet_functions()}


def test_olevba_reads_our_source_byte_for_byte(source: dict[str, str]) -> None:
    assert set(source) == {"ThisWorkbook", "Sheet2", "Connection", "SheetFunctions", "Descriptions"}
    ours = {
        "SheetFunctions": wrappers.functions_module(sheet_functions()),
        "Descriptions": wrappers.descriptions_module(sheet_functions()),
    }
    for name, expected in ours.items():
        assert source[name].encode() == expected.replace("\n", "\r\n").encode()
    assert source["ThisWorkbook"].endswith(wrappers.source("ThisWorkbook").replace("\n", "\r\n"))


def test_a_cell_can_call_the_functions_and_nothing_else(source: dict[str, str]) -> None:
    # What is public in a module without Option Private Module is open to every formula of every workbook, and
    # public is what doesn't say that it is private.
    declared = re.compile(
        r"^[ \t]*(Private )?(?:Public )?(?:Declare PtrSafe )?(?:Function|Sub|Const) (\w+)", re.MULTILINE
    )
    open_to_cells = {
        name
        for text in source.values()
        if "Option Private Module" not in text
        for private, name in declared.findall(text)
        if not private
    }
    assert open_to_cells == {each.name for each in sheet_functions()}


def test_python_and_the_library_are_pinned(source: dict[str, str]) -> None:
    connection = source["Connection"]
    assert (
        'Interpreter = "C:\\Users\\Jos" & ChrW(233) & " & " & ChrW(321) & "ukasz\\python.exe"\r\n'
        in connection
    )
    assert 'LibraryFolder = "C:\\Users\\Jos" & ChrW(233) & " #1"\r\n' in connection
    for bits in (32, 64):
        assert connection.count(f'"xlwings{bits}-{VERSION}.dll"') == 2  # where it is declared, and loaded
    # no settings of a sheet, a folder or a file, no workbook's name, no licence key
    assert not re.search(r"GetConfig|ActiveWorkbook|ThisWorkbook|Environ|LICENSE", connection)


def test_the_name_of_the_project_is_no_modules(source: dict[str, str]) -> None:
    assert PROJECT.name == "eightminute"
    assert PROJECT.name.upper() not in {name.upper() for name in source}
    assert not {each.name for each in sheet_functions()} & {name.upper() for name in source}


def test_all_else_is_the_templates() -> None:
    before, after = template.parts(template.FILE), template.parts(FILE)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"xl/vbaProject.bin"}


def test_the_same_input_makes_the_same_bytes() -> None:
    assert xlam.build(template.FILE, PINNED) == FILE
    with zipfile.ZipFile(io.BytesIO(FILE)) as archive:
        assert {(each.date_time, each.create_system, each.compress_type) for each in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0, zipfile.ZIP_STORED)
        }


def test_another_python_makes_other_bytes() -> None:
    other = xlam.build(template.FILE, replace(PINNED, interpreter=r"D:\python.exe"))
    assert hashlib.sha256(other).digest() != hashlib.sha256(FILE).digest()


TEMPLATE = project.read(template.VBA)
XLWINGS = TEMPLATE.modules["xlwings"].source


# the first part's compressed data, which begins after its header of 30 bytes and its name
DAMAGED = template.FILE[:60] + b"\xff" * 60 + template.FILE[120:]


def with_module(name: str, source: str) -> bytes:
    changed = TEMPLATE.modules[name]._replace(source=source)
    return with_vba(replace(TEMPLATE, modules={**TEMPLATE.modules, name: changed}))


@pytest.mark.parametrize(
    ("unknown", "message"),
    [
        (b"", "no workbook"),
        (b"PK\3\4 or so", "no workbook"),
        (DAMAGED, "no workbook"),
        (template.packed({"xl/workbook.xml": b""}), "no add-in with VBA"),
        (
            template.packed({"xl/vbaProject.bin": template.VBA, "[Content_Types].xml": b"a workbook"}),
            "no add-in with VBA",
        ),
        (
            template.packed(template.parts(template.FILE) | {"xl/vbaProject.bin": b"x"}),
            "can't be read: compound file",
        ),
        (with_module("xlwings", XLWINGS.replace(VERSION, "0.1.0")), "doesn't call the library of xlwings"),
        (with_module("xlwings", XLWINGS.replace("ByRef Result", "ByVal Result")), "doesn't call the library"),
        (
            with_module("xlwings", XLWINGS.replace("xlwings.serve(", "xlwings.start(")),
            "doesn't call the library",
        ),
        (
            with_module(
                "ThisWorkbook", TEMPLATE.modules["ThisWorkbook"].source + "Sub Workbook_Open()\r\nEnd Sub\r\n"
            ),
            "VBA of its own",
        ),
        (with_module("Sheet2", TEMPLATE.modules["Sheet2"].source + "Public x\r\n"), "VBA of its own"),
        (
            with_vba(
                replace(TEMPLATE, modules={"xlwings": Module(XLWINGS), "Sheet2": TEMPLATE.modules["Sheet2"]})
            ),
            "VBA of its own",
        ),
        (
            with_vba(replace(TEMPLATE, modules={"ThisWorkbook": TEMPLATE.modules["ThisWorkbook"]})),
            "doesn't call",
        ),
    ],
)
def test_an_unknown_template_is_refused(unknown: bytes, message: str) -> None:
    with pytest.raises(xlam.TemplateError, match=message):
        xlam.build(unknown, PINNED)
