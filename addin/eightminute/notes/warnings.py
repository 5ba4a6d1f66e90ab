"""What an auditor would ask about a note that shows its elements: warnings, and the words that raise them.

A warning that nags is switched off: each is told only where the note itself gives the reason, and where in
doubt it is not.

* reads like therapeutic exercise: strength, range or stretching in sets (or as reeducation), and not one word
  of balance, coordination, posture, motor control;
* minutes don't support the units: the note states both, and they don't fit; units that are authorized,
  planned or of another visit aren't meant;
* total treatment time is missing: the timed minutes are stated as such, or the note is a whole one;
* signature or credentials are missing: the note says that it isn't signed, or is a whole note without them.
  A line for the signature is none while nothing stands on it.

Source: Medicare Benefit Policy Manual, Pub. 100-02, ch. 15 §220.3 (times, signature); Medicare Claims
Processing Manual, Pub. 100-04, ch. 5 §20.2.C (units); denials that were seen (the guide's page on the note).

>>> from eightminute.notes import read
>>> raised_by(read("97112 30 min: quad sets 3x15, SLR 3x10. Tolerated well."))
(Warning(label='reads like therapeutic exercise', words='quad sets, SLR'),)
>>> raised_by(read("97112 30 min: tandem stance on foam 3x30 s, SLR 3x10. Tolerated well."))
()
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from eightminute import rules, units
from eightminute.notes.clinic import OWN
from eightminute.notes.matching import Sentence, joined, sentences
from eightminute.notes.reading import Reading
from eightminute.notes.sections import parts
from eightminute.notes.terms import Lexicon, Mention
from eightminute.notes.text import Working
from eightminute.notes.vocabulary import CONTEXT, HEADING, Vocabulary, default

EXERCISE = "reads like therapeutic exercise"
UNITS = "minutes don't support the units (8-minute rule)"
TOTAL = "total treatment time is missing"
SIGNATURE = "signature or credentials are missing"

_NOT_TODAY = frozenset(
    {"negated", "undone", "refused", "future", "later", "home", "to_home", "past", "aimed"}
)
_NOT_TREATMENT = frozenset({"plan", "goals", "hep", "history", "subjective", "statement", "exam"})
_NOT_BILLED = frozenset({"plan", "goals", "history"})  # where units stand that aren't billed
_THIS_DAY, _ANOTHER_DAY = "this_day", "another_day"  # lists
_WHOLE = frozenset({"subjective", "treatment", "assessment", "plan"})  # S, O, A, P
_FEWEST_SECTIONS = 3  # of them
_FEWEST_EXERCISES = 2
_FEWEST_WITHOUT_DOSE = 3
_MOST_SHOWN = 5  # words of exercises
_MORE = {"neuromuscular", "technique", "stance", "surface"}  # any of them, and it isn't exercise alone
_STATED_UNITS = re.compile(
    r"(?<![\d.])(97\d{3}|g0283)(?!\d)(?:[^\n.;]{0,25}?[ (x-])?(\d{1,2}) ?(?:units?|u)\b\)?"
)
_RIGHT_BEHIND = re.compile(r"[ (]{0,2}(?:(?:is|are|was|were) )?")
_TIMED = re.compile(
    r"(?:total )?(?<![a-z-])(?<!non )(?:timed|direct)"
    r"(?:[ -](?:codes?|total|time|tx|treatment|therapy|contact|minutes?|mins?)){0,5}"
    r" ?[:=]? ?[1-9]\d{0,2}(?![.:/]?\d| ?(?:s|secs?|seconds?|x|reps?|units?)\b)(?: ?min(?:ute)?s?\b)?"
)
_AS_TOTAL = re.compile(r"total|time\b|codes?\b|min.*\d|:|=")  # "timed 14" may be a test
_NAMED = re.compile(r"{(\w+)}")  # a list within a term
_CREDENTIALS = r"(?:(?:[CDLMR]\.?)?[PO]\.?T|S\.?L\.?P)\b"  # in capitals: "pt" is a patient
_COMMA_AND_CREDENTIALS = re.compile(rf"[^\W_][.)]?,\s{{0,3}}{_CREDENTIALS}")
_NO_NAME = r"(?i:by|with|to|of|for|from|per|continue|cont|skilled|daily|home|outpatient)\b"
_NAME_AND_CREDENTIALS = re.compile(
    rf"(?:\b(?!{_NO_NAME})[A-Z\u00c0-\u00de][\w'\u2019-]*\.? {{1,2}}){{2}}{_CREDENTIALS}"
)
_AT_THE_END = 100  # characters; before them stand words in capitals that are no name
# What stands behind "Signature:" where nobody signed: nothing but marks and lines, or the next label.
_BLANK = re.compile(
    r"[^\w/]{0,80}(?:\Z|_|(?:date|time|print\w*|credentials?|licen[cs]e|title|npi)\b|[a-z]+ ?[:_])"
)


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 -- the field's word for it; Python's own is not used here
    """What an auditor would ask about, and the words of the note that raise it, if it isn't their absence."""

    label: str
    words: str


