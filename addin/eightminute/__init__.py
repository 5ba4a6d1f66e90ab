"""eightminute: billing units, documentation and claims for timed therapy codes, built around CPT 97112.

>>> import eightminute
>>> eightminute.units.units_for(25)
2
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from eightminute.errors import InputError, NotPublishedError

if TYPE_CHECKING:
    from types import ModuleType

    from eightminute import assistants, claims, notes, payment, rules, units

__all__ = [
    "InputError",
    "NotPublishedError",
    "__version__",
    "assistants",
    "claims",
    "notes",
    "payment",
    "rules",
    "units",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> ModuleType:
    """A module of the package, loaded when it is first asked for: Excel waits for what is imported early.

    >>> from eightminute import rule
    Traceback (most recent call last):
        ...
    ImportError: cannot import name 'rule' from 'eightminute' ...
    """
    if name in __all__:
        return import_module(f"eightminute.{name}")
    raise AttributeError(f"module 'eightminute' has no attribute {name!r}")
