"""Learn from reference summaries which sentences to choose.

Takes texts and their summaries, gives a `Learned`.  It looks at `features` and at the
words of a text, and is taught which sentences share pairs of words with the
summaries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from numbers import Number
from typing import Any

import numpy as np
import scipy.sparse as sp

from summarize.arrays import BoolArray, FloatArray, IntArray, Matrix, add_up
from summarize.batch import Batch
from summarize.checks import came, in_order, is_several, string
from summarize.coherence import readable
from summarize.corpus import Failures, as_unit, each_good, in_batches
from summarize.document import Document
from summarize.features import NAMES, features, standardised
from summarize.learned import (
    Familiar,
    Learned,
    profiles,
    said_by,
    with_prediction,
)
from summarize.likely import EDGE, Likely, described
from summarize.phrases import Phrases, content_phrases, in_pairs, pairs_of, phrases, stems
from summarize.pipeline import Cut, Settings, prepare
from summarize.terms import build
from summarize.tokens import Analyser, analysers, count_words

#: With so many texts half of what was learnt is believed; with few, the default stands.
BELIEF = 100
#: A word that fewer texts hold gets no weight.
LEAST_TEXTS = 10
#: A language that fewer of all sentences are in was not learnt.
SHARE = 0.02
#: The strength of the ridge penalty, and how much less of it falls on a word.
PENALTY, EASE = 200.0, 3.0
#: What a sentence shares with summaries is judged by this power of its length: with 0 long
#: ones are best, with 1 dense ones.
POWER = 0.6
#: No summary, where they are repeated, has so few words.
LABEL = 3
#: So many texts at most teach what words a summary says, and a share of those that say one
#: is mixed with the usual as if so many more texts had it.
MOST, PRIOR = 1000, 10.0
#: Groups of texts for the trees to learn from what the weights get wrong elsewhere.
FOLDS = 4

Example = tuple[tuple[Document, ...], tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class _Lesson:
    """What is learnt from: sentences of many texts, row by row."""

    seen: FloatArray
    said: Matrix
    names: tuple[str, ...]  # the word of each column
    wanted: FloatArray
    use: BoolArray  # whether a summary may hold it: only such teach
    text: IntArray
    profiles: FloatArray
    languages: frozenset[str]


def learn(
    examples: Sequence[Example], settings: Settings, *, random_state: int = 0
) -> Learned | None:
    """Learn from texts and their summaries.

    A ridge regression on features and words comes first, then trees on what it
    leaves over in texts that it was not fitted to; and what words of a text a summary
    says, by what it predicts of the sentences that say them.

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
    if lesson is None or not lesson.wanted[use := lesson.use].any():
        return None
    mean, spread = lesson.seen[use].mean(axis=0), np.maximum(lesson.seen[use].std(axis=0), 1e-6)
    seen = np.clip((lesson.seen - mean) / spread, -EDGE, EDGE)
    rows = sp.csr_array(sp.hstack([sp.csr_array(seen), EASE * lesson.said]))
    linear = _ridge().fit(rows[use], lesson.wanted[use])
    elsewhere = _elsewhere(rows, lesson)
    asked = with_prediction(seen, elsewhere, lesson.text)
    n_texts = len(lesson.profiles)  # of the examples those that are texts
    weights, of_words = np.split(linear.coef_, [len(NAMES)])
    return Learned(
        weights=dict(zip(NAMES, weights.tolist(), strict=True)),
        words=dict(zip(lesson.names, (EASE * of_words).tolist(), strict=True)),
        constant=float(linear.intercept_),
        belief=n_texts / (n_texts + BELIEF),
        n_texts=n_texts,
        mean=mean,
        spread=spread,
        familiar=Familiar.of(lesson.profiles, spread, lesson.languages),
        length=_mean_words(examples),
        trees=_trees(asked[use], (lesson.wanted - elsewhere)[use], random_state),
        likely=_likely(examples, settings, lesson.text, elsewhere),
    )


