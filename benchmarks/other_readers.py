"""Two other ways to read notes by the same vocabulary, to compare with: plain keywords, and medspaCy.

Both are given what they can take of it. Keywords know neither sections nor contexts: an element is
documented where the terms of one of its rules stand anywhere in the note. medspaCy gets the terms as targets,
the contexts as ConText rules with their directions and reaches, the headings as sections; a rule is fulfilled
by targets of one sentence that no context covers. Terms of plain words are phrases there, the others
(numbers, the rest of a word, either word) regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from eightminute.notes.terms import Lexicon, _regex, terms  # _regex: what a term means can't be said twice
from eightminute.notes.text import Working
from eightminute.notes.vocabulary import Check, ElementWords, Rule, Vocabulary, default

Reader = Callable[[str], set[str]]

_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")
_GROUP = "medspacy_spans"
_DIRECTIONS = {"after": "FORWARD", "before": "BACKWARD"}
# Minutes are read by code of ours; for the others they are a list like any.
_MINUTES = ElementWords(
    not_in=("plan", "goals", "hep", "history", "subjective", "tests", "other"),
    unless=("time_of_others", "time_of_another_kind", "future", "home"),
    rules=(Rule(all=("minutes",)),),
)


def keywords() -> Reader:
    """A reader that looks for the terms, and at nothing around them."""
    words = default()
    lexicon = Lexicon(words.lists)

    def read(note: str) -> set[str]:
        seen = {mention.list for mention in lexicon.scan(Working(note).text)}
        return {
            name
            for name, element in _elements(words).items()
            if any(check.lists <= seen for check in element.checks)
        }

    return read


def medspacy(*, joined: bool) -> Reader:
    """A reader made of medspaCy. Raises ImportError where it isn't installed.

    Each expression is a rule of its own, as medspaCy's documentation has it, or those of a list are `joined`
    into one, which is faster: medspaCy looks for each rule's expression by itself, from end to end.
    """
    import medspacy as library  # noqa: PLC0415 -- an optional extra of this benchmark
    from loguru import logger  # noqa: PLC0415 -- medspaCy's own dependency
    from medspacy.context import ConTextRule  # noqa: PLC0415 -- as medspacy
    from medspacy.ner import TargetRule  # noqa: PLC0415 -- as medspacy
    from medspacy.section_detection import SectionRule  # noqa: PLC0415 -- as medspacy

    logger.remove()  # it writes lines for each sentence, which would take most of its time
    words = default()
    checks = [check for part in _parts(words).values() for check in part.checks]
    nlp = library.load(medspacy_enable=["medspacy_pyrush"], load_rules=False)
    spans = {"span_group_name": _GROUP}
    on_spans = {**spans, "input_span_type": "group", "span_attrs": None, "rules": None}
    targets = nlp.add_pipe(
        "medspacy_target_matcher", config={**spans, "result_type": "group", "prune": False}
    )
    targets.add(
        [
            TargetRule(literal, name, pattern=pattern)
            for name in sorted({name for check in checks for name in check.lists} | {"placeholder"})
            for literal, pattern in _patterns(name, words.lists[name], words, joined=joined)
        ]
    )
    nlp.add_pipe("medspacy_sectionizer", config=on_spans).add(
        [
            SectionRule(name, name, pattern=rf"(?m)^\s*{_any(terms(section.headings), words)} ?(?::|-|$)")
            for name, section in words.sections.items()
        ]
    )
    nlp.add_pipe("medspacy_context", config=on_spans).add(
        [
            ConTextRule(
                literal, name, pattern=pattern, direction=_DIRECTIONS[context.side], max_scope=context.words
            )
            for name, context in words.contexts.items()
            for literal, pattern in _patterns(name, context.terms, words, joined=joined)
        ]
    )
    return lambda note: _documented(nlp(Working(note).text), words)


def _parts(words: Vocabulary) -> Mapping[str, ElementWords]:
    whole: dict[str, ElementWords] = {name: part for name, part in words.whole_note.items()}  # noqa: C416 -- as str
    return whole | dict(_elements(words))


def _elements(words: Vocabulary) -> Mapping[str, ElementWords]:
    return {**words.elements, "duration": _MINUTES}


def _patterns(name: str, text: str, words: Vocabulary, *, joined: bool) -> Iterator[tuple[str, str | None]]:
    """The phrases of a list, each by itself, and the expressions for its other terms."""
    listed = terms(text)
    plain = [term for term in listed if _PLAIN.fullmatch(term)]
    yield from ((term, None) for term in plain)
    others = [term for term in listed if term not in plain]
    if joined and others:
        yield name, _any(others, words)
    elif others:
        yield from ((term, _any([term], words)) for term in others)


def _any(listed: list[str], words: Vocabulary) -> str:
    longest_first = sorted(listed, key=lambda term: (-len(term), term))
    either = "|".join(_regex(term, words.lists, 0) for term in longest_first)
    return rf"(?<![a-z0-9])(?:{either})(?![a-z0-9])"


def _documented(doc: Any, words: Vocabulary) -> set[str]:  # noqa: ANN401 -- spaCy's own type, not always there
    """The elements that medspaCy's targets, sections and modifiers show."""
    found = [
        (
            span.label_,
            span.sent.start,
            span._.section_category or "",
            {modifier.category.lower() for modifier in span._.modifiers},
        )
        for span in doc.spans[_GROUP]
    ]

    def holds(check: Check) -> bool:
        by_sentence: dict[int, set[str]] = {}
        for label, sentence, section, covered in found:
            allowed = section not in check.not_in and (not check.only_in or section in check.only_in)
            if label in check.lists and allowed and covered.isdisjoint(check.unless):
                by_sentence.setdefault(sentence, set()).add(label)
        return any(check.lists <= labels for labels in by_sentence.values())

    says = {name: any(map(holds, part.checks)) for name, part in words.whole_note.items()}
    untreated = says["void"] or says["untreated"]
    other = (says["medical"] and not says["therapeutic"]) or (says["evaluation"] and not says["timed"])
    treated = says["treated"] and not other
    filled = {
        section.category
        for section in doc._.sections
        if len(doc[section.body_span[0] : section.body_span[1]].text.split()) > 1
    }
    return {
        name
        for name, element in _elements(words).items()
        if not (says["void"] or (untreated and element.of_treatment) or (other and element.of_therapy))
        and (
            not filled.isdisjoint(element.content_of)
            or any(holds(check) for check in element.checks if treated or not check.treated)
        )
    }
