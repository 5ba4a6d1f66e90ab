"""The treatment minutes that a note documents.

The timed total comes before the total treatment time, that before the sum of what is listed. Minutes of rest,
waiting, history, education or a test are none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from eightminute.notes.text import Segment
from eightminute.notes.vocabulary import Vocabulary

Kind = Literal["timed total", "total", "sum", "single"]

_TEENS = (
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty")
_WORDS = {word: number for number, word in enumerate(_TEENS, start=10)}
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_WORDS |= {"eight": 8, "nine": 9, "twenty-five": 25, "thirty-five": 35, "forty-five": 45}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_UNIT = r"(?:min(?:ute)?s?|mintues?|minuets)"
_MINUTES = re.compile(
    rf"(?<![\w./:<>-])(?:(?P<times>\d)x)?(?P<number>{_NUMBER})"
    rf"(?: ?-? ?{_UNIT}\b(?!-)|(?P<tick>')(?![\d'\"a-z]))"
)
_LABELLED = re.compile(rf"(?P<number>{_NUMBER})(?: ?{_UNIT}\b)?(?![\d/:.%-])")
_TIMED_TOTAL = re.compile(
    r"(?:total )?(?:timed|direct)(?: code)?(?: (?:total|time|tx|treatment|minutes?|mins?|codes?)){0,4}"
    r" ?[:=]? ?(\d{1,3})\b(?!:)"
)
_TOTAL = re.compile(
    r"total(?: (?:tx|treatment|time|visit|session|minutes?|mins?|therapy|direct|of|nmr|neuro)){0,4}"
    r" ?[:=]? ?(\d{1,3})\b(?![:/%])"
    r"|(?:visit|session)(?: (?:time|length|total))?[:,]? (\d{1,3}) ?min"
)
_CODE = re.compile(r"(?<!\d)(?:97\d{3}|g0283)(?!\d)")
_BEFORE = 48  # characters of the sentence that are looked at on either side
_AFTER = 24


@dataclass(frozen=True, slots=True)
class Minutes:
    """Documented treatment minutes, what they are (a total, a sum of items, a single time), and the words."""

    minutes: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One time of treatment in the note's working text."""

    minutes: int
    start: int
    end: int


def items(text: str, parts: list[Segment], excluded: tuple[str, ...], words: Vocabulary) -> Iterator[Item]:
    """The times of treatment that the note names, in order."""
    for part in parts:
        if part.section == "duration" and part.labelled:
            labelled = _LABELLED.match(text, part.start + (text[part.start] == " "), part.end)
            if labelled and _value(labelled["number"]):
                yield Item(_value(labelled["number"]), part.start, labelled.end())
                continue
        if part.section in excluded:
            continue
        for found in _MINUTES.finditer(text, part.start, part.end):
            value = _value(found["number"]) * int(found["times"] or 1)
            if value and _is_treatment(text, part, found, words):
                yield Item(value, found.start(), found.end())


def documented(text: str, listed: list[Item]) -> tuple[int, Kind, int, int] | None:
    """Minutes, what they are, and where they stand, of the best statement of treatment time."""
    if timed := _TIMED_TOTAL.search(text):
        return int(timed[1]), "timed total", timed.start(), timed.end()
    if total := _TOTAL.search(text):
        return int(total[1] or total[2]), "total", total.start(), total.end()
    coded = [item for item in listed if _CODE.search(text, max(0, item.start - _BEFORE), item.end + _AFTER)]
    counted = coded or listed
    if not counted:
        return None
    kind: Kind = "sum" if len(counted) > 1 else "single"
    return sum(item.minutes for item in counted), kind, counted[0].start, counted[-1].end


def _is_treatment(text: str, part: Segment, found: re.Match[str], words: Vocabulary) -> bool:
    before = text[max(part.start, found.start() - _BEFORE) : found.start()]
    after = text[found.end() : min(part.end, found.end() + _AFTER)].lstrip(" -)")
    surely = bool(words.minutes.surely_pattern.search(before[-26:]))
    if found["tick"]:
        return surely
    if words.minutes.not_before_pattern.match(after):
        return False
    return surely or not words.minutes.not_after_pattern.search(before)


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _WORDS[number]
