"""What several test files share: the project's folder and its example texts."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root():
    """Give the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def examples():
    """Give the folder of the example texts."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def tram(examples):
    """Give the article that most examples use."""
    return (examples / "tram.txt").read_text(encoding="utf-8")
