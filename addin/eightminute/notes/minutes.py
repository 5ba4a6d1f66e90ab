"""The treatment minutes that a note documents.

The timed total comes before the total treatment time, that before the sum of what is listed. Minutes of rest,
waiting, history, education or a test are none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eightminute.notes.matching import Sentence
from eightminute.notes.terms import Mention

Kind = Literal["timed total", "total", "sum", "single"]

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate((*_ONES, *_TEENS), start=1)}
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_BEFORE = re.compile(r"[\w./:<>-]$")  # what makes a number a part of something else
_NUMBER = re.compile(r"(?:(\d)x)?(\d{1,3})(?!\d)")
_LABELLED = re.compile(
    r" ?(\d{1,3})(?: ?min(?:ute)?s?\b)?(?![\d/:.%-]| ?(?:w(?:ee)?ks?|days?|months?|visits?|sessions?|x)\b)"
)
_TIMED_TOTAL = re.compile(
    r"(?:total )?(?:timed|direct)(?: code)?(?: (?:total|time|tx|treatment|minutes?|mins?|codes?)){0,4}"
    r" ?[:=]? ?(\d{1,3})\b(?!:)"
)
_TOTAL = re.compile(
    r"total(?: (?:tx|treatment|time|visit|session|minutes?|mins?|therapy|direct|nmr|neuro|97112)){1,4}"
    r"(?: of| is| was)?"
    r" ?[:=]? ?(\d{1,3})\b(?![:/%]| units?| visits?)"
    r"|total(?: of)? ?[:=]? ?(\d{1,3}) ?min"
    r"|(?<!next )(?:visit|session)(?: (?:time|length|total))?[:,]? (\d{1,3}) ?min"
)
_CODE = re.compile(r"(?<!\d)(?:97\d{3}|g0283)(?!\d)")
_METRES = "metres_or_minutes"
_TIMES = ("minutes", _METRES)
_NEAR = 40  # characters around a time in which its code may stand


@dataclass(frozen=True, slots=True)
class Minutes:
    """Documented treatment minutes, what they are (a total, a sum of items, a single time), and the words."""

    minutes: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Stated:
    """Minutes, what they are, and where they stand in the working text."""

    minutes: int
    kind: Kind
    start: int
    end: int


def stated(text: str, sentences: Sequence[Sentence], not_in: tuple[str, ...]) -> Stated | None:
    """The best statement of treatment time in the note."""
    counting = [each for each in sentences if each.part.section not in not_in]
    totals: tuple[tuple[Kind, re.Pattern[str]], ...] = (("timed total", _TIMED_TOTAL), ("total", _TOTAL))
    for kind, pattern in totals:
        for sentence in counting:
            if found := pattern.search(text, sentence.part.heading, sentence.part.end):
                return Stated(int(found[found.lastindex or 1]), kind, *found.span())
    listed = [item for sentence in counting for item in _items(text, sentence)]
    coded = [item for item in listed if _CODE.search(text, max(0, item.start - _NEAR), item.end + _NEAR // 2)]
    counted = coded or listed
    if not counted:
        return None
    minutes = sum(item.minutes for item in counted)
    return Stated(minutes, "sum" if len(counted) > 1 else "single", counted[0].start, counted[-1].end)


def _items(text: str, sentence: Sentence) -> Iterator[Stated]:
    part = sentence.part
    if part.section == "duration" and part.labelled:
        labelled = _LABELLED.match(text, part.start, part.end)
        if labelled and int(labelled[1]):
            yield Stated(int(labelled[1]), "single", labelled.start(1), labelled.end())
            return
    for mention, contexts in zip(sentence.mentions, sentence.covered, strict=True):
        if mention.list not in _TIMES or _BEFORE.search(text, max(0, mention.start - 1), mention.start):
            continue
        value = _value(text[mention.start : mention.end])
        if value and _is_treatment(mention, contexts):
            yield Stated(value, "single", mention.start, mention.end)


def _is_treatment(mention: Mention, contexts: frozenset[str]) -> bool:
    if "time_of_another_kind" in contexts or "time_to_come" in contexts:
        return False
    if "time_of_treatment" in contexts:
        return True
    return "time_of_others" not in contexts and mention.list != _METRES


def _value(words: str) -> int:
    if number := _NUMBER.search(words):
        return int(number[1] or 1) * int(number[2])
    return sum(_WORDS.get(word, 0) for word in re.split(r"[ -]", words))
