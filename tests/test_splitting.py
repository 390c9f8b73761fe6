"""The splitter: exact spans, the rules one by one, and what users may put in its place."""

from __future__ import annotations

import gzip
import json
import re
import sys
from itertools import accumulate
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import sentence_like
from texts import DATA

from summarize import rules
from summarize.document import Document
from summarize.gaps import rules_of
from summarize.letters import is_initial, is_small
from summarize.rules import split_spans
from summarize.splitting import make_splitter, split_document, split_sentences

CASES = json.loads((Path(__file__).parent / "data" / "splitting.json").read_text("utf-8"))["cases"]
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
MARKS = st.text(
    st.sampled_from(".!?…。:;-)(]['\"“”«»1aAİБ字ک۔।፡| \n\r\t\u2028\ud800😀•*_"), max_size=60
)
LANGUAGES = st.sampled_from(["en", "de", "el", "hi", "hy", "ja", "th", "tr", "ur", "vi", "xx", ""])


def as_parameter(case):
    mark = [pytest.mark.xfail(strict=True)] if case["kind"] == "failure" else []
    return pytest.param(case, id=f"{case['lang']}-{case['what']}", marks=mark)


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_our_own_cases(case):
    """Each case of the table comes out as the sentences it was joined from."""
    text = case.get("sep", " ").join(case["sentences"])
    assert [text[a:b] for a, b in split_spans(text, case["lang"])] == case["sentences"]


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_composition_makes_no_difference(case):
    """Letters whose marks are characters of their own (NFD) are split as composed ones are."""
    sentences = [normalize("NFD", sentence) for sentence in case["sentences"]]
    text = case.get("sep", " ").join(sentences)
    assert [text[a:b] for a, b in split_spans(text, case["lang"])] == sentences


