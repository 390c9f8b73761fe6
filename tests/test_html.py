"""The heat-map: escaped, complete, and marking what was chosen."""

import base64
import hashlib
import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from texts import DAM, LANGUAGES, MESSY, METHODS, REVIEWS

from summarize import Document, summarize

HOSTILE = (
    '<script>alert("1")</script> The dam & the "mill" broke. </div></body> It’s <b>bold</b>. '
    "&lt;script&gt; stays as it is. <!-- no comment --> The dam broke."
)


class Reader(HTMLParser):
    """Read a page as a browser does: its tags, its text, its marked text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.marked, self.text, self.inside, self.scripts = [], [], "", [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Note an opening tag."""
        self.tags.append(tag)
        if tag not in ("meta", "hr", "input"):
            self.inside.append((tag, dict(attrs).get("class")))
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag):
        """Check that tags close in order."""
        assert self.inside.pop()[0] == tag

    def handle_data(self, data):
        """Gather text."""
        if ("mark", None) in self.inside:
            self.marked[-1] += data
        if ("div", "text") in self.inside:
            self.text += data
        if ("script", None) in self.inside:
            self.scripts.append(data)


def data_of(html):
    """Give what the page's script is told."""
    return json.loads(Reader(html).scripts[0])


@pytest.mark.parametrize("text", [HOSTILE, MESSY, *LANGUAGES.values()], ids=lambda t: t[:9])
def test_the_page_shows_the_text_and_marks_the_chosen(text):
    """A browser reads the very text, with exactly the chosen sentences marked, in order."""
    summary = summarize(text)
    read = Reader(summary.to_html())
    assert read.text.replace("\r\n", "\n") == text.replace("\r\n", "\n")
    assert read.marked == [s.text for s in summary]
    assert read.inside == []


@pytest.mark.filterwarnings("ignore:query. no word")
@pytest.mark.parametrize("text", [HOSTILE, f"{HOSTILE} 😀"])
def test_nothing_of_the_text_becomes_a_tag(text):
    """Only the tags of the page itself are there, and its own script."""
    plain, hostile = (
        Reader(summarize(t, sentences=1, query='<u>"x"</u>').to_html()) for t in (DAM, text)
    )
    assert set(hostile.tags) == set(plain.tags)
    assert [len(read.scripts) for read in (plain, hostile)] == [2, 2]
    assert hostile.scripts[1] == plain.scripts[1]
    assert not set("<>&") & set(hostile.scripts[0])


def test_attributes_and_errors_are_escaped():
    """Language and error messages cannot break out either."""
    summary = summarize(Document("The dam.", language='x"><script>'))
    assert summary.to_html().count("<script") == summary._repr_html_().count("<script") == 2


def test_a_language_that_no_encoding_can_write():
    """What is given for a language is escaped and can be written, as the text is."""
    page = summarize(Document(DAM, language='"><\ud800')).to_html()
    assert page.encode().count(b'lang="&quot;&gt;&lt;?"') == 2


@pytest.mark.parametrize("text", ["A \ud800 stands alone.", "\udfff", "\ud83d dam \ude00."])
def test_lone_surrogates_do_not_break_the_page(text):
    """What no encoding can write is replaced: the page can be saved."""
    html = summarize(text).to_html()
    assert html.encode("utf-8").decode("utf-8") == html


def test_several_documents_are_set_apart():
    """Each document has its own block, and all its sentences."""
    summary = summarize(list(REVIEWS), sentences=4)
    html = summary.to_html()
    read = Reader(html)
    assert read.tags.count("hr") == 2
    assert read.text == "".join(REVIEWS)
    assert len(read.marked) == 4
    assert html.count("<span data-i=") == len(summary.sentences)


def test_paragraphs_stay_apart_where_white_space_is_lost():
    """A blank line is no part of a paragraph: nbconvert would make one line of it and its text."""
    html = summarize("The dam broke.\n\nIt rained. The dam had cracks.").to_html()
    assert '</p>\n\n<p dir="auto">' in html
    assert ".text p + p { margin-top:" in html


def test_each_document_has_its_language():
    """A browser reads each text in its own voice; where one is given for all, in that."""
    german = Document("Der Damm brach.", language="de-AT")
    texts = ["The dam broke on Monday.", LANGUAGES["de"], "It is the dam.", german, "Dam 7"]
    langs = [None, "de", None, "de", None]
    blocks = '<div class="text"(?: lang="(.*?)")?>'
    found = [code or None for code in re.findall(blocks, summarize(texts).to_html())]
    assert found == langs
    assert set(re.findall(blocks, summarize(texts, language="nl").to_html())) == {""}
    hostile = summarize(["The dam broke on Monday.", Document("Dam.", language='x"><b>')])
    assert 'lang="x&quot;&gt;&lt;b&gt;"' in hostile.to_html()


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
    assert len(set(re.findall(r"Rank (\d+) of 12", html))) == 12
    assert data_of(html)["reasons"]["0"]["terms"][0][1] > 0  # and why
    assert "words=40, method textrank, language en" in unescape(html)


def test_an_empty_text_has_a_page():
    """No sentence, no document: still a whole page."""
    for text in ("", [], "..."):
        assert Reader(summarize(text).to_html()).marked == []


@pytest.mark.parametrize("method", ["coverage", "textrank", "lead"])
def test_the_slider_has_what_cut_gives(method):
    """For every length the page holds the sentences that `cut` chooses."""
    summary = summarize(DAM, words=30, method=method)
    steps = data_of(summary.to_html())["cuts"]
    assert len(steps) == 12
    for length, rows in enumerate(steps, 1):
        assert rows == [s.index for s in summary.cut(sentences=length)]


def test_the_page_of_a_long_text_is_small():
    """500 sentences make less than 400 kB."""
    text = " ".join(
        f"Sentence number {k} of the {k % 9} tells what the dam did." for k in range(500)
    )
    assert len(summarize(text).to_html().encode()) < 400_000


def test_the_page_may_load_nothing():
    """The policy of the page allows its own script by its hash, and nothing else."""
    html = summarize(DAM).to_html()
    script = Reader(html).scripts[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in html
