"""Compare methods on JSON lines: ``python -m summarize.evaluation rows.jsonl``.

Each line holds a text (or several, under "documents"), references, and maybe a
query.  Exit codes as of `summarize`: 1, a row could not be used or the picture not
written; 2, called wrongly.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from summarize.evaluation.comparison import Comparison, compare
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
    except (OSError, ValueError) as error:
        print(f"{options.rows}: {error}", file=sys.stderr)
        return 1
    try:
        table = _compared(rows, options)
    except (TypeError, ValueError, ImportError) as error:
        parser.error(str(error))
    print(json.dumps(table.to_dict()) if options.format == "json" else table)
    if options.plot:
        try:
            table.plot().figure.savefig(options.plot)
        except OSError as error:
            print(f"--plot: {error}", file=sys.stderr)
            return 1
    return 0


def _check(options: argparse.Namespace) -> None:
    """Check what the parser did not, before the long work."""
    if options.limit is not None and options.limit < 1:
        raise ValueError(f"--limit must be 1 or more. Got {options.limit} instead.")
    if not options.plot:
        return
    try:
        from matplotlib.backend_bases import FigureCanvasBase  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ImportError("--plot needs matplotlib: pip install 'summarize[plot]'") from error
    if options.plot.suffix[1:].lower() not in FigureCanvasBase.get_supported_filetypes():
        raise ValueError(f"--plot must end in .png, .svg or .pdf. Got {str(options.plot)!r}.")
    if not options.plot.parent.is_dir():
        raise ValueError(f"--plot {options.plot}: there is no folder {options.plot.parent}")


def _compared(rows: Sequence[Mapping[str, Any]], options: argparse.Namespace) -> Comparison:
    return compare(
        options.methods.split(","),
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
    rows = list(_rows(options))
    if not rows:
        raise ValueError("it holds no row")
    name = options.query_field
    if name and not any(name in row["fields"] for row in rows):
        raise ValueError(f"no line has {name!r}, the --query-field: line 1 has {rows[0]['fields']}")
    return rows


def _rows(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Read the rows, and name the first that cannot be used."""
    for number, line in enumerate(_lines(options.rows), 1):
        if options.limit is not None and number > options.limit:
            return
        try:
            row = json.loads(line)
            text = row.get(options.text_field, row.get("documents"))
            found = {"text": text, "references": row.get(options.reference_field)}
        except (ValueError, AttributeError) as error:
            raise ValueError(f"line {number} is no JSON object: {error}") from error
        lacking = [name for name, value in found.items() if not value]
        if lacking:
            raise ValueError(f"line {number} has no {lacking[0]}: its fields are {sorted(row)}")
        yield {**found, "query": row.get(options.query_field), "fields": sorted(row)}


def _lines(name: str) -> Iterable[str]:
    if name == "-":
        yield from sys.stdin
        return
    opened = gzip.open if name.endswith(".gz") else open
    with opened(name, "rt", encoding="utf-8") as lines:
        yield from lines


if __name__ == "__main__":
    sys.exit(main())
