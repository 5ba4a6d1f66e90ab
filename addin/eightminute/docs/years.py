"""A page for each rule year with every figure and its source, and a sheet of what changed in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from eightminute.docs import drawings, markdown, periods, templates
from eightminute.docs.periods import Year
from eightminute.rules import Book, RuleSet
from eightminute.rules.catalogue import FIGURES, TABLES
from eightminute.rules.model import Sourced

_PRICE = ("conversion_factor", "rvu", "gpci", "kx_threshold_pt_slp")
_TOLD = {**FIGURES, **TABLES}
_PAYMENT = ("coinsurance_share", "mppr_pe_share", "assistant_paid_share", "medical_review_threshold")


def pages(book: Book) -> Mapping[str, str]:
    """All pages, by their paths in the guide."""
    years = periods.years(book)
    found = {"years/index.md": _index(book)}
    for year in years:
        found[f"years/{year.year}.md"] = _year(year, years[-1])
        if year is not years[0]:
            found[f"years/{year.year}-what-changed.md"] = _changed(book, year, years[-1])
    for folder in book.folders:
        if folder.proposed:
            proposed = book.named(folder.name)
            found[f"years/{folder.effective.year}-proposed.md"] = _proposed(proposed, years[-1])
    return found


def _index(book: Book) -> str:
    years = periods.years(book)
    rows = [
        (
            f"[{year.year}]({year.year}.md)",
            ", ".join(
                markdown.figure(rules.figure("conversion_factor")) for rules in periods.prices_in(year)
            ),
            ", ".join(markdown.dollars(periods.unit_amounts(rules)[0]) for rules in periods.prices_in(year)),
            markdown.figure(year.last.figure("kx_threshold_pt_slp")),
            f"[sheet]({year.year}-what-changed.md)" if year is not years[0] else "",
        )
        for year in reversed(years)
    ]
    proposed = [
        f"[{folder.effective.year}, **proposed**]({folder.effective.year}-proposed.md): not in force, never "
        "used unless asked for by name."
        for folder in book.folders
        if folder.proposed
    ]
    header = ("year", "conversion factor", "first unit of 97112", "KX threshold, PT with SLP", "what changed")
    return templates.page(
        "years.md",
        years=markdown.table(header, rows),
        proposed="\n\n".join(proposed),
        reviewed=reviewed((each for year in years for each in _entries(year)), years[-1]),
    )


def _year(year: Year, newest: Year) -> str:
    tables = [
        f"- **{sentence(each.label)}** (rows: {periods.table_rows(year.last, name)}; {_status(each)}; from "
        f"{_us(periods.since(year.last, name))}). "
        + sentence(markdown.cell(each.provenance.removeprefix(f"{each.label}; ")))
        + (f". {sentence(each.reason)}." if each.reason else ".")
        for name, each in year.last.tables.items()
    ]
    missing = [
        f"- `{name}`: {told} would tell."
        for name, told in _TOLD.items()
        if name not in periods.entries(year.last)
    ]
    return templates.page(
        "year.md",
        year=str(year.year),
        first=_us(date(year.year, 1, 1)),
        last=_us(date(year.year, 12, 31)),
        within=_within(year),
        prices=_prices(year),
        figures=_figures(year),
        tables="\n".join(tables),
        missing="\n".join(missing) or "Nothing that another year has is missing.",
        reviewed=reviewed(_entries(year), newest),
    )


def _changed(book: Book, year: Year, newest: Year) -> str:
    before = periods.changes(book, year)[0][0]
    steps = []
    for old, new in periods.changes(book, year):
        if step := _step(old, new):
            steps += [f"## From {_us(periods.began(new))}", *step]
    return templates.page(
        "what-changed.md",
        year=str(year.year),
        first=_us(periods.began(year.first)),
        before=_us(periods.began(year.first) - timedelta(days=1)),
        steps="\n\n".join(steps),
        stayed="\n".join(f"- {line}" for line in _stayed(before, year.last)),
        ruler=drawings.unit_bands(year.last.unit_rule).markdown("../"),
        to_do="\n".join(f"- {line}" for line in _to_do(before, year)),
        reviewed=reviewed(_entries(year), newest),
    )


def _step(old: RuleSet, new: RuleSet) -> list[str]:
    """What changed between two periods, as tables and lists; nothing where only the edits' tables did."""
    found = []
    rows = [
        (
            sentence(after.label),
            markdown.figure(before),
            f"**{markdown.figure(after)}**",
            markdown.change(before.value, after.value),
        )
        for before, after in periods.changed_figures(old, new)
    ]
    rows += [
        (label, as_text(before), f"**{as_text(after)}**", markdown.change(before, after))
        for label, as_text, before, after in _of_97112(old, new)
        if before != after
    ]
    if rows:
        found.append(markdown.table(("", "before", "now", "change"), rows))
    new_codes = sorted(_codes(new) - _codes(old))
    if new_codes:
        found.append(f"New in the relative values: {markdown.codes(new_codes)}.")
    new_figures = [name for name in new.figures if name not in old.figures]
    if new_figures:
        listed = [f"{new.figures[name].label} {markdown.figure(new.figures[name])}" for name in new_figures]
        found.append(f"New: {'; '.join(listed)}.")
    tables = [name for name in new.tables if periods.since(new, name) == periods.began(new)]
    newer = [
        new.tables[name]
        for name in tables
        if name not in old.tables or new.tables[name].release != old.tables[name].release
    ]
    if newer:
        listed = [f"{each.label} ({each.release})" if each.release else each.label for each in newer]
        found.append(f"New tables: {'; '.join(listed)}.")
    return found


