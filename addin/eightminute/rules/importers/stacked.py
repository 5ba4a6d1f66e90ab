"""A published table, whose columns are found by the names stacked above them, never by position.

CMS writes `NON-FAC` in one row, `PE RVU` in the next, adds columns from year to year, and puts titles above
and notes below. The data begin at the first row whose first cell looks like a key; the texts above it, joined
column by column, are the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain, zip_longest
from typing import TypeVar

from pydantic import ValidationError

from eightminute.errors import InputError
from eightminute.rules.importers.source import Source
from eightminute.rules.model import Model

CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_HEADER_ROWS = 60
_NOTES = 40
Built = TypeVar("Built", bound=Model)


@dataclass(frozen=True)
class Row:
    """A row of a published table, its cells by the names that the importer gave the columns."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The text of a cell."""
        return self.cells[column]

    def where(self, column: str) -> str:
        """File, row and column, as messages name them."""
        return f"{self.file}, row {self.number}, column {column}"

    def decimal(self, column: str) -> Decimal:
        """A cell's number. Raises InputError where none stands."""
        try:
            return Decimal(self.cells[column])
        except InvalidOperation:
            raise InputError(f"{self.where(column)}: no number stands there") from None

    def build(self, model: type[Built], **values: object) -> Built:
        """The row as rule data. Raises InputError, naming the cell, for what the model refuses."""
        try:
            return model.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            column = ".".join(str(part) for part in first["loc"])
            raise InputError(f"{self.where(column)}: {first['msg']}") from None


class Sheet:
    """A published table, read once from top to bottom."""

    def __init__(self, source: Source, first_cell: re.Pattern[str]) -> None:
        self.file = source.name
        self.footer: list[str] = []
        self._first_cell = first_cell
        self._numbered = source.rows()
        above: list[list[str]] = []
        for number, cells in self._numbered:
            if self._is_data(cells):
                self._first = (number, cells)
                break
            above.append(cells)
            if len(above) > _HEADER_ROWS:
                raise InputError(
                    f"{self.file}: wrong kind of file: no row of data in its first {_HEADER_ROWS}"
                )
        else:
            raise InputError(f"{self.file}: wrong kind of file: no row of data")
        self.title = _joined(cell for cells in above for cell in cells)
        self.names = [_joined(column).upper() for column in zip_longest(*above, fillvalue="")]
        while self.names and not self.names[-1]:
            self.names.pop()

    def rows(self, columns: Mapping[str, str]) -> Iterator[Row]:
        """The rows of data, with the columns whose stacked names end in these patterns.

        Raises InputError for a column that isn't there or stands there twice, for a row cut short, and for
        one in the middle that is no row of the table.
        """
        places = {column: self._place(column, pattern) for column, pattern in columns.items()}
        other = None
        for number, cells in chain([self._first], self._numbered):
            if not any(cells):
                continue
            if not self._is_data(cells):
                other = other or number
                self.footer = [*self.footer, _joined(cells)][-_NOTES:]
            elif other is not None:
                raise InputError(f"{self.file}, row {other}: is no row of the table, but stands among them")
            elif len(cells) < len(self.names):
                raise InputError(
                    f"{self.file}, row {number}: is cut short: {len(cells)} of {len(self.names)} columns"
                )
            else:
                yield Row(self.file, number, {column: cells[place] for column, place in places.items()})

    def has(self, pattern: str) -> bool:
        """Whether exactly one column's stacked name ends in the pattern."""
        return len(self._places(pattern)) == 1

    def _place(self, column: str, pattern: str) -> int:
        found = self._places(pattern)
        if len(found) != 1:
            what = "stands there more than once" if found else "isn't there"
            raise InputError(f"{self.file}: wrong kind of file: column {column} {what}")
        return found[0]

    def _places(self, pattern: str) -> list[int]:
        name = re.compile(rf"(?:^|\s)(?:{pattern})$")
        return [number for number, each in enumerate(self.names) if name.search(each)]

    def _is_data(self, cells: list[str]) -> bool:
        return bool(cells) and bool(self._first_cell.fullmatch(cells[0]))


def _joined(cells: Iterable[str]) -> str:
    return " ".join(" ".join(cells).split())
