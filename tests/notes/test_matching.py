"""Rules over the words of a sentence, and the contexts that take words back."""

from __future__ import annotations

from typing import Any

import pytest

from eightminute.notes.matching import find, flags, sentences
from eightminute.notes.sections import Part
from eightminute.notes.terms import Lexicon
from eightminute.notes.vocabulary import CONTEXT, Context, ElementWords, Trigger

LISTS = {"skill": "balance, gaze", "work": "drills, training", "ignored": "balance billing"}
NO = Context(side="after", within="clause", words=3, terms="no, not")
NEXT = Context(side="before", within="sentence", words=4, terms="next visit, deferred")


def shown(text: str, **rule: Any) -> str | None:
    contexts = {"no": NO, "next": NEXT}
    lexicon = Lexicon(LISTS | {CONTEXT + name: context.terms for name, context in contexts.items()})
    triggers = {CONTEXT + name: Trigger.of(name, context) for name, context in contexts.items()}
    part = Part(0, 0, len(text), "", labelled=False)
    [sentence] = sentences([part], lexicon.scan(text), triggers)
    [check] = ElementWords.model_validate({"rules": [rule]}).checks
    span = find(check, sentence, treated=True)
    return text[span[0] : span[1]] if span else None


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        ({"all": ["skill"]}, "static balance today", "balance"),
        ({"all": ["skill", "work"]}, "training of balance", "training of balance"),
        ({"all": ["skill", "work"], "ordered": True}, "training of balance", None),
        (
            {"all": ["skill", "work"], "ordered": True},
            "balance and gait training",
            "balance and gait training",
        ),
        ({"all": ["skill", "work"], "words": 2}, "balance and gait training", None),  # 3 words on
        ({"all": ["skill", "work"], "clause": True}, "balance poor, training of gait", None),
        ({"all": ["skill", "skill"], "ordered": True}, "balance then gaze", "balance then gaze"),
        ({"all": ["skill"]}, "balance billing", None),
    ],
)
def test_lists_that_show_an_element_together(rule: dict[str, Any], text: str, words: str | None) -> None:
    assert shown(text, **rule) == words


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("no balance training", False),
        ("no gait or balance training", False),
        ("no pain, balance training", True),  # the clause has ended
        ("no pain but balance training", True),
        ("not one of all today's balance drills", True),  # too far
        ("balance training deferred", False),
        ("balance training, next visit", False),  # within the sentence
        ("balance training before gait and stairs next visit", True),  # too far
    ],
)
def test_a_context_takes_back_what_it_reaches(text: str, stands: bool) -> None:
    assert (shown(text, all=["skill"], unless=["no", "next"]) is not None) is stands


def test_a_context_reaches_nothing_that_holds_it() -> None:
    lexicon = Lexicon({"progress": "no progress", CONTEXT + "no": "no"})
    mentions = lexicon.scan("no progress")
    assert not any(flags(mentions, {CONTEXT + "no": Trigger.of("no", NO)}))
