"""What rule data looks like: figures and rows of tables, frozen and checked on loading.

Unknown keys are refused: a key in the wrong place would otherwise be a rule that silently never applies.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from eightminute.errors import NotPublishedError

Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z][0-9]{3}[0-9A-Z]$")]
Status = Literal["final", "proposed", "unverified"]
Kind = Literal["timed", "untimed", "first", "additional"]
Quarter = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}Q[1-4]$")]
# Wide enough for every index that has been published, too narrow for a slipped decimal point.
Index = Annotated[Decimal, Field(ge=Decimal("0.2"), le=Decimal(3))]
RelativeValue = Annotated[Decimal, Field(ge=0, lt=1000, decimal_places=2)]
WholeOrNone = Annotated[int | None, BeforeValidator(lambda value: None if value in ("", None) else value)]


class Model(BaseModel):
    """Frozen, and closed to keys that nobody defined."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Model):
    """Where a figure or a table comes from, when it was read, and how sure it is.

    `unverified` with a reason is used and marked as such; without one (as a new year's copy starts out) it is
    not used at all.
    """

    label: str
    source: str
    place: str
    retrieved: date
    status: Status
    reason: str = ""

    @property
    def citation(self) -> str:
        """Source and place in one line."""
        return f"{self.source} {self.place}" if self.place.startswith("§") else f"{self.source}, {self.place}"

    @property
    def provenance(self) -> str:
        """The citation, and when it was read."""
        return f"{self.citation}; read {self.retrieved}"

    @property
    def confirmed(self) -> bool:
        """Whether somebody stands for it: anything but unverified without a reason."""
        return self.status != "unverified" or bool(self.reason)


class Figure(Sourced):
    """One figure: its value and unit."""

    value: Decimal
    unit: str


class TableSource(Sourced):
    """A table: the file that holds it, and the release of the published file that it was read from.

    `file` stands in the same folder, or as `<folder>/<file>` in that of an earlier date whose table is still
    in force. `quarter` (2024Q3) belongs to tables that CMS publishes quarterly.
    Of a table that CMS splits into several files, `cms_file` and `sha256` name all, in the same order.
    """

    file: Annotated[str, StringConstraints(pattern=r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}/)?[a-z0-9_]+\.csv$")]
    release: str = ""
    title: str = ""
    released: date | None = None
    cms_file: str = ""
    sha256: Annotated[str, StringConstraints(pattern=r"^(?:[0-9a-f]{64}(?: [0-9a-f]{64})*)?$")] = ""
    quarter: Quarter | Literal[""] = ""
    forced: str = ""
    note: str = ""

    @property
    def provenance(self) -> str:
        """What it is and down to which file it can be followed, as far as that was recorded."""
        read = [
            self.label,
            self.citation,
            f"release {self.release}" if self.release else "",
            self.title,
            f"released {self.released}" if self.released else "",
            f"file {self.cms_file}" if self.cms_file else "",
            f"SHA-256 {self.sha256}" if self.sha256 else "",
            f"read {self.retrieved}",
            self.note,
        ]
        return "; ".join(part for part in read if part)


class RulesFile(Model):
    """A folder's `rules.toml`."""

    effective: date
    figures: dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")], Figure] = {}
    tables: dict[str, TableSource] = {}


class Timing(Model):
    """How a code counts time: by the unit (`timed`), not at all (`untimed`), or as a pair of codes.

    In a pair the `first` code is the first unit and the `additional` code, which names its `first_code`,
    every further one.
    """

    code: Code
    timing: Kind
    first_code: Code | None = None
    status: Status
    source: str | None = None

    @model_validator(mode="after")
    def _additional_names_its_first(self) -> Self:
        if (self.timing == "additional") != (self.first_code is not None):
            raise ValueError("an additional code, and no other, names its first code")
        return self

    @model_validator(mode="after")
    def _final_has_a_source(self) -> Self:
        if self.status != "unverified" and not self.source:
            raise ValueError("only an unverified row may lack a source")
        return self

    @property
    def service(self) -> str:
        """The code that stands for the service: a pair's first code, else the code itself."""
        return self.first_code or self.code


