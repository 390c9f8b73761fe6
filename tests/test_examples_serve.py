"""The examples that serve: started as their reader would, called over loopback or a pipe.

Each server ends by itself: the web service after a number of requests, the tool when its
input is closed.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

TEXT = "It rained for a week. The dam broke on Sunday. Ana Reyes had reported its cracks in May."


@pytest.fixture(scope="module")
def service(root):
    """Start the web service on a free port of this machine; give its address."""
    for package in ("fastapi", "uvicorn"):
        pytest.importorskip(package, reason=f"examples/serve.py needs {package}")
    command = ["uvicorn", "--app-dir", "examples", "serve:app", "--port", "0"]
    limits = ["--host", "127.0.0.1", "--limit-max-requests", "5", "--log-level", "info"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, *limits],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    deadline = threading.Timer(60, process.kill)
    deadline.start()
    try:
        lines = iter(process.stderr.readline, "")
        found = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in lines)
        yield next(match[0] for match in found if match)
        process.communicate(timeout=20)  # it has answered its last request
        assert process.returncode == 0
    finally:
        deadline.cancel()
        process.kill()
        process.wait()


def _post(address, body):
    """Send a body; give status and answer."""
    data = body if not isinstance(body, dict) else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{address}/summarize", data, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_web_service(service):
    """It summarises within the budget with spans, and refuses what is too long or wrong."""
    status, answer = _post(service, {"text": TEXT, "words": 5, "query": "the dam"})
    assert (status, answer["text"]) == (200, "The dam broke on Sunday.")
    assert answer["heard"]
    (sentence,) = answer["sentences"]
    assert TEXT[sentence["start"] : sentence["end"]] == sentence["text"]

    status, answer = _post(service, {"text": TEXT, "words": 5, "sentences": 1})
    assert (status, answer["detail"][0]["type"]) == (422, "value_error")
    status, answer = _post(service, {"text": TEXT, "wrods": 5})
    assert (status, answer["detail"][0]["loc"]) == (422, ["body", "wrods"])

    # too long by its last bytes: a server that still gets some may reset the connection
    long = json.dumps({"text": "It rained. " * 181_818}).encode()
    assert 2_000_000 < len(long) < 2_000_100
    assert _post(service, long)[0] == 413
    chunks = iter([long[:100_000]] * 20 + [b"!"])  # sent without saying how long it is
    assert _post(service, chunks)[0] == 413


def test_web_service_gives_up_in_time(root, monkeypatch):
    """A request that is not done in time gets 503, and so does one that waits for a core."""
    pytest.importorskip("fastapi", reason="examples/serve.py needs fastapi")
    monkeypatch.syspath_prepend(str(root / "examples"))
    import serve

    hold = threading.Event()
    monkeypatch.setattr(serve, "SECONDS", 0.2)
    monkeypatch.setattr(serve, "summarize", lambda *_, **__: hold.wait(10))
    request = serve.Request(text=TEXT)

    async def ask():
        many = [serve.summarize_text(request) for _ in range(2 * (os.cpu_count() or 1))]
        answers = await asyncio.gather(*many, return_exceptions=True)
        hold.set()
        return answers

    assert {answer.status_code for answer in asyncio.run(ask())} == {503}


def test_tool_for_language_models(root):
    """A client starts the tool, finds it, calls it, gets spans, and is told of a bad argument."""
    mcp = pytest.importorskip("mcp", reason="examples/mcp_tool.py needs mcp>=2")
    if not hasattr(mcp, "Client"):
        pytest.skip("examples/mcp_tool.py needs mcp>=2, and an older one is installed")

    async def call():
        tool = mcp.StdioServerParameters(
            command=sys.executable,
            args=["examples/mcp_tool.py"],
            cwd=str(root),
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        async with asyncio.timeout(60), mcp.Client(mcp.stdio_client(tool)) as client:
            (listed,) = (await client.list_tools()).tools
            given = {"text": TEXT, "question": "Who reported the cracks?", "words": 11}
            good = await client.call_tool(listed.name, given)
            bad = await client.call_tool(listed.name, {"text": TEXT, "words": 0})
        return listed, good, bad

    listed, good, bad = asyncio.run(call())
    assert listed.name == "shorten"
    assert listed.input_schema["required"] == ["text"]
    (passage,) = good.structured_content["result"]
    assert passage["text"] == "Ana Reyes had reported its cracks in May."
    assert TEXT[passage["start"] : passage["end"]] == passage["text"]
    assert bad.is_error
