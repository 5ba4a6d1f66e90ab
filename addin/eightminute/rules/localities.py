"""A Medicare locality by what people write: `14512-50`, `VT-50`, `Vermont`.

The key of the fee schedule is contractor and locality number; the number alone is used by many states.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from eightminute.errors import NotPublishedError
from eightminute.rules.model import Locality

_WORDS = re.compile(r"[^A-Z0-9]+")
_NEAREST = 3


def find(localities: Sequence[Locality], wanted: str, period: str) -> Locality:
    """The locality meant by `wanted`: contractor and number, state and number, or its name.

    Part of a name is enough where only one has it. Raises NotPublishedError with the nearest names where none
    or several fit; `period` says for when.
    """
    asked = _plain(wanted)
    exact = [each for each in localities if asked in _names(each)]
    fitting = exact or [each for each in localities if f" {asked} " in f" {_plain(each.name)} "]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise NotPublishedError(f"locality: may be {_listed(fitting)}; write its number, such as VT-50")
    raise NotPublishedError(
        f"locality: none of this name in {period}; nearest: {_listed(_nearest(localities, asked))}"
    )


def label(locality: Locality) -> str:
    """The locality as people are shown it."""
    return f"{locality.name} ({locality.state}-{locality.locality})"


def _plain(text: str) -> str:
    return _WORDS.sub(" ", text.upper()).strip()


def _names(each: Locality) -> set[str]:
    return {
        _plain(each.name),
        f"{each.mac} {each.locality}",
        f"{each.mac}{each.locality}",
        f"{each.state} {each.locality}",
        f"{each.state}{each.locality}",
    }


def _nearest(localities: Sequence[Locality], asked: str) -> list[Locality]:
    by_name = {name: each for each in localities for name in sorted(_names(each))}
    found = difflib.get_close_matches(asked, by_name, n=4 * _NEAREST, cutoff=0)
    return list({id(by_name[name]): by_name[name] for name in found}.values())[:_NEAREST]


def _listed(localities: Sequence[Locality]) -> str:
    return ", ".join(label(each) for each in localities[:_NEAREST]) + (
        ", …" if len(localities) > _NEAREST else ""
    )
