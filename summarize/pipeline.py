"""All stages in a row: from texts to summaries.

Takes texts and the arguments of `summarize`, gives `Summary` objects, a batch at a
time.  The only place that knows every stage; no stage knows another's settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby, pairwise, starmap
from operator import itemgetter
from typing import Any

import numpy as np

from summarize.arrays import FloatArray
from summarize.batch import Batch
from summarize.budget import Budget, make_budget
from summarize.checks import (
    came,
    flag,
    in_order,
    is_file,
    kind_of,
    optional_string,
    strings,
    where_text,
)
from summarize.document import Document, as_document
from summarize.explanation import Evidence, shorten
from summarize.languages import asked_for, detect, normalise
from summarize.layout import are_quoted, asks_apart
from summarize.notices import warn
from summarize.reading import Reading, read
from summarize.scores import Custom, Method, Scorer, find_method
from summarize.scores.query import mix
from summarize.selection import Order, check_order, select
from summarize.selectors import Selector, find_selector
from summarize.splitting import Split, make_splitter, split_document
from summarize.summary import Summary
from summarize.talk import is_transcribed
from summarize.terms import Encoder, Frequencies, build, embed
from summarize.tokens import Analyser, Stem, analysers, make_stemmer

#: No score is larger: the difference of two is a number, too.
LARGEST = np.finfo(float).max / 2

Text = str | Document
Texts = Text | Sequence[Text]


@dataclass(frozen=True)
class Settings:
    """The arguments of `summarize`, checked and resolved."""

    method: Method | Custom
    selector: Selector
    budget: Budget
    query: str | None
    must_include: tuple[str, ...]
    language: str | None
    order: Order
    stop_words: tuple[str, ...] | None
    stemmer: str | Stem | None
    split: Split
    encoder: Encoder | None
    readable: bool
    background: Frequencies | None = None


def make_settings(
    *,
    sentences: int | None = None,
    words: int | None = None,
    characters: int | None = None,
    tokens: int | None = None,
    ratio: float | None = None,
    count_tokens: Callable[[str], int] | None = None,
    method: str | Scorer | Callable[[Batch], Any] | None = None,
    selector: str | Selector | None = None,
    query: str | None = None,
    must_include: Iterable[str] | None = None,
    language: str | None = None,
    order: Order = "document",
    stop_words: Iterable[str] | None = None,
    stemmer: str | Stem | None = None,
    splitter: object = "rules",
    encoder: Encoder | None = None,
    readable: bool | None = None,
    background: Frequencies | None = None,
) -> Settings:
    """Check all arguments before any text is looked at."""
    if encoder is not None and not callable(encoder):
        kind = type(encoder).__name__
        raise TypeError(f"encoder must be a callable list[str] -> array. Got {kind} instead.")
    found = find_method("coverage" if method is None else method)
    if encoder is not None and not found.embeds:
        raise ValueError(
            f"method={found.name!r} counts words and has no use for encoder=. "
            "Use 'coverage', 'centroid', 'textrank', 'lexrank' or 'lsa' with it."
        )
    make_stemmer(stemmer, "")
    return Settings(
        method=found,
        selector=find_selector(found.selector if selector is None else selector),
        budget=make_budget(sentences, words, characters, tokens, ratio, count_tokens),
        query=optional_string("query", query),
        must_include=() if must_include is None else strings("must_include", must_include),
        language=asked_for(language),
        order=check_order(order),
        stop_words=None if stop_words is None else strings("stop_words", stop_words),
        stemmer=stemmer,
        split=make_splitter(splitter),
        encoder=encoder,
        readable=flag("readable", readable, method is None or found.readable),
        background=background,
    )


# --- one summary ---------------------------------------------------------------


def summarize(
    text: Texts,
    *,
    sentences: int | None = None,
    words: int | None = None,
    characters: int | None = None,
    tokens: int | None = None,
    ratio: float | None = None,
    count_tokens: Callable[[str], int] | None = None,
    method: str | Scorer | Callable[[Batch], Any] | None = None,
    selector: str | Selector | None = None,
    query: str | None = None,
    must_include: Iterable[str] | None = None,
    language: str | None = None,
    order: Order = "document",
    stop_words: Iterable[str] | None = None,
    stemmer: str | Stem | None = None,
    splitter: object = "rules",
    encoder: Encoder | None = None,
    readable: bool | None = None,
) -> Summary:
    """Pick the sentences of a text that matter.

    Parameters
    ----------
    text : str, Document, or a sequence of them
        One document, or several on one subject, which get one summary.
    sentences, words, characters, tokens : int, optional
        How long the summary may be: give one.  Without any, three sentences.  A
        limit is never exceeded.
    ratio : float, optional
        The same as a share of the number of sentences.
    count_tokens : callable, optional
        ``str -> int``, for a budget of `tokens`: applied to the text of the summary.
    method : str, scorer or callable, optional
        "coverage" (default), "textrank", "lexrank", "tfidf", "centroid", "lsa", "luhn",
        "sumbasic", "kl", "lead", "random"; a scorer such as `scorers.TextRank`; or any
        callable that takes a `batch.Batch` and gives one number a sentence.
    selector : str or selector, optional
        "top", "mmr", "coverage", "sumbasic" or "kl"; by default the one that belongs to
        the method.
    query : str, optional
        A question or some words: what bears on it is preferred.
    must_include : collection of str, optional
        Words or phrases that the summary must hold, where a sentence has them.
    language : str, optional
        ISO 639-1 code, or the English name; found from the text where it is not given.
    order : {"document", "rank"}
        Reading order, or the best score first.
    stop_words : collection of str, optional
        Words that count for nothing, in place of the language's own.
    stemmer : {"snowball"} or callable, optional
        Take the forms of a word for one: Snowball, from PyStemmer where it is installed,
        else from NLTK; or any ``str -> str``.
    splitter : {"rules", "punkt"} or callable
        What finds the sentences; see `split_sentences`.
    encoder : callable, optional
        ``list[str] -> array``, one embedding a row: sentences are compared by them, with
        each other and with a query.
    readable : bool, optional
        Whether to choose what reads well alone: no heading or fragment among sentences,
        no sentence that opens by pointing back ("He", "However") without the one before
        it, no two that say the same.  By default so for coverage, the default method, and
        for what was learnt; every other method chooses by its scores only.

    Returns
    -------
    Summary

    Raises
    ------
    TypeError, ValueError
        If an argument is wrong; the message names it.

    Warns
    -----
    SummaryWarning
        Where no sentence fits the budget: the summary is then empty.  Where a word of
        `must_include` cannot be in it.  Where the text holds no word of `query`, which then
        changes nothing, and no `encoder` looks for its sense.

    Examples
    --------
    >>> summary = summarize("The dam broke. It rained. The dam had cracks.", words=5)
    >>> print(summary)
    The dam broke. It rained.
    """
    settings = make_settings(
        sentences=sentences,
        words=words,
        characters=characters,
        tokens=tokens,
        ratio=ratio,
        count_tokens=count_tokens,
        method=method,
        selector=selector,
        query=query,
        must_include=must_include,
        language=language,
        order=order,
        stop_words=stop_words,
        stemmer=stemmer,
        splitter=splitter,
        encoder=encoder,
        readable=readable,
    )
    return run_one(text, settings)


def run_one(text: Texts, settings: Settings) -> Summary:
    """Summarise one text, or several on one subject."""
    (summary,) = watched(run([as_documents(text)], settings), settings.query)
    return summary


def watched(summaries: Iterable[Summary], query: str | None) -> Iterator[Summary]:
    """Hand summaries on, and warn behind the last where no text held a word of the query.

    Of many texts some do not, which is no fault.
    """
    heard = set[bool]()
    for summary in summaries:
        if summary.spans:
            heard.add(summary.heard)
        yield summary
    if heard == {False}:
        said = not_heard(query or "")
        warn(f"{said} Ask with words of the text, or give encoder= to match by sense.")


def not_heard(query: str) -> str:
    """Say that a query came to nothing."""
    return f"query: no word of {shorten(query)!r} was found, stop words apart: it changed nothing."


def as_documents(text: object) -> tuple[Document, ...]:
    """Make documents of the argument `text`: one, or several on one subject."""
    if isinstance(text, str | Document):
        return (as_document(text),)
    wanted = "a str, a Document, or a sequence of them"
    if is_file(text) or where_text(text):  # of which each line, or sentence, would be a text
        raise TypeError(f"text must be {wanted}. {came(text)}")
    of_table = "give summarize_many one column of it"
    several = in_order("text", text, wanted, single=(), of_table=of_table)
    # What is no list may be one text, of another library, whose parts come one by one.
    of = "" if isinstance(text, list | tuple) else f" of a {kind_of(text)}"
    return tuple(as_document(one, f"text[{k}]{of}") for k, one in enumerate(several))


# --- a batch ---------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """The documents of one unit, cut into sentences."""

    documents: tuple[Document, ...]
    spans: tuple[tuple[int, int, int], ...]
    metas: tuple[Mapping[str, Any], ...]
    languages: tuple[str, ...]  # one a document

    @property
    def language(self) -> str:
        """That of the first document with a sentence; else of the first."""
        if self.spans:
            return self.languages[self.spans[0][0]]
        return self.languages[0] if self.languages else "und"


def run(units: Sequence[tuple[Document, ...]], settings: Settings) -> list[Summary]:
    """Summarise a batch: every stage once, over all units."""
    cuts, batch = prepare(units, settings)
    raw = settings.method.score_sentences(batch)
    if not (np.abs(raw) <= LARGEST).all():
        name = settings.method.name
        raise ValueError(f"method={name!r} gave infinite scores, or some beyond {LARGEST:.0e}.")
    scores = raw if settings.method.asks else mix(batch, raw)
    chosen = select(
        batch,
        scores,
        settings.budget,
        settings.selector,
        order=settings.order,
        must_include=settings.must_include,
    )
    ranks = batch.ranks(scores)
    unasked = settings.query is None or settings.encoder is not None
    return [
        Summary(
            cut.documents,
            cut.spans,
            cut.metas,
            scores[start:stop],
            ranks[start:stop],
            tuple((rows - start).tolist()),
            cut.language,
            settings.budget,
            settings.order,
            languages=cut.languages,
            heard=unasked or bool(batch.heard[number]),
            evidence=evidence(partial(batch.one, number), raw[start:stop], settings),
        )
        for number, (cut, (start, stop), rows) in enumerate(
            zip(cuts, pairwise(batch.starts.tolist()), chosen, strict=True)
        )
    ]


def prepare(units: Sequence[tuple[Document, ...]], settings: Settings) -> tuple[list[Cut], Batch]:
    """Cut a batch into sentences, and make its matrix."""
    cuts = cut_units(units, settings)
    batch = build_batch(cuts, settings)
    if settings.encoder is not None:
        batch = embed(batch, settings.encoder, settings.query)
    return cuts, batch


def evidence(batch: Callable[[], Batch], raw: FloatArray, settings: Settings) -> Evidence:
    """Keep what a summary is explained and cut again from."""
    return Evidence(batch, settings.method, raw, settings.selector, settings.must_include)


def cut_units(units: Sequence[tuple[Document, ...]], settings: Settings) -> list[Cut]:
    """Find the language and the sentences of all documents."""
    return [_cut_unit(documents, settings.language, settings.split) for documents in units]


def _cut_unit(documents: tuple[Document, ...], language: str | None, split: Split) -> Cut:
    languages = tuple(normalise(language or d.language or detect(d.text)) for d in documents)
    spans: list[tuple[int, int, int]] = []
    metas: list[Mapping[str, Any]] = []
    for number, (document, code) in enumerate(zip(documents, languages, strict=True)):
        found, own = split_document(document, code, split)
        spans += [(number, start, end) for start, end in found]
        metas += own
    return Cut(documents, tuple(spans), tuple(metas), languages)


def build_batch(cuts: Sequence[Cut], settings: Settings) -> Batch:
    """Put the sentences of all units into one matrix."""
    analyser_of = analysers(settings.stop_words, settings.stemmer)
    texts: list[str] = []
    each: list[Analyser] = []
    for cut in cuts:
        sources = [document.text for document in cut.documents]
        own = [analyser_of(code) for code in cut.languages]
        texts += [sources[document][start:end] for document, start, end in cut.spans]
        each += [own[document] for document, _, _ in cut.spans]
    sizes = [len(cut.spans) for cut in cuts]
    documents = np.fromiter((span[0] for cut in cuts for span in cut.spans), np.int64, len(texts))
    transcribed = [*chain.from_iterable(map(_transcribed, cuts))]
    reading = _read(cuts, texts, each) if settings.readable else None
    return build(
        texts, sizes, documents, each, settings.background, settings.query, transcribed, reading
    )


def _read(cuts: Sequence[Cut], texts: list[str], analysers: Sequence[Analyser]) -> Reading:
    """See how each sentence reads, where it stands in its text."""
    places = ((cut.documents[k].text, start, end) for cut in cuts for k, start, end in cut.spans)
    asks = np.fromiter(starmap(asks_apart, places), bool, len(texts))
    quoted = np.fromiter(chain.from_iterable(map(_quoted, cuts)), bool, len(texts))
    return read(texts, [analyser.language for analyser in analysers], asks, quoted)


def _transcribed(cut: Cut) -> list[bool]:
    """Say of each sentence whether its document is speech, by what came with it."""
    speech = [*map(is_transcribed, cut.documents)]
    return [speech[document] for document, _, _ in cut.spans]


def _quoted(cut: Cut) -> list[bool]:
    """Say of each sentence whether a mail quotes it."""
    if not any(">" in document.text for document in cut.documents):
        return [False] * len(cut.spans)  # nearly always
    return [
        one
        for number, spans in groupby(cut.spans, itemgetter(0))
        for one in are_quoted(cut.documents[number].text, [start for _, start, _ in spans])
    ]
