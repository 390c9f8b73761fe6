"""Learn from reference summaries which sentences to choose.

Takes texts and their summaries, gives a `Learned`: a method that raises or lowers
the scores of the default by what it has seen.  It looks at `features` and at the
words of a text, and is taught which sentences share pairs of words with the
summaries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from numbers import Number
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from summarize.arrays import FloatArray, IntArray, Matrix, Rows, add_up, counted, from_csr
from summarize.batch import Batch
from summarize.corpus import in_batches
from summarize.document import Document
from summarize.features import NAMES, PLACE, features, standardised
from summarize.languages import normalise
from summarize.notices import warn
from summarize.pipeline import Cut, Settings, as_documents, build_batch, cut_units
from summarize.scores import METHODS, Method
from summarize.scores.reasons import Reasons
from summarize.selectors import Coverage
from summarize.summary import Summary
from summarize.terms import build
from summarize.tokens import Analyser, analysers

#: With so many texts half of what was learnt is believed; with few, the default stands.
BELIEF = 100
#: A word that fewer texts hold gets no weight.
LEAST_TEXTS = 10
#: The strength of the ridge penalty, and how much less of it falls on a word.
PENALTY, EASE = 200.0, 3.0
#: How many of the texts are kept to compare others with.
KEPT = 1000
#: Groups of texts for the trees to learn from what the weights get wrong elsewhere.
FOLDS = 4
#: A feature counts as at most so many standard deviations off.
EDGE = 5.0
#: Summaries that are tried: the more, the less it keeps to what it learnt, for better and worse.
STARTS = 2

Example = tuple[tuple[Document, ...], tuple[str, ...]]


# --- what was learnt -------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Familiar:
    """What the texts were like that were learnt from.

    Parameters
    ----------
    profiles : ndarray, shape (number of texts, number of features)
        The mean features of each text, standardised; of many texts, some.
    mean, spread : ndarray, shape (number of features,)
        Of the mean features.
    reach : float
        Nineteen in twenty of the texts have another one at this distance or nearer; at
        least 1.
    """

    profiles: FloatArray
    mean: FloatArray
    spread: FloatArray
    reach: float

    @classmethod
    def of(cls, means: FloatArray, spread: FloatArray) -> Familiar:
        """Keep the mean features of texts, with the spread that sentences have.

        Texts that are much alike, as forms are, must not make all others strange:
        hence a least spread, and a least reach.
        """
        mean, spread = means.mean(axis=0), np.maximum(means.std(axis=0), spread / 5)
        some = means[:: len(means) // KEPT + 1]
        profiles = np.clip((some - mean) / spread, -EDGE, EDGE)
        return cls(profiles, mean, spread, _reach(profiles))

    def trust(self, batch: Batch, seen: FloatArray) -> FloatArray:
        """Say how far each unit is like what was seen, 1 to 0, shape (u,).

        1 within reach of a text that was seen; beyond it ``(reach / distance)^4``.
        """
        from scipy.spatial import cKDTree  # noqa: PLC0415 - 20 ms, for learned methods only

        own = np.clip((profiles(batch, seen) - self.mean) / self.spread, -EDGE, EDGE)
        distance = np.maximum(cKDTree(self.profiles).query(own)[0], 1e-9)
        trust: FloatArray = np.minimum(self.reach / distance, 1.0) ** 4
        return trust


def profiles(batch: Batch, seen: FloatArray) -> FloatArray:
    """Give the mean features of each unit, shape (u, number of features)."""
    sums = np.stack([batch.per_unit(column) for column in seen.T], axis=1)
    return np.asarray(sums / np.maximum(batch.sizes, 1)[:, None], dtype=float)


def _reach(profiles: FloatArray) -> float:
    from scipy.spatial import cKDTree  # noqa: PLC0415

    if len(profiles) < 2:
        return float("inf")
    nearest = cKDTree(profiles).query(profiles, k=2)[0][:, 1]
    return max(float(np.quantile(nearest, 0.95)), 1.0)


@dataclass(frozen=True, eq=False)
class Learned:
    """What `Summarizer.fit` learnt: a method for `method=`.

    ``score = default^(1 − b/2) · exp(b · p)``, where ``p = constant + Σ weight · feature +
    Σ weight of a word / √(number of words) + trees`` and b is the belief, less for a text
    that is unlike all that it learnt from.

    Parameters
    ----------
    weights : mapping of str to float
        What each feature brings when it is one standard deviation above its mean.
    words : mapping of str to float
        What each word brings, by the square root of the number of different words.
    constant : float
        What every sentence gets.
    belief : float
        From 0, the default as it is, to 1.
    n_texts : int
        From how many texts it was learnt.
    mean, spread : ndarray, shape (number of features,)
        Of the features where it was learnt.
    familiar : Familiar
        What the texts were like.
    trees : sklearn.ensemble.ExtraTreesRegressor or None
        What the weights leave over.
    """

    weights: Mapping[str, float]
    words: Mapping[str, float]
    constant: float
    belief: float
    n_texts: int
    mean: FloatArray = field(repr=False)
    spread: FloatArray = field(repr=False)
    familiar: Familiar = field(repr=False)
    trees: Any = field(repr=False, default=None)

    def as_method(self) -> Method:
        """Give the method, as `find_method` asks for it."""
        return Method(
            "learned",
            self.score_sentences,
            self.explain_sentence,
            selector=Coverage(starts=STARTS),
            embeds=True,
            readable=True,
        )

    def score_sentences(self, batch: Batch) -> FloatArray:
        """Score the sentences of a batch."""
        seen = features(batch)
        default = METHODS["coverage"].score_sentences(batch)
        belief = self._believed(batch, seen)[batch.unit]
        return _kept(default, belief) * np.exp(belief * self._predict(batch, seen))

    def _predict(self, batch: Batch, seen: FloatArray) -> FloatArray:
        """Say how much a sentence shares with summaries, in standard deviations: p above."""
        scaled, said = self._scaled(seen), _said(batch)
        linear = scaled @ self._weights + said.matrix.times(said.looked_up(self.words))
        if self.trees is not None and len(seen):
            linear = linear + _grown(self.trees, scaled)
        learnt: FloatArray = np.round(self.constant + linear, 12)  # the same alone and in a batch
        return learnt

    def _believed(self, batch: Batch, seen: FloatArray) -> FloatArray:
        """Give the belief of each unit."""
        return self.belief * self.familiar.trust(batch, seen)

    def shares(self, summary: Summary, index: int) -> dict[str, float]:
        """Say what each feature brings to the score of a sentence, before any query.

        Parameters
        ----------
        summary : Summary
        index : int
            Of one of ``summary.sentences``, chosen or not.

        Returns
        -------
        dict of str to float
            The largest first, of either sign.
        """
        if summary.evidence is None or not -len(summary.spans) <= index < len(summary.spans):
            count = len(summary.spans)
            raise IndexError(f"index must be that of one of {count} sentences. Got {index!r}.")
        batch, row = summary.evidence.own, index % len(summary.spans)
        taken = self._taken_apart(batch, row)
        named = zip(NAMES, (taken.factor * taken.parts).tolist(), strict=True)
        return dict(sorted(named, key=lambda item: -abs(item[1])))

    def explain_sentence(
        self,
        batch: Batch,
        scores: FloatArray,  # noqa: ARG002 - all reasons take it
        row: int,
    ) -> Reasons:
        """Say why one sentence of a batch of one has its score.

        The reasons of the default, scaled to what it brings, are the start.  What
        was learnt multiplies that by ``exp(b p)``; of the change each part of p
        gets its share of p, which adds up exactly.
        """
        default = METHODS["coverage"].score_sentences(batch)
        if default[row] <= 0:
            return Reasons()
        start = METHODS["coverage"].explain_sentence(batch, default, row)
        taken = self._taken_apart(batch, row)
        start = start.scaled(taken.kept / float(default[row]))
        place = np.isin(NAMES, PLACE)
        columns, terms = self._terms(batch, row, start, taken.factor)
        return Reasons(
            columns,
            terms,
            position=start.position + taken.factor * float(taken.parts[place].sum()),
            base=start.base + taken.factor * (taken.base + float(taken.parts[~place].sum())),
        )

    def _terms(
        self, batch: Batch, row: int, start: Reasons, factor: float
    ) -> tuple[IntArray, FloatArray]:
        """Add the weights of words to what they bring to the default; half of a pair's to each."""
        said = _said(batch)
        own, degree = said.matrix.of([row])
        learnt = factor * degree * said.looked_up(self.words)[own]
        columns, place = np.unique(
            np.concatenate([start.columns, *said.ends[:, own]]), return_inverse=True
        )
        shares = np.concatenate([start.terms, learnt / 2, learnt / 2])
        return columns, add_up(place, shares, len(columns))

    def _taken_apart(self, batch: Batch, row: int) -> _Parts:
        """Take the score of one sentence of a batch of one apart."""
        seen = features(batch)
        default = METHODS["coverage"].score_sentences(batch)
        belief = self._believed(batch, seen)
        learnt = float(self._predict(batch, seen)[row])
        kept = float(_kept(default, belief)[row])
        growth = np.expm1(belief[0] * learnt) / learnt if learnt else belief[0]
        scaled = self._scaled(seen)[row]
        parts, base = scaled * self._weights, self.constant
        if self.trees is not None:
            grown, root = _paths(self.trees, scaled)
            parts, base = parts + grown, base + root
        return _Parts(kept, float(kept * growth), parts, base)

    @property
    def _weights(self) -> FloatArray:
        return np.array(list(self.weights.values()))

    def _scaled(self, seen: FloatArray) -> FloatArray:
        """Bring features to the scale of the weights; what is far outside counts as its edge."""
        return np.clip((seen - self.mean) / self.spread, -EDGE, EDGE)


