"""The page "Try it" as MkDocs and as Zensical build it, with what it runs on and without."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.pages import ROOT, needed

SCRIPTS = ("try.js", "dress.js", "live.js", "forms.js", "sheet.js", "worker.js", "try.css")
# One of each kind that fetch.sh brings; what is in them is no matter here.
ASSETS = (
    "manifest.json",
    "pyodide/pyodide.mjs",
    "pyodide/pyodide.asm.wasm",
    "pyodide/python_stdlib.zip",
    "tabulator/tabulator_simple.min.css",
    "wheels/eightminute-0-py3-none-any.whl",
)


@pytest.mark.parametrize("assets", [(), ASSETS], ids=["without", "with"])
@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_the_page_is_built(builder: str, assets: tuple[str, ...], tmp_path: Path) -> None:
    needed(importlib.util.find_spec(builder), builder)
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("built"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    built = Path("assets/try/built")
    for name in assets:
        path = tmp_path / "docs" / built / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", builder, "build", "--strict"],
        cwd=tmp_path,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr

    site = tmp_path / "site"
    page = (site / "try-it/index.html").read_text(encoding="utf-8")
    for part in ('id="try-start"', 'id="try-minutes"', 'id="try-session"', 'id="try-note"', 'id="try-grid"'):
        assert part in page, part
    assert 'src="../assets/guide.js"' in page  # which brings try.js
    assert all((site / "assets/try" / name).is_file() for name in SCRIPTS)
    copied = {
        path.relative_to(site / built).as_posix() for path in (site / built).rglob("*") if path.is_file()
    }
    assert copied == set(assets)
