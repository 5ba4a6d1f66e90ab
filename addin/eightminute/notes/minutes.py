"""The treatment minutes that a note documents.

The timed total comes before the total treatment time, that before the sum of what is listed. A part of
another item ("97112 25 min (PNF 15 min, balance 10 min)") adds nothing, nor does an untimed service beside
timed ones. Minutes of rest, waiting, history, education or a test are none of treatment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eightminute.notes.matching import Sentence
from eightminute.notes.sections import Part
from eightminute.notes.terms import Mention

Kind = Literal["timed total", "total", "sum", "single"]

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate((*_ONES, *_TEENS), start=1)}
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_MINUTES = re.compile(r"(?:time )?\(?min(?:ute)?s?\)?")
_BARE = re.compile(r"[1-9]\d{0,2}")
_BEFORE = re.compile(r"[\w.:<>-]\Z|(?<![\du]u)/\Z")  # what makes a number a part of something else
_AFTER = re.compile(r"[ -]walk|[/-]mod\b")  # "6-minute walk" is a test, "12 min/mod A" assistance
_NUMBER = re.compile(r"(?<!\d)(?:(\d{1,2}) ?x ?)?(\d{1,3})(?!\d)")
_REPEATED = re.compile(r"\d{1,2} ?x ?(?=\d)")
_HOURS_OF = re.compile(r"(?:(\d{1,2}(?:\.\d{1,2})?)|([a-z]+))[ -]?h(?:ou)?r?s?\b")
_AND = re.compile(r" ?(?:and )?")  # between hours and the minutes that belong to them
_MIN = r" ?m(?:in(?:ute)?s?)?\b(?![/-]mod| ?(?:a|assist\w*|vcs?|tcs?|cue\w*)\b)"  # "12 min A" is assistance
_HOURS_MIN = r"\d(?:\.\d{1,2})? ?h(?:(?:ou)?rs?)?\b(?:,? ?(?:and )?\d{1,2} ?m(?:in(?:ute)?s?)?\b)?"
_OTHER = (  # what a bare number may be of, if not of minutes: a clock time, a walk, another unit
    r" ?(?:h|hrs?|hours?|s|secs?|seconds?|days?|w(?:ee)?ks?|months?|visits?|sessions?|u|units?|reps?)\b"
    r"|[ -]?(?:ft|feet|foot|met(?:er|re)s?|m[ -]?w(?:alk|t)|[ap]\.?m)\b"
    r"| ?(?:-|to) ?(?:\d{1,2}:\d|\d{3,4}\b|\d{1,2} ?[ap]\.?m\b)"
)
_UNITS = r"(?:\d{1,2} ?u(?:nits?)?\b[ ,:/(=-]{0,3}(?=\d{1,3} ?m))?"  # "2 units 30 min"
_AMOUNT = rf" ?[:=]? ?{_UNITS}({_HOURS_MIN}|\d{{1,3}}\b(?!:|\.\d|{_OTHER}))"
_LABELLED = re.compile(
    r" ?(?:(?:pt|ot|slp|nmr|nmre|neuro|tx|treatment|total|about|approx\.?|~) ?)?"
    rf"({_HOURS_MIN}|\d{{1,3}}(?: ?min(?:ute)?s?\b)?(?![\d/:%-]|\.\d| ?x\b|{_OTHER}))"
)
_ALONE = re.compile(
    r"(?:(?:tx|total|tot|treatment|nmr|timed) )?(?:min(?:ute)?s?|time) ?[:=-]? ?(\d{1,3})(?: ?min)?"
)
_TIMED_TOTAL = re.compile(
    r"\b(?:total )?(?:timed|direct)(?: code)?(?: (?:total|time|tx|treatment|minutes?|mins?|codes?)){0,4}"
    + _AMOUNT
)
_TOTAL = re.compile(
    r"total(?: (?:tx|treatment|time|visit|session|minutes?|mins?|therapy|direct|nmr|neuro|97112)){1,4}"
    rf"(?: of| is| was)?{_AMOUNT}(?![/%])"
    rf"|tot(?:al)?(?: of)? ?[:=]? ?({_HOURS_MIN}|\d{{1,3}}{_MIN})"
    r"|(?<!next )(?:visit|session)(?: (?:time|length|total))?[:,]?"
    rf" (\d{{1,3}}(?= ?min){_MIN}|(?<=: ){_HOURS_MIN})"
    rf"|\b(?:treatment|tx|session|visit|therapy) time(?: of| is| was)?{_AMOUNT}(?![/%])"
    r"|\bseen (?:from )?\d{1,2}:\d\d[^.;\n]{1,20}?\(?(?<![\d:])(\d{1,3}) ?min"
)
_A_TOTAL = re.compile("tot|time|direct|visit|session|seen")  # what no total is without
_VISIT = re.compile(
    r"(?<![\w./:-])\d{1,3}"
    r"(?:[ -]?min(?:ute)?s?[ -](?:long )?(?:visit|session|appointment)| total min(?:ute)?s?)\b"
)
_CODE = re.compile(r"(?<!\d)(?:97\d{3}|g0283)(?!\d)")
_SERVICE = re.compile(
    r"(?<!\d)97\d{3}(?!\d)|\b(?:g0283|nmr|nmre|nre|neuro|te|ta|ther|therex|gait|manual|mt|mobs|us|adl|group)\b"
)
_LISTED = re.compile(  # "25 min NMR, 15 min TE"
    rf"[^,+&]*(?:{_SERVICE.pattern})[^,+&]*(?:[,+&]| and) ?(?:(?:{_SERVICE.pattern}):? ?)?\d{{1,2}} ?min"
)
_OPENED = re.compile(r"[^()\n]{0,3}\([^)]*$")  # what stands between an item and its first part
_A_TOTAL_AND_PARTS = 3  # items at least
_BOUT = 5  # fewer minutes than these are a bout of an activity unless they are called treatment
_LONGEST = 8 * 60  # minutes that a treatment takes at most
_METRES = "metres_or_minutes"
_HOURS = "hours"
_TIMES = ("minutes", _METRES, _HOURS)
_DOUBTFUL = frozenset((_METRES, _HOURS))  # no minutes of treatment unless they are called that
_NEVER = frozenset(("time_of_another_kind", "time_to_come", "time_elsewhere", "of_others"))
_OTHERS = ("time_of_others", "time_of_others_before")  # no minutes of treatment unless called that
_MARKED = 3  # characters before a time that may make it a part of something else
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


@dataclass(frozen=True, slots=True)
class _Item:
    """Minutes that a note lists, and whether they are those of a service that isn't timed."""

    minutes: int
    start: int
    end: int
    untimed: bool = False


