"""The options of the command: what there are, and whether they go together.

Takes the command line, gives the arguments of `summarize` and the `Style` that it asks
for, or a `ValueError` that names the option.  Reads no text and prints nothing.
"""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Callable
from pkgutil import resolve_name
from typing import NoReturn, TextIO

from summarize import __version__
from summarize.budget import KINDS
from summarize.checks import processes
from summarize.inputs import ROWS, ends, key_of
from summarize.outputs import FORMATS, Style, in_line
from summarize.pipeline import Settings, make_settings
from summarize.scores import METHODS
from summarize.tables import TABLE

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
        help="text, .md, .html, .pdf, .docx, .srt, .vtt, .json, .jsonl, .csv or .parquet; a "
        "glob; standard input if none, or for -",
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
    budget.add_argument(
        "-r", "--ratio", type=float, metavar="R", help="share of the sentences, such as 0.2"
    )
    group.add_argument(
        "--count-tokens",
        metavar="MODULE:NAME",
        help="a Python function str -> int that counts tokens, such as mytokens:count",
    )


def _add_choice(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("-m", "--method", metavar="NAME", help=", ".join(METHODS) + " (default: coverage)")
    add("-q", "--query", metavar="TEXT", help="prefer what bears on this")
    add(
        "--must-include",
        metavar="TEXT",
        action="append",
        help="a word or phrase that has to be in it, where a sentence has it; once for each",
    )
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
        help="read rows of JSON, one a line, or of a .csv or .parquet file; KEY has the text",
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
    add("--into", metavar="KEY", help="in rows (default: summary)")
    add("--version", action="version", version=f"summarize {__version__}")
    add(
        "--print-completion",
        choices=("bash", "zsh", "tcsh"),
        help="print a completion script for a shell, and end",
    )


def settings_of(options: argparse.Namespace) -> Settings:
    """Give the arguments of `summarize`, checked."""
    names = (*KINDS, "method", "query", "must_include", "language", "readable")
    given = {name: getattr(options, name) for name in names}
    counter = _counter(options.count_tokens) if options.count_tokens else None
    if options.tokens is not None and counter is None:
        raise ValueError("--tokens needs --count-tokens MODULE:NAME, a function that counts them")
    if counter is not None and options.tokens is None:
        raise ValueError("--count-tokens counts for --tokens, which is not given: leave it out")
    try:
        return make_settings(**given, order=options.order or "document", count_tokens=counter)
    except (TypeError, ValueError) as error:
        raise ValueError(_by_option(str(error), options)) from error


def _by_option(complaint: str, options: argparse.Namespace) -> str:
    """Name the option where a complaint begins with the argument that it is for."""
    name, _, said = complaint.partition(" ")
    return f"--{name.replace('_', '-')} {said}" if hasattr(options, name) else complaint


def _counter(name: str) -> Callable[[str], int]:
    """Import the function that counts tokens."""
    try:
        return resolve_name(name)
    except Exception as error:  # whatever a module raises that is imported
        raise ValueError(f"--count-tokens must be MODULE:NAME. Got {name!r}: {error}") from error


def style_of(options: argparse.Namespace) -> Style:
    """Give how summaries are to be shown, checked."""
    processes("--jobs", options.jobs)
    if options.keywords is not None and options.keywords < 1:
        raise ValueError(f"--keywords must be 1 or more. Got {options.keywords} instead.")
    rows = options.field is not None or any(ends(name, *ROWS) for name in options.files)
    style = options.format or ("jsonl" if rows and not options.merge else "text")
    if options.output and ends(options.output, TABLE):
        style = "parquet"
    shown = not options.output and sys.stdout.isatty()
    _check_shown(options, style, rows=rows or options.url)  # which may give some
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
        into="summary" if options.into is None else options.into,
    )


# In which formats there is no place for what an option asks for, and what is of no use to keywords.
_NO_PLACE = {
    "scores": {"markdown"},
    "explain": {"markdown", "html"},
    "keywords": {"html"},
    "highlight": {"markdown", "json", "jsonl", "html"},
}
_OF_SUMMARIES = (*KINDS, "method", "query", "must_include", "readable", "order", "into")


def _check_shown(options: argparse.Namespace, style: str, *, rows: bool) -> None:
    """Refuse an option that would be passed over without a word."""
    written = rows and style in ("json", "jsonl", "parquet") and not options.merge
    if options.into is not None and not written:
        raise ValueError(
            "--into is a key of rows: it needs FILEs of rows or --field, a --format of JSON, "
            "and no --merge"
        )
    for name, formats in _NO_PLACE.items():
        if getattr(options, name) and style in formats:
            others = " or ".join(one for one in FORMATS if one not in formats)
            raise ValueError(f"--{name} needs --format {others}. Got {style} instead.")
    if options.order and options.highlight:
        raise ValueError("--order is for summaries, and --highlight shows the whole text")
    for name in _OF_SUMMARIES:
        if options.keywords is not None and getattr(options, name) is not None:
            option = f"--{name.replace('_', '-')}"
            raise ValueError(f"{option} is for summaries, and --keywords makes none: leave one out")


def _has_colours(terminal: bool) -> bool:
    """Whether to use colours: on a terminal, unless told otherwise as is usual."""
    forced = os.environ.get("FORCE_COLOR", "") not in ("", "0")
    return forced or (terminal and not os.environ.get("NO_COLOR"))


def check_output(options: argparse.Namespace, style: Style) -> None:
    """Check --output and --resume, before anything is written."""
    output = options.output
    if output == "":
        raise ValueError("--output must be the name of a file. Got '' instead.")
    if output and ends(output, ".html", ".htm") and not options.format:
        # where a browser would take the tags of a text for its own
        raise ValueError(f"--output {output} needs --format html for a page; else it is plain text")
    if options.resume and not (output and style.format == "jsonl"):
        raise ValueError("--resume needs --output FILE, and rows (or --format jsonl)")
    if options.resume:
        _check_ids(options, style)
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


def _check_ids(options: argparse.Namespace, style: Style) -> None:
    """Refuse to resume where no id would tell what was written."""
    if options.field is None and "-" in (options.files or ["-"]):
        raise ValueError(
            "--resume knows a text by the name of its file, and standard input has none: "
            "name a FILE, or give rows with ids and --field"
        )
    if options.id in (key_of(options.field), *style.keys):
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
