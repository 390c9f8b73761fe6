"""The calls of gensim and summa: the same shapes as theirs, and nothing of their defects."""

import inspect

import pytest
from texts import BEES, DAM, LANGUAGES, TEXTS, random_sentences

from summarize import SummaryWarning, split_sentences, summarize
from summarize.compat import gensim, summa
from summarize.tokens import count_words, words

# As the projects document them; gensim's is gone since its version 4.
SIGNATURES = {
    gensim.summarize: "(text, ratio=0.2, word_count=None, split=False)",
    gensim.keywords: "(text, ratio=0.2, words=None, split=False, scores=False, "
    "pos_filter=('NN', 'JJ'), lemmatize=False, deacc=True)",
    summa.summarizer.summarize: "(text, ratio=0.2, words=None, language='english', split=False, "
    "scores=False, additional_stopwords=None)",
    summa.keywords.keywords: "(text, ratio=0.2, words=None, language='english', split=False, "
    "scores=False, deaccent=False, additional_stopwords=None)",
}
OPTIONS = [
    {}, {"split": True}, {"scores": True}, {"scores": True, "split": True}, {"ratio": 0.5},
    {"words": 25}, {"words": 25, "scores": True}, {"ratio": 0.5, "split": True},
]  # fmt: skip


def bare(function):
    """Give a signature without its types."""
    signature = inspect.signature(function)
    plain = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=signature.empty))


def shape(found):
    """Give the type of a result, and of what is in it."""
    inside = found[0] if isinstance(found, list) else None
    parts = [type(part).__mro__[-2] for part in inside] if isinstance(inside, tuple) else []
    return type(found), type(inside), [float if issubclass(p, float) else p for p in parts]


@pytest.mark.parametrize("function", SIGNATURES)
def test_the_signature_is_theirs(function):
    """Names, order and defaults of all arguments are those that are documented."""
    assert bare(function) == SIGNATURES[function]


def test_all_ways_to_import_summa():
    """Its modules, their functions, and the functions from the package itself."""
    from summarize.compat.summa import keywords, summarizer
    from summarize.compat.summa.keywords import keywords as keywords_of_module
    from summarize.compat.summa.summarizer import summarize

    assert keywords.keywords is keywords is keywords_of_module
    assert summarizer.summarize is summarize is summa.summarize


def test_all_ways_to_import_gensim():
    """Its modules hold the functions that the package gives."""
    from summarize.compat.gensim import summarizer
    from summarize.compat.gensim.keywords import keywords
    from summarize.compat.gensim.summarizer import summarize

    assert keywords is gensim.keywords
    assert summarizer.summarize is summarize is gensim.summarize


def test_a_number_of_words_may_have_a_point():
    """What they cut to a whole number is cut here; what is none is named."""
    assert summa.summarize(DAM, words=30.9) == summa.summarize(DAM, words=30)
    assert gensim.summarize(DAM, word_count=30.0) == gensim.summarize(DAM, word_count=30)
    assert summa.keywords(DAM, words=3.0) == summa.keywords(DAM, words=3)
    for wrong in (float("inf"), float("nan"), -1, "3", True):
        with pytest.raises((TypeError, ValueError), match="words must be a number"):
            summa.keywords(DAM, words=wrong)
        with pytest.raises((TypeError, ValueError), match="word_count must be a number"):
            gensim.summarize("", word_count=wrong)
    assert summa.keywords(DAM, words=1e300) == summa.keywords(DAM, ratio=1)


@pytest.mark.parametrize("wrong", [None, 3, float("nan"), b"dam"])
def test_what_is_no_text_is_named(wrong):
    """By all four calls, as by our own."""
    for call in gensim.summarize, gensim.keywords, summa.summarize, summa.keywords:
        with pytest.raises(TypeError, match=f"text must be a str.* Got {type(wrong).__name__}"):
            call(wrong)


@pytest.mark.parametrize("name", ["summarizer.summarize", "keywords.keywords"])
def test_types_and_lengths_beside_summa(name):
    """On 30 texts and with every option: summa's types, and no more than summa's length or so."""
    real = pytest.importorskip("summa", reason="needs summa: the extra peers")
    module, function = name.split(".")
    theirs = getattr(inspect.importlib.import_module(f"summa.{module}"), function)
    ours = getattr(getattr(summa, module), function)
    assert bare(ours) == bare(theirs), real
    texts = [DAM, BEES, *(" ".join(random_sentences(k, most=40)) for k in range(28))]
    compared = 0
    for text in texts:
        for options in OPTIONS:
            given = ours(text, **options)
            assert given
            try:
                wanted = theirs(text, **options)
            except IndexError:  # it has fewer keywords than are asked for
                continue
            if wanted:  # theirs is empty for short texts
                assert shape(given) == shape(wanted)
                compared += 1
            if function == "summarize" and not options.keys() & {"words", "scores"}:
                number = len(wanted) if "split" in options else wanted.count("\n") + 1
                found = len(given) if "split" in options else given.count("\n") + 1
                assert abs(found - number) <= 1 + number // 4  # sentences are cut elsewhere
    assert compared > 120


