"""One session's lines judged: the units that the minutes support, and what the notes show."""

from __future__ import annotations

from collections.abc import Sequence

from eightminute import notes as documentation
from eightminute import rules, units
from eightminute.audit.columns import LABELS
from eightminute.audit.findings import KINDS, Finding, Kind, NoteResult, Result
from eightminute.audit.lines import Line, row_numbers
from eightminute.errors import InputError, NotPublishedError

_NOTE_OF = "97112"  # the elements are those that a note of this code must show
_KEY = tuple(element for element in documentation.ELEMENTS if element.key)


def judge(
    lines: Sequence[Line], rule: units.Rule, unit_rule: rules.UnitRule, *, notes: bool
) -> tuple[list[Result], NoteResult | None]:
    """The results of a session's lines, and what its notes show.

    Notes are looked at if there are any to read (`notes`) and the session has a timed code: whether there is
    one, and its minutes; what it shows if 97112 is among the codes. Where a part of them can't be read,
    nobody can say what they lack.
    """
    judging = _Judging(lines, rule, unit_rule)
    judging.check_units()
    note = judging.check_note() if notes else None
    return [judging.result(line, note) for line in lines], note


def unjudged(day: Sequence[Line], reason: str) -> list[Result]:
    """The results of a day without rules to judge by: each line shows the reason, the first tells it."""
    first = min((line.row for line in day if line.code and reason), default=0)
    results = []
    for line in day:
        told: list[tuple[Kind, str]] = [("unreadable", problem) for problem in line.problems]
        told += [("no rule", reason)] if line.row == first else []
        shown = [*line.problems, reason] if line.code and reason else line.problems
        found = tuple(Finding(line.row, line.date, line.code, kind, 0, text) for kind, text in told)
        results.append(Result(line, problem="; ".join(shown), findings=found))
    return results


