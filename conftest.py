"""Runs every Python example of the README and the docs as a test."""

from collections.abc import Iterator
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from importlib.util import find_spec

import pytest
from hypothesis import Phase, settings
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

# The one needs Sphinx, which the extra `test` does not bring; the other makes pictures.
collect_ignore = ["docs/conf.py", "docs/pictures.py"]
# Nor does it bring these frameworks; tests/test_context.py says so where it skips.
_ADAPTERS = {"langchain_core": "langchain", "llama_index": "llama_index"}
collect_ignore += [
    f"summarize/{m}.py" for package, m in _ADAPTERS.items() if not find_spec(package)
]

# For .ci/mutants: the same few examples each time, and no time spent on the smallest.
settings.register_profile(
    "mutants",
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let properties come last where the first failure is all that is asked for."""
    if config.getoption("hypothesis_profile", None) == "mutants":
        items.sort(key=lambda item: item.get_closest_marker("hypothesis") is not None)


@pytest.fixture(scope="module")
def _at_root(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run examples where their reader would: in the root of the project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(request.config.rootpath)
        yield


pytest_collect_file = Sybil(
    # Long output is shown wrapped.
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE),
        SkipParser(),
    ],
    patterns=["README.md", "docs/*.md"],
    fixtures=["_at_root"],
).pytest()
