"""`eightminute rules`: list, show, compare and check the rule data, and bring in a new year's.

Everything works on one directory of rule data: that of `--data`, else of EIGHTMINUTE_RULES, else the one that
comes with eightminute. The shipped rules are always there to go on from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from eightminute.errors import InputError, NotPublishedError

if TYPE_CHECKING:
    from eightminute.rules import RuleSet
    from eightminute.rules.book import Book

_IMPORTS = (
    *("rvu", "gpci", "mue-practitioner", "mue-outpatient-hospital"),
    *("ptp-practitioner", "ptp-outpatient-hospital"),
)
_WRONG = 2
_DATE = click.DateTime(["%Y-%m-%d"])
Command = TypeVar("Command", bound=Callable[..., Any])


class _Spoken(click.Group):
    """Says what is wrong in a sentence, with exit status 2, instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (InputError, NotPublishedError) as error:
            raise _Wrong(str(error)) from None


class _Wrong(click.ClickException):
    exit_code = _WRONG


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


def _number(_context: click.Context, _parameter: click.Parameter, value: str) -> Decimal:
    try:
        number = Decimal(value.replace(",", "").removeprefix("$"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise click.BadParameter("must be a number such as 2480 or 33.4009")
    return number


def _data(command: Command) -> Command:
    option = click.option(
        "--data",
        "data",
        envvar="EIGHTMINUTE_RULES",
        type=click.Path(file_okay=False, path_type=Path),
        help="Directory of rule data (default: EIGHTMINUTE_RULES, else the one that comes with eightminute).",
    )
    return option(command)


def _effective(command: Command) -> Command:
    option = click.option(
        "--effective", required=True, type=_DATE, callback=_day, metavar="DATE", help="The folder's date."
    )
    return option(command)


@click.group(cls=_Spoken)
def rules() -> None:
    """List, show, compare, check and update the billing rules."""


@rules.command("list")
@_data
def list_(data: Path | None) -> None:
    """What is covered from when, and what is missing."""
    from eightminute.rules import report

    _say(report.listing(_book(data)))


@rules.command()
@click.argument("period")
@_data
def show(period: str, data: Path | None) -> None:
    """All rules on a date, with their sources.

    PERIOD is a date such as 2026-05-01, or a folder's name such as 2027-01-01-proposed.
    """
    from eightminute.rules import inforce, report

    _say(report.shown(inforce.period(_book(data), period)))


@rules.command()
@click.argument("day", type=_DATE, callback=_day)
@_data
def new(day: date, data: Path | None) -> None:
    """Make the folder of a date.

    That of 1 January starts as a copy of the year before, which is used only once each value is confirmed.
    One in mid-year holds only what is set or imported into it.
    """
    from eightminute.rules.editing import new_folder

    copied = new_folder(_book(data, must_exist=False), _root(data), day)
    click.echo(f"Made {_root(data) / str(day)}.")
    if copied:
        click.echo(f"{len(copied)} figures and tables are copied; none is used until it is confirmed:")
    _say(
        (
            f"  eightminute rules import rvu FILE --effective {day}",
            f"  eightminute rules import gpci FILE --effective {day}",
            f"  eightminute rules set NAME AMOUNT --effective {day} --source … --place …",
            f"  eightminute rules confirm NAME… --effective {day}",
            "  eightminute rules check",
        )
    )
    if data:
        click.echo("Each of them with the same --data, or with EIGHTMINUTE_RULES set to it.")


@rules.command("set")
@click.argument("name")
@click.argument("value", callback=_number)
@_effective
@click.option("--source", required=True, help="The document that says so.")
@click.option("--place", required=True, help="Where in it: page, section, table.")
@click.option("--status", type=click.Choice(["final", "unverified"]), default="final")
@click.option("--reason", default="", help="Why it is unverified; then it is used and marked as such.")
@_data
def set_(  # noqa: PLR0913, PLR0917 - one for each option
    name: str,
    value: Decimal,
    effective: date,
    source: str,
    place: str,
    status: Literal["final", "unverified"],
    reason: str,
    data: Path | None,
) -> None:
    """Set a figure from a date on, with where it was read."""
    from eightminute.rules.editing import own_folder, set_figure

    book, root = _book(data), _root(data)
    folder = own_folder(book, root, effective)
    figure = set_figure(
        book, folder, name, value, source=source, place=place, today=_today(), status=status, reason=reason
    )
    click.echo(f"{name} is {figure.value} {figure.unit} from {effective} ({figure.status}).")


@rules.command()
@click.argument("names", nargs=-1, required=True)
@_effective
@click.option("--source", default="", help="A newer document that says so (default: as the year before).")
@click.option("--place", default="", help="Where in it.")
@_data
def confirm(names: tuple[str, ...], effective: date, source: str, place: str, data: Path | None) -> None:
    """Confirm what is the same as the year before.

    NAMES are figures or tables. Look each one up first: this records today as the day when it was read.
    """
    from eightminute.rules import editing

    book, root = _book(data), _root(data)
    folder = editing.own_folder(book, root, effective)
    editing.confirm(book, folder, names, today=_today(), source=source, place=place)
    click.echo(f"Confirmed for {effective}: {', '.join(names)}.")


@rules.command("import")
@click.argument("kind", type=click.Choice(_IMPORTS), metavar="KIND")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@_effective
@click.option("--release", default="", help="Name of a reissue, such as RVU27AR.")
@click.option("--code", "codes", multiple=True, help="A code to keep besides those known so far.")
@click.option("--force", default="", metavar="REASON", help="Take it in spite of doubts; the reason is kept.")
@_data
def import_(  # noqa: PLR0913, PLR0917 - one for each option
    kind: str,
    files: tuple[Path, ...],
    effective: date,
    release: str,
    codes: tuple[str, ...],
    force: str,
    data: Path | None,
) -> None:
    """Bring in a file of CMS: the ZIP, or the file in it.

    KIND is rvu, gpci, mue-practitioner, mue-outpatient-hospital, ptp-practitioner or ptp-outpatient-hospital.
    PTP edits come in four files, which are given together. What can't be true is refused; a failed import
    changes nothing.
    """
    from eightminute.rules.importers import KINDS, bring_in

    outcome = bring_in(
        _book(data),
        _root(data),
        KINDS[kind],
        files,
        effective,
        today=_today(),
        release=release,
        codes=codes,
        force=force,
    )
    if outcome.table is None:
        click.echo("These files are in already; nothing to do.")
        return
    click.echo(
        f"{outcome.table.release}: {outcome.rows} rows for {effective}, from {outcome.table.cms_file}."
    )
    _say(f"  {remark}" for remark in outcome.remarks)
    if outcome.table.forced:
        click.echo(f"  forced: {outcome.table.forced}")
    elif force:
        click.echo("  --force wasn't needed.")


@rules.command()
@click.argument("old")
@click.argument("new")
@_data
def diff(old: str, new: str, data: Path | None) -> None:
    """What changed between two dates, and its effect on 97112."""
    from eightminute.rules import inforce, report
    from eightminute.rules.diff import compared

    book = _book(data)
    before, after = inforce.period(book, old), inforce.period(book, new)
    old_amounts, new_amounts = _unit_amounts(before), _unit_amounts(after)
    units = {label: (old_amounts[label], new_amounts[label]) for label in old_amounts}
    _say(report.difference(compared(before, after), units))


@rules.command()
@click.option("--today", type=_DATE, callback=_day, help="Judge what is out of date on another day.")
@_data
@click.pass_context
def check(ctx: click.Context, today: date | None, data: Path | None) -> None:
    """Is the data complete, sourced, confirmed, current?

    Ends with 1 while something must be put right: a value of a published year that nobody confirmed, or a
    year that has begun without its rules.
    """
    from eightminute.rules import report
    from eightminute.rules.check import checked

    found = checked(_book(data), today or _today())
    _say(report.findings(found))
    ctx.exit(int(any(each.fails for each in found)))


def _unit_amounts(rules: RuleSet) -> dict[str, Decimal | str]:
    """National amounts of the first and of a later unit of 97112, or the sentence why there is none."""
    from eightminute import claims, payment

    labels = "first unit", "second and later units, reduced (MPPR)"
    try:
        fees = payment.pay([claims.Line("97112", len(labels))], rules).lines[0].fees
    except (InputError, NotPublishedError) as error:
        return dict.fromkeys(labels, str(error))
    return {label: fee.amount for label, fee in zip(labels, fees, strict=True)}


def _book(data: Path | None, *, must_exist: bool = True) -> Book:
    from eightminute.rules.book import Book, shipped

    root = _root(data)
    if must_exist and not root.is_dir():
        raise InputError(f"--data: {root.name} is no directory; eightminute rules new DATE --data makes it")
    own = root.is_dir() and root != Path(str(shipped()))
    return Book([shipped(), root] if own else [shipped()])


def _root(data: Path | None) -> Path:
    from eightminute.rules.book import shipped

    return data.resolve() if data else Path(str(shipped()))


def _today() -> date:
    return datetime.now().astimezone().date()


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
