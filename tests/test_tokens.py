"""Words and terms, against `unicodedata` and by hand."""

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer
from strategies import many
from texts import LANGUAGES, terms_of

from summarize.tokens import (
    SNOWBALL,
    Analyser,
    count_words,
    ends_unspaced,
    fold,
    make_analyser,
    make_stemmer,
    words,
)

MARKS = [chr(c) for c in range(0x10000) if unicodedata.category(chr(c)) in ("Mn", "Mc")]
LETTERS = "abouyzAZäßéñøŁżčğıİþαωλжёяЄіهعبكىשאदमतनしカ日水ก한글ქაᄒ"
in_words = st.text(st.sampled_from(LETTERS + "'’\u0301\u0308ัि\u0327"), min_size=1, max_size=9)


def test_every_mark_stays_in_its_word():
    """Each combining mark of the BMP, after a letter, neither ends nor splits a word."""
    assert len(MARKS) > 1000
    split = [
        f"U+{ord(mark):04X}" for mark in MARKS if words(f"a{mark}b{mark}") != [f"a{mark}b{mark}"]
    ]
    # The ranges were drawn for Unicode 15 and 16; what a newer Python adds may be missing.
    newer = unicodedata.unidata_version > "16.0.0"
    assert len(split) <= (40 if newer else 0), split


