"""Time the library beside the floor, and beside summa where it is installed.

    python docs/benchmark.py                                  # texts made here
    python docs/benchmark.py ../shared/data                   # news and books that lie there
    python docs/benchmark.py ../shared/data --part growth --plot docs/_static/growth.svg

Prints the tables of docs/speed.md.  The floor is scikit-learn's CountVectorizer over the same
text, cut into sentences beforehand: the words counted, and nothing else done.  Seconds depend on
the machine and on who else uses it; read the ratios, all of which come from one run.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import json
import os
import pstats
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import summarize
from summarize import Summarizer

METHODS = (None, "textrank", "lexrank", "tfidf")
Task = Callable[[], object]


# --- texts -------------------------------------------------------------------------


def prose(characters: int, seed: int = 0) -> str:
    """Make English-looking text: words of Zipf's frequencies in sentences and paragraphs."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    syllables = ["ba", "den", "for", "gli", "hol", "ker", "lan", "mis", "nor", "pel", "ris", "tun"]
    words = ["the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "on", "with"]
    words += ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(8000)]
    weights = [1 / (rank + 2) for rank in range(len(words))]
    pieces, size = [], 0
    while size < characters:
        sentence = " ".join(chance.choices(words, weights, k=chance.randint(8, 30))).capitalize()
        pieces.append(sentence + chance.choice([". ", ". ", ". ", ".\n\n"]))
        size += len(pieces[-1])
    return "".join(pieces)[:characters]


def rows(folder: Path | None, name: str) -> list[dict[str, Any]]:
    """Read a set; an empty one where it is not there."""
    path = folder / f"{name}.jsonl.gz" if folder else None
    return read(path) if path and path.exists() else []


def read(path: Path) -> list[dict[str, Any]]:
    """Read a set."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def news(folder: Path | None, count: int) -> list[str]:
    """Give so many articles, some twice where there are not enough."""
    texts = [row["text"] for row in rows(folder, "cnndm_validation1000")]
    texts = texts or [prose(3700, seed) for seed in range(min(count, 200))]
    return (texts * (count // len(texts) + 1))[:count]


def long_text(folder: Path | None, characters: int) -> str:
    """Give a text of books, from the beginning again where they are not long enough."""
    books = [row["text"] for row in rows(folder, "gutenberg_long") if row["lang"] == "en"]
    text = "\n\n".join(books) or prose(4_000_000)
    return (text * (characters // len(text) + 1))[:characters]


# --- timing ------------------------------------------------------------------------


def cut(text: str) -> list[str]:
    """Cut a text into sentences for the floor."""
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]


def floor(sentences: Sequence[str]) -> object:
    """Count the words of sentences."""
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 - it takes memory

    return CountVectorizer().fit_transform(sentences)


def many(texts: Sequence[str], **options: Any) -> list[str]:
    """Summarise texts in a stream."""
    jobs = options.pop("n_jobs", None)
    stream = Summarizer(sentences=3, **options).summarize_many(texts, n_jobs=jobs)
    return [str(summary) for summary in stream]


def one(text: str, **options: Any) -> str:
    """Summarise one text."""
    return str(summarize.summarize(text, sentences=3, **options))


def seconds(task: Task) -> float:
    """Time a task once."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def best(tasks: dict[str, Task], rounds: int) -> dict[str, float]:
    """Time tasks in turn, so that a busy machine hinders all of them; keep the best of each."""
    times = [{name: seconds(task) for name, task in tasks.items()} for _ in range(rounds)]
    return {name: min(turn[name] for turn in times) for name in tasks}


def summa(texts: Sequence[str]) -> list[str]:
    """Summarise with summa's TextRank."""
    from summa.summarizer import summarize as theirs  # noqa: PLC0415 - where it is installed

    return [theirs(text, words=80) for text in texts]


