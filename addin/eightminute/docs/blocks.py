"""What stands between the markers of a hand-written page: figures and tables from the rule data.

`<!--= figure kx_threshold_ot -->$2,480<!-- /=-->` is a figure within a line; with line breaks after the first
and before the second marker it is a table of its own. The figures are those of the newest year that somebody
stands for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from eightminute import claims, notes
from eightminute.docs import calendar, drawings, markdown, periods
from eightminute.errors import InputError
from eightminute.rules import Book, RuleSet, Setting
from eightminute.rules.model import Sourced, Timing

_BLOCK = re.compile(r"(?P<open><!--= (?P<call>[^>]+?) -->)(?P<text>.*?)(?P<close><!-- /=-->)", re.DOTALL)
_COMMON = ("97110", "97113", "97116", "97124", "97140", "97530", "97535", "97750")
ACCURACY = "benchmarks/results/notes_accuracy.json"


@dataclass(frozen=True)
class Place:
    """Where a block stands: the project's folder, the page's path in the guide; and the rules."""

    root: Path
    page: str
    book: Book

    @property
    def rules(self) -> RuleSet:
        """The rules that the page speaks of."""
        return periods.newest(self.book)

    @property
    def up(self) -> str:
        """The way from the page to the guide's top."""
        return "../" * self.page.count("/")


def filled(text: str, place: Place) -> str:
    """The page with every block as the rule data has it.

    Raises InputError, naming page and block, for a block that nobody knows.
    """

    def fill(found: re.Match[str]) -> str:
        name, *arguments = found["call"].split()
        try:
            content = BLOCKS[name](place, *arguments)
        except (KeyError, TypeError):
            raise InputError(f"{place.page}: there is no block {found['call']}") from None
        around = "\n\n" if found["text"].startswith("\n") else ""
        return f"{found['open']}{around}{content}{around}{found['close']}"

    return _BLOCK.sub(fill, text)


def outside(text: str) -> str:
    """The page without its generated parts: what people wrote."""
    return _BLOCK.sub("", text)


def _year(place: Place) -> str:
    return str(periods.began(place.rules).year)


def _figure(place: Place, name: str) -> str:
    return markdown.figure(place.rules.figure(name))


def _share_taken(place: Place, name: str) -> str:
    return markdown.percent(1 - place.rules.value(name))


def _cite(place: Place, name: str) -> str:
    return place.rules.figure(name).citation


def _first_unit(place: Place, code: str = periods.CODE) -> str:
    return markdown.dollars(periods.unit_amounts(place.rules, code)[0])


def _further_unit(place: Place, code: str = periods.CODE) -> str:
    return markdown.dollars(periods.unit_amounts(place.rules, code)[1])


def _unit_bands(place: Place) -> str:
    rows = []
    for count in range(1, 9):
        least, most = drawings.band(place.rules.unit_rule, count)
        rows.append((f"{least}–{most}", str(count)))
    return markdown.table(("minutes", "units"), rows)


def _drawing(place: Place, name: str) -> str:
    found = {each.name: each for each in drawings.all_drawings(place.rules.unit_rule)}
    return found[name].markdown(place.up)


def _timing(place: Place) -> str:
    groups: dict[tuple[str, str], list[Timing]] = {}
    for each in place.rules.unit_rule.timings:
        groups.setdefault((each.timing, each.status), []).append(each)
    what = {
        "timed": "timed: units by minutes",
        "untimed": "untimed: 1 unit whatever the minutes",
        "first": "the first unit of a pair",
        "additional": "every further unit of a pair",
    }
    rows = [
        (what[timing], markdown.codes(each.code for each in found), _bold(status))
        for (timing, status), found in sorted(groups.items(), key=lambda item: list(what).index(item[0][0]))
    ]
    return markdown.table(("how it counts", "codes", "status"), rows)


def _prices(place: Place) -> str:
    rows = []
    for year in periods.years(place.book):
        for rules in periods.prices_in(year):
            first, further = periods.unit_amounts(rules)
            rows.append(
                (
                    str(periods.began(rules)),
                    markdown.number(rules.value("conversion_factor")),
                    markdown.dollars(first),
                    markdown.dollars(further),
                )
            )
    return markdown.table(("from", "conversion factor", "first unit", "further units (MPPR)"), rows)


def _thresholds(place: Place) -> str:
    names = ("kx_threshold_pt_slp", "kx_threshold_ot", "medical_review_threshold")
    rows = [
        [
            f"[{year.year}]({place.up}years/{year.year}.md)",
            *(markdown.figure(year.last.figure(n)) for n in names),
        ]
        for year in reversed(periods.years(place.book))
    ]
    return markdown.table(("year", "PT with SLP", "OT", "medical review"), rows)


def _pairs(place: Place, code: str, setting: Setting) -> str:
    folder = next(each for each in reversed(place.rules.folders) if f"ptp_{setting}" in each.rules.tables)
    found = folder.rows(f"ptp_{setting}")
    rows = []
    for indicator, may in ((1, "59, XE, XP, XS or XU may allow both"), (0, "never together")):
        above = [
            each.column2 for each in found if each.column1 == code and each.modifier_indicator == indicator
        ]
        below = [
            each.column1 for each in found if each.column2 == code and each.modifier_indicator == indicator
        ]
        if above:
            rows.append((f"{code} is paid, these are denied", markdown.codes(above), may))
        if below:
            rows.append((f"these are paid, {code} is denied", markdown.codes(below), may))
    return markdown.table(("on one day", "codes", "and a modifier"), rows)


