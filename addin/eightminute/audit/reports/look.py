"""How our workbooks look: dates, numbers, headers, and the colour of each verdict."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

DATE = "m/d/yyyy"
TIME = "h:mm"
NUMBER = "#,##0"
MONEY = "#,##0.00"
TABLE_STYLE = "Table Style Light 9"
_HEADER = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#1F6F6B",
    "valign": "vcenter",
    "text_wrap": True,
}
_GOOD = {"bg_color": "#E2F0D9", "font_color": "#375623"}
_TOO_MUCH = {"bg_color": "#F8CBAD", "font_color": "#7F2A0C"}
_TOO_LITTLE = {"bg_color": "#FFE699", "font_color": "#6B5300"}
TYPED = {"bg_color": "#FFF9DB"}
GRID = {"border": 1, "border_color": "#C9C9C9"}
QUIET = {"font_color": "#5F5F5F"}
_COLOURS = (
    ("begins with", "OK", _GOOD),
    ("begins with", "Overbilled", _TOO_MUCH),
    ("begins with", "Underbilled", _TOO_LITTLE),
    ("begins with", "Missing", _TOO_LITTLE),
    ("begins with", "Incomplete", _TOO_LITTLE),
    ("begins with", "No note", _TOO_MUCH),
    ("begins with", "Denied", _TOO_MUCH),
    ("begins with", "Rejected", _TOO_MUCH),
    ("begins with", "Look,", _TOO_LITTLE),
    ("begins with", "Look:", _TOO_LITTLE),
    ("begins with", "Not checked", _TOO_LITTLE),
    ("begins with", "Append KX", _TOO_LITTLE),
    ("begins with", "#", _TOO_MUCH),
)


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:  # noqa: ANN401 -- xlsxwriter's properties are of many types
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({"valign": "top", **properties})
        return self._formats[key]

    def number(self, number_format: str) -> Format:
        """The format that shows a number so."""
        return self.format(num_format=number_format)

    @property
    def text(self) -> Format:
        """The format of text, a step away from the number before it."""
        return self.format(align="left", indent=1)

    @property
    def wrapped(self) -> Format:
        """The format of a text of several lines."""
        return self.format(align="left", indent=1, text_wrap=True)

    @property
    def centred(self) -> Format:
        """The format of short values of one length."""
        return self.format(align="center")

    @property
    def header(self) -> Format:
        """The format of a header."""
        return self.header_with()

    def header_with(self, **properties: Any) -> Format:  # noqa: ANN401 -- as format
        """The format of a header with these properties."""
        return self.format(**_HEADER, **properties)

    @property
    def title(self) -> Format:
        """The format of a sheet's title."""
        return self.format(bold=True, font_size=16, font_color="#1F6F6B", valign="vcenter")

    @property
    def heading(self) -> Format:
        """The format of a heading within a sheet."""
        return self.format(bold=True, font_size=12, font_color="#1F6F6B", valign="vcenter")

    @property
    def link(self) -> Format:
        """The format of a link to a sheet."""
        return self.format(**GRID, font_color="#1F4E79", underline=1, align="left", indent=1)

    def colour_verdicts(self, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
        """Colours the verdicts in the area (first row, first column, last row, last column, from 0)."""
        for criteria, value, colours in _COLOURS:
            style = self._workbook.add_format(colours)
            rule = {"type": "text", "criteria": criteria, "value": value, "format": style}
            sheet.conditional_format(*area, rule)
        style = self._workbook.add_format(_TOO_MUCH)
        sheet.conditional_format(*area, {"type": "errors", "format": style})
