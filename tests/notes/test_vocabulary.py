"""The vocabulary: data that is refused when it is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from eightminute import notes
from eightminute.notes.vocabulary import Vocabulary, default


def changed(**parts: Any) -> dict[str, Any]:
    return {**default().model_dump(), **parts}


def test_the_one_that_comes_with_it_names_all_nine_elements() -> None:
    assert set(default().elements) == {element.name for element in notes.ELEMENTS}


def test_labels_and_which_are_key_stand_in_the_elements_alone() -> None:
    assert [element.name for element in notes.ELEMENTS if element.key] == [
        "technique",
        "response",
        "duration",
        "progress",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": {}},
        {"elements": {"respnse": {}}},
        {"elements": {"response": {"patern": "x"}}},
        {"elements": {"response": {"patterns": "tol(well"}}},
        {"contexts": {"negated": {"side": "beside", "reach": "clause", "patterns": "no"}}},
    ],
)
def test_what_nobody_defined_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Vocabulary.model_validate(changed(**wrong))


def test_a_wrong_pattern_is_named_by_its_number() -> None:
    with pytest.raises(ValidationError, match="pattern 2: "):
        Vocabulary.model_validate(changed(elements={"response": {"patterns": "tol well\ntol(well"}}))
