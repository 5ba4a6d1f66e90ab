"""Stands in for pywin32's module of this name."""

from pywintypes import com_error as COMException

__all__ = ["COMException"]
