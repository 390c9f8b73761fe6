"""Warnings: what a user is told without being stopped.

Gives `SummaryWarning`, and one way to warn that points at the user's own line.
"""

from __future__ import annotations

import sys
import warnings

# Frames to pass over: the package, and what calls it on behalf of the user.
_OURS = ("summarize", "sklearn", "joblib")


class SummaryWarning(UserWarning):
    """A summary came out other than asked for: empty, or without a word it must include."""


def warn(message: str, category: type[Warning] = SummaryWarning) -> None:
    """Warn at the line outside the package that led here."""
    frame, level = sys._getframe(1), 2
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _OURS:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level)
