"""Compare methods on JSON lines: ``python -m summarize.evaluation rows.jsonl``.

Each line holds a text (or several, under "documents"), references, and maybe a
query.  Exit codes as of `summarize`: 1, a row could not be used, or the table or the
picture not written; 2, called wrongly.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Any

from summarize.cli import leave_unwritten
from summarize.evaluation.comparison import Comparison, compare
from summarize.extras import needed
from summarize.inputs import reason
from summarize.scores import METHODS


def make_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m summarize.evaluation",
        description="Compare methods on texts with reference summaries, by ROUGE.",
    )
    add = parser.add_argument
    add("rows", metavar="FILE", help="JSON lines, may be gzipped; - for standard input")
    add("-m", "--methods", default=",".join(METHODS), help="names, comma-separated (default: all)")
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("-w", "--words", type=int, metavar="N", help="length of each summary")
    budget.add_argument("-n", "--sentences", type=int, metavar="N")
    add("--text-field", default="text", metavar="NAME", help='default: text, or "documents"')
    add("--reference-field", default="references", metavar="NAME", help="default: references")
    add("--query-field", metavar="NAME", help="use this field as the query (default: none)")
    add("-l", "--language", metavar="CODE", help="of all texts; found from each by default")
    add("--baseline", metavar="NAME", help="the method to compare with (default: the first)")
    add("--limit", type=int, metavar="N", help="the first N rows only")
    add("--format", choices=("text", "json"), default="text", help="default: text")
    add("--plot", type=Path, metavar="FILE", help="draw the means to a PNG, SVG or PDF file")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give the exit code."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        _check(options)
    except (ValueError, ImportError) as error:
        parser.error(str(error))
    try:
        rows = _read(options)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        print(f"{options.rows}: {reason(error)}", file=sys.stderr)
        return 1
    try:
        table = _compared(rows, options)
    except (TypeError, ValueError, ImportError) as error:
        parser.error(str(error))
    written = _print(json.dumps(table.to_dict()) if options.format == "json" else str(table))
    if options.plot:
        try:
            table.plot().figure.savefig(options.plot)
        except OSError as error:
            print(f"--plot: {reason(error)}", file=sys.stderr)
            return 1
    return written


def _print(text: str) -> int:
    """Print, and give the exit code."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        leave_unwritten()  # the reader has what it wanted
    except OSError as error:
        leave_unwritten()
        print(f"standard output: {reason(error)}", file=sys.stderr)
        return 1
    return 0


def _check(options: argparse.Namespace) -> None:
    """Check what the parser did not, before the long work."""
    if options.limit is not None and options.limit < 1:
        raise ValueError(f"--limit must be 1 or more. Got {options.limit} instead.")
    if not options.plot:
        return
    canvas = needed("matplotlib.backend_bases", "--plot", "plot").FigureCanvasBase
    if options.plot.suffix[1:].lower() not in canvas.get_supported_filetypes():
        raise ValueError(f"--plot must end in .png, .svg or .pdf. Got {str(options.plot)!r}.")
    if not options.plot.parent.is_dir():
        raise ValueError(f"--plot {options.plot}: there is no folder {options.plot.parent}")


def _compared(rows: Sequence[Mapping[str, Any]], options: argparse.Namespace) -> Comparison:
    return compare(
        [name.strip() for name in options.methods.split(",")],
        [row["text"] for row in rows],
        [row["references"] for row in rows],
        queries=[row["query"] for row in rows] if options.query_field else None,
        language=options.language,
        baseline=options.baseline,
        progress=sys.stderr.isatty(),
        words=options.words,
        sentences=options.sentences,
    )


def _read(options: argparse.Namespace) -> list[dict[str, Any]]:
    rows = list(islice(_rows(options), options.limit))
    if not rows:
        raise ValueError("it holds no row")
    name = options.query_field
    if name and not any(name in row["fields"] for row in rows):
        raise ValueError(
            f"no line has {name!r}, the --query-field: the first has {rows[0]['fields']}"
        )
    return rows


def _rows(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Read the rows, and name the first that cannot be used."""
    name = options.rows
    opened = gzip.open if name.endswith(".gz") else open
    with nullcontext(sys.stdin.buffer) if name == "-" else opened(name, "rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _row(line, f"line {number}", options)


def _row(line: bytes, place: str, options: argparse.Namespace) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{place} is no JSON object: {error}") from error
    if not isinstance(row, dict):
        raise ValueError(f"{place} is no JSON object but a {type(row).__name__}")
    text = row.get(options.text_field) or row.get("documents")
    references = row.get(options.reference_field)
    for name, value, option in (
        ("text", text, "--text-field"),
        ("references", references, "--reference-field"),
    ):
        if not value:
            raise ValueError(
                f"{place} has no {name}: name the field with {option}. Its fields: {sorted(row)}"
            )
        if not all(isinstance(one, str) for one in (value if isinstance(value, list) else [value])):
            raise ValueError(f"{place}: {name} must be a str, or a list of them. Got {value!r}.")
    query = row.get(options.query_field)
    if not isinstance(query, str | None):
        raise ValueError(f"{place}: the query must be a str. Got {query!r}.")
    return {"text": text, "references": references, "query": query, "fields": sorted(row)}


if __name__ == "__main__":
    sys.exit(main())
