"""A progress bar for whoever asks for one, on standard error.

Takes how many steps there will be, gives a function that counts one.  Draws nothing
itself: that is tqdm, an extra.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from summarize.extras import needed


@contextmanager
def progress_bar(total: int | None, *, shown: bool) -> Iterator[Callable[[], object]]:
    """Show a bar while a block runs, where it is wanted; give what is to be called once a step."""
    if not shown:
        yield lambda: None
        return
    with needed("tqdm", "progress=True", "progress").tqdm(total=total, unit="text") as bar:
        yield bar.update
