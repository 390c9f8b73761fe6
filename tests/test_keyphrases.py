"""Keywords: against networkx, by hand, and where they stand."""

import copy
import pickle
import unicodedata
from math import sqrt

import networkx as nx
import numpy as np
import pytest
from test_growth import calls, prose
from texts import DAM, LANGUAGES, STOP_ONLY, TEXTS, VOCABULARY

from summarize import Document, keywords, summarize
from summarize.tokens import fold, words

PANELS = (
    "The solar panel works. A SOLAR PANEL shines, and the Solar\npanel is new. "
    "Rain falls on it. Solar heat is free."
)


def naive_ranks(sentences, window, damping=0.85):
    """Rank words by networkx: an edge for every two words at most `window` places apart."""
    graph = nx.Graph()
    for sentence in sentences:
        graph.add_nodes_from(word for word in sentence if word)
        for i, first in enumerate(sentence):
            for second in sentence[i + 1 : i + 1 + window]:
                if first and second and first != second:
                    weight = graph.get_edge_data(first, second, {"weight": 0})["weight"]
                    graph.add_edge(first, second, weight=weight + 1)
    return nx.pagerank(graph, alpha=damping, tol=1e-14, max_iter=1000)


@pytest.mark.parametrize("window", [1, 2, 3, 6])
@pytest.mark.parametrize("seed", range(5))
def test_scores_of_words_equal_networkx(seed, window):
    """Words that never stand side by side score as PageRank on the graph of neighbours."""
    rng = np.random.default_rng(seed)
    drawn = [rng.choice(VOCABULARY, rng.integers(1, 8)).tolist() for _ in range(12)]
    text = " ".join(" and ".join(sentence).capitalize() + "." for sentence in drawn)
    placed = [[w for word in sentence for w in (word, None)][:-1] for sentence in drawn]
    expected = naive_ranks(placed, window)
    found = keywords(text, n=1000, window=window, language="en")
    assert {fold(phrase): score for phrase, score in found} == pytest.approx(expected, abs=1e-8)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("damping", [0.5, 0.95])
def test_damping_is_networkx_alpha(damping):
    """The parameter means the same as networkx's."""
    found = keywords("Dams and rain. Rain and mills and dams.", damping=damping, language="en")
    sentences = [["dams", None, "rain"], ["rain", None, "mills", None, "dams"]]
    expected = naive_ranks(sentences, 3, damping)
    assert {fold(phrase): score for phrase, score in found} == pytest.approx(expected, abs=1e-8)


def test_words_of_two_scripts_stand_each_in_their_place():
    """Letters of another script within unspaced text are words of their own, found once."""
    text = "公司使用AI技术改变世界。AI技术很重要，很多公司都在研究AI技术。"
    found = keywords(text, n=6)
    assert "AI技术" in [keyword.phrase for keyword in found]
    assert len({keyword.phrase for keyword in found}) == len(found)
    for keyword in found:
        assert {text[start:end] for start, end in keyword.spans} == {keyword.phrase}


def test_a_window_beyond_all_sentences_links_those_within():
    """As wide a window as the text is long costs no more than one as wide as its sentences."""
    text = " ".join(f"Wa{k} wo{k}." for k in range(3000))
    keywords(text)  # what is loaded once
    wide, narrow = (calls(lambda text, w=w: keywords(text, window=w), text) for w in (6000, 2))
    assert wide <= 1.01 * narrow
    assert keywords(text, window=6000) == keywords(text, window=2)


def test_a_phrase_by_hand():
    """Of two words that always stand together the phrase is worth their sum over √2."""
    text = "The solar panel works. The solar panel shines. Sun."
    sentences = [["solar", "panel", "works"], ["solar", "panel", "shines"], ["sun"]]
    p = naive_ranks(sentences, 3)
    best, *others = keywords(text, language="en")
    assert best.phrase == "solar panel"
    assert best.score == pytest.approx((p["solar"] + p["panel"]) / sqrt(2), abs=1e-9)
    assert best.spans == ((4, 15), (27, 38))
    assert "solar" not in [other.phrase for other in others]


def test_phrases_are_found_wherever_they_stand():
    """All occurrences count, whatever case and line breaks; the usual form names it."""
    (best, *_) = keywords(PANELS, n=3)
    assert fold(best.phrase) == "solar panel"
    assert [PANELS[a:b] for a, b in best.spans] == ["solar panel", "SOLAR PANEL", "Solar\npanel"]
    assert keywords("A DAM. A Dam. A Dam broke.", n=1)[0].phrase == "Dam"


