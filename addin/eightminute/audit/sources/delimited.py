"""CSV and its kin: text in the usual encodings, cut at the usual delimiters."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from eightminute.audit.sources.source import Source, Styled
from eightminute.errors import InputError
from eightminute.excel.shapes import Cell

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Text(Source):
    """A text file, cut at one delimiter."""

    encoding: str
    cut_at: str

    @property
    def delimiter(self) -> str:
        """What separates the cells."""
        return self.cut_at

    def rows(self) -> Iterator[list[Cell]]:
        """The records; one that spans several lines counts as one row, as in Excel."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            try:
                for record in csv.reader(file, delimiter=self.delimiter, strict=True):
                    yield [*record]
            except csv.Error as error:
                raise InputError(
                    f"{self.path.name}: a quotation mark is open or out of place, so that its rows can't "
                    "be told apart"
                ) from error

    def styled_rows(self) -> Iterator[list[Styled]]:
        """The records, which have no formats."""
        for row in self.rows():
            yield [Styled(cell) for cell in row]

    def check_computed(self, columns: Collection[int]) -> None:
        """Text has no formulas."""


def readings(path: Path) -> list[Source]:
    """The file cut at each of the usual delimiters."""
    encoding, name = _encoding(path)
    return [
        Text(path, f"{word}-separated text in {name}", encoding, delimiter)
        for delimiter, word in DELIMITERS.items()
    ]


def _encoding(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        start = file.read(2)
    marked = start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    candidates = {"utf-16": "UTF-16"} if marked else _ENCODINGS
    for encoding, name in candidates.items():
        if _decodes(path, encoding):
            return encoding, name
    raise InputError(f"{path.name}: isn't text in {' or '.join(candidates.values())}; save it as CSV UTF-8")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
