"""Installing and removing the add-in: Windows' folders and programs are stood in for, the files are real."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.excel.vba import template

from eightminute.excel.vba import installer, project, xlam
from eightminute.excel.vba.installer import InstallError
from eightminute.excel.vba.surroundings import Surroundings

NO_EXCEL = "INFO: No tasks are running which match the specified criteria.\r\n"
EXCEL = '"EXCEL.EXE","4711","Console","1","123,456 K"\r\n'
NAMES = ["plain", "two words", "Zoë Łukasz 日本", "#1 & 100% (new)", "o'clock", "semi;colon"]


@pytest.fixture
def windows(tmp_path: Path) -> Surroundings:
    """A Windows with Excel, closed, and Python from python.org."""
    desktop_excel = tmp_path / "Program Files" / "Microsoft Office" / "root" / "Office16" / "EXCEL.EXE"
    desktop_excel.parent.mkdir(parents=True)
    desktop_excel.touch()
    library = tmp_path / "Python" / f"xlwings64-{template.WHERE.xlwings_version}.dll"
    library.parent.mkdir()
    library.touch()
    return replace(
        template.WHERE,
        system="win32",
        environment={
            "APPDATA": str(tmp_path / "Roaming"),
            "LOCALAPPDATA": str(tmp_path / "Local"),
            "ProgramFiles": str(tmp_path / "Program Files"),
        },
        interpreter=r"C:\Python311\python.exe",
        base=r"C:\Python311",
        code_page="cp1252",
        library=library,
        programs=lambda: NO_EXCEL,
    )


def startup(where: Surroundings) -> Path:
    """The folder whose workbooks Excel opens when it starts."""
    return Path(where.environment["APPDATA"], "Microsoft", "Excel", "XLSTART")


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.exists() else []


def refusal(do: Any, where: Surroundings, to: Path | None = None) -> str:
    """The message with which something is refused, which leaves nothing behind."""
    folder = to or startup(where)
    before = files(folder)
    with pytest.raises(InstallError) as refused:
        do(where, to)
    assert files(folder) == before
    return str(refused.value)


def connection(file: Path) -> str:
    """The module that names the Python and the library."""
    vba = template.parts(file.read_bytes())["xl/vbaProject.bin"]
    return project.read(vba).modules["Connection"].source


# ---- what is done


def test_into_the_folder_that_excel_opens(windows: Surroundings) -> None:
    assert installer.install(windows)
    assert files(startup(windows)) == ["eightminute.xlam"]
    source = connection(startup(windows) / xlam.NAME)
    assert 'Interpreter = "C:\\Python311\\python.exe"' in source
    assert windows.library is not None
    assert f'LibraryFolder = "{windows.library.parent}"' in source


@pytest.mark.parametrize("name", NAMES)
def test_into_any_folder_on_any_system(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "and below"
    assert installer.install(template.WHERE, folder)
    assert files(folder) == ["eightminute.xlam"]
    assert installer.uninstall(template.WHERE, folder)
    assert files(folder) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_user_of_any_name(windows: Surroundings, tmp_path: Path, name: str) -> None:
    where = replace(windows, environment={**windows.environment, "APPDATA": str(tmp_path / name)})
    assert installer.install(where)
    assert files(startup(where)) == ["eightminute.xlam"]


def test_twice_changes_nothing(windows: Surroundings) -> None:
    installer.install(windows)
    file = startup(windows) / xlam.NAME
    content, written = file.read_bytes(), file.stat().st_mtime_ns
    assert not installer.install(windows)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (content, written)


def test_nothing_changes_while_excel_is_open_and_all_is_well(windows: Surroundings) -> None:
    installer.install(windows)
    assert not installer.install(replace(windows, programs=lambda: EXCEL))


def test_another_python_takes_the_place_of_the_one_before(windows: Surroundings) -> None:
    installer.install(windows)
    assert installer.install(replace(windows, interpreter=r"D:\Python314\python.exe"))
    assert "D:\\Python314" in connection(startup(windows) / xlam.NAME)
    assert files(startup(windows)) == ["eightminute.xlam"]


def test_removed_it_leaves_no_file_behind(windows: Surroundings) -> None:
    folder = startup(windows)
    folder.mkdir(parents=True)
    (folder / "PERSONAL.XLSB").touch()
    installer.install(windows)
    (folder / ".eightminute-4711").touch()  # of an installation that was interrupted
    assert installer.uninstall(windows)
    assert files(folder) == ["PERSONAL.XLSB"]
    assert not installer.uninstall(windows)


def test_an_installation_clears_away_what_an_interrupted_one_has_left(windows: Surroundings) -> None:
    startup(windows).mkdir(parents=True)
    (startup(windows) / ".eightminute-4711").touch()
    assert installer.install(windows)
    assert files(startup(windows)) == ["eightminute.xlam"]


def test_there_may_be_nothing_to_remove(windows: Surroundings, tmp_path: Path) -> None:
    assert not installer.uninstall(windows)
    assert not installer.uninstall(windows, tmp_path / "nowhere")


# ---- what is refused


def test_a_system_without_excel_for_windows(windows: Surroundings) -> None:
    for where in (template.WHERE, replace(windows, system="darwin"), replace(windows, environment={})):
        for do in (installer.install, installer.uninstall):
            with pytest.raises(InstallError, match=r"Excel for Windows is not on this computer.*--to DIR"):
                do(where)


def test_while_excel_is_open(windows: Surroundings, tmp_path: Path) -> None:
    is_open = replace(windows, programs=lambda: EXCEL)
    assert refusal(installer.install, is_open) == "Excel is open. Close all its windows, and try again."
    assert installer.install(is_open, tmp_path / "elsewhere")  # where no Excel has it open
    installer.install(windows)
    assert refusal(installer.uninstall, is_open).startswith("Excel is open")
    assert refusal(installer.install, replace(is_open, interpreter="other.exe")).startswith("Excel is open")


@pytest.mark.parametrize("elsewhere", [True, False])
def test_while_excel_has_the_file_open(windows: Surroundings, tmp_path: Path, elsewhere: bool) -> None:
    to = tmp_path / "shared" if elsewhere else None
    folder = to or startup(windows)
    installer.install(windows, to)
    (folder / "~$eightminute.xlam").touch()
    assert refusal(installer.uninstall, windows, to).startswith("Excel is open")
    assert refusal(installer.install, replace(windows, interpreter="other.exe"), to).startswith(
        "Excel is open"
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"interpreter": r"C:\Users\me\AppData\Local\Microsoft\WindowsApps\python.exe"},
        {
            "base": r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.13"
        },  # a virtual environment of it
    ],
)
def test_a_python_from_the_store(windows: Surroundings, tmp_path: Path, changed: Any) -> None:
    where = replace(windows, **changed)
    assert "This Python comes from the Microsoft Store" in refusal(installer.install, where)
    assert installer.install(where, tmp_path / "elsewhere")


def test_an_office_from_the_store(windows: Surroundings, tmp_path: Path) -> None:
    (tmp_path / "Local" / "Packages" / "Microsoft.Office.Desktop_8wekyb3d8bbwe").mkdir(parents=True)
    assert installer.install(windows)  # there is another one, and what the Store's has left behind
    installer.uninstall(windows)
    (tmp_path / "Program Files" / "Microsoft Office" / "root" / "Office16" / "EXCEL.EXE").unlink()
    assert "This Excel comes from the Microsoft Store" in refusal(installer.install, windows)


def test_an_office_of_the_older_kind(windows: Surroundings, tmp_path: Path) -> None:
    (tmp_path / "Local" / "Packages" / "Microsoft.Office.Desktop_8wekyb3d8bbwe").mkdir(parents=True)
    older = tmp_path / "x86" / "Microsoft Office" / "Office15" / "EXCEL.EXE"
    older.parent.mkdir(parents=True)
    older.touch()
    assert installer.install(
        replace(
            windows,
            environment={
                **windows.environment,
                "ProgramFiles": "",
                "ProgramFiles(x86)": str(tmp_path / "x86"),
            },
        )
    )


def test_an_unknown_template(windows: Surroundings, tmp_path: Path) -> None:
    unknown = tmp_path / "template.xlam"
    unknown.write_bytes(template.packed(template.parts(template.FILE) | {"xl/vbaProject.bin": b""}))
    message = refusal(installer.install, replace(windows, template=unknown))
    assert f"template of xlwings {windows.xlwings_version} is not one that eightminute knows" in message


def test_a_template_that_is_not_there(windows: Surroundings, tmp_path: Path) -> None:
    assert "No such file" in refusal(installer.install, replace(windows, template=tmp_path / "none.xlam"))


def test_an_xlwings_without_its_library(windows: Surroundings) -> None:
    assert "Install xlwings anew" in refusal(installer.install, replace(windows, library=None))


def test_letters_that_the_library_cannot_pass_on(windows: Surroundings) -> None:
    strange = replace(windows, interpreter="C:\\Łukasz\\python.exe")
    assert r"such as C:\eightminute" in refusal(installer.install, strange)
    assert installer.install(replace(strange, code_page="cp1250"))  # a Windows that has them


# ---- whole files or none


def test_an_interrupted_installation_leaves_what_was_there(
    windows: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    installer.install(windows)
    file = startup(windows) / xlam.NAME
    before = file.read_bytes()

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        installer.install(replace(windows, interpreter="other.exe"))
    assert file.read_bytes() == before
    assert files(startup(windows)) == ["eightminute.xlam"]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(13, "Permission denied"), "can't be read or changed. If Excel is open, close it"),
        (OSError(28, "No space left on device"), "No space left on device."),
        (OSError(), "the file system refuses."),
    ],
)
def test_what_the_system_refuses_is_said(
    windows: Surroundings, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    installer.install(windows)

    def refused(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(Path, "write_bytes", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    assert message in refusal(installer.uninstall, windows)
    assert message in refusal(installer.install, replace(windows, interpreter="other.exe"))


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InstallError, match="File exists"):
        installer.install(template.WHERE, tmp_path / "file")
