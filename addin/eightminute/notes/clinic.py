"""A clinic's own words: a TOML file that adds terms to the elements.

```toml
technique = ["Clinic balance circuit", "blue mat walk*"]
duration = ["Chair clock"]
```

Under an element's name stand the terms that show it, each subject to what takes the element back elsewhere
("not done", "next visit", home exercise). For `duration` they are labels of the treatment minutes, as in
"Chair clock: 25".

A term is a few words in any case, of the letters a to z, digits and the marks of `_MARKS`. In it `*` stands
for the rest of a word, `#` for a number, `##` for one of two digits or more, `..` for up to three words,
`foam|mat` for either word, `the?` for one that may be missing, a space for a hyphen or a slash too.

>>> from eightminute.notes import read
>>> own = with_terms({"technique": ["Clinic balance circuit"]})
>>> read("Clinic Balance-Circuit, 2 rounds.", own).evidence["technique"].text
'Clinic Balance-Circuit'
>>> with_terms({"technique": ["blue mat", "*walk"]})
Traceback (most recent call last):
    ...
eightminute.errors.InputError: technique, term 2: "*" must end a word
"""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from eightminute.errors import InputError
from eightminute.notes.elements import ELEMENTS
from eightminute.notes.text import Working
from eightminute.notes.vocabulary import ElementWords, Model, Rule, Vocabulary, default

VARIABLE = "EIGHTMINUTE_VOCABULARY"
FILE_NAME = "eightminute-vocabulary.toml"
LARGEST = 1_000_000  # bytes: no list of words that somebody wrote is longer
OWN = "own "  # before an element's name: the list of the clinic's terms
_MINUTES = "duration"
_NAMES = [element.name for element in ELEMENTS]
_TREATED = "technique"  # a note that has one says what was done

# Stricter than terms that come with eightminute: whatever is written here, reading takes linear time.
_MARKS = "\"'%.:&+@=<>/°º_-"
_LONGEST = 200  # characters of a term
_MOST_WORDS = 10
_MOST_LOOSE = 3  # gaps and words that may be missing in one term
_MOST_WAYS = 100  # in which the words of `|` can be combined in one term
_FAULTS = (
    (r"^$", "is empty"),
    (rf".{{{_LONGEST + 1}}}", f"is longer than {_LONGEST} characters"),
    (
        rf"[^ a-z0-9*#?|{re.escape(_MARKS)}]",
        f"{{0!r}} can't stand in it, only a to z, digits, spaces and {_MARKS}*#?|",
    ),
    (r"(?<! )\.\.|\.\.(?! )|\.\. \.\.", '".." must stand between two words, with spaces'),
    (r"(?<![^ |])\*|\*(?![ |?]|$)", '"*" must end a word'),
    (r"(?<![^ |])\||\|(?![^ |*?])", '"|" must stand between two words, without spaces'),
    (r"(?<![^ |])\?|\?(?! )", '"?" must end a word, but not the last one'),
    (r"###|(?:(?<!#)#+[^ #|]*){3}", '"#" and "##" can stand for two numbers in a word at most'),
    (r"^(?:\S*\|)?[^a-z0-9#]", 'must begin with a letter, a digit or "#"'),
    (r"^(?!.*[a-z].*[a-z])", "must have two letters or more"),
    (rf"(?:(?: \.\.)? (?!\.\. )\S+){{{_MOST_WORDS}}}", f"has more than {_MOST_WORDS} words"),
    (rf"(?:(?:\.\.|\?).*?){{{_MOST_LOOSE + 1}}}", f'has more than {_MOST_LOOSE} of ".." and "?"'),
)

# The pieces of a TOML file: comments, strings over several lines, strings, marks, and what stands bare.
_PIECE = re.compile(
    r"""#[^\n]*|"{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[]\n[{},=]|[^]\s[{},=#"']+""",
    re.DOTALL,
)
_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")