def test_only_marks_and_word_characters_stay():
    """No punctuation, symbol or space of the BMP counts as part of a word."""
    odd = [
        chr(c)
        for c in range(0x10000)
        if unicodedata.category(chr(c))[0] in "PSZC" and unicodedata.category(chr(c)) != "Cn"
        if words(f"a{chr(c)}b") == [f"a{chr(c)}b"]
        if chr(c) not in "_'‘’\u00ad\u200c\u200d\u2060\ufeff"
    ]
    assert [f"U+{ord(c):04X}" for c in odd] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Don't pay $3.50!", ["Don't", "pay", "3.50"]),
        ("cat’s 1,234.5 state-of-the-art", ["cat’s", "1,234.5", "state", "of", "the", "art"]),
        ("v1.2.3, e.g. U.S.", ["v1.2.3", "e", "g", "U", "S"]),
        ("'quoted' ’tis rock'n'roll", ["quoted", "tis", "rock'n'roll"]),
        ("snake_case __init__", ["snake", "case", "init"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("שָׁלוֹם عَرَبِيّ", ["שָׁלוֹם", "عَرَبِيّ"]),
        ("cafe\u0301 naïve", ["cafe\u0301", "naïve"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("😀 a\ud800b", ["a", "b"]),
        ("x² ½ ①", ["x²", "½", "①"]),
        ("O‘zbek ‘don‘t’ п‘ять AI‘看", ["O‘zbek", "don‘t", "п‘ять", "AI", "看"]),
        ("Ar\u00adbeits\u00adtag Rat\u2060haus", ["Ar\u00adbeits\u00adtag", "Rat\u2060haus"]),
        ("\ufeffতিনি যান৷ ২৫৷", ["তিনি", "যান", "২৫"]),
        ("৷", []),
        ("যান৷", ["যান"]),
        ("col·lecció a·b", ["col·lecció", "a", "b"]),
        ('צה"ל ארה״ב ג׳ונגל', ['צה"ל', "ארה״ב", "ג׳ונגל"]),
        ('ב"הארץ" "א"', ["ב", "הארץ", "א"]),
        ("Ինչո՞ւ։ Ո՞վ, այո՛", ["Ինչո՞ւ", "Ո՞վ", "այո"]),
    ],
)  # fmt: skip
def test_words_by_hand(text, expected):
    """Words are letters, digits and marks, with what a language writes between their letters."""
    assert words(text) == expected


@given(st.text())
@example("&৷")
@example("৷")
@many(200)
def test_words_are_pieces_of_the_text(text):
    """Words stand in the text in order, and hold every letter and digit of it, no danda (৷)."""
    at = 0
    for word in words(text):
        at = text.index(word, at) + len(word)
    letters = sum(map(str.isalnum, text.replace("৷", "")))
    assert sum(map(str.isalnum, "".join(words(text)))) == letters


@pytest.mark.parametrize(
    ("forms", "language"),
    [
        (["Straße", "STRASSE", "strasse"], "de"),
        (["café", "cafe\u0301", "CAFÉ", "ＣＡＦＥ\u0301"], "fr"),
        (["ﬁn", "FIN", "fin", "ﬁ\u00adn"], "en"),
        (["Σίσυφος", "ΣΊΣΥΦΟΣ", "σίσυφοσ"], "el"),
        (["ISPARTA", "ısparta"], "tr"),
        (["İZMİR", "izmir", "I\u0307ZMİR"], "tr"),
        (["ISI", "isi"], "en"),
        (["d’eau", "d'eau", "D＇EAU", "dʼeau"], "fr"),
        (["ｶﾞ", "ガ", "か\u3099".translate({0x304B: 0x30AB})], "ja"),
        (["می\u200cخواهم", "میخواهم"], "fa"),
        (["عَلَى", "على", "عـــلى"], "ar"),
        (["یک", "يك"], "fa"),
        (["برای", "براي", "براى"], "fa"),
        (["کہ", "كہ", "كه", "کِہ"], "ur"),
        (["oʻzbek", "o‘zbek", "o’zbek", "O'ZBEK"], "uz"),
        (['צה"ל', "צה״ל", "צה”ל"], "he"),
        (["ג'ורג'", "ג׳ורג׳", "ג’ורג’"], "he"),
        (["col·lecció", "coŀlecció", "COL·LECCIÓ"], "ca"),
        (["Ինչո՞ւ", "ինչու"], "hy"),
        (["hòa", "hoà", "HÒA", "ho\u0300a"], "vi"),
        (["khỏe", "khoẻ"], "vi"),
        (["thủy", "thuỷ", "Thu\u0309y"], "vi"),
        (["Ðà", "Đà", "đà"], "vi"),
        (["അവന്\u200d", "അവൻ"], "ml"),
        (["হঠাত্\u200d", "হঠাৎ"], "bn"),
        (["সম\u09df", "সম\u09af\u09bc"], "bn"),
    ],
)
def test_folding_makes_one_of_all_forms(forms, language):
    """However a word is typed, with or without what may be left out, it is one word."""
    assert len({fold(form, language) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("علي", "على", "ar"),  # a name, and "on"
        ("يك", "یک", "ar"),  # no Arabic letters
        ("കാട്", "കാട", "ml"),
        ("അവന്", "അവൻ", "ml"),  # to him, and he
        ("mùa", "muà", "vi"),  # that tone has one place
        ("hòa", "hoà", "it"),
        ("ð", "đ", "is"),
        ("été", "ete", "fr"),
    ],
)
def test_folding_keeps_words_apart(one, other, language):
    """What looks alike, or is one in another language, stays two words."""
    assert fold(one, language) != fold(other, language)


def test_turkish_keeps_its_two_letters_i_apart():
    """Dotless and dotted i differ in Turkish and Azerbaijani, and only there."""
    assert (fold("IŞIK", "tr"), fold("İLK", "tr")) == ("ışık", "ilk")
    assert fold("KIZ", "az") == "kız" != fold("KIZ", "en")
    assert make_analyser("aze").terms("KIZ") == make_analyser("azj-Latn").terms("kız") == ("kız",)


@given(in_words, st.sampled_from(["en", "tr", "el", "fa", "hi", "ja", "ko", "uk", "vi", ""]))
@many(400)
def test_composition_does_not_matter(word, language):
    """NFC and NFD of a text have the same terms and the same number of words."""
    composed, apart = (unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    assert terms_of(composed, language) == terms_of(apart, language)
    assert count_words(composed) == count_words(apart)


@given(st.text(max_size=30), st.sampled_from(["en", "tr", "uk", "vi", "ur", "zh", "th"]))
@many(300)
def test_terms_are_never_empty(text, language):
    """Every term has a character, and a folded one folds to itself."""
    for term in terms_of(text, language, stop_words=()):
        assert term.strip()
        assert fold(term, language) == term


@pytest.mark.parametrize("word", ["ʼ", "a ʼ b", "ʼʼ", "ـــ"])
@pytest.mark.parametrize("language", ["en", "uk"])
def test_an_apostrophe_alone_is_no_term(word, language):
    """A letter that looks like an apostrophe, or only stretches a word, gives no empty term."""
    assert not {"", "'"}.intersection(terms_of(word, language, stop_words=()))


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("The", "en", ()),
        ("don't", "en", ()),
        ("Lebanon’s", "en", ("lebanon",)),
        ("AB’nin", "tr", ("ab",)),
        ("dogs'", "en", ("dogs",)),
        ("L’homme", "fr", ("homme",)),
        ("qu'il", "fr", ()),
        ("dell'acqua", "it", ("acqua",)),
        ("пам’ять", "uk", ("пам'ять",)),
        ("комп'ютер", "uk", ("комп'ютер",)),
        ("сямʼя", "be", ("сям'я",)),
        ("toʻgʻri", "uz", ("to'g'ri",)),
        ("ג'ירפה", "he", ("ג'ירפה",)),
        ("3.50", "en", ("3.50",)),
        ("日本語", "ja", ("日本", "本語")),
        ("水", "zh", ("水",)),
        ("Python3入門", "ja", ("python3", "入門")),
        ("日本go", "ja", ("日本", "go")),
        ("ไทย", "th", ("ไท", "ทย")),
        ("한국어", "ko", ("한국어",)),
    ],
)
def test_terms_by_hand(word, language, expected):
    """Stop words vanish, elisions and possessives too but not a letter; bigrams if unspaced."""
    analyser = make_analyser(language)
    found = tuple(t for piece in words(word) for t in analyser.terms(piece))
    assert found == expected


def test_short_pieces_are_remembered_and_long_ones_are_not():
    """For all texts of a language, and not for other stop words; a long one may be megabytes."""
    piece, long = "sea-wall’s", "sea-" * 9 + "wall"
    usual, own = make_analyser("en"), make_analyser("en", ["sea"])
    assert make_analyser("en") is usual
    assert usual.look(piece) is make_analyser("en").look(piece)
    assert (usual.look(piece)[0], own.look(piece)[0]) == (("sea", "wall"), ("", "wall"))
    assert usual.look(long) == usual.look(long) == (("sea",) * 9 + ("wall",), 1, 0)
    assert usual.look(long) is not usual.look(long)


@pytest.mark.parametrize("text", ["日本語の本", "今天下雨了", "ไทยแลนด์"])
def test_bigrams_are_all_neighbours(text):
    """The terms of a run without spaces are its pairs of letters with their marks, in order."""
    letters = []
    for character in text:
        if unicodedata.category(character) == "Mn":
            letters[-1] += character
        else:
            letters.append(character)
    assert terms_of(text, "ja", stop_words=()) == [a + b for a, b in pairwise(letters)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("well, e.g. this", 3),
        ("a\tb\u00a0c\nd", 4),
        ("state-of-the-art — yes", 3),
        ("我们在学习 Python。", 6),
        ("今天，下雨。", 4),
        ("ฝนตก", 4),
        ("ที่นี่", 2),
        ("한국어 문장", 2),
        ("हिन्दी में लिखा", 3),
        ("。", 1),
        ("...", 1),
        ("中文abc中文", 5),
        ("東京2024年", 4),
    ],
)
def test_words_of_a_budget_by_hand(text, expected):
    """White space parts words; in scripts without spaces each letter with its marks is one."""
    assert count_words(text) == expected


