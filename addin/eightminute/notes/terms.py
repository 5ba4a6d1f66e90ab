"""Terms as a vocabulary keeps them, and one walk over a text that finds all of them.

A term is a few plain words, parted from the next by a comma or a line: `weight shift*`. In it stand

* a space for a space, a hyphen or a slash;
* `*` for the rest of a word, `#` for a number, `##` for one of two digits or more;
* `..` for up to three words;
* `weight|wt` for either word, `bean_bag|ball` where one of them is two, `the?` for one that may be missing;
* `{list}` for any term of another list.

>>> lexicon = Lexicon({"shift": "weight|wt shift*", "dose": "# x #, {shift} x #"})
>>> [(found.list, found.start, found.end) for found in lexicon.scan("wt-shifting x 3")]
[('shift', 0, 11), ('dose', 0, 15)]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

_NUMBER = r"\d{1,4}(?:\.\d{1,2})?"
_LONG_NUMBER = r"\d{2,3}(?:\.\d)?"
_GAP = r"(?:[^\s,;:()]{1,30} ){0,3}"
_JOINT = r"[ /-]"
_TOKEN = re.compile(r"[a-z0-9]+|\([+-]\)|[,;:()|\n]|-?>|=|(?<!\d)\"|(?<!\w)'(?=\w)|\+(?!\w)")
_BEGIN = re.compile(r"[a-z0-9]+|->|\([+-]\)|.")
_LETTERS = re.compile(r"[a-z0-9]*")
_EDGES = frozenset(",;:()|\n")
_SUBJECTS = ("i", "he", "she", "we", "they", "which", "who")
_ONWARD = frozenset(
    ("but", "however", "although", "though", "then", "and", "except", "while", "yet", "because", *_SUBJECTS)
)
_TERM = re.compile(
    r"""\([+-]\)|[a-z0-9#"'{>=<+-][a-z0-9#*?|'"%/.:<>=+&@°º_{}-]*(?: [a-z0-9#*?|'"%/.:<>=+&@°º_{}-]+)*"""
)
_AFTER_NUMBER = re.compile(r"\d+(?:\.\d+)?([ /-]?)(.?)", re.DOTALL)
_DIGITS = frozenset("0123456789")
_UNKNOWN = frozenset("#*_.0123456789")  # what a term's number may go on with that could be many things
_KEYS = (1, 2, 3)
_KEY = 3  # letters of a first word by which terms are looked up
_LONGEST = 40  # letters of a word that are looked at
_WORDS_KEPT = 20_000  # words whose terms are at hand
_DEPTH = 4  # lists within lists


class Mention(NamedTuple):
    """A term found: its list, where it stands, and the number of its first word, last word and clause."""

    list: str
    start: int
    end: int
    word: int
    last_word: int
    clause: int


_mention = partial(tuple.__new__, Mention)  # as Mention of six values, in a third of the time


class Lexicon:
    """All the lists of a vocabulary, ready to be found."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._lists = lists
        self._terms: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name, text in lists.items():
            for term in terms(text):
                for key, keyed in _keyed(term, lists):
                    self._terms[key][name].append(keyed)
        self._made: dict[tuple[str, ...], _Candidates] = {}
        self._of_word: dict[str, list[_Candidates]] = {}
        self._beginnings: dict[str, tuple[str, ...]] = {}

    def scan(self, text: str) -> list[Mention]:
        """The terms in `text` (lower case, single spaces), in order of where they begin."""
        found: list[Mention] = []
        word = clause = 0
        for token in _TOKEN.finditer(text):
            first, start = token[0][:_LONGEST], token.start()
            if first in _EDGES:
                clause += 1
                continue
            word += 1
            if first in _ONWARD:
                clause += 1
            known = self._of_word.get(first)
            if known is None:
                known = self._candidates(first)
            if first[0] in _DIGITS:
                known = known + self._numbered(text, start)
            for candidates in known:
                at = candidates.match(text, start)
                if at is None or not at.lastindex:
                    continue
                for name, (_, end) in zip(candidates.names, at.regs[1:], strict=True):
                    if end >= 0:
                        last_word = word + text.count(" ", start, end)
                        found.append(_mention((name, start, end, word, last_word, clause)))
        return found

    def _candidates(self, word: str) -> list[_Candidates]:
        """The patterns of the terms that may begin with a word, made when a text first needs them."""
        if len(self._of_word) > _WORDS_KEPT:
            self._of_word.clear()
        keys = (word, *(word[:letters] + "*" for letters in _KEYS[: len(word)]))
        found = [
            self._under(key) for key in keys if key in self._terms and word.startswith(self._begins(key))
        ]
        self._of_word[word] = found
        return found

    def _numbered(self, text: str, start: int) -> list[_Candidates]:
        """The pattern of the terms that may begin with the number there, by what follows it."""
        follows = _AFTER_NUMBER.match(text, start)
        joint, then = follows.groups() if follows else ("", "")
        then = "#" if then in _DIGITS else then
        keys = {"#": None, f"#{joint or then}": None, f"# {then}" if joint else "#": None}
        known = [key for key in keys if key in self._terms]
        return [self._under(*known)] if known else []

    def _under(self, *keys: str) -> _Candidates:
        """The terms under these keys as one pattern."""
        if keys not in self._made:
            found: dict[str, list[str]] = {}
            for name in self._lists:
                if listed := [term for key in keys for term in self._terms[key].get(name, ())]:
                    found[name] = listed
            self._made[keys] = _Candidates(found, self._lists)
        return self._made[keys]

    def _begins(self, key: str) -> tuple[str, ...]:
        """The letters with which a word begins that a term under a key may begin with."""
        if key not in self._beginnings:
            begins = (_LETTERS.match(term) for listed in self._terms[key].values() for term in listed)
            self._beginnings[key] = tuple({begin[0] for begin in begins if begin})
        return self._beginnings[key]


class _Candidates:
    """The terms under one key: one pattern that finds for each list its term at a place."""

    def __init__(self, found: Mapping[str, list[str]], lists: Mapping[str, str]) -> None:
        self.names = tuple(found)
        self.match = re.compile(
            "".join(f"(?:(?=({_pattern(listed, lists)}))|)" for listed in found.values())
        ).match  # one group a list, empty where none of its terms stands


def terms(text: str) -> list[str]:
    """The terms of a list."""
    return [term.strip() for term in re.split(r"[,\n]", text) if term.strip()]


def checked(text: str) -> str:
    """`text`, a list of terms; ValueError names a term that can't be read."""
    for term in terms(text):
        if not _TERM.fullmatch(term):
            raise ValueError(f"not a term: {term}")
    return text


