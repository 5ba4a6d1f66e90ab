"""A sheet of rows, whatever file it came from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from eightminute.excel.shapes import Cell

GENERAL = "General"


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell that a merged area covers from the row above: what a person sees in it stands there."""

    value: Cell


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell's value, and how Excel shows it."""

    value: Cell
    number_format: str = GENERAL


@dataclass(frozen=True)
class Source(ABC):
    """One sheet of a file, read from the top as often as it is asked, and never held whole.

    `label` says which sheet it is, or how its text is written.
    """

    path: Path
    label: str

    @property
    def delimiter(self) -> str:
        """What separates the cells of a text; nothing for a workbook."""
        return ""

    @property
    def name(self) -> str:
        """The file and the sheet in it, for a message."""
        return f"{self.path.name}, {self.label}"

    @property
    def size(self) -> int | None:
        """About how many rows there are, where the file tells."""
        return None

    @abstractmethod
    def rows(self) -> Iterator[list[Cell]]:
        """The rows as Excel numbers them, the first one first."""

    @abstractmethod
    def styled_rows(self) -> Iterator[list[Styled]]:
        """The rows, each cell with how Excel shows it."""

    @abstractmethod
    def check_computed(self, columns: Collection[int]) -> None:
        """Raises InputError if a formula in one of the columns (from 0) was never worked out."""


def plain(cell: Cell) -> Cell:
    """The value that a person sees in the cell."""
    return cell.value if isinstance(cell, Merged) else cell
