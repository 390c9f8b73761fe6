"""How long a summary may be: one hard limit.

Takes the length that a user asks for, checks it, and says what each sentence of a
batch takes of it.  Also joins sentences to a text, since that is what is measured.
Chooses nothing: that is `selection`.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from summarize.arrays import IntArray
from summarize.batch import Batch
from summarize.checks import is_several, kind_of, number, whole
from summarize.tokens import ends_unspaced

KINDS = ("sentences", "words", "characters", "tokens", "ratio")


def join(texts: Sequence[str]) -> str:
    """Join sentences to a text: by a space, or by nothing after a script without spaces.

    Examples
    --------
    >>> join(["One.", "Two."]), join(["今天下雨。", "我们在家。"])
    ('One. Two.', '今天下雨。我们在家。')
    """
    gaps = ["" if ends_unspaced(text) else " " for text in texts[:-1]] + [""]
    return "".join(text + gap for text, gap in zip(texts, gaps, strict=False))


#: A count beyond this is as good as this: sums of counts have to fit into 64 bits.
_ENDLESS = 2**40


@dataclass(frozen=True)
class Budget:
    """How long a summary may be: one hard limit.

    Parameters
    ----------
    kind : {"sentences", "words", "characters", "tokens", "ratio"}
        "ratio" is a share of the number of sentences.
    amount : int or float
    count_tokens : callable, optional
        ``str -> int``, counts the text of the summary where the kind is "tokens".
    """

    kind: str = "sentences"
    amount: float = 3
    count_tokens: Callable[[str], int] | None = field(default=None, compare=False)

    @property
    def uneven(self) -> bool:
        """Whether one sentence may take more of it than another."""
        return self.kind in ("words", "characters", "tokens")

    @property
    def limit(self) -> int:
        """The amount as a whole number to compute with; what is endless stays small enough."""
        return min(int(self.amount), _ENDLESS)

    def costs(self, batch: Batch) -> IntArray:
        """Give what each sentence takes of the budget, shape (n,)."""
        if self.kind == "words":
            return batch.words
        if self.kind == "characters":  # and the space that joins it to the one before
            lengths = np.fromiter(map(len, batch.texts), np.int64, len(batch))
            return lengths + batch.once(_gaps)[batch.unit]
        if self.kind == "tokens":
            return np.fromiter(map(self.tokens_of, batch.texts), np.int64, len(batch))
        return np.ones(len(batch), dtype=np.int64)

    def room(self, batch: Batch) -> IntArray:
        """Give what each unit may take, shape (u,)."""
        if self.kind == "ratio":
            # 0.29 of 100 is 29, though not in binary fractions
            return np.asarray(np.floor(self.amount * batch.sizes + 1e-9), dtype=np.int64)
        room = np.full(batch.units, self.limit)
        return room + batch.once(_gaps) if self.kind == "characters" else room

    def tokens_of(self, text: str) -> int:
        """Count the tokens of a text with the user's own function."""
        if self.count_tokens is None:
            raise ValueError("tokens needs count_tokens=, a callable str -> int.")
        count = self.count_tokens(text)
        if isinstance(count, bool) or not isinstance(count, numbers.Integral) or count < 0:
            said = f"{count!r} instead"
            if is_several(count):  # what `encode` of a tokeniser gives
                said = f"{kind_of(count)}: give the number of tokens, such as its len()"
            raise ValueError(f"count_tokens must give an int, 0 or more. Got {said}.")
        return min(int(count), _ENDLESS)

    def enough(self, cost: int, room: int, size: int) -> str:
        """Name the smallest budget of this kind that holds a sentence of that cost, beyond room."""
        if self.kind == "ratio":
            digits = max(3, len(str(size)))  # a thousandth, or finer than one of so many sentences
            return f"ratio={math.ceil(10**digits / size) / 10**digits:g}"
        return f"{self.kind}={self.limit + cost - room}"

    def __str__(self) -> str:
        return f"{self.kind}={self.amount}"


def _gaps(batch: Batch) -> IntArray:
    """Give what joins the sentences of each unit: 0 where all are of scripts without spaces."""
    spaced = np.fromiter((not ends_unspaced(t) for t in batch.texts), bool, len(batch))
    return batch.units_with(spaced).astype(np.int64)


def make_budget(
    sentences: int | None = None,
    words: int | None = None,
    characters: int | None = None,
    tokens: int | None = None,
    ratio: float | None = None,
    count_tokens: Callable[[str], int] | None = None,
) -> Budget:
    """Check the arguments that say how long a summary may be.

    None of them means three sentences.

    Raises
    ------
    TypeError
        If a number is of the wrong type, or `count_tokens` cannot be called.
    ValueError
        If a number is out of range, two are given, or `tokens` lacks `count_tokens`.

    Examples
    --------
    >>> str(make_budget(words=100))
    'words=100'
    """
    amounts = (sentences, words, characters, tokens, ratio)
    given = {k: v for k, v in zip(KINDS, amounts, strict=True) if v is not None}
    if count_tokens is not None and not callable(count_tokens):
        kind = type(count_tokens).__name__
        raise TypeError(f"count_tokens must be a callable str -> int. Got {kind} instead.")
    if len(given) > 1:
        named = " and ".join(f"{k}={v!r}" for k, v in given.items())
        raise ValueError(f"Give one budget of {', '.join(KINDS)}, not several. Got {named}.")
    if not given:
        return Budget(count_tokens=count_tokens)
    ((kind, amount),) = given.items()
    checked = number(kind, amount, 0, 1, above=True) if kind == "ratio" else whole(kind, amount)
    if kind == "tokens" and count_tokens is None:
        raise ValueError("tokens needs count_tokens=, a callable str -> int that counts them.")
    return Budget(kind, checked, count_tokens)
