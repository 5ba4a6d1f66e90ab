"""The command line: audits day sheets, the sample that comes with it among them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from eightminute import __version__, docs_cli, install_cli, rules_cli
from eightminute.errors import InputError, NotPublishedError

_FILE = click.Path(path_type=Path, dir_okay=False)
_EXISTING_FILE = click.Path(path_type=Path, dir_okay=False, exists=True, readable=True)
_FOUND, _FAILED = 1, 2


class Refused(click.ClickException):
    """The input is wrong, told in a sentence."""

    exit_code = _FAILED


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (InputError, NotPublishedError) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"{error.filename or 'a file'}: {error.strerror or 'cannot be read'}") from error


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="eightminute")
def main() -> None:
    """Units and notes of timed therapy codes, audited.

    Exit status: 0 nothing found, 1 findings, 2 the command or its input is wrong.
    """


@main.command()
@click.option("--out", type=_FILE, metavar="FILE", help="Keep the sheet in FILE (.xlsx).")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def demo(out: Path | None, *, force: bool) -> None:
    """Audit the sample day sheet, and show what is found.

    Its visits are invented. Without --out nothing is written. The exit status is 0: findings are its purpose.
    """
    from rich.console import Console

    from eightminute.audit import audit_file, sample
    from eightminute.audit.reports import output, terminal

    with _refusals(), TemporaryDirectory() as folder:
        sheet = Path(folder) / "sample.xlsx"
        sample.write(sheet)
        if out is not None:
            if out.suffix.lower() != ".xlsx":
                raise InputError(f"{out.name}: the sample is written as .xlsx")
            with output.new_file(out, source=None, may_replace=lambda _: force) as path:
                path.write_bytes(sheet.read_bytes())
        terminal.show(audit_file(sheet), Console(highlight=False), "Sample day sheet", limit=None)
    if out is not None:
        click.echo(f"\nThe sheet is in {out}. Audit it: eightminute audit {out}")


@main.command()
@click.argument("files", nargs=-1, required=True, type=_EXISTING_FILE, metavar="FILE...")
@click.option("--out", type=_FILE, metavar="FILE", help="Write the results here: .xlsx or .csv.")
@click.option("--force", is_flag=True, help="Replace the results file if it is there.")
@click.option("--map", "mapped", multiple=True, metavar="ROLE=HEADER", help="Say which column is which.")
@click.option("--sheet", metavar="SHEET", help="The sheet to read: its name, or its number from 1.")
@click.option(
    "--rule", default="8-minute", metavar="8-minute|midpoint", help="The payer's rule.", show_default=True
)
@click.option(
    "--setting",
    metavar="SETTING",
    help="practitioner, or outpatient hospital: whose claim edits apply.",
    show_default="practitioner",
)
@click.option(
    "--locality",
    metavar="PLACE",
    help="Medicare locality, such as VT-50 or Vermont.",
    show_default="national",
)
@click.option(
    "--vocabulary",
    type=_EXISTING_FILE,
    metavar="FILE",
    help="The clinic's own words for notes (.toml); else eightminute-vocabulary.toml beside the sheet.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="What is printed: a summary for people, or findings for a program.",
    show_default=True,
)
@click.pass_context
def audit(  # noqa: PLR0913, PLR0917 -- one argument for each option
    context: click.Context,
    files: tuple[Path, ...],
    out: Path | None,
    mapped: tuple[str, ...],
    sheet: str | None,
    rule: str,
    setting: str | None,
    locality: str | None,
    vocabulary: Path | None,
    form: str,
    *,
    force: bool,
) -> None:
    """Audit day sheets: XLSX, or CSV.

    FILE has columns for the service date, the patient or visit, the code, its minutes and the units billed;
    modifiers and notes if there are any. With modifiers the claim of each day is checked and priced too, by
    Medicare's rules. FILE is not changed: the results are a new file beside it, day.audit.xlsx for day.xlsx.

    ROLE is date, patient, visit, code, minutes, units, modifiers or note. HEADER is the column's header, or
    its letter.
    """
    from rich.console import Console

    from eightminute.audit import audit_file
    from eightminute.audit.claiming import Medicare
    from eightminute.audit.columns import parse_map
    from eightminute.audit.reports import machine, results, terminal
    from eightminute.claims import setting_named

    if out is not None and len(files) > 1:
        raise click.UsageError("--out is for the results of one FILE")
    with _refusals():
        chosen = parse_map(mapped)
        asked = setting is not None or locality is not None
        medicare = Medicare(setting_named(setting or "practitioner"), locality or "") if asked else None
    audits = []
    status = 0
    for file in files:
        try:
            with _refusals():
                with terminal.progress(f"Reading {file.name}") as watch:
                    done = audit_file(
                        file,
                        rule=rule,
                        chosen=chosen,
                        sheet=sheet,
                        medicare=medicare,
                        vocabulary=vocabulary,
                        watch=watch,
                    )
                place = out or results.place_for(done)
                with terminal.progress(f"Writing {place.name}") as watch:
                    results.write(done, place, force=force, watch=watch)
        except Refused as refusal:
            refusal.show()
            status = _FAILED
            continue
        audits.append(done)
        if form == "table":
            terminal.show(done, Console(highlight=False), file.name)
            click.echo()
        click.echo(f"Results: {place}", err=form != "table")
        status = max(status, _FOUND if any(done.findings) else 0)
    if form != "table":
        sys.stdout.write(machine.as_csv(audits) if form == "csv" else machine.as_json(audits))
    context.exit(status)


main.add_command(rules_cli.rules)
main.add_command(install_cli.install)
main.add_command(docs_cli.docs)
main.add_command(docs_cli.guide)
