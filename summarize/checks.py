"""Checks of arguments: an error names the argument, what is allowed and what came.

Gives small functions that raise `TypeError` or `ValueError`, or give the value back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from numbers import Integral, Real
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt


def whole(name: str, value: Any, least: int = 1) -> int:
    """Check for an int of so much or more.

    Examples
    --------
    >>> whole("n", 0)
    Traceback (most recent call last):
    ValueError: n must be an int of 1 or more. Got 0 instead.
    """
    _check(name, value, Integral, f"an int of {least} or more", value_ok=lambda v: v >= least)
    return int(value)


def number(
    name: str, value: Any, least: float = 0.0, most: float = inf, *, above: bool = False
) -> float:
    """Check for a number between two others; with `above`, it may not be the least."""
    if above:
        wanted = f"a number above {least:g}" + (f" and up to {most:g}" if most < inf else "")
    else:
        wanted = "a number " + (
            f"from {least:g} to {most:g}" if most < inf else f"of {least:g} or more"
        )

    def fits(given: float) -> bool:
        return least <= given <= most and given < inf and not (above and given == least)

    _check(name, value, Real, wanted, value_ok=fits)
    return float(value)


def _check(name: str, value: Any, kind: type, wanted: str, *, value_ok: Any) -> None:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{name} must be {wanted}. Got {value!r} ({type(value).__name__}).")
    if not value_ok(value):
        raise ValueError(f"{name} must be {wanted}. Got {value!r} instead.")


def flag(name: str, value: object, default: bool) -> bool:
    """Check for True or False; None is the default."""
    if value is None:
        return default
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True, False or None. Got {value!r} instead.")
    return bool(value)


def string(name: str, value: object) -> str:
    """Check for a str; of a kind of it, which may act in its own way, take the plain one."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str. Got {type(value).__name__} instead.")
    return str.__str__(value)


def optional_string(name: str, value: object) -> str | None:
    """Check for a str or None; an empty str is None."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name} must be a str or None. Got {type(value).__name__} instead.")
    return None if value is None else str.__str__(value) or None


def floats(name: str, value: Any, wanted: str) -> npt.NDArray[np.float64]:
    """Check what a user's function gave for an array of finite numbers."""
    try:
        found = np.asarray(value)
        if np.iscomplexobj(found):
            raise TypeError("complex ones have no order")
        given = found.astype(float, copy=False)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} must give {wanted}. Got no array of numbers: {error}") from error
    if not np.isfinite(given).all():
        raise ValueError(f"{name} must give {wanted}. Got NaN or infinity among them.")
    return given


def is_several(value: object) -> TypeGuard[Iterable[Any]]:
    """Whether a value holds things one by one; of a mapping only the keys would be seen."""
    if isinstance(value, str | bytes | bytearray | Mapping):
        return False
    return isinstance(value, Iterable) and getattr(value, "ndim", 1) != 0


def strings(name: str, values: object) -> tuple[str, ...]:
    """Check for a list of words, none of them blank; what can be read once only is refused.

    A set has no order of its own, which here would differ from run to run: it is sorted.
    """
    kind = type(values).__name__
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list of words. Got a bare {kind}: put it in a list.")
    if isinstance(values, Iterator):
        raise TypeError(f"{name} must be a list of words. Got a {kind}: make a list of it.")
    given = list(values)
    for value in given:
        if not isinstance(value, str) or not any(c.isprintable() and c != " " for c in value):
            raise TypeError(f"{name} must hold words (str, not blank). Got {value!r} in it.")
    plain = map(str.__str__, given)
    return tuple(sorted(plain) if isinstance(values, set | frozenset) else plain)


def one_of(name: str, value: object, allowed: Sequence[str]) -> str:
    """Check for one of some names."""
    if not isinstance(value, str) or value not in allowed:
        names = ", ".join(map(repr, allowed[:-1])) + f" or {allowed[-1]!r}"
        raise ValueError(f"{name} must be {names}. Got {value!r} instead.")
    return value