@pytest.mark.parametrize("word", ["L'IA", "l’eau", "O'Li"])
def test_an_elided_word_is_shown_with_its_article(word):
    """Of what stands before and behind an apostrophe the longer is the word; both are shown."""
    text = f"On parle. {word} change tout. Le monde craint {word} ici."
    found = next(k for k in keywords(text, 9, language="fr") if k[0] == word)
    assert [text[a:b] for a, b in found.spans] == [word] * 2
    (dam, _), *_ = keywords("The dam's wall. The dam’s gate.", 1)
    assert dam == "dam"


def test_keywords_of_thai_begin_with_a_letter():
    """Where no spaces part words, pairs of letters with their marks stand for them."""
    text = "เขื่อนเก่าพังเมื่อคืนวันอังคาร น้ำท่วมบ้านสี่สิบหลัง เขื่อนมีรอยร้าว ชาวบ้านเตือนเรื่องเขื่อนแล้ว"
    found = keywords(text, 6, language="th")
    assert "เขื่อน" in [phrase for phrase, _ in found]
    for keyword in found:
        assert unicodedata.category(keyword.phrase[0]) != "Mn"
        assert {text[a:b] for a, b in keyword.spans} == {keyword.phrase}


def test_soft_hyphens_part_no_words():
    """A word is the same with hyphens that nobody sees, for keywords as for a query."""
    text = "Die Ar\u00adbeits\u00adlosig\u00adkeit steigt. Die Arbeitslosigkeit sinkt. Regen fiel."
    (work, _), *_ = found = keywords(text, 4, language="de")
    assert fold(work) == "arbeitslosigkeit"
    assert found[0].spans == ((4, 23), (36, 52))
    asked = summarize(text, query="Arbeitslosigkeit", language="de")
    assert asked.explain(0).query > 0


def test_a_keyword_is_a_pair_with_spans():
    """It unpacks, compares and pickles as a pair; names and spans come with it."""
    (keyword,) = keywords("The dam.", n=1)
    phrase, score = keyword
    assert (phrase, score) == keyword == (keyword.phrase, keyword.score)
    assert keyword.spans == ((4, 7),)
    assert len(keyword) == 2
    for again in (pickle.loads(pickle.dumps(keyword)), copy.deepcopy(keyword)):
        assert again == keyword
        assert again.spans == keyword.spans


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:9])
def test_spans_hold_the_words_of_the_phrase(text):
    """In every script: spans are in order, apart, and hold the phrase's words."""
    found = keywords(text, n=20)
    assert found
    for keyword in found:
        wanted = [fold(word) for word in words(keyword.phrase)]
        for start, end in keyword.spans:
            assert [fold(word) for word in words(text[start:end])] == wanted
        starts = [start for start, _ in keyword.spans]
        assert starts == sorted(set(starts))
        assert keyword.phrase in {" ".join(text[a:b].split()) for a, b in keyword.spans}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The mill's wheel turned. The mill’s roof fell.", "en", "mill"),
        ("Ankara‘da kar yağdı. Ankara’da yollar kapandı.", "tr", "Ankara"),
        ("L’âne dort, l’âne mange.", "fr", "L’âne"),
        ("L’an neuf vient, l’an vieux part.", "fr", "L’an"),
        ("Сім’я співала. Сім'я танцювала.", "uk", "Сім’я"),
    ],
)
def test_a_keyword_lacks_what_only_hangs_on_it(text, language, expected):
    """A possessive or an ending is left out behind the apostrophe, a part of the word is not."""
    assert expected in [k.phrase for k in keywords(text, language=language)]


@pytest.mark.parametrize("phrase", ["dam", "council", "homes", "families"])
def test_every_occurrence_of_a_word_is_a_span(phrase):
    """A word that is named is named with all its places in the text."""
    found = {fold(k.phrase): k for k in keywords(DAM, n=100)}
    lowered = DAM.lower()
    starts = [i for i in range(len(DAM)) if lowered.startswith(phrase, i)]
    assert [start for start, _ in found[phrase].spans] == starts


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", "河水"), ("ja", "橋"), ("ru", "мост"), ("de", "Damm"), ("es", "faro"), ("ar", "السد")],
)
def test_keywords_of_many_scripts(language, expected):
    """The word that a text turns on is among its keywords, in any script."""
    phrases = [phrase for phrase, _ in keywords(LANGUAGES[language], n=8)]
    assert any(expected in phrase for phrase in phrases), phrases


