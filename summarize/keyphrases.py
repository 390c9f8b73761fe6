"""Keywords: the words and phrases a text turns on.

Takes one text, gives phrases with a score and their spans.  Words that stand
near each other vote for each other (TextRank); words that stand side by side
make a phrase.  Uses no list of phrases and no part-of-speech tagger.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from summarize.arrays import FloatArray, Matrix
from summarize.checks import number, optional_string, strings, whole
from summarize.document import Document, as_document
from summarize.graph import Explicit, stationary
from summarize.languages import detect
from summarize.splitting import make_splitter, split_document
from summarize.tokens import Analyser, Stem, make_analyser, word_pattern

LONGEST_PHRASE = 4


class Keyword(tuple[str, float]):
    """A phrase and its score, as a pair; where it stands, in `spans`.

    Parameters
    ----------
    phrase : str
        As the text writes it most often.
    score : float
        See `keywords`.
    spans : tuple of (int, int)
        Every occurrence in the text.

    Examples
    --------
    >>> phrase, score = Keyword("dam", 0.5, ((4, 7),))
    """

    spans: tuple[tuple[int, int], ...]

    def __new__(cls, phrase: str, score: float, spans: tuple[tuple[int, int], ...] = ()) -> Keyword:
        """Make the pair, with its spans beside it."""
        made = super().__new__(cls, (phrase, score))
        made.spans = spans
        return made

    def __getnewargs__(self) -> tuple[str, float, tuple[tuple[int, int], ...]]:
        return (*self, self.spans)

    @property
    def phrase(self) -> str:
        """The phrase."""
        return self[0]

    @property
    def score(self) -> float:
        """Its score."""
        return self[1]


class _Token(NamedTuple):
    """A word that counts: its term, span, and place among all words."""

    term: int
    start: int
    end: int
    place: int
    sentence: int


def keywords(
    text: str | Document,
    n: int = 10,
    *,
    language: str | None = None,
    stop_words: Iterable[str] | None = None,
    stemmer: str | Stem | None = None,
    splitter: object = "rules",
    window: int = 3,
    damping: float = 0.85,
) -> list[Keyword]:
    r"""Find the words and phrases a text turns on.

    TextRank for keywords (Mihalcea & Tarau 2004): a graph of words, an edge for
    every time two stand within `window` words of each other in a sentence, and
    PageRank on it.  Words of the better third that stand side by side join to
    phrases of k, up to four, worth ``Σ score / √k`` (the mean, where a phrase occurs
    once) times the share of their words' occurrences that fall into the phrase.
    The paper takes nouns and adjectives, found by a tagger; here every word counts
    that is no stop word and no number, in any language.

    Parameters
    ----------
    text : str or Document
    n : int
        How many, at the most.
    language, stop_words, stemmer, splitter
        As for `summarize`.
    window : int
        How far apart two words may stand to be linked; 1 links neighbours.
    damping : float
        The probability of following an edge.

    Returns
    -------
    list of Keyword
        Pairs of phrase and score, the best first; ties go to the earlier.

    Examples
    --------
    >>> found = keywords("The old dam broke. Engineers had warned that the old dam leaks.", n=1)
    >>> [(phrase, len(keyword.spans)) for keyword in found for phrase in keyword[:1]]
    [('old dam', 2)]
    """
    document = as_document(text)
    most, reach = whole("n", n), whole("window", window)
    number("damping", damping, 0, 1)
    words = None if stop_words is None else strings("stop_words", stop_words)
    code = optional_string("language", language) or document.language or detect(document.text)
    analyser = make_analyser(code, words, stemmer)
    spans, _ = split_document(document, code, make_splitter(splitter))
    terms: dict[str, int] = {}
    tokens = _tokens(document.text, spans, analyser, terms)
    if not tokens:
        return []
    graph = Explicit(_together(tokens, len(terms), reach))
    scores = stationary(graph, np.zeros(len(terms), dtype=np.int64), damping=damping)
    return _phrases(document.text, tokens, scores, most)


def _tokens(
    text: str, spans: Sequence[tuple[int, int]], analyser: Analyser, terms: dict[str, int]
) -> list[_Token]:
    """Find the words that count, each with its place in its sentence."""
    tokens = []
    terms_of = cache(analyser.terms)
    for sentence, (start, end) in enumerate(spans):
        place = 0
        for match in word_pattern().finditer(text, start, end):
            for first, last, term in _located(match, terms_of(match.group())):
                # No number, and no single letter of the Latin alphabet.
                if len(term) > term.isascii() and not term[0].isdigit():
                    number = terms.setdefault(term, len(terms))
                    tokens.append(_Token(number, first, last, place, sentence))
                place += 1
    return tokens


def _located(match: re.Match[str], terms: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Give the span of each term of a word: bigrams have their own, a possessive none."""
    start, end = match.span()
    if len(terms) > 1 and len(terms) == end - start - 1:
        yield from ((start + k, start + k + 2, term) for k, term in enumerate(terms))
        return
    tail = re.search(r"['’]\w{1,2}$", match.group())
    stop = end - (len(tail.group()) if tail else 0)
    yield from ((start, stop, term) for term in terms or ("",))


