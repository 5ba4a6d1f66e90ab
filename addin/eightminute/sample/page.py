"""One page of the workbook, laid out from above: words, cells to type in, formulas with their answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from eightminute.audit.reports.look import DATE, GRID, QUIET, TYPED, Look
from eightminute.excel import shapes
from eightminute.sample.answers import Answers, more, plain
from eightminute.sample.words import Below, Block, Page, Typed

_DOLLARS = "$#,##0.00"
_CLOCK = "h:mm AM/PM"
_LINE = 15  # points
_SENTENCES = 30  # characters: a column this wide holds text, a narrower one short values
_LETTERS = 1.1  # a column's width counts digits, which are wider than letters


class Span(NamedTuple):
    """The first and the last row of a block's lines, from 1."""

    first: int
    last: int


def write(workbook: Workbook, look: Look, page: Page) -> None:
    """Adds the page to the workbook."""
    layout = _Layout(workbook, look, page)
    layout.write_top()
    for block in page.blocks:
        layout.write_block(block)
    layout.finish()


class _Layout:
    """A page while it is written: the next row (from 0), and the cells so far."""

    def __init__(self, workbook: Workbook, look: Look, page: Page) -> None:
        self.sheet = workbook.add_worksheet(page.sheet)
        self.look = look
        self.page = page
        self.row = 0
        self.end = len(page.widths) - 1
        self.answers = Answers({})
        self.spans: dict[str, Span] = {}

    def write_top(self) -> None:
        for column, width in enumerate(self.page.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_row(0, 2 * _LINE)
        self.sheet.write_string(0, 0, self.page.title, self.look.title)
        self.row = 1
        self._paragraph(self.page.lead, self.look.format(text_wrap=True, **QUIET))

    def write_block(self, block: Block) -> None:
        self.row += 1
        if block.heading:
            self.sheet.set_row(self.row, 1.4 * _LINE)
            self.sheet.write_string(self.row, 0, block.heading, self.look.heading)
            self.row += 1
        for paragraph in block.text.strip().splitlines():
            self._paragraph(paragraph, self.look.format(text_wrap=True))
        for column, header in enumerate(block.headers):
            centred = {"align": "center"} if self._is_short(block, column) else {"align": "left", "indent": 1}
            self._write_text(block, column, header, self.look.header_with(**centred))
        self.row += bool(block.headers)
        span = Span(self.row + 1, self.row + len(block.typed))
        self.spans[block.name] = span
        self._lines(block, span)
        self._totals(block, span)
        captions: dict[str, list[str]] = {}
        for header, formula in zip(reversed(block.headers), reversed(block.formulas), strict=False):
            captions.setdefault(plain(self._filled(formula, span)), []).insert(0, header)
        for formula, headers in reversed(captions.items()):
            self._caption(", ".join(headers), formula)
        for below in block.below:
            self._below(below, span)

    def finish(self) -> None:
        self.look.colour_verdicts(self.sheet, (2, 0, self.row, self.end))
        self.sheet.hide_gridlines(2)
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_landscape()
        self.sheet.set_margins(0.5, 0.5, 0.5, 0.5)
        self.sheet.fit_to_pages(1, 0)

    # ---- lines

    def _lines(self, block: Block, span: Span) -> None:
        """What is typed in all lines comes first: a formula may ask for it."""
        start = self.row
        texts: list[list[str]] = []
        for line in block.typed:
            texts.append(self._error(block, line) if block.kind == "errors" else self._typed(block, line))
            self.row += 1
        for number, shown in enumerate(texts, start=1):
            self.row = start + number - 1
            for column, formula in enumerate(block.formulas, start=len(shown)):
                self._merge(block, column)
                value = self._formula(column, self._filled(formula, span, number), self._style(block, column))
                shown.append(str(value))
            self._height(block, shown)
        self.row = start + len(texts)

    def _typed(self, block: Block, line: Sequence[Typed]) -> list[str]:
        ground = TYPED if block.kind == "typed" else {}
        for column, value in enumerate(line):
            style = self._style(block, column, ground)
            match value:
                case dt.date():
                    style = self._grid(num_format=DATE, align="center", **ground)
                    self.sheet.write_datetime(self.row, column, value, style)
                case dt.time():
                    style = self._grid(num_format=_CLOCK, align="center", **ground)
                    self.sheet.write_datetime(self.row, column, value, style)
                case str() if block.kind == "links" and column == 0:
                    self.sheet.write_url(self.row, column, f"internal:'{value}'!A1", self.look.link, value)
                case str():
                    self._write_text(block, column, value, style)
                case _:
                    self.sheet.write_number(self.row, column, value, style)
            self._remember(column, value)
        return [str(value) for value in line]

    def _error(self, block: Block, line: Sequence[Typed]) -> list[str]:
        """A formula that is an error, as text, with its sentence and the advice."""
        formula, advice = map(str, line)
        texts = [f"={formula}", self.answers.message(formula), advice]
        shown = str(self._formula(0, formula, self._style(block, 0)))
        for column, text in enumerate(texts, start=1):
            self._write_text(block, column, text, self._style(block, column))
        return [shown, *texts]

    def _totals(self, block: Block, span: Span) -> None:
        style = {"bold": True, "top": 1}
        for column, total in enumerate(block.totals):
            if total.startswith("SUM"):
                dollars = self.look.format(**style, num_format=_DOLLARS, align="center")
                self._formula(column, self._filled(total, span), dollars)
            elif total:
                self.sheet.write_string(self.row, column, total, self.look.format(**style, indent=1))
            else:
                self.sheet.write_blank(self.row, column, None, self.look.format(**style))
        self.row += bool(block.totals)

    def _below(self, below: Below, span: Span) -> None:
        call = self._filled(below.formula, span)
        answer = shapes.grid(self.answers.value(call), "answer")
        rows = len(answer) + below.spare
        first = int(bool(below.label))
        for number in range(1, rows + 1):
            style = self._grid(text_wrap=True, align="left", indent=1, bold=number == 1 < below.columns)
            lines = 1
            if below.label and number == 1:
                label = self._grid(align="left", indent=1, bold=True)
                self.sheet.write_string(self.row, 0, below.label, label)
            for column in range(below.columns):
                item = f"{number}, {column + 1}" if below.columns > 1 else f"{number}"
                formula = f"INDEX({call}, {item})" if rows > 1 else call
                at, last = first + column, self.end if below.columns == 1 else column
                if at < last:
                    self.sheet.merge_range(self.row, at, self.row, last, "", style)
                value = self._formula(at, more(formula) if number > 1 else formula, style)
                lines = max(lines, self._count(str(value), at, last))
            self.sheet.set_row(self.row, _LINE * lines + 3)
            self.row += 1
        self._caption(below.label, call)

    # ---- cells

    def _paragraph(self, text: str, style: Format) -> None:
        self.sheet.merge_range(self.row, 0, self.row, self.end, text, style)
        self.sheet.set_row(self.row, _LINE * self._count(text, 0, self.end))
        self.row += 1

    def _caption(self, label: str, formula: str) -> None:
        """What somebody would type for the answers above."""
        text = f"{label}:  ={formula}" if label else f"={formula}"
        self.sheet.write_string(self.row, 0, text, self.look.format(font_size=9, indent=1, **QUIET))
        self.row += 1

    def _formula(self, column: int, formula: str, style: Format) -> Any:  # noqa: ANN401 -- a cell's value
        value = self.answers.value(formula)
        self.sheet.write_formula(self.row, column, f"={formula}", style, value)
        self._remember(column, value)
        return value

    def _write_text(self, block: Block, column: int, text: str, style: Format) -> None:
        self._merge(block, column)
        self.sheet.write_string(self.row, column, text, style)

    def _merge(self, block: Block, column: int) -> None:
        last = self._last(block, column)
        if last > column:
            self.sheet.merge_range(self.row, column, self.row, last, "", self._style(block, column))

    def _remember(self, column: int, value: Any) -> None:  # noqa: ANN401 -- a cell's value
        self.answers.cells[xl_rowcol_to_cell(self.row, column)] = value

    # ---- how they look

    def _style(self, block: Block, column: int, ground: dict[str, str] | None = None) -> Format:
        number = _DOLLARS if block.headers[column] in block.money else "General"
        if self._is_short(block, column):
            return self._grid(num_format=number, align="center", **(ground or {}))
        return self._grid(text_wrap=True, align="left", indent=1, **(ground or {}))

    def _is_short(self, block: Block, column: int) -> bool:
        last = self._last(block, column)
        return block.kind != "links" and sum(self.page.widths[column : last + 1]) < _SENTENCES

    def _grid(self, **properties: Any) -> Format:  # noqa: ANN401 -- xlsxwriter's properties are of many types
        return self.look.format(**GRID, **properties)

    def _height(self, block: Block, texts: Sequence[str]) -> None:
        """As many lines as the longest text of the row takes."""
        lines = [
            self._count(text, column, self._last(block, column))
            for column, text in enumerate(texts)
            if not self._is_short(block, column)
        ]
        self.sheet.set_row(self.row, _LINE * max(lines, default=1) + 3)

    def _last(self, block: Block, column: int) -> int:
        """The last column that a cell of the block reaches over."""
        return self.end if block.wide and column == len(block.headers) - 1 else column

    def _count(self, text: str, first: int, last: int) -> int:
        return ceil(len(text) / (sum(self.page.widths[first : last + 1]) * _LETTERS))

    def _filled(self, formula: str, span: Span, number: int = 1) -> str:
        places = {"row": span.first + number - 1, "first": span.first, "last": span.last, "n": number}
        return formula.format(**places, **{name: each for name, each in self.spans.items() if name})