def test_as_many_as_asked_for_and_always_the_same():
    """At most n come, the best first; more of them begin with the same ones, run after run."""
    everything = keywords(DAM, n=50)
    assert [len(keywords(DAM, n=n)) for n in (1, 2, 5)] == [1, 2, 5]
    assert len(keywords(DAM)) == 10
    assert everything == keywords(DAM, n=50)
    assert len({phrase for phrase, _ in everything}) == len(everything)
    assert all(score > 0 for _, score in everything)


def test_ties_go_to_the_earlier():
    """Words of the same worth come in the order of the text."""
    text = "Cats. Bees. Ants."
    assert [phrase for phrase, _ in keywords(text, language="en")] == ["Cats", "Bees", "Ants"]


@pytest.mark.parametrize("text", ["", " \n", "...", "😀", "42 3.50", "a b", STOP_ONLY])
def test_a_text_without_content_has_none(text):
    """No words, only numbers, single letters or stop words: no keywords, no error."""
    assert keywords(text, language="en") == []


def test_own_stop_words_stemmers_and_documents():
    """The arguments mean what they mean for `summarize`."""
    phrases = [phrase.lower().split() for phrase, _ in keywords(DAM, n=99, stop_words=["dam"])]
    assert all("dam" not in phrase for phrase in phrases)
    stems = keywords("Dams and bees. A dam and a bee.", stemmer="snowball", language="en")
    assert {(fold(k.phrase), len(k.spans)) for k in stems} == {("dams", 2), ("bees", 2)}
    assert keywords(Document(DAM, language="en")) == keywords(DAM, language="en")
    segments = Document.from_segments(["solar", "panel"])
    assert {phrase for phrase, _ in keywords(segments, language="en")} == {"solar", "panel"}


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: keywords(3), TypeError, r"text must be a str or a Document.*Got int"),
        (lambda: keywords(b"dam"), TypeError, r"text must be a str.*Got bytes"),
        (lambda: keywords([DAM]), TypeError, r"text must be a str.*Got list"),
        (lambda: keywords(DAM, n=0), ValueError, r"n must be an int of 1 or more.*Got 0"),
        (lambda: keywords(DAM, n=-1), ValueError, r"n must be .*Got -1"),
        (lambda: keywords(DAM, n=2.0), TypeError, r"n must be .*Got 2\.0"),
        (lambda: keywords(DAM, n=True), TypeError, r"n must be .*Got True"),
        (lambda: keywords(DAM, n="3"), TypeError, r"n must be .*Got '3'"),
        (lambda: keywords(DAM, window=0), ValueError, r"window must be .*Got 0"),
        (lambda: keywords(DAM, stemmer="x"), ValueError, r"stemmer must be 'snowball'.*'x'"),
        (lambda: keywords(DAM, splitter="x"), ValueError, r"splitter must be 'rules'.*'x'"),
        (lambda: keywords(DAM, stop_words="the"), TypeError, r"stop_words must be .*bare str"),
        (lambda: keywords(DAM, language=3), TypeError, r"language must be .*Got int"),
        (lambda: keywords(DAM, damping=2), ValueError, r"damping must be .*2"),
    ],
)
def test_wrong_arguments_are_named(call, error, message):
    """The message names the argument, what is allowed and what came."""
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("text", [DAM, PANELS, prose(60)], ids=lambda text: text[:9])
def test_no_keyword_is_part_of_a_better_one(text):
    """Words side by side that a better phrase holds are none of their own, however many come."""
    found = [f" {' '.join(words(fold(k.phrase)))} " for k in keywords(text, n=len(text))]
    assert max(phrase.count(" ") for phrase in found) > 2
    for place, phrase in enumerate(found):
        assert not any(phrase in better for better in found[:place])


def test_each_place_is_told_once():
    """Several terms of a word in two scripts stand in one place, which counts once."""
    found = keywords("大阪東京大阪ab. 大阪へ。", language="ja")
    assert found
    for keyword in found:
        assert sorted(set(keyword.spans)) == list(keyword.spans)


