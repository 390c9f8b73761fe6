"""summa's calls: ``from summarize.compat.summa import summarizer, keywords``.

`summarizer.summarize` and `keywords.keywords` as there; `summarize` and `keywords` can also be
taken from here as functions.
"""

from summarize.compat.summa import summarizer
from summarize.compat.summa.keywords import keywords
from summarize.compat.summa.summarizer import summarize

# In summa `keywords` is a module with a function of that name; here it is both.
keywords.keywords = keywords  # type: ignore[attr-defined]

__all__ = ["keywords", "summarize", "summarizer"]
