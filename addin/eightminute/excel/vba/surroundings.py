"""What an installation goes by: the system, its folders and programs, and the Python that Excel is to start.

They are handed to the installer, so that what it does on Windows can be tried out anywhere.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

_TEMPLATE = "xlwings/quickstart_addin.xlam"
_LIBRARY = "xlwings64-{}.dll"


@dataclass(frozen=True)
class Surroundings:
    """The system that eightminute is installed on."""

    system: str  # as sys.platform names it
    environment: Mapping[str, str]
    interpreter: str
    base: str  # where the Python of a virtual environment comes from
    code_page: str  # in which Windows writes a command line for xlwings' library
    xlwings_version: str
    template: Path
    library: Path | None  # xlwings' library for Excel; other systems have none
    programs: Callable[[], str]  # those that run, Excel among them

    @property
    def is_windows(self) -> bool:
        """Whether Excel for Windows can be here."""
        return self.system == "win32"

    def folder(self, variable: str) -> Path | None:
        """The folder that an environment variable names."""
        name = self.environment.get(variable)
        return Path(name) if name else None


def here() -> Surroundings:
    """Those of this Python."""
    xlwings = distribution("xlwings")
    return Surroundings(
        system=sys.platform,
        environment=os.environ,
        interpreter=sys.executable,
        base=sys.base_prefix,
        code_page="mbcs" if sys.platform == "win32" else "utf-8",
        xlwings_version=xlwings.version,
        template=Path(str(xlwings.locate_file(_TEMPLATE))),
        library=_installed(xlwings, _LIBRARY.format(xlwings.version)),
        programs=lambda: running_excel(os.environ),
    )


def running_excel(environment: Mapping[str, str]) -> str:
    """What Windows lists of Excel among the programs that run; nothing where that can't be asked."""
    tasklist = Path(environment.get("SystemRoot", r"C:\Windows"), "System32", "tasklist.exe")
    question = [str(tasklist), "/FI", "IMAGENAME eq EXCEL.EXE", "/FO", "CSV", "/NH"]
    try:
        found = subprocess.run(question, capture_output=True, check=False)  # noqa: S603 -- Windows' own program
    except OSError:
        return ""
    return found.stdout.decode("ascii", "replace")


def _installed(package: Distribution, name: str) -> Path | None:
    """Where a file of an installed package is; not in the package itself, if it is for Excel."""
    found = (file for file in package.files or () if file.name == name)
    return next((Path(str(file.locate())).resolve() for file in found), None)