@given(st.lists(st.sampled_from(["dam", "e.g.", "水", "今天下雨", "…", "—", "日a", "हिन्दी"])))
@many(200)
def test_words_of_a_budget_add_up(pieces):
    """Apart, pieces count what they count together, so that a budget can be added up."""
    assert count_words(" ".join(pieces)) == sum(map(count_words, pieces))
    assert count_words("".join(pieces)) <= sum(map(count_words, pieces))


@given(st.text(st.characters(max_codepoint=0x2FF)))
@many(200)
def test_words_of_a_budget_are_those_of_split(text):
    """In Latin script a budget counts as `str.split` does."""
    assert count_words(text) == len(text.split())


@pytest.fixture
def without_pystemmer(monkeypatch):
    """Make as if PyStemmer were not installed."""
    monkeypatch.setitem(sys.modules, "Stemmer", None)


@pytest.mark.parametrize("code", SNOWBALL)
def test_stems_are_nltks(code, without_pystemmer):
    """Without PyStemmer stems come from NLTK, for every language that it has."""
    theirs = SnowballStemmer(SNOWBALL[code])
    text = LANGUAGES.get(code, LANGUAGES["en"])
    analyser = make_analyser(code, (), "snowball")
    for word in words(text):
        if "'" not in fold(word):
            assert analyser.terms(word) == (theirs.stem(fold(word, code)),)


