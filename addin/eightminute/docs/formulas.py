"""A formula as the guide shows it, answered by the sheet functions themselves.

>>> Sheet.of([["97110", "33"], ["97140", "7"]]).answer("=UNITSSESSION(A1:A2, B1:B2)")
'2<br>1'
>>> Sheet.of([]).answer('=UNITS97112(-3)')
'#VALUE!'

Numbers, texts, TRUE and FALSE, cells, ranges, SUM and our own functions; nothing else that Excel has.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eightminute.errors import InputError, NotPublishedError
from eightminute.excel import functions, shapes

_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"(?:[^\"]|\"\")*\")|(?P<range>[A-Z][0-9]+:[A-Z][0-9]+)|(?P<call>[A-Z][A-Z0-9]+)\("
    r"|(?P<truth>TRUE|FALSE)|(?P<cell>[A-Z][0-9]+)|(?P<number>-?[0-9]+(?:\.[0-9]+)?)|(?P<mark>[,()]))"
)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]|#N/A")


@dataclass(frozen=True)
class Sheet:
    """The cells of a small sheet, by their addresses."""

    cells: Mapping[str, Any]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> Sheet:
        """A sheet as people type it, from A1: what looks like a number is one, nothing is a blank."""
        return cls(
            {
                f"{chr(ord('A') + column)}{row}": typed(text)
                for row, texts in enumerate(rows, start=1)
                for column, text in enumerate(texts)
            }
        )

    def value(self, formula: str) -> Any:  # noqa: ANN401 -- a cell's value, or rows of them
        """What the functions give. Raises their errors, and ValueError for a formula that isn't one."""
        tokens = list(_tokens(formula.removeprefix("=")))
        value = self._expression(tokens)
        if tokens or not formula.startswith("="):
            raise ValueError(f"not a formula of the guide: {formula}")
        return value

    def answer(self, formula: str) -> str:
        """What the sheet shows: a value, rows under each other, or an error."""
        try:
            return shown(self.value(formula))
        except (InputError, NotPublishedError) as error:
            return shapes.as_error(error)

    def message(self, formula: str) -> str:
        """The sentence that goes with an error; nothing where there is none."""
        try:
            self.value(formula)
        except (InputError, NotPublishedError) as error:
            return str(error)
        return ""

    def _expression(self, tokens: list[tuple[str, str]]) -> Any:  # noqa: ANN401 -- as value
        kind, text = tokens.pop(0) if tokens else ("", "")
        match kind:
            case "text":
                return text[1:-1].replace('""', '"')
            case "number":
                return float(text)
            case "truth":
                return text == "TRUE"
            case "cell":
                return self.cells.get(text)
            case "range":
                return self._range(*text.split(":"))
            case "call":
                return called(text, self._arguments(tokens))
        raise ValueError(f"not a formula of the guide: {text or 'it ends too soon'}")

    def _arguments(self, tokens: list[tuple[str, str]]) -> list[Any]:
        arguments = []
        while tokens and tokens[0] != ("mark", ")"):
            arguments.append(self._expression(tokens))
            if tokens and tokens[0] == ("mark", ","):
                tokens.pop(0)
        if not tokens:
            raise ValueError("not a formula of the guide: a bracket stays open")
        tokens.pop(0)
        return arguments

    def _range(self, first: str, last: str) -> list[list[Any]]:
        return [
            [self.cells.get(f"{chr(column)}{row}") for column in range(ord(first[0]), ord(last[0]) + 1)]
            for row in range(int(first[1:]), int(last[1:]) + 1)
        ]


def rows(answer: object) -> list[list[str]]:
    """An answer as the texts of the cells that it fills."""
    return [[_cell(value) for value in row] for row in shapes.grid(answer, "answer")]


def shown(answer: object) -> str:
    """An answer on one line of a table: rows under each other, cells beside each other.

    >>> shown([["Below", 480.0]])
    'Below, 480'
    """
    return "<br>".join(", ".join(row) for row in rows(answer))


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(formula.rstrip()):
        found = _TOKEN.match(formula, position)
        if found is None or found.lastgroup is None:
            raise ValueError(f"not a formula of the guide: {formula[position:]}")
        yield found.lastgroup, found[found.lastgroup]
        position = found.end()


def called(name: str, arguments: Sequence[Any]) -> Any:  # noqa: ANN401 -- as Sheet.value
    """What a sheet function, or SUM, gives for its arguments.

    Raises its errors, and ValueError for a name that isn't one or arguments that it doesn't take.
    """
    if name == "SUM":
        return _sum(arguments)
    function = vars(functions).get(name)
    if not name.isupper() or not callable(function):
        raise ValueError(f"not a formula of the guide: {name} is no function of eightminute")
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        takes = ", ".join(inspect.signature(function).parameters)
        raise ValueError(f"not a formula of the guide: {name} takes {takes}") from None
    return function(*arguments)


def _sum(arguments: Sequence[Any]) -> float:
    """As in Excel: texts and blanks count for nothing, and an error is no number."""
    cells = [each for argument in arguments for row in shapes.grid(argument, "SUM") for each in row]
    if any(isinstance(each, str) and _ERROR.fullmatch(each) for each in cells):
        raise InputError("SUM: a cell holds an error")
    return sum(each for each in cells if isinstance(each, int | float))


def typed(text: str) -> str | float | None:
    """A cell's value as people type it: a number where it looks like one, nothing for a blank."""
    if _NUMBER.fullmatch(text.strip()):
        return float(text)
    return text.strip() or None


def _cell(value: object) -> str:
    if value is None or value == "":
        return "(blank)"
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)
