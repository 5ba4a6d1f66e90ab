r"""Changes to rule data: a new folder, a figure set, an entry confirmed.

`rules.toml` is edited by exchanging the one section that changes; every other line stays as somebody wrote
it, comments included. What comes out is read back and must hold what was meant, or nothing is written.

>>> from eightminute.rules.model import Figure
>>> kx = Figure(label="KX threshold", value="2480", unit="dollars a year", source="CMS", place="table 1",
...             retrieved="2026-11-24", status="final")
>>> print(with_entry("effective = 2026-01-01\n", "kx_threshold_ot", kx), end="")
effective = 2026-01-01
<BLANKLINE>
[figures.kx_threshold_ot]
label = "KX threshold"
value = 2480
unit = "dollars a year"
source = "CMS"
place = "table 1"
retrieved = 2026-11-24
status = "final"
"""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eightminute.errors import InputError, NotPublishedError
from eightminute.rules import inforce, writing
from eightminute.rules.book import Book
from eightminute.rules.folder import RULES, Folder
from eightminute.rules.model import Figure, RulesFile, Sourced, Status, TableSource
from eightminute.rules.ruleset import RuleSet

_FIGURE_KEYS = ("label", "value", "unit", "source", "place", "retrieved", "status", "reason")
_TABLE_KEYS = (
    *("file", "label", "source", "place", "note", "release", "title", "released"),
    *("cms_file", "sha256", "quarter", "forced", "retrieved", "status", "reason"),
)
_OPENING = """\
# Rules for dates of service from this folder's date. Every figure and table has its source, the
# place in it, the day it was read and a status: final, proposed or unverified (with the reason).
effective = {day}
"""
_MID_YEAR = """\
# What changed in mid-year, for dates of service from this folder's date; the rest stands as in the
# year's folder.
effective = {day}
"""


def section(name: str, entry: Sourced) -> str:
    """An entry as its section of `rules.toml`; keys that hold nothing are left out."""
    kind, keys = ("figures", _FIGURE_KEYS) if isinstance(entry, Figure) else ("tables", _TABLE_KEYS)
    values = {key: getattr(entry, key) for key in keys}
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value not in ("", None)]
    return "\n".join([f"[{kind}.{name}]", *lines]) + "\n"


def with_entry(text: str, name: str, entry: Sourced) -> str:
    """The text of a `rules.toml` with this entry in the place of the one of its name, or added."""
    new = section(name, entry)
    heading = new.partition("\n")[0]
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if line.startswith("[")]
    for start, end in pairwise([*starts, len(lines)]):
        if lines[start].strip() == heading:
            kept = _tail(lines[start:end])
            return "".join([*lines[:start], new, *lines[end - kept : end], *lines[end:]])
    tables = next((start for start in starts if lines[start].startswith("[tables.")), None)
    if isinstance(entry, Figure) and tables is not None:
        return "".join([*lines[:tables], new, "\n", *lines[tables:]])
    return "".join([*lines, "\n", new])


def edited(folder: Folder, changes: Mapping[str, Sourced]) -> bytes:
    """The folder's `rules.toml` with these entries set or added.

    Raises InputError where it is written in a form that can't be edited line by line.
    """
    text = folder.path.joinpath(RULES).read_text(encoding="utf-8")
    wanted = folder.rules
    for name, entry in changes.items():
        text = with_entry(text, name, entry)
        kind = "figures" if isinstance(entry, Figure) else "tables"
        wanted = wanted.model_copy(update={kind: {**getattr(wanted, kind), name: entry}})
    try:
        read_back = RulesFile.model_validate(tomllib.loads(text, parse_float=Decimal))
    except (tomllib.TOMLDecodeError, ValidationError):
        read_back = None
    if read_back != wanted:
        raise InputError(
            f"{folder.name}/{RULES}: is written in another form than eightminute writes; "
            f"change {', '.join(changes)} by hand"
        )
    return text.encode()


def own_folder(book: Book, root: Path, day: date) -> Folder:
    """The folder of that date in the user's own directory.

    Raises NotPublishedError, naming the command that makes it, where there is none.
    """
    for folder in book.published:
        if folder.name == str(day) and Path(str(folder.root)) == root:
            return folder
    raise NotPublishedError(
        f"effective {day}: there is no such folder in {root.name}; eightminute rules new {day} makes it"
    )


