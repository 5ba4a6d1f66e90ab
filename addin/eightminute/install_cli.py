"""`eightminute install`: the add-in for Excel, put in its place or taken away."""

from __future__ import annotations

from pathlib import Path

import click

_FAILED = 2
_FOLDER = click.Path(path_type=Path, file_okay=False)


class Refused(click.ClickException):
    """The add-in can't be installed or removed here, told in a sentence."""

    exit_code = _FAILED


@click.command()
@click.option(
    "--to", type=_FOLDER, metavar="DIR", help="The folder of the add-in file, instead of Excel's own."
)
@click.option("--uninstall", is_flag=True, help="Remove the add-in.")
def install(to: Path | None, *, uninstall: bool) -> None:
    """Install the functions in Excel for Windows.

    Builds eightminute.xlam for this Python, in the folder whose files Excel opens when it starts. With --to
    DIR the file is written there, on any system.
    """
    from eightminute.excel.vba import installer, surroundings

    where = surroundings.here()
    try:
        place = installer.folder(where, to)
        changed = (installer.uninstall if uninstall else installer.install)(where, to)
    except installer.InstallError as error:
        raise Refused(str(error)) from error
    click.echo(_removed(place, changed=changed) if uninstall else _installed(place, to, changed=changed))


def _installed(place: Path, to: Path | None, *, changed: bool) -> str:
    remove = "eightminute install --uninstall" + (f' --to "{to}"' if to else "")
    news = "is new" if changed else "was there already, and nothing has changed"
    start = "Open it in Excel" if to else "Start Excel"
    return (
        f"eightminute.xlam {news} in {place}\n"
        f"{start}: the functions are in the category eightminute.\n"
        f"To remove it: {remove}"
    )


def _removed(place: Path, *, changed: bool) -> str:
    return f"eightminute.xlam {'is removed from' if changed else 'is not in'} {place}"
