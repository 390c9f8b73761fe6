"""Measure the default on the public sets, whole and without each of its parts.

    python docs/ablation.py ../shared/data          # a few minutes
    python docs/ablation.py ../shared/data --limit 40

Prints the table of docs/choosing.md: the mean of ROUGE-1, -2 and -Lsum F, times 100.
The sets are other people's and lie beside the project; see there.
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from benchmark import read

import summarize.terms
from summarize import Summarizer, SummaryWarning
from summarize.evaluation import compare
from summarize.scorers import Coverage
from summarize.selectors import Coverage as Unsaid

# name -> file, words, rows at most, language
SETS = {
    "CNN/DM": ("cnndm_validation1000", 50, 300, "en"),
    "GUM": ("gum_train", 50, 177, "en"),
    "SciTLDR": ("scitldr_a_dev", 30, 300, "en"),
    "Opinosis": ("opinosis51", 30, 51, "en"),
    "FewSum": ("fewsum_val", 50, 60, "en"),
    "ScisummNet": ("scisummnet_dev", 145, 60, "en"),
    "SQuALITY": ("squality_dev_plot", 230, 25, "en"),
    "OrangeSum": ("orangesum_valid1500", 35, 300, "fr"),
    "Klexikon": ("klexikon_validation", 340, 40, "de"),
    "sadedegel": ("sadedegel_tr96", 100, 96, "tr"),
}
VARIANTS: dict[str, dict[str, Any]] = {
    "default": {},
    "readable=False": {"readable": False},
    "position=0": {"method": Coverage(position=0)},
    "cues=0": {"method": Coverage(cues=0)},
    "centrality=0": {"method": Coverage(centrality=0)},
    "length=0": {"method": Coverage(length=0)},
    "length=1": {"method": Coverage(length=1)},
    "starts=1 (greedy)": {"selector": Unsaid(starts=1)},
    "keep=1 (says things twice)": {"selector": Unsaid(keep=1)},
    "keep=0 (never)": {"selector": Unsaid(keep=0)},
    "each form a word": {"stem": 99},
    "Snowball's stems instead": {"stem": 99, "stemmer": "snowball"},
    "textrank": {"method": "textrank"},
    "textrank of stems": {"method": "textrank", "stemmer": "snowball"},
    "lexrank": {"method": "lexrank"},
    "lead": {"method": "lead"},
}


def rows_of(folder: Path, file: str, most: int) -> list[dict[str, Any]]:
    """Read at most so many rows, drawn by chance but always the same."""
    rows = read(folder / f"{file}.jsonl.gz")
    drawn = np.random.default_rng(0).permutation(len(rows))[:most]
    return [rows[k] for k in sorted(drawn)]


def measure(folder: Path, name: str, options: dict[str, Any], limit: int) -> float:
    """Give the mean of one variant on one set."""
    file, words, most, language = SETS[name]
    rows = rows_of(folder, file, min(most, limit))
    texts = [row.get("documents") or row["text"] for row in rows]
    own = {key: value for key, value in options.items() if key != "stem"}
    summarize.terms.STEM = options.get("stem", 6)
    model = Summarizer(words=words, language=language, **own)
    table = compare(
        {"it": model}, texts, [r["references"] for r in rows], language=language, draws=1
    )
    return float(table.rows()[0]["mean"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the sets lie")
    parser.add_argument("--limit", type=int, default=1000, help="rows of each set at most")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", SummaryWarning)
    print("|", " | ".join(["", "mean", *SETS]), "|")
    print("|---" * (len(SETS) + 2) + "|")
    for variant, options in VARIANTS.items():
        means = [measure(arguments.folder, name, options, arguments.limit) for name in SETS]
        cells = [f"{mean:.1f}" for mean in means]
        print("|", " | ".join([variant, f"**{np.mean(means):.2f}**", *cells]), "|", flush=True)


if __name__ == "__main__":
    main()
