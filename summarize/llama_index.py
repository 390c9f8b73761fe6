"""A LlamaIndex node post-processor: of what was retrieved, the sentences that matter.

Takes nodes and a question, gives shorter nodes under one budget, with their metadata and the
spans of what was chosen.  Needs llama-index-core (extra ``llama-index``).  Retrieves nothing
and calls no model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from summarize.context import SPANS, Passage, made_fields, shorten

try:
    from llama_index.core.callbacks import CallbackManager
    from llama_index.core.postprocessor.types import BaseNodePostprocessor
    from llama_index.core.schema import BaseNode, MetadataMode, NodeWithScore, QueryBundle
except ImportError as error:
    raise ImportError(
        "summarize.llama_index needs llama-index-core: pip install 'summarize[llama-index]'"
    ) from error


class SentencePostprocessor(BaseNodePostprocessor):
    """Keep the sentences of retrieved nodes that bear on the question.

    Nodes stay in their order, with their id, score and metadata; one of which nothing was
    chosen is dropped, one without text (an image) goes through.  ``metadata["sentence_spans"]``
    holds the start, end, score and rank of each chosen sentence, by the text that the node
    had; no model is shown it.

    Parameters
    ----------
    per_document : bool
        Whether each node has the budget for itself; by default all share one.
    **options
        As for `Summarizer`: a budget (three sentences without one), `language`,
        `encoder` …; `method` is `context.Passages()` where it is not given, and
        the question is the query.

    See Also
    --------
    summarize.langchain.SentenceCompressor : the same for LangChain.

    Examples
    --------
    >>> from llama_index.core.schema import NodeWithScore, TextNode
    >>> found = [NodeWithScore(node=TextNode(text="Rain fell. The mill burned."), score=0.9)]
    >>> shorter = SentencePostprocessor(words=3).postprocess_nodes(found, query_str="What burned?")
    >>> [node.text for node in shorter]
    ['The mill burned.']
    """

    per_document: bool = False
    options: dict[str, Any]

    def __init__(
        self,
        *,
        per_document: bool = False,
        callback_manager: CallbackManager | None = None,
        options: Mapping[str, Any] | None = None,  # what a dump of it holds
        **given: Any,
    ) -> None:
        fields = made_fields(per_document, options, given)
        if callback_manager is not None:
            fields["callback_manager"] = callback_manager
        super().__init__(**fields)

    @classmethod
    def class_name(cls) -> str:
        """Give the name that LlamaIndex stores with its settings."""
        return "SentencePostprocessor"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        texts = [found.node.get_content(metadata_mode=MetadataMode.NONE) for found in nodes]
        query = query_bundle.query_str if query_bundle else None
        passages = shorten(texts, query, self.options, per_document=self.per_document)
        kept = {passage.number: passage for passage in passages}
        shorter = []
        for number, found in enumerate(nodes):
            if number in kept:
                node = _shortened(found.node, kept[number])
                shorter.append(NodeWithScore(node=node, score=found.score))
            elif not texts[number].strip():
                shorter.append(found)
        return shorter


def _shortened(node: BaseNode, passage: Passage) -> BaseNode:
    shorter = node.model_copy(
        update={
            "metadata": {**node.metadata, SPANS: passage.spans},
            "excluded_llm_metadata_keys": [*node.excluded_llm_metadata_keys, SPANS],
            "excluded_embed_metadata_keys": [*node.excluded_embed_metadata_keys, SPANS],
        }
    )
    shorter.set_content(passage.text)
    return shorter
