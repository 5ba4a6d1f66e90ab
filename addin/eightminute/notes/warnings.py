"""What an auditor would ask about a note that shows its elements: warnings, and the words that raise them.

A warning that nags is switched off: each is told only where the note itself gives the reason, and where in
doubt it is not.

* reads like therapeutic exercise: strength, range or stretching in sets (or as reeducation), and not one word
  of balance, coordination, posture, motor control;
* minutes don't support the units: the note states both, and they don't fit;
* total treatment time is missing: the timed minutes are stated as such in a whole note, the total is not;
* signature or credentials are missing: the note says that it isn't signed, or is a whole note without them.

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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from eightminute import rules, units
from eightminute.notes.clinic import OWN
from eightminute.notes.matching import Sentence, sentences
from eightminute.notes.reading import Reading
from eightminute.notes.sections import parts
from eightminute.notes.terms import Lexicon
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
_WHOLE = frozenset({"subjective", "treatment", "assessment", "plan"})  # S, O, A, P
_FEWEST_SECTIONS = 3  # of them
_FEWEST_EXERCISES = 2
_FEWEST_WITHOUT_DOSE = 3
_MOST_SHOWN = 5  # words of exercises
_MORE = {"neuromuscular", "technique", "stance", "surface"}  # any of them, and it isn't exercise alone
_TIMED = "timed total"
_STATED_UNITS = re.compile(
    r"(?<![\d.])(97\d{3}|g0283)(?!\d)(?:[^\n.;]{0,25}?[ (x-])?(\d{1,2}) ?(?:units?|u)\b\)?"
)
_AS_TOTAL = re.compile(r"total|min|:|=", re.IGNORECASE)  # "timed 14" may be a test
_NAMED = re.compile(r"{(\w+)}")  # a list within a term
_NAME_AND_CREDENTIALS = re.compile(r",\s{0,3}(?:PT|OT|SLP)\b")  # in capitals: "pt" is a patient


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
        self.mentions = list(_lexicon(own_techniques).scan(self.working.text))
        self.lists = {mention.list for mention in self.mentions}

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The note as it is read for its elements; only notes that may give reason need it."""
        words = default()
        mentions = list(_whole_lexicon().scan(self.working.text))
        places = parts(self.working.text, mentions, words.sections)
        return list(sentences(places, mentions, words.contexts))

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
        """More units stated than the stated minutes support."""
        if self.reading.minutes is None:
            return None
        stated = {found[1]: found for found in _STATED_UNITS.finditer(self.working.text)}
        timed = [found for code, found in stated.items() if _is_timed(code)]
        if not timed:
            return None
        minutes = self.reading.minutes
        supported = units.units_for(min(minutes.minutes, units.MINUTES_A_DAY))
        if sum(int(found[2]) for found in timed) <= supported:
            return None
        shown = [self._words(*found.span()) for found in timed]
        return Warning(UNITS, "; ".join([*shown, minutes.text]))

    def total(self) -> Warning | None:
        """Timed minutes, stated as such in a whole note, and no total treatment time."""
        minutes = self.reading.minutes
        if minutes is None or minutes.kind == "total" or "whole_time" in self.lists:
            return None
        stated = minutes.kind == _TIMED and _AS_TOTAL.search(minutes.text)
        return Warning(TOTAL, minutes.text) if stated or self._is_whole() else None

    def signature(self) -> Warning | None:
        """A whole note that nobody signed, or that says so."""
        unsigned = next((mention for mention in self.mentions if mention.list == "unsigned"), None)
        if unsigned:
            return Warning(SIGNATURE, self._words(unsigned.start, unsigned.end))
        signed = "signed" in self.lists or _NAME_AND_CREDENTIALS.search(self.reading.text)
        return None if signed or not self._is_whole() else Warning(SIGNATURE, "")

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
