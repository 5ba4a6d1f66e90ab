"""The headings of a note, and the sections that they open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from eightminute.notes.patterns import Model, Patterns

Reach = Literal["block", "line", "sentence"]


class Section(Model):
    """Headings that open a section, and how far it reaches: to the next heading, its line, its sentence."""

    reach: Reach
    headings: Patterns


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found in the text: the section it opens, how far that reaches, where its content begins."""

    section: str
    reach: Reach
    content: int


class Headings:
    """Finds headings of a vocabulary at the start of a sentence."""

    def __init__(self, sections: Mapping[str, Section]) -> None:
        names = [f"(?P<{name}>{_any(section)})" for name, section in sections.items()]
        self._pattern = re.compile(rf"(?:{'|'.join(names)})(?P<end> ?(?::|=|- )|(?= ?(?:\n|$)))")
        self._reach = {name: section.reach for name, section in sections.items()}
        self._hep = re.compile(rf"(?:{_any(sections['hep'])})(?![a-z0-9])")

    def at(self, text: str, position: int) -> Heading | None:
        """The heading that stands at `position`, if one does."""
        if found := self._pattern.match(text, position):
            name = next(key for key, value in found.groupdict().items() if value is not None and key != "end")
            return Heading(name, self._reach[name], found.end())
        if self._hep.match(text, position):
            return Heading("hep", "sentence", position)
        return None


def _any(section: Section) -> str:
    return "|".join(section.headings.strip().splitlines())
