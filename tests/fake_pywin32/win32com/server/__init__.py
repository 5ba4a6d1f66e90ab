"""Stands in for pywin32's module of this name, of which xlwings needs nothing here but that it is there."""
