"""`gensim.summarization` as it was until gensim 4: `summarize` and `keywords`.

Takes its arguments and gives its types.  What differs, and why, is in docs/migrating.md.
"""

from summarize.compat.gensim.keywords import keywords
from summarize.compat.gensim.summarizer import summarize

__all__ = ["keywords", "summarize"]
