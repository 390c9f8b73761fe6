"""Checks of arguments: an error names the argument, what is allowed and what came.

Gives small functions that raise `TypeError` or `ValueError`, or give the value back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from numbers import Integral, Real
from os import PathLike
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

#: More processes are asked for by mistake.
MOST_PROCESSES = 1000


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


def processes(name: str, value: Any, default: int | None = None) -> int:
    """Check for a number of processes; -1 is one for each core, -2 leaves one core out.

    None is the default, where there is one.
    """
    if value is None and default is not None:
        return default
    wanted = f"an int from -{MOST_PROCESSES} to {MOST_PROCESSES}, and not 0"
    if default is not None:
        wanted = f"None or {wanted}"
    _check(name, value, Integral, wanted, value_ok=lambda v: 0 < abs(v) <= MOST_PROCESSES)
    return int(value)


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
        raise TypeError(f"{name} must be a str. {came(value)}")
    return str.__str__(value)


def optional_string(name: str, value: object) -> str | None:
    """Check for a str or None; an empty str is None."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name} must be a str or None. Got {type(value).__name__} instead.")
    return None if value is None else str.__str__(value) or None


def floats(name: str, value: Any, wanted: str) -> npt.NDArray[np.float64]:
    """Check what a user's function gave for an array of finite numbers."""
    if value is None:  # as a function gives that ends without a `return`
        raise ValueError(f"{name} must give {wanted}. Got None instead.")
    try:
        found = np.asarray(value)
        if found.dtype.kind == "c":
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


def is_file(value: object) -> bool:
    """Whether a value can be read, and gives its lines one by one."""
    return callable(getattr(value, "read", None))  # which may be a label of a Series


def where_text(value: object) -> str | None:
    """Name the attribute that holds the text of a `Sentence`, or of another library's document."""
    held = getattr(value, "__dict__", ())  # not `hasattr`: a Series may have a label of that name
    names = ("text", "page_content")
    return next((name for name in names if hasattr(type(value), name) or name in held), None)


def kind_of(value: object) -> str:
    """Name a type; of what is not Python's own with its module: there is many a `Document`."""
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")


def came(value: object) -> str:
    """Say what came in place of a text, and what makes a text of it.

    Examples
    --------
    >>> came(None), came(b"It rained.")
    ('Got NoneType instead.', 'Got bytes: decode() it.')
    """
    name = kind_of(value)
    if isinstance(value, PathLike):
        return f"Got {name}: Document.from_path reads a file."
    if isinstance(value, bytes | bytearray):
        return f"Got {name}: decode() it."
    if isinstance(value, float):  # such as NaN, with which a table says that a text is missing
        return f"Got {name} ({value}) instead."
    if isinstance(value, Mapping) and "text" in value:
        return f"Got {name}: give its 'text', or a list of such to Document.from_segments."
    if attribute := where_text(value):
        return f"Got {name}: give its .{attribute}."
    return f"Got {name}: read() it." if is_file(value) else f"Got {name} instead."


def in_order(
    name: str,
    values: object,
    wanted: str,
    *,
    single: tuple[type, ...] = (str,),
    do: str = "put it in a list",
    of_table: str = "give one column of it",
) -> Iterable[Any]:
    """Check for things one by one, in an order of their own: no set, no table, no single one.

    `single` is what one of them is, and `do` says what to do with it.
    """
    kind = type(values).__name__
    if isinstance(values, single):  # a summary gives sentences one by one
        said = f"Got one bare {kind}: {do}."
    elif hasattr(type(values), "columns"):  # of its kind, since a lazy one would be computed
        said = f"Got a {kind}: {of_table}."
    elif isinstance(values, set | frozenset):
        said = f"Got a {kind}: make a list of it, which has an order."
    elif is_several(values):
        return _of_python(values)
    else:
        said = came(values)
    raise TypeError(f"{name} must be {wanted}. {said}")


def _of_python(values: Iterable[Any]) -> Iterable[Any]:
    """Give what PyArrow's arrays hold, which give scalars of their own one by one."""
    listed = getattr(type(values), "to_pylist", None)
    return values if listed is None else list(listed(values))


def strings(name: str, values: object) -> tuple[str, ...]:
    """Check for a list of words, none of them blank; what can be read once only is refused.

    A set has no order of its own, which here would differ from run to run: it is sorted.
    """
    kind = type(values).__name__
    if isinstance(values, str):
        raise TypeError(f"{name} must be a list of words. Got a bare {kind}: put it in a list.")
    if not is_several(values) and not isinstance(values, Mapping):
        raise TypeError(f"{name} must be a list of words. Got {kind} instead.")
    if isinstance(values, Iterator):
        raise TypeError(f"{name} must be a list of words. Got a {kind}: make a list of it.")
    given = list(_of_python(values))
    for value in given:
        if not isinstance(value, str) or not any(c.isprintable() and c != " " for c in value):
            raise TypeError(f"{name} must hold words (str, not blank). Got {value!r} in it.")
    plain = map(str.__str__, given)
    return tuple(sorted(plain) if isinstance(values, set | frozenset) else plain)


def one_of(name: str, value: object, allowed: Sequence[str]) -> str:
    """Check for one of some names."""
    if isinstance(value, str) and value in allowed:
        return value
    names = ", ".join(map(repr, allowed[:-1])) + f" or {allowed[-1]!r}"
    wrong = ValueError if isinstance(value, str) else TypeError
    raise wrong(f"{name} must be {names}. Got {value!r} instead.")
