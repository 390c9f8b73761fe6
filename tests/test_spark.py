"""Spark: a column of summaries is what one machine gives, whatever happens to its workers."""

import os
import re
import shutil
import signal
import sys
from doctest import NORMALIZE_WHITESPACE, DocTestParser, DocTestRunner
from pathlib import Path

import pytest
from texts import DAM, FRENCH, GERMAN, REVIEWS, RUSSIAN

from summarize import Summarizer, SummaryWarning

pytest.importorskip("pyspark", reason="needs the extra: pip install 'summarize[spark]'")
pytest.importorskip("pyarrow", reason="needs the extra: pip install 'summarize[spark]'")
pytest.importorskip("pandas", reason="needs the extra: pip install 'summarize[spark]'")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("Spark needs Java", allow_module_level=True)

from summarize.spark import SCHEMA, fit_column, summarize_column

TEXTS = [DAM, GERMAN, FRENCH, RUSSIAN, *REVIEWS, "", "It rained.", "📻 Radio. The dam broke."]
ROWS = [(number, f"{text} Row {number}.") for number, text in enumerate(TEXTS * 5)]
FIELDS = ("text", "start", "end", "index", "score", "rank", "document")


@pytest.fixture(scope="module")
def spark():
    """Give a session of two cores that tries a task four times, on this Python."""
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        session = (
            SparkSession.builder.master("local[2,4]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "7")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


def row_of(summary):
    """Give what the column has to hold for a summary."""
    return {
        "text": str(summary),
        "sentences": [{name: getattr(one, name) for name in FIELDS} for one in summary],
        "language": summary.language,
        "error": summary.error,
    }


def column_of(frame, name="summary"):
    """Give the summaries of a frame in the order of its ids, as plain data."""
    return [row[name].asDict(recursive=True) for row in frame.orderBy("id").collect()]


def test_column_equals_local(spark):
    """Over several partitions and Arrow batches every row has exactly the local summary."""
    frame = spark.createDataFrame(ROWS, "id int, text string").repartition(3)
    found = summarize_column(frame, "text", words=20)
    model = Summarizer(words=20)
    assert found.columns == ["id", "text", "summary"]
    assert found.rdd.getNumPartitions() == 3
    assert column_of(found) == [row_of(model.summarize(text)) for _, text in ROWS]


def test_places_are_those_of_sql(spark):
    """Spark's own substring finds each sentence where the column says, after an emoji too."""
    frame = spark.createDataFrame([("📻 Radio. The dam broke. It rained.",)], "body string")
    found = summarize_column(frame, "body", ratio=1.0)
    chosen = found.selectExpr("body", "inline(summary.sentences)")
    cut = chosen.selectExpr("text", "substring(body, start + 1, end - start) AS cut").collect()
    assert len(cut) > 1
    assert [row.cut for row in cut] == [row.text for row in cut]


def test_type_of_the_column(spark):
    """The column is a struct of the type that the module names, also for no rows."""
    frame = summarize_column(spark.createDataFrame([], "body string"), "body", into="short")
    assert frame.schema["short"].dataType.simpleString() == SCHEMA.replace(" ", "")
    assert frame.collect() == []


def test_bad_rows_have_errors(spark):
    """A null is an error in its row, as on one machine, and no other row suffers."""
    texts = [DAM, None, "", None, "It rained."]
    frame = spark.createDataFrame(list(enumerate(texts)), "id int, text string").coalesce(1)
    with pytest.warns(SummaryWarning):
        local = list(Summarizer(sentences=1).summarize_many(texts))
    found = column_of(summarize_column(frame, sentences=1))
    assert found == [row_of(summary) for summary in local]
    assert "NoneType" in found[1]["error"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("id", "int"),
        ("if(id = 1, null, id)", "float"),
        ("cast('It rained.' AS binary)", "bytes"),
        ("struct(id, 'It rained.' AS text)", "dict"),
        ("array(id)", "int64"),
        ("date'2026-01-01'", "date"),
    ],
)
def test_a_column_of_another_type_has_errors(spark, value, kind):
    """Numbers, bytes, structs and the like are errors that name what came."""
    frame = spark.range(2, numPartitions=1).selectExpr("cast(id AS int) AS id", f"{value} AS text")
    (found, *_) = column_of(summarize_column(frame))
    assert found["text"] == ""
    assert kind in found["error"]


def test_an_array_of_texts_gets_one_summary(spark):
    """Several texts on one subject get one summary, and each sentence names its text."""
    frame = spark.createDataFrame([(0, list(REVIEWS))], "id int, text array<string>")
    (found,) = column_of(summarize_column(frame, sentences=2))
    assert found == row_of(Summarizer(sentences=2).summarize(REVIEWS))
    for one in found["sentences"]:
        assert REVIEWS[one["document"]][one["start"] : one["end"]] == one["text"]


def test_a_failing_counter_is_an_error_of_its_row(spark):
    """A user's function that fails on one text leaves the others alone."""

    def count(text):
        return len(text) if "Millbrook" not in text else 1 // 0

    frame = spark.createDataFrame([(0, DAM), (1, GERMAN)], "id int, text string").coalesce(1)
    dam, german = column_of(summarize_column(frame, tokens=100, count_tokens=count))
    assert "ZeroDivisionError" in dam["error"]
    assert german == row_of(Summarizer(tokens=100, count_tokens=count).summarize(GERMAN))


def test_a_killed_worker_is_started_again(spark, tmp_path):
    """Where a Python worker dies, Spark tries its task again, and the rows are the same."""
    mark = str(tmp_path / "killed")

    def count(text):
        if not Path(mark).exists():
            Path(mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return len(text)

    frame = spark.createDataFrame(ROWS, "id int, text string").repartition(3)
    found = column_of(summarize_column(frame, tokens=200, count_tokens=count))
    assert Path(mark).exists()
    model = Summarizer(tokens=200, count_tokens=count)
    assert found == [row_of(model.summarize(text)) for _, text in ROWS]


def test_fitted_frequencies_equal_local(spark):
    """Counted over partitions, nulls and all, frequencies are those of one machine."""
    texts = [*(text for _, text in ROWS), None]
    frame = spark.createDataFrame(list(enumerate(texts)), "id int, text string").repartition(4)
    given = Summarizer(method="tfidf", sentences=2)
    model = fit_column(frame, "text", summarizer=given)
    with pytest.warns(SummaryWarning):
        local = Summarizer(method="tfidf", sentences=2).fit(texts)
    assert model.n_documents_ == local.n_documents_ == len(ROWS)
    assert model.document_frequencies_ == local.document_frequencies_
    assert not hasattr(given, "n_documents_")
    found = column_of(summarize_column(frame.where("text IS NOT NULL"), summarizer=model))
    assert found == [row_of(local.summarize(text)) for _, text in ROWS]


def test_nothing_to_fit(spark):
    """A frame without rows fits as an empty list does."""
    model, local = fit_column(spark.createDataFrame([], "text string")), Summarizer().fit([])
    assert model.n_documents_ == local.n_documents_ == 0
    assert model.document_frequencies_ == local.document_frequencies_ == {}


def test_wrong_options_are_refused_before_any_task(spark):
    """Options are checked where they are given, not in a worker."""
    frame = spark.createDataFrame([(DAM,)], "text string")
    with pytest.raises(ValueError, match="words"):
        summarize_column(frame, words=0)
    with pytest.raises(TypeError, match="not both"):
        fit_column(frame, summarizer=Summarizer(), words=5)
    with pytest.raises(TypeError, match="summarizer must be a Summarizer"):
        summarize_column(frame, summarizer="textrank")


def test_without_the_extra_the_error_says_what_to_install(spark, monkeypatch):
    """What is missing is named, with the command that installs it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"needs pyarrow: pip install 'summarize\[spark\]'"):
        summarize_column(spark.createDataFrame([(DAM,)], "text string"))


def test_the_page_shows_what_happens(spark, root):
    """The examples of the page give what stands below them."""
    page = (root / "docs/many-machines.md").read_text(encoding="utf-8")
    blocks = [b for b in re.findall(r"^```py\n(.*?)^```$", page, re.M | re.S) if ">>>" in b]
    test = DocTestParser().get_doctest("\n".join(blocks), {"spark": spark}, "page", None, 0)
    runner = DocTestRunner(optionflags=NORMALIZE_WHITESPACE)
    runner.run(test)
    assert runner.summarize(verbose=False) == (0, len(test.examples))
