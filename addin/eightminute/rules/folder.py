"""One folder of rule data on disk: `rules.toml` and the tables beside it.

A folder is named by the date from which it applies, a proposed one `<date>-proposed`. That of 1 January is
complete; a mid-year one holds only what changed.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from eightminute.errors import InputError, NotPublishedError
from eightminute.rules.catalogue import FIGURES, ROWS, TABLES
from eightminute.rules.model import RulesFile, TableSource

PROPOSED = "-proposed"
RULES = "rules.toml"


@dataclass(frozen=True, eq=False)
class Folder:
    """A folder of rules; reading it is checking it.

    Raises InputError, naming the file and the place in it, for anything that doesn't fit the models.
    """

    path: Traversable
    root: Traversable

    @property
    def name(self) -> str:
        """The folder's name: its date, with `-proposed` behind it for proposed rules."""
        return self.path.name

    @property
    def proposed(self) -> bool:
        """Whether its rules are only proposed."""
        return self.name.endswith(PROPOSED)

    @property
    def effective(self) -> date:
        """The date of service from which it applies."""
        return date.fromisoformat(self.name.removesuffix(PROPOSED))

    @property
    def opens_a_year(self) -> bool:
        """Whether it is the complete folder of 1 January."""
        return (self.effective.month, self.effective.day) == (1, 1)

    @cached_property
    def rules(self) -> RulesFile:
        """What `rules.toml` says."""
        where = f"{self.name}/{RULES}"
        try:
            text = self.path.joinpath(RULES).read_text(encoding="utf-8")
            found = RulesFile.model_validate(tomllib.loads(text, parse_float=Decimal))
        except OSError as error:
            raise InputError(f"{where}: can't be read ({error.strerror})") from None
        except tomllib.TOMLDecodeError as error:
            raise InputError(f"{where}: {error}") from None
        except ValidationError as error:
            raise InputError(f"{where}: {_first(error)}") from None
        if found.effective != self.effective:
            raise InputError(f"{where}: effective {found.effective} is not the folder's date")
        for kind, names, known in (("figure", found.figures, FIGURES), ("table", found.tables, TABLES)):
            if unknown := sorted(names.keys() - known.keys()):
                raise InputError(f"{where}: no {kind} is called {', '.join(unknown)}")
        return found

    def table_path(self, table: TableSource) -> Traversable:
        """Where the table's file stands."""
        folder, _, file = table.file.rpartition("/")
        return (self.root.joinpath(folder) if folder else self.path).joinpath(file)

    def rows(self, name: str) -> Sequence[Any]:
        """The rows of a table, each checked."""
        if name not in self._tables:
            self._tables[name] = self._read(name)
        return self._tables[name]

    @cached_property
    def _tables(self) -> dict[str, Sequence[Any]]:
        return {}

    def _read(self, name: str) -> Sequence[Any]:
        path = self.table_path(self.rules.tables[name])
        where = f"{self.name}: {path.name}"
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise InputError(f"{where}: can't be read ({error.strerror})") from None
        rows = []
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                rows.append(ROWS[name].model_validate({key: value or None for key, value in row.items()}))
            except ValidationError as error:
                raise InputError(f"{where}, line {number}: {_first(error)}") from None
        if not rows:
            raise NotPublishedError(f"{where}: is empty")
        return tuple(rows)


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
