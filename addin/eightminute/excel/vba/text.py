"""Python's text as VBA writes it.

>>> literal('Ask for "midpoint" ')
'"Ask for ""midpoint"" "'
>>> expression("José and Łukasz")
'"Jos" & ChrW(233) & " and " & ChrW(321) & "ukasz"'
"""

from __future__ import annotations

import re

_PRINTABLE_ASCII = re.compile(r"[ -~]+")


def literal(text: str) -> str:
    """A string literal ([MS-VBAL] §3.3.4).

    Raises ValueError for line ends and other control characters, which none can hold.
    """
    if not text.isprintable():
        raise ValueError("VBA: a string literal can't hold control characters")
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def expression(text: str) -> str:
    """Any text as an expression in ASCII: right in whichever code page the source is read."""
    parts = []
    for part in re.findall(r"[ -~]+|[^ -~]", text):
        ascii_part = _PRINTABLE_ASCII.fullmatch(part)
        parts += [literal(part)] if ascii_part else [f"ChrW({unit})" for unit in _utf16(part)]
    return " & ".join(parts) or '""'


def _utf16(character: str) -> list[int]:
    encoded = character.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(encoded[place : place + 2], "little") for place in range(0, len(encoded), 2)]
