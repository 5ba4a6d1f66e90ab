"""All rule data there is: the folders that come with eightminute and those of the user's own, by date.

A folder of the user's (in the directory that EIGHTMINUTE_RULES names) takes the place of a shipped one of the
same name.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from eightminute.errors import InputError, NotPublishedError
from eightminute.rules.folder import Folder
from eightminute.rules.ruleset import RuleSet

Part = TypeVar("Part")
VARIABLE = "EIGHTMINUTE_RULES"
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}(?:-proposed)?")


class Book:
    """Rules by date of service, from the folders of one or more directories (later ones win)."""

    def __init__(self, roots: Sequence[Traversable]) -> None:
        by_name = {
            path.name: Folder(path, root)
            for root in roots
            for path in root.iterdir()
            if path.is_dir() and _NAME.fullmatch(path.name)
        }
        self.folders = tuple(sorted(by_name.values(), key=lambda folder: (folder.effective, folder.name)))
        self._in_force: dict[tuple[Folder, ...], RuleSet] = {}

    @property
    def published(self) -> tuple[Folder, ...]:
        """The folders that are not only proposed, oldest first."""
        return tuple(folder for folder in self.folders if not folder.proposed)

    @property
    def periods(self) -> tuple[RuleSet, ...]:
        """The rules from each published date on, oldest first."""
        return tuple(self.on(folder.effective) for folder in self.published)

    def on(self, service_date: date) -> RuleSet:
        """The rules in force on a date of service.

        Raises NotPublishedError, naming the folder to add, for a date in a year without its own folder.
        """
        year = [
            folder
            for folder in self.published
            if folder.effective.year == service_date.year and folder.effective <= service_date
        ]
        if not year or not year[0].opens_a_year:
            raise NotPublishedError(
                f"service_date {service_date}: no rules for {service_date.year} are published here; the "
                f"folder {service_date.year}-01-01 is missing (the fee schedule's final rule, its relative "
                "value file, Addendum E and the KX threshold transmittal would tell)"
            )
        return self._ruleset(tuple(year))

    def named(self, name: str) -> RuleSet:
        """The rules of a folder by its name, a proposed one's by `2027-01-01-proposed`.

        Raises NotPublishedError where there is no such folder, InputError for what is no such name.
        """
        if not _NAME.fullmatch(name):
            raise InputError("period: must be a date such as 2026-01-01, or 2027-01-01-proposed")
        for folder in self.folders:
            if folder.name == name:
                return self._ruleset((folder,)) if folder.proposed else self.on(folder.effective)
        raise NotPublishedError(f"period {name}: there is no such folder in the rule data")

    def undated(self, part: Callable[[RuleSet], Part], substance: Callable[[Part], object]) -> Part:
        """A part of the rules for a question without a date of service: answered while every year agrees.

        They agree if the `substance` of the part is the same, whatever they cite for it; the newest year's is
        given. Years that nobody has confirmed yet don't count. Raises NotPublishedError once published years
        differ; then only a dated question has an answer.
        """
        answers = []
        for folder in self.published:
            if folder.opens_a_year:
                with contextlib.suppress(NotPublishedError):
                    answers.append(part(self.on(folder.effective)))
        if not answers or any(substance(answer) != substance(answers[-1]) for answer in answers):
            raise NotPublishedError("the rule differs between published years: give the date of service")
        return answers[-1]

    def _ruleset(self, folders: tuple[Folder, ...]) -> RuleSet:
        if folders not in self._in_force:
            self._in_force[folders] = RuleSet(folders)
        return self._in_force[folders]


def shipped() -> Traversable:
    """The directory of the rule data that comes with eightminute."""
    return files("eightminute.rules").joinpath("data")


def default() -> Book:
    """The shipped rules, with the user's own where EIGHTMINUTE_RULES names their directory."""
    return _book(os.environ.get(VARIABLE, ""))


@cache
def _book(own: str) -> Book:
    if own and not Path(own).is_dir():
        raise InputError(f"{VARIABLE}: names no directory")
    return Book([shipped(), Path(own)] if own else [shipped()])
