"""A note as it is read: lower case, single spaces, cut into sentences that know their section.

>>> working = Working("Pt  tol\u00a0well.")
>>> working.text, working.original_span(3, 6)
('pt tol well.', (4, 7))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eightminute.notes.sections import Heading, Headings

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\t\u00a0\u202f\u2009\u3000", " "),
        **dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"),
        **dict.fromkeys("\u2022\u25cf\u25aa\u00b7", "-"),
    }
)
_RUN = re.compile(r"[ \n]{2,}")
# A full stop ends a sentence unless a lone letter or an abbreviation stands before it.
_SENTENCE_END = re.compile(
    r"\n|(?<!\b[a-z])(?<!\bvs)(?<!\bdr)(?<!\bmr)(?<!\bmrs)(?<!\be\.g)(?<!\bi\.e)(?<!approx)"
    r"[.!?]+[\")]?(?: |\n|$)"
)
_PART_END = "; "
_MARK = re.compile(r"(?:[-*>#] ?|\(?\d{1,2}[.)] ?)*")


class Working:
    """The note's text as patterns meet it, and the way back to the original."""

    def __init__(self, original: str) -> None:
        self.original = original
        lowered = original.translate(_PLAIN)
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in lowered)
        pieces, self._shifts, last, removed = [], [(0, 0)], 0, 0
        for run in _RUN.finditer(lowered):
            keep = "\n" if "\n" in run[0] else " "
            pieces.append(lowered[last : run.start()] + keep)
            last = run.end()
            removed += len(run[0]) - 1
            self._shifts.append((last - removed, removed))
        pieces.append(lowered[last:])
        self.text = "".join(pieces)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original."""
        return start + self._shift(start), end - 1 + self._shift(end - 1) + 1

    def _shift(self, position: int) -> int:
        low, high = 0, len(self._shifts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._shifts[middle][0] <= position else (low, middle)
        return self._shifts[low][1]


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence (or line, or part up to a semicolon) with the section it stands in.

    `labelled` is true where its own heading, not one before, put it there. `sentence_start` and
    `sentence_end` bound the whole sentence that it is a part of.
    """

    start: int
    end: int
    section: str
    labelled: bool
    sentence_start: int
    sentence_end: int


class _Place:
    """The section at a place of the note, kept for the block, the line in it, and a label's next line."""

    def __init__(self) -> None:
        self.block = self.line = self.next_line = ""

    def start_line(self) -> None:
        self.line, self.next_line = self.next_line, ""

    def open(self, heading: Heading, *, empty: bool) -> None:
        if heading.reach == "block":
            self.block, self.line = heading.section, ""
        elif heading.reach == "line":
            self.line = heading.section
        if empty:
            self.next_line = heading.section


def segments(text: str, headings: Headings) -> Iterator[Segment]:
    """The sentences of the note in order, each with its section."""
    place = _Place()
    for first, last, opens_line in _sentences(text):
        if opens_line:
            place.start_line()
        labelled = opens_line and bool(place.line)
        for start, stop in _parts(text, first, last):
            begin = _MARK.match(text, start, stop)
            content = begin.end() if begin else start
            section = place.line or place.block
            heading = headings.at(text, content)
            if heading and heading.content <= stop:
                content, section, labelled = heading.content, heading.section, True
                place.open(heading, empty=not text[content:stop].strip())
            if text[content:stop].strip():
                yield Segment(content, stop, section, labelled, first, last)
            labelled = False


def _sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each sentence, and whether it opens a line."""
    start, opens_line = 0, True
    for end in _SENTENCE_END.finditer(text):
        yield start, end.start(), opens_line
        start, opens_line = end.end(), end[0].endswith("\n")
    yield start, len(text), opens_line


def _parts(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The parts of a sentence between semicolons."""
    while (cut := text.find(_PART_END, start, stop)) >= 0:
        yield start, cut
        start = cut + len(_PART_END)
    yield start, stop
