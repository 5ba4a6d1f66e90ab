"""Which lines belong together: one patient's (or visit's) lines on one date, each discipline by itself.

The 8-minute rule counts a day's minutes together. Where a day's modifiers name two disciplines (GP and GO),
each has its own minutes; a line without such a modifier can then not be placed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from eightminute.audit.lines import Line


def sessions(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    """The lines of each session, in the order of their first rows.

    A line that can't be placed is a session by itself, with the problem.
    """
    days: dict[tuple[dt.date, str], list[Line]] = {}
    for line in lines:
        if line.date is None or not line.visit:
            yield (line,)
        else:
            days.setdefault((line.date, line.visit), []).append(line)
    while days:
        yield from _by_discipline(days.pop(next(iter(days))))


def _by_discipline(day: list[Line]) -> Iterator[tuple[Line, ...]]:
    groups: dict[str, list[Line]] = {}
    for line in day:
        groups.setdefault(line.discipline, []).append(line)
    named = sorted(discipline for discipline in groups if discipline)
    if len(named) < 2:  # noqa: PLR2004 -- one discipline, or none named: nothing to tell apart
        yield tuple(day)
        return
    for discipline, lines in groups.items():
        if discipline:
            yield tuple(lines)
        else:
            yield from ((_not_placed(line, named),) for line in lines)


def _not_placed(line: Line, named: list[str]) -> Line:
    if not line.code:
        return line
    problem = f"modifiers, row {line.row}: one of {', '.join(named)} is needed on a day that has both"
    return replace(line, readable=False, problems=(*line.problems, problem))
