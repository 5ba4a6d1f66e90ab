"""Rules over the mentions of a sentence, and what takes a mention back.

The scopes follow ConText (Harkema, Dowling, Thornblade, Chapman, 2009: "ConText: an algorithm for determining
negation, experiencer, and temporal status from clinical reports"): a trigger reaches forward or backward over
so many words, not beyond its clause or sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from eightminute.notes.sections import Part
from eightminute.notes.terms import Mention
from eightminute.notes.vocabulary import CONTEXT, HEADING, Check, Trigger

Flags = Sequence[frozenset[str]]
MINUTES = "minutes"  # the list of times
IGNORE = "ignored"  # the list of words in which nothing is meant: "as tolerated", "progress note"
_AROUND = (IGNORE, MINUTES)
RESUMED = "resumed"  # the list of words that end the reach of all before them: "she says she's well, we did"
_PAIR = 2
_MARGIN = 2  # characters, of a mark or space, before the first word of a sentence
_NONE: frozenset[str] = frozenset()
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of a note, the words of the vocabulary in it, and for each the contexts that cover it.

    `weighs`: how strongly it speaks for each element, once that is known (see weights.py).
    """

    part: Part
    mentions: Sequence[Mention]
    covered: Flags
    lists: frozenset[str]
    weighs: tuple[float, ...] = ()

    def weighing(self, weighs: tuple[float, ...]) -> Sentence:
        """The same, once it is known how strongly it speaks for each element."""
        return Sentence(self.part, self.mentions, self.covered, self.lists, weighs)


def sentences(
    parts: Iterable[Part], mentions: Iterable[Mention], triggers: Mapping[str, Trigger]
) -> Iterator[Sentence]:
    """Each part with the mentions in it; a mention within an ignored one is none.

    `triggers` are the contexts by the list of their words.
    """
    content = [mention for mention in mentions if not mention.list.startswith(HEADING)]
    begins = [mention.start for mention in content]
    for part in parts:
        first, last = bisect_left(begins, part.start), bisect_left(begins, part.end)
        kept = _meant([mention for mention in content[first:last] if mention.end <= part.end])
        yield Sentence(part, kept, flags(kept, triggers), frozenset([mention.list for mention in kept]))