class _Parts(NamedTuple):
    """A score taken apart: ``kept + factor · (Σ parts + base + Σ words)``.

    Parameters
    ----------
    kept : float
        What the default brings.
    factor : float
        What turns a part of p into a share of the score.
    parts : ndarray, shape (number of features,)
    base : float
    """

    kept: float
    factor: float
    parts: FloatArray
    base: float


def _kept(default: FloatArray, belief: FloatArray) -> FloatArray:
    kept: FloatArray = np.maximum(default, 0.0) ** (1.0 - belief / 2.0)
    return kept


@dataclass(frozen=True, eq=False)
class _Said:
    """The different words and pairs of adjacent words of each sentence.

    Parameters
    ----------
    matrix : Rows of shape (n, m + p)
        Where a sentence says it: one over the square root of its number of words.
    names : ndarray of str, shape (m + p,)
    ends : ndarray of int, shape (2, m + p)
        The columns of the batch of both words of a pair; a word's own, twice.
    """

    matrix: Rows
    names: npt.NDArray[np.object_]
    ends: IntArray

    def looked_up(self, words: Mapping[str, float]) -> FloatArray:
        """Give the weight of each word and pair; 0 for one that is not known."""
        return np.fromiter((words.get(name, 0.0) for name in self.names), float, len(self.names))


