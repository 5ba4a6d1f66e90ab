"""What is weighed of a sentence: its words, and what the vocabulary, the section and the note say of them.

>>> marks = [("dose", 2, 3, frozenset({"{dose}"}))]
>>> stretch = Stretch(("pt", "held", "#", "s"), frozenset({"[exam]"}), marks, start=0, end=12)
>>> sorted(stretch.things)[3:10]
['< pt', '>', '[exam]', 'held', 'held #', 'pt', 'pt held']
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from eightminute.notes.matching import Sentence
from eightminute.notes.vocabulary import CONTEXT

WORD = re.compile(r"w/o?(?![a-z])|[a-z]+(?:'[a-z]+)?|\d+|[^\w\s]")
_SAME = {
    **dict.fromkeys(("mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("patient", "client", "resident"), "pt"),
    **dict.fromkeys(("tol", "tolerates"), "tolerated"),
    **dict.fromkeys(("treatment", "rx"), "tx"),
    **dict.fromkeys(("seconds", "sec", "secs"), "s"),
    **dict.fromkeys(("#", "lbs", "pound", "pounds"), "lb"),
    "with": "w/",
    "without": "w/o",
}
_STEM = 4  # letters by which words of one stem are known
_KEPT = 20_000  # words whose names are at hand
_LONG, _LENGTH, _STEP = 36, 24, 12  # words: of a long sentence, of a stretch of it, to the next one


Mark: TypeAlias = tuple[str, int, int, frozenset[str]]
"""A list of the vocabulary, the first and the last word that it knows there, and what that says of them."""


class Stretch(NamedTuple):
    """Words that are weighed together, what stands around them, what is known of them, and their place."""

    words: tuple[str, ...]
    about: frozenset[str]
    marks: Sequence[Mark]
    start: int
    end: int

    @property
    def things(self) -> set[str]:
        """All that is in it: words, pairs of words, stems, what the marks say, and what is about it."""
        around = ("<", *self.words, ">")
        stems = filter(None, map(stem, self.words))
        said = (each for _, _, _, says in self.marks for each in says)
        return {*around, *map(" ".join, pairwise(around)), *stems, *said, *self.about}


def stretches(text: str, sentence: Sentence, says: Iterable[str]) -> list[Stretch]:
    """What is weighed of a sentence, in a note that `says` this and that as a whole.

    A long one, such as a dictation without full stops, is weighed in stretches that overlap.
    """
    part = sentence.part
    about = {f"[{part.section}]", *(f"({each})" for each in says)}
    if part.labelled:
        about.add(f"[{part.section}]:")
    found = list(WORD.finditer(text, part.start, part.end))
    places = [mention.start for mention in sentence.mentions]
    if len(found) <= _LONG:
        return [_stretch(sentence, places, found, frozenset(about), part.start, part.end)]
    runs = (found[begin : begin + _LENGTH] for begin in range(0, len(found) - _LENGTH + _STEP, _STEP))
    return [_stretch(sentence, places, run, frozenset(about), run[0].start(), run[-1].end()) for run in runs]


def _stretch(  # noqa: PLR0913, PLR0917 -- what all stretches of a sentence share is found once
    sentence: Sentence,
    places: Sequence[int],
    found: Sequence[re.Match[str]],
    about: frozenset[str],
    start: int,
    end: int,
) -> Stretch:
    begins = [word.start() for word in found]
    first, last = bisect_left(places, start), bisect_left(places, end)
    marks = [
        (
            mention.list,
            (begin := bisect_right(begins, mention.start, 1) - 1),
            bisect_left(begins, mention.end, begin + 1) - 1,
            _says(mention.list, contexts),
        )
        for mention, contexts in zip(sentence.mentions[first:last], sentence.covered[first:last], strict=True)
    ]
    return Stretch(tuple([named(word[0]) for word in found]), about, marks, start, end)


@cache
def _says(name: str, contexts: frozenset[str]) -> frozenset[str]:
    if name.startswith(CONTEXT):
        return frozenset((f"!{name.removeprefix(CONTEXT)}",))
    return frozenset(f"{{{name}}}!{context}" for context in contexts) or frozenset((f"{{{name}}}",))


@lru_cache(_KEPT)
def named(word: str) -> str:
    """The word by which it is known: all numbers are `#`, `minutes` is `min`."""
    return "#" if word[0].isdigit() else _SAME.get(word, word)


def stem(word: str) -> str:
    """The first letters of a longer word: `stea*`."""
    return f"{word[:_STEM]}*" if len(word) > _STEM else ""