@pytest.mark.parametrize("newline", ["\r\n", "\r\r\n", "\r", "\x0c", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("case", [as_parameter(c) for c in CASES if "\n" in c.get("sep", "")])
def test_all_breaks_of_lines_are_newlines(case, newline):
    """Where lines end in another way, each sentence ends where it does at a newline."""
    sentences = [sentence.replace("\n", newline) for sentence in case["sentences"]]
    text = case["sep"].replace("\n", newline).join(sentences)
    assert [text[a:b] for a, b in split_spans(text, case["lang"])] == sentences


@given(ANY_TEXT | MARKS, LANGUAGES)
def test_spans_are_exact(text, language):
    """Spans are in order, apart, trimmed, not empty, and cover all but white space."""
    spans = split_spans(text, language)
    covered = [i for a, b in spans for i in range(a, b)]
    assert covered == sorted(set(covered))
    assert all(text[a:b] and text[a:b] == text[a:b].strip() for a, b in spans)
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)


@given(MARKS)
def test_sentences_carry_their_text(text):
    """A Sentence's text is what stands at its span, and its index is its place."""
    for number, sentence in enumerate(split_sentences(text, "en")):
        assert sentence.text == text[sentence.start : sentence.end]
        assert (sentence.index, sentence.document) == (number, 0)


UNITS = (
    'a|word |.|. |!|."|"|(|e.g. |Mr. |A. |1. a |…|\0|😀|字|字。|(a. |\n|г. М. Т. | |• |:) |\n- a|’'
    "|\n>|> |\n>\n"
)


@pytest.mark.parametrize("unit", UNITS.split("|"))
def test_work_grows_with_the_text(unit, monkeypatch):
    """Twice the hostile text asks for at most about twice the pattern matches and characters."""
    work = [_work(unit * (size // len(unit)), monkeypatch) for size in (2_000, 4_000)]
    assert work[1] <= 2.5 * work[0] + 100


def _work(text, monkeypatch):
    """Count characters sliced from the text and gaps judged."""
    counter = [0]

    class Counted(str):
        __slots__ = ()

        def __getitem__(self, where):
            part = str.__getitem__(self, where)
            counter[0] += len(part)
            return part

    cut = rules._cut

    def counted(*arguments):
        counter[0] += 1
        return cut(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(rules, "_cut", counted)
        split_spans(Counted(text), "en")
    return counter[0]


def test_every_pattern_begins_with_one_class():
    """The pattern that searches the text begins with a single class and needs nothing after it."""
    pattern = rules_of("en").gap.pattern
    assert pattern.startswith("[")
    assert pattern.endswith("*+")


def test_a_stretch_without_terminators_is_cut_at_spaces():
    """A transcript without a dot comes in pieces of a few hundred characters."""
    short = "and then we went to the mill " * 25
    assert len(split_spans(short)) == 3
    assert len(split_spans(f"{short}, as they say")) == len(split_spans(short[:600])) == 1
    text = "and then we went on " * 500
    spans = split_spans(text)
    assert all(abs(b - a - rules.PIECE) < 20 for a, b in spans[:-1])
    assert " ".join(text[a:b] for a, b in spans) == text.strip()


def test_an_ordinary_long_sentence_is_not_cut():
    """A sentence of 1,500 characters stays one."""
    text = "It went on, " * 125 + "and ended."
    assert len(split_spans(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We bake.\n\n1. Wash the apples 2. Peel them 3. Bake\n\nAt 4. Rest a while.",
            ["We bake.", "1. Wash the apples", "2. Peel them", "3. Bake", "At 4.", "Rest a while."],
        ),
        ("1. Rest\n\n• Wash • Peel", ["1. Rest", "• Wash", "• Peel"]),
        (
            'It was 5" wide. The lighthouse closed."Nobody stayed," he said.',
            ['It was 5" wide.', "The lighthouse closed.", '"Nobody stayed," he said.'],
        ),
    ],
)
def test_each_paragraph_and_sentence_is_judged_by_itself(text, expected):
    """A list ends with its paragraph, and marks are counted within the sentence."""
    assert [text[a:b] for a, b in split_spans(text)] == expected


@given(sentence_like, LANGUAGES)
@example("the dam broke! the dam broke\r\n the dam broke\r\n ", "en")
def test_the_short_way_to_an_answer_gives_the_answer(text, language):
    """What nearly all gaps are is judged at once, and as the rules in full would judge it."""
    quickly = split_spans(text, language)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "_PLAIN", {})
        assert split_spans(text, language) == quickly


@pytest.mark.parametrize("shift", range(9))
@pytest.mark.parametrize("length", [1_999, 2_000, 2_001, 5_000])
def test_pieces_are_300_characters_and_the_rest_of_a_word(length, shift):
    """Up to 2,000 characters are left alone; a longer stretch comes in pieces of whole words."""
    words = ("we wandered on,\nline by line and " * 200)[shift : length + shift - 5].strip()
    text = f"It began. {words.ljust(length - 1, 'x')}. So it ended."
    first, *pieces, last = [text[a:b] for a, b in split_spans(text)]
    assert (first, last) == ("It began.", "So it ended.")
    assert "".join("".join(pieces).split()) == "".join(text[10:-13].split())
    if length <= 2_000:
        assert [*map(len, pieces)] == [length]
    else:
        assert all(299 <= len(piece) < 300 + len("wandered") for piece in pieces[:-1])
        assert {word for piece in pieces[:-1] for word in piece.split()} <= {*words.split()}


def test_a_word_of_thai_makes_no_text_thai():
    """A long sentence that cites a word of Thai is cut no earlier than others."""
    text = "We asked the ferryman, and all of his family, " * 9 + "what วันนี้ means, " * 9
    assert len(text) > 500
    assert split_spans(text) == [(0, len(text) - 1)]


@pytest.mark.parametrize(("length", "lengths"), [(300, [300]), (301, [119, 119, 61])])
def test_thai_is_cut_beyond_300_characters_into_pieces_of_120(length, lengths):
    """In a script that puts spaces between sentences only, the bounds are lower."""
    text = ("วันนี้ฝน ตก " * 40)[:length].strip().ljust(length, "น")
    assert [b - a for a, b in split_spans(text, "th")] == lengths


def test_long_thai_is_cut_at_spaces():
    """Thai has no end punctuation, so a long stretch is cut where a space stands."""
    text = " ".join(["วันนี้ฝนตกหนักมากเราจึงอยู่บ้าน"] * 40)
    assert len(split_spans(text, "th")) > 5


@pytest.mark.parametrize("width", [50, 72, 100])
def test_wrapping_changes_no_boundary(width):
    """A paragraph wrapped to a width has the boundaries it has in one line."""
    sentences = [
        "The lighthouse at Alder Point was built by Captain Finch in a single summer.",
        "He used Norwegian stone, Swedish iron and the patience of Mrs. Finch and her sons.",
        "Did Tom Alder, who kept the lamp, ever see Paris?",
        "Nobody in Finchley or in Alder Bay could say, and Tom was not asked.",
    ]
    words, lines = " ".join(sentences).split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    text = "\n".join(lines)
    assert [" ".join(text[a:b].split()) for a, b in split_spans(text)] == sentences


def line_of(width, word="Boat"):
    """Make a line of so many characters, each of its words with a capital."""
    words = " ".join([word] * (width // (len(word) + 1)))
    return words + "s" * (width - len(words))


@pytest.mark.parametrize("width", [45, 46, 60, 100, 200])
@pytest.mark.parametrize("lines", [2, 3, 9])
def test_full_lines_are_one_sentence_though_each_begins_with_a_capital(width, lines):
    """Lines of any width that programs wrap text to are taken for a wrapped paragraph."""
    text = "\n".join([line_of(width)] * (lines - 1) + ["Boats came. Nobody saw them."])
    assert len(split_spans(text)) == 2


@pytest.mark.parametrize("width", [20, 44, 201, 300])
def test_lines_narrower_or_wider_than_text_is_wrapped_to_are_sentences(width):
    """Where no program wraps at such a width, a line that begins with a capital is a sentence."""
    text = "\n".join([line_of(width)] * 4 + ["Boats came. Nobody saw them."])
    assert len(split_spans(text)) == 6


@pytest.mark.parametrize(
    ("short", "full", "wrapped"), [(1, 3, True), (1, 2, False), (1, 1, False), (2, 6, True)]
)
def test_three_lines_in_four_have_to_be_full(short, full, wrapped):
    """A paragraph was wrapped if three in four of its lines, but the last, are about full."""
    text = "\n".join([line_of(60)] * full + [line_of(20)] * short + ["Boats came. Nobody saw."])
    # a short line of a wrapped paragraph ends a sentence all the same
    assert len(split_spans(text)) == (2 + short if wrapped else 2 + short + full)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("length", "ends"), [(48, True), (49, False)])
def test_a_wrapped_line_with_room_for_the_next_word_ends_a_sentence(first, length, ends):
    """What comes next, "Visitor", and five characters more would fit into 60 after 48, not 49."""
    lines = [line_of(length), "Visitors".ljust(7, "s")[:7] + " " + line_of(52), *[line_of(60)] * 3]
    lines = lines if first else [line_of(60), *lines]
    spans = split_spans("\n".join([*lines, "Boats came. Nobody saw."]))
    assert len(spans) == 2 + ends


def test_hard_wrapped_books_are_cut_as_if_they_were_not():
    """Eight books have 99 in 100 boundaries where they have them without their line breaks."""
    path = DATA / "gutenberg_long.jsonl.gz"
    if not path.exists():
        pytest.skip(f"needs {path}")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        books = [json.loads(line) for line in lines]
    agree = {}
    for book in books:
        wrapped = book["text"][:300_000]
        unwrapped = re.sub(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)", " ", wrapped)
        a, b = (_boundaries(text, book["lang"]) for text in (wrapped, unwrapped))
        agree[book["id"]] = 2 * len(a & b) / (len(a) + len(b))
    assert len(agree) == 8
    assert min(agree.values()) >= 0.99, agree


def _boundaries(text, language):
    before = [0, *accumulate(not c.isspace() for c in text)]
    return {before[end] for _, end in split_spans(text, language)}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["2.1. Millers were asked in May.", "Nine said yes."]),
        ("en", ["12 3. The appeal of the miller fails.", "He pays."]),
        ("en", ["Table 1. Flour sold in May.", "Rye is left out."]),
        ("en", ["“Will you sell?”", "“No.", "I will not.”"]),
        ("en", ["The call is on Tue. Feb. 13 at ten.", "Be there."]),
        ("en", ["Roses were shown by Mr. Jas. Whitlow.", "All stayed."]),
        ("en", ["Cllr. Hart thanked the millers.", "All stayed."]),
        ("en", ["The mill closed in 1921.[citation needed]", "Nobody wept."]),
        ("en", ["The tunnel flooded.[5]: 14–19", "It was costly.[3]:44", "It closed."]),
        ("es", ["La torre cayó en 1707.[3]\u200b", "El remate es del s. XIX.", "Sigue en pie."]),
        ("en", ["🚀 Fast mills for slow rivers.", "Try one 🌊", "They float."]),
        ("de", ["Der Kurs ist in Neustadt a. d. Lahn.", "Die Pumpe (Bj. 2017) ist defekt."]),
        ("ru", ["КАРГОПОЛЬ, 19 авг. – В городе открыли мост.", "Он новый."]),
        ("en", ["Founded 1797.", "The mill closed in May."]),
        ("en", ["^_^ The mill is ours.", "We paid."]),
        ("en", ["^ Hadley, C. (1966). The Mills. Newton Abbot. p. 112."]),
    ],
)
def test_numbers_labels_and_notes_stay_with_their_sentence(language, expected):
    """What numbers, abbreviates, or annotates goes with the words it belongs to."""
    text = " ".join(expected)
    assert [text[a:b] for a, b in split_spans(text, language)] == expected


def test_two_lines_are_no_paragraph_among_long_lines():
    """Two lines as long as each other are wrapped only where the text around them is."""
    pair = [
        "Next meeting: Monday, 13 May, at half past six in the mill",
        "The committee closed the meeting at eight in the evening.",
    ]
    text = "\n".join(pair)
    assert len(split_spans(text)) == 1
    text = "The miller of Overshot said " + "again and " * 20 + f"again that he stays.\n\n{text}"
    assert [text[a:b] for a, b in split_spans(text)][1:] == pair


def test_parts_are_split_each_on_its_own():
    """A segment's end is a sentence's end, and what came with it comes back."""
    talk = Document.from_segments(
        [{"text": "We ship on", "who": "Ana"}, {"text": "Friday. Good.", "who": "Bo"}]
    )
    sentences = split_sentences(talk)
    assert [s.text for s in sentences] == ["We ship on", "Friday.", "Good."]
    assert [s.meta["who"] for s in sentences] == ["Ana", "Bo", "Bo"]


def test_given_sentences_stay_as_they_are():
    """The user's own sentences keep their number, blank and untrimmed ones too."""
    own = ["One. Two.", "", "  three "]
    document = Document.from_sentences(own)
    spans, metas = split_document(document, "en", split_spans)
    assert [document[a:b] for a, b in spans] == own
    assert len(metas) == len(own)


def test_parts_are_split_by_the_rules_of_their_language():
    """The language of a document holds for each of its parts."""
    talk = Document.from_segments([{"text": "Es war am 3. Mai."}, {"text": "Ja."}], language="de")
    assert [s.text for s in split_sentences(talk)] == ["Es war am 3. Mai.", "Ja."]


def test_language_comes_from_the_document_or_the_text():
    """The document's language is used, and without one the text tells it."""
    text = "Es war am 3. Mai und wir waren nicht in der Stadt. Es regnete."
    assert len(split_sentences(text)) == 2
    assert len(split_sentences(Document(text, language="en"))) == 3


def test_punkt_is_nltk_with_the_packaged_tables():
    """`punkt` gives what NLTK's own span_tokenize gives with the same tables."""
    tables = pytest.importorskip("punkt")
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    model, parameters = tables.load_model("german"), PunktParameters()
    parameters.abbrev_types = set(model.abbrev_types)
    parameters.collocations = set(model.collocations)
    parameters.sent_starters = set(model.sent_starters)
    parameters.ortho_context.update(model.ortho_context)
    text = "Am 3. März kam Dr. Tanne an. Es regnete, z.B. im Wald. Er blieb."
    expected = list(PunktSentenceTokenizer(parameters).span_tokenize(text))
    assert make_splitter("punkt")(text, "de") == expected
    assert make_splitter("punkt")("Hm. Ja.", "xx")


def test_punkt_without_the_extra_says_what_to_install(monkeypatch):
    """The error for a missing extra carries the exact pip command."""
    monkeypatch.setitem(sys.modules, "punkt", None)
    needs = "splitter='punkt' needs the tables of Punkt: pip install 'summarize[punkt]'"
    with pytest.raises(ImportError, match=f"^{re.escape(needs)}$"):
        make_splitter("punkt")


def test_the_rules_are_the_default():
    """A splitter of no name is that of the rules, and splits English without a code."""
    assert make_splitter() is split_spans
    assert split_spans("Ask Dr. Who. Now.") == split_spans("Ask Dr. Who. Now.", "en")


class Halves:
    """A user's own tokenizer."""

    def span_tokenize(self, text):
        """Cut in the middle."""
        middle = len(text) // 2
        return [(0, middle), (middle, len(text))]


@pytest.mark.parametrize(
    "splitter",
    [
        Halves(),
        lambda text: [text[:5], text[5:]],
        lambda text: [(0, 5), [5, 10]],
        lambda text: iter(["one. ", "", "two. "]),
        lambda text: [(0, 4), (4, 4), (5, 9)],
    ],
)
def test_user_splitters(splitter):
    """Objects with span_tokenize, and callables giving strings or pairs; trimmed, empties gone."""
    assert [s.text for s in split_sentences("one. two. ", "en", splitter)] == ["one.", "two."]


def test_strings_of_a_splitter_are_found_one_after_another():
    """A string that stands in the text twice is its first occurrence, then its second."""
    found = split_sentences("Go on. Go on. Stop. Go on.", "en", lambda text: ["Go on."] * 3)
    assert [s.start for s in found] == [0, 7, 20]
    assert [s.index for s in found] == [0, 1, 2]


def test_a_long_string_that_is_not_there_is_shown_by_its_beginning():
    """Of what a splitter gives wrongly, the message shows 80 characters, and where it looked."""
    with pytest.raises(ValueError, match="splitter") as caught:
        split_sentences("one. two.", "en", lambda text: ["one.", "two" * 90])
    assert str(caught.value) == (
        "splitter must give strings that stand in the text, one after another. "
        f"Got {('two' * 90)[:80]!r}, which does not stand at or after character 4."
    )


@pytest.mark.parametrize(
    ("word", "small", "initial"),
    [
        ("a", True, False),
        ("A", False, True),
        ("ß", True, False),
        ("É", False, True),
        ("E\u0301", False, True),
        ("Ж", False, True),
        ("ჯ", False, True),
        ("ה", False, True),
        ("மு", False, True),
        ("7", False, False),
        ("Ab", False, False),
        ("ぁ", False, False),
        ("字", False, False),
        ("것", False, False),
        ("힣", False, False),
        ("", False, False),
    ],
)
def test_letters_of_all_scripts(word, small, initial):
    """Small is what has a capital; a letter of a name is one that has none, or is one."""
    assert is_small(word[:1]) is small
    assert is_initial(word) is initial


@pytest.mark.parametrize(
    ("splitter", "error", "says"),
    [
        (lambda text: ["nowhere"], ValueError, "'nowhere'"),
        (lambda text: [(0, 3), (2, 4)], ValueError, "in order"),
        (lambda text: [(0, 99)], ValueError, "inside the text"),
        (lambda text: [(-2, 1)], ValueError, "inside the text"),
        (lambda text: [1], TypeError, "pairs of int"),
        (lambda text: [(0.0, 1.0)], TypeError, "pairs of int"),
        (lambda text: None, TypeError, "Got NoneType"),
        (lambda text: np.array(3), TypeError, "Got ndarray"),
        (lambda text: "one. two.", TypeError, "Got str"),
        ("nltk", ValueError, "'rules', 'punkt'"),
        (3, TypeError, "Got 3"),
        (None, TypeError, "Got None"),
        (Halves, TypeError, "Halves"),
    ],
)
def test_bad_splitters_are_named(splitter, error, says):
    """Each error begins with the argument, and says what is allowed or what came."""
    with pytest.raises(error, match=rf"^splitter .*{re.escape(says)}"):
        split_sentences("one. two.", "en", splitter)


@pytest.mark.parametrize("text", [None, b"One. Two.", ["One."], 3])
def test_text_must_be_text(text):
    """Anything but a str or a Document is refused by name."""
    with pytest.raises(TypeError, match=r"^text must be a str or a Document"):
        split_sentences(text)


def test_language_must_be_a_code():
    """A language that is no str is refused by name; an unknown one is not."""
    with pytest.raises(TypeError, match=r"^language must be a str or None"):
        split_sentences("One.", 3)
    assert len(split_sentences("One. Two.", "tlh")) == 2