def _said(batch: Batch) -> _Said:
    rows, pairs = _pairs(batch.sequence, batch.sequence_row)
    ends, number = np.unique(pairs, axis=1, return_inverse=True)
    paired = counted(rows, number.ravel(), (len(batch), ends.shape[1]))
    both = from_csr(sp.hstack([batch.binary.csr, paired.csr > 0], format="csr", dtype=float))
    names = batch.names
    joined = [f"{one} {other}" for one, other in zip(*names[ends], strict=True)]
    words = np.maximum(batch.held.stored(), 1.0)
    own = np.arange(len(names))
    return _Said(
        both.scaled(words**-0.5),
        np.concatenate([names, np.array(joined, dtype=object)]),
        np.concatenate([np.stack([own, own]), ends], axis=1),
    )


def _pairs(sequence: IntArray, rows: IntArray) -> tuple[IntArray, IntArray]:
    """Give the pairs of adjacent tokens that both count: their rows, and both columns."""
    pairs = np.stack([sequence[:-1], sequence[1:]])
    kept = (rows[1:] == rows[:-1]) & (pairs >= 0).all(axis=0)
    return rows[1:][kept], pairs[:, kept]


def _grown(trees: Any, seen: FloatArray) -> FloatArray:
    """Give the mean of what the trees predict: `predict` without its 5 ms of preparation."""
    rows = seen.astype(np.float32)
    grown: FloatArray = np.mean(
        [one.tree_.predict(rows)[:, 0] for one in trees.estimators_], axis=0
    )
    return grown


def _paths(trees: Any, seen: FloatArray) -> tuple[FloatArray, float]:
    """Take a prediction of trees apart, on the way from each root to its leaf.

    At each node the change of the mean below goes to the feature asked about.
    """
    parts, root = np.zeros(len(seen)), 0.0
    for tree in (grown.tree_ for grown in trees.estimators_):
        value = tree.value[:, 0, 0]
        ways = tree.decision_path(seen.astype(np.float32)[None, :]).indices
        np.add.at(parts, tree.feature[ways[:-1]], np.diff(value[ways]))
        root += float(value[0])
    return parts / len(trees.estimators_), root / len(trees.estimators_)


