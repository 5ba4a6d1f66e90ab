"""The notation of terms, and the walk that finds them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute.notes.terms import Lexicon, checked


def found(term: str, text: str, **lists: str) -> list[str]:
    return [
        text[mention.start : mention.end]
        for mention in Lexicon({"it": term, **lists}).scan(text)
        if mention.list == "it"
    ]


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        (
            "weight shift",
            "weight-shift, weight shift, weight/shift",
            ["weight-shift", "weight shift", "weight/shift"],
        ),
        ("weight shift", "weight shifting", []),
        ("weight shift*", "weight shifting", ["weight shifting"]),
        ("sls", "slsx sls", ["sls"]),
        ("weight|wt shift", "wt shift", ["wt shift"]),
        ("bean_bag|ball toss", "bean bag toss, ball toss", ["bean bag toss", "ball toss"]),
        ("with the? ball", "with ball with the ball", ["with ball", "with the ball"]),
        ("set #", "set 3 set x", ["set 3"]),
        ("#x#", "3x10 x10", ["3x10"]),
        ("##", "4 44 444", ["44", "444"]),
        ("# the? {ball}", "4 ball, 4/the balloon, 4 the cane", ["4 ball", "4/the balloon"]),
        ("#_min|#_hours", "4 min, 4-hours, 4min", ["4 min", "4-hours"]),
        ("#.# .. #", "1.2 of about 9", ["1.2 of about 9"]),
        ("hand .. belt", "hand at the belt, hand belt, hand, belt", ["hand at the belt", "hand belt"]),
        ("{ball} toss", "balloon toss", ["balloon toss"]),
        ('"', '"swimmy" 4" box', ['"', '"']),
    ],
)
def test_what_each_mark_stands_for(term: str, text: str, words: list[str]) -> None:
    assert found(term, text, ball="ball, balloon") == words


def test_of_two_terms_of_a_list_the_longer_one_is_found() -> None:
    assert found("tandem, tandem stance", "tandem stance") == ["tandem stance"]


def test_a_clause_ends_at_a_mark_or_a_conjunction() -> None:
    mentions = Lexicon({"it": "ab, ac, ad, ae, af"}).scan("ab, ac and ad (ae) but af")
    assert len({mention.clause for mention in mentions}) == len(mentions) == 5


def test_words_are_counted() -> None:
    [one, two] = Lexicon({"it": "sls, step over the cane"}).scan("sls then step over the cane")
    assert (one.word, one.last_word) == (1, 1)
    assert (two.word, two.last_word) == (3, 6)  # step over the cane: words 3 to 6


@pytest.mark.parametrize("wrong", ["tol(well", "two  spaces, [x]", "\\w+", "* well"])
def test_a_regular_expression_is_no_term(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a term: "):
        checked(wrong)


def test_a_list_within_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="no such list, or a list within itself: it"):
        Lexicon({"it": "{it} again"})


@given(st.text(alphabet="ab -/,0123456789\n", max_size=60))
def test_mentions_are_in_order_and_hold_what_they_say(text: str) -> None:
    last = 0
    mentions = Lexicon({"a": "a*, b a", "n": "#, # a*"}).scan(text)
    assert len(set(mentions)) == len(mentions)
    for mention in mentions:
        assert last <= mention.start < mention.end <= len(text)
        last = mention.start


NUMBERS = {"##": r"\d{2,3}(?:\.\d)?", "#": r"\d{1,4}(?:\.\d{1,2})?"}
PIECES = {" ": "[ /-]", "*": r"[\w']{0,20}", "_": "[ /-]", "/": "/", "%": "%", "-": "-", ">": ">", "'": "'"}
PIECES |= {"+": r"\+", ".": r"\.", "a": "a", "b": "b", "7": "7"} | NUMBERS


@given(
    st.sampled_from(sorted(NUMBERS)),
    st.lists(st.sampled_from(sorted(PIECES)), max_size=4),
    st.text(alphabet="0123ab7 /%->'+._", max_size=30),
)
def test_what_begins_with_a_number_is_found_whatever_follows_it(
    number: str, pieces: list[str], text: str
) -> None:
    term = " ".join("".join([number, *pieces]).split())
    after = "".join(NUMBERS.get(each) or PIECES[each] for each in re.findall("##|.", term))
    whole = re.compile(rf"{after}(?:(?![a-z0-9])|(?<![a-z0-9]))")
    begins = (token.start() for token in re.finditer(r"[a-z0-9]+", text) if token[0][0].isdigit())
    expected = [there[0] for begin in begins if (there := whole.match(text, begin))]
    assert found(term, text) == expected
