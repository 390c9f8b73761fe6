"""Time a Spark session on two cores beside two processes without Spark, on the same rows.

    python docs/spark_benchmark.py                  # 50,000 rows of texts made here
    python docs/spark_benchmark.py ../shared/data   # of public news that lies there

Prints the table of docs/many-machines.md.  Sessions, processes and the rows themselves are
ready before the clock starts, and the results are checked to be equal.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmark import best, many, news

from summarize import Summarizer
from summarize.spark import fit_column, summarize_column

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def session() -> SparkSession:
    """Start Spark on two cores, its workers on this Python."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = SparkSession.builder.master("local[2]").config("spark.driver.memory", "4g")
    return spark.config("spark.ui.enabled", "false").getOrCreate()


def whole(frame: DataFrame) -> None:
    """Compute every row of a frame, and keep none."""
    frame.write.format("noop").mode("overwrite").save()


def spread(spark: SparkSession, texts: list[str], parts: int) -> DataFrame:
    """Put texts, numbered, into the memory of a session."""
    frame = spark.createDataFrame(list(enumerate(texts)), "id int, text string")
    frame = frame.repartition(parts).cache()
    frame.count()
    return frame


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--parts", type=int, default=8)
    options = parser.parse_args()
    texts, spark = news(options.folder, options.rows), session()
    spark.sparkContext.setLogLevel("ERROR")
    frame = spread(spark, texts, options.parts)

    first = summarize_column(frame.where("id < 200"), sentences=3).orderBy("id")
    assert [row.summary.text for row in first.collect()] == many(texts[:200], n_jobs=2)
    tasks: dict[str, Callable[[], Any]] = {
        "`summarize_many`, one process": lambda: many(texts),
        "`summarize_many(n_jobs=2)`": lambda: many(texts, n_jobs=2),
        "`summarize_column`, `local[2]`": lambda: whole(summarize_column(frame, sentences=3)),
        "`Summarizer.fit`, one process": lambda: Summarizer().fit(texts),
        "`fit_column`, `local[2]`": lambda: fit_column(frame),
    }
    found = best(tasks, options.rounds)
    megabytes = sum(len(text) for text in texts) / 1e6
    print(f"\n| {len(texts):,} rows, {megabytes:.0f} MB | seconds | × `n_jobs=2` |\n|---|---|---|")
    for name, time in found.items():
        ratio = f"{time / found['`summarize_many(n_jobs=2)`']:.2f}" if "fit" not in name else ""
        print(f"| {name} | {time:.1f} | {ratio} |")


if __name__ == "__main__":
    main()
