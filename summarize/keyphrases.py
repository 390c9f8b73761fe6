"""Keywords: the words and phrases a text turns on.

Takes one text, gives phrases with a score and their spans.  Words that stand
near each other vote for each other (TextRank); words that stand side by side
make a phrase.  Uses no list of phrases and no part-of-speech tagger.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from summarize.arrays import BoolArray, FloatArray, IntArray, Matrix
from summarize.checks import number, strings, whole
from summarize.document import Document, as_document
from summarize.graph import Explicit, stationary
from summarize.languages import asked_for, detect, load
from summarize.layout import HASH
from summarize.letters import has_case, lowered
from summarize.splitting import make_splitter, split_document
from summarize.talk import in_talk, is_transcribed, names_of_speakers, thinks_aloud, unsaid
from summarize.tokens import (
    Analyser,
    Stem,
    fold,
    letters_of,
    make_analyser,
    stretches,
    word_pattern,
)

LONGEST_PHRASE = 4
#: What stands between the words of a phrase is shorter than this, and one of `_JOINTS`.
LONGEST_GAP = 8
#: No abbreviation has more letters and dots.
LONGEST_SHORT = 20
_JOINTS = ("", "-", "‐", "‑")
# What may be an address: ASCII without brackets, since other scripts put no space before one.
_PIECE = re.compile(r'(?:(?![<>\[\]()"])[!-~])++')
_ADDRESS = re.compile(r"://|\bwww\.|\w@\w")
_AND_OTHERS = re.compile(r"\bet al\b")
# Japanese writes its endings and particles in hiragana; one sign before another is a verb's.
_KANA, _SIGN = re.compile("[ぁ-んァ-ヺ]"), re.compile("[ァ-ヺ一-鿿]")
_CONTENT = re.compile("[ァ-ヺー]{2,}|[^ぁ-んァ-ヺー]{2,}|[^ぁ-んー](?=[はがをにのともへやで]|\\Z)")
_KATAKANA = re.compile("[ァ-ヺー]{2,}\\Z")
_HASH = re.compile(HASH)
_POSSESSIVE = re.compile(r"['‘’]\w{1,2}$")


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


class _Tokens(NamedTuple):
    """The words that count: their terms, spans, places among all words, and sentences."""

    term: IntArray
    start: IntArray
    end: IntArray
    place: IntArray
    sentence: IntArray


class _Phrases(NamedTuple):
    """Different phrases: how many words each has, how often it occurs, its worth.

    And where each begins: all places of the first phrase, all of the second, and so on.
    """

    size: IntArray
    times: IntArray
    worth: FloatArray
    places: IntArray


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
    that is no stop word and begins with no digit, in any language, and is no abbreviation
    with its dot, part of an address, or name before two turns or more of a talk.  A number,
    a time, a courtesy or "said" alone is no keyword, unless `stop_words` are given.

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
    >>> [(keyword.phrase, len(keyword.spans)) for keyword in found]
    [('old dam', 2)]
    """
    document = as_document(text)
    most, reach = whole("n", n), whole("window", window)
    number("damping", damping, 0, 1)
    words = None if stop_words is None else strings("stop_words", stop_words)
    code = asked_for(language) or document.language or detect(document.text)
    analyser = make_analyser(code, words, stemmer)
    spans, _ = split_document(document, code, make_splitter(splitter))
    terms: dict[str, int] = {}
    fillers = load(analyser.language).fillers if words is None else frozenset()
    left_out = _left_out(document, spans, analyser.language)
    tokens = _tokens(document.text, spans, left_out, analyser, fillers, terms)
    if not len(tokens.term):
        return []
    graph = Explicit(_together(tokens, len(terms), reach))
    scores = stationary(graph, np.zeros(len(terms), dtype=np.int64), damping=damping)
    plain = {term for word in fillers for term in analyser.terms(word)}  # "two", "please"
    tells = np.array([term not in plain for term in terms])
    return _best(document.text, tokens, scores, tells, most)


def _tokens(
    text: str,
    spans: Sequence[tuple[int, int]],
    left_out: bytearray,
    analyser: Analyser,
    fillers: Set[str],
    terms: dict[str, int],
) -> _Tokens:
    """Find the words that count, each with its place in its sentence.

    Where a script writes no spaces, small words do not, nor what holds a particle, unless the two
    are a word.
    """
    language, small = load(analyser.language), analyser.stop_words | fillers
    particles = frozenset(word for word in analyser.stop_words & fillers if letters_of(word))
    parted = _KANA.search(text) is not None and _SIGN.search(text) is not None

    @cache
    def within(stretch: str) -> list[tuple[int, int, str]]:
        return [
            (first, last, term if _counts(piece, term) else "")
            for begin, piece in (_content(stretch) if parted else ((0, stretch),))
            for first, last, term in _located(begin, piece, analyser)
            if (particles.isdisjoint(term) or term in language.compounds)
            and not (term in small and letters_of(term))
        ]

    @cache
    def located(word: str) -> list[tuple[int, int, str]]:
        return [
            (at + first, at + last, term)
            for at, stretch in stretches(word)
            for first, last, term in within(stretch)
        ]

    short = language.titles | language.abbreviations | language.numbered | language.papers
    tokens = []
    for sentence, (start, end) in enumerate(spans):
        place = 0
        for match, known in _words(text, start, end, short):
            at = match.start()
            for first, last, term in located(match[0]):
                if term and not (known or left_out[at + first]):
                    number = terms.setdefault(term, len(terms))
                    tokens.append((number, at + first, at + last, place, sentence))
                place += 1
    return _Tokens(*np.array(tokens, dtype=np.int64).reshape(-1, 5).T)