def _of_97112(old: RuleSet, new: RuleSet) -> Iterator[tuple[str, Callable[[Decimal], str], Decimal, Decimal]]:
    """The values and amounts of 97112, before and after."""
    values = old.relative_values(periods.CODE), new.relative_values(periods.CODE)
    parts = (("work", "work"), ("practice expense", "nonfacility_pe"), ("malpractice", "mp"))
    for label, name in parts:
        yield f"97112, {label} value", str, getattr(values[0], name), getattr(values[1], name)
    labels = ("97112, first unit of the day", "97112, further unit (MPPR)")
    amounts = zip(labels, periods.unit_amounts(old), periods.unit_amounts(new), strict=True)
    for label, before, after in amounts:
        yield label, markdown.dollars, before, after


def _codes(period: RuleSet) -> set[str]:
    folder = next(each for each in reversed(period.folders) if "rvu" in each.rules.tables)
    return {each.code for each in folder.rows("rvu")}


def _stayed(old: RuleSet, new: RuleSet) -> Iterator[str]:
    if old.unit_rule == new.unit_rule:
        rule = new.unit_rule
        yield (
            f"A unit is {rule.unit_minutes} minutes, and {rule.first_unit_minutes} minutes make the first. "
            "The 8-minute rule and the midpoint rule are the same."
        )
    if old.assistant_rule == new.assistant_rule:
        yield "CQ and CO: whose minutes count, and how."
    same = [
        f"{sentence(new.figures[name].label)}: {markdown.figure(new.figures[name])}."
        for name in _PAYMENT
        if old.figures[name].value == new.figures[name].value
    ]
    yield from same
    values = old.relative_values(periods.CODE), new.relative_values(periods.CODE)
    if values[0].work == values[1].work:
        yield f"Work value of 97112: {values[1].work}."


def _to_do(before: RuleSet, year: Year) -> Iterator[str]:
    factor = year.last.figure("conversion_factor")
    if before.value("conversion_factor") != factor.value:
        yield "Billing: expect the new amounts on remittances for dates of service from the dates above."
    kx = year.last.figure("kx_threshold_pt_slp")
    if before.value("kx_threshold_pt_slp") != kx.value:
        yield (
            "Front desk and billing: KX is due once the year's allowed amounts pass "
            f"{markdown.figure(kx)} (PT with SLP) or {markdown.figure(year.last.figure('kx_threshold_ot'))} "
            "(OT). The count starts anew on January 1."
        )
    yield "Therapists: nothing about minutes or notes changes unless it stands above."


def _proposed(rules: RuleSet, year: Year) -> str:
    number = periods.began(rules).year
    in_force = year.last.figures
    rows = [
        (
            sentence(each.label),
            markdown.figure(in_force[name]),
            markdown.figure(each),
            markdown.change(in_force[name].value, each.value),
            markdown.cell(each.citation),
        )
        for name, each in rules.figures.items()
        if name in in_force
    ]
    header = ("", f"{year.year}, in force", f"{number}, **proposed**", "change", "source")
    return templates.page(
        "proposed.md",
        year=str(number),
        figures=markdown.table(header, rows),
        factor=markdown.number(rules.value("conversion_factor")),
        missing="\n".join(f"- {sentence(_TOLD[name])}." for name in _PRICE),
        reviewed=reviewed(periods.entries(rules).values(), year),
    )


def _prices(year: Year) -> str:
    rows = []
    for rules in periods.prices_in(year):
        values = rules.relative_values(periods.CODE)
        first, further = periods.unit_amounts(rules)
        rows.append(
            (
                _us(periods.began(rules)),
                markdown.figure(rules.figure("conversion_factor")),
                str(values.work),
                str(values.nonfacility_pe),
                str(values.mp),
                markdown.dollars(first),
                markdown.dollars(further),
            )
        )
    header = (
        "from",
        "conversion factor",
        "work",
        "practice expense",
        "malpractice",
        "first unit",
        "further units",
    )
    return markdown.table(header, rows)


def _figures(year: Year) -> str:
    steps = periods.figure_steps(year)
    often = {name for name, start, _ in steps if start > periods.began(year.first)}
    rows = [
        (
            f"`{name.replace('_', ' ')}`<br>{sentence(each.label)}",
            markdown.figure(each) + (f"<br>from {_us(start)}" if name in often else ""),
            f"{_status(each)}: {markdown.cell(each.provenance)}"
            + (f". {sentence(each.reason)}." if each.reason else ""),
        )
        for name, start, each in steps
    ]
    return markdown.table(("figure", "value", "status and source"), rows)


def _within(year: Year) -> str:
    starts = [
        f"- From {_us(periods.began(period))}: "
        + "; ".join(each.label for each in periods.own_entries(period).values())
        + "."
        for period in year.periods[1:]
    ]
    return "\n".join(["Within the year these changed:\n", *starts]) if starts else ""


def _entries(year: Year) -> Iterable[Sourced]:
    return periods.entries(year.last).values()


def reviewed(entries: Iterable[Sourced], newest: Year) -> str:
    """The closing line of a generated page: when its sources were last read, and when that is next due."""
    read = max(each.retrieved for each in entries)
    return (
        f"*Last reviewed: {read}, when its sources were last read. Next review: by {newest.year + 1}-01-01.*"
    )


def _status(each: Sourced) -> str:
    return each.status if each.status == "final" else f"**{each.status}**"


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _us(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