@pytest.mark.parametrize("code", ["en", "de", "tr", "hi"])
def test_stems_are_pystemmers(code):
    """With it stems come from PyStemmer, of languages too that NLTK's Snowball lacks."""
    stemmers = pytest.importorskip("Stemmer")
    theirs = stemmers.Stemmer(code)
    found = [word for word in words(LANGUAGES.get(code, LANGUAGES["en"])) if "'" not in fold(word)]
    analyser = make_analyser(code, (), "snowball")
    assert [analyser.terms(word) for word in found] == [
        (theirs.stemWord(fold(word, code)),) for word in found
    ]


def test_both_stemmers_nearly_agree(without_pystemmer, monkeypatch):
    """Of the words of an English text at most two have another stem with PyStemmer."""
    nltks = make_stemmer("snowball", "en")
    monkeypatch.undo()
    pytest.importorskip("Stemmer")
    pystemmers = make_stemmer("snowball", "en")
    found = {fold(word) for word in words(LANGUAGES["en"])}
    assert nltks.__self__ is not pystemmers.__self__
    assert sum(nltks(word) != pystemmers(word) for word in found) <= 2


def test_dutch_is_stemmed_alike_by_both(without_pystemmer, monkeypatch):
    """PyStemmer's newer stemmer of Dutch is not taken: stems do not hang on what is installed."""
    nltks = make_stemmer("snowball", "nl")
    monkeypatch.undo()
    stemmers = pytest.importorskip("Stemmer")
    pystemmers = make_stemmer("snowball", "nl")
    assert isinstance(pystemmers.__self__, stemmers.Stemmer)
    dutch = words("de veerman zag lichamelijkheden, huizen, bomen en een mogelijkheid")
    assert [*map(pystemmers, dutch)] == [*map(nltks, dutch)]
    assert any(map(str.__ne__, map(pystemmers, dutch), map(stemmers.Stemmer("nl").stemWord, dutch)))


def test_languages_without_a_stemmer_stay_as_they_are(without_pystemmer):
    """Where Snowball has no language, words are their own stems; a callable serves any."""
    assert make_stemmer("snowball", "tr") is None
    assert make_analyser("tr", (), str.upper).terms("Kar") == ("KAR",)
    assert make_stemmer(None, "en") is None


def test_unknown_stemmers_are_named():
    """A name that is no stemmer is refused with what is."""
    with pytest.raises(ValueError, match=r"stemmer must be 'snowball'.*Got 'porter'"):
        make_stemmer("porter", "en")


@pytest.mark.parametrize("stem", [lambda word: None, lambda word: 3, lambda word: [word]])
def test_stems_are_strings(stem):
    """A stemmer that gives something else is told so."""
    with pytest.raises((TypeError, ValueError), match="stemmer must give"):
        make_analyser("en", (), stem).terms("dam")


def test_own_stop_words_are_folded():
    """Stop words match whatever the case and composition they are given in."""
    analyser = make_analyser("fr", ["ÉTÉ", "Cafe\u0301"])
    assert analyser.terms("été") == analyser.terms("CAFÉ") == ()
    assert analyser.terms("le") == ("le",)
    assert make_analyser("en", []).terms("the") == ("the",)
    assert make_analyser("tr", ["ILIK"]).terms("ılık") == ()
    assert make_analyser("tr", ["ILIK"]).terms("ilik") == ("ilik",)


@pytest.mark.parametrize(("code", "title"), [("es", "Dª"), ("pt", "Dª"), ("el", "κ"), ("pl", "P")])
def test_the_letter_of_a_title_is_no_term(code, title):
    """A title of one letter, as in "p. Kowalski", carries nothing."""
    assert make_analyser(code).terms(title) == ()


def test_an_analyser_of_nothing():
    """Without language, stop words and stemmer a word is its folded self."""
    assert Analyser().terms("The") == ("the",)


UNSPACED = ["今天。", "はい", "水…", "（注）", "彼は「行く」", "本当！", "ｶﾞ。"]
SPACED = ["Yes!", "", "Well…", "बारिश।", "ฝน", "한국어", "“Quoted.”", "(note)"]


@pytest.mark.parametrize(
    ("text", "expected"), [*((t, True) for t in UNSPACED), *((t, False) for t in SPACED)]
)
def test_what_puts_no_space_after_a_sentence(text, expected):
    """Chinese and Japanese sentences are followed by no space, all others by one."""
    assert ends_unspaced(text) is expected
