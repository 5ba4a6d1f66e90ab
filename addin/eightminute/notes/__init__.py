"""What a treatment note documents, with the words that show it."""

from __future__ import annotations

from eightminute.notes import clinic, warnings
from eightminute.notes.elements import ELEMENTS, Element
from eightminute.notes.minutes import Minutes
from eightminute.notes.reading import Evidence, Reading, read
from eightminute.notes.vocabulary import Vocabulary

__all__ = [
    "ELEMENTS",
    "Element",
    "Evidence",
    "Minutes",
    "Reading",
    "Vocabulary",
    "clinic",
    "read",
    "warnings",
]
