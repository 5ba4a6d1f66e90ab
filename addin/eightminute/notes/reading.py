"""Reading a treatment note: which elements it documents, with the words that show each one.

>>> reading = read("NMR 15 min: SLS on foam, CGA. Pt tolerated well, 0 LOB.")
>>> reading.verdict()
'Missing: progress toward goals'
>>> reading.evidence["technique"].text, reading.minutes.minutes
('SLS on foam', 15)
>>> read("Will begin SLS on foam next visit.").documented("technique")
False
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from eightminute.notes import minutes as time
from eightminute.notes.elements import ELEMENTS, Element
from eightminute.notes.matching import Sentence, find, follows, joined, sentences
from eightminute.notes.minutes import Minutes
from eightminute.notes.sections import parts
from eightminute.notes.stretches import Stretch, stretches
from eightminute.notes.text import Working
from eightminute.notes.vocabulary import Check, Condition, ElementWords, Vocabulary, default
from eightminute.notes.weights import Sums, Weights, learnt, trimmed

Weighed: TypeAlias = tuple[Stretch, Sums]

_DOUBT = 2.0
_MARKS = 2  # characters of marks and spaces that may stand around a value
_WORD = re.compile(r"[a-z]{3,}")


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
    return Reader(note, vocabulary or default(), learnt()).reading()


class Reader:
    """A note being read: by the rules of a vocabulary, and by what its words weigh."""

    def __init__(self, note: str | Sequence[str], words: Vocabulary, weights: Weights) -> None:
        original = note if isinstance(note, str) else "\n\n".join(note)
        self.words = words
        self.weights = weights
        self.working = Working(original)
        self.text = self.working.text
        mentions = words.lexicon.scan(self.text)
        places = parts(self.text, mentions, words.headings)
        self.sentences = list(sentences(places, mentions, words.triggers))
        self._lists: frozenset[str] = frozenset().union(*(each.lists for each in self.sentences))
        self.void = self._says("void")
        self.untreated = self.void or self._says("untreated")
        self.other = (self._says("medical") and not self._says("therapeutic")) or (
            self._says("evaluation") and not self._says("timed")
        )
        self.treated = self._says("treated") and not self.other
        self.nmr = self._says("nmr")
        says = [name for name in ("treated", "nmr", "other", "untreated") if getattr(self, name)]
        self.stretches = [stretches(self.text, each, says) for each in self.sentences]
        self.sums = [list(map(weights.sums, each)) for each in self.stretches]
        self._weighed = [
            (stretch, sums)
            for weighed in zip(self.stretches, self.sums, strict=True)
            for stretch, sums in zip(*weighed, strict=True)
        ]
        self.sentences = [
            each.weighing(sums[0] if len(sums) == 1 else tuple(map(max, *sums)))
            for each, sums in zip(self.sentences, self.sums, strict=True)
        ]
        self._joined = list(joined(self.sentences))

    def _says(self, name: Condition) -> bool:
        checks = [each for each in self.words.whole_note[name].checks if each.lists <= self._lists]
        return any(find(check, each) for each in self.sentences for check in checks)

    def reading(self) -> Reading:
        """What the note documents."""
        found: dict[str, Evidence | None] = {}
        stated: time.Stated | None = None
        for name, element in self.words.elements.items():
            if self.ruled_out(element):
                found[name] = None
            elif name == "duration":
                stated = time.stated(self.text, self.sentences, element.not_in, self._counts(name))
                found[name] = self._evidence(stated.start, stated.end) if stated else None
            else:
                found[name] = self._find(name, element)
        shown = found["duration"]
        minutes = Minutes(stated.minutes, stated.kind, shown.text) if stated and shown else None
        return Reading(self.working.original, found, minutes)

    def ruled_out(self, element: ElementWords) -> bool:
        """Whether the note as a whole says that there is none of it."""
        return self.void or (self.untreated and element.of_treatment) or (self.other and element.of_therapy)

    def _counts(self, name: str) -> Callable[[Sentence, bool], bool]:
        """Whether a sentence weighs enough for an element, be it that a rule found it there or not."""
        index = self.weights.elements.index(name)
        confirms, alone = self.weights.confirms[index], self.weights.alone[index]
        return lambda sentence, found: sentence.weighs[index] > (confirms if found else alone)

    def _find(self, name: str, element: ElementWords) -> Evidence | None:
        index = self.weights.elements.index(name)
        confirms = self.weights.confirms[index]
        sure = [check for check in element.checks if check.sure]
        for sentence in self._joined if element.across else self.sentences:
            checks = element.checks if sentence.weighs[index] > confirms else sure
            if checks and (span := self.ruled(element, sentence, checks)):
                return self._evidence(*span)
        strongest, most = None, self.weights.alone[index]
        for stretch, sums in self._weighed:
            if sums[index] > most and (weight := sums[index] - doubt(element, stretch)) > most:
                strongest, most = stretch, weight
        if strongest is None:
            return self._over_two(name, element)
        return self._evidence(*self.weights.phrase(self.text, strongest.start, strongest.end, name))

    def _over_two(self, name: str, element: ElementWords) -> Evidence | None:
        """Two sentences, one after the other in a section, that weigh enough together."""
        if name not in self.weights.over_two:
            return None
        first, then = self.weights.over_two[name]
        strongest, most = None, self.weights.alone[first]
        for (one, one_sums), (other, other_sums) in self._pairs():
            weight = one_sums[first] + other_sums[then]
            if weight > most:
                weight -= max(doubt(element, one), doubt(element, other))
                if weight > most:
                    strongest, most = (one.start, other.end), weight
        return strongest and self._evidence(*trimmed(self.text, *strongest))

    def _pairs(self) -> Iterator[tuple[Weighed, Weighed]]:
        weighed = zip(self.sentences, self.stretches, self.sums, strict=True)
        for (one, before, first), (other, after, then) in pairwise(weighed):
            if follows(one, other, self.text):
                yield (before[-1], first[-1]), (after[0], then[0])

    def ruled(
        self, element: ElementWords, sentence: Sentence, checks: Sequence[Check]
    ) -> tuple[int, int] | None:
        """Where the rules find the element in a sentence."""
        if span := self._labelled_value(element, sentence):
            return span
        if element.first_lists.isdisjoint(sentence.lists):
            return None
        spans = [
            span
            for check in checks
            if check.lists <= sentence.lists
            and (span := find(check, sentence, treated=self.treated, nmr=self.nmr))
        ]
        return _longest(spans) if spans else None

    def _labelled_value(self, element: ElementWords, sentence: Sentence) -> tuple[int, int] | None:
        part = sentence.part
        if not part.labelled or part.section not in element.content_of or self.text[part.end - 1] == ":":
            return None
        value = self.text[part.start : part.end].strip(" .:-|;")
        if len(_WORD.findall(value)) < element.content_words or _says_nothing(sentence, value):
            return None
        start = self.text.index(value, part.start)
        return start, start + len(value)

    def _evidence(self, start: int, end: int) -> Evidence:
        first, last = self.working.original_span(start, end)
        return Evidence(self.working.original[first:last], first, last)


def doubt(element: ElementWords, stretch: Stretch) -> float:
    """How much more a stretch must weigh that no rule speaks for, where something may take the element back.

    What the section is worth, and the words that take back, are weighed with the rest.
    """
    return 0.0 if element.taken_back.isdisjoint(name for name, *_ in stretch.marks) else _DOUBT


def _longest(spans: list[tuple[int, int]]) -> tuple[int, int]:
    """The longest stretch of text that they cover, those that touch taken together."""
    stretches: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if stretches and start <= stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return max(stretches, key=lambda span: span[1] - span[0])


def _says_nothing(sentence: Sentence, value: str) -> bool:
    """Whether a labelled value is a placeholder, points elsewhere, or has nothing but marks."""
    begin, end = sentence.part.start + _MARKS, sentence.part.end - _MARKS
    return not _WORD.search(value) or any(
        mention.start <= begin
        and (mention.list == "elsewhere" or (mention.list == "placeholder" and mention.end >= end))
        for mention in sentence.mentions
    )
