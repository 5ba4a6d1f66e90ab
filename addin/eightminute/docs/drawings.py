"""Drawings for people who would rather look than read, as SVG from the rule data.

Each is drawn twice, for the light and the dark pages, and has a text that says the same. They are narrow, so
that their words can be read on a phone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from eightminute import units
from eightminute.docs import calendar
from eightminute.rules import UnitRule

WIDTH = 480
_MARGIN = 12


@dataclass(frozen=True)
class Colours:
    """Of one scheme: words, lines, bands (words on them are in `on_band`), and what stands out."""

    words: str
    quiet: str
    line: str
    bands: tuple[str, str]
    on_band: str
    strong: str
    on_strong: str


SCHEMES: Mapping[str, Colours] = {
    "light": Colours(
        "#1f2328", "#57606a", "#8c959f", ("#b7e4df", "#8fd3cb"), "#10312e", "#00695c", "#ffffff"
    ),
    "dark": Colours("#e6e8eb", "#b4bac2", "#7d8590", ("#1d5b55", "#2a756d"), "#eafaf8", "#80cbc4", "#0f2b29"),
}


@dataclass(frozen=True)
class Shape:
    """A rectangle or a line of text; `fill` names a colour of the scheme (`bands0` is the first band's)."""

    fill: str
    x: float
    y: float
    width: float = 0
    height: float = 0
    text: str = ""
    size: int = 14
    anchor: str = "start"
    bold: bool = False


@dataclass(frozen=True)
class Drawing:
    """A drawing: its file's name without ending, the text that says the same, its height, its shapes."""

    name: str
    alternative: str
    height: float
    shapes: Sequence[Shape]

    def svg(self, scheme: str) -> str:
        """The file for a scheme."""
        colours = SCHEMES[scheme]
        body = "\n".join(f"  {_svg(shape, colours)}" for shape in self.shapes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height:g}" '
            f'width="{WIDTH}" height="{self.height:g}" role="img" font-family="system-ui, sans-serif">\n'
            f"  <title>{escape(self.alternative)}</title>\n{body}\n</svg>\n"
        )

    def markdown(self, up: str) -> str:
        """Both files as the theme takes them; `up` leads to the guide's top (`../`)."""
        text = self.alternative.replace("[", "(").replace("]", ")")
        return "\n".join(
            f"![{text}]({up}assets/{self.name}-{scheme}.svg#only-{scheme}){{ .drawing }}"
            for scheme in SCHEMES
        )


def all_drawings(rule: UnitRule) -> tuple[Drawing, ...]:
    """Every drawing of the guide."""
    return (
        unit_bands(rule),
        split("pooled", ["97112", "97110"], [24, 23], rule),
        split("tie", ["97112", "97110"], [20, 20], rule),
        year(),
    )


def band(rule: UnitRule, count: int) -> tuple[int, int]:
    """The fewest and the most minutes that make so many units.

    >>> from eightminute import rules
    >>> band(rules.undated(), 2)
    (23, 37)
    """
    least = rule.first_unit_minutes + (count - 1) * rule.unit_minutes
    return least, least + rule.unit_minutes - 1


def unit_bands(rule: UnitRule) -> Drawing:
    """A ruler of minutes, in two rows, with the units that they make."""
    rows, per_row, gap = 2, 4, 86
    shapes: list[Shape] = []
    last = band(rule, per_row)[1]
    scale = (WIDTH - 2 * _MARGIN) / (last + 1)
    for row in range(rows):
        top = 26 + row * gap
        offset = row * (last + 1 - rule.first_unit_minutes)
        if row == 0:
            shapes += [
                Shape("line", _MARGIN, top + 28, scale * rule.first_unit_minutes, 2),
                Shape(
                    "words",
                    _MARGIN + scale * rule.first_unit_minutes / 2,
                    top + 20,
                    text="0",
                    anchor="middle",
                ),
            ]
        for step in range(per_row):
            count = row * per_row + step + 1
            least, most = band(rule, count)
            x = _MARGIN + (least - offset) * scale
            width = (most - least + 1) * scale
            shapes += [
                Shape(f"bands{step % 2}", x, top, width, 30),
                Shape(
                    "on_band",
                    x + width / 2,
                    top + 20,
                    text=f"{count} unit{'s' if count > 1 else ''}",
                    anchor="middle",
                    bold=True,
                ),
                Shape("words", x + width / 2, top + 48, text=f"{least}–{most} min", size=13, anchor="middle"),
            ]
    told = ", ".join(
        f"{band(rule, count)[0]} to {band(rule, count)[1]} minutes {count} unit{'s' if count > 1 else ''}"
        for count in range(1, rows * per_row + 1)
    )
    alternative = f"A ruler of minutes: under {rule.first_unit_minutes} minutes no unit, {told}."
    shapes.insert(
        0, Shape("quiet", _MARGIN, 15, text=f"under {rule.first_unit_minutes} minutes: no unit", size=13)
    )
    return Drawing("unit-bands", alternative, 26 + rows * gap - 26, shapes)


