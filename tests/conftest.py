"""What several test files share: the project's folder, its example texts, the command."""

import io
import sys
from pathlib import Path

import pytest

from summarize.cli import main

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


@pytest.fixture
def run(monkeypatch, capsys):
    """Call `main` with arguments and standard input; give exit code, output, complaints."""

    def call(*arguments, stdin=b""):
        given = io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given, encoding="utf-8"))
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return call
