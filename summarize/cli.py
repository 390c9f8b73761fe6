"""The command `summarize`.

Takes files or standard input, prints summaries or writes them to a file.  Exit
codes: 0, all went well; 1, a text could not be read, no sentence of it fitted, or the
output could not be written; 2, the command was called wrongly; 130, it was interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import stat
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn, TextIO

import summarize
from summarize.corpus import each_batch, in_batches
from summarize.extras import needed
from summarize.inputs import ROWS, Item, ends, matches, merged, read_items
from summarize.outputs import FORMATS, Style, as_data, in_line, show
from summarize.pipeline import Settings, make_settings, run
from summarize.progress import progress_bar
from summarize.resuming import remaining, written_ids
from summarize.scores import METHODS
from summarize.summary import Summary
from summarize.tables import TABLE, TableWriter

_EPILOG = """examples:
  summarize report.txt                        three sentences
  summarize -w 100 report.pdf minutes.docx    at most 100 words of each
  summarize -n 5 --scores '*.txt'             five sentences of each file, with scores
  summarize --merge -w 200 a.txt b.txt        one summary of both
  curl -s … | summarize --query "who paid?" -n 2
  summarize --highlight report.txt | less -R  the whole text, its summary marked
  summarize --field body tickets.jsonl        a row of JSON for each row
  summarize --output out.jsonl --resume tickets.jsonl   the same, going on after a crash
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors echo what was given without giving the terminal orders."""

    def error(self, message: str) -> NoReturn:
        """End with a message."""
        super().error(in_line(message))


def make_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = _Parser(
        prog="summarize",
        usage="summarize [OPTION …] [FILE …]     (all options: summarize --help)",
        description="Pick the sentences of a text that matter, verbatim.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="text, .md, .html, .pdf, .docx, .srt, .vtt, .jsonl or .parquet; a glob; "
        "standard input if none, or for -",
    )
    _add_budget(parser.add_argument_group("length"))
    _add_choice(parser.add_argument_group("choice"))
    _add_input(parser.add_argument_group("input"))
    _add_output(parser.add_argument_group("output"))
    return parser


def _add_budget(group: argparse._ArgumentGroup) -> None:
    budget = group.add_mutually_exclusive_group()
    budget.add_argument("-n", "--sentences", type=int, metavar="N", help="at most N (default: 3)")
    budget.add_argument("-w", "--words", type=int, metavar="N", help="at most N words")
    budget.add_argument("-c", "--characters", type=int, metavar="N", help="at most N characters")
    budget.add_argument(
        "-t", "--tokens", type=int, metavar="N", help="at most N tokens; needs --count-tokens"
    )
    budget.add_argument("-r", "--ratio", type=float, metavar="R", help="share of the sentences")
    group.add_argument(
        "--count-tokens",
        metavar="MODULE:NAME",
        help="a Python function str -> int that counts tokens, such as mytokens:count",
    )


def _add_choice(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("-m", "--method", metavar="NAME", help=", ".join(METHODS) + " (default: coverage)")
    add("-q", "--query", metavar="TEXT", help="prefer what bears on this")
    add("-l", "--language", metavar="CODE", help="such as en; found from the text by default")
    add(
        "--readable",
        action=argparse.BooleanOptionalAction,
        help="no headings, nothing that points back to what is left out (default: for coverage)",
    )
    add("--merge", action="store_true", help="one summary of all files")


def _add_input(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add(
        "--field",
        metavar="KEY",
        help="read rows of JSON, one a line, or of a .parquet file, with the text under KEY",
    )
    add("--url", action="store_true", help="fetch a FILE that begins with http:// or https://")
    add(
        "--on-error",
        choices=("skip", "stop"),
        default="skip",
        help="what to do after a text that cannot be read (default: skip)",
    )
    add("--jobs", type=int, default=1, metavar="N", help="processes; -1 for all cores (default: 1)")


def _add_output(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add(
        "--output",
        metavar="FILE",
        help="write to FILE; rows of a .parquet file also to another .parquet",
    )
    add("--resume", action="store_true", help="add to FILE the rows whose id it does not have yet")
    add("--id", default="id", metavar="KEY", help="the key of ids, for --resume (default: id)")
    add("--order", choices=("document", "rank"), help="default: document")
    add(
        "--format",
        choices=FORMATS,
        help="default: text, and jsonl for rows",
    )
    shown = group.add_mutually_exclusive_group()
    shown.add_argument("--scores", action="store_true", help="a sentence a line, after its score")
    shown.add_argument("--explain", action="store_true", help="why each sentence was chosen")
    shown.add_argument(
        "--highlight", action="store_true", help="the whole text, with its summary marked"
    )
    shown.add_argument(
        "--keywords",
        type=int,
        nargs="?",
        const=10,
        metavar="N",
        help="N keywords instead of a summary; 10 for --keywords alone, as the last option",
    )
    add("--into", default="summary", metavar="KEY", help="in rows (default: summary)")
    add("--version", action="version", version=f"summarize {summarize.__version__}")
    add(
        "--print-completion",
        choices=("bash", "zsh", "tcsh"),
        help="print a completion script for a shell, and end",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process by default.

    Returns
    -------
    int
        The exit code.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed: there is nothing to read, and nobody who reads
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - to the end
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that lacks a letter shows its code
        sys.stdout.reconfigure(errors="backslashreplace")
    parser = make_parser()
    options = parser.parse_args(arguments)
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


@contextmanager
def _importable_from_here() -> Iterator[None]:
    """Let modules of the working directory be imported, by workers too, which take the path over.

    It stands last in the path, so that no file there is taken for a module of a library.
    """
    sys.path.append(here := os.getcwd())
    try:
        yield
    finally:
        sys.path.remove(here)


def _checked(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Check the options, run, and give the exit code."""
    try:
        settings = _settings(options)
        style = _style(options)
        _check_output(options, style)
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
        _complain(options.output or "standard output", str(error))
        if not options.output:
            leave_unwritten()
        return 1
    except KeyboardInterrupt:
        print("summarize: interrupted", file=sys.stderr)
        return 130