def test_what_is_no_phrase_of_a_text():
    """Abbreviations, addresses and who speaks are left out; who is spoken of is not."""
    talk = (
        "[09:01] Priya: The launch moved. See https://git.example/launch and the launch page.\n"
        "[09:02] Dan: Dr. Helen Ode of Acme Ltd. wants the launch page at www.launch.example.\n"
        "[09:03] Priya: Mail ann@launch.example about the launch page, Dan.\n"
        "[09:05] Dan: The launch page is ready."
    )
    found = {keyword.phrase: len(keyword.spans) for keyword in keywords(talk, n=50)}
    words = {word for phrase in found for word in phrase.split()}
    assert found["launch page"] == 4
    assert words >= {"Helen", "Ode", "Acme", "Dan"}
    assert words.isdisjoint({"Dr", "Ltd", "https", "git", "www", "example", "ann", "Priya"})


def test_no_text_turns_on_a_number_a_time_or_a_courtesy():
    """Words of number, time and courtesy are no keyword but in a phrase, nor is "said"."""
    text = (
        "Please call the Two Harbors mill. Two millers said the mill opens in two weeks. "
        "Please note that the Two Harbors dam, said Ann, is two years old. Many thanks."
    )
    found = [phrase for phrase, _ in keywords(text, n=30, language="en")]
    assert "Two Harbors" in found
    assert not {"two", "Two", "Please", "weeks", "years", "said", "two weeks", "thanks"} & {*found}
    own = [phrase for phrase, _ in keywords(text, n=30, language="en", stop_words=["the"])]
    assert {"Please", "weeks"} <= {*own}


@pytest.mark.parametrize(
    ("language", "text", "filler"),
    [
        ("fi", "Silta maksaa kaksi miljoonaa, sanoo Anna. Silta avataan, sanoo Anna.", "sanoo"),
        ("cs", "Most stojí dva roky, řekla Anna. Most se boří, řekla Eva.", "roky"),
        ("uk", "Міст стоїть два роки. Міст руйнується, сказала Ганна.", "роки"),
        ("el", "Η γέφυρα κλείνει τρεις μήνες. Η γέφυρα έπεσε, είπε η Άννα.", "μήνες"),
        ("ko", "다리는 오늘 끊겼다. 다리는 내일 열린다고 말했다.", "오늘"),
        ("zh", "大坝今天垮了。大坝明天重建。", "今天"),
        ("ja", "ダムは今日壊れた。ダムは明日直る。", "今日"),
        ("id", "Jembatan itu runtuh, kata Ani. Jembatan itu tua, kata Budi.", "kata"),
    ],
)
def test_numbers_times_and_courtesies_of_other_languages(language, text, filler):
    """Nor does a text turn on the like of these in other languages."""
    found = {phrase for phrase, _ in keywords(text, n=30, language=language)}
    assert found
    assert filler not in found


@pytest.mark.parametrize(
    ("language", "text", "subject"),
    [
        ("tr", "Bu gece Ay. Denizi çeken Ay. Gemiler onu görür: Ay.", "Ay"),
        ("de", "Die Uhr am Turm steht still. Niemand zieht die Uhr auf.", "Uhr"),
        ("hi", "अरब व्यापारी आए। अरब घोड़े बिके।", "अरब"),
    ],
)
def test_a_number_or_a_time_may_mean_something_else(language, text, subject):
    """The moon, a clock and Arabia are what a text may turn on."""
    assert subject in [phrase for phrase, _ in keywords(text, n=9, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "ja",
            "ダムの修理が始まる。橋は修理できるという。橋の修理を確認。",
            {"修理", "橋", "確認"},
        ),
        ("zh", "我们的大坝垮了。因为大坝是旧的，市长说时间不多。", {"大坝", "市长", "时间"}),
        ("zh", "被告没有付钱。被告卖了磨坊。", {"被告", "磨坊"}),
    ],
)
def test_endings_and_particles_are_no_words_where_no_spaces_part_them(language, text, expected):
    """No keyword holds hiragana beside other signs, nor a particle of Chinese."""
    found = {phrase for phrase, _ in keywords(text, n=50, language=language)}
    assert found >= expected
    assert not {letter for phrase in found for letter in phrase} & {*"のがはるい的了是我们"}
    assert keywords("ひびがみえる。ひびがひろがる。", language="ja")