def split(name: str, codes: Sequence[str], minutes: Sequence[int], rule: UnitRule) -> Drawing:
    """A day's codes as bars: whole units, minutes left over, and the units that come of them."""
    day = units.session(codes, minutes, unit_rule=rule)
    tied = day.tie.codes if day.tie else ()
    scale = (WIDTH - 2 * _MARGIN) / (max(minutes) + 1)
    shapes: list[Shape] = []
    told = []
    top = 8.0
    for service in day.services:
        left = service.minutes % rule.unit_minutes
        extra = service.units - service.whole_units
        earned = _earned(left, extra, tied=service.code in tied)
        head = (
            f"{service.code}: {service.minutes} min → {service.units} unit{'s' if service.units != 1 else ''}"
        )
        shapes.append(Shape("words", _MARGIN, top + 12, text=head, size=15, bold=True))
        x = float(_MARGIN)
        for number in range(service.whole_units):
            width = rule.unit_minutes * scale
            shapes += [
                Shape(f"bands{number % 2}", x, top + 20, width - 1, 30),
                Shape("on_band", x + width / 2, top + 40, text="1 unit", anchor="middle"),
            ]
            x += width
        shapes += [
            Shape("strong" if extra else "line", x, top + 20, left * scale, 30),
            Shape("quiet", _MARGIN, top + 68, text=f"{_whole(service.whole_units, rule)}{earned}", size=13),
        ]
        if extra:
            shapes.append(
                Shape("on_strong", x + left * scale / 2, top + 40, text=f"{left} min", anchor="middle")
            )
        told.append(f"{head.replace(' → ', ', ')}: {_whole(service.whole_units, rule)}{earned}")
        top += 88
    total = f"Together {day.timed_minutes} min: {day.timed_units} units for the day"
    shapes.append(Shape("words", _MARGIN, top + 8, text=total, size=15, bold=True))
    alternative = f"A day's minutes as bars. {'. '.join(told)}. {total}."
    return Drawing(f"split-{name}", alternative, top + 18, shapes)


def year() -> Drawing:
    """The billing lead's year, month by month downwards."""
    step, label = 30, 46
    months = calendar.MONTHS
    shapes: list[Shape] = []
    first = min(event.starts for event in calendar.year().events)
    for month in range(first, len(months) + 1):
        y = 14 + (month - first) * step
        shapes += [
            Shape("quiet", _MARGIN, y + 16, text=months[month - 1], size=14, bold=month == len(months)),
            Shape("line", label + _MARGIN, y + 26, WIDTH - label - 2 * _MARGIN, 0.5),
        ]
    lanes: list[int] = []
    told = []
    for number, event in enumerate(calendar.year().events):
        lane = next((i for i, ends in enumerate(lanes) if ends < event.starts), len(lanes))
        lanes[lane : lane + 1] = [event.ends]
        x = label + _MARGIN + lane * 184
        y = 14 + (event.starts - first) * step
        height = (event.ends - event.starts + 1) * step - 4
        strong = event.starts == len(months)
        shapes += [
            Shape("strong" if strong else f"bands{number % 2}", x, y, 180, height),
            Shape(
                "on_strong" if strong else "on_band", x + 8, y + 17, text=event.short, size=13, bold=strong
            ),
        ]
        told.append(f"{event.when}: {event.short}")
    for each in calendar.year().quarterly:
        for month in each.months:
            y = 14 + (month - first) * step
            shapes += [Shape("words", WIDTH - _MARGIN, y + 17, text="Q", size=13, anchor="end", bold=True)]
        shapes.append(Shape("quiet", WIDTH - _MARGIN, 10, text=f"Q: {each.short}", size=12, anchor="end"))
        told.append(f"{each.when} (marked Q): {each.short}")
    return Drawing("year", f"The year. {'; '.join(told)}.", 14 + (len(months) - first + 1) * step, shapes)


def _whole(count: int, rule: UnitRule) -> str:
    return f"{count} × {rule.unit_minutes} min"


def _earned(left: int, extra: int, *, tied: bool) -> str:
    if not left:
        return ""
    if tied:
        return f", {left} min left over: " + ("the last unit goes here" if extra else "or here (a tie)")
    return f", {left} min left over: " + ("1 unit more" if extra else "count for the total only")


def _svg(shape: Shape, colours: Colours) -> str:
    fill = (
        colours.bands[int(shape.fill[-1])] if shape.fill.startswith("bands") else getattr(colours, shape.fill)
    )
    if not shape.text:
        return (
            f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:g}" '
            f'fill="{fill}"/>'
        )
    weight = ' font-weight="600"' if shape.bold else ""
    return (
        f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size}" text-anchor="{shape.anchor}"'
        f'{weight} fill="{fill}">{escape(shape.text)}</text>'
    )