def _mean_words(examples: Sequence[Example]) -> float:
    """Give the mean number of words of the summaries; blank ones apart."""
    counts = (count_words(summary) for _, given in examples for summary in given)
    words = [count for count in counts if count]
    return sum(words) / len(words)


def _ridge() -> Any:
    from sklearn.linear_model import Ridge  # noqa: PLC0415 - 0.2 s, for learning only

    return Ridge(alpha=PENALTY, solver="lsqr", tol=1e-4)


def _elsewhere(rows: Matrix, lesson: _Lesson) -> FloatArray:
    """Predict each text by weights from the others; 0 where there is no other."""
    found, fold = np.zeros(len(lesson.text)), lesson.text % FOLDS
    for number in range(FOLDS):
        of_it, others = fold == number, (fold != number) & lesson.use
        if of_it.any() and others.any():
            found[of_it] = _ridge().fit(rows[others], lesson.wanted[others]).predict(rows[of_it])
    return found


def _trees(seen: FloatArray, left: FloatArray, random_state: int) -> Any:
    from sklearn.ensemble import ExtraTreesRegressor  # noqa: PLC0415 - 0.3 s

    model = ExtraTreesRegressor(
        120, min_samples_leaf=20, max_features=0.3, max_leaf_nodes=400, random_state=random_state
    )
    return model.fit(seen, left)


