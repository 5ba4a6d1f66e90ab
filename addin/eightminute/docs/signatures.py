"""The sheet functions as their module declares them: name, arguments, help, examples.

The decorators keep an argument's help only where Excel is, so it is read from the module's source.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from functools import cache

from eightminute.excel import functions


@dataclass(frozen=True)
class Argument:
    """An argument: its name, what it takes, and what it is when it is left out (None: it can't be)."""

    name: str
    help: str
    default: str | None


@dataclass(frozen=True)
class Signature:
    """A sheet function: its one line, what else it says, its source."""

    name: str
    arguments: tuple[Argument, ...]
    summary: str
    body: str
    source: str

    @property
    def formula(self) -> str:
        """How it is typed; arguments that may be left out in brackets."""
        named = [each.name if each.default is None else f"[{each.name}]" for each in self.arguments]
        return f"={self.name}({', '.join(named)})"


@cache
def all_functions() -> tuple[Signature, ...]:
    """Every sheet function, in the order of the module."""
    tree = ast.parse(inspect.getsource(functions))
    return tuple(
        _signature(node)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and any(_called(each) == "func" for each in node.decorator_list)
    )


def _signature(node: ast.FunctionDef) -> Signature:
    helps = {
        call.args[0].value: _text(call.args[1])
        for call in node.decorator_list
        if isinstance(call, ast.Call) and _called(call) == "_arg" and isinstance(call.args[0], ast.Constant)
    }
    parameters = inspect.signature(getattr(functions, node.name)).parameters.values()
    arguments = tuple(
        Argument(each.name, helps[each.name], None if each.default is each.empty else _typed(each.default))
        for each in parameters
    )
    told = (ast.get_docstring(node) or "").partition(">>>")[0].strip()
    text, _, source = told.partition("Source: ")
    summary, _, body = text.partition("\n\n")
    return Signature(
        node.name, arguments, summary.strip(), body.strip(), source.partition("https://")[0].strip()
    )


def _called(node: ast.expr) -> str:
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _text(node: ast.expr) -> str:
    """A text in the source: written there, or the name of one."""
    if isinstance(node, ast.Name):
        return str(getattr(functions, node.id))
    return str(ast.literal_eval(node))


def _typed(default: object) -> str:
    """A default as it is typed in Excel."""
    if isinstance(default, bool):
        return str(default).upper()
    return f'"{default}"'
