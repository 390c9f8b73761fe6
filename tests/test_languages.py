"""Language data and detection."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize import languages
from summarize.languages import Language, detect, load, shipped

TEXTS = {
    "en": "The ferry had left, and we were the only ones who did not know it.",
    "de": "Die Fähre war schon weg, und wir waren die einzigen, die es nicht wussten.",
    "fr": "Le bac était déjà parti et nous étions les seuls à ne pas le savoir.",
    "es": "El barco ya se había ido y nosotros éramos los únicos que no lo sabían.",
    "it": "Il battello era già partito e noi eravamo i soli che non lo sapevano.",
    "pt": "O barco já tinha ido embora e nós éramos os únicos que não sabiam.",
    "nl": "De boot was al weg en wij waren de enigen die het niet wisten.",
    "sv": "Båten hade redan gått och vi var de enda som inte visste det.",
    "da": "Båden var allerede gået, og vi var de eneste, der ikke vidste det.",
    "fi": "Lautta oli jo mennyt, ja me olimme ainoat, jotka eivät sitä tienneet.",
    "et": "Praam oli juba läinud ja meie olime ainsad, kes seda ei teadnud.",
    "pl": "Prom już odpłynął, a my byliśmy jedynymi, którzy o tym nie wiedzieli.",
    "cs": "Loď už odplula a my jsme byli jediní, kteří o tom nevěděli.",
    "tr": "Vapur gitmişti ve bunu bilmeyen bir tek biz vardık, ama daha çok erken idi.",
    "ru": "Паром уже ушёл, и мы были единственными, кто этого не знал.",
    "uk": "Пором уже пішов, і ми були єдиними, хто про це не знав.",
    "el": "Το πλοίο είχε φύγει και εμείς δεν το ξέραμε.",
    "he": "המעבורת כבר יצאה ואנחנו לא ידענו.",
    "fa": "قایق رفته بود و ما تنها کسانی بودیم که این را نمی‌دانستیم.",
    "ur": "کشتی جا چکی تھی اور ہم کو اس کا پتہ نہیں تھا۔",
    "hi": "नाव जा चुकी थी और हमें यह पता नहीं था।",
    "mr": "बोट निघून गेली होती आणि आम्हाला ते माहीत नव्हते.",
    "zh": "渡船已经开走了，只有我们不知道。",
    "ja": "船はもう出ていて、知らなかったのは私たちだけだった。",
    "ko": "배는 이미 떠났고 우리만 몰랐다.",
    "th": "เรือออกไปแล้ว",
    "hy": "Նավը արդեն գնացել էր։",
    "bn": "নৌকা চলে গেছে।",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_detect(code, text):
    """A sentence tells its language by script and function words."""
    assert detect(text) == code


@given(st.text(st.characters(exclude_categories=())))
def test_detect_never_fails(text):
    """Whatever the text is, detection gives a code and gives it twice."""
    assert detect(text) == detect(text) != ""


@pytest.mark.parametrize("text", ["", "  ", "42 + 1", "…", "\ud800"])
def test_nothing_to_detect(text):
    """Without letters the language is undetermined."""
    assert detect(text) == "und"


def test_clear_english_loads_nothing_else(monkeypatch):
    """English is recognised without reading another language's file."""
    asked, real = [], languages.load
    monkeypatch.setattr(languages, "load", lambda code: asked.append(code) or real(code))
    assert detect(TEXTS["en"]) == "en"
    assert asked == ["en"]


@pytest.mark.parametrize("code", sorted(shipped()))
def test_data_is_tidy(code):
    """Each file holds a name and lower-case words without a final dot."""
    language = load(code)
    assert language.name
    assert language.code == code
    assert language.stop_words
    for words in (language.abbreviations, language.titles, language.numbered, language.stop_words):
        assert all(word == word.lower() and not word.endswith(".") for word in words)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("de", "German"),
        ("pt-BR", "Portuguese"),
        ("zh_Hans", "Chinese"),
        ("ENG", "English"),
        ("iw", "Hebrew"),
    ],
)
def test_codes_are_read_generously(code, name):
    """Regions, scripts, three letters and former codes lead to the language."""
    assert load(code).name == name


@given(st.text(max_size=12))
def test_unknown_codes_are_empty_languages(code):
    """No code is an error; what is not shipped knows nothing."""
    language = load(code)
    assert isinstance(language, Language)
    assert bool(language.name) == (language.code in shipped())


def test_loading_twice_gives_the_same():
    """A file is read once."""
    assert load("sv") is load("sv-SE")
