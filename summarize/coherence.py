"""Which sentences may stand in a summary, and which has to come along with which.

Takes a batch whose sentences were looked at (`reading`), gives arrays that
`selection` keeps to.  Scores nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Any

import numpy as np
import numpy.typing as npt

from summarize.arrays import BoolArray, FloatArray, IntArray, Rows, changes, count_from, in_parts
from summarize.batch import Batch
from summarize.layout import begins_item, is_dated, is_entry, label_of
from summarize.reading import is_appended, is_contact, is_nod, is_title, is_word
from summarize.talk import is_remark

#: So many sentences come along with one at most.
ALONG = 2
#: A line that nobody speaks in a chat goes on for so many sentences at most.
NOTICE = 2
#: A quotation that is not closed so many sentences later is none.
QUOTED = 2
#: The heading of what is appended to a text has so many words at most, its number included.
HEADING = 8
#: A mail that answers what it quotes has this share of its words for its own.
OWN = 0.25
_CURLY = "“”„«»「」『』"
_QUOTES = frozenset(f'"‘{_CURLY}')
_TWICE = re.compile("‘‘|’’")  # Urdu has two for one
# Behind a number a mark stands for inches.
_OPENS = re.compile(f'(?<![0-9])(?:["‘{_CURLY}]|{_TWICE.pattern})')
# Within a word a straight one is a letter of Hebrew; Korean goes on behind speech: "…"고.
_IN_WORD = re.compile('"(?<=[^\\W_]")(?=[^\\W_가-힣])')
# Within a word ’ is an apostrophe, and at its end it may be: "the dams’ walls".
_CLOSES, _SURELY = re.compile(r"’(?!\w)"), re.compile(r"[^\w\s]’(?!\w)")
_PARENT = re.compile(r"(\d{1,2})\.\s")
_POINTS = frozenset(".,?!")
_SPOKEN = frozenset("–—―")
#: What a question does in a list of them.
ASKS = "asks what the next sentence answers"
#: Two sentences say the same where they share so much of the words of both ...
SAME = 0.8
#: ... of which each has so many, ...
ENOUGH = 5
#: So many entries of pairs are compared at once.
AT_ONCE = 20_000
#: ... and where some of their rarest words are in no more sentences than this.
RARE = 20


@dataclass(frozen=True, eq=False)
class Rules:
    """What a readable choice keeps to, each of shape (n,).

    Parameters
    ----------
    anchor : ndarray of int
        The first of the sentences that have to stand before this one, itself
        included; -1 where none would help, and for a nod, an address, a part of a longer
        speech or what an answer quotes, which at most come along.
    whole : ndarray of bool
        It may stand in a summary: it is no heading among sentences.
    copies : ndarray of int
        A number that it shares with what says the same.
    asides : mapping of str to ndarray of bool
        What at most comes along, by what it is.
    """

    anchor: IntArray
    whole: BoolArray
    copies: IntArray
    asides: Mapping[str, BoolArray] = field(default_factory=dict)

    @cached_property
    def choosable(self) -> BoolArray:
        """Whether a sentence may ever be chosen."""
        return self.whole & (self.anchor >= 0)

    @cached_property
    def brought(self) -> tuple[IntArray, IntArray]:
        """Each sentence that brings others along, beside each of those, the nearest first."""
        reach = np.where(self.anchor < 0, 0, np.arange(len(self.anchor)) - self.anchor)
        heads = [(reach >= k).nonzero()[0] for k in range(1, ALONG + 1)]
        return np.concatenate(heads), np.concatenate([h - k for k, h in enumerate(heads, 1)])


@dataclass(eq=False)
class Bundles:
    """Each sentence with what it brings along: what that costs, and whether it may be.

    Parameters
    ----------
    head, along : ndarray of int
        Pairs of a sentence and one that it brings along now, its nearest first.
    costs, fits : ndarray, shape (n,)
    """

    head: IntArray
    along: IntArray
    costs: IntArray
    fits: BoolArray

    def mean(self, gains: FloatArray, weights: IntArray) -> FloatArray:
        """Give the gain of each bundle: the weighted mean of its sentences' gains."""
        if not len(self.head):
            return gains
        mean = gains.copy()
        total, weight = self.together(gains * weights), self.together(weights)
        mean[self.head] = total[self.head] / weight[self.head]
        return mean

    def together(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Add to the value of each sentence those of what it brings along."""
        sums = values.copy()
        np.add.at(sums, self.head, values[self.along])
        return sums

    def rows(self, heads: IntArray, copies: IntArray | None = None) -> IntArray:
        """Give all rows of some bundles, but of those that hold a copy of one before."""
        begin = dict(zip(self.head.tolist(), self.along.tolist(), strict=True))
        if begin.keys().isdisjoint(chosen := heads.tolist()):
            return heads
        each = [np.arange(begin.get(head, head), head + 1) for head in chosen]
        rows, owner = np.concatenate(each), np.repeat(np.arange(len(heads)), [*map(len, each)])
        if copies is not None:
            _, first, number = np.unique(copies[rows], return_index=True, return_inverse=True)
            bad = np.unique(owner[rows != rows[first[number]]])
            rows = rows[~np.isin(owner, bad)]
        return rows[np.sort(np.unique(rows, return_index=True)[1])]


def bundle(rules: Rules, taken: BoolArray, open_: BoolArray, costs: IntArray) -> Bundles:
    """Find what each sentence has to bring along, after those that are taken.

    Parameters
    ----------
    rules : Rules
    taken, open_ : ndarray of bool, shape (n,)
        What the summary holds, and what it may still take.
    costs : ndarray of int, shape (n,)
    """
    fits = open_ & rules.choosable
    head, along = rules.brought
    if not len(head):
        return Bundles(head, along, costs, fits)
    last = np.maximum.accumulate(np.where(taken, np.arange(len(taken)), -1))
    missing = last[head - 1] < along  # what is taken need not come along, nor what is before it
    head, along = head[missing], along[missing]
    # a sentence is not brought along by its own copy
    stays = (open_ & rules.whole)[along] & (rules.copies[along] != rules.copies[head])
    fits[head[~stays]] = False
    fits[head] &= fits[head - 1] | (rules.anchor[head - 1] < 0)
    bundles = Bundles(head, along, costs, fits)
    bundles.costs = bundles.together(costs)
    return bundles


def free(batch: Batch) -> Rules:
    """Give the rules of a choice by score alone: only copies count."""
    n = len(batch)
    return Rules(np.arange(n), np.ones(n, dtype=bool), batch.copies)


def readable(batch: Batch) -> Rules:
    """Give the rules of a choice that reads well; those of `free` for a batch not looked at."""
    if batch.reading is None:
        return free(batch)
    speech, within = quotations(batch)
    nods, (turns, apart) = turns_of_a_word(batch), lines_of_a_chat(batch)
    apart |= appendices(batch)
    if np.count_nonzero(apart):  # and where nothing else answers a query, they do
        apart &= (~batch.heard | batch.units_with(batch.answers & ~apart))[batch.unit]
    lone = lone_words(batch)
    headings = titles(batch) | parents(batch) | labels(batch, lone)
    whole = (batch.reading.whole & ~headings) | turns
    whole = sentences(batch, whole, nods | apart) & ~apart
    answers = batch.follows_question & batch.heard[batch.unit]
    leans = batch.reading.leans | within | lone | answers
    asides = {
        "part of a longer speech": speech,
        "gives an address": contacts(batch),
        "quoted in an answer": quoted(batch),
        "a turn of a word or two": nods,
        ASKS: batch.asks,
    }
    anchor = anchors(batch, leans)
    anchor[reduce(or_, asides.values())] = -1
    return Rules(anchor, whole, echoes(batch), asides)


def _those_of(batch: Batch, rows: BoolArray, holds: Callable[[str], bool]) -> BoolArray:
    """Say of which of some sentences something holds; of all others it does not."""
    found = np.zeros(len(batch), dtype=bool)
    for row in rows.nonzero()[0]:
        found[row] = holds(batch.texts[row])
    return found


def lone_words(batch: Batch) -> BoolArray:
    """Say which sentences are one word, which answers or goes on: "Yes."; of several the first.

    A dash before it, as behind which somebody speaks, is none: "– Yes.".
    """
    lone = _those_of(batch, batch.words == 1, is_word)
    lone |= _those_of(batch, batch.words == 2, _is_turn)
    lone[1:] &= ~(lone[:-1] & (batch.position[1:] > 0))
    return lone


def labels(batch: Batch, lone: BoolArray) -> BoolArray:
    """Say which lone words open a text as a heading does: "Abstract.", no "Fire!" or "Read..."."""
    opens = lone & (batch.position == 0)
    return _those_of(batch, opens, lambda text: text[-1] == "." and text[-2:] != "..")


def _is_turn(text: str) -> bool:
    """Whether a text is a dash and a word, which somebody says."""
    return text[:1] in _SPOKEN and text[1:2].isspace() and is_word(text[2:])


def contacts(batch: Batch) -> BoolArray:
    """Say which sentences give an address of mail or a page, in units that no query asks of."""
    found = [("@" in text or "www." in text) and is_contact(text) for text in batch.texts]
    return np.array(found, dtype=bool) & ~batch.heard[batch.unit]


def quoted(batch: Batch) -> BoolArray:
    """Say which sentences a mail quotes, in units that no query asks of.

    Where few of its words are its own, what it quotes is what it hands on.
    """
    assert batch.reading is not None  # or nobody asks
    rows = batch.reading.quoted & ~batch.heard[batch.unit]
    if not np.count_nonzero(rows):  # nearly always
        return rows
    words = batch.words.astype(float)
    own = batch.per_unit(words * ~rows) >= OWN * batch.per_unit(words)
    return rows & own[batch.unit]


def names_alone(batch: Batch) -> BoolArray:
    """Say which are a name and a time above what is said: "Ann Lee  09:12"."""
    named = batch.names_of_speakers > 0
    return named & (batch.names_of_speakers == np.array([*map(len, batch.texts)]))


def lines_of_a_chat(batch: Batch) -> tuple[BoolArray, BoolArray]:
    """Say which lines of a chat are turns, and which nobody speaks: "18:21 - Ann left.".

    These have an hour alone, or what is said begins with a mark of direction, by which iOS sets
    its own apart.  Where more lines have an hour alone than with a name, somebody goes on there;
    and minutes have entries.  A notice may go on for some sentences.  Nobody speaks `names_alone`
    either.  A turn is one without a mark at its end, too; so is the sentence with which it ends.
    """
    found, turns = np.zeros((2, len(batch)), dtype=bool)
    named = batch.names_of_speakers > 0
    if not np.count_nonzero(named):  # nearly always
        return turns, found
    dated = _those_of(batch, batch.units_with(named)[batch.unit], is_dated)
    begins = dated | (batch.position == 0)
    for row in dated.nonzero()[0].tolist():
        name = label_of(batch.texts[row])
        turns[row] = name and not batch.texts[row].startswith("\u200e", len(name))
        found[row] = not (turns[row] or is_entry(batch.texts[row]))
    most = batch.per_unit(turns.astype(float)) > batch.per_unit(found.astype(float))
    found &= most[batch.unit]
    for notice in np.flatnonzero(found).tolist():
        for row in range(notice + 1, min(notice + 1 + NOTICE, len(batch))):
            if begins[row]:
                break
            found[row] = True
    turns &= named
    return turns | _ends_of_turns(batch, turns, begins), found | names_alone(batch)


def _ends_of_turns(batch: Batch, turns: BoolArray, begins: BoolArray) -> BoolArray:
    """Say which sentence ends a turn of several: that behind its last mark, on the last line."""
    assert batch.reading is not None  # or nobody asks
    ends = np.zeros(len(batch), dtype=bool)
    rows, edges = turns.nonzero()[0], np.append(begins.nonzero()[0], len(batch))
    after = edges[edges.searchsorted(rows, side="right")]
    for row, end in zip(rows.tolist(), after.tolist(), strict=True):
        ends[end - 1] = batch.reading.whole[row : end - 1].all()
    return ends


def appendices(batch: Batch) -> BoolArray:
    """Say what stands under a heading such as "References", behind most of a text."""
    assert batch.reading is not None  # or nobody asks
    found = np.zeros(len(batch), dtype=bool)
    if batch.reading.whole.all():  # often
        return found
    rows = np.flatnonzero(~batch.reading.whole & (batch.words <= HEADING))
    rows = rows[[is_appended(batch.texts[row], batch.languages[row]) for row in rows.tolist()]]
    begins = np.flatnonzero(batch.position == 0)
    document = np.searchsorted(begins, rows, side="right") - 1
    words = np.append(0, np.cumsum(batch.words))
    begins, ends = begins[document], np.append(begins, len(batch))[document + 1]
    behind = words[rows] - words[begins] > words[ends] - words[rows]
    for row, end in zip(rows[behind].tolist(), ends[behind].tolist(), strict=True):
        if not found[row]:
            found[row : _end_of_part(batch.texts, row, end)] = True
    return found


def _end_of_part(texts: list[str], row: int, end: int) -> int:
    """Find the next heading like a marked one: "## Limits" behind "## References", or "5. Law.".

    Entries may have numbers, too, and then begin with 1.
    """
    mark = texts[row].partition(" ")[0]
    if mark[:-1].isdecimal() and mark[-1] == ".":
        following, entry = f"{int(mark[:-1]) + 1}. ", "1. "
    elif not mark.strip("#="):
        following = entry = f"{mark} "
    else:
        return end
    heads = (k for k in range(row + 1, end) if texts[k].startswith((following, entry)))
    found = next(heads, end)
    return found if found < end and texts[found].startswith(following) else end


def parents(batch: Batch) -> BoolArray:
    """Say which are the heading of numbered clauses: "5. Law." before "5.1 The law of ..."."""
    found = np.zeros(len(batch), dtype=bool)
    for row in [row for row, text in enumerate(batch.texts[:-1]) if text[:1].isdigit()]:
        number = _PARENT.match(batch.texts[row])
        clause = number and batch.texts[row + 1].startswith(f"{number[1]}.1")
        found[row] = clause and batch.position[row + 1] > 0
    return found


def titles(batch: Batch) -> BoolArray:
    """Say which sentences are a few words in capitals, in units that are not all in capitals."""
    upper = np.array([text.isupper() for text in batch.texts], dtype=bool)
    if not np.count_nonzero(upper):  # nearly always
        return upper
    shouted = 2 * batch.per_unit(upper.astype(float)) > batch.sizes
    return _those_of(batch, upper & ~shouted[batch.unit], is_title)


def turns_of_a_word(batch: Batch) -> BoolArray:
    """Say which are a nod or a greeting of who speaks: "ANN: Yes.", where ANN does so twice.

    So are, in units that no query asks of, what stands in brackets in a talk, "(They rose.)", and
    a nod below one of a list of questions.
    """
    asked = batch.heard[batch.unit]
    nods = _those_of(batch, batch.talk & ~asked, is_remark)
    for row in (batch.spoken | (batch.follows_question & ~asked)).nonzero()[0]:
        said = batch.texts[row][batch.names_of_speakers[row] :]
        nods[row] |= is_nod(said, batch.languages[row])
    return nods


def remarks(batch: Batch) -> list[str]:
    """Say what a readable choice minds about each sentence, of a batch of one; often nothing."""
    rules = batch.once(readable)
    first = np.unique(rules.copies, return_index=True, return_inverse=True)
    same = first[1][first[2]].tolist()
    said = [f"says the same as [{k}]" if k < row else "" for row, k in enumerate(same)]
    if batch.reading is not None:
        for head, along in zip(*rules.brought, strict=True):
            said[head] = f"points back to [{along}]"
        leads_nowhere = {"points back to what does not come along": rules.anchor < 0}
        no_sentence = {"no sentence, among sentences": ~rules.whole}
        for why, rows in (leads_nowhere | dict(rules.asides) | no_sentence).items():
            for row in np.flatnonzero(rows).tolist():
                said[row] = why
    return said


def quotations(batch: Batch) -> tuple[BoolArray, BoolArray]:
    """Say which sentences are part of a longer speech, and which go on with a quotation.

    Half of “It broke. We ran,” she said, has nobody who says it, or no end.  Where other words
    of the sentence lead to the quotation, it may stand; what goes on with it does not.

    An odd number of marks opens or closes one, whatever the language; at the beginning of a
    sentence a mark opens one, as each paragraph of a speech does.  One that is not closed two
    sentences later is none: a mark may be a slip.
    """
    speech, within = np.zeros((2, len(batch)), dtype=bool)
    before, place = -len(batch), batch.position.tolist()
    for row in [row for row, text in enumerate(batch.texts) if _is_odd(text)]:
        text, near = batch.texts[row], row - before <= min(QUOTED, place[row])
        begins = text[:1] in _QUOTES
        if near:
            end = row if begins else row + 1
            within[before + 1 : end] = True
            speech[before:end] = batch.texts[before][:1] in _QUOTES
        opens = (begins or not near) and _OPENS.search(text)
        before = row if opens else -len(batch)
    return speech, within


def _is_odd(text: str) -> bool:
    """Say whether quotation marks open or close in a sentence what the others do not."""
    if text.isascii() and '"' not in text:
        return False
    curly = 0
    if not text.isascii():
        text = _TWICE.sub('"', text)
        single = text.count("‘") - len(_CLOSES.findall(text))
        if single > 0 or (single < 0 and _SURELY.search(text)):
            return True
        curly = sum(map(text.count, _CURLY))
    return (curly + text.count('"') - len(_IN_WORD.findall(text))) % 2 > 0


def anchors(batch: Batch, leans: BoolArray) -> IntArray:
    """Find where each sentence's meaning begins: the last one before it that does not lean.

    The first sentence of a text has nothing before it and opens the summary as it
    opens the text; that of one document among several does not.  More than two
    sentences do not come along.
    """
    rows = np.arange(len(batch))
    if not np.count_nonzero(leans):
        return rows
    first = batch.position == 0
    alone = batch.per_unit(first.astype(float)) == 1  # other documents may hold no sentence
    stands = ~leans | (first & alone[batch.unit])
    last = np.maximum.accumulate(np.where(stands | first, rows, 0))
    return np.where(stands[last] & (rows - last <= ALONG), last, -1)


def sentences(batch: Batch, whole: BoolArray, neither: BoolArray) -> BoolArray:
    """Leave out headings, captions and fragments, where half of a text are sentences.

    Where sentences are fewer, items of lists are some, too: those beside another, since a
    number alone begins a heading.  Where all these hold less than half of the words, all is
    one; words, since a page may have more links than sentences, and with letters, since a report
    may have tables.  Where all is one, what has no letter, as a time above a caption, is none
    beside what has some.  Some count for neither, such as nods, and are not left out.
    """
    says = batch.has_word & ~neither
    whole = whole & says
    if not np.count_nonzero(few := _too_few(batch, whole, says)):
        return whole | neither
    item = _those_of(batch, few & says, begins_item)
    pair = np.flatnonzero(item[1:] & item[:-1] & (batch.position[1:] > 0))
    whole[pair] = whole[pair + 1] = True
    spelt = batch.words * says
    for row in np.flatnonzero(few & says):
        spelt[row] -= sum(map(_is_figure, batch.texts[row].split()))
    spelt = np.maximum(spelt, 0)
    tells = (spelt > 0) | ~batch.units_with(spelt > 0)[batch.unit]
    return whole | neither | (few & tells & _too_few(batch, whole, spelt))


def _is_figure(piece: str) -> bool:
    """Whether a piece holds no letter, and is no dot of a tokenised text: "Yes , it is ."."""
    return piece not in _POINTS and not any(map(str.isalpha, piece))


def _too_few(batch: Batch, whole: BoolArray, weights: npt.NDArray[Any]) -> BoolArray:
    """Say of each sentence whether less than half of its unit, by some weights, is whole."""
    most = batch.per_unit(weights.astype(float))
    return (batch.per_unit(whole * weights) < 0.5 * most)[batch.unit]


def echoes(batch: Batch) -> IntArray:
    """Give sentences that say the same the same number.

    Copies do, and sentences of five words and more (in all their forms) that share
    four fifths of the words of both.
    """
    first, second = _near(batch.concepts)
    if not len(first):
        return batch.copies
    firsts = np.unique(batch.copies, return_index=True)[1]
    one = np.concatenate([first, np.arange(len(batch))])
    other = np.concatenate([second, firsts[batch.copies]])
    from scipy.sparse import coo_array  # noqa: PLC0415 - slow, and rare
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    links = coo_array((np.ones(len(one)), (one, other)), shape=(len(batch), len(batch)))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _near(concepts: Rows) -> tuple[IntArray, IntArray]:
    """Find the pairs of rows that share `SAME` of what both hold.

    Two such rows share one of their rarest columns, if as many of these are looked
    at as may be missing (prefix filtering, Chaudhuri, Ganti & Kaushik 2006).
    """
    held, row = concepts.stored(), concepts.row
    frequency = np.bincount(concepts.indices, minlength=concepts.width)
    spare = held - np.ceil(SAME * held).astype(np.int64) + 1
    lonely = np.bincount(row[(frequency == 1)[concepts.indices]], minlength=len(held))
    open_ = (held >= ENOUGH) & (lonely < spare)
    if np.count_nonzero(open_) < 2:
        return row[:0], row[:0]
    entry = np.flatnonzero(open_[row] & (frequency[concepts.indices] > 1))
    row, column = row[entry], concepts.indices[entry]
    order = np.lexsort((column, frequency[column], row))
    row, column = row[order], column[order]
    rare = (count_from(changes(row)) < (spare - lonely)[row]) & (frequency[column] <= RARE)
    order = np.lexsort((row[rare], column[rare]))
    row, column = row[rare][order], column[rare][order]
    pairs = [np.zeros(0, int)]
    for gap in range(1, min(RARE, len(row))):
        pair = np.flatnonzero(column[:-gap] == column[gap:])
        if not len(pair):
            break
        pairs.append(np.unique(row[pair] * len(held) + row[pair + gap]))
    first, second = np.divmod(np.unique(np.concatenate(pairs)), max(1, len(held)))
    sizes = held[first], held[second]
    alike = np.minimum(*sizes) >= SAME * np.maximum(*sizes)  # else the shorter cannot share enough
    first, second = first[alike], second[alike]
    found = [
        _same(concepts, held, first[part], second[part]) for part in in_parts(held[first], AT_ONCE)
    ]
    one, other = np.concatenate(found, axis=1)
    return one, other


def _same(concepts: Rows, held: IntArray, first: IntArray, second: IntArray) -> IntArray:
    """Give those pairs of rows that share `SAME` of what both hold."""
    number = np.arange(len(first))
    pair = np.concatenate([np.repeat(number, held[first]), np.repeat(number, held[second])])
    column = np.concatenate([concepts.of(first)[0], concepts.of(second)[0]])
    twice = np.sort(pair * concepts.width + column)
    shared = np.bincount(
        twice[1:][twice[1:] == twice[:-1]] // max(1, concepts.width), minlength=len(first)
    )
    same = shared >= SAME * (held[first] + held[second] - shared)
    return np.stack([first[same], second[same]])
