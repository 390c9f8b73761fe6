"""How good summaries are, measured against references.

Takes texts with reference summaries, gives figures: `rouge` for summaries that are
there, `compare` for methods side by side, `rouge_scorer` for scikit-learn's grid
search.  ``python -m summarize.evaluation`` compares methods on JSON lines.  On top
of the package: nothing of it is used to summarise.
"""

from summarize.evaluation.comparison import Comparison, compare
from summarize.evaluation.rouge import KINDS, rouge, rouge_scorer

__all__ = ["KINDS", "Comparison", "compare", "rouge", "rouge_scorer"]
