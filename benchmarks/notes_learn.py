"""Learns what words weigh from labelled notes, and writes the table by which notes are read.

`python -m benchmarks.notes_learn [FILE.jsonl …] [--judge FILE.jsonl …] [--dry]` (`pip install ".[learn]"`).
A sentence that shows an element (its evidence, or where the rules find it) speaks for it, each sentence of a
note without it against. Files after `--judge` are learnt from too, but by them the limits are chosen: the
notes of some authors in turn are read by weights that are learnt from everybody else's. Those figures are
printed: a note of somebody new may expect them. `--dry` writes nothing. It takes some minutes.

The author is the letters at the beginning of a note's id.
"""

from __future__ import annotations

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

from benchmarks.labelled_notes import NAMES, Note, Sentence, read, read_otherwise
from eightminute import notes

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
GROUPS = 6  # of authors, each read by what the others teach
GRID = [step / 4 for step in range(-16, 17)]  # limits tried
FAINTEST = -0.5  # what no rule finds must not be spoken against
FIRMEST = -1.5  # what a rule finds is only doubted where words speak against it

Counts = tuple[int, int, int, int]  # right, wrong, missed, lacking


class Learnt:
    """What things weigh for one element."""

    def __init__(self, name: str, learnt_from: Iterable[Note]) -> None:
        rows, shown = [], []
        for note in learnt_from:
            for found, shows in _examples(name, note):
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

    def sums(self, sentences: Sequence[Sentence]) -> list[float]:
        """What sentences weigh."""
        shares = [_shares(each.things) for sentence in sentences for each in sentence.stretches]
        if not shares:
            return []
        weighed = iter(self._columns.transform(shares) @ self._regression.coef_[0] + self.base)
        return [max(float(next(weighed)) for _ in sentence.stretches) for sentence in sentences]


def _examples(name: str, note: Note) -> Iterator[tuple[set[str], int]]:
    """The stretches that show an element, or of which none does; others say nothing."""
    label = note.labels[name]
    if label is None and name in STRICT:
        label = 0
    stretches = [each for sentence in note.sentences for each in sentence.stretches]
    if label == 0:
        yield from ((each.things, 0) for each in stretches)
    elif label == 1 and name in note.evidence:
        start, end = note.evidence[name]
        for each in stretches:
            common = min(end, each.end) - max(start, each.start)
            if common > 0 and 2 * common >= min(end - start, each.end - each.start):
                yield each.things, 1


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

        return max(((a, b) for a in GRID for b in GRID if a <= FIRMEST and b >= FAINTEST), key=worth)


def judged(name: str, learnt_from: Sequence[Note], judge: Sequence[Note]) -> Judged:
    """The notes of each group of authors read by what the others' teach."""
    authors = sorted({note.author for note in judge})
    rows = []
    for group in (set(authors[first::GROUPS]) for first in range(min(GROUPS, len(authors)))):
        learnt = Learnt(name, [note for note in [*learnt_from, *judge] if note.author not in group])
        for note in judge:
            if note.author in group:
                weighed = list(zip(note.sentences, learnt.sums(note.sentences), strict=True))
                open_to = weighed if name not in note.ruled_out else []
                label = note.labels[name]
                ruled = max((weight for each, weight in open_to if name in each.ruled), default=-99.0)
                possible = max((weight for each, weight in open_to if name in each.possible), default=-99.0)
                rows.append((note.author, -1 if label is None else label, ruled, possible))
    told, *columns = zip(*rows, strict=True)
    return Judged(list(told), *map(np.array, columns))


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
    learnt: list[Learnt] = Parallel(n_jobs=-1)(delayed(Learnt)(name, learnt_from) for name in NAMES)
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


def main(learn: Sequence[Path], judge: Sequence[Path], *, dry: bool) -> None:
    """Learns, prints how well each author's notes are read by what the others' teach, writes the table."""
    learnt_from, judging = [*read(learn), *read_otherwise(learn)], read(judge)
    print(f"{len(learnt_from)} notes to learn from, some in two forms, and {len(judging)} to judge by")
    runs = Parallel(n_jobs=-1)(delayed(judged)(name, learnt_from, judging) for name in NAMES)
    found: dict[str, Judged] = dict(zip(NAMES, runs, strict=True))
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
        path = Path(str(files("eightminute.notes"))) / "data" / "weights.tsv"
        path.write_text(table([*learnt_from, *judging, *read_otherwise(judge)], limits), encoding="utf-8")


if __name__ == "__main__":
    options = [each for each in sys.argv[1:] if each != "--dry"]
    split = options.index("--judge") if "--judge" in options else len(options)
    given, by = [Path(each) for each in options[:split]], [Path(each) for each in options[split + 1 :]]
    main(
        given or [DATA / f"{name}.jsonl" for name in LEARNT],
        by or [DATA / f"{name}.jsonl" for name in JUDGED],
        dry="--dry" in sys.argv,
    )
