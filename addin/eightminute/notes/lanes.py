"""Vectors of whole numbers, each kept as one long integer, so that all their numbers are added at once.

Every number has a lane of so many bits. The sum of two vectors is then that of the integers, and so is a
multiple: a lane below zero borrows from the next, and the floor that is added at last gives it back.

>>> lanes = Lanes(2)
>>> lanes.numbers(lanes.vector([3, -5]) + 2 * lanes.vector([10, 1]))
[23, -3]
>>> lanes.numbers(lanes.highest(lanes.vector([3, -5]) + lanes.floor, lanes.floor) - lanes.floor)
[3, 0]
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Vector = int


class Lanes:
    """A number of lanes of 32 or 64 bits; a lane holds a number whose size is below a quarter of its room.

    `floor` is a vector that makes every lane positive.
    """

    def __init__(self, count: int, bits: Literal[32, 64] = 32) -> None:
        self._count, self._bits = count, bits
        self._kind: Literal["I", "Q"] = "I" if bits == 32 else "Q"  # noqa: PLR2004 -- as said
        self.least = 1 << (bits - 2)
        self.floor = self.vector([self.least] * count)
        self._tops = self.vector([1 << (bits - 1)] * count)

    def vector(self, numbers: Iterable[int]) -> Vector:
        """These numbers, one a lane."""
        return sum(number << (self._bits * lane) for lane, number in enumerate(numbers))

    def unsigned(self, vector: Vector) -> memoryview:
        """The numbers of a vector of which none is negative."""
        return memoryview(vector.to_bytes(self._count * self._bits // 8, "little")).cast(self._kind)

    def numbers(self, vector: Vector) -> list[int]:
        """The numbers of a vector."""
        least = self.least
        return [number - least for number in self.unsigned(vector + self.floor)]

    def highest(self, one: Vector, other: Vector) -> Vector:
        """Lane by lane the higher number, where both vectors have had the floor added."""
        more = (one | self._tops) - other  # a top stays where `one` is no less; below it is what it has more
        no_less = more & self._tops
        return other + (more & (no_less - (no_less >> (self._bits - 1))))
