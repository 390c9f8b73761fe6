"""A tool for language models, by the Model Context Protocol over standard input and output.

    pip install . 'mcp>=2'
    python examples/mcp_tool.py       # a client starts it, and ends it by closing its input

The model sends a text and a question, and reads what bears on it instead of the whole.
"""

from typing import Annotated

from mcp.server import MCPServer
from pydantic import BaseModel, Field

from summarize import summarize
from summarize.context import Passages

LONGEST = 2_000_000  # characters


class Passage(BaseModel):
    """A sentence of the text, verbatim; text[start:end] is it."""

    text: str
    start: int
    end: int


server = MCPServer("summarize")


@server.tool()
def shorten(
    text: Annotated[str, Field(description="The text to shorten", max_length=LONGEST)],
    question: Annotated[str, Field(description="What is asked of it; may be empty")] = "",
    words: Annotated[int, Field(description="How long the result may be", ge=1, le=20_000)] = 300,
) -> list[Passage]:
    """Shorten a text to its sentences that bear on a question, verbatim and in reading order."""
    summary = summarize(text, query=question, words=words, method=Passages())
    return [Passage(text=s.text, start=s.start, end=s.end) for s in summary]


if __name__ == "__main__":
    server.run()  # standard input and output
