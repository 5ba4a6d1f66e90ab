"""The add-in file, built from the template that comes with the installed xlwings.

The template's workbook stays, and the frame of its VBA project. Its VBA doesn't: it would let a formula in
anybody's workbook run Python, and take the settings of whichever workbook or folder is at hand. Ours calls
xlwings' library as the template does, and nothing else.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, replace

from eightminute.excel.vba import project, wrappers
from eightminute.excel.vba.catalogue import sheet_functions
from eightminute.excel.vba.text import expression

NAME = "eightminute.xlam"
_VBA = "xl/vbaProject.bin"
_PROJECT = "eightminute"  # no module may have the project's name
_THIS_WORKBOOK = "ThisWorkbook"
_ADDIN = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
_ATTRIBUTES = re.compile(r"(?:Attribute VB_\w+ = .*\r\n)+(?:\r\n)*")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of zip files: no time of building

# How the template calls xlwings' library, and what it has it start: ours does the same.
_PARAMETERS = 'ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal mode As Long = 1'
_SERVE = "xlwings.serve('$(CLSID)')"


class TemplateError(ValueError):
    """The template isn't as expected: xlwings has changed it, or somebody else has."""


@dataclass(frozen=True)
class Pinned:
    """What the add-in is tied to: the Python that it starts, and xlwings' library of the same version."""

    interpreter: str
    library_folder: str
    xlwings_version: str


def build(template: bytes, pinned: Pinned) -> bytes:
    """The add-in file. The same template, functions and Python make the same bytes.

    Raises TemplateError.
    """
    parts = _parts(template)
    parts[_VBA] = project.write(_with_our_modules(_known(parts[_VBA], pinned.xlwings_version), pinned))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0  # whichever system it is built on
            archive.writestr(entry, content)
    return file.getvalue()


def _parts(template: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error):
        raise TemplateError("the template is no workbook") from None
    if _VBA not in parts or _ADDIN not in parts.get("[Content_Types].xml", b""):
        raise TemplateError("the template is no add-in with VBA")
    return parts


def _known(vba: bytes, version: str) -> project.Project:
    """The template's VBA project, known to call the library of `version` as we do."""
    try:
        template = project.read(vba)
    except ValueError as error:
        raise TemplateError(f"the template's VBA can't be read: {error}") from None
    caller = template.modules.get("xlwings", project.Module("")).source
    declarations = (
        f'XLPyDLLActivateAuto Lib "xlwings{bits}-{version}.dll" ({_PARAMETERS}) As Long' for bits in (32, 64)
    )
    if _SERVE not in caller or not all(each in caller for each in declarations):
        raise TemplateError(
            f"the template doesn't call the library of xlwings {version} in the way that we know"
        )
    documents = _documents(template)
    if _THIS_WORKBOOK not in documents or not all(
        map(_ATTRIBUTES.fullmatch, (each.source for each in documents.values()))
    ):
        raise TemplateError("the template's workbook or sheet has VBA of its own")
    return template


def _documents(template: project.Project) -> dict[str, project.Module]:
    """The modules that stay: those that belong to the workbook and to its sheet."""
    return {name: module for name, module in template.modules.items() if module.kind == "Document"}


def _with_our_modules(template: project.Project, pinned: Pinned) -> project.Project:
    functions = sheet_functions()
    connection = wrappers.source("Connection").format(
        version=pinned.xlwings_version,
        parameters=_PARAMETERS,
        interpreter=expression(pinned.interpreter),
        folder=expression(pinned.library_folder),
    )
    documents = _documents(template)
    workbook = documents[_THIS_WORKBOOK]
    ours = {
        _THIS_WORKBOOK: workbook._replace(source=workbook.source + _lines(wrappers.source("ThisWorkbook"))),
        "Connection": project.Module(_lines(connection)),
        "SheetFunctions": project.Module(_lines(wrappers.functions_module(functions))),
        "Descriptions": project.Module(_lines(wrappers.descriptions_module(functions))),
    }
    return replace(template, name=_PROJECT, modules=documents | ours)


def _lines(source: str) -> str:
    return source.replace("\n", "\r\n")
