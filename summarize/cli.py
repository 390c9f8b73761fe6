"""The command `summarize`.

Takes files or standard input, prints summaries or writes them to a file.  Exit
codes: 0, all went well; 1, a text could not be read, no sentence of it fitted, or the
output could not be written; 2, the command was called wrongly; 130, it was interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from importlib.util import find_spec
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple, TextIO

from summarize.corpus import each_answered, each_batch, in_batches
from summarize.extras import needed
from summarize.inputs import Item, ends, key_of, matches, merged, read_items, reason
from summarize.notices import SummaryWarning, kept_back
from summarize.options import check_output, make_parser, settings_of, style_of
from summarize.outputs import Style, as_data, in_line, show
from summarize.pipeline import Settings, not_heard, run
from summarize.progress import progress_bar
from summarize.resuming import remaining, written_ids
from summarize.summary import Summary
from summarize.tables import TABLE, table_writer

# What stands in for a stream that is closed: to read or to write is the error that it is
# elsewhere (a bad file descriptor), but for complaints, which nobody hears.
_STREAMS = (
    ("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with some arguments, or those of the process; give the exit code."""
    for name, mode, way in _STREAMS:
        if getattr(sys, name) is None:
            null = os.open(os.devnull, way)  # to the end, as what stands there elsewhere
            setattr(sys, name, open(null, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that lacks a letter shows its code
        sys.stdout.reconfigure(errors="backslashreplace")
    parser = make_parser()
    given, files = _at_dashes(sys.argv[1:] if arguments is None else arguments)
    options = parser.parse_intermixed_args(given)
    options.files += files
    if options.print_completion:
        return _print_completion(parser, options.print_completion)
    if not options.files and sys.stdin.isatty():
        parser.error("name a FILE, or pipe a text in")
    if options.output == "-":  # as of a FILE
        options.output = None
    # once, before there is an output that a glob might match
    options.files = [path for name in options.files for path in matches(name)]
    with _importable_from_here() if options.count_tokens else nullcontext():
        return _checked(parser, options)


def _at_dashes(arguments: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Part arguments at "--": what stands behind it is files, whatever it begins with."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:end], arguments[end + 1 :]


@contextmanager
def _importable_from_here() -> Iterator[None]:
    """Let modules of the working directory be imported, by workers too, which take the path over.

    It stands last in the path, so that no file there is taken for a module of a library; where it
    is in the path already, it stays where it is.
    """
    here = os.getcwd()
    if here in sys.path:
        yield
        return
    sys.path.append(here)
    try:
        yield
    finally:
        sys.path.remove(here)


def _checked(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Check the options, run, and give the exit code."""
    try:
        settings = settings_of(options)
        style = style_of(options)
        check_output(options, style)
        written = written_ids(options.output, options.id) if options.resume else None
    except (OSError, TypeError, ValueError) as error:
        parser.error(str(error))
    try:
        return _run(options, settings, style, written)
    except BrokenPipeError:
        leave_unwritten()  # the reader has what it wanted
        return 0
    except (OSError, ImportError, ValueError) as error:
        if not (options.output or isinstance(error, OSError)):
            raise
        _complain(options.output or "standard output", reason(error))
        if not options.output:
            leave_unwritten()
        return 1
    except KeyboardInterrupt:
        print("summarize: interrupted", file=sys.stderr)
        return 130


def _complain(name: str, complaint: str) -> None:
    print(f"summarize: {in_line(name) or repr(name)}: {in_line(complaint)}", file=sys.stderr)


def leave_unwritten() -> None:
    """Let nothing more be written to standard output at exit either."""
    with suppress(OSError):  # it may be no file at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_completion(parser: argparse.ArgumentParser, shell: str) -> int:
    try:
        shtab = needed("shtab", "--print-completion", "completion")
    except ImportError as error:
        parser.error(str(error))
    try:
        print(shtab.complete(parser, shell), flush=True)
    except BrokenPipeError:
        leave_unwritten()
    return 0


def _run(
    options: argparse.Namespace, settings: Settings, style: Style, written: Counter[str] | None
) -> int:
    items = _items(options, written)
    first = list(islice(items, 2))  # two are several
    several = len(first) > 1 and not options.merge  # which leaves one, after what cannot be read
    if several and style.format == "html":
        print(
            "summarize: --format html makes one page: name one FILE, or --merge them",
            file=sys.stderr,
        )
        return 2
    failures, count, heard = 0, 0, set[bool | None]()
    watched = several and _is_watched(options.output)
    with _output(options, style, several) as put, progress_bar(None, shown=watched) as step:
        for item, shown in _work_on(chain(first, items), settings, style, options.jobs):
            for complaint in shown.complaints:
                _complain(item.name, complaint)
            if shown.output is not None:
                put(item.name, shown.output)
            elif style.format == "parquet" and _is_last(item, options.on_error):
                raise ValueError(f"not written, since the rows end at {item.name}")
            failures += bool(shown.complaints)
            heard.add(shown.heard)
            count += len(item.documents) or 1  # one that was merged is several
            step()
    if heard - {None} == {False}:
        print(f"summarize: {in_line(not_heard(settings.query or ''))}", file=sys.stderr)
    if failures and count > 1:
        print(f"summarize: {failures} of {count} texts had errors", file=sys.stderr)
    return 1 if failures else 0


def _items(options: argparse.Namespace, written: Counter[str] | None) -> Iterator[Item]:
    """Read what there is to work on."""
    items = _noticed(read_items(options.files or ["-"], options.field, urls=options.url))
    if options.merge:
        items = merged(items)
    if written is not None:
        items = remaining(items, written, options.id)
    return _up_to_error(items) if options.on_error == "stop" else items


def _noticed(items: Iterator[Item]) -> Iterator[Item]:
    """Say in a line what is noticed while texts are read, which keeps none from being read."""
    while True:
        with kept_back() as kept:
            item = next(items, None)
        for message, _ in kept:
            print(f"summarize: {in_line(message)}", file=sys.stderr)
        if item is None:
            return
        yield item


def _up_to_error(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if item.error is not None:
            return


def _is_last(item: Item, on_error: str) -> bool:
    """Whether a table is not whole: it broke off, which is no error of a row, or one ends all."""
    return item.error is not None and (on_error == "stop" or ends(item.name, TABLE))


def _is_watched(output: str | None) -> bool:
    """Whether a person looks at standard error while the output goes elsewhere."""
    elsewhere = bool(output) or not sys.stdout.isatty()
    return sys.stderr.isatty() and elsewhere and find_spec("tqdm") is not None


# --- from items to what is printed ---------------------------------------------------


class _Shown(NamedTuple):
    """What to print of one text, or its row of a table, and what to complain about."""

    output: Any
    complaints: list[str]
    heard: bool | None = None  # of the query, see `Summary`; None where there is no sentence


def _work_on(
    items: Iterable[Item], settings: Settings, style: Style, jobs: int
) -> Iterator[tuple[Item, _Shown]]:
    """Work on batches, in this process or in several; give each item with its output."""
    work = partial(_show_batch, settings=settings, style=style)
    answers: Iterable[tuple[list[tuple[int, Item]], list[_Shown]]]
    if jobs == 1:
        batches = in_batches(enumerate(items), size=_characters, soon=True)
        answers = ((batch, work(batch)) for batch in batches)
    else:
        answers = each_batch(work, items, jobs, size=_characters)
    for batch, shown in answers:
        yield from zip((item for _, item in batch), shown, strict=True)


def _characters(item: Item) -> int:
    return sum(map(len, item.documents))


def _show_batch(batch: list[tuple[int, Item]], settings: Settings, style: Style) -> list[_Shown]:
    """Summarise items at once; where anything is to complain of, in parts, to know of which."""
    work = partial(_show_good, settings=settings, style=style)
    return each_answered(work, batch, attrgetter("error"), lambda why: _Shown(None, [why]))


def _show_good(items: Sequence[Item], settings: Settings, style: Style) -> list[_Shown]:
    made: Callable[[Summary, Item, Style], Any] = as_data if style.format == "parquet" else show
    with kept_back() as kept:
        summaries = _summaries(items, settings, style)
        shown = [made(*pair, style) for pair in zip(summaries, items, strict=True)]
    complaints = [message for message, _ in kept]
    if complaints and len(items) > 1:
        raise SummaryWarning(complaints[0])  # of which of them?
    heard = (summary.heard if summary.spans else None for summary in summaries)
    return [_Shown(text, complaints, one) for text, one in zip(shown, heard, strict=True)]


def _summaries(items: Sequence[Item], settings: Settings, style: Style) -> list[Summary]:
    if style.keywords is not None:
        return [Summary(item.documents) for item in items]
    return run([item.documents for item in items], settings)


# --- where it goes -------------------------------------------------------------------


@contextmanager
def _output(
    options: argparse.Namespace, style: Style, several: bool
) -> Iterator[Callable[[str, Any], None]]:
    """Open what takes the name and the output of each text: a table, a file, or the screen."""
    if style.format == "parquet":
        field = key_of(options.field)
        with table_writer(options.output, options.files, field, style.keys) as put:
            yield lambda _, row: put(row)
        return
    with _open(options.output, resume=options.resume) as file:
        printer = _Printer(style, file, several=several)
        yield printer.put
        printer.end()


def _open(name: str | None, *, resume: bool) -> AbstractContextManager[TextIO]:
    """Open a file, in which what UTF-8 lacks (half a pair) is spelt out as on a terminal."""
    if name is None:
        return nullcontext(sys.stdout)
    mode: Literal["a", "w"] = "a" if resume else "w"
    return Path(name).open(mode, encoding="utf-8", newline="\n", errors="backslashreplace")


class _Printer:
    """Prints what there is of one text after another, as the format wants them joined."""

    def __init__(self, style: Style, file: TextIO, *, several: bool) -> None:
        self.style, self.several, self.count = style, several, 0
        self.print = partial(print, file=file)
        self.flush = file.flush

    def put(self, name: str, output: str) -> None:
        """Print one."""
        style = self.style.format
        if style == "json" and self.several:
            self.print(",\n" if self.count else "[", output, sep="", end="")
        elif style == "text" and self.several:
            heading = f"==> {in_line(name)} <=="
            above = [""] if self.count else []
            self.print(*above, heading, *([output] if output else []), sep="\n")
        elif output or style != "text":
            self.print(*([""] if self.count and style == "markdown" else []), output, sep="\n")
        self.count += 1

    def end(self) -> None:
        """Print what comes after the last."""
        if self.style.format == "json" and (self.several or not self.count):
            self.print("]" if self.count else "[]")
        self.flush()