def _content(stretch: str) -> list[tuple[int, str]]:
    """Give the parts of a stretch of Japanese that are no endings and no particles."""
    return [(part.start(), part[0]) for part in _CONTENT.finditer(stretch)]


def _counts(piece: str, term: str) -> bool:
    """Whether it is no number, also with an ending (12'deki), nor one letter that has a capital.

    The name of a commit is one, whatever it begins with.
    """
    number = piece[:1].isdigit() or term[:1].isdigit() or _HASH.match(term)
    return not (number or (len(term) < 2 and has_case(term)))


def _words(
    text: str, start: int, end: int, short: Set[str]
) -> Iterator[tuple[re.Match[str], bool]]:
    """Find words, each with whether it is an abbreviation, or part of one: "Dr.", "m.in."."""
    joined, past = "", -2
    for match in word_pattern().finditer(text, start, end):
        at, to = match.span()
        glued, dotted = at == past + 1 and text[past] == ".", text[to : to + 1] == "."
        past = to
        if not (glued or dotted):
            yield match, False
            continue
        word = lowered(match[0])
        joined = f"{joined}.{word}"[-LONGEST_SHORT:] if glued else word
        known = dotted and to + 1 < end and word in short
        known = known or (glued and joined in short)
        yield match, known or (dotted and _begins(text, match, short))


def _begins(text: str, match: re.Match[str], short: Set[str]) -> bool:
    """Whether a word and the next make an abbreviation: "m" does before ".in"."""
    after = word_pattern().match(text, match.end() + 1)
    return after is not None and lowered(f"{match[0]}.{after[0]}") in short


def _left_out(document: Document, spans: Sequence[tuple[int, int]], code: str) -> bytearray:
    """Mark what is no phrase of a text: addresses, who speaks, and what tells nothing in a talk."""
    text, n = document.text, len(spans)
    said, codes, one = [text[start:end] for start, end in spans], [code] * n, [0] * n
    speech = [is_transcribed(document) or thinks_aloud(said, codes, n)] * n
    names = names_of_speakers(said, one)
    each = unsaid(said, codes, names, in_talk(said, one, names, speech))
    found = [
        (spans[row][0] + first, spans[row][0] + last)
        for row, parts in each.items()
        for first, last in parts
    ]
    if "www." in text or "://" in text or "@" in text:
        found += [piece.span() for piece in _PIECE.finditer(text) if _ADDRESS.search(piece[0])]
    marked = bytearray(len(text))
    for start, end in [*found, *(others.span() for others in _AND_OTHERS.finditer(text))]:
        marked[start:end] = b"\1" * (end - start)
    return marked


def _located(at: int, word: str, analyser: Analyser) -> Iterator[tuple[int, int, str]]:
    """Give where each term of a word stands: bigrams have their own places.

    What stands behind an apostrophe is left out, if the word is the same without it.
    """
    if word[0] >= "ァ" and _KATAKANA.match(word):
        yield at, at + len(word), fold(word, analyser.language)  # it is one word
        return
    terms = analyser.terms(word)
    if len(terms) > 1 and len(terms) == len(letters := letters_of(word)) - 1:
        ends = [0, *accumulate(map(len, letters))]
        places = zip(ends, ends[2:], terms, strict=False)
        yield from ((at + first, at + last, term) for first, last, term in places)
        return
    tail = _POSSESSIVE.search(word)
    end = tail.start() if tail and analyser.terms(word[: tail.start()]) == terms else len(word)
    yield from ((at, at + end, term) for term in terms or ("",))


def _together(tokens: _Tokens, size: int, window: int) -> Matrix:
    """Count how often two terms stand near each other: the symmetric graph of words."""
    term, place, sentence = tokens.term, tokens.place, tokens.sentence
    pairs = [np.zeros((2, 0), dtype=np.int64)]
    for step in range(1, min(window, len(term) - 1) + 1):
        near = (sentence[step:] == sentence[:-step]) & (place[step:] - place[:-step] <= window)
        if not near.any():
            break  # what is farther apart is no nearer
        near &= term[step:] != term[:-step]
        pairs.append(np.stack([term[:-step][near], term[step:][near]]))
    first, second = np.concatenate(pairs, axis=1)
    rows, columns = np.concatenate([first, second]), np.concatenate([second, first])
    return sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))


