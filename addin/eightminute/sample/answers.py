"""What the formulas of a sheet answer: our functions', with what Excel brings to a formula of ours.

>>> answers = Answers({"A1": 97110, "A2": 97140, "B1": 33, "B2": 7})
>>> answers.value("INDEX(UNITSSESSION(A1:A2, B1:B2), 2)")
1
>>> answers.value("UNITS97112(-3)"), answers.message("UNITS97112(-3)")
('#VALUE!', 'minutes: -3 is negative')
>>> answers.value(more("INDEX(UNITSSESSION(A1:A2, B1:B2), 3)"))
'–'
"""

from __future__ import annotations

import re
from typing import Any

from eightminute.docs.formulas import Sheet
from eightminute.errors import InputError, NotPublishedError
from eightminute.excel import functions, shapes

_MORE = re.compile(r'IFERROR\((.+), "–"\)')
_ITEM = re.compile(r"INDEX\((.+\)), (\d+)(?:, (\d+))?\)")
_NAME = re.compile(r"([A-Z0-9]+)\(")
NAME_ERROR = "#NAME?"
NOTHING = "–"
_REF_ERROR = "#REF!"


class Answers:
    """The cells of one sheet by their addresses, and what formulas answer there."""

    def __init__(self, cells: dict[str, Any]) -> None:
        self.cells = cells
        self._calls: dict[str, Any] = {}

    def value(self, formula: str) -> Any:  # noqa: ANN401 -- a cell's value
        """The value that the formula (without its =) shows, an error as the sheet writes it.

        Cells that it names must be there already: the answer to a call is kept.
        """
        if rest := _MORE.fullmatch(formula):
            value = self.value(rest[1])
            return NOTHING if str(value).startswith("#") else value
        item = _ITEM.fullmatch(formula)
        if item is None:
            return self._called(formula)
        rows = shapes.grid(self._called(item[1]), "answer")
        row, column = int(item[2]) - 1, int(item[3] or 1) - 1
        whole_is_an_error = len(rows) == 1 and str(rows[0][0]).startswith("#")
        if whole_is_an_error:
            return rows[0][0]
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else _REF_ERROR

    def message(self, formula: str) -> str:
        """The sentence that goes with an error."""
        if self.value(formula) == NAME_ERROR:
            return "Excel doesn't know the name"
        return Sheet(self.cells).message(f"={formula}")

    def _called(self, call: str) -> Any:  # noqa: ANN401 -- as value
        if call not in self._calls:
            self._calls[call] = self._call(call)
        return self._calls[call]

    def _call(self, call: str) -> Any:  # noqa: ANN401 -- as value
        name = _NAME.match(call)
        if name and name[1] != "SUM" and not hasattr(functions, name[1]):
            return NAME_ERROR
        try:
            return Sheet(self.cells).value(f"={call}")
        except (InputError, NotPublishedError) as error:
            return shapes.as_error(error)


def more(formula: str) -> str:
    """The formula with a dash where there is nothing more: an answer may have fewer rows than cells."""
    return f'IFERROR({formula}, "{NOTHING}")'


def plain(formula: str) -> str:
    """Our function's call alone, as a newer Excel takes it and fills all cells.

    >>> plain("INDEX(UNITSSESSION(A1:A2, B1:B2), 2)")
    'UNITSSESSION(A1:A2, B1:B2)'
    """
    item = _ITEM.fullmatch(formula)
    return item[1] if item else formula
