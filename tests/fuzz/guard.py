"""What a case may not do: take too long, reach a network, start a program, write elsewhere.

Python's audit hooks see every file that is opened and every connection, whoever makes it.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Seconds of the processor that any call may take, and those for each megabyte it is given.
AT_ONCE, PER_MEGABYTE = 0.25, 2.0
#: How many times as long it may take while its lines are counted (.ci/coverage).
COUNTED = 4
_OUTSIDE = (
    "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "pickle.find_class",
    "socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "webbrowser.open",
)  # fmt: skip
_CHANGES = ("os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Forbidden(BaseException):
    """A case went where it may not; no ``except Exception`` hides it."""


class _Fence:
    """Where cases are kept; open until `fenced` closes it."""

    closed = False
    installed = False
    folder: Path | None = None


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if not _Fence.closed:
        return
    if event in _OUTSIDE or (event in _CHANGES and any(map(_is_outside, arguments[:2]))):
        raise Forbidden(event, arguments)
    if event == "open" and arguments[2] & _WRITES and _is_outside(arguments[0]):
        raise Forbidden(event, arguments)


def _is_outside(path: Any) -> bool:
    """Whether a file lies outside of the folder; Python's own compiled modules do not count."""
    if isinstance(path, int) or "__pycache__" in (name := os.fsdecode(path)):
        return False
    return _Fence.folder is None or not Path(os.path.abspath(name)).is_relative_to(_Fence.folder)


class Slowest:
    """The largest share of the time allowed that a call has taken."""

    share = 0.0


@contextmanager
def fenced(folder: Path | None = None) -> Iterator[None]:
    """Let a block reach nothing outside, and write in one folder at the most."""
    if not _Fence.installed:
        sys.addaudithook(_look)  # there is no way to take one away
        _Fence.installed = True
    _Fence.folder, _Fence.closed = folder, True
    try:
        yield
    finally:
        _Fence.folder, _Fence.closed = None, False


def timed(size: int, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call a function that is given so many bytes, and time it by the processor's clock.

    What takes too long is called twice more: it may have been an import.
    """
    limit = allowed(size)
    taken = []
    for _ in range(3):
        start = time.process_time()
        found = function(*arguments, **options)
        taken.append(time.process_time() - start)
        if taken[-1] <= limit:
            Slowest.share = max(Slowest.share, min(taken) / limit)
            return found
    name = getattr(function, "__name__", str(function))
    raise AssertionError(f"{name}: {min(taken):.2f} s for {size} bytes, {limit:.2f} are allowed")


def allowed(size: int) -> float:
    """Give the seconds that a call may take that is given so many bytes."""
    coverage = sys.modules.get("coverage")
    counted = coverage is not None and coverage.Coverage.current() is not None
    return (AT_ONCE + PER_MEGABYTE * size / 1e6) * (COUNTED if counted else 1)


def size_of(*texts: str) -> int:
    """Give how many bytes some texts have in UTF-8."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
