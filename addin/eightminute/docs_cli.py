"""`eightminute docs` and `eightminute guide`: the guide's generated parts, and the guide on this machine."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import click

from eightminute.errors import InputError, NotPublishedError

_WRONG = 2
_ROOT = click.option(
    "--root",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The project's folder (default: the one you are in).",
)


class _Wrong(click.ClickException):
    exit_code = _WRONG


@click.command()
@click.option("--check", is_flag=True, help="Only say what is stale; ends with 1 if anything is.")
@_ROOT
@click.pass_context
def docs(ctx: click.Context, root: Path, *, check: bool) -> None:
    """Write the guide's tables, year pages, function pages and drawings from the rule data."""
    from eightminute.docs import site
    from eightminute.rules import book

    try:
        changed = (site.stale if check else site.write)(root, book.default())
    except (InputError, NotPublishedError) as error:
        raise _Wrong(str(error)) from None
    for page in changed:
        click.echo(f"{'stale' if check else 'written'}: {page}")
    if not changed:
        click.echo("The guide says what the rule data says.")
    elif check:
        click.echo("eightminute docs writes them.")
    ctx.exit(int(check and bool(changed)))


@click.command()
@click.option(
    "--to", "target", type=click.Path(file_okay=False, path_type=Path), help="Only build it, there."
)
@click.option("--port", default=8000, show_default=True, help="The port of this machine that shows it.")
@_ROOT
@click.pass_context
def guide(ctx: click.Context, target: Path | None, port: int, root: Path) -> None:
    """Build the guide and show it on this machine; nothing leaves it."""
    if not (root / "mkdocs.yml").is_file():
        raise _Wrong("mkdocs.yml isn't here: the guide is built in the project's own folder")
    if importlib.util.find_spec("mkdocs") is None or importlib.util.find_spec("material") is None:
        raise _Wrong(
            'the guide needs mkdocs-material, which isn\'t installed: python -m pip install ".[docs]"'
        )
    command = [sys.executable, "-m", "mkdocs"]
    if target:
        # Without --quiet: under it --strict lets broken links pass.
        command += ["build", "--strict", "--site-dir", str(target.resolve())]
    else:
        command += ["serve", "--dev-addr", f"127.0.0.1:{port}"]
        click.echo(f"The guide is at http://127.0.0.1:{port}/ until you press Ctrl+C.")
    done = subprocess.run(command, cwd=root, check=False)  # noqa: S603 -- our own interpreter, fixed words
    if target and not done.returncode:
        click.echo(f"Open {target / 'index.html'}.")
    ctx.exit(done.returncode)
