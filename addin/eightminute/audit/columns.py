"""Which column holds what, by the usual headers or as the user says.

>>> roles_of(["DOS", "Visit #", "CPT", "Timed Min.", "Units", "Mod 1", "Mod 2", "Note"])["modifiers"]
(5, 6)
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal, get_args

from eightminute.audit.sources import Source, plain
from eightminute.errors import InputError
from eightminute.excel.shapes import Cell

Role = Literal["date", "patient", "visit", "code", "minutes", "units", "modifiers", "note"]
ROLES: tuple[Role, ...] = get_args(Role)
LABELS: dict[Role, str] = {
    "date": "service date",
    "patient": "patient",
    "visit": "visit",
    "code": "code",
    "minutes": "minutes",
    "units": "units billed",
    "modifiers": "modifiers",
    "note": "note",
}
_NEEDED: tuple[tuple[Role, ...], ...] = (("date",), ("visit", "patient"), ("code",), ("minutes",), ("units",))
_MANY: frozenset[Role] = frozenset({"modifiers", "note"})
_SOAP = frozenset("soap")  # headers of one letter, which mean nothing alone
_ROWS_LOOKED_AT = 30
_FEWEST_HEADERS = 2  # a single word that fits may stand anywhere
_LONGEST_SHOWN = 30  # characters of a header in a message


@dataclass(frozen=True)
class Columns:
    """The header row (from 1), its headers, and the columns (from 0) of each role."""

    header_row: int
    headers: tuple[str, ...]
    at: Mapping[Role, tuple[int, ...]]

    @property
    def who(self) -> Role:
        """What tells one visit of a day from another: the patient where known, else the visit."""
        return "patient" if "patient" in self.at else "visit"

    @property
    def used(self) -> frozenset[int]:
        """The columns that are read."""
        return frozenset(column for columns in self.at.values() for column in columns)

    def described(self) -> str:
        """Which header was taken for which role."""
        named = {role: [self.headers[column] for column in columns] for role, columns in self.at.items()}
        return ", ".join(f"{LABELS[role]} = {' + '.join(named[role])}" for role in ROLES if role in named)


def parse_map(settings: Iterable[str]) -> dict[Role, tuple[str, ...]]:
    """What `--map ROLE=HEADER` says, the role by its name.

    >>> parse_map(["minutes=Time (min)"])
    {'minutes': ('Time (min)',)}
    """
    chosen: dict[Role, tuple[str, ...]] = {}
    for setting in settings:
        name, sign, title = setting.partition("=")
        role = next((role for role in ROLES if role == name.strip().lower()), None)
        if role is None or not sign or not title.strip():
            raise InputError(f"--map: write ROLE=HEADER, ROLE being one of {', '.join(ROLES)}")
        if role in chosen and role not in _MANY:
            raise InputError(f"--map: {role} is given twice")
        chosen[role] = (*chosen.get(role, ()), title.strip())
    return chosen


def find(sources: Sequence[Source], chosen: Mapping[Role, Sequence[str]]) -> tuple[Source, Columns]:
    """The source and the row in it whose cells are the headers of the most roles; the first of equals.

    Raises InputError when a needed column is missing, or can't be told from another.
    """
    best: tuple[int, Source, int, list[str]] | None = None
    refusals: list[InputError] = []
    for source in sources:
        try:
            for number, row in enumerate(islice(source.rows(), _ROWS_LOOKED_AT), start=1):
                headers = [header(cell) for cell in row]
                count = len(roles_of(headers, chosen))
                if best is None or count > best[0]:
                    best = count, source, number, headers
        except InputError as refusal:  # cut at a delimiter that isn't one, a text may make no sense
            refusals.append(refusal)
    if best is None or best[0] < _FEWEST_HEADERS:
        raise refusals[0] if refusals else InputError(_no_headers(sources))
    _, source, number, headers = best
    return source, _columns(source, number, headers, chosen)


def roles_of(
    headers: Sequence[str], chosen: Mapping[Role, Sequence[str]] | None = None
) -> dict[Role, tuple[int, ...]]:
    """The columns (from 0) of each role that the headers name; several for one role if it can't be told."""
    chosen = chosen or {}
    names = [_normal(each) for each in headers]
    found: dict[Role, tuple[int, ...]] = {}
    taken: set[int] = set()
    for role, wanted in chosen.items():
        columns = tuple(column for name in wanted for column in _mapped(names, name))
        if columns:
            found[role] = columns
            taken.update(columns)
    letters = _SOAP.intersection(names)
    for role in ROLES:
        if role in chosen:
            continue
        usual = _usual()[role]
        columns = tuple(
            column
            for column, name in enumerate(names)
            if name in usual and column not in taken and (name not in _SOAP or len(letters) > 1)
        )
        if columns and role not in _MANY:
            first = min((names[column] for column in columns), key=usual.index)
            columns = tuple(column for column in columns if names[column] == first)
        if columns:
            found[role] = columns
    return found