def _likely(
    examples: Sequence[Example], settings: Settings, text: IntArray, p: FloatArray
) -> Likely:
    """Learn what words and pairs of a text its summaries say, from some of the texts.

    `p` is what is predicted of each sentence, `text` the number of its text.
    """
    numbers = [k for k in np.unique(text).tolist() if any(map(count_words, examples[k][1]))]
    some = [(k, examples[k]) for k in numbers[:: -(-len(numbers) // MOST)]]
    looks = [_said_again(numbered, settings) for numbered in in_batches(some)]
    pair = np.concatenate([found.pair for _, found, _ in looks]).astype(np.int64)
    said = np.concatenate([one for *_, one in looks])
    names = chain.from_iterable(found.names for _, found, _ in looks)
    shares, usual, each = _shares(list(names), said, pair)
    foretold = p[np.isin(text, [k for k, _ in some])]
    seen, row, phrase = [], 0, 0
    for batch, found, _ in looks:
        own, its = slice(row, row := row + len(batch)), slice(phrase, phrase := phrase + len(found))
        seen.append(described(batch, found, foretold[own], each[its]))
    values = np.concatenate(seen)
    fits = [_chances(values[pair == kind], said[pair == kind] >= 0.5) for kind in (0, 1)]
    return Likely(shares, usual, *map(np.array, zip(*fits, strict=True)))


def _said_again(
    numbered: Sequence[tuple[int, Example]], settings: Settings
) -> tuple[Batch, Phrases, FloatArray]:
    """Find the phrases of texts, and the share of its summaries that says each."""
    cuts, batch = prepare([documents for _, (documents, _) in numbered], settings)
    given = [
        _shares_of(summaries, cut.language)
        for cut, (_, (_, summaries)) in zip(cuts, numbered, strict=True)
    ]
    found = phrases(batch)
    each = zip(found.names, found.unit.tolist(), strict=True)
    said = [given[unit].get(name, 0.0) for name, unit in each]
    return batch, found, np.array(said, dtype=float)


def _shares_of(summaries: Sequence[str], language: str) -> dict[str, float]:
    """Give the share of the summaries of a text that says a phrase; blank ones apart."""
    said = [set(in_pairs(stems(summary, language))) for summary in summaries if summary.strip()]
    return {name: times / len(said) for name, times in Counter(chain(*said)).items()}


def _shares(
    names: list[str], said: FloatArray, pair: IntArray
) -> tuple[dict[str, float], FloatArray, FloatArray]:
    """Give the share of summaries that say a phrase of their text, as its logarithm.

    That of each phrase which enough texts hold; the usual one of a word and of a pair; and
    for each text's phrase that of the other texts.
    """
    known: dict[str, int] = {}
    number = np.fromiter((known.setdefault(name, len(known)) for name in names), np.int64)
    usual = add_up(pair, said, 2) / np.maximum(np.bincount(pair, minlength=2), 1)
    usual = np.maximum(usual, 1e-6)
    count, sums = np.bincount(number), add_up(number, said, len(known))
    kind = np.zeros(len(known), dtype=np.int64)
    kind[number] = pair
    often = count >= LEAST_TEXTS
    share = np.log((sums + PRIOR * usual[kind]) / (count + PRIOR))
    of_others = (sums[number] - said + PRIOR * usual[pair]) / (count[number] - 1 + PRIOR)
    shares = {name: float(share[k]) for name, k in known.items() if often[k]}
    return shares, np.log(usual), np.log(np.where(often[number], of_others, usual[pair]))


def _chances(
    values: FloatArray, said: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray, float]:
    """Fit a logistic regression: weights, mean and spread of the values, and a constant."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    if not said.any() or said.all():
        nothing = np.zeros(values.shape[1])
        odds = (said.sum() + 1) / ((~said).sum() + 1)
        return nothing, nothing, nothing + 1.0, float(np.log(odds))
    mean, spread = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-6)
    model = LogisticRegression(solver="newton-cholesky")
    model.fit(np.clip((values - mean) / spread, -EDGE, EDGE), said)
    return model.coef_[0], mean, spread, float(model.intercept_[0])


def _lesson(examples: Sequence[Example], settings: Settings) -> _Lesson | None:
    """Look at all texts, a batch at a time; None where none of them is good."""

    def look(numbered: Sequence[tuple[int, Example]]) -> tuple[Any, ...]:
        cuts, batch = prepare([documents for _, (documents, _) in numbered], settings)
        use = batch.has_word & readable(batch).choosable
        seen, said = features(batch), content_phrases(batch)
        return (
            seen,
            said_by(batch, said).csr,
            said.names,
            targets(batch, cuts, [given for _, (_, given) in numbered], settings),
            use,
            np.array([number for number, _ in numbered])[batch.unit],
            profiles(batch, seen)[batch.sizes > 0],
            Counter(batch.languages),
        )

    failures = Failures()
    batches = in_batches(enumerate(examples))
    looks = [one for numbered in batches for one in each_good(look, numbered, failures.add)]
    failures.warn()
    if not looks:
        return None
    seen, said, names, wanted, use, text, means, languages = zip(*looks, strict=True)
    return _Lesson(
        np.concatenate(seen),
        *_often(said, list(chain.from_iterable(names))),
        np.concatenate(wanted),
        np.concatenate(use),
        np.concatenate(text),
        np.concatenate(means),
        _spoken(languages),
    )


def _spoken(languages: Iterable[Counter[str]]) -> frozenset[str]:
    """Give the languages of more than a stray few of all sentences: a line may pass for another."""
    many = sum(languages, Counter[str]())
    return frozenset(code for code, times in many.items() if times >= SHARE * many.total())


def _often(said: Sequence[Matrix], names: Sequence[str]) -> tuple[Matrix, tuple[str, ...]]:
    """Give a column to each word and pair that enough texts hold, each of which has its own."""
    known = sorted(name for name, texts in Counter(names).items() if texts >= LEAST_TEXTS)
    number = {name: column for column, name in enumerate(known)}
    column = np.fromiter((number.get(name, -1) for name in names), np.int64, len(names))
    entry = sp.block_diag(said, format="coo")
    column = column[entry.col]
    kept = column >= 0
    parts = (entry.data[kept], (entry.row[kept], column[kept]))
    return sp.csr_array(parts, shape=(entry.shape[0], len(known))), tuple(known)


def targets(
    batch: Batch,
    cuts: Sequence[Cut],
    summaries: Sequence[tuple[str, ...]],
    settings: Settings,
) -> FloatArray:
    """Say how much each sentence shares with the summaries of its unit, shape (n,).

    The share of the summaries' pairs of adjacent words that it holds, over a power of its
    number of words; then standardised within the unit.  ROUGE-2 counts such pairs too.
    Stop words count here, and forms of a word are one.
    """
    analyser_of = analysers((), settings.stemmer)
    texts: list[str] = []
    each: list[Analyser] = []
    for number, (cut, given) in enumerate(zip(cuts, summaries, strict=True)):
        own = [analyser_of(code) for code in cut.languages]
        texts += [*batch.texts[batch.rows_of(number)], *given]
        each += [own[document] for document, _, _ in cut.spans]
        each += [analyser_of(cut.language)] * len(given)
    sizes = [len(cut.spans) + len(given) for cut, given in zip(cuts, summaries, strict=True)]
    both = build(texts, sizes, np.zeros(len(texts), dtype=np.int64), each)
    reference = both.position >= batch.sizes[both.unit]
    forms = np.append(both.kin, -1)[both.sequence]
    rows, ends = pairs_of(forms, both.sequence_row)
    pairs = np.unique(ends, axis=1, return_inverse=True)[1].ravel()
    many = np.maximum(np.bincount(rows, minlength=len(both)), 1.0)
    theirs = reference[rows]
    value = add_up(pairs[theirs], 1.0 / many[rows[theirs]], int(pairs.max(initial=-1)) + 1)
    once = np.unique(np.stack([rows, pairs])[:, ~theirs], axis=1)
    shared = add_up(once[0], value[once[1]], len(both))[~reference]
    return standardised(shared / np.maximum(batch.words, 1) ** POWER, batch.unit)


# --- what is given -----------------------------------------------------------------


def read_examples(X: Iterable[Any], y: object) -> list[Example] | None:
    """Put texts and their summaries together; of a bad text it warns, and takes none.

    Parameters
    ----------
    X : iterable of str, Document, or sequences of them
    y : iterable of str or of sequences of str
        One summary a text, or several.

    Returns
    -------
    list of (documents, summaries), or None
        As many as there are texts.  None for labels, as a pipeline hands them to all of its
        steps: numbers, one or several a text, or strings of three words at the most, half of
        which at least are repeated.

    Raises
    ------
    TypeError, ValueError
        If `y` is anything else, or not as long as `X`.
    """
    wanted = "a sequence of a summary (str) for each text of X, or a list of several"
    texts, given = list(X), list(in_order("y", y, wanted))
    if len(texts) != len(given):
        raise ValueError(f"y must be {wanted}: {len(texts)} in all. Got {len(given)} instead.")
    if _are_labels(given):
        return None
    summaries = [_summaries(one, f"y[{k}]") for k, one in enumerate(given)]
    units, failures = [as_unit(text) for text in texts], Failures()
    for k, unit in enumerate(units):
        if isinstance(unit, str):
            failures.add(k, unit)
    failures.warn()
    return [
        (() if isinstance(unit, str) else unit, of_it)
        for unit, of_it in zip(units, summaries, strict=True)
    ]


def _are_labels(given: Sequence[object]) -> bool:
    each = (one if isinstance(one, list | tuple | np.ndarray) else [one] for one in given)
    labels = list(chain.from_iterable(each))
    if labels and all(isinstance(one, Number | np.bool_) for one in labels):
        return True
    short = all(isinstance(one, str) and len(one.split()) <= LABEL for one in given)
    return bool(given) and short and len(given) >= 2 * len(set(given))


def _summaries(given: object, name: str) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given,)
    if not (is_several(given) and isinstance(given, Sequence | np.ndarray)):
        raise TypeError(f"{name} must be a summary (str) or a list of them. {came(given)}")
    return tuple(string(f"{name}[{number}]", one) for number, one in enumerate(given))