def new_folder(book: Book, root: Path, day: date) -> tuple[str, ...]:
    """Make the folder of a date, and say what stands in it unconfirmed.

    That of 1 January holds a copy of everything in force the day before, which nobody has confirmed for the
    new year yet; one in mid-year holds nothing but its date. Raises InputError where the folder exists,
    NotPublishedError where the rules before it don't.
    """
    if any(folder.name == str(day) for folder in book.folders):
        raise InputError(f"{day}: the folder exists; nothing was changed")
    text = (_OPENING if (day.month, day.day) == (1, 1) else _MID_YEAR).format(day=day)
    before = inforce.day_before(book, day)
    if before is None:
        raise NotPublishedError(f"{day}: there are no rules for the day before it to go on from")
    copied: dict[str, Sourced] = {}
    files: dict[str, bytes] = {}
    if (day.month, day.day) == (1, 1):
        for name, entry in inforce.entries(before).items():
            update: dict[str, Any] = {"status": "unverified", "reason": ""}
            if isinstance(entry, TableSource):
                update["file"] = f"{name}.csv"
                files[f"{name}.csv"] = inforce.holder(before, name).table_path(entry).read_bytes()
            copied[name] = entry.model_copy(update=update)
            text = with_entry(text, name, copied[name])
    writing.make_folder(root / str(day), {**files, RULES: text.encode()})
    return tuple(copied)


def set_figure(  # noqa: PLR0913 - a figure has that many sides, each an option of the command
    book: Book,
    folder: Folder,
    name: str,
    value: Decimal,
    *,
    source: str,
    place: str,
    today: date,
    status: Status = "final",
    reason: str = "",
) -> Figure:
    """Set a figure in a folder, with where it was read. Label and unit are those of the figure so far.

    Raises InputError for a name that no figure has had, and for a value without its source.
    """
    known = {name: each for folder in book.published for name, each in folder.rules.figures.items()}
    if name not in known:
        nearest = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
        raise InputError(f"{name}: no figure is called that; there are {', '.join(nearest or known)}")
    if not (source.strip() and place.strip()):
        raise InputError(f"{name}: a figure needs its source and the place in it")
    if status == "unverified" and not reason:
        raise InputError(f"{name}: unverified needs a reason; without one the figure isn't used")
    new = Figure(
        label=known[name].label,
        value=value,
        unit=known[name].unit,
        source=source.strip(),
        place=place.strip(),
        retrieved=today,
        status=status,
        reason=reason,
    )
    path = Path(str(folder.path))
    writing.replace({path / RULES: edited(folder, {name: new})})
    return new


def confirm(  # noqa: PLR0913 - as set_figure
    book: Book, folder: Folder, names: Sequence[str], *, today: date, source: str = "", place: str = ""
) -> None:
    """Let unchanged figures or tables stand for the folder's year too, as somebody has looked up today.

    They get back the status (and its reason) that they have in the year before, and its source unless a newer
    one is given. Raises InputError for what isn't in the folder, was changed since it was copied, or changes
    from year to year, unless the document is named that leaves it as it was.
    """
    if bool(source.strip()) != bool(place.strip()):
        raise InputError("source: give it with the place in it, or neither")
    before = inforce.day_before(book, folder.effective)
    earlier = inforce.entries(before) if before else {}
    own: dict[str, Sourced] = {**folder.rules.figures, **folder.rules.tables}
    changes = {}
    for name in names:
        entry, old = own.get(name), earlier.get(name)
        if entry is None:
            raise InputError(f"{name}: isn't in {folder.name}; only what was copied can be confirmed")
        if entry.confirmed:
            raise InputError(f"{name}: is confirmed already; nothing was changed")
        if before is None or old is None or not old.confirmed or not _same(before, folder, name):
            raise InputError(
                f"{name}: isn't as confirmed in the year before; set or import it with its source"
            )
        if not source and _moves(book, name):
            raise InputError(
                f"{name}: changes from year to year; set or import it, or give source and place of the "
                "document that leaves it as it was"
            )
        update = {"status": old.status, "reason": old.reason, "retrieved": today}
        if source:
            update |= {"source": source, "place": place}
        changes[name] = entry.model_copy(update=update)
    writing.replace({Path(str(folder.path)) / RULES: edited(folder, changes)})


def _same(before: RuleSet, folder: Folder, name: str) -> bool:
    if name in folder.rules.tables:
        return tuple(folder.rows(name)) == tuple(inforce.rows(before, name))
    return bool(folder.rules.figures[name].value == before.figures[name].value)


def _moves(book: Book, name: str) -> bool:
    """Whether it differs between years, or only one year has it. A quarterly table may stand on as it is."""
    confirmed = [
        rules
        for rules in book.periods
        if name in inforce.entries(rules) and inforce.entries(rules)[name].confirmed
    ]
    latest = confirmed[-1]
    if name in latest.tables and latest.tables[name].quarter:
        return False
    found = {
        tuple(inforce.rows(rules, name)) if name in rules.tables else rules.figures[name].value
        for rules in confirmed
    }
    return len(found) > 1 or len({rules.folders[0].effective.year for rules in confirmed}) == 1


def _tail(lines: Sequence[str]) -> int:
    """How many lines at the end of a section are blank or comments, and belong to what follows."""
    return sum(1 for _ in takewhile(lambda line: line.lstrip()[:1] in ("", "#"), reversed(lines)))


def _toml(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
