"""Texts, budgets and methods that hypothesis makes: words, scripts, markup and noise."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from texts import METHODS, subwords, superlinear

from summarize.selectors import SELECTORS
from summarize.tokens import count_words

BITS = [
    "Dr. Weiß came", "the dam broke", "It is", "3.50 €", "e.g. this", "水位很高", "今天", "ᄒ",
    "हिन्दी", "هل", "สวัสดี", "IŞIK", "İ", "ﬃ", "cafe\u0301", "\u0301", "😀", "👩\u200d👧", "ʼ",
    "“Quoted", "”", "don’t", "…", "_", "<b>&amp;", "1.", "•", "A.B.C", "\u200b", "\ud800",
    "\x00", "\u202e",
]  # fmt: skip
GAPS = [" ", "  ", "\n", "\r\n", "\n\n", "\t", "", "\u00a0", "\u2028", "\x1c", "\x85", "-"]
ENDS = [".", "!", "?", "。", "！", "।", "؟", "...", "…", ".”", ".)", "", ":", " .", "\r\n"]
anything = st.text(st.characters(), max_size=80)
sentence_like = st.lists(
    st.tuples(st.sampled_from(BITS), st.sampled_from([*ENDS, "", "", ""]), st.sampled_from(GAPS)),
    max_size=25,
).map(lambda bits: "".join(map("".join, bits)))
texts = st.one_of(anything, sentence_like)
budgets = st.one_of(
    st.builds(lambda n: {"sentences": n}, st.integers(1, 6)),
    st.builds(lambda n: {"words": n}, st.integers(1, 30)),
    st.builds(lambda n: {"characters": n}, st.integers(1, 120)),
    st.builds(lambda r: {"ratio": r}, st.floats(0.01, 1)),
    st.builds(
        lambda n, count: {"tokens": n, "count_tokens": count},
        st.integers(1, 60),
        st.sampled_from([len, subwords, superlinear, count_words]),
    ),
)
methods = st.sampled_from(METHODS)
selectors = st.sampled_from(list(SELECTORS))


def many(examples):
    """Run a property so often, whatever the machine; less where the profile has fewer than 100."""
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    share = min(1, settings().max_examples / 100)
    return settings(
        max_examples=round(share * examples), deadline=None, suppress_health_check=quiet
    )
