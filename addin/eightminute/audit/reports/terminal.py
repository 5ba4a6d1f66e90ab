"""A summary for people: what was read, how much was found, and the first findings. No names, no note text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from eightminute.audit.findings import Kind
from eightminute.audit.reports import fields
from eightminute.audit.run import Audit
from eightminute.audit.watch import Row, Watch, unwatched
from eightminute.excel import cells

_STYLES: dict[Kind, str] = {
    "overbilled": "red",
    "underbilled": "yellow",
    "note": "magenta",
    "note minutes": "magenta",
    "note warning": "yellow",
    "claim": "red",
    "unreadable": "bold red",
    "no rule": "bold",
}
FINDINGS_SHOWN = 20


def show(audit: Audit, console: Console, title: str, limit: int | None = FINDINGS_SHOWN) -> None:
    """Prints the summary and the first findings (all if `limit` is None)."""
    dates = audit.dates
    when = f", {fields.period(dates)}" if dates else ""
    console.print(Text(f"{title}{when}, by the {audit.rule} rule", style="bold"))
    words = f"; notes read with the words of {audit.words}" if audit.words else ""
    console.print(Text(f"{audit.source.label}; {audit.columns.described()}{words}", style="dim"))
    console.print()
    console.print(_summary(audit))
    count = sum(len(result.findings) for result in audit.results)
    if count:
        console.print()
        console.print(_findings(audit, limit))
    if limit is not None and count > limit:
        console.print(f"and {count - limit:,} more in the results file")


def _summary(audit: Audit) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    table.add_column("Number", justify="right")
    table.add_column("Units", justify="right")
    for label, count, units in fields.summary(audit):
        table.add_row(label, "" if count is None else f"{count:,}", f"{units:,}" if units else "")
    if audit.totals.allowed:
        table.add_row("Medicare allows", f"${audit.totals.allowed:,}", "")
    return table


def _findings(audit: Audit, limit: int | None) -> Table:
    table = Table(box=SIMPLE, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Row", justify="right")
    table.add_column("Date", justify="right")
    table.add_column("Code")
    table.add_column("Finding", ratio=1)
    for finding in islice(audit.findings, limit):
        date = cells.text(finding.date) if finding.date else ""
        message = Text(finding.message, style=_STYLES[finding.kind])
        table.add_row(f"{finding.row:,}", date, finding.code, message)
    return table


@contextmanager
def progress(task: str) -> Iterator[Watch]:
    """Watches rows with a progress bar on the terminal; without a terminal nobody watches."""
    if not sys.stderr.isatty():
        yield unwatched
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:

        def watch(rows: Iterator[Row], size: int | None, /) -> Iterator[Row]:
            return iter(bar.track(rows, total=size, description=task))

        yield watch
