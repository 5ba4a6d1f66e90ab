"""The few objects of Excel through which xlwings finds a range's values and its engine."""

from types import SimpleNamespace

from pythoncom import PyIDispatch
from pywintypes import IID

MISSING = -2147352572  # an optional argument that was left out


class Range:
    """A range of a sheet; `rows` are its cells as VARIANTs turn into Python's values."""

    iid = IID("{00020846-0000-0000-c000-000000000046}")
    Row = Column = 1
    Worksheet = SimpleNamespace(Parent=SimpleNamespace(Application=SimpleNamespace(Hwnd=1)))

    def __init__(self, rows):
        self.Value = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else tuple(tuple(row) for row in rows)
        self.Rows = SimpleNamespace(Count=len(rows))
        self.Columns = SimpleNamespace(Count=len(rows[0]))


def argument(value):
    """An argument of a formula: rows of cells as the range they stand in, anything else as itself."""
    return PyIDispatch(Range(value)) if isinstance(value, list) else value
