"""Somebody may watch the rows go by: a progress bar does, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar

Row = TypeVar("Row")


class Watch(Protocol):
    """Hands on the rows as they come; `size` is about how many there are, where that is known."""

    def __call__(self, rows: Iterator[Row], size: int | None, /) -> Iterator[Row]:
        """The same rows."""


def unwatched(rows: Iterator[Row], size: int | None, /) -> Iterator[Row]:
    """Nobody watches."""
    del size
    return rows
