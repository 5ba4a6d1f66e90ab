"""Every formula on the site is executed, and answers what the page shows."""

from __future__ import annotations

import re

import pytest
from tests.docs.pages import PAGES, Shown, formulas, says

from eightminute.docs import formulas as evaluator
from eightminute.docs.formulas import Sheet
from eightminute.docs.signatures import all_functions


def wrong(shown: Shown) -> str:
    """What differs between a page and the functions; nothing where they agree."""
    if shown.table is not None:
        cells = evaluator.rows(shown.sheet.value(shown.formula))
        return "" if cells == shown.table else f"{shown.formula}: fills {cells}"
    answer = shown.sheet.answer(shown.formula)
    if shown.answer is not None and not says(shown.answer, answer):
        return f"{shown.formula}: {answer}, not {shown.answer}"
    message = shown.sheet.message(shown.formula)
    if shown.message is not None and not says(shown.message, message):
        return f"{shown.formula}: {message}, not {shown.message}"
    return ""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_the_functions_answer(page: str) -> None:
    found = [wrong(shown) for shown in formulas(PAGES[page].read_text(encoding="utf-8"))]
    assert [each for each in found if each] == []


def test_no_formula_escapes() -> None:
    # Each "=NAME(" of a page is one that `formulas` found.
    for page, path in PAGES.items():
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"`(=[A-Z0-9]+\()", text)
        assert len(named) == len(list(formulas(text))), page


def test_every_function_is_shown_with_examples_and_with_an_error() -> None:
    for function in all_functions():
        text = PAGES[f"functions/{function.name}.md"].read_text(encoding="utf-8")
        examples = [each for each in formulas(text) if function.name in each.formula]
        errors = [each for each in examples if each.message is not None]
        assert len(examples) > len(errors) > 0, function.name
        assert all(each.answer in {"#VALUE!", "#N/A"} and each.message for each in errors), function.name


def test_a_wrong_answer_is_found() -> None:
    page = (
        "|  | A |\n|---|---|\n| **1** | 25 |\n\n| formula | answer |\n|---|---|\n| `=UNITS97112(A1)` | {} |\n"
    )
    right, false = next(formulas(page.format(2))), next(formulas(page.format(3)))
    assert wrong(right) == ""
    assert wrong(false) == "=UNITS97112(A1): 2, not 3"


@pytest.mark.parametrize(
    "formula", ["UNITS97112(25)", "=UNITS97112(25", "=25 25", "=", "=A1+A2", "=lower(1)"]
)
def test_what_is_no_formula_is_said(formula: str) -> None:
    with pytest.raises(ValueError, match="not a formula of the guide"):
        Sheet.of([]).value(formula)


def test_a_sheet_reads_cells_as_people_type_them() -> None:
    sheet = Sheet.of([["97112", "25 min", ""], ["8"]])
    assert sheet.value("=A1") == 97112
    assert sheet.value("=B1") == "25 min"
    assert sheet.value("=C1") is None
    assert sheet.value("=A1:B2") == [[97112, "25 min"], [8, None]]
    assert sheet.value("=SUM(A2, 7, B1:B2)") == 15  # 8 + 7; texts and blanks count for nothing
    assert sheet.value('="a ""b"""') == 'a "b"'
