"""The words and patterns by which a note is read: data, checked on loading and compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict


def _one_a_line(text: str) -> str:
    for number, line in enumerate(text.strip().splitlines(), start=1):
        try:
            re.compile(line)
        except re.error as error:
            raise ValueError(f"pattern {number}: {error}") from None
    return text


Patterns = Annotated[str, AfterValidator(_one_a_line)]


class Model(BaseModel):
    """Frozen, and closed to keys that nobody defined."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(Model):
    """Headings that open a section, and how far it reaches: to the next heading, its line, its sentence."""

    reach: Literal["block", "line", "sentence"]
    headings: Patterns

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of the headings."""
        return compiled(self.headings)


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

    name: str
    label: str
    key: bool
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
    elements: tuple[ElementWords, ...]


@cache
def default() -> Vocabulary:
    """The vocabulary that comes with eightminute."""
    text = files("eightminute.notes").joinpath("data", "vocabulary.toml").read_text(encoding="utf-8")
    return Vocabulary.model_validate(tomllib.loads(text))


def compiled(patterns: str) -> re.Pattern[str]:
    """One regular expression for the lines of `patterns`, matching whole words."""
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(patterns.strip().splitlines())})(?![a-z0-9])")