class _Judging:
    def __init__(self, lines: Sequence[Line], rule: units.Rule, unit_rule: rules.UnitRule) -> None:
        self.lines = lines
        self.rule = rule
        self.unit_rule = unit_rule
        self.found: dict[int, list[Finding]] = {line.row: [] for line in lines}
        self.unknown: set[str] = set()
        self.counted = [line for line in lines if self._counts(line)]
        self._leave_out_half_pairs()
        counted = {line.row for line in self.counted}
        self.left_out = row_numbers(
            [line for line in lines if line.row not in counted and (line.code or not line.readable)]
        )
        self.session = self._session()
        self.differences: dict[int, int] = {}

    def check_units(self) -> None:
        """What was billed against what the minutes support."""
        if self.session is None:
            return
        checked = self.session.check([line.billed for line in self.counted])
        for line, difference in zip(self.counted, checked, strict=True):
            self.differences[line.row] = difference
            if difference:
                told = (
                    f"{units.verdict(difference)}: {line.billed} billed, {line.billed - difference} supported"
                )
                self._tell(line, "overbilled" if difference > 0 else "underbilled", told, abs(difference))

    def check_note(self) -> NoteResult | None:
        """What the notes show together, told on the session's first line."""
        if not any(self._is_timed(line) for line in self.lines):
            return None
        if any(map(_has_unreadable_note, self.lines)):
            return NoteResult(present=True, judged=False, missing=(), minutes=None)
        note = _together(self.lines)
        if not note.present:
            self._tell_of_visit("note", "No note")
        elif note.missing:
            self._tell_of_visit("note", f"Note doesn't show: {'; '.join(note.missing)}")
        self._compare_minutes(note)
        for warning in note.warnings:
            self._tell_of_visit("note warning", f"Note: {warning}")
        return note

    def result(self, line: Line, note: NoteResult | None) -> Result:
        """All that there is to say of one line."""
        findings = sorted(self.found[line.row], key=lambda finding: KINDS.index(finding.kind))
        difference = self.differences.get(line.row)
        told = [finding.message for finding in findings if finding.kind in ("unreadable", "no rule")]
        if difference is not None and self.left_out:
            told.append(f"judged without row {self.left_out}")
        return Result(
            line=line,
            supported=None if difference is None else line.billed - difference,
            difference=difference,
            note=note,
            problem="; ".join(told),
            why=self.session.explanation if self.session and difference else "",
            findings=tuple(findings),
        )

    def _counts(self, line: Line) -> bool:
        for problem in line.problems:
            self._tell(line, "unreadable", problem)
        if not line.code:
            return False
        try:
            self.unit_rule.timing(line.code)
        except NotPublishedError as error:
            self._tell(line, "no rule", f"code, row {line.row}: {error}")
            self.unknown.add(line.code)
            return False
        return line.readable

    def _leave_out_half_pairs(self) -> None:
        halves = units.unpaired(*self._columns(), self.rule, self.unit_rule)
        for index, reason in halves.items():
            line = self.counted[index]
            self._tell(line, "unreadable", f"code, row {line.row}: {reason}")
        self.counted = [line for index, line in enumerate(self.counted) if index not in halves]

    def _columns(self) -> tuple[list[str], list[int]]:
        return [line.code for line in self.counted], [line.minutes for line in self.counted]

    def _session(self) -> units.Session | None:
        try:
            return units.session(*self._columns(), self.rule, self.unit_rule)
        except InputError as error:  # the lines don't fit together: none of them can be judged
            for line in self.counted:
                self._tell(line, "unreadable", f"{error} (rows {row_numbers(self.counted)})")
            return None

    def _compare_minutes(self, note: NoteResult) -> None:
        """An auditor goes by the note: its minutes must support what the sheet's minutes support.

        Only the 8-minute rule goes by the day's total.
        """
        if self.session is None or self.rule != "8-minute" or note.minutes is None:
            return
        supported = units.units_for(min(note.minutes, units.MINUTES_A_DAY), self.unit_rule)
        billed = sum(line.billed for line in self.counted if self._is_timed(line))
        short = min(billed, self.session.timed_units) - supported
        if short > 0:
            told = f"Note documents {note.minutes} min: {billed} timed units billed, {supported} supported"
            self._tell_of_visit("note minutes", told, short)

    def _is_timed(self, line: Line) -> bool:
        known = bool(line.code) and line.code not in self.unknown
        return known and self.unit_rule.timing(line.code).timing != "untimed"

    def _tell(self, line: Line, kind: Kind, message: str, count: int = 0) -> None:
        self.found[line.row].append(Finding(line.row, line.date, line.code, kind, count, message))

    def _tell_of_visit(self, kind: Kind, message: str, count: int = 0) -> None:
        first = self.lines[0]
        self.found[first.row].append(Finding(first.row, first.date, "", kind, count, message))


def _has_unreadable_note(line: Line) -> bool:
    return any(problem.startswith(f"{LABELS['note']}, row ") for problem in line.problems)


def _together(lines: Sequence[Line]) -> NoteResult:
    """What the different notes of the lines show together. Totals come before times that add up.

    A warning is of the visit if each of its notes gives reason for it: what one lacks another may have.
    """
    notes = {line.note.mark: line.note for line in lines if line.note}.values()
    judged = bool(notes) and any(line.code == _NOTE_OF for line in lines)
    shown = frozenset[str]().union(*(note.documented for note in notes))
    times = [note.minutes for note in notes if note.minutes is not None and not note.total]
    stated = [note.minutes for note in notes if note.minutes is not None and note.total]
    warnings = [frozenset(note.warnings) for note in notes if judged]
    return NoteResult(
        present=bool(notes),
        judged=judged,
        missing=tuple(element.label for element in _KEY if judged and element.name not in shown),
        minutes=max(stated) if stated else sum(times) if times else None,
        warnings=tuple(sorted(frozenset.intersection(*warnings))) if warnings else (),
    )