def _complain(name: str, complaint: str) -> None:
    print(f"summarize: {in_line(name)}: {in_line(complaint)}", file=sys.stderr)


def leave_unwritten() -> None:
    """Let nothing more be written to standard output at exit either."""
    with suppress(OSError):  # it may be no file at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_completion(parser: argparse.ArgumentParser, shell: str) -> int:
    try:
        shtab = needed("shtab", "--print-completion", "completion")
    except ImportError as error:
        parser.error(str(error))
    print(shtab.complete(parser, shell))
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    names = ["sentences", "words", "characters", "tokens", "ratio", "method", "query", "language"]
    given = {name: getattr(options, name) for name in [*names, "readable"]}
    counter = _counter(options.count_tokens) if options.count_tokens else None
    if options.tokens is not None and counter is None:
        raise ValueError("--tokens needs --count-tokens MODULE:NAME, a function that counts them")
    return make_settings(**given, order=options.order or "document", count_tokens=counter)


def _counter(name: str) -> Callable[[str], int]:
    """Import the function that counts tokens."""
    module, _, attribute = name.partition(":")
    try:
        found: Callable[[str], int] = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"--count-tokens must be MODULE:NAME. Got {name!r}: {error}") from error
    return found


def _style(options: argparse.Namespace) -> Style:
    if options.jobs == 0:
        raise ValueError("--jobs must be an int other than 0. Got 0 instead.")
    if options.keywords is not None and options.keywords < 1:
        raise ValueError(f"--keywords must be 1 or more. Got {options.keywords} instead.")
    rows = options.field is not None or any(ends(name, *ROWS) for name in options.files)
    style = options.format or ("jsonl" if rows and not options.merge else "text")
    if options.output and ends(options.output, TABLE):
        style = "parquet"
    shown = not options.output and sys.stdout.isatty()
    _check_shown(options, style)
    return Style(
        format=style,
        scores=options.scores,
        explain=options.explain,
        highlight=options.highlight,
        keywords=options.keywords,
        language=options.language,
        terminal=shown,
        colour=_has_colours(shown),
        ascii=not options.output and not (sys.stdout.encoding or "utf").lower().startswith("utf"),
        into=options.into,
    )


# In which formats there is no place for what an option asks for, and what is of no use to keywords.
_NO_PLACE = {
    "scores": {"markdown"},
    "explain": {"markdown", "html"},
    "keywords": {"html"},
    "highlight": {"markdown", "json", "jsonl", "html"},
}
_OF_SUMMARIES = (
    "sentences", "words", "characters", "tokens", "ratio", "method", "query", "readable", "order",
)  # fmt: skip


def _check_shown(options: argparse.Namespace, style: str) -> None:
    """Refuse an option that would be passed over without a word."""
    for name, formats in _NO_PLACE.items():
        if getattr(options, name) and style in formats:
            others = ", ".join(one for one in FORMATS if one not in formats)
            raise ValueError(f"--{name} needs --format to be one of {others}. It is {style}.")
    for name in _OF_SUMMARIES:
        if options.keywords is not None and getattr(options, name) is not None:
            raise ValueError(f"--{name} is for summaries, and --keywords makes none: leave one out")


def _has_colours(terminal: bool) -> bool:
    """Whether to use colours: on a terminal, unless told otherwise as is usual."""
    forced = os.environ.get("FORCE_COLOR", "") not in ("", "0")
    return forced or (terminal and not os.environ.get("NO_COLOR"))


