"""Summaries in a Spark DataFrame (extra ``spark``).

Takes a DataFrame with a column of texts, gives it with one more column, or a
`Summarizer` fitted on that column.  A thin shell around `Summarizer`, which Spark's
workers run on Arrow batches: every row gets what `Summarizer.summarize` gives.
Starts no session, and brings nothing home but document frequencies.
"""

import warnings
from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING, Any

from summarize.extras import needed
from summarize.notices import SummaryWarning
from summarize.summarizer import Summarizer
from summarize.summary import Summary

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: The type of the column: a `Summary` with its chosen sentences.
SCHEMA = (
    "struct<text: string, sentences: array<struct<text: string, start: int, end: int, "
    "index: int, score: double, rank: int, document: int>>, language: string, error: string>"
)
_SENTENCE = ("text", "start", "end", "index", "score", "rank", "document")


def summarize_column(
    df: "DataFrame",
    column: str = "text",
    *,
    into: str = "summary",
    summarizer: Summarizer | None = None,
    **options: Any,
) -> "DataFrame":
    """Add a column with the summary of each row's text.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    column : str
        Where the texts are: strings, or arrays of strings, which get one summary each.
    into : str
        The new column, a struct of the type `SCHEMA`; one of that name is replaced.
    summarizer : Summarizer, optional
        One that may be fitted; in place of options.
    **options
        Those of `Summarizer`; they are checked here, before any row is read.

    Returns
    -------
    pyspark.sql.DataFrame
        Lazy, as ever in Spark.  Where the value of a row is no text (null among others),
        the field ``error`` says so and the summary is empty.

    Raises
    ------
    ImportError
        If PySpark, PyArrow or pandas is missing.
    TypeError, ValueError
        If an option is wrong.

    Examples
    --------
    >>> df = spark.createDataFrame([("It rained. The dam broke.",)], ["text"])  # doctest: +SKIP
    >>> summarize_column(df, sentences=1).select("summary.text").first()  # doctest: +SKIP
    Row(text='It rained.')
    """
    functions = _functions()
    import pandas as pd  # noqa: PLC0415 - an extra

    model = _model(summarizer, options)

    def summaries(columns: Iterator[pd.Series]) -> Iterator[pd.DataFrame]:
        for values in columns:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SummaryWarning)  # `error` tells of a bad row
                found = [_row(one) for one in model.summarize_many(_texts(values))]
            yield pd.DataFrame(found, columns=["text", "sentences", "language", "error"])

    return df.withColumn(into, functions.pandas_udf(summaries, SCHEMA)(df[column]))


def fit_column(
    df: "DataFrame",
    column: str = "text",
    *,
    summarizer: Summarizer | None = None,
    **options: Any,
) -> Summarizer:
    """Learn from a column in how many texts each term occurs.

    Each partition is counted by ``Summarizer.fit``, and Spark adds the counts up.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    column : str
    summarizer : Summarizer, optional
        What to fit, in place of options; it stays as it is.
    **options
        Those of `Summarizer`.

    Returns
    -------
    Summarizer
        A new one, fitted as ``fit`` does it on the same texts.  Rows that hold no text
        are passed over.

    Raises
    ------
    ImportError, TypeError, ValueError
        As for `summarize_column`.

    Examples
    --------
    >>> model = fit_column(df, words=100)  # doctest: +SKIP
    >>> summarize_column(df, summarizer=model)  # doctest: +SKIP
    DataFrame[text: string, summary: struct<…>]
    """
    functions = _functions()
    import pandas as pd  # noqa: PLC0415 - an extra

    model = _model(summarizer, options)
    model._forget()

    def counts(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SummaryWarning)
            model.fit(text for frame in frames for text in _texts(frame.iloc[:, 0]))
        found = model.document_frequencies_
        # The number of texts stands in a row of its own, under no term.
        rows = {"term": [None, *found], "count": [model.n_documents_, *found.values()]}
        yield pd.DataFrame(rows)

    parts = df.select(df[column]).mapInPandas(counts, "term string, count long")
    total = parts.groupBy("term").agg(functions.sum("count")).collect()
    found = dict(sorted((term or "", count) for term, count in total))
    model.n_documents_ = found.pop("", 0)
    model.document_frequencies_ = found
    return model


def _functions() -> Any:
    """Give Spark's functions, once all that they need is found to be here."""
    for module in ("pandas", "pyarrow", "pyspark.sql.functions"):
        functions = needed(module, "summarize.spark", "spark")
    return functions


def _model(summarizer: Summarizer | None, options: dict[str, Any]) -> Summarizer:
    """Give a summarizer of the workers' own, its options checked."""
    if summarizer is None:
        summarizer = Summarizer(**options)
    elif options:
        raise TypeError(f"Give summarizer or options, not both. Got both: {', '.join(options)}.")
    elif not isinstance(summarizer, Summarizer):
        kind = type(summarizer).__name__
        raise TypeError(f"summarizer must be a Summarizer or None. Got {kind} instead.")
    summarizer.summarize_many(())
    return copy(summarizer)


def _texts(values: Any) -> list[Any]:
    """Give the values of a batch; nulls are None, whatever pandas takes for them."""
    if values.ndim == 2:  # a column of structs
        return list(values.to_dict("records"))
    return list(values.astype(object).where(values.notna(), None))


def _row(summary: Summary) -> tuple[str, list[dict[str, Any]], str, str | None]:
    sentences = [{name: getattr(one, name) for name in _SENTENCE} for one in summary]
    return summary.text, sentences, summary.language, summary.error
