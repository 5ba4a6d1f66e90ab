"""The two ways in which eightminute says no, each with a sentence that a biller could be shown.

`InputError`: what was typed can't be read. `NotPublishedError`: what was typed is fine, but no rule that
would answer it has been published (or brought in yet).

>>> raise InputError("minutes, row 5: -3 is negative")
Traceback (most recent call last):
    ...
eightminute.errors.InputError: minutes, row 5: -3 is negative
"""

from __future__ import annotations


class InputError(ValueError):
    """An argument can't be read; the message names the argument and, in a range, the row.

    The message never repeats free text of a cell, which may be a treatment note.
    """


class NotPublishedError(LookupError):
    """No published rule answers this; the message names what is missing and where it would come from."""