# --- learning --------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Lesson:
    """What is learnt from: sentences of many texts, row by row."""

    seen: FloatArray
    said: Matrix
    names: tuple[str, ...]  # the word of each column
    wanted: FloatArray
    text: IntArray
    profiles: FloatArray


def learn(
    examples: Sequence[Example], settings: Settings, *, random_state: int = 0
) -> Learned | None:
    """Learn from texts and their summaries.

    A ridge regression on features and words comes first, then trees on what it
    leaves over in texts that it was not fitted to.

    Parameters
    ----------
    examples : sequence of (documents, summaries)
        Each unit with one summary or several.
    settings : Settings
        How to cut the texts, and what words are.
    random_state : int
        Seed of the trees.

    Returns
    -------
    Learned or None
        None where no sentence shares two words in a row with a summary.
    """
    if not examples:
        return None
    lesson = _lesson(examples, replace(settings, background=None, query=None))
    if not lesson.wanted.any():
        return None
    mean, spread = lesson.seen.mean(axis=0), np.maximum(lesson.seen.std(axis=0), 1e-6)
    seen = np.clip((lesson.seen - mean) / spread, -EDGE, EDGE)
    rows = sp.csr_array(sp.hstack([sp.csr_array(seen), EASE * lesson.said]))
    weights, constant = _ridge(rows, lesson.wanted)
    n_texts = len(examples)
    return Learned(
        weights=dict(zip(NAMES, weights[: len(NAMES)].tolist(), strict=True)),
        words=dict(zip(lesson.names, (EASE * weights[len(NAMES) :]).tolist(), strict=True)),
        constant=constant,
        belief=n_texts / (n_texts + BELIEF),
        n_texts=n_texts,
        mean=mean,
        spread=spread,
        familiar=Familiar.of(lesson.profiles, spread),
        trees=_trees(seen, lesson.wanted - _elsewhere(rows, lesson), random_state),
    )


def _ridge(rows: Matrix, wanted: FloatArray) -> tuple[FloatArray, float]:
    from sklearn.linear_model import Ridge  # noqa: PLC0415 - 0.2 s, for learning only

    model = Ridge(alpha=PENALTY, solver="lsqr", tol=1e-4).fit(rows, wanted)
    return model.coef_, float(model.intercept_)


def _elsewhere(rows: Matrix, lesson: _Lesson) -> FloatArray:
    """Predict each text by weights from the others."""
    predicted = np.zeros(len(lesson.wanted))
    fold = lesson.text % FOLDS
    for k in range(FOLDS):
        own, others = fold == k, fold != k
        if own.any() and others.any():
            weights, constant = _ridge(rows[others], lesson.wanted[others])
            predicted[own] = rows[own] @ weights + constant
    return predicted


def _trees(seen: FloatArray, left: FloatArray, random_state: int) -> Any:
    from sklearn.ensemble import ExtraTreesRegressor  # noqa: PLC0415 - 0.3 s

    model = ExtraTreesRegressor(
        60, min_samples_leaf=20, max_features=0.6, max_leaf_nodes=400, random_state=random_state
    )
    return model.fit(seen, left)


def _lesson(examples: Sequence[Example], settings: Settings) -> _Lesson:
    """Look at all texts, a batch at a time."""
    seen, said, names, wanted, text, means = [], [], [], [], [], []
    for numbered in in_batches(examples):
        units = [documents for _, (documents, _) in numbered]
        cuts = cut_units(units, settings)
        batch = build_batch(cuts, settings)
        use = batch.has_word
        found = features(batch)
        seen.append(found[use])
        means.append(profiles(batch, found)[batch.sizes > 0])
        say = _said(batch)
        said.append(say.matrix.csr[use])
        names.append(say.names)
        summaries = [given for _, (_, given) in numbered]
        wanted.append(targets(batch, cuts, summaries, settings)[use])
        text.append(np.array([number for number, _ in numbered])[batch.unit[use]])
    kept = _vocabulary(chain.from_iterable(names))
    matrices = [_columns(*pair, kept) for pair in zip(said, names, strict=True)]
    return _Lesson(
        np.concatenate(seen),
        sp.csr_array(sp.vstack(matrices)),
        tuple(kept),
        np.concatenate(wanted),
        np.concatenate(text),
        np.concatenate(means),
    )


