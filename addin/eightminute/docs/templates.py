"""The generated pages' own words, kept as Markdown beside this module."""

from __future__ import annotations

import re
from importlib.resources import files
from string import Template

# At a page's end: its title must come first.
NOTE = "<!-- Written by `eightminute docs` from the rule data: change the data, not this page. -->"
_GAP = re.compile(r"\n{3,}")


def page(template: str, **parts: str) -> str:
    """The page of that template with its parts; an empty part leaves no gap."""
    text = files("eightminute.docs").joinpath("templates", template).read_text(encoding="utf-8")
    return _GAP.sub("\n\n", f"{Template(text).substitute(parts)}\n{NOTE}\n")
