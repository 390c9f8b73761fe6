"""`Document` and `Sentence`: text, parts, and what came with them."""

import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import DAM, MESSY

from summarize import Document, Sentence, keywords, split_sentences, summarize
from summarize.document import Part


def test_documents_are_members_of_sets():
    """Equal ones have one hash, whatever came with their parts; parts are `Part`s."""
    made = [Document.from_segments([{"text": "A dam.", "who": ["Ann"]}]) for _ in range(2)]
    assert len({*made, Document("A dam."), Document("A dam.")}) == 2
    with pytest.raises(TypeError, match="parts must hold Part"):
        Document("A dam broke.", parts=[(0, 5, {})])


segments = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.fixed_dictionaries({"text": st.text(max_size=20), "n": st.integers()}),
    ),
    max_size=6,
)


def test_a_document_is_its_text():
    """Slices, length and str are those of the text."""
    document = Document(MESSY, language="en")
    assert str(document) == MESSY
    assert len(document) == len(MESSY)
    assert document[4:6] == MESSY[4:6]
    assert document[0] == "W"


def test_a_kind_of_str_is_the_text_it_holds():
    """What acts in its own way, as markup and the strings of a parsed page do, is plain text."""

    class Shouting(str):
        def __getitem__(self, where):
            return super().__getitem__(where).upper()

        def __str__(self):
            return "No!"

        def __reduce__(self):
            raise TypeError("bound to its page")

    for text in (Shouting(DAM), [Shouting(DAM)]):
        summary = summarize(text, must_include=[Shouting("dam")], query=Shouting("dam"))
        assert [DAM[s.start : s.end] for s in summary] == [s.text for s in summary]
        assert type(pickle.loads(pickle.dumps(summary)).documents[0].text) is str
    assert "".join(s.text for s in split_sentences(Shouting("A dam."))) == "A dam."
    assert keywords(Shouting(DAM)) == keywords(DAM)


def test_documents_and_sentences_are_frozen():
    """Neither can be changed; both can be copied, compared and pickled."""
    document = Document.from_segments([{"text": "A dam.", "page": 3}])
    (sentence,) = split_sentences(document)
    for made, name in ((document, "text"), (sentence, "text"), (sentence, "start")):
        with pytest.raises(AttributeError):
            setattr(made, name, "x")
        assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == made


def test_sentences_can_be_hashed():
    """Sentences go into sets, whatever came with them."""
    summary = summarize(Document.from_segments([{"text": DAM, "who": ["a"]}]))
    assert len(set(summary.sentences)) == 12
    assert {summary[0]} & set(summary.sentences)


@given(st.lists(st.text(max_size=20), max_size=8), st.sampled_from([" ", "", "\n", " | "]))
@settings(max_examples=150, deadline=None)
def test_own_sentences_keep_their_spans(sentences, separator):
    """Whatever the sentences and the separator: each part is where it says, in order."""
    document = Document.from_sentences(sentences, separator=separator)
    assert document.text == separator.join(sentences)
    assert [document[p.start : p.end] for p in document.parts] == sentences
    assert not document.split


@given(segments, st.sampled_from(["\n", " ", ""]))
@settings(max_examples=150, deadline=None)
def test_segments_keep_their_spans_and_metadata(given_ones, separator):
    """Each segment is a part with all its keys but the text; sentences stay inside it."""
    document = Document.from_segments(given_ones, separator=separator)
    plain = [s if isinstance(s, str) else s["text"] for s in given_ones]
    assert [document[p.start : p.end] for p in document.parts] == plain
    for segment, part in zip(given_ones, document.parts, strict=True):
        assert part.meta == ({} if isinstance(segment, str) else {"n": segment["n"]})
    for sentence in split_sentences(document):
        assert document[sentence.start : sentence.end] == sentence.text
        if given_ones and document.parts:
            assert any(p.start <= sentence.start < sentence.end <= p.end for p in document.parts)


def test_no_sentences_and_no_segments():
    """Empty lists and generators make documents too."""
    assert Document.from_sentences([]).text == ""
    assert Document.from_segments(iter([])).parts == ()
    assert len(Document.from_sentences(text for text in ("a", "b")).parts) == 2
    assert summarize(Document.from_sentences([])).sentences == ()
    assert summarize(Document.from_segments(["", " "])).sentences == ()


