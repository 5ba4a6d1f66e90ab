"""What stands on a page of the workbook: words, cells to type in, and formulas beside them."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib.resources import files
from typing import Literal

from eightminute.rules.model import Model

Kind = Literal["typed", "words", "links", "errors"]
Typed = int | float | str | dt.date | dt.time


class Below(Model):
    """A formula under the lines of its block: as many rows as it answers, `spare` more for answers that grow.

    An answer of one column is as wide as the page, with the label before it if there is one.
    """

    label: str = ""
    formula: str
    columns: int = 1
    spare: int = 0


class Block(Model):
    """One thing shown: words, lines with cells to type in and formulas beside them, totals, formulas below.

    `money` names the headers of dollars; the last column is as wide as the rest of the page if the block is
    `wide`. A line is `typed`, or `words` that nobody changes, of which the first may be a link to a sheet
    (`links`), or a formula that is an `errors` with what to do about it.

    In formulas `{row}` is the line's row, `{first}` and `{last}` are those of the block's lines, `{n}` is the
    line's number from 1, and `{lines.first}` is the first row of the block named `lines`.
    """

    name: str = ""
    heading: str = ""
    text: str = ""
    headers: tuple[str, ...] = ()
    typed: tuple[tuple[Typed, ...], ...] = ()
    formulas: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    below: tuple[Below, ...] = ()
    money: tuple[str, ...] = ()
    kind: Kind = "typed"
    wide: bool = False


class Page(Model):
    """One sheet: its name, title, the widths of its columns in characters, and its blocks."""

    sheet: str
    title: str
    lead: str
    widths: tuple[int, ...]
    blocks: tuple[Block, ...]


def page(name: str) -> Page:
    """The page of that name."""
    text = files("eightminute.sample").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return Page.model_validate(tomllib.loads(text))
