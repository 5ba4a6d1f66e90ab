"""A note as it is read: lower case, single spaces, cut into sentences that know their section.

>>> working = Working("Pt  tol\u00a0well.")
>>> working.text, working.original_span(3, 6)
('pt tol well.', (4, 7))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from eightminute.notes.vocabulary import Section, Vocabulary

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
    r"\n|(?<!\b[a-z])(?<!\bvs)(?<!\bdr)(?<!\bmr)(?<!\bmrs)(?<!\be\.g)(?<!\bi\.e)(?<!approx)[.!?]+[\")]?(?: |\n|$)|; "
)
_MARK = re.compile(r"(?:[-*>#] ?|\(?\d{1,2}[.)] ?)*")
_HARD_END = re.compile(r"[\n.!?]")


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


class Headings:
    """Finds headings of a vocabulary at the start of a sentence."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        names = [f"(?P<{name}>{_any(section)})" for name, section in vocabulary.sections.items()]
        self._pattern = re.compile(rf"(?:{'|'.join(names)})(?P<end> ?(?::|=|- )|(?= ?(?:\n|$)))")
        self._reach = {name: section.reach for name, section in vocabulary.sections.items()}
        self._hep = re.compile(rf"(?:{_any(vocabulary.sections['hep'])})(?![a-z0-9])")

    def at(self, text: str, position: int) -> tuple[str, str, int] | None:
        """The section, its reach, and where its content begins, if a heading stands at `position`."""
        if found := self._pattern.match(text, position):
            name = next(key for key, value in found.groupdict().items() if value is not None and key != "end")
            return name, self._reach[name], found.end()
        if found := self._hep.match(text, position):
            return "hep", "sentence", position
        return None


def _any(section: Section) -> str:
    return "|".join(section.headings.strip().splitlines())


def segments(text: str, headings: Headings) -> Iterator[Segment]:
    """The sentences of the note in order, each with its section."""
    block, line_section, label_row = "", "", ""
    start, sentence_start, new_line = 0, 0, True
    bounds = [match.span() for match in _SENTENCE_END.finditer(text)]
    for index, (stop, after) in enumerate([*bounds, (len(text), len(text))]):
        begin = start + _mark_length(text, start, stop)
        heading = headings.at(text, begin)
        section, labelled = line_section or block, False
        if new_line:
            section, labelled, line_section = label_row or block, bool(label_row), label_row
        if heading and heading[2] <= stop:
            name, reach, begin = heading
            section, labelled, label_row = name, True, ""
            empty = not text[begin:stop].strip()
            if reach == "block":
                block = name
                line_section = ""
            elif reach == "line":
                line_section = name
            if empty:
                label_row = name
        elif text[start:stop].strip() or text[stop:after] == "\n":
            label_row = ""
        sentence_end = stop
        if text[stop:after] == "; ":
            sentence_end = next((s for s, e in bounds[index + 1 :] if text[s:e] != "; "), len(text))
        if text[begin:stop].strip():
            yield Segment(begin, stop, section, labelled, sentence_start, sentence_end)
        new_line = text[stop:after].endswith("\n")
        if text[stop:after] != "; ":
            sentence_start = after
        if new_line:
            line_section = ""
        start = after


def _mark_length(text: str, start: int, stop: int) -> int:
    mark = _MARK.match(text, start, stop)
    return mark.end() - start if mark else 0
