"""Many texts, one after another: batches of bounded size, and no text ends the rest.

Takes a stream of texts and checked settings, gives a stream of `Summary` objects,
or the document frequencies of a corpus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import chain, tee
from math import ceil
from typing import Any, TypeVar

import numpy as np

from summarize.arrays import FloatArray
from summarize.batch import Batch
from summarize.document import Document
from summarize.notices import Notice, kept_back, warn
from summarize.pipeline import (
    Settings,
    as_documents,
    build_batch,
    cut_units,
    evidence,
    prepare,
    run,
)
from summarize.summary import Summary
from summarize.talk import is_transcribed
from summarize.terms import Frequencies

# A batch holds texts of about this many characters in all: a corpus stays in
# bounded memory, and a word that many texts hold is looked at once.
BATCH_CHARACTERS = 1_000_000
# The first may be so much smaller: who waits for a summary has one soon.
SOONER = 50
# So many batches for each process are handed out at once.
WINDOW = 8
#: So many of the texts that failed are named.
NAMED = 5
# What a text costs beside its letters is worth so many of them.
TEXT_CHARACTERS = 500

_NONE = np.empty(0)
_SPEECH = {"speaker": "somebody"}  # so that a worker knows it, too
Answer = TypeVar("Answer")
One = TypeVar("One")
#: The documents of a text, or why there are none.
Unit = tuple[Document, ...] | str


def size_of(text: Any) -> int:
    """Count the characters of a text, or of several."""
    return len(text) if isinstance(text, str | Document) else sum(map(size_of, text))


def run_corpus(texts: Iterable[Any], settings: Settings) -> Iterator[Summary]:
    """Summarise one text after another, in batches; a bad one does not end the rest."""
    for batch in in_batches(enumerate(map(as_unit, texts)), soon=True):
        yield from run_batch(batch, settings)


def as_unit(text: object) -> Unit:
    """Make the documents of a text once, since a generator of them is read once."""
    try:
        return as_documents(text)
    except Exception as error:  # whatever a generator raises
        return _reason(error)


def run_batch(batch: Sequence[tuple[int, Unit]], settings: Settings) -> list[Summary]:
    """Summarise numbered units; where one fails, its summary is empty and says why."""

    def bad(reason: str) -> Summary:
        return Summary((), budget=settings.budget, order=settings.order, error=reason)

    def error(unit: Unit) -> str | None:
        return unit if isinstance(unit, str) else None

    return each_answered(partial(run, settings=settings), batch, error, bad)


class Failures:
    """The texts of a corpus that are left out, told of in one warning: a column may lack many."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[tuple[int, str]] = []

    def add(self, number: int, reason: str) -> tuple[()]:
        """Count one: nothing comes of it."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append((number, reason))
        return ()

    def warn(self) -> None:
        """Say how many there are, which come first, and what was wrong with the first of all."""
        if not self.count:
            return
        (number, reason), *others = self.first
        if others:
            named = ", ".join(f"{other}" for other, _ in others)
            more = ", …" if self.count > NAMED else ""
            reason = f"{reason.rstrip('.')}. In all {self.count:,} failed: {number}, {named}{more}."
        warn(f"Document {number} failed: {reason}")


def told(summaries: Iterable[Summary]) -> Iterator[Summary]:
    """Hand summaries on, and warn behind the last, or the last that is asked for, which failed."""
    failures = Failures()
    try:
        for number, summary in enumerate(summaries):
            if summary.error is not None:
                failures.add(number, summary.error)
            yield summary
    finally:
        failures.warn()


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def run_parallel(texts: Iterable[Any], settings: Settings, n_jobs: int) -> Iterator[Summary]:
    """Do the same in several processes, which send home all but the matrices."""
    work = partial(_send, settings=settings)
    units, sent = tee(map(as_unit, texts))
    for _, (found, kept) in each_batch(work, map(_numbered, sent), n_jobs):
        for message, category in kept:
            warn(message, category)
        for summary, raw in found:
            yield _received(summary, raw, next(units), settings)


def _numbered(unit: Unit) -> Unit:
    """Put numbers for what came with the parts of documents: not everything can travel."""
    return unit if isinstance(unit, str) else tuple(map(_numbered_parts, unit))


def _numbered_parts(document: Document) -> Document:
    if not document.parts:  # nearly always
        return document
    speech = _SPEECH if is_transcribed(document) else {}
    parts = (part._replace(meta={"part": k} | speech) for k, part in enumerate(document.parts))
    return replace(document, parts=tuple(parts))


def each_batch(
    work: Callable[[list[tuple[int, Any]]], Answer],
    texts: Iterable[Any],
    n_jobs: int,
    size: Callable[[Any], int] = size_of,
) -> Iterator[tuple[list[tuple[int, Any]], Answer]]:
    """Group numbered texts to batches, have processes work on them; give both, in order."""
    from joblib import Parallel, delayed, effective_n_jobs  # noqa: PLC0415 - not for one process

    processes = effective_n_jobs(n_jobs)
    with Parallel(n_jobs=n_jobs, return_as="generator", batch_size=1) as pool:
        pool._warn_exit_early = lambda: None  # who stops reading knows what is not done
        # A window at a time, since joblib would read on while nobody takes the results.
        for held in in_batches(enumerate(texts), WINDOW * processes * BATCH_CHARACTERS, size):
            window = _in_shares(held, processes, size)
            with closing(pool(delayed(work)(batch) for batch in window)) as answers:
                yield from zip(window, answers, strict=True)


def _send(
    batch: list[tuple[int, Unit]], settings: Settings
) -> tuple[list[tuple[Summary, FloatArray]], list[Notice]]:
    """Run a batch in a worker; give bare summaries, their raw scores, and the warnings."""
    with kept_back() as kept:
        summaries = run_batch(batch, settings)
    bare = [
        (replace(one, documents=(), evidence=None), one.evidence.raw if one.evidence else _NONE)
        for one in summaries
    ]
    return bare, kept


def _received(bare: Summary, raw: FloatArray, unit: Unit, settings: Settings) -> Summary:
    """Give a summary from a worker what stayed here, and the way to its matrix."""
    if bare.error is not None or isinstance(unit, str):
        return replace(bare, budget=settings.budget)
    documents = unit
    metas = (
        documents[span[0]].parts[meta["part"]].meta if meta else meta
        for span, meta in zip(bare.spans, bare.metas, strict=True)
    )
    return replace(
        bare,
        documents=documents,
        metas=tuple(metas),
        budget=settings.budget,
        evidence=evidence(lambda: prepare([documents], settings)[1], raw, settings),
    )


def in_batches(
    numbered: Iterable[tuple[int, Any]],
    characters: float = BATCH_CHARACTERS,
    size: Callable[[Any], int] = size_of,
    *,
    soon: bool = False,
) -> Iterator[list[tuple[int, Any]]]:
    """Group numbered texts to batches of about so many characters.

    `soon` makes the first a small one.
    """
    batch: list[tuple[int, Any]] = []
    held, room = 0, characters / SOONER if soon else characters
    try:
        for number, text in numbered:
            batch.append((number, text))
            held += TEXT_CHARACTERS + size(text)
            if held >= room:
                yield batch
                batch, held, room = [], 0, characters
    except Exception:  # of who gives the texts: those before it are good
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _in_shares(
    numbered: list[tuple[int, Any]], processes: int, size: Callable[[Any], int]
) -> list[list[tuple[int, Any]]]:
    """Cut numbered texts to batches of the same size, so that no process waits for another."""
    total = sum(TEXT_CHARACTERS + size(text) for _, text in numbered)
    rounds = ceil(total / (processes * BATCH_CHARACTERS))
    return list(in_batches(numbered, total / (processes * rounds), size))


def learn_frequencies(texts: Iterable[Any], settings: Settings) -> Frequencies:
    """Count in how many texts of a corpus each term occurs."""
    total, counts, failures = 0, Counter[str](), Failures()
    plain = replace(settings, background=None, query=None)

    def look(numbered: Sequence[tuple[int, Unit]]) -> Batch:
        units = [unit for _, unit in numbered if not isinstance(unit, str)]
        return build_batch(cut_units(units, plain), plain)

    for numbered in in_batches(enumerate(map(as_unit, texts))):
        for number, unit in numbered:
            if isinstance(unit, str):
                failures.add(number, unit)
        for batch in each_good(look, numbered, failures.add):
            total += batch.units
            # A term has one column in each text that holds it.
            counts.update(batch.names.tolist())
    failures.warn()
    return Frequencies(total, counts)


def each_good(
    work: Callable[[Sequence[tuple[int, Any]]], Answer],
    numbered: Sequence[tuple[int, Any]],
    failed: Callable[[int, str], Iterable[Answer]],
) -> Iterator[Answer]:
    """Work on a batch, or on parts of it where that fails; `failed` says what a bad text is."""
    try:
        yield work(numbered)
    except Exception as error:  # such as one in the user's own splitter, or count of tokens
        if len(numbered) > 1:
            for part in in_eighths(numbered):
                yield from each_good(work, part, failed)
        else:
            yield from failed(numbered[0][0], _reason(error))


def each_answered(
    work: Callable[[list[Any]], Iterable[Answer]],
    numbered: Sequence[tuple[int, Any]],
    error: Callable[[Any], str | None],
    bad: Callable[[str], Answer],
) -> list[Answer]:
    """Work on the good ones of a batch; give an answer for each, `bad` for those with an error."""
    good = [(number, one) for number, one in numbered if error(one) is None]
    made = each_good(lambda part: work([one for _, one in part]), good, lambda _, why: [[bad(why)]])
    found = chain.from_iterable(made)
    return [next(found) if (why := error(one)) is None else bad(why) for _, one in numbered]


def in_eighths(batch: Sequence[One]) -> Iterator[Sequence[One]]:
    """Cut a batch, so that a bad text in it is found in a few goes and the others go together.

    Examples
    --------
    >>> list(in_eighths("abcdefghij"))
    ['ab', 'cd', 'ef', 'gh', 'ij']
    """
    size = ceil(len(batch) / 8)
    return (batch[start : start + size] for start in range(0, len(batch), size))
