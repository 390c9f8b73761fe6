"""Readers: what comes back of a file, what is left out, and what is said of a bad one."""

import io
import json
import re
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize import Document, SummaryWarning, summarize
from summarize.decoding import decode
from summarize.readers import LARGEST_UNPACKED, SUFFIXES, read

HTML = """<!doctype html><html><head><title>Tram</title><script>alert("Nobody reads this.")</script>
</head><body><nav><a href="/">Home</a> <a href="/news">All the news</a></nav><article>
<h1>The tram is back</h1>
<p>The last tram ran in 1961, and for sixty years nobody missed it aloud. On Saturday it came
back, and four thousand people queued to <a href="https://example.org/ride">ride</a> in it.</p>
<h2>What it cost</h2>
<p>The line cost 41 million crowns, of which the state paid half. The other half was borrowed.</p>
<table><tr><td>Year</td><td>Crowns</td></tr></table></article>
<footer>Imprint and cookies</footer></body></html>"""

MARKDOWN = """---
title: not prose
---
# The tram is back

The last tram ran in *1961*, and nobody [missed it](https://example.org/tram) aloud.
On Saturday it came back. ![a red tram](tram.png)

    ride = tram.queue(4000)

## What it cost

- The line cost 41 million crowns.
- The state paid `half` of it.

| Year | Crowns |
|------|--------|
| 2021 | 41     |

```python
print("not prose")
```
"""

WEBVTT = """WEBVTT

00:00:01.000 --> 00:00:03.500
<v Mara>So we decide: from November

00:00:03.500 --> 00:00:06.000
<v Mara>the upper floors close at seven.

00:00:20.000 --> 00:00:22.000
<v Joss>And the coffee machine?
"""

SUBRIP = """1
00:00:01,000 --> 00:00:03,500
MARA: So we decide: from November

2
00:00:03,500 --> 00:00:06,000
the upper floors close at seven.

3
00:01:20,000 --> 00:01:22,000
JOSS: And the coffee machine?
"""


def spans_are_exact(document):
    """Say whether every sentence stands where its span says."""
    return all(document[s.start : s.end] == s.text for s in summarize(document).sentences)


# --- what comes back -----------------------------------------------------------------


def test_html():
    """Of a page the article comes back with its headings, without menus, tables and scripts."""
    pytest.importorskip("trafilatura")
    document = Document.from_html(HTML)
    assert "queued to ride in it." in " ".join(document.text.split())
    for left_out in ("Nobody reads", "All the news", "Imprint", "example.org", "Year"):
        assert left_out not in document.text
    cost = [s for s in summarize(document).sentences if "41 million" in s.text]
    assert [s.meta["headings"] for s in cost] == [("The tram is back", "What it cost")]
    assert spans_are_exact(document)


@pytest.mark.parametrize(
    ("html", "sentences"),
    [
        ("<p>Rain fell. The dam broke.</p>", ["Rain fell.", "The dam broke."]),
        (
            "<html><body>Rain fell.<br>The dam broke.</body></html>",
            ["Rain fell.", "The dam broke."],
        ),
        ("<div><span>Rain\nfell.</span></div>", ["Rain fell."]),
        ("Rain &amp; snow fell.", ["Rain & snow fell."]),
        ("<script>let rain = 1;</script>", []),
        ("", []),
    ],
)
def test_html_that_is_no_article(html, sentences):
    """A piece of a page, or a page without paragraphs, loses no sentence."""
    pytest.importorskip("trafilatura")
    assert [s.text for s in summarize(Document.from_html(html)).sentences] == sentences


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (
            "<p>The dam broke on Monday.<br><br>Then the <b>town</b> was flooded.</p>"
            "<ul><li>One big thing<ul><li>Two small</li></ul>and its end</li></ul>",
            ["The dam broke on Monday.", "Then the town was flooded."]
            + ["One big thing", "Two small", "and its end"],
        ),
        ("<blockquote><p>It rained.</p><p>All day.</p></blockquote>", ["It rained.", "All day."]),
        ("<ul><li><p>It rained.</p><p>All day.</p></li></ul>", ["It rained.", "All day."]),
    ],
)
@pytest.mark.parametrize("long", [False, True])
def test_html_keeps_blocks_apart(body, texts, long):
    """A break, a list in a list and a paragraph in a quote glue no words, however long a page."""
    pytest.importorskip("trafilatura")
    more = [f"Day {k}: water came down the old bed of the river." for k in range(9 * long)]
    tail = "".join(f"<p>{line}</p>" for line in more)
    document = Document.from_html(f"<html><body><article>{body}{tail}</article></body></html>")
    assert re.split("\n+", document.text) == texts + more


