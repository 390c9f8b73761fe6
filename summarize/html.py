"""The text as a heat-map in HTML.

Takes documents and their ranked sentences, gives a fragment for a notebook or a
page of its own.  Nothing is loaded from elsewhere, and everything of the text is
escaped.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from summarize.document import Document, Sentence

_STYLE = """
.summarize { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; color: #1a1a1a;
  background: #fff; padding: .5rem 1rem; }
.summarize .text { white-space: pre-wrap; overflow-wrap: anywhere; }
.summarize span, .summarize mark { background: rgb(255 196 0 / var(--heat)); color: inherit; }
.summarize mark { font-weight: 600; text-decoration: underline; text-underline-offset: .2em; }
.summarize p.about { color: #555; font-size: .85rem; }
@media (prefers-color-scheme: dark) {
  .summarize { color: #eee; background: #16181c; }
  .summarize span, .summarize mark { background: rgb(255 170 0 / calc(var(--heat) * .6)); }
  .summarize p.about { color: #aaa; }
}
"""


def fragment(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    chosen: Collection[int],
    about: str,
) -> str:
    """Give the heat-map as a piece of HTML.

    Chosen sentences are marked; the better the rank of a sentence, the warmer it
    is; its score and rank show when the pointer rests on it.

    Parameters
    ----------
    documents : sequence of Document
    sentences : sequence of Sentence
        All of them, with score and rank.
    chosen : collection of int
        The indices of those in the summary.
    about : str
        A line to put below.

    Returns
    -------
    str
    """
    own: list[list[Sentence]] = [[] for _ in documents]
    for sentence in sentences:
        own[sentence.document].append(sentence)
    texts = "<hr>".join(
        f'<div class="text" dir="auto">{_marked(document, inside, chosen, len(sentences))}</div>'
        for document, inside in zip(documents, own, strict=True)
    )
    return (
        f"<style>{_STYLE}</style>"
        f'<div class="summarize">{texts}<p class="about">{escape(about)}</p></div>'
    )


def page(body: str, language: str) -> str:
    """Give a page that needs nothing else.

    Parameters
    ----------
    body : str
        What `fragment` gives.
    language : str
        ISO 639-1 code.

    Returns
    -------
    str
    """
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Summary</title>\n<body>{_printable(body)}</body>\n</html>\n"
    )


def _marked(
    document: Document, sentences: Sequence[Sentence], chosen: Collection[int], total: int
) -> str:
    """Wrap each sentence of a document; what stands between them stays as it is."""
    pieces, at = [], 0
    for sentence in sentences:
        tag = "mark" if sentence.index in chosen else "span"
        rank = sentence.rank or 0
        warm = 1 - rank / max(1, total)
        about = f"rank {rank + 1} of {total}, score {sentence.score:.3g}"
        pieces += [
            escape(document.text[at : sentence.start]),
            f'<{tag} style="--heat:{0.6 * warm**2:.2f}" title="{about}">',
            escape(sentence.text),
            f"</{tag}>",
        ]
        at = sentence.end
    return "".join([*pieces, escape(document.text[at:])])


def _printable(html: str) -> str:
    """Replace what no encoding can write: surrogates that stand alone."""
    return html.encode("utf-8", "replace").decode("utf-8")
