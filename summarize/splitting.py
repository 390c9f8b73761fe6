"""From a text to its sentences: by the rules, by NLTK's Punkt, or the user's own way.

Takes a text or a `Document`, gives spans, or `Sentence` objects with their place.
What the rules are, stands in `rules`; whatever the splitter, its spans are exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import index
from typing import Any

from summarize.checks import is_several
from summarize.document import Document, Sentence, as_document
from summarize.extras import needed
from summarize.languages import asked_for, detect, normalise
from summarize.layout import Spans, trimmed
from summarize.rules import split_spans

Split = Callable[[str, str], Spans]


def make_splitter(splitter: object = "rules") -> Split:
    r"""Make a function of text and language that gives spans.

    Parameters
    ----------
    splitter : "rules", "punkt", object with ``span_tokenize``, or callable
        A callable takes the text and gives strings that stand in it one after
        another, or (start, end) pairs.  What it gives is checked and trimmed.

    Examples
    --------
    >>> by_line = make_splitter(str.splitlines)
    >>> by_line("No dot\nfor miles", "en")
    [(0, 6), (7, 16)]
    """
    if isinstance(splitter, str) and splitter in ("rules", "punkt"):
        return split_spans if splitter == "rules" else _punkt()
    if not isinstance(splitter, type):
        if hasattr(splitter, "span_tokenize"):
            return _checked(splitter.span_tokenize)
        if callable(splitter):
            return _checked(splitter)
    kind = ValueError if isinstance(splitter, str) else TypeError
    raise kind(
        "splitter must be 'rules', 'punkt', a callable that takes a text and gives strings or "
        f"(start, end) pairs, or an object with a method span_tokenize. Got {splitter!r} instead."
    )


# Punkt's tables, by language; others take the English ones.
_PUNKT = {
    "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "fi": "finnish", "fr": "french", "it": "italian",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ru": "russian",
    "sl": "slovene", "sv": "swedish", "tr": "turkish",
}  # fmt: skip


def _punkt() -> Split:
    """Make a splitter of NLTK's Punkt and the tables of the extra package."""
    tables = needed("punkt", "splitter='punkt'", "punkt", "the tables of Punkt")
    from nltk.tokenize.punkt import (  # noqa: PLC0415 - slow to import
        PunktParameters,
        PunktSentenceTokenizer,
    )

    @cache
    def tokenizer(name: str) -> Any:
        model, parameters = tables.load_model(name), PunktParameters()
        parameters.abbrev_types = set(model.abbrev_types)
        parameters.collocations = set(model.collocations)
        parameters.sent_starters = set(model.sent_starters)
        parameters.ortho_context = defaultdict(int, model.ortho_context)
        return PunktSentenceTokenizer(parameters)

    def split(text: str, language: str) -> Spans:
        found = tokenizer(_PUNKT.get(normalise(language), "english")).span_tokenize(text)
        return _validated(text, found)

    return split


def _checked(split: Callable[[str], Iterable[Any]]) -> Split:
    return lambda text, _language: _validated(text, split(text))


def _validated(text: str, pieces: Iterable[Any]) -> Spans:
    """Turn what a user's splitter gave into spans; trim, and drop the empty."""
    if not is_several(pieces):
        raise TypeError(
            "splitter must give an iterable of strings or (start, end) pairs. "
            f"Got {type(pieces).__name__} instead."
        )
    spans: Spans = []
    last = 0
    for piece in pieces:
        start, end = (
            _found(text, piece, last) if isinstance(piece, str) else _pair(text, piece, last)
        )
        last = end
        begin = start + len(text[start:end]) - len(text[start:end].lstrip())
        if begin < (stop := trimmed(text, begin, end)):
            spans.append((begin, stop))
    return spans


def _found(text: str, piece: str, last: int) -> tuple[int, int]:
    start = text.find(piece, last)
    if start < 0:
        raise ValueError(
            "splitter must give strings that stand in the text, one after another. "
            f"Got {piece[:80]!r}, which does not stand at or after character {last}."
        )
    return start, start + len(piece)


def _pair(text: str, piece: Any, last: int) -> tuple[int, int]:
    try:
        start, end = map(index, piece)
    except (TypeError, ValueError):
        raise TypeError(
            f"splitter must give strings or (start, end) pairs of int. Got {piece!r} instead."
        ) from None
    if not last <= start <= end <= len(text):
        raise ValueError(
            "splitter must give (start, end) pairs in order, apart and inside the text of "
            f"{len(text)} characters. Got ({start}, {end}) after a sentence that ends at {last}."
        )
    return start, end


def split_document(
    document: Document, language: str, split: Split
) -> tuple[Spans, list[Mapping[str, Any]]]:
    """Give the spans of a document's sentences, and what belongs to each.

    Parts that are sentences already (``document.split`` is False) come back as
    they are, blank ones too; other parts are split each on its own.

    Examples
    --------
    >>> own = Document.from_sentences(["Ask Dr. Who. Now.", ""])
    >>> split_document(own, "en", split_spans)[0]
    [(0, 17), (18, 18)]
    """
    text = document.text
    if document.parts and not document.split:
        return [(p.start, p.end) for p in document.parts], [p.meta for p in document.parts]
    if not document.parts:
        spans = split(text, language)
        return spans, [{}] * len(spans)
    found = [
        ((part.start + start, part.start + end), part.meta)
        for part in document.parts
        for start, end in split(text[part.start : part.end], language)
    ]
    return [span for span, _ in found], [meta for _, meta in found]


def split_sentences(
    text: str | Document, language: str | None = None, splitter: object = "rules"
) -> list[Sentence]:
    """Split a text into sentences, each with its place in the text.

    Parameters
    ----------
    text : str or Document
    language : str, optional
        ISO 639-1 code; the document's own or found from the text where not given.
    splitter : "rules", "punkt", object with ``span_tokenize``, or callable
        See `make_splitter`.

    Examples
    --------
    >>> [s.text for s in split_sentences("It rained, e.g. on Mr. Hill. We stayed in.")]
    ['It rained, e.g. on Mr. Hill.', 'We stayed in.']
    """
    document = as_document(text)
    language = asked_for(language) or document.language or detect(document.text)
    spans, metas = split_document(document, language, make_splitter(splitter))
    whole = document.text
    return [
        Sentence(whole[start:end], start, end, 0, number, None, None, dict(meta))
        for number, ((start, end), meta) in enumerate(zip(spans, metas, strict=True))
    ]
