"""What can't be true of a published file, said as doubts: each names the file, the row and the column.

A doubt refuses the file; who knows better brings it in with a reason, which is kept in the data. No year in
the rule data has overstepped the bounds (the tests show that); they leave room for about half as much again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

_SHOWN = 5


@dataclass(frozen=True)
class Bound:
    """How far a figure moves from one year to the next: a share, or up to `least` whatever the share."""

    share: Decimal
    least: Decimal = Decimal(0)

    def allows(self, old: Decimal, new: Decimal) -> bool:
        """Whether a year could have moved it so far."""
        return abs(new - old) <= max(self.least, abs(old) * self.share)


BOUNDS = {
    "conversion factor": Bound(Decimal("0.10")),
    "work GPCI": Bound(Decimal("0.10")),
    "PE GPCI": Bound(Decimal("0.10")),
    "MP GPCI": Bound(Decimal("0.30")),  # really moved by -29 % in 2024 and by +24 % in 2026
    "work RVU": Bound(Decimal("0.10"), Decimal("0.02")),
    "nonfacility PE RVU": Bound(Decimal("0.30"), Decimal("0.05")),  # +20 % for 97018 in 2025
    # A cent or four each: down by three quarters for evaluations in 2026.
    "MP RVU": Bound(Decimal(0), Decimal("0.05")),
}
# The median move of all localities has been up to 0.1 % in work (many stand at the floor), 0.8 % in PE and
# 4.0 % in MP. More than twice that is allowed; made-up values within the bounds above move further.
MEDIAN_MOVES = {"work GPCI": Decimal("0.005"), "PE GPCI": Decimal("0.02"), "MP GPCI": Decimal("0.09")}
# The longest runs of one value are 11 in the work column (its floor of 1.0), 5 in PE, 4 in MP.
LONGEST_RUNS = {"work GPCI": 16, "PE GPCI": 8, "MP GPCI": 8, "work RVU": 6, "nonfacility PE RVU": 6}
# Between the two quarters here no limit changed; hospital and practitioner differ in 9 %.
CHANGED_SHARE = Decimal("0.05")
PAIRS_GONE_SHARE = Decimal("0.10")


@dataclass(frozen=True)
class Cell:
    """A figure of the file, and where it stands."""

    where: str
    value: Decimal


def jumps(column: str, cells: Mapping[str, Cell], before: Mapping[str, Decimal], period: str) -> list[str]:
    """Figures further from those of the table before than any year has moved them."""
    bound = BOUNDS[column]
    found = [
        f"{cell.where}: {cell.value} for {key} was {before[key]} in {period}; no year has moved it so far"
        for key, cell in cells.items()
        if key in before and not bound.allows(before[key], cell.value)
    ]
    return shortened(found)


def moved_as_a_whole(
    file: str, column: str, cells: Mapping[str, Cell], before: Mapping[str, Decimal], period: str
) -> list[str]:
    """Each figure within its bound, but all together further from the table before than in any year."""
    moves = [abs(cell.value / before[key] - 1) for key, cell in cells.items() if before.get(key)]
    if not moves or (middle := median(moves)) <= MEDIAN_MOVES[column]:
        return []
    moved = f"half of the {len(moves)} rows moved by {middle:.1%} or more since {period}"
    return [f"{file}, column {column}: {moved}; no year has moved so many so far"]


def below_floor(floor: Decimal, cells: Mapping[str, Cell]) -> list[str]:
    """Figures below the floor that their column's name promises."""
    return shortened(
        [
            f"{cell.where}: {cell.value} for {key} is below the column's floor of {floor}"
            for key, cell in cells.items()
            if cell.value < floor
        ]
    )


def repeated(column: str, cells: Iterable[Cell]) -> list[str]:
    """One value, other than 0, standing in more rows after each other than any year has had."""
    longest = LONGEST_RUNS[column]
    run: list[Cell] = []
    found = {}
    for cell in cells:
        run = [*run, cell] if run and run[-1].value == cell.value else [cell]
        if len(run) > longest and cell.value:
            found[run[0].where] = f"{run[0].where}: {cell.value} is repeated down {len(run)} rows"
    return shortened(list(found.values()))


def gone(file: str, what: str, before: Iterable[str], now: Iterable[str], period: str) -> list[str]:
    """Keys of the table before that the file doesn't have."""
    missing = sorted(set(before) - set(now))
    return [f"{file}: {what} of {period} missing: {listed(missing)}; was it cut short?"] if missing else []


def appeared(file: str, what: str, before: Iterable[str], now: Iterable[str], period: str) -> list[str]:
    """Keys of the file that the table before didn't have."""
    new = sorted(set(now) - set(before))
    return [f"{file}: {what} that {period} didn't have: {listed(new)}"] if new else []


def many_changed(file: str, what: str, before: Mapping[str, int], now: Mapping[str, int]) -> list[str]:
    """More values changed at once than any quarter has changed."""
    common = before.keys() & now.keys()
    changed = sorted(key for key in common if before[key] != now[key])
    if len(changed) > max(CHANGED_SHARE * len(common), Decimal(2)):
        return [f"{file}: {len(changed)} of {len(common)} {what} changed at once: {listed(changed)}"]
    return []


def all_alike(file: str, column: str, values: Iterable[object]) -> list[str]:
    """One value all down a column."""
    found = list(values)
    if len(found) > 1 and len(set(found)) == 1:
        return [f"{file}, column {column}: {found[0]} is repeated down all {len(found)} rows"]
    return []


def other_year(file: str, found: str, year: int) -> list[str]:
    """A title of another year than the folder's."""
    if found == str(year):
        return []
    return [f"{file}, title: is {f'of {found}' if found else 'without a year'}; the folder is of {year}"]


def other_quarter(file: str, found: str, wanted: str) -> list[str]:
    """A file of another quarter, as its name or its dates say it."""
    return [f"{file}: is of {found}; the folder's date is in {wanted}"] if found not in ("", wanted) else []


def listed(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def shortened(doubts: list[str]) -> list[str]:
    """The first few doubts of a kind, and how many more there are."""
    more = len(doubts) - _SHOWN
    return [*doubts[:_SHOWN], *([f"{more} more like these"] if more > 0 else [])]
