"""What each language has, and how well its sentences and the language itself are found.

    python docs/language_table.py                   # what each has
    python docs/language_table.py ../shared/data    # and the figures, where there is a treebank

Prints the table of docs/languages.md.  The figures are measured on the development
sets of Universal Dependencies, other people's texts that lie beside the project.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import defaultdict
from pathlib import Path
from statistics import mean
from typing import Any

from summarize import split_sentences
from summarize.gaps import rules_of
from summarize.languages import detect, load, shipped
from summarize.tokens import SNOWBALL, make_stemmer

Row = dict[str, Any]
EMPTY_LINE = re.compile(r"\s*?\n\s*\n|\s*\Z")


def read(path: Path) -> list[Row]:
    """Read JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def boundaries(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Give the ends of sentences, counted in characters but white space.

    Not those at an empty line or at the end of the text, which nobody misses.
    """
    plain = (end for _, end in spans if not EMPTY_LINE.match(text, end))
    return {len("".join(text[:end].split())) for end in plain}


def f1(rows: list[Row], language: str) -> float:
    """Give the F1 of the boundaries that are found in some texts, times 100."""
    hits = said = gold = 0
    for row in rows:
        text = row["text"]
        found = [(s.start, s.end) for s in split_sentences(text, language=language)]
        ours, theirs = boundaries(text, found), boundaries(text, row["sentences"])
        hits, said, gold = hits + len(ours & theirs), said + len(ours), gold + len(theirs)
    return 200 * hits / max(1, said + gold)


def splitting(rows: list[Row]) -> dict[str, float]:
    """Give the mean F1 over the treebanks of each language."""
    banks = defaultdict(list)
    for row in rows:
        banks[row["lang"], row["treebank"]].append(row)
    scores = defaultdict(list)
    for (language, _), texts in banks.items():
        scores[language].append(f1(texts, language))
    return {language: mean(found) for language, found in scores.items()}


def detection(rows: list[Row]) -> dict[str, float]:
    """Give the share of single sentences of eight words and more whose language is found."""
    found = defaultdict(list)
    for row in rows:
        texts = [row["text"][start:end] for start, end in row["sentences"]]
        long = [t for t in texts if len(t.split()) >= 8 or (" " not in t and len(t) >= 16)]
        found[row["lang"]] += [detect(text) == row["lang"] for text in long]
    return {language: 100 * mean(hits) for language, hits in found.items() if hits}


def stemmer(code: str) -> str:
    """Say where Snowball's stems of a language come from."""
    if code in SNOWBALL:
        return "NLTK, PyStemmer"
    return "PyStemmer" if make_stemmer("snowball", code) else ""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", help="where the sets lie")
    folder = parser.parse_args().folder
    rows = read(folder / "ud_dev.jsonl.gz") if folder else []
    boundary, language = splitting(rows), detection(rows)
    print("| code | language | abbreviations | stop words | stemmer | sentences, F1 | found, % |")
    print("|---|---|---|---|---|---|---|")
    for code in sorted(shipped()):
        known = load(code)
        cells = [code, known.name, len(rules_of(code).known), len(known.stop_words), stemmer(code)]
        figures = [f"{v[code]:.1f}" if code in v else "" for v in (boundary, language)]
        print("|", " | ".join(map(str, cells + figures)), "|")
    if rows:
        means = mean(boundary.values()), mean(language.values())
        print("\nMeans: {:.2f} and {:.1f}".format(*means))


if __name__ == "__main__":
    main()
