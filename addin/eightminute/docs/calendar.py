"""The year of a billing lead, as data: what is published when, and who then does what."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from eightminute.docs import markdown
from eightminute.rules.model import Model

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan")
Month = Annotated[int, Field(ge=1, le=13)]


class Entry(Model):
    """What is published, in a word and in a sentence, when, what is done with it and by whom."""

    when: str
    what: str
    short: str
    do: str
    who: str


class Event(Entry):
    """Once a year, from one month to another; 13 is January of the year in which the rules apply."""

    starts: Month
    ends: Month


class Quarterly(Entry):
    """In each of these months."""

    months: tuple[Month, ...]


class Calendar(Model):
    """All of the year."""

    events: tuple[Event, ...]
    quarterly: tuple[Quarterly, ...]


@cache
def year() -> Calendar:
    """The calendar that comes with the guide."""
    text = files("eightminute.docs").joinpath("calendar.toml").read_text(encoding="utf-8")
    return Calendar.model_validate(tomllib.loads(text))


def table() -> str:
    """The calendar as a table."""
    entries: tuple[Entry, ...] = (*year().events, *year().quarterly)
    return markdown.table(
        ("when", "what is published", "what to do", "who"),
        [(each.when, each.what, each.do, each.who) for each in entries],
    )
