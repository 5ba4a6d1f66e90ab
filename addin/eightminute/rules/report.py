"""Rules, differences and findings as plain text that fits an 80-column terminal."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from eightminute.rules import check, inforce
from eightminute.rules.book import Book
from eightminute.rules.check import Finding
from eightminute.rules.diff import Difference, TableChange
from eightminute.rules.model import Figure, Sourced, TableSource
from eightminute.rules.ruleset import RuleSet

WIDTH = 80
_SHOWN = 12
Amount = Decimal | str
_LIST = "{:<20} {:>6} {:>9} {:>11} {:>14} {:>8}"


def listing(book: Book) -> Iterator[str]:
    """One line a period: how many of its figures and tables are of which status, and what is missing."""
    yield _LIST.format("from", "final", "proposed", "unverified", "not confirmed", "missing")
    before = None
    for rules in book.periods:
        lacking = check.missing(rules, before)
        yield _line(rules, str(len(lacking)))
        if lacking:
            yield from _wrapped(f"missing: {', '.join(lacking)}", indent=4)
        before = rules
    for folder in book.folders:
        if folder.proposed:
            yield _line(book.named(folder.name), "")


def shown(rules: RuleSet) -> Iterator[str]:
    """Every figure and table in force, each with value, status, source and folder."""
    folders = ", ".join(folder.name for folder in rules.folders)
    yield f"Rules of {rules.period} (folders: {folders})"
    for name, entry in inforce.entries(rules).items():
        folder = inforce.holder(rules, name)
        what = _value(entry) if isinstance(entry, Figure) else f"table, {len(folder.rows(name))} rows"
        yield ""
        yield from _wrapped(f"{name}: {what}, {_status(entry)}", indent=0)
        yield from _wrapped(entry.label, indent=4)
        yield from _wrapped(f"source: {entry.source}", indent=4)
        yield from _wrapped(f"place: {entry.place}", indent=4)
        if isinstance(entry, TableSource):
            yield from _origin(entry)
        yield from _wrapped(f"read on {entry.retrieved}; stands in {folder.name}", indent=4)
        if entry.reason:
            yield from _wrapped(f"reason: {entry.reason}", indent=4)


def difference(found: Difference, units: Mapping[str, tuple[Amount, Amount]]) -> Iterator[str]:
    """What changed, by how much, and the effect on a unit of 97112: by label, its old and its new amount.

    An amount that can't be computed is the sentence that says why.
    """
    yield f"From {found.old} to {found.new}"
    yield ""
    yield from _figures(found)
    if not found.whole:
        yield from _wrapped("Proposed rules: only what both have is compared.", indent=0)
    for table in found.tables:
        if not table.same:
            yield ""
            yield from _table(table)
    if same := [table.name for table in found.tables if table.same]:
        yield ""
        yield from _wrapped(f"Tables without a change: {', '.join(same)}.", indent=0)
    if units:
        yield ""
        yield "A unit of 97112, national amount, dollars:"
    for label, (old, new) in units.items():
        if isinstance(old, Decimal) and isinstance(new, Decimal):
            yield _compared(label, str(old), str(new), new - old, (new - old) / old)
        else:
            why = "; ".join(each for each in (old, new) if isinstance(each, str))
            yield from _wrapped(f"{label}: can't be computed: {why}", indent=2)
    if found.unconfirmed:
        yield ""
        yield from _wrapped(f"Not confirmed yet in {found.new}: {', '.join(found.unconfirmed)}.", indent=0)


def findings(found: Sequence[Finding]) -> Iterator[str]:
    """What `check` found, kind by kind."""
    for kind in check.KINDS:
        of_kind = [each for each in found if each.kind == kind]
        if of_kind:
            yield f"{kind.capitalize()} ({len(of_kind)})"
        for each in of_kind:
            head = ", ".join(part for part in (each.name, each.where) if part)
            yield from _wrapped(f"{head}: {each.text}" if head else each.text, indent=2)
    failing = sum(each.fails for each in found)
    yield f"{failing} to be put right." if failing else "Nothing that must be put right."


def _line(rules: RuleSet, lacking: str) -> str:
    entries = inforce.entries(rules).values()
    count = Counter(each.status if each.confirmed else "not confirmed" for each in entries)
    numbers = (count[status] for status in ("final", "proposed", "unverified", "not confirmed"))
    return _LIST.format(rules.period, *numbers, lacking).rstrip()


def _status(entry: Sourced) -> str:
    return entry.status if entry.confirmed else "not confirmed for this year"


def _value(figure: Figure) -> str:
    return f"{figure.value} {figure.unit}"


def _origin(table: TableSource) -> Iterator[str]:
    parts = {
        "release": table.release,
        "title": table.title,
        "released": str(table.released or ""),
        "file": table.cms_file,
        "SHA-256": table.sha256,
        "note": table.note,
        "forced": table.forced,
    }
    for name, text in parts.items():
        if text:
            yield from _wrapped(f"{name}: {text}", indent=4)


def _figures(found: Difference) -> Iterator[str]:
    if not found.figures:
        yield "No figure changed."
        return
    yield "Figures that changed:"
    for each in found.figures:
        changed = each.amount if each.amount is not None else "new" if each.new else "gone"
        yield _compared(each.name, _shown(each.old), _shown(each.new), changed, each.share)


def _shown(figure: Figure | None) -> str:
    return str(figure.value) if figure else "-"


def _compared(label: str, old: str, new: str, change: Decimal | str, share: Decimal | None) -> str:
    changed = change if isinstance(change, str) else f"{change:+}"
    percent = "" if share is None else f"{share:+.1%}"
    return f"  {label:<38} {old:>9} {new:>9} {changed:>9} {percent:>8}".rstrip()


def _table(table: TableChange) -> Iterator[str]:
    counts = (
        f"{len(table.added)} added, {len(table.removed)} removed, {len(table.changed)} changed, "
        f"{table.rows} rows now"
    )
    yield f"{table.name}: {counts}"
    for word, keys in (("added", table.added), ("removed", table.removed)):
        if keys:
            yield from _wrapped(f"{word}: {_listed(keys)}", indent=2)
    if table.name == "gpci":
        yield from _localities(table.changed)
        return
    for key, columns in table.changed.items():
        parts = [f"{column} {_cell(old)} to {_cell(new)}" for column, (old, new) in columns.items()]
        yield from _wrapped(f"{key}  {', '.join(parts)}", indent=2)


def _localities(changed: Mapping[str, Mapping[str, tuple[Any, Any]]]) -> Iterator[str]:
    """Too many to print: how many moved in each column, and the two that moved furthest."""
    for column in ("work", "pe", "mp"):
        moved = sorted(
            (new / old - 1, key)
            for key, columns in changed.items()
            for old, new in [columns.get(column, (None, None))]
            if old
        )
        if moved:
            (least, lowest), (most, highest) = moved[0], moved[-1]
            yield from _wrapped(
                f"{column}: {len(moved)} changed, from {least:+.1%} ({lowest}) to {most:+.1%} ({highest})",
                indent=2,
            )
    if renamed := [key for key, columns in changed.items() if "name" in columns]:
        yield from _wrapped(f"name: {_listed(renamed)}", indent=2)


def _cell(value: object) -> str:
    return "nothing" if value is None else str(value)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _wrapped(text: str, *, indent: int) -> list[str]:
    first = " " * indent
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=first + "  ", break_on_hyphens=False
    )
