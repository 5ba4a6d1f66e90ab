"""Many visits at once: a day sheet in, findings out. The input is read and never written.

`audit_file` reads lines (`sources`, `columns`, `lines`), puts the lines of one visit together (`sessions`),
and judges them (`judging`); `reports` write what was found.
"""

from __future__ import annotations

from eightminute.audit.findings import KINDS, Finding, Kind, Totals
from eightminute.audit.run import Audit, audit_file

__all__ = ["KINDS", "Audit", "Finding", "Kind", "Totals", "audit_file"]
