"""Notes that were copied from another visit of the same patient: cloned text is denied.

Each note is held against those of the patient's visits before it, by sketches: no text is kept. A note that
takes up another word for word is found however long ago that was; one that changes a few words, among the
latest before it. What the visits billed doesn't matter.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from eightminute.audit.findings import KINDS, Finding, Result
from eightminute.excel import cells
from eightminute.notes.likeness import Sketch, likeness

_ALIKE = 0.8  # of the runs of three words: about three words in a hundred may differ
_LOOKED_BACK = 30  # notes


class _Dated(NamedTuple):
    """A note on the first row that has it."""

    date: dt.date
    row: int
    mark: int
    sketch: Sketch


def with_clones(results: Sequence[Result]) -> list[Result]:
    """The results, in the order of their rows, with what is found about copied notes."""
    patients: dict[str, dict[tuple[dt.date, int], _Dated]] = {}
    for result in results:
        line = result.line
        if line.note and line.note.sketch and line.date and line.visit:
            note = _Dated(line.date, line.row, line.note.mark, line.note.sketch)
            patients.setdefault(line.visit, {}).setdefault((note.date, note.mark), note)
    told = {row: message for notes in patients.values() for row, message in _copied(sorted(notes.values()))}
    return [
        _telling(result, told[result.line.row]) if result.line.row in told else result for result in results
    ]


def _copied(notes: Sequence[_Dated]) -> Iterator[tuple[int, str]]:
    """The row of each note that was copied, and from where; the notes come in the order of their dates."""
    word_for_word: dict[int, _Dated] = {}
    latest: deque[_Dated] = deque(maxlen=_LOOKED_BACK)
    for note in notes:
        same = word_for_word.get(note.mark)
        if same:
            yield note.row, f"Note: the same as that of {_place(same)}"
        else:
            alike = max(
                ((likeness(note.sketch, each.sketch), each) for each in latest if each.date < note.date),
                default=None,
            )
            if alike and alike[0] >= _ALIKE:
                yield note.row, f"Note: {alike[0]:.0%} the same as that of {_place(alike[1])}"
        word_for_word[note.mark] = note
        latest.append(note)


def _place(note: _Dated) -> str:
    return f"{cells.text(note.date)} (row {note.row:,})"


def _telling(result: Result, message: str) -> Result:
    line = result.line
    finding = Finding(line.row, line.date, "", "note warning", 0, message)
    findings = sorted((*result.findings, finding), key=lambda each: KINDS.index(each.kind))
    return replace(result, findings=tuple(findings))
