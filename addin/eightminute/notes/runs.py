"""What runs of three words say, by features that were learnt: words of like meaning count alike.

A convolution over words (Kim, 2014: "Convolutional neural networks for sentence classification"). Each word
is a short vector of numbers, known for its form and for its stem; a mark of the vocabulary adds its own. Each
run of three words is compared with a number of patterns, and how strongly the best run fits each pattern
makes, weighted, what a stretch says for each element. Learners who began with other numbers can stand side by
side, each with patterns and vectors of its own; at present one does. `data/runs.json` has the numbers, whole
ones, so that any machine comes to the same sums; `benchmarks/notes_learn.py` makes it.

>>> from array import array
>>> from base64 import b64encode
>>> def code(kind: str, *numbers: int) -> str:
...     return b64encode(array(kind, numbers).tobytes()).decode()
>>> kernel = [code("h", 0, 0), code("h", 512, -256), code("h", 256, 0)]  # vectors of one number, two patterns
>>> vectors = {"foam": code("b", 3), "on": code("b", -4)}
>>> says, bias = code("h", 10, 100), code("i", 0, 0)
>>> learner = {"kernel": kernel, "vectors": vectors, "bias": bias, "around": {}, "says": says}
>>> runs = Runs({"patterns": 2, "learners": [learner], "base": [0.5], "scale": 25_600})
>>> runs.sums(Stretch(("on", "foam"), frozenset(), (), 0, 7))  # the patterns fit 6 and 4
[5.1]
"""

from __future__ import annotations

import json
from array import array
from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import compress, pairwise
from operator import mul
from typing import Any

from eightminute.notes.lanes import Lanes, Vector
from eightminute.notes.stretches import Stretch, stem

_KEPT = 20_000  # words, and sets of what is said of them and stands around, whose vectors are at hand

_COARSE = 8  # bits by which vectors are kept coarser than they were learnt
_SIZE = 11  # bits of their numbers: a lane of 16 bits has room for eight such, and seven at most are added
_SAID = 10  # times that what patterns say is kept coarser

Window = tuple[Vector, Vector, Vector]  # what a word adds where it stands last, in the middle, first in a run


class Learner:
    """The patterns of one who learnt, and the vectors of words, stems, marks and what stands around."""

    def __init__(self, data: Mapping[str, Any], patterns: int) -> None:
        self._exact, self._fits = Lanes(patterns), Lanes(patterns, bits=16)
        self._thrice = Lanes(3 * patterns)
        kernel = zip(*(_rows(each, patterns) for each in data["kernel"]), strict=True)
        self._kernel = [self._thrice.vector(last + middle + first) for last, middle, first in kernel]
        self._bias = self._exact.vector(_numbers(data["bias"], "i"))
        self._vectors: Mapping[str, str] = data["vectors"]
        self._around: Mapping[str, str] = data["around"]

    def window(self, names: Collection[str]) -> Window:
        """What words, stems or marks add where they stand."""
        known = [_numbers(self._vectors[each], "b") for each in names if each in self._vectors]
        if not known:
            return _NOTHING
        vector = list(map(sum, zip(*known, strict=True)))
        added = sum(map(mul, vector, self._kernel))
        last, middle, first = self._thrice.coarser(added, _COARSE, _SIZE, self._fits)
        return last, middle, first

    def ground(self, about: Iterable[str]) -> Vector:
        """What is added wherever the run stands, by what stands around."""
        known = (_numbers(self._around[each], "i") for each in about if each in self._around)
        added = self._bias + sum(map(self._exact.vector, known))
        return self._exact.coarser(added, _COARSE, _SIZE, self._fits)[0]


class Runs:
    """What the patterns of all learners say."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        patterns, elements = data["patterns"], len(data["base"])
        self._learners = [Learner(each, patterns) for each in data["learners"]]
        self._fits, self._elements = Lanes(len(self._learners) * patterns, bits=16), Lanes(elements)
        self._shift = self._fits.width // len(self._learners)
        self._says = [
            self._elements.vector((number + _SAID // 2) // _SAID for number in row)
            for each in data["learners"]
            for row in _rows(each["says"], elements)
        ]
        self._base: Sequence[float] = data["base"]
        self._scale: float = data["scale"] * len(self._learners) / (_SAID << _COARSE)
        self._windows: dict[str, Window] = {}
        self._said: dict[frozenset[str], Window] = {}
        self._grounds: dict[frozenset[str], Vector] = {}

    def sums(self, stretch: Stretch) -> list[float]:
        """What a stretch says for each element."""
        fits = self._fits.unsigned(self._best(stretch) - self._fits.floor)
        fitting = map(mul, filter(None, fits), compress(self._says, fits))  # most fit none
        said = self._elements.numbers(sum(fitting))
        return [base + number / self._scale for base, number in zip(self._base, said, strict=True)]

    def _best(self, stretch: Stretch) -> Vector:
        """How well each pattern fits the run that fits it best, with the floor added; none is below it."""
        floor, highest = self._fits.floor, self._fits.highest
        best = 0
        before = floor
        for (last, middle, _), (_, _, first) in pairwise([*self._along(stretch), _NOTHING]):
            best = highest(before + middle + first, best)
            before = floor + last
        return highest(best + self._ground(stretch.about), floor) if best else floor

    def _along(self, stretch: Stretch) -> list[Window]:
        windows = [self._windows.get(word) or self._word(word) for word in stretch.words]
        said: dict[int, frozenset[str]] = {}
        for mark in stretch.marks:
            for place in range(mark.first, min(mark.last + 1, len(windows))):
                said[place] = said[place] | mark.says if place in said else mark.says
        for place, names in said.items():
            last, middle, first = windows[place]
            more = self._said.get(names) or self._marks(names)
            windows[place] = last + more[0], middle + more[1], first + more[2]
        return windows

    def _word(self, word: str) -> Window:
        if len(self._windows) >= _KEPT:
            self._windows.clear()
        return self._windows.setdefault(word, self._window((word, stem(word))))

    def _marks(self, names: frozenset[str]) -> Window:
        if len(self._said) >= _KEPT:
            self._said.clear()
        return self._said.setdefault(names, self._window(names))

    def _window(self, names: Collection[str]) -> Window:
        last, middle, first = map(
            self._beside, zip(*(each.window(names) for each in self._learners), strict=True)
        )
        return last, middle, first

    def _ground(self, about: frozenset[str]) -> Vector:
        ground = self._grounds.get(about)
        if ground is None:
            if len(self._grounds) >= _KEPT:
                self._grounds.clear()
            ground = self._grounds[about] = self._beside(each.ground(about) for each in self._learners)
        return ground

    def _beside(self, vectors: Iterable[Vector]) -> Vector:
        """The vectors of all learners as one."""
        return sum(vector << (place * self._shift) for place, vector in enumerate(vectors))


_NOTHING: Window = (0, 0, 0)


def _numbers(text: str, kind: str) -> array[int]:
    return array(kind, b64decode(text))


def _rows(text: str, length: int) -> list[array[int]]:
    numbers = _numbers(text, "h")
    return [numbers[start : start + length] for start in range(0, len(numbers), length)]


@cache
def learnt() -> Runs:
    """The runs that come with eightminute."""
    text = files("eightminute.notes").joinpath("data", "runs.json").read_text(encoding="utf-8")
    return Runs(json.loads(text))