def header(cell: Cell) -> str:
    """The text of a header's cell in one line, without marks that can't be seen."""
    value = plain(cell)
    if not isinstance(value, str):
        return ""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in value).split())


def section(title: str) -> str:
    """The heading that a note's column is, if it is one: `Plan` or `P`, but not `Note`."""
    name = _normal(title)
    return title.strip() if name in _SOAP or name in _SECTIONS else ""


_SECTIONS = frozenset({"subjective", "objective", "assessment", "plan"})


def _columns(
    source: Source, number: int, headers: list[str], chosen: Mapping[Role, Sequence[str]]
) -> Columns:
    at = roles_of(headers, chosen)
    where = f"{source.name}, row {number}"
    for role, wanted in chosen.items():
        for name in wanted:
            if not _mapped([_normal(each) for each in headers], name):
                raise InputError(f"{where}: --map: no header is {role}'s. {_seen(headers)}")
    for roles in _NEEDED:
        if not any(role in at for role in roles):
            label = " or ".join(LABELS[role] for role in roles)
            raise InputError(
                f"{where}: no column for {label}. {_seen(headers)} Say which it is: --map {roles[0]}=HEADER"
            )
    for role, columns in at.items():
        if len(columns) > 1 and role not in _MANY:
            letters = " and ".join(_letter(column) for column in columns)
            raise InputError(
                f"{where}: columns {letters} have the same header for {LABELS[role]}. "
                f"Name one by its letter: --map {role}={_letter(columns[0])}"
            )
    return Columns(number, tuple(headers), at)


def _no_headers(sources: Sequence[Source]) -> str:
    needed = ", ".join(" or ".join(LABELS[role] for role in roles) for roles in _NEEDED)
    return (
        f"{sources[0].path.name}: none of its first {_ROWS_LOOKED_AT} rows has headers that are known. "
        f"Needed are columns for {needed}; name yours, such as --map minutes=HEADER"
    )


def _seen(headers: Sequence[str]) -> str:
    names = [name if len(name) <= _LONGEST_SHOWN else name[:_LONGEST_SHOWN] + "…" for name in headers if name]
    return f"Its headers: {', '.join(names)}."


def _mapped(names: Sequence[str], wanted: str) -> list[int]:
    """The columns of that header, else the one of that letter."""
    normal = _normal(wanted)
    if columns := [column for column, name in enumerate(names) if name and name == normal]:
        return columns
    return [column for column in range(len(names)) if _letter(column) == wanted.strip().upper()]


def _normal(title: str) -> str:
    plain_text = unicodedata.normalize("NFKC", title).casefold().replace("#", " number ")
    words = re.findall(r"[^\W_]+", plain_text)
    if len(words) > 1 and words[-1] == "no":
        words[-1] = "number"
    return " ".join(words)


def _letter(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@cache
def _usual() -> dict[str, list[str]]:
    text = files("eightminute.audit").joinpath("data", "headers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
