"""Labelled notes cut into sentences, as what their words weigh is learnt from them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

from eightminute import notes
from eightminute.notes import minutes as time
from eightminute.notes.matching import Sentence as Part
from eightminute.notes.matching import follows, joined
from eightminute.notes.reading import Reader, doubt
from eightminute.notes.stretches import Stretch
from eightminute.notes.vocabulary import ElementWords, default
from eightminute.notes.weights import FIRST, THEN, Weights

NAMES = [element.name for element in notes.ELEMENTS]
OVER_TWO = "skilled"  # what may be told over two sentences: what was seen, what was changed
COLUMNS = [*NAMES, OVER_TWO + FIRST, OVER_TWO + THEN]
FIRST_OF_TWO, THEN_OF_TWO = len(NAMES), len(NAMES) + 1  # their places
# Where a note is doubtful, it is learnt from as one without: only planned, exercise alone.
STRICT = ("technique",)
PART = 1 / 3  # of each of two sentences that must belong to what shows an element over the two
MOST = 0.6  # of such words that one sentence must have, to show it by itself
NOTHING = Weights("\t".join(["words", *NAMES]))  # weighs nothing: what is found is found by the rules
# The same told otherwise: a note is learnt from in both forms.
WRITTEN_OUT = {
    "CGA": "contact guard assist",
    "SBA": "stand by assist",
    "VCs?": "verbal cues",
    "TCs?": "tactile cues",
    "Min A": "minimal assistance",
    "Mod A": "moderate assistance",
    "Max A": "maximal assistance",
    "LOB": "loss of balance",
    "SLS": "single leg stance",
    "STG": "short term goal",
    "LTG": "long term goal",
    "NMR": "neuromuscular reeducation",
    "EC": "eyes closed",
    "EO": "eyes open",
    "HEP": "home exercise program",
    "w/": "with",
    "c/o": "complains of",
    "s/p": "status post",
    "wt shift": "weight shift",
    "UE": "upper extremity",
    "LE": "lower extremity",
    "d/t": "due to",
    "2/2": "secondary to",
    "prog": "progressing",
    "(?<=[0-9] )mins?(?! ?[Aa]\\b)": "minutes",
}
SENTENCE_END = re.compile(r"(?<=[A-Za-z0-9)\"])(?:\.|;) (?=[\w\"(+])")


@dataclass
class Sentence:
    """A sentence: what is weighed of it, what the rules find there, what is doubtful in each stretch.

    `follows`: it stands right after the one before in its section.
    """

    follows: bool
    stretches: Sequence[Stretch]  # with their places in the note as it was written
    ruled: frozenset[str]
    doubts: Sequence[Mapping[str, float]]


@dataclass
class Note:
    """A labelled note, cut up; `ruled_out`: elements that it says as a whole there are none of."""

    author: str
    labels: Mapping[str, int | None]
    evidence: Mapping[str, tuple[int, int]]
    ruled_out: frozenset[str]
    sentences: Sequence[Sentence]

    @property
    def pairs(self) -> Iterator[tuple[Sentence, Sentence]]:
        """Each two sentences that follow each other in a section."""
        return (pair for pair in pairwise(self.sentences) if pair[1].follows)

    def examples(self, name: str) -> Iterator[tuple[Stretch, int]]:
        """The stretches that show an element, or of which none does; others say nothing."""
        label = self.labels[name]
        if label is None and name in STRICT:
            label = 0
        stretches = [each for sentence in self.sentences for each in sentence.stretches]
        if label == 0:
            yield from ((each, 0) for each in stretches)
        elif label == 1 and name in self.evidence:
            start, end = self.evidence[name]
            over_two = name == OVER_TWO and any(self.told())
            for each in stretches:
                common = min(end, each.end) - max(start, each.start)
                enough = MOST * (end - start) if over_two else min(end - start, each.end - each.start) / 2
                if common > 0 and common >= enough:
                    yield each, 1

    def told(self) -> Iterator[tuple[Stretch, Stretch, int]]:
        """The pairs of stretches that show over two sentences what may be told so, or of which none does."""
        pairs = ((one.stretches[-1], other.stretches[0]) for one, other in self.pairs)
        label = self.labels[OVER_TWO]
        if label == 0:
            yield from ((*each, 0) for each in pairs)
        elif label == 1 and OVER_TWO in self.evidence:
            start, end = self.evidence[OVER_TWO]
            for one, other in pairs:
                shared = (
                    (min(end, each.end) - max(start, each.start)) / (each.end - each.start)
                    for each in (one, other)
                )
                if min(shared) >= PART:
                    yield one, other, 1


def read(paths: Iterable[Path]) -> list[Note]:
    """The notes of files."""
    return [_cut(line) for line in _lines(paths)]


def read_otherwise(paths: Iterable[Path]) -> list[Note]:
    """The notes of files told otherwise, those in which that makes a difference.

    With their abbreviations written out, and every other one in one breath.
    """
    lines = list(_lines(paths))
    others = [
        *((line, _written_out(line)) for line in lines),
        *((line, _in_one_breath(line)) for line in lines[::2]),
    ]
    return [_cut(other) for line, other in others if other["text"] != line["text"]]


def _lines(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with path.open(encoding="utf-8-sig") as file:
            yield from map(json.loads, filter(str.strip, file))


def _written_out(line: Mapping[str, Any]) -> dict[str, Any]:
    def written_out(text: str) -> str:
        for short, long in WRITTEN_OUT.items():
            text = re.sub(rf"(?<!\w){short}(?!\w)", long, text)
        return text

    return _changed(line, written_out)


def _in_one_breath(line: Mapping[str, Any]) -> dict[str, Any]:
    """With commas for full stops and semicolons, or with nothing, as it is typed in haste or dictated."""
    if not SENTENCE_END.search(line["text"]):
        return dict(line)
    mark = ", " if len(line["text"]) % 2 else " "
    return _changed(line, lambda text: SENTENCE_END.sub(mark, text.rstrip(".")))


def _changed(line: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    evidence = {name: change(words) for name, words in line.get("evidence", {}).items()}
    cells = {"cells": [*map(change, line["cells"])]} if "cells" in line else {}
    return {**line, "text": change(line["text"]), "evidence": evidence, **cells}


def _cut(line: Mapping[str, Any]) -> Note:
    """The note of a line, read by the rules alone."""
    reader = Reader(line.get("cells") or line["text"], default(), NOTHING)
    elements = reader.words.elements
    ruled: dict[int, set[str]] = defaultdict(set)
    for name, element in elements.items():
        for group in joined(reader.sentences) if element.across else reader.sentences:
            if _ruled(reader, name, element, group):
                for each in reader.sentences:
                    if group.part.heading <= each.part.start and each.part.end <= group.part.end:
                        ruled[each.part.start].add(name)
    sentences: list[Sentence] = []
    before = None
    for each, weighed in zip(reader.sentences, reader.stretches, strict=True):
        placed = []
        for stretch in weighed:
            start, end = reader.working.original_span(stretch.start, stretch.end)
            placed.append(stretch._replace(start=start, end=end))
        timed = time.stated(reader.text, [each], (), lambda *_: True) is not None
        doubts = [
            {
                name: doubt(element, stretch) if name != "duration" else 0.0 if timed else inf
                for name, element in elements.items()
            }
            for stretch in weighed
        ]
        after = before is not None and follows(before, each, reader.text)
        before = each
        sentences.append(Sentence(after, placed, frozenset(ruled[each.part.start]), doubts))
    return Note(
        author="".join(re.findall(r"^[a-z]+\d*(?=-)|^[a-z]+", line["id"])),
        labels={name: line["labels"].get(name) for name in NAMES},
        evidence=_evidence(line, reader),
        ruled_out=frozenset(name for name, element in elements.items() if reader.ruled_out(element)),
        sentences=sentences,
    )


def _ruled(reader: Reader, name: str, element: ElementWords, group: Part) -> bool:
    """Whether the rules find the element in a sentence."""
    if name == "duration":
        return time.stated(reader.text, [group], element.not_in, lambda _, found: found) is not None
    return reader.ruled(element, group, element.checks) is not None


def _evidence(line: Mapping[str, Any], reader: Reader) -> Mapping[str, tuple[int, int]]:
    """Where each element stands: as the note's author says, else where the rules find it."""
    spans = {name: (shown.start, shown.end) for name, shown in reader.reading().evidence.items() if shown}
    original = reader.working.original
    for name, words in line.get("evidence", {}).items():
        for piece in (words, words.split("\n")[-1]):  # a row's cells are parted otherwise than its text
            if piece and piece in original:
                start = original.index(piece)
                spans[name] = (start, start + len(piece))
                break
    return spans