def stated(
    text: str,
    sentences: Sequence[Sentence],
    not_in: tuple[str, ...],
    counts: Callable[[Sentence, bool], bool],
) -> Stated | None:
    """The best statement of treatment time in the note.

    `counts(sentence, found)`: whether the sentence weighs enough, be it that a rule found the time or not. It
    is asked of the statement as a whole: what the rules add up is not made less by what a part of it weighs.
    """
    counting = [each for each in sentences if each.part.section not in not_in or counts(each, False)]
    if total := _total(text, counting):
        return total
    ruled = _listed(text, counting, alone=False)
    if ruled and any(counts(each, True) for each in counting if _overlaps(ruled, each)):
        return ruled
    judged = counting + [each for each in sentences if _labelled_above(text, each.part)]
    column = [each for each in _column(text) if any(_overlaps(each, sentence) for sentence in judged)]
    if not ruled and column:
        return _summed(text, column)
    return _listed(text, [each for each in counting if counts(each, False)], alone=True)


def _total(text: str, sentences: Sequence[Sentence]) -> Stated | None:
    """What the note calls the total."""
    totals: tuple[tuple[Kind, re.Pattern[str]], ...] = (("timed total", _TIMED_TOTAL), ("total", _TOTAL))
    likely = [each for each in sentences if _A_TOTAL.search(text, each.part.heading, each.part.end)]
    for kind, pattern in totals:
        for sentence in likely:
            found = pattern.search(text, sentence.part.heading, sentence.part.end)
            if found and (minutes := _value(found[found.lastindex or 1])):
                return Stated(minutes, kind, *found.span())
    return None


def _listed(text: str, sentences: Sequence[Sentence], *, alone: bool) -> Stated | None:
    """What the note lists, added up; `alone`: times too that no rule takes for treatment."""
    listed = _counted(text, [item for sentence in sentences for item in _items(text, sentence, alone=alone)])
    return _summed(text, listed) if listed else None


def _summed(text: str, listed: Sequence[_Item]) -> Stated:
    """The item that is the total of the others, else their sum."""
    whole = next((item for item in listed if _VISIT.match(text, item.start)), None) or _whole(text, listed)
    if whole and len(listed) > 1:
        return Stated(whole.minutes, "total", whole.start, whole.end)
    minutes = sum(item.minutes for item in listed)
    return Stated(minutes, "sum" if len(listed) > 1 else "single", listed[0].start, listed[-1].end)


def _overlaps(found: Stated | _Item, sentence: Sentence) -> bool:
    return sentence.part.heading < found.end and found.start < sentence.part.end


def _labelled_above(text: str, part: Part) -> bool:
    """Whether a line begins with it and its label ends the line above, which says nothing in a table."""
    return part.labelled and part.heading == part.start and text.startswith("\n", part.start - 1)


