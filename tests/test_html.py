"""The heat-map: escaped, complete, and marking what was chosen."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from texts import DAM, LANGUAGES, MESSY, METHODS, REVIEWS

from summarize import summarize

HOSTILE = (
    '<script>alert("1")</script> The dam & the "mill" broke. </div></body> It’s <b>bold</b>. '
    "&lt;script&gt; stays as it is. <!-- no comment --> The dam broke."
)


class Reader(HTMLParser):
    """Read a page as a browser does: its tags, its text, its marked text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.marked, self.text, self.inside = [], [], "", []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Note an opening tag."""
        self.tags.append(tag)
        if tag not in ("meta", "hr"):
            self.inside.append(tag)
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag):
        """Check that tags close in order."""
        assert self.inside.pop() == tag

    def handle_data(self, data):
        """Gather text."""
        if "mark" in self.inside:
            self.marked[-1] += data
        if "div" in self.inside and "p" not in self.inside:
            self.text += data


@pytest.mark.parametrize("text", [HOSTILE, MESSY, *LANGUAGES.values()], ids=lambda t: t[:9])
def test_the_page_shows_the_text_and_marks_the_chosen(text):
    """A browser reads the very text, with exactly the chosen sentences marked, in order."""
    summary = summarize(text)
    read = Reader(summary.to_html())
    assert read.text.replace("\r\n", "\n") == text.replace("\r\n", "\n")
    assert read.marked == [s.text for s in summary]
    assert read.inside == []


@pytest.mark.parametrize("text", [HOSTILE, f"{HOSTILE} 😀"])
def test_nothing_of_the_text_becomes_a_tag(text):
    """Only the tags of the page itself are there: no script, no bold, no closing div."""
    summary = summarize(text, sentences=1, query='<i>"x"</i>')
    allowed = {"html", "meta", "title", "body", "style", "div", "span", "mark", "p"}
    assert set(Reader(summary.to_html()).tags) == allowed
    assert "<script" not in summary.to_html()


def test_attributes_and_errors_are_escaped():
    """Language and error messages cannot break out either."""
    summary = summarize("The dam.", language='x"><script>')
    assert "<script" not in summary.to_html()
    assert "<script" not in summary._repr_html_()


@pytest.mark.parametrize("text", ["A \ud800 stands alone.", "\udfff", "\ud83d dam \ude00."])
def test_lone_surrogates_do_not_break_the_page(text):
    """What no encoding can write is replaced: the page can be saved."""
    html = summarize(text).to_html()
    assert html.encode("utf-8").decode("utf-8") == html


def test_several_documents_are_set_apart():
    """Each document has its own block, and all its sentences."""
    summary = summarize(list(REVIEWS), sentences=4)
    read = Reader(summary.to_html())
    assert read.tags.count("hr") == 2
    assert read.text == "".join(REVIEWS)
    assert len(read.marked) == 4
    assert read.tags.count("span") + read.tags.count("mark") == len(summary.sentences)


def test_the_notebook_shows_the_fragment():
    """`_repr_html_` is a fragment, which the page holds; it loads nothing from elsewhere."""
    summary = summarize(DAM)
    assert summary._repr_html_() in summary.to_html()
    assert not re.search(r"https?:|src=|@import|url\(", summary.to_html())
    assert "<html" not in summary._repr_html_()


@pytest.mark.parametrize("method", METHODS)
def test_the_better_the_warmer(method):
    """Heat falls with the rank, whatever the scale of the scores."""
    summary = summarize(DAM, method=method, order="rank")
    heats = [float(heat) for heat in re.findall(r"--heat:([\d.]+)", summary._repr_html_())]
    by_rank = [heats[s.index] for s in sorted(summary.sentences, key=lambda s: s.rank)]
    assert by_rank == sorted(by_rank, reverse=True)
    assert 0 <= min(heats) < max(heats) <= 1


def test_ranks_and_settings_can_be_read():
    """Each sentence tells its rank, and the foot tells budget, method and language."""
    html = summarize(DAM, words=40, method="textrank").to_html()
    assert len(set(re.findall(r"rank (\d+) of 12", html))) == 12
    assert "words=40, method textrank, language en" in unescape(html)


def test_an_empty_text_has_a_page():
    """No sentence, no document: still a whole page."""
    for text in ("", [], "..."):
        assert Reader(summarize(text).to_html()).marked == []