def _keyed(term: str, lists: Mapping[str, str], depth: int = 0) -> Iterator[tuple[str, str]]:
    """The term for each word that it can begin with, under that word, or its first letters and `*`."""
    first, _, rest = term.partition(" ")
    rest = rest and " " + rest
    if first.startswith("{"):
        for other in _listed(first, lists, depth):
            yield from ((key, keyed + rest) for key, keyed in _keyed(other, lists, depth + 1))
        return
    for word in first.removesuffix("?").split("|"):
        for key in _keys_of(word, rest):
            yield key, word + rest
    if first.endswith("?"):
        yield from _keyed(rest.strip(), lists, depth)


def _keys_of(word: str, rest: str) -> Iterator[str]:
    """What a text's word is looked up by: itself, its first letters and `*`, `#` and what follows it."""
    if word.startswith("#"):
        yield from {f"#{follows}" for follows in _after_number(word.lstrip("#"), rest.split())}
    elif begin := _BEGIN.match(word):
        yield begin[0] if word[begin.end() :][:1] not in ("*", "#") else begin[0][:_KEY] + "*"


def _after_number(joined: str, words: list[str]) -> Iterator[str]:
    """What follows a number: a character, or a space and the next word's first; "" if it could be any."""
    if joined or not words:
        yield "" if joined[:1] in _UNKNOWN else joined[:1]
        return
    for word in words[0].removesuffix("?").split("|"):
        yield "" if word[0] in "{." else f" {word[0]}"
    if words[0].endswith("?"):
        yield from _after_number("", words[1:])


def _listed(reference: str, lists: Mapping[str, str], depth: int) -> list[str]:
    name = reference.strip("{}?")
    if depth == _DEPTH or name not in lists:
        raise ValueError(f"no such list, or a list within itself: {name}")
    return terms(lists[name])


def _pattern(found: list[str], lists: Mapping[str, str]) -> str:
    return rf"{_any(found, lists, 0)}(?:(?![a-z0-9])|(?<![a-z0-9]))"


def _any(found: list[str], lists: Mapping[str, str], depth: int) -> str:
    longest_first = sorted(set(found), key=lambda term: (-len(term), term))
    return rf"(?:{'|'.join(_regex(term, lists, depth) for term in longest_first)})"


def _regex(term: str, lists: Mapping[str, str], depth: int) -> str:
    pieces: list[str] = []
    joint = ""
    for piece in term.split(" "):
        if piece == "..":
            pieces.append(joint + _GAP)
            joint = ""
        elif piece.endswith("?"):
            pieces.append(rf"{joint}(?:{_words(piece[:-1], lists, depth)}{_JOINT})?")
            joint = ""
        else:
            pieces.append(joint + _words(piece, lists, depth))
            joint = _JOINT
    return "".join(pieces)


def _words(token: str, lists: Mapping[str, str], depth: int) -> str:
    if token.startswith("{"):
        return _any(_listed(token, lists, depth), lists, depth + 1)
    words = [_word(word) for word in token.split("|")]
    return words[0] if len(words) == 1 else rf"(?:{'|'.join(words)})"


def _word(word: str) -> str:
    return (
        re.escape(word)
        .replace("_", _JOINT)
        .replace(r"\*", r"[\w']{0,20}")
        .replace(r"\#\#", _LONG_NUMBER)
        .replace(r"\#", _NUMBER)
    )