def test_a_short_article_is_not_one_paragraph():
    """An article with a table keeps its paragraphs and headings, however short, and no cell."""
    pytest.importorskip("trafilatura")
    long = "The dam had cracks, and the town slept while water rose in the streets by the river."
    article = f"<h1>Flood</h1><p>The dam broke.</p><p>{long}</p><table><tr><td>9</td></tr></table>"
    document = Document.from_html(
        f"<html><body><nav>Menu</nav><article>{article} It rained.</article></body></html>"
    )
    assert document.text.split("\n\n") == ["Flood", "The dam broke.", long, "It rained."]
    assert document.parts[1].meta["headings"] == ("Flood",)


@pytest.mark.parametrize("times", [1, 5], ids=["short", "long"])
def test_headings_of_a_page_without_an_article(times):
    """Headings that stand in the page itself are none of the sentences below, which know them."""
    pytest.importorskip("trafilatura")
    broke, cost = (
        "The dam broke and the town was flooded. ",
        "Nine million crowns it cost, they say. ",
    )
    document = Document.from_html(
        f"<html><body><h1>Flood in Ulm</h1><p>{broke * times}</p>"
        f"<h2>Costs</h2><p>{cost * times}</p></body></html>"
    )
    sentences = summarize(document).sentences
    assert [s.text for s in sentences] == (
        ["Flood in Ulm", *[broke.strip()] * times, "Costs", *[cost.strip()] * times]
    )
    assert sentences[-1].meta["headings"] == ("Flood in Ulm", "Costs")


def test_markdown():
    """Of Markdown the prose comes back with its headings, without code, tables and targets."""
    pytest.importorskip("markdown_it")
    document = Document.from_markdown(MARKDOWN)
    assert "The last tram ran in 1961, and nobody missed it aloud." in document.text
    assert "The state paid half of it." in document.text
    for left_out in ("not prose", "queue", "example.org", "tram.png", "red", "Year", "2021", "*"):
        assert left_out not in document.text
    (cost,) = [s for s in summarize(document).sentences if "41 million" in s.text]
    assert cost.meta["headings"] == ("The tram is back", "What it cost")
    assert spans_are_exact(document)


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        (
            "It rained.<br>The dam broke.<BR />\nAll went home.",
            "It rained.\nThe dam broke.\nAll went home.",
        ),
        ("`<br>` stays, a <b>tag</b> goes.", "<br> stays, a tag goes."),
        ("---\nIt rained.\n\n---\nThe dam broke.", "It rained.\n\nThe dam broke."),
        ("---\ntitle: Rain\n---\nIt rained.", "It rained."),
    ],
)
def test_breaks_and_rules_of_markdown(text, prose):
    """A break keeps words apart, and a rule that opens the text does not take it away."""
    pytest.importorskip("markdown_it")
    assert Document.from_markdown(text).text == prose


