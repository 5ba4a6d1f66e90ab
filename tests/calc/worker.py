"""Python as xlwings starts it from Excel: its COM server calls our functions, over a stand-in for pywin32.

A call is a line of JSON from the bridge, and so is its answer. What goes wrong goes to the file that is the
only argument.
"""

from __future__ import annotations

import atexit
import ctypes
import datetime as dt
import json
import sys
import traceback
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

TESTS = Path(__file__).parents[1]


def serve(failures: Path) -> None:
    """Answers calls until there are no more."""
    server = com_server()
    for line in sys.stdin:
        call = json.loads(line)
        try:
            answer = server.CallUDF(call["module"], call["name"], [cells(each) for each in call["arguments"]])
        except Exception:  # noqa: BLE001 -- whatever it is, the test must see it
            answer = "#a failure of the worker"
            with failures.open("a", encoding="utf-8") as file:
                file.write(traceback.format_exc())
        print(json.dumps(answer), flush=True)  # noqa: T201 -- the way back


def com_server() -> Any:
    """xlwings' Python object, with our functions registered as on Windows."""
    import xlwings

    sys.path.insert(0, str(TESTS / "fake_pywin32"))
    for name in ("windll", "oledll", "PyDLL"):
        setattr(ctypes, name, MagicMock())
    windows = import_module("xlwings._xlwindows")
    atexit.unregister(windows.cleanup)  # it looks for Excel's processes
    udfs, server = import_module("xlwings.udfs"), import_module("xlwings.com_server")
    for name in ("func", "arg", "ret"):
        setattr(xlwings, name, getattr(udfs, f"xl{name}"))
    xlwings.engines.engines_by_name["excel"] = xlwings.Engine(impl=windows.engine)
    return server.XLPython()


def cells(argument: Any) -> Any:
    """An argument as pywin32 hands it on: a table is a tuple of rows."""
    if isinstance(argument, list):
        return tuple(tuple(map(cell, row)) for row in argument)
    return cell(argument)


def cell(value: Any) -> Any:
    """A cell, dates in UTC, money as Decimal and errors as numbers."""
    match value:
        case {"moment": text}:
            return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
        case {"currency": text}:
            return Decimal(text)
        case {"error": number}:
            return number
    return value


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
