"""Runs every Python example of the README and the docs as a test."""

from collections.abc import Iterator
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

# The one needs Sphinx, which the extra `test` does not bring; the other makes pictures.
collect_ignore = ["docs/conf.py", "docs/pictures.py"]


@pytest.fixture(scope="module")
def _at_root(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run examples where their reader would: in the root of the project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(request.config.rootpath)
        yield


pytest_collect_file = Sybil(
    # Long output is shown wrapped.
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE)],
    patterns=["README.md", "docs/*.md"],
    fixtures=["_at_root"],
).pytest()
