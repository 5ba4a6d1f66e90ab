"""A write that fails midway leaves everything as it was, byte for byte."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eightminute.errors import InputError
from eightminute.rules.book import Book, shipped
from eightminute.rules.editing import new_folder
from eightminute.rules.writing import make_folder, replace

FULL = OSError(errno.ENOSPC, "No space left on device", "somewhere/.rules.toml.new")


def fail_at(monkeypatch: pytest.MonkeyPatch, method: str, number: int, error: BaseException = FULL) -> None:
    """The `number`th call of that method of a path fails; the others work."""
    real, calls = getattr(Path, method), iter(range(1, 100))

    def sometimes(path: Path, *arguments: Any) -> Any:
        if next(calls) == number:
            raise error
        return real(path, *arguments)

    monkeypatch.setattr(Path, method, sometimes)


@pytest.mark.parametrize(
    ("method", "number"),
    [("write_bytes", 1), ("write_bytes", 2), ("replace", 1), ("replace", 2), ("read_bytes", 2)],
)
def test_a_failed_import_leaves_the_folder_as_it_was(
    own: Any, cms: Any, monkeypatch: pytest.MonkeyPatch, method: str, number: int
) -> None:
    """Both files, the table and rules.toml, or neither."""
    path, before = cms.gpci(), own.bytes()
    with monkeypatch.context() as patch:
        # The file that is brought in is read first.
        fail_at(patch, method, number + (method == "read_bytes"))
        with pytest.raises(InputError, match=r"can't be written .* Nothing was changed"):
            own.bring("gpci", path)
    assert own.bytes() == before
    assert own.bring("gpci", path).rows == 109


def test_an_interrupted_write_is_undone_and_goes_on_as_an_interrupt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_bytes(b"as it was")
    fail_at(monkeypatch, "replace", 2, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        replace({new: b"1", old: b"2"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"old.csv": b"as it was"}


def test_the_message_names_the_file_that_is_held_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(monkeypatch, "replace", 1, PermissionError(errno.EACCES, "Permission denied", "data/rvu.csv"))
    with pytest.raises(InputError, match=r"^rvu\.csv: can't be written \(Permission denied\); is it open"):
        replace({tmp_path / "rvu.csv": b""})


@pytest.mark.parametrize(("method", "number"), [("write_bytes", 3), ("rename", 1)])
def test_a_folder_is_made_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, number: int
) -> None:
    with monkeypatch.context() as patch:
        fail_at(patch, method, number)
        with pytest.raises(InputError, match="Nothing was changed"):
            new_folder(Book([shipped()]), tmp_path, date(2027, 1, 1))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_made_with_all_its_files(tmp_path: Path) -> None:
    make_folder(tmp_path / "deep" / "2027-01-01", {"a": b"1", "b": b"2"})
    made = tmp_path / "deep" / "2027-01-01"
    assert {path.name: path.read_bytes() for path in made.iterdir()} == {"a": b"1", "b": b"2"}
