"""What rule data looks like: figures and tables, each with its source, frozen and checked on loading.

Unknown keys are refused: a key in the wrong place would otherwise be a rule that silently never applies.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from eightminute.errors import NotPublishedError

Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z][0-9]{3}[0-9A-Z]$")]
Status = Literal["final", "proposed", "unverified"]
Kind = Literal["timed", "untimed", "first", "additional"]


class Model(BaseModel):
    """Frozen, and closed to keys that nobody defined."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(Model):
    """One figure: its value, unit, source, the place in it, when it was read, and how sure it is."""

    label: str
    value: Decimal
    unit: str
    source: str
    place: str
    retrieved: date
    status: Status
    reason: str = ""

    @model_validator(mode="after")
    def _unverified_says_why(self) -> Self:
        if self.status == "unverified" and not self.reason:
            raise ValueError("an unverified figure needs a reason")
        return self

    @property
    def citation(self) -> str:
        """Source and place in one line."""
        return f"{self.source} {self.place}"


class Timing(Model):
    """How a code counts time: by the unit (`timed`), not at all (`untimed`), or as a pair of codes.

    In a pair the `first` code is the first unit and the `additional` code, which names its `first_code`,
    every further one.
    """

    code: Code
    timing: Kind
    first_code: Code | None = None
    status: Status
    source: str

    @model_validator(mode="after")
    def _additional_names_its_first(self) -> Self:
        if (self.timing == "additional") != (self.first_code is not None):
            raise ValueError("an additional code, and no other, names its first code")
        return self

    @property
    def service(self) -> str:
        """The code that stands for the service: a pair's first code, else the code itself."""
        return self.first_code or self.code


class UnitRule(Model):
    """The rule that turns minutes into units, as one rule period has it."""

    unit_minutes: Annotated[int, Field(gt=0)]
    first_unit_minutes: Annotated[int, Field(gt=0)]
    midpoint_minutes: Annotated[int, Field(gt=0)]
    citation: str
    midpoint_citation: str
    timings: tuple[Timing, ...]

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
