"""A clinic's own words: a TOML file that adds terms to the elements.

```toml
technique = ["Clinic balance circuit", "blue mat walk*"]
duration = ["Chair clock"]
```

Under an element's name stand the terms that show it, each subject to what takes the element back elsewhere
("not done", "next visit", home exercise). For `duration` they are labels of the treatment minutes, as in
"Chair clock: 25".

A term is a few words in any case. In it `*` stands for the rest of a word, `#` for a number, `##` for one of
two digits or more, `..` for up to three words, `foam|mat` for either word, `the?` for one that may be
missing, a space for a hyphen or a slash too.

>>> from eightminute.notes import read
>>> own = with_terms({"technique": ["Clinic balance circuit"]})
>>> read("Clinic Balance-Circuit, 2 rounds.", own).evidence["technique"].text
'Clinic Balance-Circuit'
>>> with_terms({"technique": ["("]})
Traceback (most recent call last):
    ...
eightminute.errors.InputError: technique, term 1: not a term; write a few words, such as "blue mat walk*"
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
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
_MARKS = r"[a-z0-9'%.:&+\"°_/]*"
_EITHER = rf"(?:##?|[a-z0-9]){_MARKS}(?:##?{_MARKS})?\*?"
_WORD = rf"{_EITHER}(?:\|{_EITHER}){{0,20}}"
_TERM = re.compile(rf"(?:{_WORD}\?? (?:\.\. )?){{0,9}}{_WORD}")
_LETTERS = re.compile(r"[a-z].*[a-z]")
_LONGEST = 200  # characters of a term
_MOST_LOOSE = 3  # gaps and words that may be missing in one term
_HINT = 'not a term; write a few words, such as "blue mat walk*"'
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
        raise InputError(f"{path.name}: can't be read: {error.strerror}") from None


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
    own = {name: ", ".join(_term(term) or "" for term in listed) for name, listed in terms.items() if listed}
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
    except UnicodeDecodeError:
        raise InputError(f"{path.name}: must be saved as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path.name}, {_line_of(error, text)}: isn't TOML: {_cause(error)}") from None
    for wrong in _wrong(found):
        raise InputError(f"{path.name}, line {wrong.line(text)}: {wrong.told}")
    return with_terms(found)


class _Wrong(NamedTuple):
    """What isn't the terms of an element: under which key, which one, and why."""

    key: str
    term: object
    told: str

    def line(self, text: str) -> int:
        """Where it stands in a file, as near as can be told."""
        key = _line(text, rf'^\s*\[*"?{re.escape(self.key)}(?!\w)', 1)
        return _line(text, rf"(?<!\w){re.escape(str(self.term))}(?!\w)", key) if self.term else key


def _wrong(terms: Mapping[str, Any]) -> Iterator[_Wrong]:
    for key, listed in terms.items():
        if key not in _NAMES:
            yield _Wrong(key, None, f"there is no element {key}; they are {', '.join(_NAMES)}")
        elif not isinstance(listed, list):
            yield _Wrong(key, None, f'{key}: must be a list, such as ["blue mat walk*"]')
        else:
            for number, term in enumerate(listed, start=1):
                if not isinstance(term, str) or _term(term) is None:
                    yield _Wrong(key, term, f"{key}, term {number}: {_HINT}")


def _term(written: str) -> str | None:
    """The term as a list has it: lower case, joints as spaces; None for what is none."""
    term = re.sub(r"(?<=\w)[-/](?=\w)", " ", " ".join(Working(written).text.split()))
    loose = term.count("..") + term.count("?")
    if len(term) > _LONGEST or loose > _MOST_LOOSE or not _LETTERS.search(term):
        return None
    return term if _TERM.fullmatch(term) else None


def _with(element: ElementWords, name: str, own: Mapping[str, str]) -> ElementWords:
    if name not in own:
        return element
    return ElementWords(**_fields(element) | {"rules": (*element.rules, Rule(all=(OWN + name,), sure=True))})


def _fields(model: Model) -> dict[str, Any]:
    """What the model was made from, without what it has worked out since."""
    return {name: getattr(model, name) for name in type(model).model_fields}


def _line(text: str, pattern: str, first: int) -> int:
    """The first line, from `first` on, in which the pattern stands; `first` where none has it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if number >= first and re.search(pattern, line):
            return number
    return first


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> str:
    told = _LINE.search(str(error))
    return f"line {told[1]}" if told and told[1] else f"line {max(1, len(text.splitlines()))}"


def _cause(error: tomllib.TOMLDecodeError) -> str:
    return _LINE.sub("", str(error)).strip()