@pytest.mark.parametrize(
    ("tagged", "paragraphs"),
    [
        ('<p align="center">A <b>small</b> pump.<br>No oil.</p>', ["A small pump.", "No oil."]),
        (
            "<details>\n<summary>Oil?</summary>\nIt needs\nnone.\n</details>",
            ["Oil?", "It needs\nnone."],
        ),
        ("<!-- no > news -->\n<h1>Pump &amp; Co</h1>", ["Pump & Co"]),
        ("<table><tr><td>1961</td></tr></table>", []),
        ("<script>\nif (a < b) c();\n</script>\n", []),
        ("<div>a < b and c > d</div>", ["a < b and c > d"]),
    ],
)
def test_blocks_of_html_in_markdown(tagged, paragraphs):
    """What a block of HTML shows are paragraphs; comments, scripts and tables are left out."""
    pytest.importorskip("markdown_it")
    document = Document.from_markdown(f"# Pumps\n\n{tagged}\n\nThe end.")
    parts = [document[part.start : part.end] for part in document.parts]
    assert parts == ["Pumps", *paragraphs, "The end."]
    assert all(part.meta["headings"] == ("Pumps",) for part in document.parts)


def test_a_heading_without_words_is_none():
    """It has no sentence below it."""
    pytest.importorskip("markdown_it")
    document = Document.from_markdown("# Pumps\n\n##\n\nNo oil.")
    assert [part.meta["headings"] for part in document.parts] == [("Pumps",)] * 2


@pytest.mark.parametrize("text", [WEBVTT, SUBRIP], ids=["WebVTT", "SubRip"])
def test_subtitles(text):
    """Cues of one speaker join to a sentence, which knows when it was said and by whom."""
    pytest.importorskip("webvtt")
    document = Document.from_subtitles(text)
    decided, asked = summarize(document).sentences
    assert " ".join(decided.text.split()) == (
        "So we decide: from November the upper floors close at seven."
    )
    assert (decided.meta["start"], decided.meta["end"]) == (1.0, 6.0)
    assert decided.meta["speaker"].title() == "Mara"
    assert asked.meta["speaker"].title() == "Joss"
    assert spans_are_exact(document)


def cues(kind, *texts, seconds=1):
    """Make subtitles of some texts, one after the other."""
    head, mark = {"vtt": ("WEBVTT\n\n", "."), "srt": ("", ",")}[kind]
    return head + "\n\n".join(
        f"{k}\n00:00:{k:02}{mark}000 --> 00:00:{k + seconds:02}{mark}000\n{text}"
        for k, text in enumerate(texts, 1)
    )


def told(text):
    """Give the speaker, None where nobody is named, and the text of each segment of subtitles."""
    pytest.importorskip("webvtt")
    document = Document.from_subtitles(text)
    return [(p.meta.get("speaker"), document[p.start : p.end]) for p in document.parts]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Remember this: never open."], [(None, "Remember this: never open.")]),
        (["Rule 7: never open.", "Rule 7: run."], None),
        (["Warning: it leaks."], None),
        (["DR. WEI: It leaks."], [("DR. WEI", "It leaks.")]),
        (["Élodie Roux: It leaks."], [("Élodie Roux", "It leaks.")]),
        (["Mara: It leaks.", "Mara: Run."], [("Mara", "It leaks."), ("Mara", "Run.")]),
    ],
)
def test_what_stands_before_a_colon(texts, expected):
    """A name in capitals, in full or met again is a speaker; all else stays what is said."""
    assert told(cues("srt", *texts)) == (expected or [(None, text) for text in texts])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MARA: It leaks.\nJOSS: Run.", [("MARA", "It leaks."), ("JOSS", "Run.")]),
        ("MARA: It\nleaks.\nJOSS: Run.", [("MARA", "It\nleaks."), ("JOSS", "Run.")]),
        ("{\\an8}It leaks.", [(None, "It leaks.")]),
        ("- It leaks.\n- Run.", [(None, "- It leaks."), (None, "- Run.")]),
        ("-5 degrees now.\n-3 tomorrow.", [(None, "-5 degrees now.\n-3 tomorrow.")]),
        ("It leaks -\n- or so.", [(None, "It leaks -\n- or so.")]),
        ("Both:\n- It leaks.\n- Run.", [(None, "Both:\n- It leaks.\n- Run.")]),
        ("It leaks:\n-5 degrees.", [(None, "It leaks:\n-5 degrees.")]),
    ],
)
def test_two_speak_in_one_cue(text, expected):
    """A cue is parted where a line begins with a name or a dash, if its first line does too."""
    assert told(cues("srt", text)) == expected