def joined(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The same, those taken together that only a semicolon parts, and a label's cell with its value's."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and not _continued(group, sentence.part):
            yield _together(group)
            group = []
        group.append(sentence)
    if group:
        yield _together(group)


def follows(one: Sentence, other: Sentence, text: str) -> bool:
    """Whether the other stands right after the one in a section, with nothing skipped between them."""
    same = one.part.section == other.part.section
    return same and not _WORD.search(text, one.part.end, other.part.heading)


def _continued(group: Sequence[Sentence], onward: Part) -> bool:
    last = group[-1].part
    return last.section == onward.section and (last.parted or (last.label and len(group) == 1))


def _together(group: Sequence[Sentence]) -> Sentence:
    if len(group) == 1:
        return group[0]
    first = group[0].part
    return Sentence(
        replace(group[-1].part, heading=first.heading, start=first.start, labelled=first.labelled),
        [mention for sentence in group for mention in sentence.mentions],
        [contexts for sentence in group for contexts in sentence.covered],
        frozenset().union(*(sentence.lists for sentence in group)),
        tuple(map(max, zip(*(sentence.weighs for sentence in group), strict=True))),
    )


def _meant(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Those that mean something: no term within an ignored one, nor "15" or "min" within "15 min"."""
    around = [mention for mention in mentions if mention.list in _AROUND]
    if not around:
        return mentions
    kept = []
    index = 0
    for mention in mentions:
        while index < len(around) and around[index].end <= mention.start:
            index += 1
        meant = index == len(around) or not _swallows(around[index], mention)
        if meant or mention.list.startswith(CONTEXT):
            kept.append(mention)
    return kept


def _swallows(outer: Mention, inner: Mention) -> bool:
    within = outer.start <= inner.start and inner.end <= outer.end
    return within and (outer.list == IGNORE or inner.end - inner.start < outer.end - outer.start)


def flags(mentions: Sequence[Mention], triggers: Mapping[str, Trigger]) -> Flags:
    """For each mention of one sentence the contexts that cover it; a context's own words need none.

    A trigger reaches no further than to the next one of its kind.
    """
    own = [triggers.get(mention.list) for mention in mentions]
    covered = [_NONE] * len(mentions)
    for index, trigger in enumerate(own):
        if trigger is None:
            continue
        reached = _ahead if trigger.forward else _behind
        for place in reached(mentions, own, index, trigger):
            covered[place] |= trigger.name
    return covered


def _ahead(
    mentions: Sequence[Mention], own: Sequence[Trigger | None], index: int, trigger: Trigger
) -> Iterator[int]:
    _, _, end, _, word, clause = mentions[index]
    word += trigger.words
    for place in range(index + 1, len(mentions)):
        mention = mentions[place]
        if mention.word > word or (trigger.clause and mention.clause != clause):
            return
        if own[place] is trigger or mention.list == RESUMED:
            return
        if own[place] is None and mention.start >= end:
            yield place


def _behind(
    mentions: Sequence[Mention], own: Sequence[Trigger | None], index: int, trigger: Trigger
) -> Iterator[int]:
    _, start, _, word, _, clause = mentions[index]
    word -= trigger.words
    for place in range(index - 1, -1, -1):
        mention = mentions[place]
        if own[place] is trigger or (trigger.clause and mention.clause != clause):
            return
        if own[place] is None and mention.end <= start and mention.last_word >= word:
            yield place


def find(
    check: Check, sentence: Sentence, *, treated: bool = True, nmr: bool = True
) -> tuple[int, int] | None:
    """Where the mentions stand that fulfil the check, if some do.

    `treated`: the note says what was done; `nmr`: it names neuromuscular reeducation among it.
    """
    if not check.lists <= sentence.lists or (check.treated and not treated) or (check.nmr and not nmr):
        return None
    section = sentence.part.section
    if section in check.not_in or (check.only_in and section not in check.only_in):
        return None
    count = len(check.all)
    latest: list[Mention | None] = [None] * count  # for each list its latest mention
    first: list[Mention | None] = [None] * count  # and where the chain that leads to it began
    for mention, contexts in zip(sentence.mentions, sentence.covered, strict=True):
        if mention.list not in check.lists or not contexts.isdisjoint(check.unless):
            continue
        for place in range(count - 1, -1, -1):
            held = latest[place]
            if check.all[place] != mention.list or (held and mention.end <= held.end):
                continue  # "balance scale" within "Berg Balance Scale" is no other test
            if not check.ordered or place == 0:
                latest[place] = first[place] = mention
            elif (before := latest[place - 1]) and before.end <= mention.start:
                latest[place], first[place] = mention, first[place - 1]
        found = [first[-1], latest[-1]] if check.ordered else latest
        span = _span(check, [mention for mention in found if mention])
        if span and not (check.opens and span[0] > sentence.part.start + _MARGIN):
            return span
    return None


def _span(check: Check, found: Sequence[Mention]) -> tuple[int, int] | None:
    if len(found) < (_PAIR if check.ordered else len(check.all)):
        return None
    if _overlap(found):
        return None
    if check.words and max(m.word for m in found) - min(m.last_word for m in found) > check.words:
        return None
    if check.clause and len({mention.clause for mention in found}) > 1:
        return None
    return min(mention.start for mention in found), max(mention.end for mention in found)


def _overlap(found: Sequence[Mention]) -> bool:
    """Whether the same words would be counted twice."""
    if len(found) < _PAIR:
        return False
    spans = sorted((mention.start, mention.end) for mention in set(found))
    return any(start < end for (_, end), (start, _) in pairwise(spans))
