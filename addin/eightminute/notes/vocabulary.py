"""The words by which a note is read: data, checked on loading and made ready once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from eightminute.notes.elements import ELEMENTS
from eightminute.notes.terms import Lexicon, checked

Terms = Annotated[str, AfterValidator(checked)]
Reach = Literal["block", "line", "value", "sentence"]
Condition = Literal["void", "untreated", "treated", "medical", "therapeutic", "evaluation", "timed", "nmr"]
HEADING = "heading "  # before a section's name: the list of its headings
CONTEXT = "context "  # before a context's name: the list of its words


class Model(BaseModel):
    """Frozen, and closed to keys that nobody defined."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(Model):
    """Headings that open a section, and how far it reaches."""

    reach: Reach
    headings: Terms


class Context(Model):
    """Words that take back what stands after (or before) them, within so many words of clause or sentence."""

    side: Literal["after", "before"]
    within: Literal["clause", "sentence"]
    words: int = Field(gt=0)
    terms: Terms


class Rule(Model):
    """Lists that show an element when a term of each stands in one sentence (or clause), so close."""

    all: tuple[str, ...] = Field(min_length=1)
    words: int = Field(default=0, ge=0)  # 0: however far apart
    ordered: bool = False
    clause: bool = False
    opens: bool = False  # only at the beginning of a sentence
    only_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    treated: bool = False  # only in a note that says what was done
    nmr: bool = False  # only in a note that names neuromuscular reeducation as done
    unless: tuple[str, ...] = ()
    sure: bool = False  # whatever the words around weigh


class Opens(NamedTuple):
    """A heading ready for use: the section that it opens, and how far that reaches."""

    section: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Trigger:
    """A context ready for use: its name, whether it reaches forward, within a clause only, how many words."""

    name: frozenset[str]
    forward: bool
    clause: bool
    words: int

    @classmethod
    def of(cls, name: str, context: Context) -> Trigger:
        """The trigger that the words of a context are."""
        return cls(frozenset((name,)), context.side == "after", context.within == "clause", context.words)


@dataclass(frozen=True, slots=True)
class Check:
    """A rule ready for use, with what the element excludes taken in."""

    all: tuple[str, ...]
    lists: frozenset[str]
    unless: frozenset[str]
    words: int
    ordered: bool
    clause: bool
    opens: bool
    only_in: frozenset[str]
    not_in: frozenset[str]
    treated: bool
    nmr: bool
    sure: bool


class ElementWords(Model):
    """How one element shows: by rules, or by what stands under a heading."""

    of_treatment: bool = False  # none where no treatment took place
    across: bool = False  # a semicolon parts nothing
    of_therapy: bool = False  # none in a physician's note or an evaluation
    not_in: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    content_of: tuple[str, ...] = ()
    content_words: int = 1
    rules: tuple[Rule, ...] = ()

    @cached_property
    def taken_back(self) -> frozenset[str]:
        """The lists of the contexts that take the element back."""
        return frozenset(CONTEXT + name for name in self.unless)

    @cached_property
    def first_lists(self) -> frozenset[str]:
        """The first list of each rule: where none of them is, no rule finds anything."""
        return frozenset(rule.all[0] for rule in self.rules)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The rules, ready for use."""
        return tuple(
            Check(
                all=rule.all,
                lists=frozenset(rule.all),
                unless=frozenset((*self.unless, *rule.unless)),
                words=rule.words,
                ordered=rule.ordered,
                clause=rule.clause,
                opens=rule.opens,
                only_in=frozenset(rule.only_in),
                not_in=frozenset((*self.not_in, *rule.not_in)),
                treated=rule.treated,
                nmr=rule.nmr,
                sure=rule.sure,
            )
            for rule in self.rules
        )


def _of_an_element(name: str) -> str:
    if name not in {each.name for each in ELEMENTS}:
        raise ValueError(f"no such element: {name}")
    return name


class Vocabulary(Model):
    """All that reading a note needs."""

    sections: dict[str, Section]
    contexts: dict[str, Context]
    whole_note: dict[Condition, ElementWords]
    elements: dict[Annotated[str, AfterValidator(_of_an_element)], ElementWords]
    lists: dict[str, Terms]

    @model_validator(mode="after")
    def _names_are_known(self) -> Vocabulary:
        for name, element in [*self.whole_note.items(), *self.elements.items()]:
            sections = {
                *element.not_in,
                *element.content_of,
                *(s for rule in element.rules for s in (*rule.only_in, *rule.not_in)),
            }
            contexts = {*element.unless, *(c for rule in element.rules for c in rule.unless)}
            lists = {each for rule in element.rules for each in rule.all}
            unknown = (
                (sections - {"", *self.sections}) | (contexts - {*self.contexts}) | (lists - {*self.lists})
            )
            if unknown:
                raise ValueError(f"{name}: no such section, context or list: {', '.join(sorted(unknown))}")
        return self

    @cached_property
    def headings(self) -> dict[str, Opens]:
        """What opens sections, by the list of its words."""
        return {HEADING + name: Opens(name, section.reach) for name, section in self.sections.items()}

    @cached_property
    def triggers(self) -> dict[str, Trigger]:
        """What takes mentions back, by the list of its words."""
        return {CONTEXT + name: Trigger.of(name, context) for name, context in self.contexts.items()}

    @cached_property
    def lexicon(self) -> Lexicon:
        """Finds all words of it in one walk."""
        return Lexicon(
            self.lists
            | {HEADING + name: section.headings for name, section in self.sections.items()}
            | {CONTEXT + name: context.terms for name, context in self.contexts.items()}
        )


@cache
def default() -> Vocabulary:
    """The vocabulary that comes with eightminute."""
    data = files("eightminute.notes").joinpath("data")
    parts = [
        tomllib.loads(data.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("rules", "lists")
    ]
    return Vocabulary.model_validate(parts[0] | {"lists": parts[1]})
