"""Dask: joblib's backend for it takes the work of `summarize_many` to a cluster."""

import os
from pathlib import Path

import joblib
import pytest
from texts import TEXTS

from summarize import Summarizer

distributed = pytest.importorskip(
    "distributed", reason="needs a package: pip install 'dask[distributed]'"
)


def test_a_cluster_gives_what_one_process_gives(tmp_path):
    """Two workers of a local cluster make the same summaries, and the caller makes none."""

    def count(text):
        (tmp_path / str(os.getpid())).touch()
        return len(text)

    texts = TEXTS * 30
    model = Summarizer(tokens=200, count_tokens=count)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
        joblib.parallel_config(backend="dask"),
    ):
        workers = set(client.run(os.getpid).values())
        found = [summary.to_dict() for summary in model.summarize_many(texts, n_jobs=-1)]
    counted = {int(path.name) for path in Path(tmp_path).iterdir()}
    assert counted <= workers
    assert os.getpid() not in counted
    assert found == [summary.to_dict() for summary in model.summarize_many(texts)]
