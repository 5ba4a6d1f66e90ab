"""The vocabulary: data that is refused when it is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from eightminute import notes
from eightminute.notes.terms import terms
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
        {"elements": {"response": {"rule": []}}},
        {"elements": {"response": {"rules": [{"all": []}]}}},
        {"elements": {"response": {"rules": [{"all": ["no such list"]}]}}},
        {"elements": {"response": {"not_in": ["no such section"]}}},
        {"elements": {"response": {"unless": ["no such context"]}}},
        {"contexts": {"negated": {"side": "beside", "within": "clause", "words": 3, "terms": "no"}}},
        {"lists": {"technique": "pnf|("}},
    ],
)
def test_what_nobody_defined_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Vocabulary.model_validate(changed(**wrong))


def test_every_list_is_used() -> None:
    words = default()
    rules = [rule for part in (*words.elements.values(), *words.whole_note.values()) for rule in part.rules]
    used = {name for rule in rules for name in rule.all}
    used |= {"ignored", "placeholder", "elsewhere", "minutes", "metres_or_minutes", "hours", "resumed"}
    texts = [*words.lists.values(), *(context.terms for context in words.contexts.values())]
    used |= {name for name in words.lists if any("{" + name + "}" in text for text in texts)}
    assert set(words.lists) - used == set()


def test_every_context_is_used() -> None:
    words = default()
    parts = (*words.elements.values(), *words.whole_note.values())
    used = {
        name for part in parts for name in (*part.unless, *(n for rule in part.rules for n in rule.unless))
    }
    assert {name for name in words.contexts if not name.startswith("time_")} - used == set()


def test_no_term_stands_twice_in_a_list() -> None:
    for name, text in default().lists.items():
        listed = terms(text)
        assert len(listed) == len(set(listed)), name
