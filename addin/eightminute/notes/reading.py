"""Reads a note: which elements it documents, and the words that show each.

>>> reading = read("97112 x 15 min: SLS on foam, tandem gait. Pt tolerated well. STG 1 met.")
>>> reading.verdict()
'OK'
>>> reading.evidence["technique"].text
'SLS'
>>> read("No skilled service was given.").verdict()
"Missing: technique; patient's response; treatment minutes; progress toward goals"
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eightminute.notes import minutes as time
from eightminute.notes.elements import ELEMENTS, Element
from eightminute.notes.minutes import Minutes
from eightminute.notes.text import Segment, Working, segments
from eightminute.notes.vocabulary import Context, ElementWords, Vocabulary, default

_CLAUSE_EDGE = re.compile(r"[,;:()]| but | however | although | then | and ")
_SENTENCE_WINDOW = 80  # characters, about a dozen words
_BOTH = 400  # characters around a part of a sentence in which the words of both lists are looked for
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the note that show an element, and where they stand."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a note documents."""

    text: str
    evidence: Mapping[str, Evidence | None]
    minutes: Minutes | None

    def documented(self, name: str) -> bool:
        """Whether the element of that name is documented."""
        return self.evidence[name] is not None

    def missing(self, *, strict: bool = False) -> tuple[Element, ...]:
        """The key elements that are not documented; of all nine if `strict`."""
        return tuple(each for each in ELEMENTS if (strict or each.key) and not self.documented(each.name))

    def verdict(self, *, strict: bool = False) -> str:
        """`OK`, or `Missing:` with the labels of what is missing."""
        missing = self.missing(strict=strict)
        return "Missing: " + "; ".join(each.label for each in missing) if missing else "OK"


def read(note: str | Sequence[str], vocabulary: Vocabulary | None = None) -> Reading:
    """Reads a note given as text or as the cells of a row (a heading's value may stand in the next cell).

    Source: how each element is judged is in the guide, "What the note must show".
    """
    original = note if isinstance(note, str) else "\n".join(note)
    words = vocabulary or default()
    return _Reader(original, words).reading()


class _Reader:
    def __init__(self, original: str, words: Vocabulary) -> None:
        self.words = words
        self.working = Working(original)
        self.text = self.working.text
        self.parts = list(segments(self.text, words.headings))
        self.void = bool(words.whole_note.void_pattern.search(self.text))
        self.untreated = self.void or bool(words.whole_note.untreated_pattern.search(self.text))

    def reading(self) -> Reading:
        found: dict[str, Evidence | None] = {}
        listed: list[time.Item] = []
        for name, element in self.words.elements.items():
            if self.void or (self.untreated and element.of_treatment):
                found[name] = None
            elif name == "duration":
                listed = list(time.items(self.text, self.parts, element.not_in, self.words))
                stated = time.documented(self.text, listed)
                found[name] = self._evidence(stated[2], stated[3]) if stated else None
            else:
                found[name] = self._find(element)
        return Reading(self.working.original, found, self._minutes(listed))

    def _minutes(self, listed: list[time.Item]) -> Minutes | None:
        stated = None if self.untreated else time.documented(self.text, listed)
        if stated is None:
            return None
        value, kind, start, end = stated
        return Minutes(value, kind, self._evidence(start, end).text)

    def _find(self, element: ElementWords) -> Evidence | None:
        for part in self.parts:
            if part.section in element.not_in:
                continue
            for look in (self._labelled_value, self._pattern, self._both):
                if span := look(element, part):
                    return self._evidence(*span)
        return None

    def _labelled_value(self, element: ElementWords, part: Segment) -> tuple[int, int] | None:
        if part.section not in element.content_of:
            return None
        value = self.text[part.start : part.end].strip(" .:-")
        if len(_WORD.findall(value)) < element.content_words:
            return None
        if self.words.placeholders.pattern.fullmatch(value):
            return None
        start = self.text.index(value, part.start)
        return start, start + len(value)

    def _pattern(self, element: ElementWords, part: Segment) -> tuple[int, int] | None:
        if element.pattern is None:
            return None
        for match in element.pattern.finditer(self.text, part.start, part.end):
            if match[0] and not self._taken_back(element, part, *match.span()):
                return match.span()
        return None

    def _both(self, element: ElementWords, part: Segment) -> tuple[int, int] | None:
        if not element.both_patterns:
            return None
        first, last = max(part.sentence_start, part.start - _BOTH), min(part.sentence_end, part.end + _BOTH)
        spans = []
        for pattern in element.both_patterns:
            match = pattern.search(self.text, first, last)
            if match is None:
                return None
            spans.append(match.span())
        start, end = min(s for s, _ in spans), max(e for _, e in spans)
        return None if self._taken_back(element, part, start, end) else (start, end)

    def _taken_back(self, element: ElementWords, part: Segment, start: int, end: int) -> bool:
        return any(self._applies(self.words.contexts[name], part, start, end) for name in element.contexts)

    def _applies(self, context: Context, part: Segment, start: int, end: int) -> bool:
        if context.side == "before":
            window = self.text[max(part.start, start - _SENTENCE_WINDOW) : start]
            if context.reach == "clause":
                window = _CLAUSE_EDGE.split(window)[-1]
        else:
            window = self.text[end : min(part.end, end + _SENTENCE_WINDOW)]
            if context.reach == "clause":
                window = _CLAUSE_EDGE.split(window)[0]
        return bool(context.pattern.search(window))

    def _evidence(self, start: int, end: int) -> Evidence:
        first, last = self.working.original_span(start, end)
        return Evidence(self.working.original[first:last], first, last)
