"""Files that change together or not at all.

Everything new is written beside the old first, so that a full disk or a file held open elsewhere is noticed
while nothing has changed yet; what was already replaced is put back if a later step fails.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from eightminute.errors import InputError


def replace(files: Mapping[Path, bytes]) -> None:
    """Give every file its new content.

    Raises InputError, with everything as it was before, where one of them can't be written.
    """
    before: dict[Path, bytes | None] = {}
    beside = {path: path.with_name(f".{path.name}.new") for path in files}
    done: list[Path] = []
    try:
        for path, content in files.items():
            before[path] = path.read_bytes() if path.exists() else None
            beside[path].write_bytes(content)
        for path in files:
            beside[path].replace(path)
            done.append(path)
    except BaseException as error:  # noqa: BLE001 - whatever it was, the files are put back, and it goes on
        for path in done:
            _put_back(path, before[path])
        raise _spoken(error) from None
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)


def make_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """A new folder with these files in it.

    Raises InputError, with no folder made, where it can't be written.
    """
    beside = folder.with_name(f".{folder.name}.new")
    try:
        beside.mkdir(parents=True)
        for name, content in files.items():
            (beside / name).write_bytes(content)
        beside.rename(folder)
    except BaseException as error:  # noqa: BLE001 - as above
        shutil.rmtree(beside, ignore_errors=True)
        raise _spoken(error) from None


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)


def _spoken(error: BaseException) -> BaseException:
    if not isinstance(error, OSError):
        return error
    name = Path(error.filename or "a file").name.removeprefix(".").removesuffix(".new")
    return InputError(
        f"{name}: can't be written ({error.strerror}); is it open elsewhere? Nothing was changed"
    )
