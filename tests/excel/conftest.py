"""Classic Excel without Excel: xlwings' own COM server calls our functions, over a stand-in for pywin32.

The stand-in is as small as `com_server.py`, `udfs.py` and `_xlwindows.py` need to be imported and to answer
`CallUDF`. It can't show that a real Excel works: it shows what our functions make of what xlwings hands them,
and what xlwings makes of their answers.
"""

from __future__ import annotations

import atexit
import ctypes
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest
import xlwings

import eightminute.excel

FUNCTIONS = "eightminute.excel.functions"


class ClassicExcel:
    """Calls a function as a formula does, and knows which functions xlwings has registered."""

    def __init__(self, com_server: ModuleType, functions: ModuleType) -> None:
        self._server = com_server.XLPython()
        self._functions = functions
        self._excel = import_module("fake_excel")
        self.missing = self._excel.MISSING
        self.names = sorted(
            name for name in vars(functions) if hasattr(getattr(functions, name), "__xlfunc__")
        )

    def registered(self, name: str) -> dict[str, Any]:
        """What xlwings tells Excel of a function: its category, its description, its arguments."""
        told: dict[str, Any] = getattr(self._functions, name).__xlfunc__
        return told

    def call(self, name: str, *arguments: Any) -> Any:
        """The answer of `=NAME(arguments)`; rows of cells are passed as a range, the rest as values."""
        return self._server.CallUDF(FUNCTIONS, name, [self._excel.argument(each) for each in arguments])


@pytest.fixture(scope="session")
def classic() -> Iterator[ClassicExcel]:
    """Classic Excel, for the session: xlwings' modules for it can't be imported twice."""
    if sys.platform == "win32":
        pytest.skip("here is a real pywin32, and a stand-in would hide it")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[1] / "fake_pywin32"))
        with pytest.MonkeyPatch.context() as importing:
            for name in ("windll", "oledll", "PyDLL"):
                importing.setattr(ctypes, name, MagicMock(), raising=False)
            windows = import_module("xlwings._xlwindows")
        atexit.unregister(windows.cleanup)  # it looks for Excel's processes
        udfs, com_server = import_module("xlwings.udfs"), import_module("xlwings.com_server")
        patch.setitem(xlwings.engines.engines_by_name, "excel", xlwings.Engine(impl=windows.engine))
        yield ClassicExcel(com_server, _registered(udfs))
        com_server.loop.close()


def _registered(udfs: ModuleType) -> ModuleType:
    """Our functions as Windows' xlwings registers them; what others imported before stays as it was."""
    with pytest.MonkeyPatch.context() as importing:
        for name in ("func", "arg", "ret"):
            importing.setattr(xlwings, name, getattr(udfs, f"xl{name}"))
        importing.setattr(eightminute.excel, "functions", None, raising=False)
        importing.setitem(sys.modules, FUNCTIONS, MagicMock())
        del sys.modules[FUNCTIONS]
        module: ModuleType = udfs.get_udf_module(FUNCTIONS, None)
    return module
