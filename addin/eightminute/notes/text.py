"""A note as it is read: lower case, single spaces, whole sentences, and the way back to the original.

>>> working = Working("Pt  tol\u00a0well.")
>>> working.text, working.original_span(3, 6)
('pt tol well.', (4, 7))
"""

from __future__ import annotations

import re
from bisect import bisect_right

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2192\u27f6\u2794", ">"),
        **dict.fromkeys("\u00a0\u202f\u2009\u3000", " "),
        **dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"),
        **dict.fromkeys("\u2022\u25cf\u25aa\u00b7", "-"),
        "\u00d7": "x",
        "\t": "|",
    }
)
_RUN = re.compile(r"[ \n]{2,}")
# A line that breaks in the middle of a sentence: a long one, and the next begins with no mark and no label.
_WRAP = re.compile(
    r"\n(?<=[^\n\x1c]{60}\n)(?<![.!?:;|\"]\n)(?![-*>#]|\d{1,2}[.)]|[a-z][a-z /&#'-]{0,30}(?::| - ))"
)
_BLANK_LINE = "\x1c"  # stands for one while wrapped lines are joined


class Working:
    """The note's text as terms meet it, and the way back to the original."""

    def __init__(self, original: str) -> None:
        self.original = original
        plain = original.translate(_PLAIN)
        lowered = plain.lower()
        if len(lowered) != len(plain):  # a few letters have two in lower case
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
        pieces: list[str] = []
        self._starts, self._removed, last, removed = [0], [0], 0, 0
        for run in _RUN.finditer(lowered):
            pieces.append(lowered[last : run.start()] + _evened(run[0], original.count("\r\n", *run.span())))
            last = run.end()
            removed += len(run[0]) - 1
            self._starts.append(last - removed)
            self._removed.append(removed)
        pieces.append(lowered[last:])
        self.text = _WRAP.sub(" ", "".join(pieces)).replace(_BLANK_LINE, "\n")

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original."""
        return self._original(start), self._original(end - 1) + 1

    def _original(self, position: int) -> int:
        return position + self._removed[bisect_right(self._starts, position) - 1]


def _evened(run: str, pairs: int) -> str:
    """One character for a run of spaces and line breaks, of which some pairs are one break."""
    breaks = run.count("\n") - pairs
    return " " if not breaks else "\n" if breaks == 1 else _BLANK_LINE
