"""Stands in for pywin32's module of this name."""


def GetWindowThreadProcessId(hwnd):
    """The thread and the process of a window."""
    return hwnd, hwnd
