"""What was learnt from summaries by people: a method that scores, and says why.

Takes a batch, gives the scores of the default, raised or lowered by weights of
`features` and of words, and the share of each in a score.  Learns nothing: that is
`learning`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

import numpy as np

from summarize.arrays import BoolArray, FloatArray, IntArray, Rows, add_up
from summarize.batch import Batch
from summarize.document import Sentence
from summarize.features import NAMES, PLACE, features, standardised
from summarize.likely import EDGE, Likely
from summarize.phrases import Phrases, content_phrases, phrases
from summarize.scores import METHODS, Method
from summarize.scores.reasons import Reasons, Why
from summarize.selectors import Coverage, CoverageObjective, Objective
from summarize.summary import Summary

#: So many of the texts are kept at most, to compare others with.
KEPT = 1000
#: A word of a summary is worth so much of a pair of words in a row.
WORD = 0.5
#: So many standard deviations above the mean of a text are clear.
CLEARLY = 0.5


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
    languages : tuple of str
        The languages of the texts; not those of a stray sentence.
    """

    profiles: FloatArray
    mean: FloatArray
    spread: FloatArray
    reach: float
    languages: tuple[str, ...]

    @classmethod
    def of(cls, means: FloatArray, spread: FloatArray, languages: Iterable[str]) -> Familiar:
        """Keep the mean features of texts, with the spread that sentences have.

        Texts that are much alike, as forms are, must not make all others strange:
        hence a least spread, and a least reach.
        """
        mean, spread = means.mean(axis=0), np.maximum(means.std(axis=0), spread / 5)
        some = means[:: -(-len(means) // KEPT)]
        profiles = np.clip((some - mean) / spread, -EDGE, EDGE)
        return cls(profiles, mean, spread, _reach(profiles), tuple(sorted(languages)))

    def trust(self, batch: Batch, seen: FloatArray) -> FloatArray:
        """Say how far each unit is like what was seen, 1 to 0, shape (u,).

        1 within reach of a text that was seen; beyond it ``(reach / distance)^4``; times the
        share of its sentences that are in a language of those texts, whose words and whose ways
        with them are others elsewhere.
        """
        from scipy.spatial import cKDTree  # noqa: PLC0415 - 20 ms, for learned methods only

        own = np.clip((profiles(batch, seen) - self.mean) / self.spread, -EDGE, EDGE)
        distance = np.maximum(cKDTree(self.profiles).query(own)[0], 1e-9)
        known = batch.per_unit(np.isin(batch.languages, self.languages).astype(float))
        share: FloatArray = known / np.maximum(batch.sizes, 1)
        return share * np.minimum(self.reach / distance, 1.0) ** 4


def profiles(batch: Batch, seen: FloatArray) -> FloatArray:
    """Give the mean features of each unit, shape (u, number of features)."""
    sums = np.stack([batch.per_unit(column) for column in seen.T], axis=1)
    return sums / np.maximum(batch.sizes, 1)[:, None]


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
    length : float
        The mean number of words of a summary.
    trees : sklearn.ensemble.ExtraTreesRegressor
        What the weights leave over, by the features and by what the weights say.
    likely : Likely
        What words of a text a summary says: no part of a score, but of the choice (`Frugal`).
    """

    weights: Mapping[str, float]
    words: Mapping[str, float]
    constant: float
    belief: float
    n_texts: int
    mean: FloatArray = field(repr=False)
    spread: FloatArray = field(repr=False)
    familiar: Familiar = field(repr=False)
    length: float
    trees: Any = field(repr=False)
    likely: Likely = field(repr=False)

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Take what a file holds; one of a version that learnt less is refused in words."""
        if lacking := {one.name for one in fields(self)} - state.keys():
            lacks = ", ".join(sorted(lacking))
            raise ValueError(
                f"The model is of another version of summarize (it lacks {lacks}): fit it again."
            )
        vars(self).update(state)

    def as_method(self) -> Method:
        """Give the method, as `find_method` asks for it."""
        return Method(
            "learned",
            self.score_sentences,
            self.why,
            selector=Frugal(self),
            embeds=True,
            readable=True,
        )

    def score_sentences(self, batch: Batch) -> FloatArray:
        """Score the sentences of a batch."""
        default = METHODS["coverage"].score_sentences(batch)
        belief = batch.once(self.believed)[batch.unit]
        return _kept(default, belief) * np.exp(belief * batch.once(self.predict))

    def predict(self, batch: Batch) -> FloatArray:
        """Say how much a sentence shares with summaries, in standard deviations: p above.

        0 for the mean of the sentences of a text.
        """
        linear = batch.once(self._by_weights)
        return np.round(linear + _grown(self.trees, self._asked(batch, linear)), 12)

    def _by_weights(self, batch: Batch) -> FloatArray:
        """Predict without the trees; rounded, so that a text gets the same alone and in a batch."""
        found = content_phrases(batch)
        of_words = said_by(batch, found).times(found.looked_up(self.words))
        return np.round(self.constant + self._scaled(batch) @ self._weights + of_words, 12)

    def _asked(self, batch: Batch, linear: FloatArray) -> FloatArray:
        """Give what the trees look at."""
        return with_prediction(self._scaled(batch), linear, batch.unit)

    def believed(self, batch: Batch) -> FloatArray:
        """Give the belief of each unit."""
        return self.belief * self.familiar.trust(batch, batch.once(features))

    def chances(self, batch: Batch) -> FloatArray:
        """Say how likely a summary says each of the `phrases` of a batch."""
        return self.likely.chances(batch, batch.once(phrases), batch.once(self._by_weights))

    def shares(self, summary: Summary, sentence: int | Sentence) -> dict[str, float]:
        """Say what each feature brings to the score of a sentence, before any query.

        Parameters
        ----------
        summary : Summary
        sentence : int or Sentence
            One of ``summary.sentences``, chosen or not, or its index.

        Returns
        -------
        dict of str to float
            The largest first, of either sign.
        """
        if not isinstance(summary, Summary):
            kind = type(summary).__name__
            raise TypeError(f"summary must be a Summary. Got {kind} instead.")
        row = summary.row_of(sentence)
        assert summary.evidence is not None  # or it has no sentence
        taken = self._taken_apart(summary.evidence.own)(row)
        named = zip(NAMES, (taken.factor * taken.parts).tolist(), strict=True)
        return dict(sorted(named, key=lambda item: -abs(item[1])))

    def why(
        self,
        batch: Batch,
        scores: FloatArray,  # noqa: ARG002 - all reasons take them
    ) -> Why:
        """Give what says why each sentence of a batch of one has its score.

        The reasons of the default, scaled to what it brings, are the start.  What
        was learnt multiplies that by ``exp(b p)``; of the change each part of p
        gets its share of p, which adds up exactly.
        """
        coverage = METHODS["coverage"]
        default = coverage.score_sentences(batch)
        by_default, taken_apart = coverage.why(batch, default), self._taken_apart(batch)
        found, place = content_phrases(batch), np.isin(NAMES, PLACE)
        said, weights = said_by(batch, found), found.looked_up(self.words)

        def why(row: int) -> Reasons:
            if default[row] <= 0:
                return Reasons()
            taken = taken_apart(row)
            start = by_default(row).scaled(taken.kept / float(default[row]))
            own, degree = said.of([row])
            learnt = taken.factor * degree * weights[own]
            columns, terms = _with_words(start, found.ends[:, own], learnt)
            return Reasons(
                columns,
                terms,
                position=start.position + taken.factor * float(taken.parts[place].sum()),
                base=start.base + taken.factor * (taken.base + float(taken.parts[~place].sum())),
            )

        return why

    def _taken_apart(self, batch: Batch) -> Callable[[int], _Parts]:
        """Give what takes the score of a sentence of a batch of one apart."""
        belief = batch.once(self.believed)
        kept = _kept(METHODS["coverage"].score_sentences(batch), belief[batch.unit])
        learnt, scaled = batch.once(self.predict), self._scaled(batch)
        asked = self._asked(batch, batch.once(self._by_weights))

        def taken_apart(row: int) -> _Parts:
            p, parts, base = float(learnt[row]), scaled[row] * self._weights, self.constant
            growth = np.expm1(belief[0] * p) / p if p else belief[0]
            grown, root = _paths(self.trees, asked[row])
            of_features, of_weights = np.split(grown, [len(parts)])
            # what the trees make of the weights' own prediction belongs to no feature
            parts, base = parts + of_features, base + root + float(of_weights.sum())
            return _Parts(float(kept[row]), float(kept[row] * growth), parts, base)

        return taken_apart

    @property
    def _weights(self) -> FloatArray:
        return np.array(list(self.weights.values()))

    def _scaled(self, batch: Batch) -> FloatArray:
        """Bring features to the scale of the weights; what is far outside counts as its edge."""
        return np.clip((batch.once(features) - self.mean) / self.spread, -EDGE, EDGE)


def with_prediction(scaled: FloatArray, linear: FloatArray, unit: IntArray) -> FloatArray:
    """Give what trees look at: the features, what the weights predict, and that within its unit.

    Rounded as `features` are.
    """
    both = np.stack([linear, standardised(linear, unit)], axis=1)
    return np.concatenate([scaled, np.round(both, 6)], axis=1)


@dataclass(frozen=True, eq=False)
class Frugal:
    """Choose as `Coverage` does, by what a summary is likely to say; not more than is worth it.

    What a sentence adds counts by the chances of the words and pairs that it says, and none
    chosen before it, over its length.  So does the worth of a summary S: by
    ``(Σ chance of a pair + ½ Σ chance of a word) / (|S| + length)``, the F-measure to be
    expected.

    Once a summary is as long as those that were learnt from, a sentence that would lower this is
    not taken, though there be room; unless it is predicted to share clearly more with summaries
    than the mean one of its text, which longer ones than those may be asked for.

    So it is where the text is like those: more than half has to be believed, and no query heard.

    Parameters
    ----------
    learned : Learned
    """

    learned: Learned

    def start(self, batch: Batch, scores: FloatArray) -> Objective:
        """Begin with nothing chosen."""
        coverage = Coverage().start(batch, scores)
        known = (batch.once(self.learned.believed) > 0.5) & ~batch.heard
        if not known.any():
            return coverage
        found, chance = batch.once(phrases), batch.once(self.learned.chances)
        return _FrugalObjective(
            **vars(coverage),
            known=known,
            poor=known[batch.unit] & (batch.once(self.learned.predict) < CLEARLY),
            length=self.learned.length,
            said=np.zeros(batch.units),
            shared=np.zeros(batch.units),
            phrases=found,
            hopes=np.where(found.pair, chance, WORD * chance),
        )


@dataclass
class _FrugalObjective(CoverageObjective):
    known: BoolArray
    poor: BoolArray
    length: float
    said: FloatArray  # words
    shared: FloatArray  # what these are expected to share with what people would write
    phrases: Phrases
    hopes: FloatArray  # of each phrase, what it is worth that a sentence says it now

    def __post_init__(self) -> None:
        self._all = self.hopes

    def gains(self) -> FloatArray:
        return super().gains() * np.where(self.known[self.batch.unit], self._likely(), 1.0)

    def value(self, rows: IntArray) -> FloatArray:
        held = np.unique(self.phrases.held.of(rows)[0])
        shared = self.batch.per_unit(self._all[held], self.phrases.unit[held])
        expected = self._expected(shared, self._words(rows))
        return super().value(rows) * np.where(self.known, expected, 1.0)

    def spares(self) -> BoolArray:
        expected = self._expected(self.shared, self.said)
        long = (self.said >= self.length)[self.batch.unit]
        return self.poor & long & (self._likely() < expected[self.batch.unit])

    def take(self, rows: IntArray) -> None:
        super().take(rows)
        held = np.unique(self.phrases.held.of(rows)[0])
        self.said = self.said + self._words(rows)
        self.shared = self.shared + self.batch.per_unit(self.hopes[held], self.phrases.unit[held])
        self.hopes = self.hopes.copy()
        self.hopes[held] = 0.0

    def _expected(self, shared: FloatArray, words: FloatArray) -> FloatArray:
        """Give what is shared by length: half of the F-measure to be expected, shape (u,)."""
        return shared / (words + self.length)

    def _likely(self) -> FloatArray:
        """Say what each sentence shares that no chosen one does, by its length, shape (n,)."""
        held = self.phrases.held
        fresh = add_up(held.row, self.hopes[held.indices], len(held))
        return fresh / np.maximum(self.batch.words, 1)

    def _words(self, rows: IntArray) -> FloatArray:
        """Count the words of some rows of each unit."""
        return self.batch.per_unit(self.batch.words[rows].astype(float), self.batch.unit[rows])


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


def _with_words(start: Reasons, ends: IntArray, learnt: FloatArray) -> tuple[IntArray, FloatArray]:
    """Add what words bring to what they bring to the default; half of a pair's to each."""
    columns, place = np.unique(np.concatenate([start.columns, *ends]), return_inverse=True)
    shares = np.concatenate([start.terms, learnt / 2, learnt / 2])
    return columns, add_up(place, shares, len(columns))


def _kept(default: FloatArray, belief: FloatArray) -> FloatArray:
    return np.maximum(default, 0.0) ** (1.0 - belief / 2.0)


def said_by(batch: Batch, found: Phrases) -> Rows:
    """Say where a sentence says a phrase: one over the square root of its different words."""
    said = found.held.valued(np.ones(len(found.held.data)))
    return said.scaled(np.maximum(batch.held.stored(), 1.0) ** -0.5)


def _grown(trees: Any, seen: FloatArray) -> FloatArray:
    """Give the mean of what the trees predict: `predict` without its 5 ms of preparation."""
    rows = seen.astype(np.float32)
    return np.mean([one.tree_.predict(rows)[:, 0] for one in trees.estimators_], axis=0)


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
