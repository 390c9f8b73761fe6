"""The command `summarize`.

Takes files or standard input, prints summaries.  Exit codes: 0, all went well; 1,
a text could not be read, or no sentence of it fitted; 2, the command was called wrongly.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import summarize
from summarize.pipeline import Settings, as_documents, make_settings, run
from summarize.scores import METHODS
from summarize.summary import Summary

_EPILOG = """examples:
  summarize report.txt                   three sentences
  summarize -w 100 report.txt            at most 100 words
  summarize -n 5 --scores *.txt          five sentences of each file, with scores
  summarize --merge -w 200 a.txt b.txt   one summary of both
  curl -s … | summarize --query "who paid?" -n 2
"""


def make_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="summarize",
        description="Pick the sentences of a text that matter, verbatim.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="UTF-8 text; standard input if none, or for -")
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("-n", "--sentences", type=int, metavar="N", help="at most N (default: 3)")
    budget.add_argument("-w", "--words", type=int, metavar="N", help="at most N words")
    budget.add_argument("-c", "--characters", type=int, metavar="N", help="at most N characters")
    budget.add_argument(
        "-t", "--tokens", type=int, metavar="N", help="at most N tokens; needs --count-tokens"
    )
    budget.add_argument("-r", "--ratio", type=float, metavar="R", help="share of the sentences")
    add(
        "--count-tokens",
        metavar="MODULE:NAME",
        help="a Python function str -> int that counts tokens, such as mytokens:count",
    )
    add("-m", "--method", metavar="NAME", help=", ".join(METHODS) + " (default: coverage)")
    add("-q", "--query", metavar="TEXT", help="prefer what bears on this")
    add("-l", "--language", metavar="CODE", help="such as en; found from the text by default")
    add(
        "--readable",
        action=argparse.BooleanOptionalAction,
        help="no headings, nothing that points back to what is left out (default: without -m)",
    )
    add("--order", choices=("document", "rank"), default="document", help="default: document")
    add("--merge", action="store_true", help="one summary of all files")
    add("--scores", action="store_true", help="a sentence a line, each after its score")
    add("--format", choices=("text", "json"), default="text", help="default: text")
    add("--version", action="version", version=f"summarize {summarize.__version__}")
    return parser


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
    parser = make_parser()
    options = parser.parse_args(arguments)
    if not options.files and sys.stdin.isatty():
        parser.error("name a FILE, or pipe a text in")
    try:
        settings = _settings(options)
    except (TypeError, ValueError) as error:
        parser.error(str(error))
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that lacks a letter shows its code
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _run(options, settings)
    except BrokenPipeError:
        # The reader has what it wanted; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _settings(options: argparse.Namespace) -> Settings:
    names = ["sentences", "words", "characters", "tokens", "ratio", "method", "query", "language"]
    given = {name: getattr(options, name) for name in [*names, "readable"]}
    counter = _counter(options.count_tokens) if options.count_tokens else None
    if options.tokens is not None and counter is None:
        raise ValueError("--tokens needs --count-tokens MODULE:NAME, a function that counts them")
    return make_settings(**given, order=options.order, count_tokens=counter)


def _counter(name: str) -> Callable[[str], int]:
    """Import the function that counts tokens, from the working directory too."""
    module, _, attribute = name.partition(":")
    sys.path.insert(0, os.getcwd())
    try:
        found: Callable[[str], int] = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"--count-tokens must be MODULE:NAME. Got {name!r}: {error}") from error
    finally:
        sys.path.pop(0)
    return found


def _run(options: argparse.Namespace, settings: Settings) -> int:
    names = options.files or ["-"]
    texts = [(name, text) for name in names if (text := _read(name)) is not None]
    failures = len(names) - len(texts)
    jobs = [(name, [text]) for name, text in texts]
    if options.merge and texts:
        jobs = [(" + ".join(name for name, _ in texts), [text for _, text in texts])]
    for number, (name, documents) in enumerate(jobs):
        summary, complaints = _summarise(documents, settings)
        for complaint in complaints:
            _complain(name, complaint)
        failures += bool(complaints)
        if summary is None:
            continue
        heading = f"==> {name} <==" if len(jobs) > 1 else None
        _show(summary, name, heading, options, last=number == len(jobs) - 1)
    sys.stdout.flush()
    return 1 if failures else 0


def _summarise(documents: list[str], settings: Settings) -> tuple[Summary | None, list[str]]:
    """Summarise one text or several, and gather what there is to complain about."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            (summary,) = run([as_documents(documents)], settings)
        except Exception as error:  # such as one in the user's function that counts tokens
            return None, [f"{type(error).__name__}: {error}"]
    return summary, [str(warning.message) for warning in caught]


def _read(name: str) -> str | None:
    """Read a file, or standard input for "-"; None, with a complaint, where it cannot be."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _complain(name, f"not UTF-8 text (byte {error.start}); convert it first, as with iconv")
    except OSError as error:
        _complain(name, error.strerror or str(error))
    return None


def _complain(name: str, message: str) -> None:
    print(f"summarize: {name}: {message}", file=sys.stderr)


def _show(
    summary: Summary, name: str, heading: str | None, options: argparse.Namespace, *, last: bool
) -> None:
    if options.format == "json":
        print(json.dumps({"source": name, **summary.to_dict()}, ensure_ascii=False))
        return
    lines = [heading] if heading else []
    if options.scores:
        lines += [f"{s.score:.4f}\t{_flat(s.text)}" for s in summary]
    elif len(summary):
        lines.append(str(summary))
    if lines:
        print(*lines, sep="\n", end="\n" if last or not heading else "\n\n")


def _flat(text: str) -> str:
    return " ".join(text.split())
