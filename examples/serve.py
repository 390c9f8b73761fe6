"""A web service that summarises: one endpoint, with limits on what it takes.

    pip install . fastapi uvicorn
    uvicorn --app-dir examples serve:app
    curl -H 'Content-Type: application/json' -d '{"text": "It rained. The dam broke."}' \
        http://127.0.0.1:8000/summarize

A request that is too long gets 413, one that is wrong 422, one that takes too long 503.
"""

import os
import warnings
from functools import partial
from typing import Annotated, Any

import anyio
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from summarize import SummaryWarning, summarize

warnings.simplefilter("ignore", SummaryWarning)  # the answer says it; a log is not for queries
LARGEST_BODY = 2_000_000  # bytes; time grows in proportion, about a second for these
SECONDS = 10.0  # waiting for a free core included
_CORES = anyio.CapacityLimiter(os.cpu_count() or 1)

Count = Annotated[int, Field(ge=1)]


class Request(BaseModel):
    """A text, how much of it is wanted, and what is asked of it."""

    model_config = ConfigDict(extra="forbid")  # a misspelt name is an error

    text: str
    sentences: Count | None = None
    words: Count | None = None
    characters: Count | None = None
    query: str | None = None
    language: str | None = None

    @model_validator(mode="after")
    def one_budget(self) -> "Request":
        """Refuse two budgets."""
        if sum(given is not None for given in (self.sentences, self.words, self.characters)) > 1:
            raise ValueError("give one of sentences, words and characters")
        return self


class Chosen(BaseModel):
    """A sentence of the summary, and where it stands in the text."""

    text: str
    start: int
    end: int
    score: float
    rank: int


class Response(BaseModel):
    """A summary; its sentences are in reading order."""

    text: str
    language: str
    heard: bool  # whether the text holds a word of the query, if there is one
    sentences: list[Chosen]


class LimitedBody:
    """Refuse a body that is too long as soon as that is known, before it is held whole."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is received, and stop where it is too much."""
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST_BODY:
                raise HTTPException(413, f"at most {LARGEST_BODY} bytes")
            return message

        await self.app(scope, limited, send)


app = FastAPI(title="summarize")
app.add_middleware(LimitedBody)


@app.post("/summarize")
async def summarize_text(request: Request) -> Response:
    """Pick the sentences of a text that matter."""
    work = partial(_summary, request.model_dump())
    try:
        with anyio.fail_after(SECONDS):
            # A thread cannot be stopped: it keeps its core until it ends, and others wait.
            return await anyio.to_thread.run_sync(work, limiter=_CORES, abandon_on_cancel=True)
    except TimeoutError:
        raise HTTPException(503, f"not done in {SECONDS:g} seconds") from None


def _summary(options: dict[str, Any]) -> Response:
    summary = summarize(options.pop("text"), **options)
    sentences = [
        Chosen(**{name: getattr(s, name) for name in Chosen.model_fields}) for s in summary
    ]
    return Response(
        text=str(summary), language=summary.language, heard=summary.heard, sentences=sentences
    )