def _best(
    text: str, tokens: _Tokens, scores: FloatArray, tells: BoolArray, n: int
) -> list[Keyword]:
    """Rank all phrases, and leave out what a better one says, and those of which no word tells."""
    good = np.argsort(-scores, kind="stable")[: max(n, -(-len(scores) // 3))]
    reach = _reach(tokens, np.isin(tokens.term, good), _follows(text, tokens))
    size, times, worth, places = _phrases(tokens, scores, reach)
    after = np.cumsum(times)  # where the places of each phrase end
    begin = places[after - times]
    end = tokens.end[begin + size - 1]
    chosen: dict[tuple[int, ...], Keyword] = {}
    said: set[tuple[int, ...]] = set()  # the chosen phrases, and every part of them
    shown: set[tuple[tuple[int, int], ...]] = set()  # where they stand
    for k in np.lexsort((-size, end, tokens.start[begin], -worth.round(12))):
        if len(chosen) == n:
            break
        number = tokens.term[begin[k] : begin[k] + size[k]]
        if not tells[number].any():
            continue
        phrase = tuple(number.tolist())
        parts = _parts(phrase)
        # Part of a better one, or that one with a chance neighbour.
        if phrase in said or (times[k] == 1 and not chosen.keys().isdisjoint(parts)):
            continue
        said |= parts
        spans = _spans(tokens, places[after[k] - times[k] : after[k]], size[k])
        if spans in shown:
            continue
        shown.add(spans)
        chosen[phrase] = Keyword(_usual(text, spans), float(worth[k]), spans)
    return list(chosen.values())


def _follows(text: str, tokens: _Tokens) -> BoolArray:
    """Say which words have nothing but space or a hyphen between them and the one before."""
    near = np.zeros(len(tokens.term), dtype=bool)
    near[1:] = (
        (tokens.sentence[1:] == tokens.sentence[:-1])
        & (tokens.place[1:] == tokens.place[:-1] + 1)
        & (tokens.start[1:] - tokens.end[:-1] < LONGEST_GAP)
    )
    at = np.flatnonzero(near)
    gaps = zip(tokens.end[at - 1].tolist(), tokens.start[at].tolist(), strict=True)
    near[at] = [text[end:start].strip() in _JOINTS for end, start in gaps]
    return near


def _reach(tokens: _Tokens, fits: BoolArray, follows: BoolArray) -> IntArray:
    """Say how many good words side by side begin with each: up to four.

    Bigrams overlap, so twice as many of them make a phrase.
    """
    place = np.arange(len(fits))
    breaks = np.append(np.flatnonzero(~(fits & follows)), len(fits))
    run = breaks[np.searchsorted(breaks, place, side="right")] - place
    overlaps = np.append(tokens.start[1:] < tokens.end[:-1], False)
    return np.where(fits, np.minimum(run, np.where(overlaps, 2, 1) * LONGEST_PHRASE), 0)


def _phrases(tokens: _Tokens, scores: FloatArray, reach: IntArray) -> _Phrases:
    """Find the phrases of one word, of two, and so on, and tell their worth.

    That is the sum of their words' scores, less for words that mostly stand elsewhere.
    What stands side by side once only may do so by chance: the mean score then.
    """
    term, count = tokens.term, np.bincount(tokens.term, minlength=len(scores))
    number = np.zeros(len(term), dtype=np.int64)  # of the phrase that begins with each word
    found = []
    for size in range(1, int(reach.max()) + 1):
        run = np.flatnonzero(reach >= size)
        longer = number[run] * len(scores) + term[run + size - 1]
        _, first, number[run], times = np.unique(
            longer, return_index=True, return_inverse=True, return_counts=True
        )
        words = term[run[first] + np.arange(size)[:, None]]
        cohesion = times * size / count[words].sum(axis=0)
        worth = scores[words].sum(axis=0) / np.where(times > 1, np.sqrt(size), size) * cohesion
        places = run[np.argsort(number[run], kind="stable")]
        found.append((np.full(len(first), size), times, worth, places))
    return _Phrases(*map(np.concatenate, zip(*found, strict=True)))


def _spans(tokens: _Tokens, places: IntArray, size: int) -> tuple[tuple[int, int], ...]:
    """Say where a phrase stands, each place once: terms may share theirs."""
    start, end = tokens.start[places], tokens.end[places + size - 1]
    return tuple(dict.fromkeys(zip(start.tolist(), end.tolist(), strict=True)))


def _parts(phrase: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Give every run of a phrase's words, the phrase itself among them.

    Examples
    --------
    >>> sorted(_parts((1, 2, 3)))
    [(1,), (1, 2), (1, 2, 3), (2,), (2, 3), (3,)]
    """
    return {phrase[a:b] for b in range(1, len(phrase) + 1) for a in range(b)}


def _usual(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Give the form a phrase has most often; of equals, the first."""
    forms = Counter(" ".join(text[start:end].split()) for start, end in spans)
    return forms.most_common(1)[0][0]
