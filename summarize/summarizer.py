"""`Summarizer`: the pipeline as a scikit-learn estimator.

Takes the arguments of `summarize` as parameters and a corpus as X; gives texts or
`Summary` objects.  A thin shell: what happens is in `pipeline`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import KW_ONLY, dataclass, fields
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils._set_output import _get_output_config

from summarize.batch import Batch
from summarize.checks import flag, in_order, processes
from summarize.corpus import learn_frequencies, run_corpus, run_parallel, told
from summarize.document import Document
from summarize.notices import warn
from summarize.pipeline import Settings, Texts, make_settings, run_one, watched
from summarize.progress import progress_bar
from summarize.scores import Scorer
from summarize.selection import Order
from summarize.selectors import Selector
from summarize.summary import Summary
from summarize.terms import Encoder, Frequencies
from summarize.tokens import Stem

if TYPE_CHECKING:
    from summarize.learning import Example


@dataclass(eq=False, repr=False)  # an `__init__` as scikit-learn wants it
class Summarizer(TransformerMixin, BaseEstimator):
    """Summaries of many texts, with `summarize`'s arguments as parameters.

    Each element of a corpus is a text (str or `Document`) or a sequence of texts on
    one subject, which get one summary.  Fitting is optional.  On texts alone it learns
    document frequencies, so that a word common in the corpus counts for little in each
    text; on texts and their summaries it learns what to choose.

    Parameters
    ----------
    method, selector, sentences, words, characters, tokens, ratio, count_tokens, query, \
