"""A sheet of LibreOffice Calc with the add-in's VBA behind it: filled, calculated and read in one go.

`Sheet` collects what is to stand in cells and what is asked of them; `calculate` starts LibreOffice once.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from eightminute.excel.vba import project, surroundings, xlam

HERE = Path(__file__).parent
IN_LIBREOFFICE = HERE / "libreoffice"
PROGRAM = "soffice"
SECONDS = 85
ANSWERS = 12  # the column where answers begin; what they are about stands left of it
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- a sheet knows no time zone
_DAY = dt.timedelta(days=1)
# LibreOffice shows an error that VBA has made (CVErr) as text with its number.
_MADE_BY_VBA = {"Error 2015": "#VALUE!", "Error 2029": "#NAME?", "Error 2036": "#NUM!", "Error 2042": "#N/A"}


class ErrorCell(NamedTuple):
    """A cell that shows an error."""

    error: str


class Money(NamedTuple):
    """A cell with a currency format."""

    amount: float


class Formula(NamedTuple):
    """A cell with a formula of its own."""

    formula: str


@dataclass
class Sheet:
    """What is to stand in a sheet."""

    cells: list[dict[str, Any]] = field(default_factory=list)
    formulas: list[dict[str, Any]] = field(default_factory=list)
    _row: int = 0
    _answer_row: int = 0

    def put(self, value: Any) -> str:
        """Puts a value, or rows of values, into cells of their own, and says where."""
        rows = value if isinstance(value, list) else [[value]]
        top, width = self._row, len(rows[0])
        self._row += len(rows)
        for y, row in enumerate(rows):
            for x, each in enumerate(row):
                if each is not None:
                    self.cells.append({"row": top + y, "column": x, **cell(each)})
        first, last = _address(top, 0), _address(top + len(rows) - 1, width - 1)
        return f"{first}:{last}" if isinstance(value, list) else first

    def ask(self, formula: str, rows: int = 1, columns: int = 1) -> int:
        """Asks what a formula shows over so many cells, and says which of the answers that is."""
        where = {"row": self._answer_row, "column": ANSWERS, "rows": rows, "columns": columns}
        self.formulas.append({**where, "formula": formula, "spills": rows * columns > 1})
        self._answer_row += rows
        return len(self.formulas) - 1


def call(name: str, *arguments: str) -> str:
    """A formula that calls a function; arguments as LibreOffice's own formulas have them."""
    return f"={name}({';'.join(arguments)})"


def cell(value: Any) -> dict[str, Any]:  # noqa: PLR0911 -- one return for each kind of cell
    match value:
        case bool():
            return {"formula": f"={str(value).upper()}()"}
        case int() | float():
            return {"number": value}
        case str():
            return {"text": value}
        case ErrorCell(error):
            return {"formula": f"={error}"}
        case Formula(formula):
            return {"formula": formula}
        case Money(amount):
            return {"number": amount, "format": "$#,##0.00"}
        case dt.datetime():
            return {"number": (value - _EPOCH) / _DAY, "format": "M/D/YYYY H:MM"}
        case dt.date():
            return {"number": (value - _EPOCH.date()).days, "format": "M/D/YYYY"}
        case dt.time():
            return {"number": (dt.datetime.combine(_EPOCH, value) - _EPOCH) / _DAY, "format": "H:MM"}
    raise TypeError(value)


def _address(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row + 1}"


def is_here() -> bool:
    """Whether LibreOffice is, and runs Python."""
    program = shutil.which(PROGRAM)
    return program is not None and Path(program).resolve().with_name("pythonscript.py").exists()