def _vocabulary(names: Iterable[str]) -> dict[str, int]:
    """Give a number to each word and pair that enough texts hold.

    Each text has one column for each that it holds.
    """
    often = (name for name, texts in sorted(Counter(names).items()) if texts >= LEAST_TEXTS)
    return {name: number for number, name in enumerate(often)}


def _columns(said: Matrix, names: npt.NDArray[np.object_], kept: Mapping[str, int]) -> Matrix:
    """Bring the columns of a batch to those of the vocabulary."""
    number = np.fromiter((kept.get(name, -1) for name in names), np.int64, len(names))
    entry = said.tocoo()
    column = number[entry.col]
    known = column >= 0
    parts = (entry.data[known], (entry.row[known], column[known]))
    return sp.csr_array(parts, shape=(said.shape[0], len(kept)))


def targets(
    batch: Batch,
    cuts: Sequence[Cut],
    summaries: Sequence[tuple[str, ...]],
    settings: Settings,
) -> FloatArray:
    """Say how much each sentence shares with the summaries of its unit, shape (n,).

    The share of the summaries' pairs of adjacent words that it holds, over the square
    root of its length; then standardised within the unit.  ROUGE-2 counts such pairs
    too.  Stop words count here, and forms of a word are one.
    """
    analyser_of = analysers((), settings.stemmer)
    texts: list[str] = []
    each: list[Analyser] = []
    for number, (cut, given) in enumerate(zip(cuts, summaries, strict=True)):
        own = [analyser_of(normalise(code)) for code in cut.languages]
        texts += [*batch.texts[batch.rows_of(number)], *given]
        each += [own[document] for document, _, _ in cut.spans] + own[:1] * len(given)
    sizes = [len(cut.spans) + len(given) for cut, given in zip(cuts, summaries, strict=True)]
    both = build(texts, sizes, np.zeros(len(texts), dtype=np.int64), each)
    reference = both.position >= batch.sizes[both.unit]
    rows, ends = _pairs(both.kin[both.sequence], both.sequence_row)
    pairs = np.unique(ends, axis=1, return_inverse=True)[1].ravel()
    many = np.maximum(np.bincount(rows, minlength=len(both)), 1.0)
    theirs = reference[rows]
    value = add_up(pairs[theirs], 1.0 / many[rows[theirs]], int(pairs.max(initial=-1)) + 1)
    once = np.unique(np.stack([rows, pairs])[:, ~theirs], axis=1)
    shared = add_up(once[0], value[once[1]], len(both))[~reference]
    return standardised(batch, shared / np.sqrt(np.maximum(batch.words, 1)))


# --- what is given -----------------------------------------------------------------


def read_examples(X: Iterable[Any], y: object) -> list[Example] | None:
    """Put texts and their summaries together; a bad text warns and is left out.

    Parameters
    ----------
    X : iterable of str, Document, or sequences of them
    y : iterable of str or of sequences of str
        One summary a text, or several.

    Returns
    -------
    list of (documents, summaries), or None
        None for numbers, such as the labels that a pipeline hands to all of its steps.

    Raises
    ------
    TypeError, ValueError
        If `y` is anything else, or not as long as `X`.
    """
    wanted = "y must hold a summary (str) for each text of X, or a list of several"
    if isinstance(y, str | bytes | Mapping) or not isinstance(y, Iterable):
        raise TypeError(f"{wanted}. Got one bare {type(y).__name__} instead.")
    texts, given = list(X), list(y)
    if len(texts) != len(given):
        raise ValueError(f"{wanted}: {len(texts)} in all. Got {len(given)} instead.")
    if given and all(isinstance(one, Number | np.bool_) for one in given):
        return None
    summaries = [_summaries(one, f"y[{k}]") for k, one in enumerate(given)]
    examples = []
    for k, (text, of_it) in enumerate(zip(texts, summaries, strict=True)):
        try:
            examples.append((as_documents(text), of_it))
        except TypeError as error:
            warn(f"Document {k} failed: {type(error).__name__}: {error}")
    return examples


def _summaries(given: object, name: str) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given,)
    if isinstance(given, Sequence | np.ndarray) and all(isinstance(one, str) for one in given):
        return tuple(given)
    raise TypeError(
        f"{name} must be a summary (str) or a list of them. Got {type(given).__name__} instead."
    )
