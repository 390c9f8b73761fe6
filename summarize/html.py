"""The text as a heat-map in HTML.

Takes a `Summary`, gives a fragment for a notebook or a page of its own.  Nothing
is loaded from elsewhere, and everything of the text is escaped.
"""

from __future__ import annotations

from html import escape

from summarize.document import Document
from summarize.summary import Summary

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


def fragment(summary: Summary) -> str:
    """Give the heat-map as a piece of HTML.

    Chosen sentences are marked; the better the rank of a sentence, the warmer it
    is; its score and rank show when the pointer rests on it.

    Parameters
    ----------
    summary : Summary

    Returns
    -------
    str
    """
    if summary.error is not None:
        return f"<p>No summary: {escape(summary.error)}</p>"
    texts = "<hr>".join(
        f'<div class="text" dir="auto">{_marked(summary, number, document)}</div>'
        for number, document in enumerate(summary.documents)
    )
    about = (
        f"{len(summary)} of {len(summary.spans)} sentences, {summary.budget}, "
        f"method {summary.method}, language {summary.language}"
    )
    return (
        f"<style>{_STYLE}</style>"
        f'<div class="summarize">{texts}<p class="about">{escape(about)}</p></div>'
    )


def page(summary: Summary) -> str:
    """Give the heat-map as a page that needs nothing else.

    Parameters
    ----------
    summary : Summary

    Returns
    -------
    str
    """
    return (
        f'<!doctype html>\n<html lang="{escape(summary.language)}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Summary</title>\n<body>{_printable(fragment(summary))}</body>\n</html>\n"
    )


def _marked(summary: Summary, number: int, document: Document) -> str:
    """Wrap each sentence of a document; what stands between them stays as it is."""
    pieces, at, chosen = [], 0, set(summary.rows)
    for sentence in summary.sentences:
        if sentence.document != number:
            continue
        tag = "mark" if sentence.index in chosen else "span"
        warm = 1 - (sentence.rank or 0) / max(1, len(summary.spans))
        about = (
            f"rank {(sentence.rank or 0) + 1} of {len(summary.spans)}, score {sentence.score:.3g}"
        )
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
