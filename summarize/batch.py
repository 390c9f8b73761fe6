"""A batch: the sentences of many texts as one sparse matrix, and where each stands.

A batch is made of *units*, the texts that get one summary each; a unit is one
document or several on one subject.  Every (unit, term) pair has a column of its
own, so that the matrix falls into independent blocks: document frequencies are
column counts, and one product serves all units at once.  How it is made of words,
says `terms`; what it is good for, `scores`.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from summarize.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    Matrix,
    Rows,
    add_up,
    by_first_use,
    changes,
    counted,
    tfidf,
)
from summarize.reading import Reading
from summarize.tokens import fold

Made = TypeVar("Made")

#: What bears on the query hands this share on to the next sentence, and to the one before.
AFTER, BEFORE = 0.5, 0.1
#: BM25 for a query: sentences are long or short by chance, so that length tells less of
#: them than of documents, for which 1.2 and 0.75 are usual.
K1, B = 0.6, 0.3
#: What bears half as much on a query as the best counts for a third: such sentences are many.
POWER = 1.5
#: So many questions on lines of their own are a list of them, each above its answer.
SEVERAL, ASKED = 3, 0.2

#: A number in more than this share of so many sentences, or more, is of the lines, not the text.
EVERYWHERE, FEW = 0.9, 5

# French has a blank before its marks; signs of direction and of colour are no words either.
_ENDS = string.punctuation + "…。！？、“”‘’«»„। \u200e\u200f\ufe0f"


@dataclass(frozen=True, eq=False)
class Batch:
    """Sentences as arrays, one row each; rows of a unit lie together.

    Parameters
    ----------
    texts : list of str, length n
        The sentences.
    held : Rows of shape (n, m)
        How often each column's term occurs; a column belongs to one unit.
    names : ndarray of str, shape (m,)
        The term of each column.
    starts : ndarray of int, shape (u + 1,)
        Rows ``starts[k]`` to ``starts[k + 1]`` are those of unit k.
    column_starts : ndarray of int, shape (u + 1,)
        The same for columns.
    document, position : ndarray of int, shape (n,)
        The number of the document within its unit, the place within the document.
    languages : list of str
        ISO 639-1 code by which the words of each sentence are folded.
    words : ndarray of int, shape (n,)
        Length as a budget counts it.
    cues : ndarray of int, shape (n,)
        What its words hint at: 1 where a sentence says what the text is about ("we propose",
        "this paper"), -1 where it is an aside ("for example", "I"); 0 for neither, or both.
    names_of_speakers : ndarray of int, shape (n,)
        How many characters of each sentence name who speaks, in its unit twice or more.
    spoken : ndarray of bool, shape (n,)
        Whether somebody speaks it, by a name before it or as all of its text is speech.
    talk : ndarray of bool, shape (n,)
        Whether it is of a talk, also between the turns that name somebody.
    sequence : ndarray of int, shape (t,)
        The column of every token in reading order; -1 for a stop word.
    sequence_row : ndarray of int, shape (t,)
        The sentence of every token.
    stems : ndarray of int, shape (m,)
        A number that columns share whose terms begin with the same six letters.
    idf : ndarray, shape (m,)
        Inverse document frequencies: over the sentences of the unit, or over a
        fitted corpus.
    fitted : bool
        Whether `idf` was learnt from a corpus.
    query : ndarray, shape (m,)
        How often the query holds each column's term, in whatever form; all 0 without one.
    embedded : Rows of shape (n, d * u), optional
        Rows of length 1 that stand in for the TF-IDF weights.
    embedded_query : ndarray, shape (d * u,), optional
        The embedding of the query, once for each unit.
    reading : Reading, optional
        How each sentence reads when it stands alone; None where nobody asked.
    """

    texts: list[str]
    held: Rows
    names: npt.NDArray[np.object_]
    starts: IntArray
    column_starts: IntArray
    document: IntArray
    position: IntArray
    languages: list[str]
    words: IntArray
    cues: IntArray
    names_of_speakers: IntArray
    spoken: BoolArray
    talk: BoolArray
    sequence: IntArray
    sequence_row: IntArray
    stems: IntArray
    idf: FloatArray
    query: FloatArray
    fitted: bool = False
    embedded: Rows | None = None
    embedded_query: FloatArray | None = None
    reading: Reading | None = None

    def __len__(self) -> int:
        return len(self.position)

    @property
    def units(self) -> int:
        """How many summaries are to be made."""
        return len(self.starts) - 1

    @cached_property
    def unit(self) -> IntArray:
        """The unit of every sentence, shape (n,)."""
        return np.arange(self.units).repeat(self.sizes)

    @cached_property
    def column_unit(self) -> IntArray:
        """The unit of every column, shape (m,)."""
        widths = self.column_starts[1:] - self.column_starts[:-1]
        return np.arange(self.units).repeat(widths)

    @cached_property
    def sizes(self) -> IntArray:
        """How many sentences each unit has, shape (u,)."""
        return self.starts[1:] - self.starts[:-1]

    @property
    def counts(self) -> Matrix:
        """How often each column's term occurs, as a matrix of SciPy's."""
        return self.held.csr

    @cached_property
    def binary(self) -> Rows:
        """Whether a sentence holds a column's term: the counts, each as 1."""
        return self.held.valued(np.ones(len(self.held.data)))

    @cached_property
    def kin(self) -> IntArray:
        """A number that the forms of a word share in a unit, by their stems, shape (m,).

        Numbers of a unit lie together.
        """
        size = int(self.stems.max(initial=0)) + 1
        return by_first_use(self.column_unit * size + self.stems)[0]

    @cached_property
    def concepts(self) -> Rows:
        """Whether a sentence holds a word in any of its forms, shape (n, number of kin)."""
        size = int(self.kin.max(initial=-1)) + 1
        merged = counted(self.held.row, self.kin[self.held.indices], (len(self), size))
        return merged.valued(np.ones(len(merged.data)))

    @cached_property
    def content(self) -> FloatArray:
        """What the words of each sentence are worth together, each once, shape (n,)."""
        return self.concepts.times(self.worth)

    @cached_property
    def worth(self) -> FloatArray:
        """What each word is worth that a sentence says: df^1.5, shape (number of kin,).

        df counts the sentences of the unit that hold it in any form, copies in a document as
        one (`voices`).  The power makes two sentences that share a word weigh more than two
        words each said once.  Where document frequencies were learnt from a corpus, a word
        that is common there counts for less: the mean IDF of its forms is a factor.  A number
        in more than nine of ten sentences, of five or more, is worth nothing: it is the date
        of each line.
        """
        said = self.concepts.back(self.voices)
        most = self.per_unit(self.voices)
        nearly_all = np.where(most >= FEW, EVERYWHERE * most, np.inf)[self.column_unit]
        often = (said[self.kin] > nearly_all).nonzero()[0]
        dates = [column for column in often if not any(map(str.isalpha, self.names[column]))]
        value: FloatArray = said**1.5
        value[self.kin[dates]] = 0.0
        if not self.fitted:
            return value
        forms = add_up(self.kin, np.ones(len(self.kin)), len(value))
        return value * add_up(self.kin, self.idf, len(value)) / np.maximum(forms, 1.0)

    @cached_property
    def lengths(self) -> FloatArray:
        """How many counted words each sentence has, at least 1, shape (n,)."""
        return np.maximum(self.held.sums(), 1.0)

    @cached_property
    def totals(self) -> FloatArray:
        """How often each column's term occurs in its unit, shape (m,)."""
        return add_up(self.held.indices, self.held.data, self.held.width)

    @cached_property
    def frequency(self) -> FloatArray:
        """In how many sentences of its unit each column's term occurs, shape (m,)."""
        return np.bincount(self.held.indices, minlength=self.held.width).astype(float)

    @cached_property
    def has_word(self) -> BoolArray:
        """Whether a sentence holds a word at all, be it a stop word, shape (n,)."""
        return np.bincount(self.sequence_row, minlength=len(self)) > 0

    @cached_property
    def copies(self) -> IntArray:
        """A number that a sentence shares with its copies in its unit, shape (n,).

        Copies differ at most in how their language lets words be written (`fold`: case,
        say), in white space and in punctuation at the ends.
        """
        numbers = np.arange(len(self))
        twins = self._twins()
        first: dict[tuple[int, str], int] = {}
        for row in twins.tolist():
            key = int(self.unit[row]), _bare(self.texts[row], self.languages[row])
            numbers[row] = first.setdefault(key, row)
        if len(first) == len(twins):
            return numbers
        return np.unique(numbers, return_inverse=True)[1]

    @cached_property
    def voices(self) -> FloatArray:
        """What each sentence counts for, shape (n,): copies in one document are one together.

        A line that a page repeats says nothing more; what several documents say does.
        """
        if int(self.copies.max(initial=-1)) + 1 == len(self):
            return np.ones(len(self))
        same = self.copies * (int(self.document.max(initial=0)) + 1) + self.document
        group, times = np.unique(same, return_inverse=True, return_counts=True)[1:]
        return 1.0 / times[group]

    def _twins(self) -> IntArray:
        """Give the rows beside which another may have the same words: only such can be copies.

        Documents of a unit may be in two languages, whose stop words differ: any of theirs.
        """
        # squares: "1 + 4" and "2 + 3" would be one sum; exact up to 2 ** 53
        marks = self.held.times(np.arange(1.0, self.held.width + 1) ** 2)
        order = marks.argsort(kind="stable")
        same = ~changes(marks[order])
        twin = np.zeros(len(self), dtype=bool)
        if len(set(self.languages)) > 1:
            twin |= (self.largest(self.document.astype(float)) > 0)[self.unit]
        twin[order[same]] = twin[order[:-1][same[1:]]] = True
        return twin.nonzero()[0]

    @cached_property
    def vectors(self) -> Rows:
        """TF-IDF weights, rows of length 1: what similarities are made of; or embeddings."""
        return tfidf(self.held, self.idf) if self.embedded is None else self.embedded

    @property
    def weights(self) -> Matrix:
        """The same as a matrix of SciPy's."""
        return self.vectors.csr

    @cached_property
    def heard(self) -> BoolArray:
        """Whether anything in a unit bears on a query, shape (u,)."""
        if not self.asked:
            return np.zeros(self.units, dtype=bool)
        return self.largest(self.relevance) > 0

    @cached_property
    def asked(self) -> bool:
        """Whether there is a query that any of it may bear on."""
        return self.embedded_query is not None or bool(np.count_nonzero(self.query))

    @cached_property
    def relevance(self) -> FloatArray:
        r"""How much each sentence bears on the query, 0 to 1; 0 without one, shape (n,).

        ``rel_i = (Σ_{j ≤ i} bm_j a^(i−j) + Σ_{j > i} bm_j b^(j−i))^1.5`` over a document,
        with a = 1/2 and b = 1/10, scaled so that the best of a unit has 1.
        ``bm_i = Σ_t q_t idf_t sat_it`` is BM25 (Robertson & Zaragoza 2009; see `saturated`)
        over the words t of the query, in all forms that `terms` takes for one.  It does
        not take a scrap of two words, one of them asked for, for the best answer, as the
        cosine does.  The sentences before count because what is asked for is named once,
        and then talked about; an answer counts for no less than its question (`asks`).

        With embeddings it is the mean of that, which knows names, and of ``max(0, cos)²``
        of the embeddings, scaled alike, which know other words for the same.  Both powers
        keep down the many that bear on anything somewhat.
        """
        if not self.asked:
            return np.zeros(len(self))
        bm25 = self._answered(self.saturated(K1, B).times(self.query * self.idf))
        named = self.scaled(self.spread(bm25, AFTER, BEFORE)) ** POWER
        if self.embedded is None or self.embedded_query is None:
            return named
        likeness = self.embedded.times(self.embedded_query)  # (1 + cos) / 2, see `terms.embed`
        cosines = 2.0 * likeness - 1.0
        return (named + self.scaled(np.maximum(cosines, 0.0) ** 2)) / 2.0

    @cached_property
    def answers(self) -> BoolArray:
        """Whether a sentence itself holds a word of the query, shape (n,); with embeddings, any."""
        if self.embedded_query is not None:
            return np.ones(len(self), dtype=bool)
        return self._answered(self.held.times(self.query)) > 0

    def _answered(self, values: FloatArray) -> FloatArray:
        """Let an answer have no less than the question above it: it may be a "Yes."."""
        if not self.asks.any():  # nearly always
            return values
        above = np.append(0.0, values[:-1])
        return np.where(self.follows_question, np.maximum(values, above), values)

    @cached_property
    def asks(self) -> BoolArray:
        """Whether a sentence asks what the next one answers, in a list of questions, shape (n,).

        They are `SEVERAL` of the unit, and one of five sentences at least; each has a line of
        its own, and nobody is named who asks.  None where nobody asked how sentences read.
        """
        if self.reading is None or not np.count_nonzero(self.reading.asks):  # nearly always
            return np.zeros(len(self), dtype=bool)
        asks = self.reading.asks & ~self.spoken
        asks = asks & np.append((self.reading.whole & ~asks & (self.position > 0))[1:], False)
        many = self.per_unit(asks.astype(float))
        return asks & ((many >= SEVERAL) & (many >= ASKED * self.sizes))[self.unit]

    @property
    def follows_question(self) -> BoolArray:
        """Whether a sentence is the answer to one of those, shape (n,)."""
        return np.append(False, self.asks)[:-1]

    def saturated(self, k1: float, b: float) -> Rows:
        """Count terms as BM25 does: ``tf (k1 + 1) / (tf + k1 (1 − b + b |s| / mean |s|))``.

        The more often a term was said the less one more time adds, and a long
        sentence has to say it more often.
        """
        mean = self.per_unit(self.lengths) / np.maximum(self.sizes, 1)
        norm = k1 * (1 - b + b * self.lengths / mean[self.unit])
        tf = self.held.data
        return self.held.valued(tf * (k1 + 1) / (tf + norm[self.held.row]))

    def spread(self, values: FloatArray, after: float, before: float) -> FloatArray:
        """Let what each sentence has fade to both sides of it, within its document.

        The next sentence gets a share `after` of it, the one after that ``after²``; those
        before get `before`, ``before²`` and so on.
        """
        begins = self.position == 0
        ends = np.append(begins, True)[1:]
        onwards = _fade(values, begins, after)
        return onwards + _fade(values[::-1], ends[::-1], before)[::-1] - values

    def once(self, make: Callable[[Batch], Made]) -> Made:
        """Give what a function makes of this batch, made the first time that it is asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    @cached_property
    def _made(self) -> dict[Callable[[Batch], Any], Any]:
        return {}

    def per_unit(self, values: FloatArray, unit: IntArray | None = None) -> FloatArray:
        """Sum values of sentences (or of columns, with their units) by unit."""
        where = self.unit if unit is None else unit
        return add_up(where, values, self.units)

    def units_with(self, which: BoolArray) -> BoolArray:
        """Say which units hold any of some sentences, shape (u,)."""
        return self.per_unit(which.astype(float)) > 0

    def largest(self, values: FloatArray) -> FloatArray:
        """Give the largest value of each unit; 0 where it has no sentence."""
        filled = self._filled
        if len(filled) == self.units:
            return np.maximum.reduceat(values, filled) if len(filled) else np.zeros(0)
        largest = np.zeros(self.units)
        if len(filled):
            largest[self.sizes > 0] = np.maximum.reduceat(values, filled)
        return largest

    @cached_property
    def _filled(self) -> IntArray:
        """The first rows of the units that have any."""
        return self.starts[:-1][self.sizes > 0]

    def lifted(self, scores: FloatArray) -> FloatArray:
        """Lift the scores of a unit so that its lowest is 0, where one is below it."""
        lowest = np.minimum(-self.largest(-scores), 0.0)
        return scores - lowest[self.unit]

    def scaled(self, values: FloatArray) -> FloatArray:
        """Scale the values of each unit so that none is beyond 1 or -1."""
        largest = self.largest(np.abs(values))
        return values / np.where(largest > 0, largest, 1.0)[self.unit]

    def in_steps(self, values: FloatArray) -> FloatArray:
        """Scale values and count them in whole steps of 1e-10.

        What differs by rounding errors only is a tie, and goes to the earlier sentence.
        """
        return np.rint(self.scaled(values) * 1e10)

    def ranks(self, values: FloatArray) -> IntArray:
        """Rank the sentences of each unit by values: 0 for the largest, ties to the earlier."""
        order = np.lexsort((-self.in_steps(values), self.unit))
        ranks = np.empty(len(self), dtype=np.int64)
        ranks[order] = np.arange(len(self))
        return ranks - self.starts[self.unit]

    def rows_of(self, number: int) -> slice:
        """Give the rows of one unit."""
        return slice(*self.starts[number : number + 2].tolist())

    def one(self, number: int) -> Batch:
        """Cut out one unit, as a batch of one; a batch of one is that already."""
        if self.units == 1:
            return self
        rows = self.rows_of(number)
        columns = slice(*self.column_starts[number : number + 2])
        tokens = slice(*np.searchsorted(self.sequence_row, [rows.start, rows.stop]))
        sequence = self.sequence[tokens]
        embedded, embedded_query = self.embedded, self.embedded_query
        if embedded is not None:
            width = embedded.width // self.units
            own = slice(number * width, (number + 1) * width)
            embedded = embedded.block(rows, own)
            embedded_query = None if embedded_query is None else embedded_query[own]
        return replace(
            self,
            texts=self.texts[rows],
            held=self.held.block(rows, columns),
            names=self.names[columns],
            starts=np.array([0, rows.stop - rows.start]),
            column_starts=np.array([0, columns.stop - columns.start]),
            document=self.document[rows],
            position=self.position[rows],
            languages=self.languages[rows],
            words=self.words[rows],
            cues=self.cues[rows],
            names_of_speakers=self.names_of_speakers[rows],
            spoken=self.spoken[rows],
            talk=self.talk[rows],
            sequence=np.where(sequence < 0, -1, sequence - columns.start),
            sequence_row=self.sequence_row[tokens] - rows.start,
            stems=self.stems[columns],
            idf=self.idf[columns],
            query=self.query[columns],
            embedded=embedded,
            embedded_query=embedded_query,
            reading=self.reading and self.reading.part(rows),
        )

    def each(self) -> Iterator[Batch]:
        """Give every unit in turn, as a batch of one."""
        yield from map(self.one, range(self.units))


def _fade(values: FloatArray, begins: BoolArray, share: float) -> FloatArray:
    held, faded = 0.0, []
    for value, first in zip(values.tolist(), begins.tolist(), strict=True):
        held = value if first else share * held + value
        faded.append(held)
    return np.array(faded)


def _bare(text: str, language: str) -> str:
    return " ".join(fold(text, language).split()).strip(_ENDS)