def test_voices_and_entities_of_webvtt():
    """Each voice in a cue is a speaker, and entities are what they stand for."""
    text = cues("vtt", "<v Mara &amp; Co>Salt &amp; water.</v>\n<v.loud Joss>1 &lt; 2.")
    assert told(text) == [("Mara & Co", "Salt & water."), ("Joss", "1 < 2.")]
    assert told(cues("srt", "AT&amp;T fell."))[0] == (None, "AT&amp;T fell.")


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:00:01,000 --> 00:00:03,500\nIt rained.\n",
        "1\n00:00:01 --> 00:00:03.5\nIt rained.\n",
        "\n\n1\n00:01,000 --> 00:03,500\nIt rained.\n",
        "00:00:01,000 --> 00:00:03,500\nIt rained.\n",
        "1\r\n\r\n00:00:01,000 --> 00:00:03,500\r\nIt rained.",
    ],
)
def test_times_that_are_written_otherwise(text):
    """A comma for a dot, a time without its end, a cue without its number: the cue is there."""
    assert told(text) == [(None, "It rained.")]


def test_cues_of_webvtt_need_no_numbers():
    """None is put above a time, where no empty line parts it from the words before."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nIt rained.\n00:02.000 --> 00:03.000\nAll day."
    assert told(text) == [(None, "It rained."), (None, "All day.")]


def test_times_that_cannot_be_read_are_told():
    """A cue without a time is left out with a warning, not in silence; words may have arrows."""
    text = cues("srt", "Rain --> flood.") + "\n\n2\n00:00:xx --> later\nGone.\n\n3\n1 --> 2\nGone."
    with pytest.warns(SummaryWarning, match="2 of the times in subtitles cannot be read"):
        assert told(text) == [(None, "Rain --> flood.")]


def test_rolling_captions_say_a_line_once():
    """What each cue shows once more is left out; a word that is said twice is not."""
    rolling = ["the dam", "the dam\nbroke at noon", "broke at noon", "broke at noon\nand it rained"]
    assert told(cues("vtt", *rolling)) == [(None, "the dam\nbroke at noon\nand it rained")]
    assert told(cues("vtt", "No!", "No!", "Yes.")) == [(None, "No!"), (None, "No!"), (None, "Yes.")]


@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
@pytest.mark.parametrize("data", [b"", b" \n\n", b"WEBVTT\n"])
def test_empty_subtitles(name, data):
    """Subtitles in which nothing is said are an empty document, as is an empty text."""
    pytest.importorskip("webvtt")
    assert read(name, data).text == ""


def test_subtitles_in_utf_16():
    """What subtitles are is seen in their text, not in its bytes."""
    assert told(WEBVTT.encode("utf-16")) == told(WEBVTT)


def pdf(pages, head="The Halden Bay Courier\n", foot="\nPage {}", **options):
    """Make a PDF of some pages, each with a running head and its number below."""
    fpdf = pytest.importorskip("fpdf")
    file = fpdf.FPDF()
    file.set_font("Helvetica", size=12)
    for number, text in enumerate(pages, 1):
        file.add_page()
        for line in f"{head}{text}{foot.format(number)}".split("\n"):
            file.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    if options:
        file.set_encryption(owner_password="owner", **options)
    return bytes(file.output())


def test_pdf(tmp_path):
    """Sentences of a PDF know their page; running heads, numbers and hyphens are gone."""
    pytest.importorskip("pypdf")
    path = tmp_path / "courier.pdf"
    path.write_bytes(
        pdf(
            [
                "The last tram ran in 1961, and no-\nbody missed it.",
                "It cost a state-of-the-\nart lot.",
                "It is back.",
            ]
        )
    )
    document = Document.from_path(path)
    assert [(s.text, s.meta["page"]) for s in summarize(document).sentences] == [
        ("The last tram ran in 1961, and nobody missed it.", 1),
        ("It cost a state-of-the-art lot.", 2),
        ("It is back.", 3),
    ]
    assert spans_are_exact(document)


@pytest.mark.parametrize(
    "pages",
    [
        [
            "In 2019 sales rose by 4 percent.\nThe north grew.\nThe cost fell to 3 million.",
            "In 2020 sales rose by 7 percent.\nThe south grew.\nThe cost fell to 2 million.",
            "In 2021 sales rose by 9 percent.\nThe west grew.\nThe cost fell to 1 million.",
        ],
        [f"Page {k} tells that the dam number {k} broke. It rained on day {k}." for k in range(3)],
        [f'They said: "In {k} days it is over."\nRain {k} fell!' for k in range(3)],
        [f"Dam {k}" for k in range(3)],
        ["The dam broke."] * 3,
        ["Halden Bay\nThe dam broke.\nPage 1"],
        ["Halden Bay\nThe dam broke.\nPage 1", "Halden Bay\nIt rained.\nPage 2"],
    ],
)
def test_sentences_of_a_pdf_are_no_running_heads(pages):
    """First and last lines stay where they are sentences, or all of a page, or of two pages."""
    pytest.importorskip("pypdf")
    document = read("years.pdf", pdf(pages, head="", foot=""))
    assert document.text == "\n\n".join(pages)


@pytest.mark.parametrize("foot", ["All rights reserved.", "{}.", "- {} -", "Page {} of 3", "p. {}"])
def test_running_feet_of_a_pdf_are_left_out(foot):
    """A foot goes that is the same on all pages, or that but for its number and no sentence."""
    pytest.importorskip("pypdf")
    pages = ["The dam broke.", "It rained.", "All went home."]
    assert read("feet.pdf", pdf(pages, foot=f"\n{foot}")).text == "\n\n".join(pages)


def test_running_heads_of_two_lines_are_left_out():
    """A head of two lines and a foot of two go; lines between them stay, one like a head too."""
    pytest.importorskip("pypdf")
    pages = [
        "The dam broke.\nHalden Bay\nIt rained.",
        "All went home.\nIt dried.",
        "Nobody stayed.\nIt froze.",
    ]
    data = pdf(pages, head="Halden Bay\nNo. 7\n", foot="\nAll rights reserved\nPage {}")
    assert read("courier.pdf", data).text == "\n\n".join(pages)


def test_encrypted_pdf():
    """A PDF that wants a password says so; one that may only not be changed is read."""
    pytest.importorskip("pypdf")
    pytest.importorskip("cryptography")
    with pytest.raises(ValueError, match=r"not a readable PDF file: .*password"):
        read("secret.pdf", pdf(["Nobody may read this."], user_password="sesame"))
    assert read("locked.pdf", pdf(["It rained."], head="", foot="", user_password="")).text


def word(paragraphs):
    """Make a Word file of styles and texts, with a table at its end."""
    docx = pytest.importorskip("docx")
    file = docx.Document()
    for style, text in paragraphs:
        file.add_paragraph(text, style=style)
    file.add_table(1, 1).cell(0, 0).text = "left out"
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def test_word():
    """Paragraphs of a Word file know the headings above them; tables are left out."""
    data = word(
        [
            ("Heading 1", "Minutes"),
            ("Normal", "The reading room stays open until eight."),
            ("Heading 2", "Money"),
            ("Normal", "Closing the upper floors saves eleven per cent."),
            ("Heading 1", "Next time"),
            ("Normal", "We meet again in May."),
        ]
    )
    document = read("minutes.docx", data)
    found = {s.text: s.meta["headings"] for s in summarize(document).sentences}
    assert found["Closing the upper floors saves eleven per cent."] == ("Minutes", "Money")
    assert found["We meet again in May."] == ("Next time",)
    assert "left out" not in document.text
    assert spans_are_exact(document)


def test_word_keeps_what_is_shown():
    """Insertions, fields, tags and controls are text; deletions, boxes and tables are none."""
    docx = pytest.importorskip("docx")

    def run(text):
        return f"<w:r><w:t>{text}</w:t></w:r>"

    body = (
        f"<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr>{run('The dam ')}"
        f"<w:ins>{run('broke')}</w:ins><w:del><w:r><w:delText>held</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run(' gone')}</w:moveFrom><w:r><w:t> on</w:t><w:br/><w:t>day</w:t></w:r>"
        f"<w:fldSimple w:instr='X'>{run(' 7')}</w:fldSimple>"
        f"<w:smartTag>{run(' in Ulm')}</w:smartTag><w:sdt><w:sdtContent>{run('.')}</w:sdtContent>"
        f"</w:sdt><w:r><w:pict><w:txbxContent><w:p>{run('A box.')}</w:p></w:txbxContent></w:pict>"
        f"</w:r></w:p><w:sdt><w:sdtContent><w:p>{run('It rained.')}</w:p></w:sdtContent></w:sdt>"
    )
    file = docx.Document()
    names = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    for element in docx.oxml.parse_xml(f"<w:body {names}>{body}</w:body>"):
        file.element.body.insert_element_before(element, "w:sectPr")
    file.add_table(1, 1).cell(0, 0).text = "left out"
    buffer = io.BytesIO()
    file.save(buffer)
    document = read("minutes.docx", buffer.getvalue())
    assert document.text == "The dam broke on\nday 7 in Ulm.\n\nIt rained."


def test_word_has_nine_levels_of_headings():
    """A style of a lower one counts as the ninth: no sentence has thousands of headings above."""
    docx = pytest.importorskip("docx")
    file = docx.Document()
    for level in range(1, 40):
        if level > 9:  # the others are there
            file.styles.add_style(f"Heading {level}", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        file.add_paragraph(f"Part {level}", style=f"Heading {level}")
    buffer = io.BytesIO()
    file.save(buffer)
    parts = read("deep.docx", buffer.getvalue()).parts
    assert parts[-1].meta["headings"] == (*(f"Part {k}" for k in range(1, 9)), "Part 39")


def test_word_that_unpacks_to_too_much():
    """A small file that would fill the memory is refused before it is unpacked."""
    pytest.importorskip("docx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\0" * (LARGEST_UNPACKED + 1))
    assert len(buffer.getvalue()) < 1_000_000
    with pytest.raises(ValueError, match="unpacks to 200,000,001 bytes"):
        read("bomb.docx", buffer.getvalue())


@pytest.mark.parametrize("name", ["talk.vtt", "page.pdf", "binary.txt"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    """Of many files the error says which is the bad one."""
    path = tmp_path / name
    path.write_bytes(b"\0 no file of the kind \0")
    with pytest.raises(ValueError, match=rf"^{re.escape(str(path))}: (not a|a binary)"):
        Document.from_path(path)


def test_from_path_is_the_text_of_a_file(examples, tram):
    """A text file comes back as it is."""
    assert Document.from_path(examples / "tram.txt", language="en") == Document(tram, "en")


# --- text and its encodings ------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode(encoding):
    """UTF-8 with or without a mark, and UTF-16 and UTF-32 with one, need nothing."""
    assert decode("Плотина рухнула. Дождь.".encode(encoding)) == "Плотина рухнула. Дождь."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der Bäcker backt früh; das weiß in Köln jeder, der über die Straße geht.", "latin-1"),
        ("Плотина рухнула в понедельник, и вода пошла в нижний город.", "cp1251"),
        ("Жил кок, и ловил волка, и выл волк.", "cp1251"),  # its bytes are letters of French
        ("水坝在星期一垮了，水流进了下城。人们离开了家。", "gb18030"),
        ("ダムは月曜日に壊れ、水は下町に流れ込んだ。人々は家を離れた。", "shift_jis"),
        ("Το φράγμα έσπασε τη Δευτέρα και το νερό πλημμύρισε την κάτω πόλη.", "cp1253"),
        ("Přehrada se v pondělí protrhla a voda zaplavila dolní město. Školy zavřeli.", "cp1250"),
        ("Tama pękła w poniedziałek, a woda zalała dolne miasto. Szkoły są zamknięte.", "cp1250"),
        ("A gát hétfőn átszakadt, és a víz elöntötte az alsóvárost. Ősszel épül a híd.", "cp1250"),
        ("Liman ocak ayında dondu, gemiler durdu. Başkan köprünün yapılacağını söyledi.", "cp1254"),
    ],
)
def test_other_encodings_are_found(text, encoding):
    """Old encodings are told by what they hold."""
    pytest.importorskip("charset_normalizer")
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text",
    [
        "El señor llegó a la montaña. Mañana habrá una reunión.",
        "O senhor chegou à região. A reunião será amanhã, e não haverá pão.",
        "Il sindaco è già lì: perché la città non può più aspettare, si farà così.",
        "Le maire a décidé. Où est l’été ? Le café ferme à midi, c’est sûr, et la forêt brûle.",
        "Der Bäcker weiß: „Über die Straße führt kein Weg.“ Das kostet 3 €.",
        "Pääkaupungin satama jäätyi tammikuussa, ja yöllä lämpötila laski yhä.",
        "På måndagen brast dammen, och ån rann över åkrarna. Nästa vår byggs en bro.",
        "Når åen løber over, må færgen vente. Bæltet frøs til på en nat.",
        "Stíflan brast á mánudag og vatnið flæddi yfir bæinn. Þá var skólum lokað.",
    ],
)
def test_cp1252_needs_nothing(monkeypatch, text):
    """The languages of the west of Europe are told by their letters, however short the text."""
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    assert decode(text.encode("cp1252")) == text


def test_what_dos_wrote_is_not_cp1252(monkeypatch):
    """No word has a quotation mark within, as "B„cker"."""
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    with pytest.raises(ImportError, match="Text that is not UTF-8"):
        decode("Der Bäcker hört schöne Töne.".encode("cp850"))


@pytest.mark.parametrize("place", [-1, 1000], ids=["cut inside a character", "a bad byte"])
def test_damaged_utf_8_stays_utf_8(place):
    """One bad byte costs one character and a warning, not all the others."""
    text = "Où est l'été ? Le café est fermé à midi, car le maire l'a décidé. " * 40
    good = text.encode()
    data = (text + "é").encode()[:-1] if place < 0 else good[:place] + b"\xff" + good[place:]
    with pytest.warns(SummaryWarning, match=r"1 byte is not UTF-8"):
        told = decode(data)
    assert told.replace("\ufffd", "") == text
    assert told.count("\ufffd") == 1
    assert spans_are_exact(Document(told))


@pytest.mark.parametrize(
    ("data", "encoding", "why"),
    [
        (b"\xff\xfea", "UTF-16", "truncated"),
        (b"\xff\xfeT\0\x00\xd8e\0", "UTF-16", "surrogate"),
        (b"\xff\xfe\0\0a", "UTF-32", "truncated"),
    ],
    ids=["odd", "half a pair", "a quarter"],
)
def test_broken_marks_are_named(data, encoding, why):
    """What begins with the mark of UTF-16 or UTF-32 and is none is an error that says so."""
    with pytest.raises(ValueError, match=f"not {encoding} text, though it begins so: .*{why}"):
        decode(data)


def test_bytes_of_no_encoding():
    """Where nothing fits, the error says that."""
    pytest.importorskip("charset_normalizer")
    with pytest.raises(ValueError, match="no text in any known encoding"):
        decode(bytes(range(1, 256)) * 20)


def test_binary_is_no_text():
    """NUL bytes are no text in any encoding."""
    with pytest.raises(ValueError, match="binary file"):
        decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")


# --- what goes wrong ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [
        ("trafilatura", "page.html", "html"),
        ("pypdf", "report.pdf", "pdf"),
        ("docx", "minutes.docx", "docx"),
        ("markdown_it", "notes.md", "markdown"),
        ("webvtt", "talk.srt", "subtitles"),
        ("charset_normalizer", "old.txt", "encodings"),
    ],
)
def test_missing_extras_name_their_command(monkeypatch, module, name, extra):
    """Without its library a format says which command brings it."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImportError, match=rf"needs .*: pip install 'summarize\[{extra}\]'"):
        read(name, "плотина".encode("cp1251"))


