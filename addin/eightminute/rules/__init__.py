"""Dated rules: figures and tables with their sources, looked up by date of service."""

from __future__ import annotations

from eightminute.rules.loader import undated
from eightminute.rules.model import Timing, UnitRule

__all__ = ["Timing", "UnitRule", "undated"]
