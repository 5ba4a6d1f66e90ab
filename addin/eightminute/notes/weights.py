r"""How strongly the words of a sentence speak for each element: weights learnt from labelled notes.

The rules know what somebody wrote into them. For the rest there is a table, `data/weights.tsv`, with a line
for each thing that a sentence may have in it: a word, a pair of words, the first letters of a word (`stea*`),
a list of the vocabulary (`{cue}`, or where a context covers it `{cue}!future`), a context (`!future`), its
section (`[plan]`) and what the note says as a whole (`(treated)`). The line says what that weighs for each
element, in hundredths. A sentence weighs the sum of what is in it, over the root of how many things that are,
plus the element's base; a long one as much as its strongest stretch. `benchmarks/notes_learn.py` makes the
table.

>>> table = Weights("words\tresponse\n(base)\t-50\nhappy\t300\n{tolerated}\t400\nhappy bird\t-100")
>>> [round(weight, 2) for weight in table.sums({"happy", "bird", "happy bird", "{tolerated}"})]
[2.5]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from eightminute.notes.matching import Sentence
from eightminute.notes.vocabulary import CONTEXT

Sums = tuple[float, ...]


class Stretch(NamedTuple):
    """Words that are weighed together: all that is in them, and where they stand."""

    things: set[str]
    start: int
    end: int


_WORD = re.compile(r"w/o?(?![a-z])|[a-z]+(?:'[a-z]+)?|\d+|[^\w\s]")
_SAME = {
    **dict.fromkeys(("mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("patient", "client", "resident"), "pt"),
    **dict.fromkeys(("tol", "tolerates"), "tolerated"),
    **dict.fromkeys(("treatment", "rx"), "tx"),
    **dict.fromkeys(("seconds", "sec", "secs"), "s"),
    "with": "w/",
    "without": "w/o",
}
_STEM = 4  # letters by which words of one stem are known
_LONG, _STRETCH, _STEP = 36, 24, 12  # words: of a long sentence, of a stretch of it, to the next one
_HUNDREDTHS = 100
_CLAUSE = re.compile(r"[^,;()|]*")
_MARKS = " .:-|\n"


class Weights:
    """The table. Its first lines say of each element the base, and what a sentence must weigh to count.

    `confirms` is that where a rule found the element in the sentence, `alone` where none did.
    """

    def __init__(self, text: str) -> None:
        head, *lines = text.splitlines()
        self.elements = tuple(head.split("\t")[1:])
        self._rows = {
            thing: tuple(int(weight or 0) / _HUNDREDTHS for weight in weights)
            for thing, *weights in (line.split("\t") for line in lines)
        }
        none = (0.0,) * len(self.elements)
        self.base, self.confirms, self.alone = (
            self._rows.get(name, none) for name in ("(base)", "(confirms)", "(alone)")
        )

    def sums(self, found: set[str]) -> Sums:
        """What a sentence with these things in it weighs for each element."""
        rows = filter(None, map(self._rows.get, found))
        root = sqrt(len(found) or 1)
        totals = map(sum, zip(*rows, strict=True))
        return tuple(base + total / root for base, total in zip(self.base, totals, strict=False)) or self.base

    def phrase(self, text: str, start: int, end: int, element: str) -> tuple[int, int]:
        """Of text[start:end] the clauses with the run of words that weighs most for an element."""
        index = self.elements.index(element)
        best, first, last = 0.0, start, end
        run, began, before = 0.0, start, ""
        for word in _WORD.finditer(text, start, end):
            if run <= 0:
                run, began = 0.0, word.start()
            here = _named(word[0])
            run += sum(row[index] for row in map(self._rows.get, (here, f"{before} {here}")) if row)
            before = here
            if run > best:
                best, first, last = run, began, word.end()
        clauses = [clause.span() for clause in _CLAUSE.finditer(text, start, end) if clause[0].strip(_MARKS)]
        within = [(begin, stop) for begin, stop in clauses if begin < last and first < stop] or [(start, end)]
        phrase = text[within[0][0] : within[-1][1]]
        skipped = len(phrase) - len(phrase.lstrip(_MARKS))
        return within[0][0] + skipped, within[0][0] + max(skipped + 1, len(phrase.rstrip(_MARKS)))


def stretches(text: str, sentence: Sentence, says: Iterable[str]) -> Iterator[Stretch]:
    """What is weighed of a sentence, in a note that `says` this and that as a whole.

    A long one, such as a dictation without full stops, is weighed in stretches that overlap.
    """
    part = sentence.part
    about = {f"[{part.section}]", *(f"({each})" for each in says)}
    if part.labelled:
        about.add(f"[{part.section}]:")
    words = list(_WORD.finditer(text, part.start, part.end))
    places = [mention.start for mention in sentence.mentions]
    begins = range(0, len(words) - _STRETCH + _STEP, _STEP) if len(words) > _LONG else (0,)
    for begin in begins:
        run = words[begin : begin + _STRETCH] if len(words) > _LONG else words
        start, end = (run[0].start(), run[-1].end()) if run else (part.start, part.end)
        found = (
            about
            | _worded([word[0] for word in run])
            | set(_listed(sentence, bisect_left(places, start), bisect_left(places, end)))
        )
        yield Stretch(found, start, end)


def _worded(words: list[str]) -> set[str]:
    named = ["<", *map(_named, words), ">"]
    stems = (f"{word[:_STEM]}*" for word in named if len(word) > _STEM)
    return {*named, *map(" ".join, pairwise(named)), *stems}


def _named(word: str) -> str:
    return "#" if word[0].isdigit() else _SAME.get(word, word)


def _listed(sentence: Sentence, first: int, last: int) -> Iterator[str]:
    for mention, contexts in zip(sentence.mentions[first:last], sentence.covered[first:last], strict=True):
        if mention.list.startswith(CONTEXT):
            yield f"!{mention.list.removeprefix(CONTEXT)}"
        elif contexts:
            yield from (f"{{{mention.list}}}!{context}" for context in contexts)
        else:
            yield f"{{{mention.list}}}"


@cache
def learnt() -> Weights:
    """The table that comes with eightminute."""
    table = files("eightminute.notes").joinpath("data", "weights.tsv")
    return Weights(table.read_text(encoding="utf-8"))