def test_transcripts_in_json_are_segments():
    """Whisper cuts sentences, AssemblyAI and Deepgram give turns; all know who spoke, and when."""
    whisper = [
        {"id": 0, "start": 0.0, "end": 2.5, "text": " We have to shut", "tokens": [50364, 492]},
        {"id": 1, "start": 2.5, "end": 4.0, "text": " the bridge. It is", "tokens": [264]},
        {"id": 2, "start": 9.0, "end": 9.5, "text": " old.", "tokens": [1331]},
    ]
    cut = read("a.json", json.dumps({"text": "…", "segments": whisper}).encode())
    assert cut.text == "We have to shut\nthe bridge. It is\n\nold."
    assert [part.meta["end"] for part in cut.parts] == [4.0, 9.5]
    assert "tokens" not in cut.parts[0].meta
    turns = [{"speaker": 0, "start": 10, "transcript": "We shut"}, {"speaker": 0, "text": "it."}]
    for whole in (turns, {"utterances": turns, "words": []}, {"results": {"utterances": turns}}):
        said = read("A.JSON", json.dumps(whole).encode("utf-16"))
        assert said.text == "We shut\n\nit."
        assert said.parts[0].meta == {"speaker": 0, "start": 10}
    assert read("a.json", b" \n").text == ""


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ('{"text": "It rained."}', "list of objects with a 'text', alone or under 'segments'"),
        ('{"results": []}', "list of objects"),
        ('"It rained."', "list of objects"),
        ('["It rained."]', "each of its segments must be an object with a 'text'"),
        ('[{"text": 3}]', "each of its segments"),
        ('[{"text": "It rained."}', "delimiter"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_other_json_is_no_transcript(data, why):
    """What is no list of segments is refused, and the error says where one is looked for."""
    with pytest.raises(ValueError, match=rf"not a readable transcript file: .*{why}"):
        read("a.json", data.encode())


@pytest.mark.parametrize("name", [f"file{suffix}" for suffix in SUFFIXES])
@given(data=st.binary(max_size=300) | st.sampled_from([b"", b"%PDF-1.4", b"WEBVTT", b"<" * 5000]))
@settings(max_examples=25, deadline=None)
def test_no_bytes_give_another_error(name, data):
    """Whatever the bytes, there is a document or an error that says what is wrong."""
    try:
        document = read(name, data)
    except (ValueError, ImportError) as error:
        assert str(error)  # noqa: PT017 - either way out is right
    else:
        assert isinstance(document, Document)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (Document.from_html, "html"),
        (Document.from_markdown, "text"),
        (Document.from_subtitles, "text"),
    ],
)
def test_wrong_types_are_named(make, name):
    """What is neither str nor bytes is refused with its type."""
    with pytest.raises(TypeError, match=rf"{name} must be a str or bytes. Got int"):
        make(3)
    with pytest.raises(TypeError, match=r"Got .*Path: Document\.from_path reads a file"):
        make(Path("page.html"))


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_text_is_no_file(name):
    """`read` takes the bytes of a file, and says so of a str."""
    with pytest.raises(TypeError, match="data must be the bytes of a file"):
        read(name, "It rained.")


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (Document.from_html, HTML),
        (Document.from_markdown, MARKDOWN),
        (Document.from_subtitles, WEBVTT),
    ],
)
def test_bytes_are_as_good_as_text(make, text):
    """What was read from a file or a socket need not be decoded before."""
    assert make(text.encode()) == make(text)
