"""What is installed on request: a module of an extra, or the command that brings it."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def needed(module: str, wanted: str, extra: str, package: str = "") -> Any:
    """Import a module of an extra, or say which command brings it.

    Parameters
    ----------
    wanted : str
        What needs it, as a message begins.
    package : str
        What the module is called where it is installed from, if that is another name.

    Examples
    --------
    >>> needed("no_such_module", "Reading runes", "runes", "runes-py")
    Traceback (most recent call last):
    ImportError: Reading runes needs runes-py: pip install 'summarize[runes]'
    """
    whole = module.partition(".")[0]
    try:
        import_module(whole)  # first, as an import statement does
        return import_module(module)
    except ImportError as error:
        name = package or whole
        raise ImportError(f"{wanted} needs {name}: pip install 'summarize[{extra}]'") from error