def calculate(sheet: Sheet, folder: Path, python: str = "answers") -> list[list[list[Any]]]:
    """The cells of each answer, an error as its name. Files go into `folder`.

    The Python behind it may also be one that "can't be started", or one that "doesn't answer".
    """
    profile, job, answers = folder / "profile", folder / "job.json", folder / "answers.json"
    failures = folder / "failures.txt"
    scripts = profile / "user" / "Scripts" / "python"
    scripts.mkdir(parents=True)
    for name in ("driver.py", "bridge.py"):
        shutil.copy(IN_LIBREOFFICE / name, scripts)
    addin = _addin()
    vba = project.read(_parts(addin)["xl/vbaProject.bin"])
    workbook = folder / "the add-in as a workbook.xlsm"
    workbook.write_bytes(_as_workbook(addin))
    connection = _connection(vba.modules["Connection"].source)
    if python == "can't be started":
        connection = connection.replace("Set XLPy = New Server", "Err.Raise 53")
    worker = [sys.executable, str(HERE / "worker.py"), str(failures)]
    told = {
        "workbook": str(workbook),
        "library": vba.name,
        "modules": {"Connection": connection, "Server": _stand_in("Server")},
        "macros": ["Descriptions.DescribeFunctions"],
        "cells": sheet.cells,
        "formulas": sheet.formulas,
        "worker": [sys.executable, "-c", ""] if python == "doesn't answer" else worker,
        "answers": str(answers),
        "failures": str(failures),
    }
    job.write_text(json.dumps(told), encoding="utf-8")
    driver = "vnd.sun.star.script:driver.py$run?language=Python&location=user"
    command = [PROGRAM, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}"]
    environment = without_our_python() | {"EIGHTMINUTE_CALC": str(job)}
    _run([*command, driver], environment)
    if python == "answers":
        assert not failures.exists(), failures.read_text(encoding="utf-8")
    came = json.loads(answers.read_text(encoding="utf-8"))
    assert "failed" not in came, came["failed"]
    return [[[_shown(each) for each in row] for row in rows] for rows in came["answers"]]


def without_our_python() -> dict[str, str]:
    """The environment without virtual environments: LibreOffice takes the Python it finds for its own."""
    paths = os.environ.get("PATH", os.defpath).split(os.pathsep)
    others = [path for path in paths if path and not (Path(path).parent / "pyvenv.cfg").exists()]
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    return kept | {"PATH": os.pathsep.join(others)}


def _run(command: list[str], environment: dict[str, str]) -> None:
    """Runs LibreOffice, which is several processes: all of them end, whatever happens."""
    with subprocess.Popen(command, env=environment, start_new_session=True) as libreoffice:
        try:
            assert libreoffice.wait(SECONDS) == 0
        except subprocess.TimeoutExpired:
            os.killpg(libreoffice.pid, signal.SIGKILL)
            raise


def _shown(cell: Any) -> Any:
    """A cell as a sheet of Excel would show it."""
    return cell["error"] if isinstance(cell, dict) else _MADE_BY_VBA.get(cell, cell)


def _addin() -> bytes:
    """The add-in file for this Python."""
    where = surroundings.here()
    pinned = xlam.Pinned(where.interpreter, where.base, where.xlwings_version)
    return xlam.build(where.template.read_bytes(), pinned)


def _parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _as_workbook(addin: bytes) -> bytes:
    """The same file under the content type of a workbook: LibreOffice opens no add-ins."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in _parts(addin).items():
            archive.writestr(name, part.replace(b".addin.macroEnabled", b".sheet.macroEnabled"))
    return file.getvalue()


def _connection(source: str) -> str:
    """The stand-in for the module that needs Windows, with the part of that module that doesn't."""
    lines = source.replace("\r\n", "\n")
    taken = lines[lines.index("Public Function ValuesOf(") : lines.index("' -P:")]
    renamed = taken.replace("ValuesOf(", "ValuesInAddIn(", 1).replace("ValuesOf = ", "ValuesInAddIn = ")
    return _stand_in("Connection") + renamed


def _stand_in(module: str) -> str:
    return (IN_LIBREOFFICE / f"{module}.bas").read_text(encoding="ascii")
