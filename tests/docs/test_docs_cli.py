"""`eightminute docs` and `eightminute guide` as they are typed."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.docs.pages import ROOT, needed

from eightminute import docs_cli
from eightminute.docs import blocks


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / blocks.ACCURACY).parent.mkdir(parents=True)
    shutil.copy(ROOT / blocks.ACCURACY, tmp_path / blocks.ACCURACY)
    return tmp_path


def test_docs_says_what_is_stale_and_writes_it(project: Path) -> None:
    page = project / "docs/years/2026.md"
    page.write_text(page.read_text(encoding="utf-8").replace("$32.73", "$57.00"), encoding="utf-8")
    check = CliRunner().invoke(docs_cli.docs, ["--check", "--root", str(project)])
    assert (check.exit_code, check.output) == (
        1,
        "stale: docs/years/2026.md\neightminute docs writes them.\n",
    )
    written = CliRunner().invoke(docs_cli.docs, ["--root", str(project)])
    assert (written.exit_code, written.output) == (0, "written: docs/years/2026.md\n")
    again = CliRunner().invoke(docs_cli.docs, ["--check", "--root", str(project)])
    assert (again.exit_code, again.output) == (0, "The guide says what the rule data says.\n")


@pytest.mark.parametrize("command", [docs_cli.docs, docs_cli.guide])
def test_elsewhere_they_say_where_the_guide_is(command: click.Command, tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["--root", str(tmp_path)])
    assert done.exit_code == 2
    assert "mkdocs.yml isn't here" in done.output


def test_guide_says_what_it_needs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    done = CliRunner().invoke(docs_cli.guide, ["--root", str(project)])
    assert done.exit_code == 2
    assert 'python -m pip install ".[docs]"' in done.output


def test_guide_builds_into_a_directory(project: Path, tmp_path: Path) -> None:
    needed(importlib.util.find_spec("material"), "mkdocs-material")
    target = tmp_path / "site"
    done = CliRunner().invoke(docs_cli.guide, ["--to", str(target), "--root", str(project)])
    assert done.exit_code == 0
    assert (target / "97112/index.html").is_file()
    assert "index.html" in done.output


def test_guide_fails_with_a_broken_link(project: Path, tmp_path: Path) -> None:
    needed(importlib.util.find_spec("material"), "mkdocs-material")
    page = project / "docs/privacy.md"
    page.write_text("# Privacy\n\n[Nowhere](nowhere.md)\n", encoding="utf-8")
    done = CliRunner().invoke(docs_cli.guide, ["--to", str(tmp_path / "site"), "--root", str(project)])
    assert done.exit_code == 1
