"""Imports run one way: hosts on top, then the rules of billing, then the rule data, then the errors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import eightminute

PACKAGE = Path(eightminute.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
# What a room may not reach up to. `claims` and `payment`, `units` and `assistants` stand beside each other.
BILLING = {"units", "assistants", "notes", "claims", "payment"}
HOSTS = {"excel", "audit", "cli", "rules_cli", "install_cli", "docs_cli", "docs", "sample"}
ABOVE = {
    "errors": HOSTS | BILLING | {"rules"},
    "rules": HOSTS | BILLING,
    **dict.fromkeys(BILLING, HOSTS),
    "excel": HOSTS - {"excel"},
}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "eightminute":
            yield from (f"eightminute.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room(module: str) -> str:
    return module.split(".")[1] if module.startswith("eightminute.") else ""


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_no_module_imports_from_above(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert {room(name) for name in imported(path)} & ABOVE.get(own, set()) == set()


def test_only_the_sheet_functions_import_xlwings() -> None:
    importing = [path for path in MODULES if any(name.split(".")[0] == "xlwings" for name in imported(path))]
    assert [str(path.relative_to(PACKAGE)) for path in importing] == ["excel/functions.py"]


def test_nothing_here_reaches_for_the_network_or_a_licence() -> None:
    forbidden = {"socket", "http", "urllib", "requests", "logging"}
    for path in MODULES:
        names = set(imported(path))
        assert not {name.split(".")[0] for name in names} & forbidden, path
        assert not {name for name in names if name.startswith(("xlwings.pro", "xlwings.server"))}, path