def raised_by(reading: Reading, words: Vocabulary | None = None) -> tuple[Warning, ...]:
    """The warnings that the note gives reason for; `words` are those that it was read by, if not ours."""
    if not any(reading.evidence.values()):
        return ()
    note = _Note(reading, words.lists.get(OWN + "technique", "") if words else "")
    found = (note.exercise(), note.units(), note.total(), note.signature())
    return tuple(each for each in found if each)


class _Note:
    def __init__(self, reading: Reading, own_techniques: str) -> None:
        self.reading = reading
        self.working = Working(reading.text)
        self.mentions = _lexicon(own_techniques).scan(self.working.text)
        self.lists = {mention.list for mention in self.mentions}

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The note as it is read for its elements; only notes that may give reason need it."""
        words = default()
        mentions = _whole_lexicon().scan(self.working.text)
        places = parts(self.working.text, mentions, words.headings)
        return list(sentences(places, mentions, words.triggers))

    @cached_property
    def joined(self) -> list[Sentence]:
        """The same, those taken together that only a semicolon parts."""
        return list(joined(self.sentences))

    @cached_property
    def days(self) -> list[Mention]:
        """What tells this visit from others."""
        return [mention for mention in self.mentions if mention.list in (_THIS_DAY, _ANOTHER_DAY)]

    def exercise(self) -> Warning | None:
        """Strength and range alone, where reeducation is meant."""
        other_code = "strength_code" in self.lists and "reeducation" not in self.lists
        if other_code or self.lists & _MORE or "exercise" not in self.lists:
            return None
        if self.reading.documented("necessity"):
            return None
        if "dose" not in self.lists and "reeducation" not in self.lists:
            return None
        fewest = _FEWEST_EXERCISES if "dose" in self.lists else _FEWEST_WITHOUT_DOSE
        named: dict[str, str] = {}
        for each in self._done_today():
            named.setdefault(each.lower(), each)
        if len(named) < fewest:
            return None
        return Warning(EXERCISE, ", ".join([*named.values()][:_MOST_SHOWN]))

    def units(self) -> Warning | None:
        """More units stated than the stated minutes support; of several numbers for a code the lowest."""
        minutes = self.reading.minutes
        if minutes is None:
            return None
        supported = units.units_for(min(minutes.minutes, units.MINUTES_A_DAY))
        stated = [each for each in _STATED_UNITS.finditer(self.working.text) if _is_timed(each[1])]
        if _units(stated) <= supported:
            return None
        billed = sorted(filter(self._are_billed, stated), key=_units_of, reverse=True)
        lowest = {each[1]: each for each in billed}.values()
        if _units(lowest) <= supported:
            return None
        shown = [self._words(*each.span()) for each in sorted(lowest, key=re.Match.start)]
        return Warning(UNITS, "; ".join([*shown, minutes.text]))

    def _are_billed(self, stated: re.Match[str]) -> bool:
        """Whether the units are this visit's: not authorized, planned, or of another one.

        What stands right behind them says so, else the last that their sentence says before them.
        """
        start, end = stated.span()
        upto = bisect_left(self.days, end, key=_start)
        behind, before = self.days[upto : upto + 1], self.days[max(0, upto - 1) : upto]
        if behind and _RIGHT_BEHIND.fullmatch(self.working.text, end, behind[0].start):
            return behind[0].list == _THIS_DAY
        place = bisect_right(self.joined, start, key=lambda each: each.part.end)
        if place == len(self.joined):
            return True
        part = self.joined[place].part
        if before and before[0].start >= part.heading:
            return before[0].list == _THIS_DAY
        return part.section not in _NOT_BILLED or (part.section == "plan" and not part.labelled)

    def total(self) -> Warning | None:
        """Timed minutes, stated as such or in a whole note, and no total treatment time."""
        minutes = self.reading.minutes
        timed = list(_TIMED.finditer(self.working.text))
        stated = next((self._words(*each.span()) for each in timed if _AS_TOTAL.search(each[0])), "")
        shown = stated or (minutes.text if minutes and self._is_whole() else "")
        return Warning(TOTAL, shown) if shown and not self._tells_whole_time(timed) else None

    def _tells_whole_time(self, timed: list[re.Match[str]]) -> bool:
        """Whether it does elsewhere than in what it says of the timed minutes."""
        taken = {place for each in timed for place in range(*self.working.original_span(*each.span()))}
        mentions = [each for each in self.mentions if each.list == "whole_time"]
        whole = {self.working.original_span(each.start, each.end)[0] for each in mentions}
        minutes, shown = self.reading.minutes, self.reading.evidence["duration"]
        if minutes and minutes.kind == "total" and shown:
            whole.add(shown.start)
        return bool(whole - taken)

    def signature(self) -> Warning | None:
        """A whole note that nobody signed, or that says so."""
        unsigned = next((mention for mention in self.mentions if mention.list == "unsigned"), None)
        if unsigned:
            return Warning(SIGNATURE, self._words(unsigned.start, unsigned.end))
        return None if self._is_signed() or not self._is_whole() else Warning(SIGNATURE, "")

    def _is_signed(self) -> bool:
        if "signed" in self.lists or _COMMA_AND_CREDENTIALS.search(self.reading.text):
            return True
        if _NAME_AND_CREDENTIALS.search(self.reading.text.rstrip()[-_AT_THE_END:]):
            return True
        lines = [mention.end for mention in self.mentions if mention.list == "signature_line"]
        return any(not _BLANK.match(self.working.text, end) for end in lines)

    def _is_whole(self) -> bool:
        """Whether it has the headings of a whole note, and the frame around them: its date, its patient."""
        if "frame" not in self.lists:
            return False
        seen = {sentence.part.section for sentence in self.sentences}
        return len(seen & _WHOLE) >= _FEWEST_SECTIONS

    def _done_today(self) -> Iterator[str]:
        """The exercises that were done in this treatment."""
        end = 0
        for sentence in self.sentences:
            if sentence.part.section in _NOT_TREATMENT:
                continue
            for mention, contexts in zip(sentence.mentions, sentence.covered, strict=True):
                if mention.list == "exercise" and mention.start >= end and contexts.isdisjoint(_NOT_TODAY):
                    end = mention.end
                    yield self._words(mention.start, mention.end)

    def _words(self, start: int, end: int) -> str:
        first, last = self.working.original_span(start, end)
        return self.reading.text[first:last]


def _start(mention: Mention) -> int:
    return mention.start


def _units_of(stated: re.Match[str]) -> int:
    return int(stated[2])


def _units(stated: Iterable[re.Match[str]]) -> int:
    return sum(map(_units_of, stated))


def _is_timed(code: str) -> bool:
    unit_rule = rules.undated()
    return code in {each.code for each in unit_rule.timings} and unit_rule.timing(code).timing != "untimed"


@lru_cache(maxsize=8)
def _lexicon(own_techniques: str) -> Lexicon:
    """The words for warnings, and those that show that more was done than exercise."""
    lists = _lists()
    return Lexicon(_with_named(lists | {"technique": f"{lists['technique']}, {own_techniques}"}))


@cache
def _whole_lexicon() -> Lexicon:
    """The words for warnings, with the headings and contexts by which every note is read."""
    words = default()
    return Lexicon(
        _with_named(
            _lists()
            | {HEADING + name: section.headings for name, section in words.sections.items()}
            | {CONTEXT + name: context.terms for name, context in words.contexts.items()}
        )
    )


def _lists() -> dict[str, str]:
    data = files("eightminute.notes").joinpath("data", "warnings.toml").read_text(encoding="utf-8")
    shipped = default().lists
    return tomllib.loads(data) | {name: shipped[name] for name in ("dose", "technique", "stance", "surface")}


def _with_named(lists: dict[str, str]) -> dict[str, str]:
    """The lists, and those that their terms name."""
    named = set(_NAMED.findall("".join(lists.values()))) - set(lists)
    return _with_named(lists | {name: default().lists[name] for name in named}) if named else lists
