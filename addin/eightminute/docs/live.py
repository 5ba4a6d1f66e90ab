"""What the page "Try it" asks of eightminute in the browser: a sheet, a note, a single call.

>>> sheet({"A1": "25", "B1": "=UNITS97112(A1)", "B2": "=UNITS97112(-3)"})["B1"]
Shown(text='2', value=2, message='', source='')
>>> call("UNITS97112", [[["x"]]])
{'error': '#VALUE!', 'message': "minutes: is text that can't be read as minutes"}
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eightminute import notes
from eightminute.docs import formulas
from eightminute.errors import InputError, NotPublishedError
from eightminute.excel import shapes

COLUMNS = "ABCDEFGH"
ROWS = 20
SPILL_ERROR = "#SPILL!"
NAME_ERROR = "#NAME?"
CIRCLE_ERROR = "#REF!"
_QUOTED = re.compile(r'("(?:[^"]|"")*")')
_ADDRESS = re.compile(r"([A-Z])([0-9]+)")
_SPILLED_ERROR = "This line of the range can't be answered; the formula for this line alone says why."


@dataclass(frozen=True)
class Shown:
    """What a cell shows, the message that goes with an error, and the formula's cell that filled it."""

    text: str
    value: Any
    message: str = ""
    source: str = ""


def ask(request: str) -> str:
    """Answers a request; both are JSON.

    `{"sheet": {"A1": text}}`, `{"note": text}`, `{"call": [name, arguments]}`, `{"size": true}`.
    """
    asked: dict[str, Any] = json.loads(request)
    match asked:
        case {"sheet": cells}:
            answer: Any = {address: dataclasses.asdict(each) for address, each in sheet(cells).items()}
        case {"note": text}:
            answer = note(text)
        case {"call": [name, arguments]}:
            answer = call(name, arguments)
        case {"size": True}:
            answer = {"columns": COLUMNS, "rows": ROWS}
        case _:
            raise ValueError("not a request")
    return json.dumps(answer)


def sheet(cells: Mapping[str, str]) -> dict[str, Shown]:
    """What each cell shows, from what was typed into each: formulas are answered, and spill.

    They are answered again until nothing changes any more, so that they may stand in any order.
    """
    typed = {address: text.strip() for address, text in cells.items() if text.strip()}
    asked = {address: typed[address] for address in sorted(typed, key=_place) if typed[address][0] == "="}
    plain = {
        address: Shown(text, formulas.typed(text)) for address, text in typed.items() if address not in asked
    }
    found: dict[str, Shown] = {}
    for _ in range(len(asked) + 1):
        before, found = found, _answered(asked, plain | found)
        if found == before:
            return plain | found
    moving = [address for address in asked if found.get(address) != before.get(address)]
    circle = Shown(CIRCLE_ERROR, CIRCLE_ERROR, "The formulas refer to each other in a circle.")
    return plain | found | dict.fromkeys(moving, circle)


def note(text: str) -> dict[str, Any]:
    """What a note documents, and its text in parts, each with the elements that it shows."""
    reading = notes.read(text)
    elements = [
        {"label": each.label, "key": each.key, "words": words.text if words else None}
        for each, words in ((each, reading.evidence[each.name]) for each in notes.ELEMENTS)
    ]
    return {
        "verdict": reading.verdict(),
        "strict": reading.verdict(strict=True),
        "minutes": reading.minutes.minutes if reading.minutes else None,
        "elements": elements,
        "parts": list(_parts(reading)),
    }


def call(name: str, arguments: Sequence[Any]) -> dict[str, Any]:
    """A sheet function's answer, or its error with the message, as a cell would have it."""
    try:
        return {"answer": formulas.called(name, arguments)}
    except (InputError, NotPublishedError) as error:
        return {"error": shapes.as_error(error), "message": str(error)}


def _answered(asked: Mapping[str, str], seen: Mapping[str, Shown]) -> dict[str, Shown]:
    """Each formula once, with the cells as they were seen last; a range's answer fills the cells below."""
    known = formulas.Sheet({address: each.value for address, each in seen.items()})
    taken = asked.keys() | {address for address, each in seen.items() if not each.source}
    answered: dict[str, Shown] = {}
    for address, formula in asked.items():
        filled = _filled(address, _upper(formula), known)
        blocked = next((cell for cell in list(filled)[1:] if cell in taken or cell in answered), None)
        beyond = next((cell for cell in filled if not _inside(cell)), None)
        if blocked or beyond:
            where = f"{blocked} isn't empty" if blocked else "the sheet ends before it"
            message = f"The answer fills {len(filled)} cells, and {where}."
            answered[address] = Shown(SPILL_ERROR, SPILL_ERROR, message)
        else:
            answered |= filled
    return answered


def _filled(address: str, formula: str, known: formulas.Sheet) -> dict[str, Shown]:
    """The cells that a formula's answer fills, its own cell first."""
    try:
        rows = shapes.grid(known.value(formula), "answer")
    except (InputError, NotPublishedError) as error:
        shown = shapes.as_error(error)
        return {address: Shown(shown, shown, str(error))}
    except ValueError as error:
        return {address: Shown(NAME_ERROR, NAME_ERROR, str(error))}
    first, column = _place(address)
    cells = {}
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            cell = f"{chr(ord(column) + right)}{first + down}"
            cells[cell] = Shown(
                _text(value),
                value,
                _SPILLED_ERROR if value in {shapes.VALUE_ERROR, shapes.NOT_PUBLISHED_ERROR} else "",
                "" if cell == address else address,
            )
    return cells


def _parts(reading: notes.Reading) -> Iterator[dict[str, Any]]:
    spans = [
        (words.start, words.end, each.label)
        for each in notes.ELEMENTS
        if (words := reading.evidence[each.name])
    ]
    edges = sorted({0, len(reading.text), *(edge for start, end, _ in spans for edge in (start, end))})
    for start, end in itertools.pairwise(edges):
        labels = [label for first, last, label in spans if first <= start and end <= last]
        yield {"text": reading.text[start:end], "elements": labels}


def _upper(formula: str) -> str:
    """A formula with its names in capitals and without `$`; what stands in quotes stays.

    >>> _upper('=units97112($a$2, "midpoint")')
    '=UNITS97112(A2, "midpoint")'
    """
    parts = _QUOTED.split(formula)
    return "".join(part if part[:1] == '"' else part.upper().replace("$", "") for part in parts)


def _place(address: str) -> tuple[int, str]:
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise InputError("a cell's address is a letter with a row, such as A2")
    return int(found[2]), found[1]


def _inside(address: str) -> bool:
    found = _ADDRESS.fullmatch(address)
    return found is not None and found[1] in COLUMNS and int(found[2]) <= ROWS


def _text(value: Any) -> str:  # noqa: ANN401 -- a cell's value
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            return f"{value:.15g}"
    return str(value)