def _no_pairs(place: Place, code: str) -> str:
    settings: tuple[Setting, ...] = claims.SETTINGS
    free = [
        other
        for other in (*_COMMON, *(str(each) for each in range(97161, 97169)))
        if not any(place.rules.code_pair(code, other, setting) for setting in settings)
    ]
    return markdown.codes(free)


def _quarter(place: Place, table: str) -> str:
    return place.rules.table(table).quarter


def _unlikely(place: Place, code: str) -> str:
    rows = []
    for setting in claims.SETTINGS:
        limit = place.rules.units_limit(code, setting)
        label = setting.replace("_", " ")
        read = limit.quarter if limit and limit.quarter else _quarter(place, f"mue_{setting}")
        rows.append((label, str(limit.mue) if limit else "none published", read))
    return markdown.table(("setting", f"most units of {code} a day", "quarter of the data"), rows)


def _day_limits(place: Place) -> str:
    folder = next(each for each in reversed(place.rules.folders) if "day_limits" in each.rules.tables)
    groups: dict[tuple[int, int, int], list[str]] = {}
    for each in folder.rows("day_limits"):
        groups.setdefault((each.pt, each.ot, each.slp), []).append(each.code)
    rows = [(markdown.codes(found), *(str(count) for count in limits)) for limits, found in groups.items()]
    return markdown.table(("codes", "PT", "OT", "SLP"), rows)


def _elements(_place: Place) -> str:
    rows = [
        (each.label, "asked for always" if each.key else "asked for by `strict`") for each in notes.ELEMENTS
    ]
    return markdown.table(("element", "NOTECHECK"), rows)


def _accuracy(place: Place) -> str:
    measured: dict[str, Any] = json.loads((place.root / ACCURACY).read_text(encoding="utf-8"))
    parts = []
    for each in measured["sets"]:
        rows = [
            (element.label, *(_score(each["elements"][element.name], column) for column in _SCORES.values()))
            for element in notes.ELEMENTS
        ]
        wrongly = markdown.percent(Decimal(str(each["false_ok"])))
        parts += [
            f"**{each['what']}** ({each['notes']:,} notes):",
            markdown.table(("element", *_SCORES), rows),
            f"Of the four key elements that a note lacks, taken together, {wrongly} are called documented.",
        ]
    return "\n\n".join(parts)


def _comparison(place: Place) -> str:
    measured: dict[str, Any] = json.loads((place.root / ACCURACY).read_text(encoding="utf-8"))["comparison"]
    rows = [
        (
            name,
            f"{score['macro_f1']:.2f}",
            f"{score['min_f1']:.2f}",
            markdown.percent(Decimal(str(score["false_ok"]))),
            f"{score['times']:.2g}",
        )
        for name, score in measured["readers"].items()
    ]
    header = ("reader", "F1, mean", "F1, least", "called documented, and lacking", "times as slow as ours")
    told = f"**{measured['what']}** ({measured['notes']:,} notes), all readers in one run:"
    return f"{told}\n\n{markdown.table(header, rows)}"


_SCORES = {
    "documented": "yes",
    "not documented": "no",
    "right when it says documented": "precision",
    "found of those documented": "recall",
    "called documented of those not": "false_ok",
}


def _score(scores: Mapping[str, Any], column: str) -> str:
    value = scores[column]
    if isinstance(value, int):
        return str(value)
    shown = Decimal("0.001") if column == "false_ok" else Decimal("0.01")
    return markdown.percent(Decimal(str(value)).quantize(shown))


def _sources(place: Place) -> str:
    supports: dict[str, dict[str, set[int]]] = {}
    for year in periods.years(place.book):
        for period in year.periods:
            for each in periods.entries(period).values():
                supports.setdefault(each.source, {}).setdefault(each.label, set()).add(year.year)
    rows = [
        (markdown.cell(source), "; ".join(f"{label} ({_span(years)})" for label, years in labels.items()))
        for source, labels in sorted(supports.items())
    ]
    return markdown.table(("document", "what is taken from it, for which years"), rows)


def _unverified(place: Place) -> str:
    codes = [each.code for each in place.rules.unit_rule.timings if each.status == "unverified"]
    which = {place.rules.table("timing").label: f": {markdown.codes(codes)}"}
    rows = [
        (each.label + which.get(each.label, ""), markdown.cell(each.reason))
        for each in _entries(place)
        if each.status == "unverified"
    ]
    return markdown.table(("unverified", "why, and what would tell"), rows)


def _entries(place: Place) -> Iterator[Sourced]:
    yield from periods.entries(place.rules).values()


def _span(years: AbstractSet[int]) -> str:
    first, last = min(years), max(years)
    if first < last == first + len(years) - 1:
        return f"{first}–{last}"
    return ", ".join(str(year) for year in sorted(years))


def _bold(status: str) -> str:
    return status if status == "final" else f"**{status}**"


BLOCKS: Mapping[str, Callable[..., str]] = {
    "year": _year,
    "figure": _figure,
    "share-taken": _share_taken,
    "cite": _cite,
    "first-unit": _first_unit,
    "further-unit": _further_unit,
    "unit-bands": _unit_bands,
    "drawing": _drawing,
    "timing": _timing,
    "prices": _prices,
    "thresholds": _thresholds,
    "pairs": _pairs,
    "no-pairs": _no_pairs,
    "quarter": _quarter,
    "unlikely": _unlikely,
    "day-limits": _day_limits,
    "elements": _elements,
    "accuracy": _accuracy,
    "comparison": _comparison,
    "sources": _sources,
    "unverified": _unverified,
    "calendar": lambda _place: calendar.table(),
}
