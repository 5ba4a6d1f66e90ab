"""The nine elements that a treatment note should show, the four key ones first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its name, the label a biller reads, and whether it is one of the four key ones."""

    name: str
    label: str
    key: bool


ELEMENTS = (
    Element("technique", "technique", key=True),
    Element("response", "patient's response", key=True),
    Element("duration", "treatment minutes", key=True),
    Element("progress", "progress toward goals", key=True),
    Element("assistance", "assistance given", key=False),
    Element("feedback", "patient's feedback", key=False),
    Element("necessity", "why it is needed", key=False),
    Element("skilled", "skilled service", key=False),
    Element("tests", "test results", key=False),
)