class RelativeValues(Model):
    """A code's relative value units, nonfacility, with its status and its MULT PROC flag.

    `nonfacility_pe` is None where CMS flags it NA: the number that stands there is only a copy.
    """

    code: Code
    status: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    work: RelativeValue
    nonfacility_pe: RelativeValue | None
    mp: RelativeValue
    mult_proc: Annotated[int, Field(ge=0, le=9)]


class Locality(Model):
    """A Medicare locality and its geographic practice cost indices."""

    mac: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
    state: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    locality: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
    name: str
    work: Index
    pe: Index
    mp: Index


class UnitsLimit(Model):
    """A medically unlikely edit: most units of a code on a day, and the adjudication indicator.

    `quarter` is that of the edits that it was read in. A row says its own only where the table's was read
    without it; the rule set gives every row's.
    """

    code: Code
    mue: Annotated[int, Field(ge=0, lt=1000)]
    mai: Annotated[str, StringConstraints(pattern=r"^[123](?:\|[123])*$")]
    quarter: Quarter | None = None


class CodePair(Model):
    """A procedure-to-procedure edit: column 2 is denied beside column 1, unless 1 and a modifier applies."""

    column1: Code
    column2: Code
    modifier_indicator: Annotated[int, Field(ge=0, le=1)]


class DayLimit(Model):
    """Units of a code that each discipline may report a day; None where the table says NA."""

    code: Code
    pt: int
    ot: int
    slp: int
    physician_not_under_plan: WholeOrNone


class Instead(Model):
    """The code that Medicare takes instead of one that is not valid for it."""

    code: Code
    instead: Code


class UnitRule(Model):
    """The rule that turns minutes into units, as one rule period has it."""

    unit_minutes: Annotated[int, Field(gt=0)]
    first_unit_minutes: Annotated[int, Field(gt=0)]
    midpoint_minutes: Annotated[int, Field(gt=0)]
    citation: str
    midpoint_citation: str
    timings: tuple[Timing, ...]

    @property
    def substance(self) -> object:
        """What it says, without where that is written."""
        times = {each.code: (each.timing, each.first_code) for each in self.timings}
        return self.unit_minutes, self.first_unit_minutes, self.midpoint_minutes, times

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        codes = [timing.code for timing in self.timings]
        if len(codes) != len(set(codes)):
            raise ValueError("a code stands twice in the timing table")
        return self

    def timing(self, code: str) -> Timing:
        """How `code` counts time.

        Raises NotPublishedError for a code that the timing table doesn't hold.
        """
        try:
            return self._timing_of[code]
        except KeyError:
            raise NotPublishedError(
                f"{code}: no rule here says if its minutes count; CMS's annual therapy code list would tell"
            ) from None

    @cached_property
    def _timing_of(self) -> dict[str, Timing]:
        return {timing.code: timing for timing in self.timings}


class AssistantRule(Model):
    """The rule that says which units carry CQ or CO, as one rule period has it.

    `minutes_share`: above this share of a unit's minutes an assistant's count. `final_unit_minutes`: by the
    therapist alone they leave the last unit without modifier. `split_least` to `split_most`: minutes that
    each furnished of the last two units when one goes with and one without.
    """

    minutes_share: Annotated[Decimal, Field(ge=0, le=1)]
    final_unit_minutes: Annotated[int, Field(gt=0)]
    split_least: Annotated[int, Field(gt=0)]
    split_most: Annotated[int, Field(gt=0)]
    citation: str
    unit_rule: UnitRule

    @property
    def substance(self) -> object:
        """What it says, without where that is written."""
        figures = self.minutes_share, self.final_unit_minutes, self.split_least, self.split_most
        return figures, self.unit_rule.substance
