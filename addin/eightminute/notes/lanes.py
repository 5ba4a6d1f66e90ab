"""Vectors of whole numbers, each kept as one long integer, so that all their numbers are added at once.

Every number has a lane of so many bits. The sum of two vectors is then that of the integers, and so is a
multiple: a lane below zero borrows from the next, and the floor that is added at last gives it back.

>>> lanes = Lanes(2)
>>> lanes.numbers(lanes.vector([3, -5]) + 2 * lanes.vector([10, 1]))
[23, -3]
>>> lanes.numbers(lanes.highest([lanes.vector([3, -5]) + lanes.raised], lanes.floor) - lanes.floor)
[3, 0]
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from struct import Struct
from typing import Literal

Vector = int
_KINDS: dict[int, Literal["H", "I"]] = {16: "H", 32: "I"}


class Lanes:
    """A number of lanes of 16 or 32 bits; each number is below a quarter of its room in size.

    `least` is that size, and `floor` a vector of it: added, it makes every lane positive. `raised` is the
    floor with each lane's highest bit set, and `width` the bits of all lanes.
    """

    def __init__(self, count: int, bits: Literal[16, 32] = 32) -> None:
        self.width = count * bits
        self._bytes, self._kind, self._top = count * bits // 8, _KINDS[bits], bits - 1
        self.least = 1 << (bits - 2)
        self._ones = sum(1 << (bits * lane) for lane in range(count))
        self.floor, self._tops = self._ones << (bits - 2), self._ones << (bits - 1)
        self.raised = self.floor + self._tops
        self._unpack = Struct(f"<{count}{self._kind}").unpack

    def vector(self, numbers: Iterable[int]) -> Vector:
        """These numbers, one a lane. Raises OverflowError for one that a lane has no room for."""
        least = self.least
        raised = array(self._kind, [number + least for number in numbers])
        return int.from_bytes(raised.tobytes(), "little") - self.floor

    def unsigned(self, vector: Vector) -> tuple[int, ...]:
        """The numbers of a vector of which none is negative."""
        return self._unpack(vector.to_bytes(self._bytes, "little"))

    def numbers(self, vector: Vector) -> list[int]:
        """The numbers of a vector."""
        least = self.least
        return [number - least for number in self.unsigned(vector + self.floor)]

    def coarser(self, vector: Vector, by: int, size: int, into: Lanes) -> list[Vector]:
        """The numbers of lanes of 32 bits, `by` bits coarser, rounded, and of a size of 2**`size` at most.

        They come in lanes of 16 bits, in as many vectors of those of `into` as it takes. `by` is 16 at most,
        and 2**`size` less than `into` has room for.
        """
        most = 1 << (size + by)
        larger = ((1 << (self._top + 1)) - 2 * most) * self._ones  # bits that are set where one is too large
        if (vector + most * self._ones) & larger:
            vector = self.vector(max(-most, min(most, number)) for number in self.numbers(vector))
        raised = vector + ((into.least << by) + (1 << by >> 1)) * self._ones
        halves = memoryview((raised >> by).to_bytes(self._bytes, "little")).cast("H")[::2].tobytes()
        length = into.width // 8
        parts = (halves[start : start + length] for start in range(0, len(halves), length))
        return [int.from_bytes(part, "little") - into.floor for part in parts]

    def highest(self, vectors: Iterable[Vector], least: Vector) -> Vector:
        """Lane by lane the highest number of the vectors, and no less than `least`.

        `least` has had the floor added, and what comes of it has; the vectors have had `raised` added.
        """
        tops, top = self._tops, self._top
        best = least
        for vector in vectors:
            more = vector - best  # a top stays where the vector is no less; below it is what it has more
            no_less = more & tops
            best += more & (no_less - (no_less >> top))
        return best
