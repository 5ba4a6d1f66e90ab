"""Stands in for pywin32's module of this name."""

import datetime as dt


class TimeZoneInfo:
    """Time zones, of which xlwings needs one."""

    @staticmethod
    def utc():
        """Universal time."""
        return dt.UTC
