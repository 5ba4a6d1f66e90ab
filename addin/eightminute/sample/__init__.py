"""The sample workbook: every function at work on invented patients, in sheets that explain themselves.

The words and the cells that somebody would type stand in `data`. Each formula holds the value that our own
function answers, so that the workbook can be read without the add-in.
"""

from __future__ import annotations

from eightminute.sample.workbook import write

__all__ = ["write"]
