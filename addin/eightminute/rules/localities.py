"""A Medicare locality by what people write: `14512-50`, `VT-50`, `Vermont`.

The key of the fee schedule is contractor and locality number; the number alone is used by many states. A
place's name is part of many localities' (`VA` of `DC + MD/VA SUBURBS`), so that part of a name never answers.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from eightminute.errors import NotPublishedError
from eightminute.rules.model import Locality

_WORDS = re.compile(r"[^A-Z0-9]+")
_REST = "REST OF "
_NEAREST = 3
_SHOWN = 5


def find(localities: Sequence[Locality], wanted: str, period: str) -> Locality:
    """The locality meant by `wanted`, in any case and spacing: its number or its name.

    The number is contractor and number (`14512-50`) or state and number (`VT-50`). A name may leave out what
    stands in brackets, and the further places of a list (`Seattle`, `Los Angeles`); a state's code or name is
    enough where the state has one locality (`VA`, `Hawaii`). Raises NotPublishedError with those that may be
    meant, of that state first, where none or several fit; `period` says for when.
    """
    asked = _plain(wanted)
    exact = [each for each in localities if _tight(asked) in _names(each)]
    of_state = _of_state(localities, asked)
    fitting = exact or of_state or [each for each in localities if asked in _short(each)]
    if len(fitting) == 1:
        return fitting[0]
    having = [each for each in localities if f" {asked} " in f" {_plain(each.name)} "]
    if candidates := list({_number(each): each for each in (*fitting, *having)}.values()):
        raise NotPublishedError(f"locality: may be {_listed(candidates)}; write its number, such as VT-50")
    raise NotPublishedError(
        f"locality: none of this name in {period}; nearest: {_listed(_nearest(localities, asked))}"
    )


def label(locality: Locality) -> str:
    """The locality as people are shown it."""
    return f"{locality.name} ({_number(locality)})"


def _number(locality: Locality) -> str:
    return f"{locality.state}-{locality.locality}"


def _plain(text: str) -> str:
    return _WORDS.sub(" ", text.upper()).strip()


def _tight(plain: str) -> str:
    return plain.replace(" ", "")


def _names(each: Locality) -> set[str]:
    return {_tight(_plain(each.name)), f"{each.mac}{each.locality}", f"{each.state}{each.locality}"}


def _short(each: Locality) -> set[str]:
    """The name without its brackets, and the first place of several."""
    place = each.name.partition("(")[0]
    return {_plain(place), _plain(place.partition("-")[0])}


def _of_state(localities: Sequence[Locality], asked: str) -> list[Locality]:
    """The state's localities, by its code or name (as in `REST OF MAINE`, `HAWAII, GUAM`), its rest first."""
    states = {
        each.state
        for each in localities
        if asked in {each.state, _plain(each.name.removeprefix(_REST).partition(",")[0])}
    }
    found = [each for each in localities if each.state in states]
    return sorted(found, key=lambda each: not each.name.startswith(_REST))


def _nearest(localities: Sequence[Locality], asked: str) -> list[Locality]:
    by_name = {
        name: each for each in localities for name in sorted({_plain(each.name), _plain(_number(each))})
    }
    found = difflib.get_close_matches(asked, by_name, n=2 * _NEAREST, cutoff=0)
    return list({id(by_name[name]): by_name[name] for name in found}.values())[:_NEAREST]


def _listed(localities: Sequence[Locality]) -> str:
    return ", ".join(label(each) for each in localities[:_SHOWN]) + (
        ", …" if len(localities) > _SHOWN else ""
    )
