"""Stands in for pywin32's module of this name."""

import datetime as dt


class com_error(Exception):
    """An error of COM."""


class error(Exception):
    """An error of Windows."""


class TimeType(dt.datetime):
    """How a date or a time arrives: in UTC, though Excel knows no time zone."""


class IID(str):
    """An interface's identity, compared without regard to case."""

    __slots__ = ()

    def __new__(cls, text):
        return super().__new__(cls, text.upper())
