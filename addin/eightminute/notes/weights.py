r"""How strongly the words of a sentence speak for each element: weights learnt from labelled notes.

The rules know what somebody wrote into them. For the rest there is a table, `data/weights.tsv`, with a line
for each thing that a sentence may have in it: a word, a pair of words, the first letters of a word (`stea*`),
a list of the vocabulary (`{cue}`, or where a context covers it `{cue}!future`), a context (`!future`), its
section (`[plan]`) and what the note says as a whole (`(treated)`). The line says what that weighs for each
element, in hundredths. A stretch weighs the sum of what is in it, over the root of how many things that are,
plus the element's base; half of that counts, and half of what its runs of three words say (runs.py). A long
sentence weighs as much as its strongest stretch. What is told over two sentences (the hip hiked; the step was
made lower) has two columns more: what the first of them weighs (`skilled first`), and what the one after it
(`skilled then`), which are added; the base and the limit of the two stand in the first of these columns.
`benchmarks/notes_learn.py` makes both tables.

>>> table = Weights("words\tresponse\n(base)\t-50\nhappy\t300\n[exam]\t400\n< happy\t-100")
>>> [round(weight, 2) for weight in table.sums(Stretch(("happy",), frozenset({"[exam]"}), (), 0, 5))]
[1.77]
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from math import sqrt

from eightminute.notes.lanes import Lanes
from eightminute.notes.runs import Runs
from eightminute.notes.runs import learnt as learnt_runs
from eightminute.notes.stretches import WORD, Stretch, named

Sums = tuple[float, ...]
FIRST, THEN = " first", " then"  # after an element's name: columns of what is told over two sentences

_HUNDREDTHS = 100
_CLAUSE = re.compile(r"[^,;()|]*")
_MARKS = " .:-|\n"


class Weights:
    """The table. Its first lines say of each element the base, and what a sentence must weigh to count.

    `confirms` is that where a rule found the element in the sentence, `alone` where none did, or what two
    sentences must weigh together. `elements` are all columns, `over_two` has the places of those of two
    sentences.
    """

    def __init__(self, text: str, runs: Runs | None = None) -> None:
        self._runs = runs
        head, *lines = text.splitlines()
        self.elements = tuple(head.split("\t")[1:])
        self.over_two = {
            name: (self.elements.index(name + FIRST), self.elements.index(name + THEN))
            for name in self.elements
            if name + FIRST in self.elements
        }
        self._weights = {
            thing: tuple(int(weight or 0) for weight in weights)
            for thing, *weights in (line.split("\t") for line in lines)
        }
        none = (0,) * len(self.elements)
        self.base, self.confirms, self.alone = (
            tuple(weight / _HUNDREDTHS for weight in self._weights.get(name, none))
            for name in ("(base)", "(confirms)", "(alone)")
        )
        self._lanes = Lanes(len(self.elements))
        self._rows = {thing: self._lanes.vector(row) for thing, row in self._weights.items()}

    def sums(self, stretch: Stretch) -> Sums:
        """What a stretch weighs for each element."""
        things = stretch.things
        totals = self._lanes.numbers(sum(filter(None, map(self._rows.get, things))))
        root = _HUNDREDTHS * sqrt(len(things))
        weighed = zip(self.base, totals, strict=True)
        if self._runs is None:
            return tuple([base + total / root for base, total in weighed])
        told = zip(weighed, self._runs.sums(stretch), strict=True)
        return tuple([(base + total / root + said) / 2 for (base, total), said in told])

    def phrase(self, text: str, start: int, end: int, element: str) -> tuple[int, int]:
        """Of text[start:end] the clauses with the run of words that weighs most for an element."""
        index = self.elements.index(element)
        best, first, last = 0, start, end
        run, began, before = 0, start, ""
        for word in WORD.finditer(text, start, end):
            if run <= 0:
                run, began = 0, word.start()
            here = named(word[0])
            run += sum(row[index] for row in map(self._weights.get, (here, f"{before} {here}")) if row)
            before = here
            if run > best:
                best, first, last = run, began, word.end()
        clauses = [clause.span() for clause in _CLAUSE.finditer(text, start, end) if clause[0].strip(_MARKS)]
        within = [(begin, stop) for begin, stop in clauses if begin < last and first < stop] or [(start, end)]
        return trimmed(text, within[0][0], within[-1][1])


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Of text[start:end] what is left without marks and spaces around it."""
    phrase = text[start:end]
    skipped = len(phrase) - len(phrase.lstrip(_MARKS))
    return start + skipped, start + max(skipped + 1, len(phrase.rstrip(_MARKS)))


@cache
def learnt() -> Weights:
    """The table that comes with eightminute."""
    table = files("eightminute.notes").joinpath("data", "weights.tsv")
    return Weights(table.read_text(encoding="utf-8"), learnt_runs())