def vocabulary(path: Path | None = None) -> Vocabulary | None:
    """The words by which notes are read: with those of the file, or of the one that the variable names.

    None stands for the words that come with eightminute alone. Raises InputError, naming file and line.
    """
    path = path or named()
    if path is None:
        return None
    try:
        state = path.stat()
        return _loaded(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        name = f"{VARIABLE}: {path}" if path == named() else path.name
        raise InputError(f"{name}: can't be read: {error.strerror}") from None


def named() -> Path | None:
    """The file that EIGHTMINUTE_VOCABULARY names, if it names one."""
    name = os.environ.get(VARIABLE, "").strip()
    return Path(name) if name else None


def beside(file: Path) -> Path | None:
    """The clinic's words in the folder of a file, if there are any."""
    path = file.parent / FILE_NAME
    return path if path.is_file() else None


def with_terms(terms: Mapping[str, Any]) -> Vocabulary:
    """The words that come with eightminute, and these lists of terms. Raises InputError for what is none."""
    for wrong in _wrong(terms):
        raise InputError(wrong.told)
    shipped = default()
    own = {name: ", ".join(_plain(term) for term in listed) for name, listed in terms.items() if listed}
    minutes = own.pop(_MINUTES, "")
    parts = _fields(shipped)
    parts["lists"] = shipped.lists | {OWN + name: text for name, text in own.items()}
    parts["elements"] = {name: _with(element, name, own) for name, element in shipped.elements.items()}
    whole = shipped.whole_note
    parts["whole_note"] = {**whole, "treated": _with(whole["treated"], _TREATED, own)}
    if minutes:
        section, context = shipped.sections[_MINUTES], shipped.contexts["time_of_treatment"]
        labels = {**_fields(section), "headings": f"{section.headings}, {minutes}"}
        before = {**_fields(context), "terms": f"{context.terms}, {minutes}"}
        parts["sections"] = {**shipped.sections, _MINUTES: labels}
        parts["contexts"] = {**shipped.contexts, "time_of_treatment": before}
    return Vocabulary.model_validate(parts)


@lru_cache(maxsize=8)
def _loaded(path: Path, _changed: int, size: int) -> Vocabulary:
    """The file as it was when it had this size and was last changed then."""
    if size > LARGEST:
        raise InputError(f"{path.name}: is too large for a list of words")
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = tomllib.loads(text)
    except UnicodeDecodeError as error:
        lines = (error.object[: error.start] + b".").splitlines()
        raise InputError(f"{path.name}, line {len(lines)}: must be saved as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path.name}, line {_line_of(error, text)}: isn't TOML: {_cause(error)}") from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        line = next((line for mark, line, depth in _pieces(text) if depth > 1 or _is_endless(mark)), 1)
        raise InputError(
            f"{path.name}, line {line}: can't be read: lists within lists, or too long a number"
        ) from None
    for wrong in _wrong(found):
        raise InputError(f"{path.name}, line {_lines(text)[wrong.key][wrong.number]}: {wrong.told}")
    return with_terms(found)


class _Wrong(NamedTuple):
    """What isn't the terms of an element: under which key, which one (0 for the key itself), and why."""

    key: str
    number: int
    told: str


def _wrong(terms: Mapping[str, Any]) -> Iterator[_Wrong]:
    for key, listed in terms.items():
        if key not in _NAMES:
            yield _Wrong(key, 0, f"there is no element {key}; they are {', '.join(_NAMES)}")
        elif not isinstance(listed, list):
            yield _Wrong(key, 0, f'{key}: must be a list, such as ["blue mat walk*"]')
        else:
            for number, term in enumerate(listed, start=1):
                if fault := _fault(term):
                    yield _Wrong(key, number, f"{key}, term {number}: {fault}")


def _plain(written: str) -> str:
    """The term as a list has it: lower case, single spaces, joints as spaces, no trade mark at its end."""
    term = " ".join(Working(written.replace("\t", " ")).text.split())
    return re.sub(r"(?<=\S)[-/](?=[\w#])", " ", term).rstrip(" ®™©")


def _fault(written: object) -> str:
    """Why it is no term; nothing for one."""
    if not isinstance(written, str):
        return "must be words in quotes"
    term = _plain(written)
    for pattern, why in _FAULTS:
        if found := re.search(pattern, term):
            return why.format(found[0])
    ways = math.prod(word.count("|") + 1 for word in term.split())
    return f'has "|" for more than {_MOST_WAYS} ways to write it' if ways > _MOST_WAYS else ""


def _with(element: ElementWords, name: str, own: Mapping[str, str]) -> ElementWords:
    if name not in own:
        return element
    return ElementWords(**_fields(element) | {"rules": (*element.rules, Rule(all=(OWN + name,), sure=True))})


def _fields(model: Model) -> dict[str, Any]:
    """What the model was made from, without what it has worked out since."""
    return {name: getattr(model, name) for name in type(model).model_fields}


def _lines(text: str) -> dict[str, list[int]]:
    """For each key of a TOML file the line on which it stands, then those of what its list holds."""
    found: dict[str, list[int]] = {}
    in_table = False
    for statement in _statements(text):
        is_table = statement[0][0] == "["
        in_table |= is_table
        if in_table and not is_table:
            continue
        key, line = next((mark, line) for mark, line, _ in statement if mark != "[")
        lines = found.setdefault(_name(key), [line])
        for (before, _, _), (mark, line, depth) in pairwise(statement):
            if depth == 1 and before in {"[", ","} and mark != "]":
                lines.append(line)
    return found


def _statements(text: str) -> Iterator[list[tuple[str, int, int]]]:
    """The pieces of each table's name, and of each key with its value."""
    statement: list[tuple[str, int, int]] = []
    for piece in _pieces(text + "\n"):
        mark, _, depth = piece
        if mark != "\n":
            statement.append(piece)
        elif statement and not depth:
            yield statement
            statement = []


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """The pieces of a TOML file but comments, the line of each, and how many brackets are open before it."""
    line, depth, last = 1, 0, 0
    for piece in _PIECE.finditer(text):
        mark = piece[0]
        line += text.count("\n", last, piece.start())
        last = piece.start()
        if not mark.startswith("#"):
            yield mark, line, depth
        depth += (mark in {"[", "{"}) - (mark in {"]", "}"})


def _name(key: str) -> str:
    """The first name of a key as TOML writes it: bare, dotted or quoted."""
    return next(iter(tomllib.loads(f"{key.rstrip('.')} = 0")))


def _is_endless(mark: str) -> bool:
    return len(mark) > _LONGEST and mark[0] not in "\"'"


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> int:
    told = _LINE.search(str(error))
    line = int(told[1]) if told and told[1] else text.rstrip().count("\n") + 1
    if "overwrite" not in str(error):
        return line
    begins = (statement[0][1] for statement in _statements(text))  # told of the end of what stands twice
    return max((begin for begin in begins if begin <= line), default=line)


def _cause(error: tomllib.TOMLDecodeError) -> str:
    return _LINE.sub("", str(error)).strip()