def test_the_name_of_a_commit_is_no_word():
    """Neither one that begins with a letter; a word of the same letters is, and a month's year."""
    log = "a1b2c3d Fix the lock\nfe5a6b7 Test the lock\nc4c5b67 Wall defaced in dec2023\n"
    found = {word for phrase, _ in keywords(log, language="en") for word in phrase.split()}
    assert {"lock", "defaced", "dec2023"} <= found
    assert not {"a1b2c3d", "fe5a6b7", "c4c5b67"} & found


def test_a_unit_is_no_keyword_where_a_sentence_ends_behind_it():
    """What is written in capitals as one is a name: HR, SEC."""
    text = "Boil it for 20 min. Add salt. Wait 3 hrs. Ann of HR told the SEC. Bo weighs 180 lbs."
    found = {word for phrase, _ in keywords(text, n=50) for word in phrase.split()}
    assert {"salt", "HR", "SEC"} <= found
    assert not {"min", "hrs", "lbs"} & found


def test_a_letter_that_is_a_particle_may_be_part_of_a_word():
    """A general (将军) is a word of Chinese, whatever 将 is elsewhere."""
    text = "将军过了河。将军将在桥边等。市长将等将军。"
    found = [phrase for phrase, _ in keywords(text, language="zh")]
    assert found[0] == "将军"
    assert not [phrase for phrase in found[1:] if "将" in phrase]
    text = "该项目的预算增加了。为了解决问题，会议中将讨论项目的时间。其他人没收到邀请。"
    found = "".join(phrase for phrase, _ in keywords(text, n=50, language="zh"))
    assert "项目" in found
    assert not set("的了将他没") & set(found)


def test_katakana_that_stand_together_are_one_word():
    """No keyword is a piece of a foreign word; one with other signs may be a phrase."""
    text = "サーバー移行が始まる。サーバー移行は終わる。プリンターが壊れた。"
    found = {phrase for phrase, _ in keywords(text, n=20, language="ja")}
    assert found >= {"サーバー移行", "プリンター"}
    assert found.isdisjoint({"サー", "バー", "プリ", "ター"})


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("it", "La sig.ra Conti paga la dott.ssa Righi. Conti paga Righi.", {"sig", "ra", "ssa"}),
        ("pl", "Most kosztuje m.in. gminę. Gmina płaci m.in. za most.", {"in", "m"}),
        ("hi", "पुल 28 कि.मी. दूर है। नाव 12 कि.मी. चली।", {"कि", "मी"}),
    ],
)
def test_parts_of_an_abbreviation_are_no_keywords(language, text, parts):
    """An abbreviation with dots inside is left out as others are."""
    found = [phrase for phrase, _ in keywords(text, n=50, language=language)]
    assert found
    assert parts.isdisjoint(word for phrase in found for word in phrase.split())


def test_a_number_with_an_ending_is_no_keyword():
    """Turkish puts an ending behind an apostrophe: 12'deki."""
    found = keywords("Saat 12'deki feribot battı. Saat 12'deki feribot eski.", language="tr")
    assert [k.phrase for k in found if "12" in k.phrase] == []


def test_a_letter_of_a_unit_is_no_keyword():
    """A single letter is none where letters have capitals."""
    text = "Мост длиной 300 м открыли. Мост стоит 40 м над рекой."
    assert "м" not in [phrase for phrase, _ in keywords(text, n=20, language="ru")]


def test_a_word_at_the_end_is_no_abbreviation_and_a_script_without_spaces_no_address():
    """The dot of a sentence is its own; an address takes nothing along but its ASCII letters."""
    sea = "Los peces viven en el mar. El barco cruzó el mar. Todos temen el mar."
    assert keywords(sea, n=1, language="es")[0].phrase == "mar"
    mill = "水磨坊在星期一烧毁。请访问https://mill.example查看水磨坊的历史。联系邮箱info@mill.example。"
    found = [keyword.phrase for keyword in keywords(mill, language="zh")]
    assert found
    assert not any(phrase.isascii() for phrase in found)
    guide = "See the [installation guide](https://mill.example/x). The installation guide is long."
    assert keywords(guide, n=1)[0].phrase == "installation guide"
    papers = keywords("Lund et al. found mills. Mills burn. Lund et al. wrote of mills.", n=9)
    assert {"et", "al"}.isdisjoint(word for phrase, _ in papers for word in phrase.split())
