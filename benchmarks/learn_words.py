"""Learns what the things in a sentence weigh (eightminute/notes/weights.py), for notes_learn.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.labelled_notes import COLUMNS, FIRST_OF_TWO, NAMES, THEN_OF_TWO, Note
from eightminute.notes.stretches import Stretch

STRENGTH = 20.0  # of the regression: the larger, the closer it follows the notes
RARE = 10  # notes, in both forms, that a thing must stand in
SLIGHT = 20  # hundredths that are left out

Example = tuple[
    tuple[Stretch, ...], int
]  # a stretch, or two that follow each other, and whether they show it


class Learnt:
    """What things weigh for one element, in one stretch or in each of two."""

    def __init__(self, examples: Iterable[Example]) -> None:
        rows, shown = [], []
        for stretches, shows in examples:
            found = [each.things for each in stretches]
            # once without the lists: what they know must not be all that is learnt
            for things in (found, [{each for each in one if each[0] != "{"} for one in found]):
                rows.append(_shares(things))
                shown.append(shows)
        self._columns = DictVectorizer(dtype=np.float32)
        table = self._columns.fit_transform(rows)
        table.indices, table.indptr = table.indices.astype(np.int32), table.indptr.astype(np.int32)
        regression = LogisticRegression(
            C=STRENGTH, max_iter=5000, class_weight="balanced", solver="liblinear"
        ).fit(table, shown)
        self._weights: np.ndarray[Any, Any] = regression.coef_[0]
        self.base = float(regression.intercept_[0])

    def weights(self, place: int = 0) -> dict[str, float]:
        """What each thing weighs, in the first stretch or in the second."""
        named = zip(self._columns.feature_names_, map(float, self._weights), strict=True)
        return {name[1:]: weight for name, weight in named if name[0] == str(place)}

    def sums(self, found: Sequence[tuple[Stretch, ...]]) -> list[float]:
        """What each of these weighs."""
        if not found:
            return []
        shares = [_shares([each.things for each in stretches]) for stretches in found]
        return [*map(float, self._columns.transform(shares) @ self._weights + self.base)]


def _shares(found: Sequence[set[str]]) -> Mapping[str, float]:
    return {f"{place}{thing}": len(things) ** -0.5 for place, things in enumerate(found) for thing in things}


def learnt(notes: Sequence[Note]) -> Mapping[str, Learnt]:
    """What notes teach of each element, and under the first of the columns of two sentences, of those."""
    examples: dict[str, list[Example]] = {
        name: [((each,), shows) for note in notes for each, shows in note.examples(name)] for name in NAMES
    }
    examples[COLUMNS[FIRST_OF_TWO]] = [
        ((one, then), shows) for note in notes for one, then, shows in note.told()
    ]
    each = Parallel(n_jobs=-1)(delayed(Learnt)(shown) for shown in examples.values())
    return dict(zip(examples, each, strict=True))


def table(notes: Sequence[Note], limits: Mapping[str, Sequence[float]]) -> str:
    """The table of weights; `limits` of a column are where a rule finds the element and where none does."""
    found = learnt(notes)
    weights = [
        *(found[name].weights() for name in NAMES),
        *(found[COLUMNS[FIRST_OF_TWO]].weights(place) for place in (0, 1)),
    ]
    seen = Counter(
        thing
        for note in notes
        for thing in {each for s in note.sentences for stretch in s.stretches for each in stretch.things}
    )
    rows = {
        "(base)": [*(found[name].base for name in COLUMNS[:THEN_OF_TWO]), 0.0],
        "(confirms)": [limits[name][0] if name in limits else 0.0 for name in COLUMNS],
        "(alone)": [limits[name][1] if name in limits else 0.0 for name in COLUMNS],
    }
    lines = ["\t".join(["words", *COLUMNS]), *(_line(thing, row, 0) for thing, row in rows.items())]
    for thing in sorted(seen):
        line = _line(thing, [each.get(thing, 0.0) for each in weights], SLIGHT)
        if seen[thing] >= RARE and line.strip() != thing:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _line(thing: str, row: Sequence[float], least: int) -> str:
    hundredths = [round(100 * weight) for weight in row]
    return "\t".join([thing, *(str(each) if abs(each) > least else "" for each in hundredths)])
