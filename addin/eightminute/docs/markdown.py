"""Markdown as the guide writes it: tables, and figures as people read them.

>>> print(table(("units", "minutes"), [("1", "8–22")]))
| units | minutes |
|---|---|
| 1 | 8–22 |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from eightminute.rules.model import Figure

_WHOLE_DOLLARS = "dollars a year"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown on one line."""
    lines = [header, ["---"] * len(header), *rows]
    head, rule, *body = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([head, rule.replace(" ", ""), *body])


def cell(text: str) -> str:
    """Plain text as a table's cell can hold it."""
    return text.replace("|", "\\|").replace("*", "\\*").replace("\n", "<br>")


def number(value: Decimal) -> str:
    """A number as short as it can be written.

    >>> number(Decimal("33.4009")), number(Decimal("15"))
    ('33.4009', '15')
    """
    return f"{value.normalize():f}"


def dollars(value: Decimal) -> str:
    """An amount with its cents.

    >>> dollars(Decimal("32.7")), dollars(Decimal("2480"))
    ('$32.70', '$2,480.00')
    """
    return f"${value:,.2f}"


def figure(each: Figure) -> str:
    """A figure as it is read: `$2,480`, `50 %`, `33.4009`, `8`."""
    if each.unit == _WHOLE_DOLLARS:
        return f"${each.value:,}"
    return percent(each.value) if each.unit == "share" else number(each.value)


def percent(share: Decimal) -> str:
    """A share in percent.

    >>> percent(Decimal("0.5")), percent(Decimal("0.005"))
    ('50 %', '0.5 %')
    """
    return f"{number(share * 100)} %"


def change(old: Decimal, new: Decimal) -> str:
    """A change in percent of the old value, to a tenth.

    >>> change(Decimal("32.02"), Decimal("32.73")), change(Decimal(2), Decimal(2))
    ('+2.2 %', 'the same')
    """
    return "the same" if old == new else f"{(new / old - 1) * 100:+.1f} %".replace("-", "−")


def codes(found: Iterable[str]) -> str:
    """Codes in a row, neighbours joined: `97161–97168`.

    >>> codes(["97110", "97161", "97162", "97163", "G0283"])
    '97110, 97161–97163, G0283'
    """
    runs: list[list[str]] = []
    for code in sorted(found):
        if runs and code.isdigit() and runs[-1][-1].isdigit() and int(code) == int(runs[-1][-1]) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    longest_listed = 2
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > longest_listed else ", ".join(run) for run in runs)
