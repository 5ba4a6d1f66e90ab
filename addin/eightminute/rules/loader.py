"""Reads the rule data of a period from its folder."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from eightminute.errors import NotPublishedError
from eightminute.rules.model import Figure, Timing, UnitRule


def data_folder() -> Traversable:
    """The folder of the shipped rule data: one folder per effective date in it."""
    return files("eightminute.rules").joinpath("data")


@cache
def effective_dates() -> tuple[date, ...]:
    """The dates from which a folder of rules applies, oldest first."""
    return tuple(
        sorted(date.fromisoformat(folder.name) for folder in data_folder().iterdir() if folder.is_dir())
    )


def _table(folder: Traversable, name: str) -> list[dict[str, str | None]]:
    lines = folder.joinpath(name).read_text(encoding="utf-8").splitlines()
    return [{key: value or None for key, value in row.items()} for row in csv.DictReader(lines)]


@cache
def unit_rule(effective: date) -> UnitRule:
    """The unit rule in the folder of that effective date."""
    folder = data_folder().joinpath(effective.isoformat())
    rules = tomllib.loads(folder.joinpath("rules.toml").read_text(encoding="utf-8"))
    figures = {name: Figure.model_validate(figure) for name, figure in rules["figures"].items()}
    timings = _table(folder, rules["tables"]["timing"]["file"])
    return UnitRule(
        unit_minutes=int(figures["unit_minutes"].value),
        first_unit_minutes=int(figures["first_unit_minutes"].value),
        midpoint_minutes=int(figures["midpoint_minutes"].value),
        citation=figures["first_unit_minutes"].citation,
        midpoint_citation=figures["midpoint_minutes"].citation,
        timings=tuple(Timing.model_validate(row) for row in timings),
    )


@cache
def undated() -> UnitRule:
    """The unit rule for a question without a date of service: it is answered while every year agrees.

    Raises NotPublishedError once published years differ; then only a dated question has an answer.
    """
    first, *others = (unit_rule(effective) for effective in effective_dates())
    if any(other != first for other in others):
        raise NotPublishedError("the unit rule differs between published years: give the date of service")
    return first
