"""Inside Pyodide: installs the wheel with Pyodide's own installer, imports main.py, makes the calls."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WHEELS, OWN, LITE = Path("/wheels"), Path("/wheelhouse"), "/lite"  # where run.mjs mounts them


async def install() -> None:
    """Installs what is needed, then the wheel: a dependency that isn't there would have to be downloaded."""
    sys.dont_write_bytecode = True  # the folders are the computer's own
    sys.path += _wheels(WHEELS, "micropip-*")
    micropip = import_module("micropip")
    await micropip.install([f"emfs:{wheel}" for wheel in _wheels(WHEELS)], deps=False)
    await micropip.install([f"emfs:{wheel}" for wheel in _wheels(OWN)])


def report(calls: list[tuple[str, list[Any]]]) -> str:
    """What came of the calls, each a function with its arguments, and what was found here, as JSON."""
    sys.path.insert(0, LITE)
    main = import_module("main")
    outcomes = [_outcome(getattr(main, name), arguments) for name, arguments in calls]
    return json.dumps(
        {
            "outcomes": outcomes,
            "names": [name for name, value in vars(main).items() if name.isupper() and callable(value)],
            "platform": sys.platform,
            "python": sys.version.split()[0],
            "pro": import_module("xlwings").__pro__ or "xlwings.pro" in sys.modules,
            "licence": "XLWINGS_LICENSE_KEY" in os.environ,
            "there": [name for name in ("click", "openpyxl", "rich", "xlsxwriter") if find_spec(name)],
        }
    )


def _wheels(folder: Path, pattern: str = "*.whl") -> list[str]:
    return [str(wheel) for wheel in sorted(folder.glob(pattern))]


def _outcome(function: Any, arguments: list[Any]) -> dict[str, Any]:
    null = import_module("pyodide.ffi").jsnull
    # xlwings turns JavaScript's null into None before it calls.
    rows = [[[None if cell is null else cell for cell in row] for row in argument] for argument in arguments]
    try:
        return {"answer": function(*rows)}
    except (ValueError, LookupError) as error:
        return {"raised": type(error).__name__, "message": str(error)}