must_include, language, order, stop_words, stemmer, splitter, encoder, readable
        As for `summarize`; they are checked when they are first used.

    Attributes
    ----------
    document_frequencies_ : dict of str to int
        In how many texts of the corpus each term occurs; after `fit`, unless `learned_` is.
    n_documents_ : int
        How many texts the corpus had; after `fit`.
    learned_ : Learned
        What reference summaries taught; after `fit` with `y`, where `method` is None.

    See Also
    --------
    summarize : the same for one text.

    Examples
    --------
    >>> from summarize import Summarizer
    >>> model = Summarizer(sentences=1)
    >>> model.transform(["The dam broke. It rained. The dam had cracks."])
    ['The dam broke.']
    """

    method: str | Scorer | Callable[[Batch], Any] | None = None
    _: KW_ONLY
    selector: str | Selector | None = None
    sentences: int | None = None
    words: int | None = None
    characters: int | None = None
    tokens: int | None = None
    ratio: float | None = None
    count_tokens: Callable[[str], int] | None = None
    query: str | None = None
    must_include: Iterable[str] | None = None
    language: str | None = None
    order: Order = "document"
    stop_words: Iterable[str] | None = None
    stemmer: str | Stem | None = None
    splitter: object = "rules"
    encoder: Encoder | None = None
    readable: bool | None = None

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name; ``method__position=3`` is one of a method that is an object."""
        for name in params:
            owner, inner, _ = name.partition("__")
            holder = params.get(owner, getattr(self, owner, self))
            if inner and not hasattr(holder, "set_params"):
                raise ValueError(
                    f"{name} needs an object with parameters, as method=scorers.Coverage() is one. "
                    f"Got {owner}={holder!r}."
                )
        return super().set_params(**params)

    def fit(self, X: Iterable[Texts], y: object = None) -> Self:
        """Learn from a corpus: what to choose, or how common words are.

        With reference summaries, and where `method` is None, it learns what to choose.
        A `method` that is named stays as it is: it learns document frequencies, so that
        a search over methods can hand references to its scoring.

        Parameters
        ----------
        X : iterable of str, Document, or sequences of them
        y : iterable of str, or of sequences of str, optional
            A summary of each text, or several.  Numbers, such as the labels that a
            pipeline hands to all of its steps, are passed over.

        Returns
        -------
        Summarizer
            Itself.

        Raises
        ------
        TypeError, ValueError
            If `y` is of another kind, or not as long as `X`.

        Warns
        -----
        SummaryWarning
            Where no summary shares two words in a row with some of its text's sentences
            and not with others: nothing is learnt, and the default stays.
        """
        corpus, settings = _corpus("X", X), self._settings()
        if y is not None and self.method is None:
            from summarize.learning import read_examples  # noqa: PLC0415 - for learning only

            corpus = list(corpus)
            examples = read_examples(corpus, y)
            if examples is not None:
                return self._learn(examples, settings)
        learnt = learn_frequencies(corpus, settings)
        self._forget()
        self.n_documents_ = learnt.total
        self.document_frequencies_ = dict(learnt.counts)
        return self

    def transform(self, X: Iterable[Texts]) -> Any:
        """Summarise each text.

        Parameters
        ----------
        X : iterable of str, Document, or sequences of them
            Also a Series of pandas or Polars.

        Returns
        -------
        list of str, or Series
            One summary a text; an empty one where a text is bad (or missing), with one
            warning for all of them.  Of a Series a Series: with its index, and its name.

        Raises
        ------
        TypeError
            If X is one bare string or Document, or a data frame.
        """
        summaries = [str(summary) for summary in self.summarize_many(_corpus("X", X))]
        output, given = _get_output_config("transform", self)["dense"], _as_given(X, summaries)
        if output == "polars":  # makes no frame of a list of texts, nor of a Series of pandas
            import polars as pl  # noqa: PLC0415 - an extra of scikit-learn's

            return pl.DataFrame({"summary": summaries}, schema={"summary": pl.String})
        if output == "pandas" and given is summaries:  # in which an empty list is no column
            return np.array(summaries, dtype=object).reshape(-1, 1)
        return given

    def fit_transform(self, X: Iterable[Texts], y: object = None, **fit_params: Any) -> Any:
        """Fit, then transform the same texts, which may be a stream."""
        again = list(X) if isinstance(X, Iterator) else X  # which is read twice
        return super().fit_transform(again, y, **fit_params)

    def get_feature_names_out(
        self,
        input_features: object = None,  # noqa: ARG002 - scikit-learn's signature
    ) -> npt.NDArray[np.object_]:
        """Name the one column that `set_output` gives: "summary"."""
        return np.array(["summary"], dtype=object)

    def summarize(self, text: Texts) -> Summary:
        """Summarise one text, or several on one subject.

        Parameters
        ----------
        text : str, Document, or a sequence of them

        Returns
        -------
        Summary

        Warns
        -----
        SummaryWarning
            As `summarize` does.
        """
        return run_one(text, self._settings())

    def summarize_many(
        self, texts: Iterable[Texts], *, n_jobs: int | None = None, progress: bool = False
    ) -> Iterator[Summary]:
        """Summarise a stream of texts, in order and in bounded memory.

        Texts go through the stages in batches.  A `Summary` that is kept holds on to
        the matrix of its batch, to explain and to cut; keep ``str(summary)`` of a large
        corpus where that is all you need.

        Parameters
        ----------
        texts : iterable of str, Document, or sequences of them
            Read as summaries are asked for.
        n_jobs : int, optional
            How many processes; -1 for all cores.  The results are the same.  Matrices
            stay where they were made, so to explain a summary or to cut it makes that of
            its text once more.  What a function of your own warns of there stays there, too.
        progress : bool
            Whether to show a bar on standard error (extra ``progress``).

        Yields
        ------
        Summary
            In the order of the texts.  That of a bad text is empty, and has `error` set.

        Warns
        -----
        SummaryWarning
            As `summarize` does, for each text; of a query once, behind the last of them, where
            none holds a word of it.  `Summary.heard` tells it of each.  Of bad texts once, too:
            how many there are, and where the first are.

        Examples
        --------
        >>> from summarize import Summarizer
        >>> many = Summarizer(sentences=1).summarize_many(["It rained.", "Snow fell."])
        >>> [str(summary) for summary in many]
        ['It rained.', 'Snow fell.']
        """
        corpus = _corpus("texts", texts)
        settings = self._settings()
        many = processes("n_jobs", n_jobs, default=1)
        if many == 1:
            summaries = run_corpus(corpus, settings)
        else:
            summaries = run_parallel(corpus, settings, many)
        summaries = watched(told(summaries), settings.query)
        if not flag("progress", progress, False):
            return summaries
        return _counted(summaries, len(texts) if isinstance(texts, Sized) else None)

    def _learn(self, examples: Sequence[Example], settings: Settings) -> Self:
        from summarize.learning import learn  # noqa: PLC0415

        learned = learn(examples, settings)
        self._forget()
        self.n_documents_ = sum(bool(documents) for documents, _ in examples)
        if learned is None:
            warn(
                "No summary in y tells the sentences of its text apart, by two words in a row: "
                "nothing was learnt."
            )
        else:
            self.learned_ = learned
        return self

    def _forget(self) -> None:
        for name in ("learned_", "document_frequencies_", "n_documents_"):
            self.__dict__.pop(name, None)

    def _settings(self) -> Settings:
        # those of a subclass are its own
        given, learnt = {one.name: getattr(self, one.name) for one in fields(Summarizer)}, None
        if hasattr(self, "document_frequencies_"):
            learnt = Frequencies(self.n_documents_, self.document_frequencies_)
        if self.method is None and hasattr(self, "learned_"):
            given["method"] = self.learned_
        return make_settings(**given, background=learnt)

    def __sklearn_is_fitted__(self) -> bool:
        return True  # fitting is optional

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _corpus(name: str, texts: object) -> Iterable[Any]:
    """Check that an argument is an iterable of texts, not one of them."""
    return in_order(
        name,
        texts,
        "an iterable of texts (str or Document)",
        single=(str, Document),
        do="put it in a list, or call summarize() for one text",
    )


def _as_given(texts: Any, summaries: list[str]) -> Any:
    """Give a Series for a Series of pandas or Polars, neither of which is imported for it."""
    kind = type(texts)
    if kind.__name__ == "Series" and kind.__module__.partition(".")[0] == "pandas":
        return kind(summaries, index=texts.index, name=texts.name, dtype=object)
    if kind.__name__ == "Series" and kind.__module__.partition(".")[0] == "polars":
        return kind(texts.name, summaries, dtype=str)
    return summaries


def _counted(summaries: Iterator[Summary], total: int | None) -> Iterator[Summary]:
    with progress_bar(total, shown=True) as step:
        for summary in summaries:
            step()
            yield summary