def _column(text: str) -> Iterator[_Item]:
    """The numbers under a column's heading that says minutes."""
    column, start = None, 0
    for line in text.split("\n") if "|" in text else ():
        cells = line.split("|")
        heads = [place for place, cell in enumerate(cells) if _MINUTES.fullmatch(cell.strip())]
        if heads:
            column = heads[0]
        elif column is not None and column < len(cells) and _BARE.fullmatch(cells[column].strip()):
            before = start + sum(len(cell) + 1 for cell in cells[:column])
            yield _Item(int(cells[column]), before, before + len(cells[column]))
        elif len(cells) == 1:
            column = None
        start += len(line) + 1


def _counted(text: str, items: Sequence[_Item]) -> list[_Item]:
    """Those that count: no part of another, nothing uncoded beside coded, nothing untimed beside timed."""
    apart: list[_Item] = []
    within, last = False, 0
    for item in items:
        between = text[last : item.start]
        within = _OPENED.match(between) is not None if not within else ")" not in between
        if not (within and apart):
            apart.append(item)
        last = item.end
    timed = [item for item in apart if not item.untimed] or apart
    coded = [_CODE.search(text, max(0, item.start - _NEAR), item.end + _NEAR // 2) for item in timed]
    if not any(coded):
        return timed
    return [item for item, code in zip(timed, coded, strict=True) if code or _VISIT.match(text, item.start)]


def _whole(text: str, items: Sequence[_Item]) -> _Item | None:
    """The item that is the sum of all others, unless it is one service among other services."""
    longest = max(items, key=lambda item: item.minutes)
    if len(items) < _A_TOTAL_AND_PARTS or 2 * longest.minutes != sum(item.minutes for item in items):
        return None
    last = 0
    services = set()
    for item in items:
        if _SERVICE.search(text, max(last, item.start - _NEAR), item.start):
            services.add(item)
        last = item.end
    return None if longest in services and len(services) > 1 else longest


def _items(text: str, sentence: Sentence, *, alone: bool) -> Iterator[_Item]:
    part = sentence.part
    first = part.start
    if part.section == "duration" and part.labelled:
        labelled = _LABELLED.match(text, part.start, part.end)
        if labelled and (value := _value(labelled[1])):
            yield _Item(value, *labelled.span(1))
            if not _LISTED.match(text, part.start, part.end):
                return
            first = labelled.end()
    whole = text[part.start : part.end].strip(" .-")
    if (labelled := _ALONE.fullmatch(whole)) and int(labelled[1]):
        yield _Item(int(labelled[1]), part.start, part.end)
        return
    for mention, contexts in _times(text, sentence):
        if mention.start < first or _AFTER.match(text, mention.end) or not contexts.isdisjoint(_NEVER):
            continue
        words = text[mention.start : mention.end]
        value, once = _value(words), _value(_REPEATED.sub("", words))
        stands = whole == words or _is_treatment(mention, contexts, once)
        if 0 < value <= _LONGEST and (stands or (alone and once >= _BOUT and contexts.isdisjoint(_OTHERS))):
            untimed = "time_untimed" in contexts or "time_untimed_before" in contexts
            yield _Item(value, mention.start, mention.end, untimed)


def _times(text: str, sentence: Sentence) -> list[tuple[Mention, frozenset[str]]]:
    """Each time of a sentence once, with the contexts that cover it; hours and their minutes are one time."""
    apart: list[tuple[Mention, frozenset[str]]] = []
    if sentence.lists.isdisjoint(_TIMES):
        return []
    found = zip(sentence.mentions, sentence.covered, strict=True)
    times = [each for each in found if each[0].list in _TIMES]
    for mention, contexts in sorted(times, key=lambda each: (each[0].start, -each[0].end)):
        if _BEFORE.search(text, max(0, mention.start - _MARKED), mention.start):
            continue
        last, around = apart[-1] if apart else (None, contexts)
        if last and mention.start < last.end:
            continue  # "25 min" within "minutes 25 min"
        if last and last.list == _HOURS != mention.list and _AND.fullmatch(text, last.end, mention.start):
            apart[-1] = mention._replace(start=last.start), contexts | around
        else:
            apart.append((mention, contexts))
    return apart


def _is_treatment(mention: Mention, contexts: frozenset[str], minutes: int) -> bool:
    if "time_of_treatment" in contexts or "time_for_treatment" in contexts:
        return True
    return contexts.isdisjoint(_OTHERS) and mention.list not in _DOUBTFUL and minutes >= _BOUT


def _value(words: str) -> int:
    if hours := _HOURS_OF.search(words):
        minutes = 30 if "half" in words else round(60 * float(hours[1] or _WORDS.get(hours[2], 1)))
        return minutes + _value(words[hours.end() :])
    if number := _NUMBER.search(words):
        return int(number[1] or 1) * int(number[2])
    return sum(_WORDS.get(word, 0) for word in re.split(r"[ -]", words))