class Tokenizer:
    """Sumy's own wants data of NLTK's that no package brings."""

    def to_sentences(self, text):
        """Cut a text."""
        return [sentence.text for sentence in split_sentences(text, language="en")]

    def to_words(self, sentence):
        """Cut a sentence."""
        return words(sentence)


def test_lengths_beside_sumy():
    """On 50 texts as many sentences as sumy gives, in order too, and never one twice."""
    parsers = pytest.importorskip("sumy.parsers.plaintext", reason="needs sumy: the extra peers")
    from sumy.summarizers.lex_rank import LexRankSummarizer

    for number in range(50):
        lines = list(dict.fromkeys(random_sentences(number, most=20)))
        text = " ".join(lines)
        theirs = parsers.PlaintextParser.from_string(text, Tokenizer()).document
        wanted = [str(sentence) for sentence in LexRankSummarizer()(theirs, 3)]
        given = [str(s) for s in summarize(text, sentences=3, method="lexrank")]
        assert len(given) == len(wanted) == 3
        for found in (given, wanted):
            places = [text.index(sentence) for sentence in found]
            assert places == sorted(set(places))


def lengths():
    """Make 200 texts of 1 to 50 sentences, a quarter of them in many languages."""
    spoken = [sentence.text for text in TEXTS for sentence in split_sentences(text)]
    for number in range(200):
        made = random_sentences(number, most=47) if number % 4 else spoken[number:] + spoken
        yield " ".join(made[: 1 + number % 50])


def test_two_hundred_texts():
    """No exception and no empty result, whatever is asked for."""
    for text in lengths():
        for found in (
            gensim.summarize(text),
            gensim.summarize(text, ratio=0.01, split=True),
            gensim.summarize(text, word_count=1),
            summa.summarize(text),
            summa.summarize(text, words=1, scores=True),
        ):
            assert found, text
        if len(text.split()) > 10:
            assert gensim.keywords(text), text
            assert summa.keywords(text, words=1), text


def test_words_are_a_limit():
    """Unlike theirs, a result has never more words than asked for, where a sentence fits."""
    for text in lengths():
        shortest = count_words(gensim.summarize(text, word_count=1))
        for most in (12, 30):
            found = gensim.summarize(text, word_count=most)
            assert count_words(found) <= max(most, shortest)


def test_sentences_are_verbatim():
    """Each sentence is a piece of the text, and they stand in its order."""
    for text in TEXTS:
        places = [text.index(sentence) for sentence in gensim.summarize(text, split=True)]
        assert places == sorted(places)


def test_languages_by_name():
    """The names of summa and our codes mean the same; another name is an error that lists them."""
    german = LANGUAGES["de"]
    assert summa.summarize(german, language="german") == summa.summarize(german, language="de")
    with pytest.raises(ValueError, match=r"language must be a code or one of afrikaans, .*swedish"):
        summa.summarize(german, language="Klingon")
    with pytest.raises(TypeError, match="language must be a str or None"):
        summa.summarize(german, language=5)


def test_additional_stop_words_carry_nothing():
    """A word that is made a stop word is no keyword any more."""
    assert "dam" in summa.keywords(DAM, split=True, ratio=1)
    without = summa.keywords(DAM, split=True, ratio=1, additional_stopwords=["dam"])
    assert "dam" not in " ".join(without).split()
    assert without == summa.keywords(
        DAM, split=True, ratio=1, additional_stopwords=(word for word in ["dam"])
    )
    for wrong in ("dam", 5):
        with pytest.raises(TypeError, match="additional_stopwords must be a list"):
            summa.keywords(DAM, additional_stopwords=wrong)


def test_what_cannot_be_done_is_said():
    """There is no tagger: another pos_filter is taken, and warned of."""
    for other in ("NN",), "NN", 3:
        with pytest.warns(SummaryWarning, match="pos_filter"):
            assert gensim.keywords(DAM, pos_filter=other) == gensim.keywords(DAM)
    assert gensim.keywords(DAM, pos_filter=None) == gensim.keywords(DAM)  # every word, as here


def test_accents_and_forms():
    """`deacc` leaves accents out, `lemmatize` makes one of the forms of a word."""
    text = "Le café ferme. Le café ouvre. Les cafés du port ferment tard."
    assert "cafe" in gensim.keywords(text, ratio=1, split=True)
    assert "café" in summa.keywords(text, ratio=1, split=True, language="french")
    apart = gensim.keywords(text, ratio=1, split=True)
    assert len(gensim.keywords(text, ratio=1, split=True, lemmatize=True)) < len(apart)


def test_nothing_in_nothing_out():
    """An empty text gives an empty result of the right type."""
    assert gensim.summarize("") == summa.summarize("") == gensim.keywords("") == ""
    assert gensim.summarize("", split=True) == summa.keywords("...", scores=True) == []