def test_segments_are_left_alone():
    """The user's mappings are neither changed nor kept."""
    segment = {"text": "A dam.", "page": 1}
    document = Document.from_segments([segment])
    segment["page"] = 2
    assert document.parts[0].meta == {"page": 1}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Document(3), r"text must be a str.*Got int"),
        (lambda: Document(b"dam"), r"text must be a str.*Got bytes"),
        (lambda: Document("dam", language=3), r"language must be a str or None.*Got int"),
        (lambda: Document("dam", split="no"), r"split must be True, False or None. Got .no."),
        (lambda: Document("dam", parts=3), r"parts must hold Part.*Got 3 in it"),
        (lambda: Document("dam", parts=[Part(0.0, 3, {})]), r"parts must hold Part.*Got Part"),
        (lambda: Document("dam", parts=[Part(0, 3, None)]), r"parts must hold Part.*Got Part"),
        (lambda: Document.from_path(None), r"path must be a str or a path. Got NoneType"),
        (lambda: Document.from_sentences("A dam."), r"sentences must be .*bare str"),
        (lambda: Document.from_sentences(b"A dam."), r"sentences must be .*Got bytes"),
        (lambda: Document.from_sentences(["a", 3]), r"sentences\[1\] must be a str.*Got int"),
        (
            lambda: Document.from_sentences([Sentence("A dam.", 0, 6)]),
            r"sentences\[0\].*give its \.text",
        ),
        (lambda: Document.from_sentences({"a", "b"}), r"sentences must be .* a set: make a list"),
        (lambda: Document.from_segments({"a", "b"}), r"segments must be .* a set: make a list"),
        (lambda: Document.from_sentences(None), r"sentences must be .*NoneType"),
        (lambda: Document.from_segments("A dam."), r"segments must be .*bare str"),
        (lambda: Document.from_segments({"text": "a"}), r"segments must be .*bare dict"),
        (
            lambda: Document.from_segments({"text": "a", "segments": [{"text": "a"}]}),
            r"bare dict: give its 'segments'\.",
        ),
        (
            lambda: summarize([{"text": "A dam.", "start": 0.0}]),
            r"text\[0\] must be a str.*give its 'text', or a list of such to Document\.from_seg",
        ),
        (lambda: Document.from_segments([3]), r"segments\[0\] must be a str or a mapping.*Got int"),
        (
            lambda: Document.from_segments([{"text": None}]),
            r"segments\[0\]\['text'\].* str.*NoneType",
        ),
        (lambda: Document.from_sentences(["a"], language=3), r"language must be .*Got int"),
        (lambda: Document.from_sentences(["a"], separator=3), r"separator must be a str.*Got int"),
    ],
)
def test_wrong_arguments_are_named(make, message):
    """What is no text, no list of them or no segment is refused with its type."""
    with pytest.raises(TypeError, match=message):
        make()


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_frame_is_neither_sentences_nor_segments(package):
    """It would be read as the names of its columns; its rows are segments, a column sentences."""
    frame = pytest.importorskip(package).DataFrame({"text": ["A dam."], "speaker": ["Ann"]})
    with pytest.raises(TypeError, match=r"segments must be .* DataFrame: give its rows"):
        Document.from_segments(frame)
    with pytest.raises(TypeError, match=r"sentences must be .* DataFrame: give one column"):
        Document.from_sentences(frame)
    rows = frame.to_dict("records") if package == "pandas" else frame.to_dicts()
    assert Document.from_segments(rows).parts[0].meta == {"speaker": "Ann"}
    assert Document.from_sentences(frame["text"]).text == "A dam."


def test_parts_are_measured_by_the_text_itself():
    """A kind of str that has a length of its own does not shift what comes after it."""

    class Short(str):
        def __len__(self):
            return 1

    for make in Document.from_sentences, Document.from_segments:
        document = make([Short("A dam broke."), Short("It rained.")])
        assert [document[p.start : p.end] for p in document.parts] == ["A dam broke.", "It rained."]


@pytest.mark.parametrize("name", ["", "https://example.org/dam.txt"])
def test_a_file_that_is_not_there_is_named_as_it_was(name):
    """Neither is the empty name the folder one is in, nor does an address lose a stroke."""
    with pytest.raises(FileNotFoundError) as told:
        Document.from_path(name)
    assert told.value.filename == name


@pytest.mark.parametrize(
    "edges", [[(0, 9)], [(-1, 2)], [(2, 1)], [(0, 3), (2, 4)], [(4, 5), (0, 1)]]
)
def test_parts_that_are_no_stretches_are_refused(edges):
    """Parts are in order and apart, or a stretch of the text would be chosen twice."""
    parts = [Part(*edge, {}) for edge in edges]
    with pytest.raises(ValueError, match=r"parts must be in order and apart, from 0 to 6"):
        Document("A dam.", parts=parts)


def test_a_segment_without_text_names_its_keys():
    """A misspelt key is shown."""
    with pytest.raises(ValueError, match=r"segments\[1\] must have the key 'text'.*'txt'"):
        Document.from_segments(["a", {"txt": "b"}])


def test_a_sentence_prints_as_its_text():
    """`str` of a sentence is the text; unscored sentences say so."""
    sentence = Sentence("A dam.", 0, 6)
    assert str(sentence) == "A dam."
    assert (sentence.score, sentence.rank, sentence.meta) == (None, None, {})


def test_a_sentence_is_a_row_of_a_table():
    """Its fields have names and an order, and what came with nothing is not to be changed."""
    sentence = Sentence("A dam.", 0, 6)
    assert sentence._asdict() == {
        "text": "A dam.", "start": 0, "end": 6, "document": 0, "index": 0,
        "score": None, "rank": None, "meta": {},
    }  # fmt: skip
    with pytest.raises(TypeError):
        sentence.meta["speaker"] = "Ana"
