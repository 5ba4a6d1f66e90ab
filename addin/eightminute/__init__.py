"""eightminute: billing units, documentation and claims for timed therapy codes, built around CPT 97112.

>>> from eightminute import units
>>> units.units_for(25)
2
"""

from __future__ import annotations

from eightminute.errors import InputError, NotPublishedError

__all__ = ["InputError", "NotPublishedError", "__version__"]

__version__ = "0.1.0"