def _check_output(options: argparse.Namespace, style: Style) -> None:
    """Check --output and --resume, before anything is written."""
    output = options.output
    if output == "":
        raise ValueError("--output must be the name of a file. Got '' instead.")
    if options.resume and not (output and style.format == "jsonl"):
        raise ValueError("--resume needs --output FILE, and rows (or --format jsonl)")
    if options.resume:
        _check_ids(options)
    if style.format == "parquet":
        if not options.files or not all(ends(name, TABLE) for name in options.files):
            raise ValueError(f"--output {output} needs FILEs that end in {TABLE}: it takes columns")
        for name in ("format", "merge", "explain", "keywords", "highlight"):
            if getattr(options, name):
                raise ValueError(f"--{name} does not go with --output {output}, a table of rows")
    if output and any(_same(name, output) for name in options.files):
        raise ValueError(f"--output {output} would write over what is read")
    if output and (not options.files or "-" in options.files) and _same(sys.stdin, output):
        raise ValueError(f"--output {output} would write over standard input, which is read")


def _check_ids(options: argparse.Namespace) -> None:
    """Refuse to resume where no id would tell what was written."""
    if options.field is None and "-" in (options.files or ["-"]):
        raise ValueError(
            "--resume knows a text by the name of its file, and standard input has none: "
            "name a FILE, or give rows with ids and --field"
        )
    if options.id in (options.field or "text", options.into, f"{options.into}_sentences"):
        raise ValueError(
            f"--id must be a key that rows keep. Got {options.id!r}, "
            "which --field takes out or --into writes over: name another."
        )


def _same(given: str | TextIO, other: str) -> bool:
    """Say whether a name, or standard input, is the same file as another name."""
    try:
        found = os.stat(given if isinstance(given, str) else given.fileno())
        return stat.S_ISREG(found.st_mode) and os.path.samestat(found, os.stat(other))
    except (OSError, ValueError):  # no such file, or no name of any
        return False


def _run(
    options: argparse.Namespace, settings: Settings, style: Style, written: Counter[str] | None
) -> int:
    items = read_items(options.files or ["-"], options.field, urls=options.url)
    if options.merge:
        items = merged(items)
    if written is not None:
        items = remaining(items, written, options.id)
    if options.on_error == "stop":
        items = _up_to_error(items)
    first = list(islice(items, 2))  # two are several
    several = len(first) > 1 and not options.merge  # which leaves one, after what cannot be read
    if several and style.format == "html":
        print(
            "summarize: --format html makes one page: name one FILE, or --merge them",
            file=sys.stderr,
        )
        return 2
    failures, count = 0, 0
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
            count += 1
            step()
    if failures and count > 1:
        print(f"summarize: {failures} of {count} texts had errors", file=sys.stderr)
    return 1 if failures else 0


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


def _work_on(
    items: Iterable[Item], settings: Settings, style: Style, jobs: int
) -> Iterator[tuple[Item, _Shown]]:
    """Work on batches, in this process or in several; give each item with its output."""
    work = partial(_show_batch, settings=settings, style=style)
    answers: Iterable[tuple[list[tuple[int, Item]], list[_Shown]]]
    if jobs == 1:
        answers = ((batch, work(batch)) for batch in in_batches(items, size=_characters))
    else:
        answers = each_batch(work, items, jobs, size=_characters)
    for batch, shown in answers:
        yield from zip((item for _, item in batch), shown, strict=True)


def _characters(item: Item) -> int:
    return sum(map(len, item.documents))


def _show_batch(batch: list[tuple[int, Item]], settings: Settings, style: Style) -> list[_Shown]:
    items = [item for _, item in batch]
    found = iter(_show_good([item for item in items if item.error is None], settings, style))
    return [next(found) if item.error is None else _Shown(None, [item.error]) for item in items]


def _show_good(items: list[Item], settings: Settings, style: Style) -> list[_Shown]:
    """Summarise items at once; where anything is to complain of, each alone, to know which."""
    made: Callable[[Summary, Item, Style], Any] = as_data if style.format == "parquet" else show
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            shown = [
                made(*pair, style)
                for pair in zip(_summaries(items, settings, style), items, strict=True)
            ]
        except Exception as error:  # such as one in the user's function that counts tokens
            if len(items) == 1:
                return [_Shown(None, [f"{type(error).__name__}: {error}"])]
            shown = []
    if len(items) > 1 and (caught or not shown):
        return [one for item in items for one in _show_good([item], settings, style)]
    return [_Shown(text, [str(warning.message) for warning in caught]) for text in shown]


def _summaries(items: list[Item], settings: Settings, style: Style) -> list[Summary]:
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
        with TableWriter(
            options.output, options.files, options.field or "text", options.into
        ) as table:
            yield lambda _, row: table.put(row)
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
