"""A page for each sheet function, from its declaration, with examples that the function itself answers."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from eightminute.docs import formulas, markdown, signatures, templates
from eightminute.docs.formulas import Sheet
from eightminute.docs.signatures import Argument, Signature
from eightminute.docs.years import sentence
from eightminute.rules.model import Model

_GROUPS = {
    "UNITS": "Minutes and units",
    "NOTE": "The treatment note",
    "CLAIM": "The claim and its payment",
    "RULE": "The rules themselves",
    "MINUTES": "Times",
}
_SEE = {
    "UNITS": ("several-codes.md", "Several codes in a day"),
    "NOTE": ("the-note.md", "What the note must show"),
    "CLAIM": ("modifiers-and-edits.md", "Modifiers and edits"),
    "RULE": ("years/index.md", "Years"),
    "MINUTES": ("minutes-and-units.md", "Minutes and units"),
    "UNITS97112": ("minutes-and-units.md", "Minutes and units"),
    "NOTEMINUTES": ("minutes-and-units.md", "Minutes and units"),
    "UNITSASSISTANT": ("assistants.md", "Assistants"),
    "CLAIMPAYMENT": ("payment.md", "Payment"),
    "CLAIMEXPLAIN": ("payment.md", "Payment"),
}


class Examples(Model):
    """A sheet from A1, formulas on it, one that fills a table, and ones that are refused."""

    sheet: tuple[tuple[str, ...], ...] = ()
    formulas: tuple[str, ...] = ()
    table: str = ""
    errors: tuple[str, ...]


@cache
def examples() -> Mapping[str, Examples]:
    """The examples that come with the guide, by function."""
    text = files("eightminute.docs").joinpath("examples.toml").read_text(encoding="utf-8")
    return {name: Examples.model_validate(each) for name, each in tomllib.loads(text).items()}


def pages() -> Mapping[str, str]:
    """All pages, by their paths in the guide."""
    found = {"functions/index.md": _index(signatures.all_functions())}
    for each in signatures.all_functions():
        found[f"functions/{each.name}.md"] = _page(each, examples()[each.name])
    return found


def _index(all_functions: Sequence[Signature]) -> str:
    groups = []
    for group, title in _GROUPS.items():
        rows = [
            (f"[`{each.name}`]({each.name}.md)", markdown.cell(each.summary))
            for each in all_functions
            if each.name.startswith(group)
        ]
        groups += [f"## {title}", markdown.table(("function", "what it answers"), rows)]
    return templates.page("functions.md", groups="\n\n".join(groups))


def _page(function: Signature, shown: Examples) -> str:
    arguments = [(f"`{each.name}`", markdown.cell(each.help), _left_out(each)) for each in function.arguments]
    return templates.page(
        "function.md",
        name=function.name,
        summary=markdown.cell(function.summary),
        formula=function.formula,
        body=function.body,
        arguments=markdown.table(("argument", "what it takes", "when left out"), arguments),
        examples="\n\n".join(example(shown)),
        errors=refused(shown),
        source=sentence(function.source),
        see=_see(function.name),
    )


def _left_out(argument: Argument) -> str:
    return "must be given" if argument.default is None else f"`{argument.default}`"


def example(shown: Examples) -> list[str]:
    """A sheet, the formulas on it with their answers, and the formula that fills a table."""
    sheet = Sheet.of(shown.sheet)
    parts = [cells(shown.sheet)] if shown.sheet else []
    if shown.formulas:
        answers = [(f"`{each}`", markdown.cell(sheet.answer(each))) for each in shown.formulas]
        parts.append(markdown.table(("formula", "answer"), answers))
    if shown.table:
        header, *rows = formulas.rows(sheet.value(shown.table))
        table = markdown.table(
            [markdown.cell(each) for each in header],
            [[markdown.cell(each) for each in row] for row in rows],
        )
        parts += [f"`{shown.table}` fills these cells:", table]
    return parts


def refused(shown: Examples) -> str:
    """Formulas with the error that they show and the sentence that goes with it."""
    sheet = Sheet.of(shown.sheet)
    rows = [
        (f"`{each}`", f"`{sheet.answer(each)}`", markdown.cell(sheet.message(each))) for each in shown.errors
    ]
    return markdown.table(("formula", "answer", "message"), rows)


def cells(rows: Sequence[Sequence[str]]) -> str:
    """A small sheet with its columns' letters and its rows' numbers."""
    width = max(len(row) for row in rows)
    body = [
        [f"**{number}**", *(markdown.cell(each) for each in row), *[""] * (width - len(row))]
        for number, row in enumerate(rows, start=1)
    ]
    return markdown.table(["", *string.ascii_uppercase[:width]], body)


def _see(name: str) -> str:
    """The page that tells the rule: the function's own where it has one, else its group's."""
    page, title = _SEE[max((each for each in _SEE if name.startswith(each)), key=len)]
    return f"[{title}](../{page})"