def print_table(heads: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    print("\n|", " | ".join(heads), "|")
    print("|---" * len(heads) + "|")
    for line in lines:
        print("|", " | ".join(map(str, line)), "|")


# --- parts -------------------------------------------------------------------------


def part_news(folder: Path | None) -> None:
    """Time 600 articles in one stream."""
    texts = news(folder, 600)
    sentences = [sentence for text in texts for sentence in cut(text)]
    tasks: dict[str, Task] = {"floor": partial(floor, sentences)}
    for method in METHODS:
        tasks[f"`{method or 'default'}`"] = partial(many, texts, method=method)
    times = best(tasks, 5)
    if find_spec("summa"):  # a tenth of the texts is enough of a wait
        times["summa, TextRank, ten times 60"] = 10 * seconds(partial(summa, texts[:60]))
    heads = (f"600 articles, {sum(map(len, texts)) / 1e6:.1f} MB", "seconds", "× floor")
    base = times["floor"]
    print_table(heads, [(k, f"{v:.2f}", f"{v / base:.1f}") for k, v in times.items()])


def part_article(folder: Path | None) -> None:
    """Time one article, again and again."""
    text = news(folder, 3)[2]
    tasks: dict[str, Task] = {"floor": partial(floor, cut(text))}
    tasks |= {f"`{m or 'default'}`": partial(one, text, method=m) for m in METHODS}
    if find_spec("summa"):
        tasks["summa, TextRank"] = partial(summa, [text])
    times = [{name: seconds(task) for name, task in tasks.items()} for _ in range(30)]
    lines = [(k, f"{1000 * median(turn[k] for turn in times[1:]):.1f}") for k in tasks]
    print_table((f"one article of {len(text.split())} words, warm", "milliseconds"), lines)


_CHILD = """
import resource, sys, time
sys.path.insert(0, {here!r})
import benchmark
from pathlib import Path
text = Path({path!r}).read_text(encoding="utf-8")
{task}("Warm up. Now.")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
{task}(text)
took = time.perf_counter() - start
print(took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
"""


def alone(task: str, text: str) -> tuple[float, float]:
    """Run a task in a new process; give its seconds and by how many bytes it grew."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text"
        path.write_text(text, encoding="utf-8")
        code = _CHILD.format(here=str(Path(__file__).parent), path=str(path), task=task)
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
    took, grown = map(float, done.stdout.split())
    return took, grown


def part_book(folder: Path | None) -> None:
    """Time one long book, each time in a new process."""
    books = [row["text"] for row in rows(folder, "gutenberg_long")]
    text = max(books, key=len) if books else prose(3_200_000)
    tasks = {
        "floor": "(lambda text: benchmark.floor(benchmark.cut(text)))",
        "`default`": "benchmark.one",
        "`textrank`": "(lambda text: benchmark.one(text, method='textrank'))",
    }
    results = {name: min(alone(task, text) for _ in range(3)) for name, task in tasks.items()}
    base = results["floor"][0]
    lines = [
        (k, f"{s:.2f}", f"{s / base:.1f}", f"{b / 2**20:.0f}", f"{b / len(text):.0f}")
        for k, (s, b) in results.items()
    ]
    heads = (
        f"a book of {len(text.split()):,} words",
        "seconds",
        "× floor",
        "MiB",
        "bytes a character",
    )
    print_table(heads, lines)


def part_growth(folder: Path | None, plot: Path | None) -> None:
    """Time the same text at 1, 2, 4, 8 and 64 MB."""
    sizes = (1, 2, 4, 8, 64)
    curves: dict[str, list[float]] = {"floor": [], "default": [], "textrank": []}
    for size in sizes:
        text = long_text(folder, size * 1_000_000)
        tasks: dict[str, Task] = {
            "floor": partial(floor, cut(text)),
            "default": partial(one, text),
            "textrank": partial(one, text, method="textrank"),
        }
        for name, value in best(tasks, 1 if size > 8 else 3).items():
            curves[name].append(value)
    lines = [(name, *(f"{s:.2f}" for s in curve)) for name, curve in curves.items()]
    print_table(("seconds for one text of", *(f"{size} MB" for size in sizes)), lines)
    if plot:
        draw(sizes, curves, plot)


def draw(sizes: Sequence[int], curves: dict[str, list[float]], path: Path) -> None:
    """Draw seconds against megabytes, both on scales of doublings."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an extra

    figure = Figure(figsize=(6, 3.6), layout="constrained")
    axes = figure.subplots()
    for name, curve in curves.items():
        axes.plot(sizes, curve, marker="o", label=name, linestyle="--" if name == "floor" else "-")
    axes.set(xscale="log", yscale="log", xlabel="text, MB", ylabel="seconds")
    axes.set_xticks(list(sizes), [str(size) for size in sizes])
    axes.minorticks_off()
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(path, metadata={"Date": None})


def part_start(folder: Path | None) -> None:
    """Time new processes."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "article.txt"
        path.write_text(news(folder, 3)[2], encoding="utf-8")
        commands = {
            "`python -c pass`": ["-c", "pass"],
            "`import numpy, scipy.sparse`": ["-c", "import numpy, scipy.sparse"],
            "`import summarize`": ["-c", "import summarize"],
            "`summarize FILE`": ["-m", "summarize", str(path)],
        }
        tasks: dict[str, Task] = {
            name: partial(subprocess.run, [sys.executable, *arguments], stdout=subprocess.DEVNULL)
            for name, arguments in commands.items()
        }
        times = best(tasks, 7)
    print_table(
        ("a new process", "milliseconds"), [(k, f"{1000 * v:.0f}") for k, v in times.items()]
    )


def part_jobs(folder: Path | None) -> None:
    """Time 2,000 articles, in one process and in two."""
    texts = news(folder, 2000)
    many(texts[:200], n_jobs=2)  # the processes are there
    tasks: dict[str, Task] = {
        f"n_jobs={jobs}": partial(many, texts, n_jobs=jobs) for jobs in (1, 2)
    }
    times = best(tasks, 3)
    lines = [(k, f"{v:.2f}", f"{times['n_jobs=1'] / v:.2f}") for k, v in times.items()]
    print_table(("2,000 articles", "seconds", "gain"), lines)


STAGES = {
    "languages": "language",
    "rules": "sentences", "splitting": "sentences", "letters": "sentences", "layout": "sentences",
    "tokens": "words", "terms": "words", "batch": "words", "arrays": "words",
    "talk": "words",
    "reading": "what reads well", "coherence": "what reads well",
    "graph": "scores", "scores": "scores",
    "selection": "selection", "selectors": "selection", "budget": "selection",
}  # fmt: skip


def part_profile(folder: Path | None) -> None:
    """Say where the time of the news batch goes; what NumPy and C do counts for who called."""
    texts = news(folder, 600)
    many(texts)
    profile = cProfile.Profile()
    profile.runcall(many, texts)
    package = os.path.dirname(summarize.__file__)
    own: Counter[str] = Counter()
    stats: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for (file, _, _), (_, _, inside, _, callers) in stats.items():
        if file.startswith(package):
            own[stage_of(file, package)] += inside
            continue
        for (caller, _, _), (_, _, there, _) in callers.items():
            own[stage_of(caller, package)] += there
    total = own.total()
    lines = [(stage, f"{share / total:.0%}") for stage, share in own.most_common()]
    print_table(("stage", "share of the time"), lines)


def stage_of(file: str, package: str) -> str:
    """Name the stage that a file belongs to."""
    if not file.startswith(package):
        return "inside NumPy and SciPy"
    name = Path(file).relative_to(package).parts[0].removesuffix(".py")
    return STAGES.get(name, "the rest")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", help="where news and books lie")
    parser.add_argument("--part", default="news,article,book,growth,start,jobs,profile")
    parser.add_argument("--plot", type=Path, help="where to draw the growth")
    options = parser.parse_args()
    parts: dict[str, Callable[[Path | None], None]] = {
        "news": part_news, "article": part_article, "book": part_book,
        "growth": partial(part_growth, plot=options.plot),
        "start": part_start, "jobs": part_jobs, "profile": part_profile,
    }  # fmt: skip
    if not find_spec("summa"):
        print("summa is not installed, so it is not timed: pip install summa")
    for name in options.part.split(","):
        parts[name](options.folder)


if __name__ == "__main__":
    main()
