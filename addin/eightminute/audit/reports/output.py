"""A new file, whole or not at all: written beside its place and moved there when it is complete."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter.exceptions import FileCreateError

from eightminute.errors import InputError


@contextmanager
def new_file(place: Path, *, source: Path | None, may_replace: Callable[[Path], bool]) -> Iterator[Path]:
    """A path to write to; what is written there stands in `place` afterwards.

    Raises InputError if `place` is the `source`, is there already and `may_replace` doesn't say so, or can't
    be written. Whatever goes wrong, nothing half written is left.
    """
    if place.exists():
        if source is not None and place.samefile(source):
            raise InputError(f"{place.name}: is the input, which is never changed; --out names another file")
        if not place.is_file() or not may_replace(place):
            raise InputError(f"{place.name}: is there already; --force replaces it, --out names another")
    try:
        with TemporaryDirectory(prefix=".eightminute-", dir=place.parent) as folder:
            path = Path(folder) / place.name
            yield path
            os.replace(path, place)  # noqa: PTH105 -- Path.replace is the same, without its name for what it does
    except (OSError, FileCreateError) as error:
        reason = getattr(error, "strerror", None) or "is it open in Excel?"
        raise InputError(f"{place.name}: can't be written in {place.parent}: {reason}") from error
