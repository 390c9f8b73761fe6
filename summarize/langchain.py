"""A LangChain document compressor: of what was retrieved, the sentences that matter.

Takes LangChain documents and a question, gives shorter documents under one budget, with
their metadata and the spans of what was chosen.  Needs langchain-core (extra ``langchain``).
Retrieves nothing and calls no model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from summarize.checks import came, in_order
from summarize.context import SPANS, Passage, made_fields, shorten

try:
    from langchain_core.documents import BaseDocumentCompressor, Document
except ImportError as error:
    raise ImportError(
        "summarize.langchain needs langchain-core: pip install 'summarize[langchain]'"
    ) from error

if TYPE_CHECKING:
    from langchain_core.callbacks import Callbacks


class SentenceCompressor(BaseDocumentCompressor):
    """Keep the sentences of retrieved documents that bear on the question.

    Documents stay in their order, with their id and metadata; one of which nothing was
    chosen is dropped.  ``metadata["sentence_spans"]`` holds the start, end, score and rank
    of each chosen sentence, by the text that the document had.

    Parameters
    ----------
    per_document : bool
        Whether each document has the budget for itself; by default all share one.
    **options
        As for `Summarizer`: a budget (three sentences without one), `language`,
        `encoder` …; `method` is `context.Passages()` where it is not given, and
        the question is the query.

    See Also
    --------
    summarize.llama_index.SentencePostprocessor : the same for LlamaIndex.

    Examples
    --------
    >>> from langchain_core.documents import Document
    >>> found = [Document("Rain fell. The mill burned."), Document("Snow fell.")]
    >>> compressor = SentenceCompressor(words=3)
    >>> [d.page_content for d in compressor.compress_documents(found, "What burned?")]
    ['The mill burned.']
    """

    per_document: bool = False
    options: dict[str, Any]

    def __init__(
        self,
        *,
        per_document: bool = False,
        options: Mapping[str, Any] | None = None,  # what a dump of it holds
        **given: Any,
    ) -> None:
        super().__init__(**made_fields(per_document, options, given))

    def compress_documents(
        self,
        documents: Sequence[Document],
        query: str,
        callbacks: Callbacks | None = None,  # noqa: ARG002 - nothing to call back about
    ) -> list[Document]:
        """Shorten documents to what bears on a question."""
        wanted = "a list of documents of LangChain"
        given = list(in_order("documents", documents, wanted, single=(str, Document)))
        for number, document in enumerate(given):
            if not isinstance(document, Document):
                name = f"documents[{number}]"
                raise TypeError(f"{name} must be a document of LangChain. {came(document)}")
        texts = [document.page_content for document in given]
        passages = shorten(texts, query, self.options, per_document=self.per_document)
        return [_shortened(given[passage.number], passage) for passage in passages]


def _shortened(document: Document, passage: Passage) -> Document:
    metadata = {**document.metadata, SPANS: passage.spans}
    return document.model_copy(update={"page_content": passage.text, "metadata": metadata})
