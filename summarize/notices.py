"""Warnings: what a user is told without being stopped.

Gives `SummaryWarning`, one way to warn that points at the user's own line, and one to
keep warnings back.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Frames to pass over: the package, and what calls it on behalf of the user.
_OURS = ("summarize", "sklearn", "joblib")

Notice = tuple[str, type[Warning]]
# Python's own filter of warnings is one for all threads, so that none may change it.
_KEPT: ContextVar[list[Notice] | None] = ContextVar("_KEPT", default=None)


class SummaryWarning(UserWarning):
    """A summary is not what was asked for: empty, without a word, or not by the query."""


def warn(message: str, category: type[Warning] = SummaryWarning) -> None:
    """Warn at the line outside the package that led here."""
    if (kept := _KEPT.get()) is not None:
        kept.append((message, category))
        return
    frame, level = sys._getframe(1), 2
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _OURS:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level)


@contextmanager
def kept_back() -> Iterator[list[Notice]]:
    """Collect the library's warnings while a block runs, instead of giving them.

    Examples
    --------
    >>> with kept_back() as kept:
    ...     warn("No sentence fits.")
    >>> [message for message, _ in kept]
    ['No sentence fits.']
    """
    kept: list[Notice] = []
    token = _KEPT.set(kept)
    try:
        yield kept
    finally:
        _KEPT.reset(token)
