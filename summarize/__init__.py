"""Extractive summaries: the sentences of a text that matter, verbatim.

>>> from summarize import summarize
>>> print(summarize("The dam broke. It rained. The dam had cracks.", sentences=1))
The dam broke.

Each name is imported when it is first used, so that a call loads no more than it
needs: `summarize` itself gets by with NumPy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarize.document import Document, Sentence
    from summarize.keyphrases import keywords
    from summarize.notices import SummaryWarning
    from summarize.pipeline import summarize
    from summarize.splitting import split_sentences
    from summarize.summarizer import Summarizer
    from summarize.summary import Summary

__version__ = "0.1.0"

_HOMES = {
    "Document": "document",
    "Sentence": "document",
    "Summarizer": "summarizer",
    "Summary": "summary",
    "SummaryWarning": "notices",
    "keywords": "keyphrases",
    "split_sentences": "splitting",
    "summarize": "pipeline",
}

# Modules that people name behind the package's: ``summarize.scorers.TextRank()``.
_MODULES = {"context", "evaluation", "languages", "readers", "scorers", "selectors", "spark"}

__all__ = [
    "Document",
    "Sentence",
    "Summarizer",
    "Summary",
    "SummaryWarning",
    "keywords",
    "split_sentences",
    "summarize",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"summarize.{_HOMES[name]}"), name)
    if name in _MODULES:
        return import_module(f"summarize.{name}")
    raise AttributeError(f"module 'summarize' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES})
