"""The words and patterns by which a note is read: data, checked on loading and compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator

from eightminute.notes.elements import ELEMENTS
from eightminute.notes.patterns import Model, Patterns, compiled
from eightminute.notes.sections import Headings, Section


def _element_name(name: str) -> str:
    if name not in {each.name for each in ELEMENTS}:
        raise ValueError(f"no such element: {name}")
    return name


ElementName = Annotated[str, AfterValidator(_element_name)]


class Context(Model):
    """Words before or after a finding, within its clause or sentence, that take it back."""

    side: Literal["before", "after"]
    reach: Literal["clause", "sentence"]
    patterns: Patterns

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of the words."""
        return compiled(self.patterns)


class ElementWords(Model):
    """How one element shows: its patterns, or words of `both` lists in one sentence, or a labelled value."""

    of_treatment: bool = False
    not_in: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    content_of: tuple[str, ...] = ()
    content_words: int = 1
    patterns: Patterns = ""
    both: tuple[Patterns, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Any of the patterns, or None where there are none."""
        return compiled(self.patterns) if self.patterns else None

    @cached_property
    def both_patterns(self) -> tuple[re.Pattern[str], ...]:
        """The lists of which each must show in a sentence."""
        return tuple(compiled(patterns) for patterns in self.both)


class WholeNote(Model):
    """What a note says of itself as a whole."""

    void: Patterns
    untreated: Patterns

    @cached_property
    def void_pattern(self) -> re.Pattern[str]:
        """The note says that it is void."""
        return compiled(self.void)

    @cached_property
    def untreated_pattern(self) -> re.Pattern[str]:
        """The note says that no treatment took place."""
        return compiled(self.untreated)


class Placeholders(Model):
    """Values that say nothing."""

    patterns: Patterns

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of them, to be matched whole."""
        return compiled(self.patterns)


class MinuteWords(Model):
    """Which minutes are not minutes of treatment, and which are for sure."""

    not_after: Patterns
    not_before: Patterns
    surely: Patterns

    @cached_property
    def not_after_pattern(self) -> re.Pattern[str]:
        """Words before the minutes that make them others."""
        return compiled(self.not_after)

    @cached_property
    def not_before_pattern(self) -> re.Pattern[str]:
        """Words right after the minutes that make them others."""
        return compiled(self.not_before)

    @cached_property
    def surely_pattern(self) -> re.Pattern[str]:
        """Words before the minutes that make them minutes of treatment."""
        return compiled(self.surely)


class Vocabulary(Model):
    """All that reading a note needs."""

    sections: dict[str, Section]
    contexts: dict[str, Context]
    whole_note: WholeNote
    placeholders: Placeholders
    minutes: MinuteWords
    elements: dict[ElementName, ElementWords]

    @cached_property
    def headings(self) -> Headings:
        """Finds the headings of the sections."""
        return Headings(self.sections)


@cache
def default() -> Vocabulary:
    """The vocabulary that comes with eightminute."""
    text = files("eightminute.notes").joinpath("data", "vocabulary.toml").read_text(encoding="utf-8")
    return Vocabulary.model_validate(tomllib.loads(text))
