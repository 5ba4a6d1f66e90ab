"""Which lines belong together: one patient's (or visit's) lines on one date, each discipline by itself.

The 8-minute rule counts a day's minutes together. Where a day's modifiers name two disciplines (GP and GO),
each has its own minutes; a line without such a modifier can then not be placed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from eightminute.audit.lines import Line


class Group(NamedTuple):
    """Lines that are judged together. A line that isn't `placed` stands alone: its visit may have a note."""

    lines: tuple[Line, ...]
    placed: bool


def days(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines of each patient's (or visit's) day; those that can't be placed come alone."""
    placed: dict[tuple[dt.date, str], list[Line]] = {}
    for line in lines:
        if line.date is None or not line.visit:
            yield [line]
        else:
            placed.setdefault((line.date, line.visit), []).append(line)
    while placed:
        yield placed.pop(next(iter(placed)))


def sessions(day: list[Line]) -> Iterator[Group]:
    """The lines of each session of a day; those that can't be placed come alone, with the problem."""
    if day[0].date is None or not day[0].visit:
        yield Group(tuple(day), placed=False)
        return
    groups: dict[str, list[Line]] = {}
    for line in day:
        groups.setdefault(line.discipline, []).append(line)
    named = sorted(discipline for discipline in groups if discipline)
    if len(named) < 2:  # noqa: PLR2004 -- one discipline, or none named: nothing to tell apart
        yield Group(tuple(day), placed=True)
        return
    for discipline, lines in groups.items():
        if discipline:
            yield Group(tuple(lines), placed=True)
        else:
            yield from (Group((_not_placed(line, named),), placed=False) for line in lines)


def _not_placed(line: Line, named: list[str]) -> Line:
    if not line.code:
        return line
    problem = f"modifiers, row {line.row}: one of {', '.join(named)} is needed on a day that has both"
    return replace(line, readable=False, problems=(*line.problems, problem))
