"""A marker within a paragraph doesn't begin a line: Markdown would end the paragraph or list there."""

from __future__ import annotations

import re

import pytest
from tests.docs.pages import PAGES

_ENDS_A_PARAGRAPH = re.compile(r"(?<=[^\n]\n)[ \t]*<!--= [^>]+ -->[^\n]+")


@pytest.mark.parametrize("page", PAGES)
def test_no_marker_ends_a_paragraph(page: str) -> None:
    assert _ENDS_A_PARAGRAPH.findall(PAGES[page].read_text(encoding="utf-8")) == []


def test_a_marker_that_does_is_found() -> None:
    assert _ENDS_A_PARAGRAPH.findall("1. A unit gets\n   <!--= figure x -->50 %<!-- /=-->.\n")
    assert not _ENDS_A_PARAGRAPH.findall(
        "\n\n<!--= drawing x -->\n\nA unit gets <!--= figure x -->50 %<!-- /=-->.\n"
    )
