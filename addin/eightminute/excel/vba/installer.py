"""Puts the add-in where Excel opens it by itself, and takes it away again.

What would make an add-in that doesn't work is refused, with a sentence that says what to do.
"""

from __future__ import annotations

import os
from pathlib import Path

from eightminute.excel.vba import xlam
from eightminute.excel.vba.surroundings import Surroundings

_LITE = "https://eightminute.github.io/eightminute/lite"
_TEMPORARY = ".eightminute-"
_STORE = "WindowsApps"  # Windows keeps there what comes from the Microsoft Store
_STORE_OFFICE = Path("Packages", "Microsoft.Office.Desktop_8wekyb3d8bbwe")
_PROGRAM_FOLDERS = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")
_EXCEL = ("Microsoft Office*/root/Office*/EXCEL.EXE", "Microsoft Office*/Office*/EXCEL.EXE")


class InstallError(Exception):
    """The add-in can't be installed or removed; the message says why, and what to do."""


def folder(where: Surroundings, to: Path | None = None) -> Path:
    """The folder of the add-in: `to`, or the one whose workbooks Excel opens when it starts.

    Raises InstallError where neither is there.
    """
    if to is not None:
        return to
    roaming = where.folder("APPDATA")
    if not where.is_windows or roaming is None:
        raise InstallError(
            "Excel for Windows is not on this computer. Write the file into a folder with --to DIR; "
            f"in Excel for Mac or on the web, use xlwings Lite: {_LITE}"
        )
    return roaming / "Microsoft" / "Excel" / "XLSTART"


def install(where: Surroundings, to: Path | None = None) -> bool:
    """Writes the add-in file, and says whether that changed anything.

    Raises InstallError.
    """
    target = folder(where, to) / xlam.NAME
    if to is None:
        _refuse_the_store(where)
    built = _build(where)
    if target.is_file() and _read(target) == built:
        return False
    _refuse_open_excel(where, target, everywhere=to is None)
    _write(target, built)
    return True


def uninstall(where: Surroundings, to: Path | None = None) -> bool:
    """Removes the add-in file, and what an interrupted installation may have left; says if there was any.

    Raises InstallError.
    """
    target = folder(where, to) / xlam.NAME
    files = _leftovers(target.parent) + ([target] if target.exists() else [])
    if files:
        _refuse_open_excel(where, target, everywhere=to is None)
    try:
        for file in files:
            file.unlink()
    except OSError as error:
        raise _refused(target, error) from None
    return bool(files)


def _build(where: Surroundings) -> bytes:
    library = where.library
    if where.is_windows and library is None:
        raise InstallError(
            f"The library that connects Excel to Python is missing from xlwings {where.xlwings_version}. "
            "Install xlwings anew: python -m pip install --force-reinstall xlwings"
        )
    library_folder = str(library.parent if library is not None else Path(where.base))
    _refuse_strange_letters(where)
    try:
        return xlam.build(
            _read(where.template), xlam.Pinned(where.interpreter, library_folder, where.xlwings_version)
        )
    except xlam.TemplateError as error:
        raise InstallError(
            f"The add-in template of xlwings {where.xlwings_version} is not one that eightminute knows: "
            f"{error}. Install another version of xlwings, or a newer eightminute."
        ) from None


def _refuse_strange_letters(where: Surroundings) -> None:
    try:
        where.interpreter.encode(where.code_page)
    except UnicodeEncodeError:
        raise InstallError(
            "The path of this Python has letters that Excel can't hand on to Windows on this computer. "
            r"Install Python and eightminute in a folder such as C:\eightminute."
        ) from None


def _refuse_the_store(where: Surroundings) -> None:
    """What comes from the Microsoft Store runs apart: Python writes elsewhere, Office finds no Python."""
    if _STORE in where.interpreter or _STORE in where.base:
        raise InstallError(
            "This Python comes from the Microsoft Store, and Excel wouldn't see the files that it writes. "
            "Install the one from python.org, and eightminute into it."
        )
    local = where.folder("LOCALAPPDATA")
    if local is not None and (local / _STORE_OFFICE).is_dir() and not _has_desktop_excel(where):
        raise InstallError(
            "This Excel comes from the Microsoft Store and can't start Python. Uninstall Office, and install "
            f"it from office.com; or use xlwings Lite: {_LITE}"
        )


def _has_desktop_excel(where: Surroundings) -> bool:
    folders = [each for variable in _PROGRAM_FOLDERS if (each := where.folder(variable)) is not None]
    return any(any(each.glob(pattern)) for each in folders for pattern in _EXCEL)


def _refuse_open_excel(where: Surroundings, target: Path, *, everywhere: bool) -> None:
    """Refuses while Excel has the file open, as a `~$` file shows; `everywhere`, while it runs at all."""
    is_open = (target.parent / f"~${xlam.NAME}").exists()
    if is_open or (everywhere and "EXCEL.EXE" in where.programs().upper()):
        raise InstallError("Excel is open. Close all its windows, and try again.")


def _write(target: Path, content: bytes) -> None:
    """Writes the whole file or none of it: Excel opens whatever it finds in the folder."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for leftover in _leftovers(target.parent):
            leftover.unlink()
        temporary = target.with_name(f"{_TEMPORARY}{os.getpid()}")
        try:
            temporary.write_bytes(content)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(target, error) from None


def _leftovers(folder: Path) -> list[Path]:
    """What installations that were interrupted have left."""
    return sorted(folder.glob(f"{_TEMPORARY}*"))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise _refused(file, error) from None


def _refused(file: Path, error: OSError) -> InstallError:
    if isinstance(error, PermissionError):
        return InstallError(f"{file} can't be read or changed. If Excel is open, close it, and try again.")
    return InstallError(f"{file}: {error.strerror or 'the file system refuses'}.")
