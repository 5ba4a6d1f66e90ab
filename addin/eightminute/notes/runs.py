"""What runs of three words say, by features that were learnt: words of like meaning count alike.

A convolution over words (Kim, 2014: "Convolutional neural networks for sentence classification"). Each word
is a short vector of numbers, known for its form and for its stem; a mark of the vocabulary adds its own. Each
run of three words is compared with a number of patterns, and how strongly the best run fits each pattern
makes, weighted, what a stretch says for each element. `data/runs.json` has the numbers, whole ones, so that
any machine comes to the same sums; `benchmarks/notes_learn.py` makes it.

>>> from array import array
>>> from base64 import b64encode
>>> def code(kind: str, *numbers: int) -> str:
...     return b64encode(array(kind, numbers).tobytes()).decode()
>>> kernel = [code("h", 0, 0), code("h", 512, -256), code("h", 256, 0)]  # vectors of one number, two patterns
>>> vectors = {"foam": code("b", 3), "on": code("b", -4)}
>>> says, bias = code("h", 10, 100), code("i", 0, 0)
>>> learnt = {"kernel": kernel, "vectors": vectors, "bias": bias, "around": {}, "says": says}
>>> runs = Runs({"patterns": 2, "base": [0.5], "scale": 25_600} | learnt)
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
from itertools import compress
from operator import add, mul
from typing import Any, TypeVar

from eightminute.notes.lanes import Lanes, Vector
from eightminute.notes.stretches import Stretch, stem

_KEPT = 20_000  # words, and sets of what is said of them and stands around, whose vectors are at hand

_COARSE = 8  # bits by which vectors are kept coarser than they were learnt
_SIZE = 11  # bits of their numbers: a lane of 16 bits has room for eight such, and seven at most are added
_SAID = 10  # times that what patterns say is kept coarser

Window = tuple[Vector, Vector, Vector]  # what a word adds to the run after it, its own, and the one before it
Said = tuple[frozenset[str], ...]  # what the marks of a word say
_NOTHING: Window = (0, 0, 0)
Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Runs:
    """The patterns, and the vectors of words, stems, marks and what stands around."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        patterns, elements = data["patterns"], len(data["base"])
        self._exact, self._fits = Lanes(patterns), Lanes(patterns, bits=16)
        self._thrice, self._elements = Lanes(3 * patterns), Lanes(elements)
        kernel = zip(*(_rows(each, patterns) for each in data["kernel"]), strict=True)
        self._kernel = [self._thrice.vector(after + own + before) for after, own, before in kernel]
        self._bias = self._exact.vector(_numbers(data["bias"], "i"))
        self._vectors: Mapping[str, str] = data["vectors"]
        self._around: Mapping[str, str] = data["around"]
        self._says = [
            self._elements.vector((number + _SAID // 2) // _SAID for number in row)
            for row in _rows(data["says"], elements)
        ]
        self._base: Sequence[float] = data["base"]
        self._scale: float = data["scale"] / (_SAID << _COARSE)
        self._words: dict[str, Window] = {}
        self._marks: dict[Said, Window] = {}
        self._grounds: dict[frozenset[str], Vector] = {}

    def sums(self, stretch: Stretch) -> list[float]:
        """What a stretch says for each element."""
        ground = self._grounds.get(stretch.about) or self._ground(stretch.about)
        best = self._fits.highest(self._along(stretch), -ground)
        fits = self._fits.unsigned(best + ground)  # none is below zero
        fitting = map(mul, filter(None, fits), compress(self._says, fits))  # most fit none
        said = self._elements.numbers(sum(fitting))
        scale = self._scale
        return [base + number / scale for base, number in zip(self._base, said, strict=True)]

    def _along(self, stretch: Stretch) -> Iterable[Vector]:
        """How well each pattern fits the run around each word, raised."""
        known = self._words.get
        windows = [known(word) or self._word(word) for word in stretch.words]
        said: list[list[frozenset[str]]] = [[] for _ in windows]
        for _, first, last, says in stretch.marks:
            for here in said[first : last + 1]:
                here.append(says)
        for place, here in enumerate(said):
            if here:
                after, own, before = self._marks.get(tuple(here)) or self._mark(tuple(here))
                word = windows[place]
                windows[place] = word[0] + after, word[1] + own, word[2] + before
        afters, owns, befores = zip(*windows, _NOTHING, strict=True)
        return map(add, map(add, (self._fits.raised, *afters), owns), befores[1:])

    def _word(self, word: str) -> Window:
        """What a word adds, raised in the run after it: each run has one word before its own, or the edge."""
        after, own, before = self._window((word, stem(word)))
        return _keep(self._words, word, (after + self._fits.raised, own, before))

    def _mark(self, said: Said) -> Window:
        return _keep(self._marks, said, self._window(frozenset().union(*said)))

    def _ground(self, about: frozenset[str]) -> Vector:
        """What is added wherever the run stands, by what stands around, less the floor."""
        known = (_numbers(self._around[each], "i") for each in about if each in self._around)
        added = self._bias + sum(map(self._exact.vector, known))
        (ground,) = self._exact.coarser(added, _COARSE, _SIZE, self._fits)
        return _keep(self._grounds, about, ground - self._fits.floor)

    def _window(self, names: Collection[str]) -> Window:
        """What words, stems or marks add where they stand."""
        known = [_numbers(self._vectors[each], "b") for each in names if each in self._vectors]
        if not known:
            return _NOTHING
        vector = list(map(sum, zip(*known, strict=True)))
        added = sum(map(mul, vector, self._kernel))
        after, own, before = self._thrice.coarser(added, _COARSE, _SIZE, self._fits)
        return after, own, before


def _keep(kept: dict[Key, Kept], key: Key, value: Kept) -> Kept:
    if len(kept) >= _KEPT:
        kept.clear()
    return kept.setdefault(key, value)


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
