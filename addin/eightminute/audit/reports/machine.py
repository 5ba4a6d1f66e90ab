"""Findings for a program: CSV or JSON, without patients' names or notes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from io import StringIO
from typing import Any

from eightminute.audit.findings import Finding
from eightminute.audit.run import Audit


def as_csv(audits: Sequence[Audit]) -> str:
    """One finding a line, under a header."""
    text = StringIO()
    writer = csv.DictWriter(text, ["file", *(field.name for field in fields(Finding))], lineterminator="\n")
    writer.writeheader()
    for audit in audits:
        writer.writerows({"file": audit.source.path.name, **each} for each in _plain(audit.findings))
    return text.getvalue()


def as_json(audits: Sequence[Audit]) -> str:
    """A list of files, each with its totals and findings."""
    files: list[dict[str, Any]] = [
        {
            "file": audit.source.path.name,
            "rule": audit.rule,
            "totals": asdict(audit.totals) | _of_claims(audit),
            "findings": list(_plain(audit.findings)),
        }
        for audit in audits
    ]
    return json.dumps(files, indent=2) + "\n"


def _of_claims(audit: Audit) -> dict[str, Any]:
    """The totals of claims; null where they were not checked, which isn't 0."""
    if audit.unclaimed:
        return dict.fromkeys(("claim", "allowed", "unpriced"))
    return {"allowed": str(audit.totals.allowed)}


def _plain(findings: Iterable[Finding]) -> Iterable[dict[str, Any]]:
    for finding in findings:
        yield {**asdict(finding), "date": finding.date.isoformat() if finding.date else None}
