"""README and docs: the commands they show give what they say, and nothing is left out.

Their Python examples are run by Sybil; see `conftest.py` in the root.
"""

import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest
from texts import loaded

from summarize.scores import METHODS
from summarize.selectors import SELECTORS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)?(?:#([^)\s]+))?\)")


def _shown():
    """Give every command shown, with its page and the output below it."""
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield pytest.param(command, output, id=f"{page.name}: {command}")


@pytest.mark.parametrize(("command", "output"), list(_shown()))
def test_command_prints_what_the_page_shows(command, output):
    """A command of a `console` block prints what stands below it, but for line breaks."""
    scripts = sysconfig.get_path("scripts")
    done = subprocess.run(
        command,
        shell=True,
        cwd=ROOT,
        env={**os.environ, "PATH": scripts + os.pathsep + os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.split() == output.split()


def test_the_options_in_the_docs_are_the_commands(capsys):
    """The page of the command holds the tables that the command's own description gives."""
    loaded(ROOT / "docs" / "options.py").main()
    page = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out.strip() in page


def test_every_name_is_in_the_docs():
    """Every method and every selector is named on the page of both."""
    text = (ROOT / "docs/methods.md").read_text(encoding="utf-8")
    names = [*METHODS, *SELECTORS]
    assert [name for name in names if f"`{name}`" not in text and f'`"{name}"`' not in text] == []


def _anchors(page):
    """Give the anchors of a page's headings, as GitHub and MyST make them."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    """A link to another page, or to a heading of it, has a target."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    for path, anchor in LINK.findall(text):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        assert not anchor or anchor in _anchors(target), anchor


def test_readme_is_short_and_has_its_two_commands():
    """The README is under 150 lines and shows how to install and how to test, a line each."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith("python3 -m venv")]
    assert len(lines) < 150
    assert len(commands) == 2
    assert commands[0].endswith("summarize examples/tram.txt")
    assert commands[1].endswith("pytest")


def test_every_page_is_in_the_table_of_contents():
    """No page of the docs is left out of the index, and none is named that is not there."""
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    groups = re.findall(r"```{toctree}\n(?::[^\n]*\n)*\n(.*?)```", index, re.DOTALL)
    listed = [page for group in groups for page in group.split()]
    assert sorted(listed) == sorted(
        p.stem for p in (ROOT / "docs").glob("*.md") if p.stem != "index"
    )