def _together(tokens: Sequence[_Token], size: int, window: int) -> Matrix:
    """Count how often two terms stand near each other: the symmetric graph of words."""
    term = np.array([t.term for t in tokens])
    place = np.array([t.place for t in tokens])
    sentence = np.array([t.sentence for t in tokens])
    pairs = [np.zeros((2, 0), dtype=np.int64)]
    for step in range(1, min(window, len(tokens) - 1) + 1):
        near = (sentence[step:] == sentence[:-step]) & (place[step:] - place[:-step] <= window)
        near &= term[step:] != term[:-step]
        pairs.append(np.stack([term[:-step][near], term[step:][near]]))
    first, second = np.concatenate(pairs, axis=1)
    rows, columns = np.concatenate([first, second]), np.concatenate([second, first])
    graph = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    graph.sum_duplicates()
    return graph


def _phrases(text: str, tokens: Sequence[_Token], scores: FloatArray, n: int) -> list[Keyword]:
    """Rank all runs of good words, and leave out what a better one says."""
    terms = [token.term for token in tokens]
    counts = Counter(terms)
    good = set(np.argsort(-scores, kind="stable")[: max(n, -(-len(scores) // 3))].tolist())
    found: dict[tuple[int, ...], list[tuple[int, int]]] = defaultdict(list)
    for first, last in _runs(text, tokens, good):
        found[tuple(terms[first : last + 1])].append((tokens[first].start, tokens[last].end))
    worth = {phrase: _worth(phrase, len(spans), scores, counts) for phrase, spans in found.items()}
    chosen: list[tuple[int, ...]] = []
    for phrase in sorted(found, key=lambda p: (-round(worth[p], 12), found[p][0], -len(p))):
        if len(chosen) == n:
            break
        if not any(_repeats(phrase, other, len(found[phrase])) for other in chosen):
            chosen.append(phrase)
    return [Keyword(_usual(text, found[p]), float(worth[p]), tuple(found[p])) for p in chosen]


def _runs(text: str, tokens: Sequence[_Token], good: set[int]) -> Iterator[tuple[int, int]]:
    """Give every run of up to four good words with nothing but space between them: first, last.

    Bigrams overlap, so twice as many of them make a phrase.
    """
    fits = [token.term in good for token in tokens]
    follows = [fits[k] and k > 0 and _adjacent(text, tokens, k) for k in range(len(tokens))]
    for first in range(len(tokens)):
        if not fits[first]:
            continue
        overlap = first + 1 < len(tokens) and tokens[first + 1].start < tokens[first].end
        longest = LONGEST_PHRASE * (2 if overlap else 1)
        for last in range(first, min(first + longest, len(tokens))):
            if last > first and not follows[last]:
                break
            yield first, last


def _adjacent(text: str, tokens: Sequence[_Token], number: int) -> bool:
    before, token = tokens[number - 1], tokens[number]
    side_by_side = before.sentence == token.sentence and before.place + 1 == token.place
    gap = text[before.end : token.start]
    return side_by_side and len(gap) < 8 and gap.strip() in ("", "-", "‐", "‑")


def _worth(phrase: tuple[int, ...], times: int, scores: FloatArray, counts: Counter[int]) -> float:
    """Add up the scores, less for words that mostly stand elsewhere.

    What stands side by side once only may do so by chance: the mean score then.
    """
    cohesion = times * len(phrase) / sum(counts[term] for term in phrase)
    size = len(phrase) ** (0.5 if times > 1 else 1.0)
    return float(scores[list(phrase)].sum() / size * cohesion)


def _repeats(phrase: tuple[int, ...], other: tuple[int, ...], times: int) -> bool:
    """Say whether a phrase is part of a better one, or that one with a chance neighbour."""
    if len(phrase) <= len(other):
        return _within(phrase, other)
    return times == 1 and _within(other, phrase)


def _within(part: tuple[int, ...], whole: tuple[int, ...]) -> bool:
    return any(whole[k : k + len(part)] == part for k in range(len(whole) - len(part) + 1))


def _usual(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Give the form a phrase has most often; of equals, the first."""
    forms = Counter[str]()
    for (start, end), times in Counter(spans).items():  # terms of a mixed word share its span
        forms[" ".join(text[start:end].split())] += times
    return forms.most_common(1)[0][0]
