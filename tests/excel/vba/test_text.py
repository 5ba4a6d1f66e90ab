"""Python's text in VBA's source."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute.excel.vba import text


def evaluated(expression: str) -> str:
    """What VBA makes of a string expression: literals with doubled quotes, ChrW of UTF-16 units, joined."""
    units = b""
    for literal, number in re.findall(r'"((?:[^"]|"")*)"|ChrW\((\d+)\)', expression):
        part = int(number).to_bytes(2, "little") if number else literal.replace('""', '"').encode("utf-16-le")
        units += part
    return units.decode("utf-16-le", "surrogatepass")


@given(st.text())
def test_an_expression_is_the_text_in_ascii(plain: str) -> None:
    expression = text.expression(plain)
    assert expression.isascii()
    assert evaluated(expression) == plain


def test_an_empty_text_is_an_expression_too() -> None:
    assert text.expression("") == '""'


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"])))
def test_a_literal_is_the_text_in_quotes(plain: str) -> None:
    assert evaluated(text.literal(plain)) == plain


@pytest.mark.parametrize("plain", ["two\nlines", "a\ttab", "\x00"])
def test_a_literal_holds_no_control_characters(plain: str) -> None:
    with pytest.raises(ValueError, match="control characters"):
        text.literal(plain)
