"""How much of one note stands word for word in another, by hashes alone: no text is kept.

A note's sketch is the smallest hashes of its runs of three words (Broder, 1997: "On the resemblance and
containment of documents"). Two sketches tell the share of runs that the notes have in common, of all that
either has; for notes of everyday length exactly. Dates don't count, nor do case, marks and spaces.

>>> first = sketch("Tandem stance on foam with CGA; weight shifts to the left in front of a mirror.")
>>> other = sketch("TANDEM stance on foam, with CGA. Weight shifts to the right in front of a mirror.")
>>> likeness(first, first), round(likeness(first, other), 2)
(1.0, 0.65)
"""

from __future__ import annotations

import re
from array import array
from hashlib import blake2b
from typing import TypeAlias

Sketch: TypeAlias = "array[int]"

_DATE = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{2,4}")
_WORD = re.compile(r"[^\W_]+")
_RUN = 3  # words
_KEPT = 128  # hashes of a note
_FEWEST_WORDS = 12  # shorter notes are alike by chance


def sketch(text: str) -> Sketch:
    """The sketch of a note; empty for one that is too short to be told from others."""
    words = _WORD.findall(_DATE.sub(" ", text.casefold()))
    if len(words) < _FEWEST_WORDS:
        return array("I")
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    hashes = {int.from_bytes(blake2b(run.encode(), digest_size=4).digest(), "big") for run in runs}
    return array("I", sorted(hashes)[:_KEPT])


def likeness(left: Sketch, right: Sketch) -> float:
    """The share of runs of words that two notes have in common; 0 where one is too short."""
    if not left or not right:
        return 0.0
    ours, theirs = set(left), set(right)
    smallest = sorted(ours | theirs)[:_KEPT]
    return sum(each in ours and each in theirs for each in smallest) / len(smallest)
