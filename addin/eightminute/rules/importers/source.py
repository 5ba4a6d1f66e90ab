"""A file as CMS publishes it: given itself, or in its ZIP; CSV, tab-separated text or XLSX.

What is remembered of it is the name and the SHA-256 of the file itself, so that the ZIP and the file taken
out of it are the same source.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath

import openpyxl

from eightminute.errors import InputError

_SHEET = "[Content_Types].xml"
_ENDINGS = (".csv", ".txt", ".xlsx")


@dataclass(frozen=True)
class Source:
    """One published file: its name and its bytes."""

    name: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of its bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Its rows as texts, each with its number in the file."""
        return self._sheet_rows() if _is_sheet(self.data) else self._text_rows()

    def _text_rows(self) -> Iterator[tuple[int, list[str]]]:
        try:
            text = self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = self.data.decode("cp1252", errors="replace")
        delimiter = "\t" if "\t" in text[:4096] else ","
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for row in reader:
                yield reader.line_num, [cell.strip() for cell in row]
        except csv.Error as error:
            raise InputError(f"{self.name}, row {reader.line_num}: can't be read ({error})") from None

    def _sheet_rows(self) -> Iterator[tuple[int, list[str]]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on styles that it doesn't know
            book = openpyxl.load_workbook(io.BytesIO(self.data), read_only=True, data_only=True)
            for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
                yield number, [_text(cell) for cell in row]


def opened(paths: Sequence[Path], wanted: str, *, called: str) -> tuple[Source, ...]:
    """The files meant: a ZIP's by their names (`wanted`, a pattern), any other as it is.

    Of a file that stands in a ZIP in several forms the CSV is read, else the text, else the XLSX. Raises
    InputError for what can't be read and for a ZIP without such a file; `called` is what it then says.
    """
    return tuple(
        source for path in paths for source in _opened(path, re.compile(wanted, re.IGNORECASE), called)
    )


def _opened(path: Path, wanted: re.Pattern[str], called: str) -> list[Source]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name}: can't be read ({error.strerror})") from None
    if not zipfile.is_zipfile(io.BytesIO(data)):
        if path.suffix.lower() in {".zip", ".xlsx"}:
            raise InputError(f"{path.name}: is no whole {path.suffix[1:].upper()} file; was it cut short?")
        return [Source(path.name, data)]
    if _is_sheet(data):
        return [Source(path.name, data)]
    try:
        found = _in_zip(data, wanted)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        raise InputError(f"{path.name}: a file in it can't be read ({error})") from None
    if not found:
        raise InputError(f"{path.name}: holds no {called}: wrong kind of file")
    return found


def _in_zip(data: bytes, wanted: re.Pattern[str]) -> list[Source]:
    chosen: dict[str, zipfile.ZipInfo] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for ending in _ENDINGS:
            for entry in archive.infolist():
                name = PurePosixPath(entry.filename)
                if name.suffix.lower() == ending and wanted.search(name.name):
                    chosen.setdefault(name.stem.lower(), entry)
        return [
            Source(PurePosixPath(chosen[stem].filename).name, archive.read(chosen[stem]))
            for stem in sorted(chosen)
        ]


def _is_sheet(data: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(data)) and _SHEET in zipfile.ZipFile(io.BytesIO(data)).namelist()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y%m%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
