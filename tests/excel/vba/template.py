"""The add-in template of the installed xlwings, for tests."""

from __future__ import annotations

import io
import zipfile

from eightminute.excel.vba import surroundings

WHERE = surroundings.here()
FILE = WHERE.template.read_bytes()


def parts(file: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """A workbook of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


VBA = parts(FILE)["xl/vbaProject.bin"]
