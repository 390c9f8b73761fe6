"""Pictures of a summary, by matplotlib: an extra.

Takes sentences with their scores, or what the chosen ones say in numbers, and draws on axes.
Computes nothing, saves nothing and shows nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from summarize.arrays import FloatArray
from summarize.document import Document, Sentence
from summarize.explanation import shorten
from summarize.extras import needed
from summarize.html import printable

CHOSEN, OTHER = "#b45f06", "#c9ccd1"
#: Of so many sentences the numbers can still be read.
READABLE = 30


def new_axes(width: float, height: float) -> Any:
    """Make axes of so many inches on a figure of pyplot's, which ``plt.show()`` shows."""
    pyplot = needed("matplotlib.pyplot", "plot()", "plot")
    return pyplot.subplots(figsize=(width, height), layout="constrained")[1]


def draw_scores(
    ax: Any, documents: Sequence[Document], sentences: Sequence[Sentence], chosen: Collection[int]
) -> None:
    """Draw the score of each sentence over its place in the text; dots between documents."""
    begins = [0, *accumulate(len(document.text) for document in documents)]
    edges = [begins[s.document] + edge for s in sentences for edge in (s.start, s.end)]
    scores = np.array([s.score or 0.0 for s in sentences])
    inside = np.isin(np.arange(len(sentences)), list(chosen))
    for rows, name, colour in ((~inside, "left out", OTHER), (inside, "chosen", CHOSEN)):
        heights = np.zeros(max(0, 2 * len(scores) - 1))  # a sentence, a gap, a sentence, …
        heights[::2] = np.where(rows, scores, 0.0)
        if rows.any():
            ax.stairs(heights, edges, fill=True, color=colour, label=name)
    if len(chosen) <= READABLE:
        for row in chosen:
            middle = (edges[2 * row] + edges[2 * row + 1]) / 2
            ax.annotate(f"[{row}]", (middle, scores[row]), (0, 2), ha="center", fontsize="small",
                        textcoords="offset points")  # fmt: skip
    for begin in begins[1:-1]:
        ax.axvline(begin, color="0.4", linestyle=":", linewidth=1)
    ax.set(xlabel="place in the text, characters", ylabel="score", xlim=(0, max(1, begins[-1])))
    ax.margins(y=0.12)
    ax.spines[["top", "right"]].set_visible(False)
    if len(scores):
        ax.legend(frameon=False)


def draw_similarity(
    ax: Any, sentences: Sequence[Sentence], similarity: FloatArray, of: str
) -> None:
    """Draw how much sentences are like one another: cosines of shape (n, n), and what of."""
    image = ax.imshow(similarity, vmin=0, vmax=1, cmap="YlOrBr")
    ticks = range(len(sentences))
    readable = len(sentences) <= READABLE
    ax.set_yticks(ticks, [_label(s) for s in sentences] if readable else [""] * len(ticks))
    ax.set_xticks(ticks, [f"[{s.index}]" if readable else "" for s in sentences])
    if readable:
        for (row, column), value in np.ndenumerate(similarity):
            ax.text(column, row, f"{100 * value:.0f}", ha="center", va="center",
                    fontsize="small", color="white" if value > 0.6 else "black")  # fmt: skip
    ax.figure.colorbar(image, ax=ax, label=f"cosine of the {of}", shrink=0.8)


def _label(sentence: Sentence) -> str:
    shown = printable(shorten(sentence.text, 32)).replace("$", r"\$")
    return f"{shown} [{sentence.index}]"
