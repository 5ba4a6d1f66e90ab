"""Patterns as a vocabulary keeps them: one a line, checked on loading, compiled as one."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


def _one_a_line(text: str) -> str:
    for number, line in enumerate(text.strip().splitlines(), start=1):
        try:
            re.compile(line)
        except re.error as error:
            raise ValueError(f"pattern {number}: {error}") from None
    return text


Patterns = Annotated[str, AfterValidator(_one_a_line)]


class Model(BaseModel):
    """Frozen, and closed to keys that nobody defined."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def compiled(patterns: str) -> re.Pattern[str]:
    """One regular expression for the lines of `patterns`, matching whole words."""
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(patterns.strip().splitlines())})(?![a-z0-9])")
