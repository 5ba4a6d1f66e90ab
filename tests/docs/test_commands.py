"""Every command shown on the site runs, in the page's order, and says what the page shows.

`…` alone on a line stands for any lines, within a line for any words; AMOUNT for one of the year before.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.docs.pages import PAGES, ROOT, needed

from eightminute import rules
from eightminute.docs import blocks
from eightminute.rules import book

_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_SHELL = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OWN_TEST = "command-line.md"  # tests/test_command_line_page.py types its day sheet too
WITH_COMMANDS = [
    page
    for page, path in PAGES.items()
    if page != OWN_TEST and _CONSOLE.search(path.read_text(encoding="utf-8"))
]


def shown(page: str) -> Iterator[tuple[str, str]]:
    """The commands of a page, each with the output that it shows."""
    for session in _CONSOLE.findall(PAGES[page].read_text(encoding="utf-8")):
        for command in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
            line, _, output = command.partition("\n")
            yield line, output


def says(output: str, expected: str) -> bool:
    """Whether the output is what a page shows."""
    lines = [
        r"(?:[^\n]*\n)*" if line == "…" else re.escape(line).replace("…", r"[^\n]*") + r"\n"
        for line in expected.splitlines()
    ]
    return re.fullmatch("".join(lines), "\n".join(output.splitlines()) + "\n") is not None


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands are typed: the project's guide, CMS's downloads, rules of one's own."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / blocks.ACCURACY).parent.mkdir(parents=True)
    shutil.copy(ROOT / blocks.ACCURACY, tmp_path / blocks.ACCURACY)
    (tmp_path / "rules").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(book.VARIABLE, "rules")
    return tmp_path


@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_a_page_shows_what_the_commands_say(page: str, workplace: Path) -> None:
    main = _main()
    if any("import" in line for line, _ in shown(page)):
        _downloads(workplace)
    for line, expected in shown(page):
        program, *words = shlex.split(line.replace("AMOUNT", _amount(line)))
        assert program == "eightminute"
        needed(words[0] in main.commands, f"eightminute {words[0]}")
        done = CliRunner().invoke(main, words)
        assert isinstance(done.exception, SystemExit | None), f"{line}\n{done.exception!r}"
        assert says(done.output, expected), f"{line}\n{done.output}"


def test_shell_lines_are_the_readme_s_which_ci_runs() -> None:
    readme = "\n".join(_SHELL.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    for path in PAGES.values():
        for block in _SHELL.findall(path.read_text(encoding="utf-8")):
            assert all(line in readme for line in block.splitlines())


def test_commands_named_in_sentences_are_there() -> None:
    commands = _main().commands
    for page, path in PAGES.items():
        for name in re.findall(r"`eightminute (\w+)", path.read_text(encoding="utf-8")):
            needed(name in commands, f"eightminute {name} ({page})")


def test_an_ellipsis_stands_for_words_or_lines_and_for_nothing_else() -> None:
    assert says("Made a.\n1\n2\nend\n", "Made ….\n…\nend\n")
    assert says("end\n", "…\nend\n")
    assert not says("Made a.\n1\n", "Made ….\n")
    assert not says("Made a\n", "Made ….\n")


def _main() -> click.Group:
    needed(importlib.util.find_spec("eightminute.cli"), "eightminute.cli")
    main = importlib.import_module("eightminute.cli").main
    assert isinstance(main, click.Group)
    return main


def _amount(line: str) -> str:
    name = "conversion_factor" if "conversion_factor" in line else "kx_threshold_ot"
    return str(rules.on(date(2026, 1, 1)).value(name))


def _downloads(where: Path) -> None:
    """Files of CMS's form, as the tests of the importers make them."""
    builder = ROOT / "tests/rules/conftest.py"
    needed(
        builder.exists() and "class Cms" in builder.read_text(encoding="utf-8"), "the importers' test files"
    )
    spec = importlib.util.spec_from_file_location("importers_files", builder)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made  # where its dataclasses look for their own module
    spec.loader.exec_module(made)
    cms = made.Cms(where, book.Book([book.shipped()]).on(date(2026, 12, 31)))
    cms.zipped("rvu27a.zip", [cms.rvu(), cms.rvu("PPRRVU2027_Jan_QPP.csv", factor="34.0700")])
    cms.gpci()
    cms.mue()
    cms.ptp()
