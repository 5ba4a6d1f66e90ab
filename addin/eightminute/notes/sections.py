"""The sentences of a note, and the section that each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from eightminute.notes.terms import Mention
from eightminute.notes.vocabulary import Opens, Reach

# A full stop ends a sentence unless a lone letter or an abbreviation stands before it.
_SENTENCE_END = re.compile(
    r"[\n|;\u2610-\u2612]|[\[(](?:[x\u2713\u2714][\])]|(?=[ _]?[\])]))|"  # a box of a form begins another
    r"[.!?](?:(?<=m[iao][nxd] a.)|(?<=(?:\bon|\d\d|\s\d) [lr].)|(?<=\d [sm].)|(?<=\b(?:to|of|w/) [lr].)|"
    r"(?<!\b[a-z].)(?<!\b(?:vs|pt|dr|mr|ms).)(?<!\b(?:pts|mrs|dyn|bil|e\.g|i\.e).)(?<!approx.))"
    r"[.!?]*[\")']?(?= |\n|$)"
)
_SEPARATORS = frozenset("\n|;[(\u2610\u2611\u2612")  # what begins an end that is no part of the sentence
_TICKED = re.compile(r"(?<=[\[(][x\u2713\u2714][\])])|(?<=[\u2611\u2612])")
_UNTICKED = re.compile(r"(?<=\u2610)|(?<=[\[(])[ _]?[\])]")
_MARK = re.compile(r"(?:[-*>#|\s]|\(?\d{1,2}[.)](?=\s)|[ivx]{1,4}\.(?=\s))*")
_MARKS = " -*>#()0123456789."
_NOTE = r"(?: ?\([^()\n]{0,20}\))?"  # "Duration (min):"
_OPENING = re.compile(_NOTE + r" ?(?::|=|- |(?=[\n|]|$))")
_LETTER = re.compile(r" ?[:=] ?|[/.] | - ?|-(?= )|(?=[\n|]|$)")  # what stands after S, O, A, P
_INNER = re.compile(_NOTE + r" ?:")
_DIGIT = re.compile(r"\d")  # a note with a number in it is content: "Treatment (30 min):"
_BLANK = re.compile(r"\W*|.*__.*|\W*/ ?10\W*", re.DOTALL)  # what nobody filled in: "Pain: __/10"
_LABEL = 16  # characters that a label alone in its cell has at most
_LONG_ENOUGH = 3  # letters of a heading that may stand within a line


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, cell or labelled value; `labelled` where its own heading put it into its section.

    `heading` is where that heading begins; without one it is `start`. `parted`: a semicolon ends it.
    `label`: it is as short as a label alone in its cell or line.
    """

    heading: int
    start: int
    end: int
    section: str
    labelled: bool
    parted: bool = False
    label: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the text: the section it opens, its reach, where it stands, where its content begins."""

    section: str
    reach: Reach
    start: int
    content: int


class _Place:
    """The section at a place of the note, kept for the block, the line in it, and a label's next line."""

    def __init__(self) -> None:
        self.block = self.line = self.next_line = ""

    def start_line(self) -> None:
        self.line, self.next_line = self.next_line, ""

    def open(self, heading: Heading, *, opens_line: bool, empty: bool) -> None:
        if heading.reach == "block":
            self.block, self.line = heading.section, ""
        elif heading.reach == "line" and opens_line:
            self.line = heading.section
        if empty:
            self.next_line = heading.section


def parts(text: str, mentions: Sequence[Mention], headings: Mapping[str, Opens]) -> Iterator[Part]:
    """The sentences of the note in order, each with its section."""
    place = _Place()
    ends = list(_SENTENCE_END.finditer(text))
    opened = _headings(text, ends, mentions, headings)
    heading = next(opened, None)
    for first, last, opens_line in _sentences(text, ends):
        if opens_line:
            place.start_line()
        opening = start = first
        unticked = _UNTICKED.match(text, first)
        begins = opens_line or _TICKED.match(text, first) is not None
        section, labelled = place.line or place.block, begins and bool(place.line)
        while heading and heading.content <= last:
            if heading.start >= start:
                if _says(text[start : heading.start]) and not (unticked and start == first):
                    yield Part(opening, start, heading.start, section, labelled)
                opening, start, section, labelled = heading.start, heading.content, heading.section, True
            upcoming = next(opened, None)
            end = min(last, upcoming.start) if upcoming else last
            place.open(
                heading,
                opens_line=opens_line and not text[first : heading.start].strip(_MARKS),
                empty=not text[heading.content : end].strip(" .-"),
            )
            heading = upcoming
        if unticked and start == first:
            continue
        if _says(text[start:last]):
            label = opens_line and last - first < _LABEL and text.startswith(("|", "\n"), last)
            yield Part(opening, start, last, section, labelled, text.startswith(";", last), label)


def _says(words: str) -> bool:
    return not _BLANK.fullmatch(words)


def _sentences(text: str, ends: Iterable[re.Match[str]]) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each sentence, and whether it opens a line."""
    start, opens_line = 0, True
    for end in ends:
        yield start, end.start() if end[0][0] in _SEPARATORS else end.end(), opens_line
        start, opens_line = end.end(), end[0] in "\n|"
    yield start, len(text), opens_line


def _headings(
    text: str, ends: Iterable[re.Match[str]], mentions: Sequence[Mention], headings: Mapping[str, Opens]
) -> Iterator[Heading]:
    """The mentions that stand and are marked as headings, in order; of two at one place the longer one."""
    found: Heading | None = None
    for heading in _marked(text, ends, mentions, headings):
        if found and heading.start >= found.content and heading.start > found.start:
            yield found
            found = None
        if found is None:
            found = heading
        elif heading.content > found.content:
            found = Heading(heading.section, heading.reach, found.start, heading.content)
    if found:
        yield found


def _marked(
    text: str, ends: Iterable[re.Match[str]], mentions: Sequence[Mention], headings: Mapping[str, Opens]
) -> Iterator[Heading]:
    starts = _after_marks(text, ends)
    terms = [0 if mention.list in headings else mention.end for mention in mentions]
    reached = list(accumulate(terms, max))  # where the terms so far end: a heading within one is none
    for index in (index for index, end in enumerate(terms) if not end):
        mention, before = mentions[index], index
        while before and mentions[before - 1].start == mention.start:
            before -= 1
        section, reach = headings[mention.list]
        opens = mention.start in starts
        inner = not before or mention.start >= reached[before - 1]
        content = _content(text, mention, opens=opens, inner=inner)
        if content is None and opens and reach == "sentence":
            content = mention.start
        if content is not None:
            yield Heading(section, reach, mention.start, content)


def _after_marks(text: str, ends: Iterable[re.Match[str]]) -> set[int]:
    """Where sentences begin, the marks of a list or table passed over."""
    starts: set[int] = set()
    reached = 0
    for start in (0, *(end.end() for end in ends)):
        if start >= reached and (mark := _MARK.match(text, start)):  # what begins within marks ends with them
            reached = mark.end()
            starts.add(reached)
    return starts


def _content(text: str, mention: Mention, *, opens: bool, inner: bool) -> int | None:
    """Where the content of a heading begins, if the mention is marked as one."""
    letters = mention.end - mention.start
    mark = None
    if opens:
        mark = (_LETTER if letters == 1 else _OPENING).match(text, mention.end)
    if mark is None and inner and letters >= _LONG_ENOUGH and text[mention.start - 1 : mention.start] != "-":
        mark = _INNER.match(text, mention.end)
    if mark is None:
        return None
    return mention.end if _DIGIT.search(mark[0]) else mark.end()
