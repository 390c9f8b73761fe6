"""Summaries that read well: what points back, what is whole, what says the same."""

import unicodedata
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import many
from texts import DAM, batch_of, batch_of_sentences

from summarize import Document, Summarizer, keywords, summarize
from summarize.coherence import (
    ALONG,
    ENOUGH,
    SAME,
    Rules,
    anchors,
    bundle,
    echoes,
    free,
    lines_of_a_chat,
    lone_words,
    parents,
    quotations,
    readable,
)
from summarize.languages import load, shipped
from summarize.reading import read
from summarize.talk import in_talk, names_of_speakers, spoken


def readable_batch(*units):
    """Make a batch whose sentences were looked at."""
    return batch_of_sentences(*units, readable=True)


# --- one sentence -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "She paid for it."),
        ("en", "“But who paid?” asked Ann."),
        ("en", "It's late."),
        ("en", "The latter was cheaper."),
        ("en", "“The dam held,” she said, “until March.”"),
        ("en", '"The dam held," said he.'),
        ("en", "On the other hand, Ann paid."),
        ("en", "So-called experts paid."),
        ("en", "Please see the log below."),
        ("de", "Dieser Damm hielt."),
        ("de", "„Der Damm hielt“, sagte er."),
        ("de", "Trotzdem zahlte Anna."),
        ("pt", "Veja o quadro abaixo."),
        ("fr", "C’est Anne qui a payé."),
        ("fr", "« Mais Anne a payé », dit-il."),
        ("tr", "Bu yüzden Ayşe ödedi."),
        ("tr", "İşte orada Ayşe durdu."),
        ("tr-TR", "İkisi de gitti."),
        ("tr", "“Köprü yıkıldı,” dedi İkisi."),
        ("tr", "“Köprü yıkıldı” dedi."),
        ("tr", "“Köprü yıkıldı” diyor."),
        ("fr", "« Anne a payé », a-t-il dit à la mairie."),
        ("fr", "— Anne a payé, dit-elle."),
        ("ru", "— Анна заплатила, — сказал он."),
        ("ru", "«Анна заплатила», — сказала она."),
        ("pl", "— Anna zapłaciła — powiedział."),
        ("hu", "„Anna fizetett” – mondta."),
        ("es", "—Pagó Ana —dijo él."),
        ("it", "«Ha pagato Anna», ha detto."),
        ("he", '"אנה שילמה", אמרה.'),
        ("de", "»Der Damm hielt«, sagte sie."),
        ("de", "„Der Damm hielt“, so sie."),
        ("zh", "“大坝没垮。”他说。"),
        ("vi", unicodedata.normalize("NFD", "Tuy nhiên, trời đã tạnh.")),
        ("vi", unicodedata.normalize("NFD", "Ông đã đi.")),
        ("bn", "উভ\u09df পক্ষ খুশি।"),
        ("bn", "পরবর্তী সম\u09dfে বৃষ্টি হলো।"),
        ("hi", "दूसरी तर\u095e, नदी सूख गई।"),
        ("fa", "اين طرح خوب است."),
        ("fa", "آنها رفتند."),
        ("ar", "لٰكنه لم يأتِ."),
        ("ca", "D’altra banda, va ploure."),
        ("ru", "Однако Анна заплатила."),
        ("ru", "Данная плотина стоит."),
        ("de", "Hiergegen klagt Anna."),
        ("fr", "D’ici là, Anne paiera."),
        ("tr", "Söz konusu köprü yıkıldı."),
        ("ar", "وأضاف أحمد أن السد قديم."),
        ("zh", "但是安娜付了钱。"),
        ("ja", "しかしアンナが払った。"),
    ],
)
def test_sentences_that_lean(language, text):
    """A pronoun or connective at the opening is seen behind marks, hyphens and apostrophes."""
    assert read([text], [language]).leans.tolist() == [True]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ann paid for it."),
        ("en", "“The dam held,” said Ann Price."),
        ("en", "Hebrides ferries run late."),
        ("en", "Thistles grow here."),
        ("en", "42"),
        ("en", ""),
        ("de", "Der Damm hielt."),
        ("pt", "Veja publicou uma reportagem."),
        ("fr", "La digue a tenu."),
        ("fr", "— Anne a payé, dit le maire."),
        ("ru", "— Анна заплатила, — сказал мельник."),
        ("uk", "— Млин стояв, коли Ганна прийшла — його ще не зламали."),
        ("pl", "— Anna zapłaciła — powiedział młynarz."),
        ("it", "«Ha pagato Anna», ha detto il sindaco."),
        ("en", "“The dam held,” police said."),
        ("de", "„Der Damm hielt“, so Anna."),
        ("en", "“The dam held.” _"),
        ("en", "“The Old Mill” was sold."),
        ("it", "«Il mulino» ha vinto."),
        ("ru", "«Мельница» утонула."),
        ("nl", "“De dam hield”, aldus de wethouder."),
        ("zh", "“大坝没垮。”老王说。"),
        ("zh", "不是每个人都付了钱。"),
        ("ko", "네 명이 돈을 냈다."),
        ("ar", "كلا الفريقين دفع."),
        ("cs", "ANO vyhrálo volby."),
        ("hu", "Igen nagy kár keletkezett."),
        ("xx", "But who paid?"),
    ],
)
def test_sentences_that_stand_alone(language, text):
    """Articles, words that only begin like a pronoun, and unknown languages point at nothing."""
    assert read([text], [language]).leans.tolist() == [False]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Ann paid.", True),
        ("Who paid?”", True),
        ("Ann paid.[12]", True),
        ("Ann paid.12", True),
        ("“Ann paid.”3,4", True),
        ("Mill 3.12", False),
        ("Appendix A.3", False),
        ("Ann paid (in March).", True),
        ("安娜付了钱。", True),
        ("من دفع؟", True),
        ("Sie sagte: „Er kam.“", True),
        ("»Komm mit!«", True),
        ("‹Il pleut.›", True),
        ("’بارش ہوئی۔‘", True),
        ("« Anne a payé. »", True),
        ("« Anne a payé.\u202f»", True),
        ("« Anne a payé »", False),
        ("TAYPORT, 12 May.", False),
        ("Tayport, 12 May 2026 (AP).", False),
        ("ТАЙ, 12 мая — ТАСС.", False),
        ("सोनपुर, 12 मई।", False),
        ("Tayport (AP).", False),
        ("NEW TAYPORT (AP/dpa).", False),
        ("Ann paid (late).", True),
        ("우물이 말랐다 (어제).", True),
        ("انهار السد (أمس).", True),
        ("In Tayport, 12 boats sank.", True),
        ("In Tayport, 12 sank.", True),
        ("Of these, 12 sank.", True),
        ("12.02.2026, 14:35 Uhr | Lesezeit: 3 Min.", False),
        ("3 ноября 2025, 10:20 · Время чтения: 3 мин.", False),
        ("12.02.2026 brought rain.", True),
        ("12.02.2026 | The dam broke after four days of heavy rain.", True),
        ("Date of birth: 3/5/1952.", False),
        ("Cooking time: 35 min.", False),
        ("The walk was: 20 min.", True),
        ("They won: 3 of 5 came.", True),
        ("The vote was clear: 12–3.", True),
        ("Here is how: .", False),
        ("Present: Ann Price (chair).", False),
        ("“Ann paid‘", False),
        ("Who paid for the dam", False),
        ("By Ann Price", False),
        ("Photo: the old dam", False),
        ("The council will:", False),
        ("3.1 Term and Fees.", False),
        ("(b) What is a Fee?", False),
        ("2. Why does it leak?", True),
        ("CHAPTER 12. The Old Mill.", False),
        ("#1 Pneumonia.", False),
        ("## Who paid for the dam?", False),
        (
            "Fig. 3. Prices of flour and of bread, by month, in the ten years after the flood.",
            False,
        ),
        ("Photo: Ann Price.", False),
        ("Read more: Who paid for the dam?", False),
        ("12 (3): 14–22.", False),
        ("All rights reserved.", False),
        ("Hello everyone!", False),
        ("Happy New Year!", False),
        ("Good evening, all.", False),
        ("Hello is a word of many uses.", True),
        ("Hi all.", False),
        ("Dear customers left.", True),
        ("Hi, the dam broke.", True),
        ("Welcome rains fell.", True),
        ("By Ann Price · Updated in May · This page may contain links.", False),
        ("Signed: ..........", False),
        ("The dam broke.....", True),
        ("Ann paid | and left.", True),
        ("Of rain and flood, P(F | R) is not P(R | F).", True),
        ("The weights w1 · · · wn of the stones add up.", True),
        ("^ Price, A. (1966). The Old Mill.", False),
        ("^_^ Ann paid.", True),
        ("So did I.", True),
        ("She was 12.", True),
        ("They won 3-1.", True),
        ("Fig. 3 shows the dam.", True),
        ("Step 1. Ask Ann to pay for the flour.", True),
        ("#1 Ann paid for the flour in March.", True),
        ("Covid-19: Schools Close.", True),
        ("↑ Sales rose by 4 % to 12.3 million euros.", True),
        ("↑ Meier, K.: Die Mühlen am Tay. Berlin 2003.", False),
        ("^ Smith, J. A history of the mill.", False),
        ("We and our 842 partners store information on a device.", False),
        ("We and our allies store grain.", True),
        ("We and our partners rebuild the mill.", True),
        ("“Sign up for our newsletter,” the miller begs.", True),
        ("> This e-mail and any attachments are confidential.", False),
        ("This e-mail and any other letter of the miller are lost.", True),
        ("Sign up for our newsletter to get the best stories.", False),
        ("Sign up for our course in milling by 3 May.", True),
        ("If you are not the intended recipient, delete this message.", False),
        ("If you are not the owner, ask the miller.", True),
        ("12 people found this helpful.", False),
        ("12 people found this mill.", True),
        ("Capital at risk.", False),
        ("Past performance is not a guide to what comes.", False),
        ("Past performance of the mill is known.", True),
        ("Past performance is not what the miller is paid for.", True),
        ("The value of investments may double, said Ann.", True),
        ("The value of investments can go down as well as up.", False),
        ("The value of the mill can go down as well as up.", True),
        ("3.1 Fees are due in May.", True),
        ("Term and Fees.", True),
        ("© 2026 The Old Mill. All rights reserved.", False),
        ("Copyright 2026 The Old Mill.", False),
        ("Copyright 2026 by Ann Price.", False),
        ("Copyright 2019 rules hide the mill.", True),
        ("Copyright lasts seventy years.", True),
        ("12 Mill Rd.", False),
        ("Support Engineer, Acme Corp.", False),
        ("Title: C.E.O.", False),
        ("Ann bought Acme Corp.", True),
        ("THE GOOSE LIVES AT 12 MILL RD.", True),
        ("", False),
    ],
)
def test_whole_sentences_end_with_a_mark(text, whole):
    """Headings and captions lack an end, or are a number and a title; quotes may follow one."""
    assert read([text], ["en"]).whole.tolist() == [whole]


ARTICLES = {
    "en": "the a an", "de": "der die das ein eine", "fr": "le la les un une", "es": "el la los un",
    "it": "il lo la gli un", "nl": "de het een", "pt": "o a os as um", "hu": "a az", "ca": "el la",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Abb. 3: Der Damm im Mai."),
        ("fr", "À lire aussi : qui paie ?"),
        ("ru", "Рис. 2. Схема плотины."),
        ("hi", "यह भी पढ़ें: कौन देगा?"),
        ("pt", "Olá, equipe!"),
        ("es", "¡Hola, viajeros!"),
        ("de", "Alle Rechte vorbehalten."),
        ("de", "Wir und unsere 214 Partner verarbeiten Daten."),
        ("fr", "Si vous n’êtes pas le destinataire, merci de le supprimer."),
        ("fr", "Abonnez-vous à notre newsletter !"),
        ("de", "Bei Fragen meldet euch gern."),
        ("nl", "Bedankt voor je bericht."),
        ("de", "Guten Morgen, liebe Leserinnen und Leser!"),
        ("de", "Wurde Ihnen dieser Newsletter weitergeleitet?"),
        ("uk", "Доброго дня!"),
        ("uk", "Дякуємо за звернення."),
        ("cs", "Dobrý den, pane Nováku!"),
        ("hu", "Iratkozzon fel hírlevelünkre!"),
        ("el", "Πηγή: το λιμάνι."),
        ("fa", "بیشتر بخوانید: جاده بسته است."),
        ("nl", "Aanwezig: dhr. Bakker (vz.)"),
        ("fr", "Prochaine réunion : le 3 mai à 14 h."),
        ("ko", "수고하셨습니다."),
        ("ja", "いつもお世話になっております。"),
        ("ja", "無断転載を禁じます。"),
        ("zh", "版权所有，未经许可不得转载。"),
        ("zh", "谢谢大家！"),
        ("zh", "投资有风险，入市需谨慎。"),
        ("zh", "图1：磨坊的鹅。"),
        ("zh", "图1:磨坊的鹅。"),
        ("nl", "In het verleden behaalde resultaten bieden geen garantie."),
        ("fr", "Un crédit vous engage et doit être remboursé."),
        ("de", "Die Wertentwicklung der Vergangenheit ist kein verlässlicher Maßstab."),
        ("es", "Las rentabilidades pasadas no garantizan rentabilidades futuras."),
        ("el", "Οι προηγούμενες αποδόσεις δεν διασφαλίζουν τις μελλοντικές."),
        ("tr", "Burada yer alan yatırım bilgi, yorum ve tavsiyeleri danışmanlık değildir."),
    ],
)
def test_captions_of_other_languages(language, text):
    """What makes a line a caption or a pointer elsewhere is known by language."""
    assert read([text], [language]).whole.tolist() == [False]
    assert read([text], ["xx"]).whole.tolist() == [True]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Wertentwicklung der Vergangenheit ist gut, sagt Anna."),
        ("fr", "Les performances passées ne suffisent pas au club."),
        ("it", "I rendimenti passati non bastano alla squadra."),
        ("ru", "Результаты в прошлом не радовали тренера."),
        ("hu", "A múltbeli teljesítmény nem elég, mondta az edző."),
        ("el", "Οι προηγούμενες αποδόσεις δεν ικανοποίησαν τον προπονητή."),
    ],
)
def test_what_is_said_of_the_past_is_no_notice(language, text):
    """What banks print says in so many words that it promises nothing."""
    assert read([text], [language]).whole.tolist() == [True]


@pytest.mark.parametrize("code", sorted(shipped()))
def test_every_notice_of_a_language_is_known(code):
    """None is longer than what is looked at of a sentence."""
    notices = [caption for caption in load(code).captions if caption.count(" ") > 1]
    texts = [
        f"{notice} and so on, as is said under this and that.".capitalize() for notice in notices
    ]
    assert not read(texts, [code] * len(texts)).whole.any()


def test_a_sentence_of_thai_is_whole_without_a_mark():
    """Thai ends none with one, so that a caption or a notice is known by its words alone."""
    told = ["เขื่อนเก่าพังเมื่อคืนวันอังคาร", "สภาเมืองจะประชุมในวันศุกร์"]
    under = ["ภาพ: สมชาย ใจดี", "อ่านเพิ่มเติม: ข่าวน้ำท่วม", "สงวนลิขสิทธิ์", "สวัสดีครับ"]
    assert read(told, ["th"] * 2).whole.tolist() == [True, True]
    assert read(under, ["th"] * 4).whole.tolist() == [False] * 4
    assert [s.text for s in summarize("\n".join([*told, *under]), sentences=3)] == told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "他加入了NBA。"),
        ("ja", "彼はNHKに入った。"),
        ("ar", "انضم إلى NBA."),
        ("hi", "वह NASA गया।"),
        ("he", "הוא הצטרף ל-NBA."),
        ("de", "Liebe macht blind."),
        ("pl", "Droga była długa."),
        ("nl", "Beste wijn is rood."),
        ("fr", "C'est Louis XIV."),
        ("de", "Hintergrund: Der Damm war alt."),
        ("de", "Am 17. Dezember sind Wahlen."),
        ("de", "2.500 Hektar des Tales sind Wald."),
        ("de", "Wir und unsere Nachbarn zahlen."),
        ("fr", "Si vous n’êtes pas le meunier, payez."),
        ("de", "Montag, 3. Mai ist Feiertag."),
        ("de", "2. Er war 1931 Bürgermeister."),
        ("de", "Guten Morgen, sagte der Esel zu der Leserin!"),
        ("de", "Der Esel starb, am 3. Mai 1931."),
        ("zh", "图1显示磨坊的鹅。"),
        ("de", "Ludwig XIV. war der König von Frankreich."),
        ("zh", "您好，我的包裹没到。"),
        ("ja", "写真は川で撮影された。"),
        ("hu", "A kép a falon lóg."),
        ("uk", "Джерело висохло."),
        ("zh", "未经许可，任何人不能上坝。"),
        ("ja", "写真提供者は粉屋だ。"),
        ("fr", "Ordre du jour chargé pour le conseil de lundi."),
        ("es", "Te puede interesar el molino si vives cerca."),
    ],
)
def test_what_looks_like_a_greeting_or_a_title_may_be_a_sentence(language, text):
    """Letters of other scripts are no capitals, and words of a greeting have other senses."""
    assert read([text], [language]).whole.tolist() == [True]


def test_every_language_knows_what_points_back():
    """Each list has pronouns and connectives enough, in lower case, and no plain article."""
    for code in shipped():
        pointers = load(code).points_back
        assert len(pointers) >= 60, code
        assert all(p == p.lower() and "’" not in p for p in pointers), code
        assert not pointers & set(ARTICLES.get(code, "").split()), code


def test_what_names_a_source_behind_speech_points_back_elsewhere():
    """Where it does not, it need not be listed."""
    known = [load(code) for code in shipped()]
    assert {one.code for one in known if one.according} == {"de", "nl"}
    assert all(one.according <= one.points_back for one in known)


def test_cues_are_words():
    """Cues are lower-case words, asides also two of them; what claims needs what it is beside."""
    with_cues = [load(code) for code in shipped() if load(code).claims]
    assert len(with_cues) >= 9
    for language in with_cues:
        assert language.selves, language.code
        assert language.asides, language.code
        assert not language.claims & language.asides, language.code
        for word in language.claims | language.selves | language.asides:
            assert word == word.lower()
            assert word.replace("_", "", word in language.asides).isalpha()
    assert not any(
        load(code).asides or load(code).selves for code in shipped() if not load(code).claims
    )


# --- a batch ------------------------------------------------------------------------------


def test_anchors_by_hand():
    """A sentence begins at the last that does not lean; the opening of a lone text does not."""
    leans = np.array([1, 1, 0, 1, 1, 1, 0], dtype=bool)
    lone = batch_of_sentences(["a b."] * 7)
    assert anchors(lone, leans).tolist() == [0, 0, 2, 2, 2, -1, 6]
    several = batch_of([Document.from_sentences(["a b."] * k) for k in (2, 5)])
    assert anchors(several, leans).tolist() == [-1, -1, 2, 2, 2, -1, 6]


def test_one_word_goes_with_the_sentence_before():
    """A word such as "Yes." leans, of several the first; no number, and no address."""
    one = ["Did it hold?", "Yes.", "«Jamais!»", "It held.", "2.1.", "Really?", "No.", "No."]
    other = ["Fear.", "https://dam.example/levels."]
    leans = lone_words(batch_of_sentences(one, other)).tolist()
    assert leans == [False, True, False, False, False, True, False, False, True, False]


def test_a_word_behind_a_dash_is_one_that_somebody_says():
    """So it goes with what was said before it; a turn of more words stands alone."""
    turns = ["– Who took the key?", "– Ann.", "— Bo sold it.", "— Good.", "- Flour.", "– 12."]
    assert np.flatnonzero(lone_words(batch_of_sentences(turns))).tolist() == [1, 3]


def test_words_alone_fill_a_summary():
    """A text that ends in a row of single words is as long as it may be."""
    moods = "The dam broke. Greed. Fear. Rage. Shame. Guilt. Doubt. Hope."
    assert len(str(summarize(moods, words=9)).split()) == 9


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=9), max_size=14))
@many(200)
def test_echoes_equal_a_naive_comparison_of_all_pairs(bags):
    """Sentences share a number just where a chain of copies or near copies joins them."""
    sentences = [" ".join(f"{word}word" for word in bag) + "." for bag in bags]
    batch = batch_of_sentences(sentences)
    sets, group = [set(bag) for bag in bags], list(range(len(bags)))
    for i, one in enumerate(sets):
        for j, other in enumerate(sets[:i]):
            near = len(one & other) >= SAME * len(one | other) - 1e-9
            near &= min(len(one), len(other)) >= ENOUGH
            if near or batch.copies[i] == batch.copies[j]:
                old, new = group[i], group[j]
                group = [new if g == old else g for g in group]
    numbers = echoes(batch).tolist()
    for i in range(len(bags)):
        for j in range(i):
            assert (numbers[i] == numbers[j]) == (group[i] == group[j])


def test_a_bundle_costs_and_gains_what_its_sentences_do():
    """The gain of a bundle is the mean by words; a sentence taken already costs nothing."""
    rules = replace(free(batch_of_sentences(["a.", "b.", "c."])), anchor=np.array([0, 0, 0]))
    costs, nobody = np.array([2, 3, 5]), np.zeros(3, dtype=bool)
    bundles = bundle(rules, nobody, ~nobody, costs)
    assert bundles.costs.tolist() == [2, 5, 10]
    gains = bundles.mean(np.array([1.0, 0.0, 2.0]), costs)
    np.testing.assert_allclose(gains, [1.0, 2 / 5, 12 / 10])
    assert bundles.rows(np.array([2])).tolist() == [0, 1, 2]
    taken = np.array([True, False, False])
    assert bundle(rules, taken, ~taken, costs).costs.tolist()[1:] == [3, 8]


@pytest.mark.parametrize("seed", range(40))
def test_bundles_equal_a_naive_loop(seed):
    """What comes along is all after the last that is taken; each has to be open, whole, no copy."""
    rng = np.random.default_rng(seed)
    n = 12
    anchor = np.arange(n)
    for row in range(1, n):  # a sentence leans on the one before, or on what that one leans on
        if rng.random() < 0.5:
            anchor[row] = anchor[row - 1] if row - anchor[row - 1] <= ALONG else -1
    whole, open_ = rng.random((2, n)) < 0.9
    taken = ~open_ & (rng.random(n) < 0.5)
    copies, costs, gains = rng.integers(0, 30, n), rng.integers(1, 9, n), rng.random(n)
    bundles = bundle(Rules(anchor, whole, copies), taken, open_, costs)
    means = bundles.mean(gains, costs)
    for row in np.flatnonzero(open_ & (anchor >= 0)):
        last = max([k for k in range(row) if taken[k]], default=-1)
        group = list(range(max(anchor[row], last + 1), row + 1))
        allowed = open_[group].all() and whole[group].all()
        assert bundles.fits[row] == (allowed and len(set(copies[group])) == len(group))
        assert bundles.costs[row] == costs[group].sum()
        assert means[row] == pytest.approx((gains * costs)[group].sum() / costs[group].sum())
        assert bundles.rows(np.array([row])).tolist() == group
    assert not bundles.fits[~open_ | (anchor < 0)].any()


def test_what_may_not_stand_in_a_summary_comes_along_with_nothing():
    """A sentence that needs a heading, or one that is closed already, cannot be taken."""
    rules = free(batch_of_sentences(["a.", "b.", "c.", "d."]))
    whole = np.array([False, True, True, True])
    rules = replace(rules, anchor=np.array([0, 0, 2, 2]), whole=whole)
    nobody, costs = np.zeros(4, dtype=bool), np.ones(4, dtype=int)
    assert bundle(rules, nobody, ~nobody, costs).fits.tolist() == [False, False, True, True]
    open_ = np.array([True, True, False, True])
    assert bundle(rules, nobody, open_, costs).fits.tolist() == [False] * 4


def test_a_batch_not_looked_at_is_free():
    """Where reading was not asked for, every sentence stands for itself."""
    rules = readable(batch_of_sentences(["He paid.", "A heading"]))
    assert rules.anchor.tolist() == [0, 1]
    assert rules.whole.all()


# --- a summary ----------------------------------------------------------------------------

COUNCIL = (
    "Minutes of the council\n\nThe council of Millbrook bought the old mill for the school. "
    "It will cost the council and the school two million. However, the mill has no roof. "
    "The school of Millbrook has had no roof since the storm. By Ann Price\n\n"
    "Parents of the school want a new roof before the winter."
)


def dangling(summary):
    """Give the chosen sentences that lean on one that was left out."""
    sentences = summary.sentences
    leans = read([s.text for s in sentences], ["en"] * len(sentences)).leans
    chosen = {s.index for s in summary}
    return [s.text for s in summary if leans[s.index] and s.index and s.index - 1 not in chosen]


@pytest.mark.parametrize("words", range(16, 60, 4))
def test_nothing_dangles_at_any_length(words):
    """What points back is left out, or stands behind the sentence it points to."""
    assert dangling(summarize(COUNCIL, words=words)) == []
    assert dangling(summarize(DAM, words=words)) == []


def test_the_sentence_before_comes_along():
    """A leaning sentence that says most brings what it points to, where both fit."""
    text = (
        "Ann Price mended the clock. It has a bell, a dial, a hammer and a spring of steel. "
        "Steel springs drive the bell and the hammer. Rain fell. The dial is enamel."
    )
    summary = summarize(text, words=21, method="textrank", readable=True)
    assert [s.index for s in summary][:2] == [0, 1]


def test_an_answer_stands_alone_where_it_must():
    """With a query, a leaning sentence is given where its company would never fit."""
    text = "The council bought the mill in March. It paid two million for the roof. Rain fell."
    assert str(summarize(text, query="who paid?", sentences=1)).startswith("It paid")
    assert [s.index for s in summarize(text, query="who paid?", sentences=2)] == [0, 1]


@pytest.mark.parametrize(
    "budget", [{"sentences": 1}, {"sentences": 4}, {"words": 12}, {"words": 30}]
)
def test_the_best_answer_stands_alone_behind_a_heading(budget):
    """What it points to is a heading, which never comes along: it is given whatever the room."""
    text = (
        "Halden Mill stands by the river. Tourists like its yard.\n\nHistory\n\n"
        "It was founded in 1905 by Anna Krog, a miller from Oslo.\n\nToday\n\n"
        "Cats sleep in the yard. Trees grew tall beside the river. Kings ruled far lands."
    )
    assert "1905" in str(summarize(text, query="when was it founded", **budget))


def test_an_answer_stands_alone_where_what_must_be_in_takes_the_room():
    """What has to be included comes first; its answer then has no room for company."""
    text = (
        "The owner came. They paid Miller for repairs of his broken mill in May. "
        "Snow fell on hills. Cats sleep long. Trees grew tall. Kings ruled far lands."
    )
    summary = summarize(text, query="who paid for the mill", must_include=["snow"], sentences=2)
    assert [s.index for s in summary] == [1, 2]


def test_an_empty_document_changes_nothing():
    """Before or behind the only document with a sentence, which opens as it opened alone."""
    text = "He paid the council. The dam broke. He left. Snow fell on the village."
    alone = summarize([text], sentences=1)
    for documents in (["", text], [text, ""], [" ", text, ""]):
        summary = summarize(documents, sentences=1)
        assert (str(summary), summary.language) == (str(alone), alone.language)


def test_what_only_stands_beside_an_answer_does_not_stand_alone():
    """A leaning sentence without a word of the query comes with what it points to, or stays out."""
    text = (
        "The council of the town paid at long last for the old oak mill. "
        "It has an oak wheel in the mill. Rain fell on a far hill that year."
    )
    assert str(summarize(text, query="who paid?", words=8)).startswith("Rain fell")
    assert str(summarize(text, query="what wheel?", words=8)).startswith("It has an oak wheel")
    below_the_answer = (
        "The council of the town met for a whole evening about the dam, the mill and the river. "
        "Ann yawned. It wants the dam, the mill, the river and the town. The dam holds the river. "
        "The mill stands at the dam. The river feeds the mill. The town needs the mill."
    )
    summary = summarize(below_the_answer, query="Ann", words=11)
    assert summary.scores.argmax() == 2
    assert str(summary) == "Ann yawned. The dam holds the river."


def test_no_headings_among_sentences():
    """Headings and bylines stay out of a text of sentences, and are all a list has."""
    for count in range(1, 7):
        chosen = [s.text for s in summarize(COUNCIL, sentences=count)]
        assert all(text.endswith(".") for text in chosen)
    assert len(summarize("Bread\nMilk\nEggs", sentences=2)) == 2


def test_a_time_on_a_line_of_its_own_is_no_sentence():
    """Where nothing ends as a sentence, lines with letters are chosen before those with none."""
    lines = ["0:00", "the kidney is a filter", "0:04", "0:07", "it has a million filters"]
    summary = summarize("\n".join(lines), words=30)
    assert [s.text for s in summary] == [lines[1], lines[4]]
    assert len(summarize("0:00\n0:04\n0:07", sentences=2)) == 2


def test_who_only_nods_is_not_heard():
    """A turn of one or two words, or a greeting, after a name and a time is none of the sentences.

    What stands once, as a field does, is no name of a speaker.
    """
    talk = [
        "{}ROY: The bridge has to be closed in May, for two cables are rusty.", "{}ODE: Yes.",
        "{}ROY: The repair takes six weeks.", "{}ODE: Hello to you all!", "{}ROY: The county pays.",
    ]  # fmt: skip
    for before in ("", "MS. ", "[00:01:07] ", "5/2/2026, 09:12 - "):
        lines = [line.format(before) for line in talk]
        rules = readable(readable_batch(lines))
        assert rules.choosable.tolist() == [True, False, True, False, True]
        assert readable(readable_batch(lines[:3])).choosable.all()
        said = [s.text for s in summarize("\n".join(lines), words=30)]
        assert said[0] == lines[0]
        assert not {lines[1], lines[3]} & set(said)


@pytest.mark.parametrize(
    "form",
    [
        "{} (00:12): ", "{}  (01:02:03):\n", "**{}:** ", "**{}**: ", "09:12 <{}> ", "<{}> ",
        "{} : ", "09:12:01\t From  {} : ", "09:12:01 From {} to Everyone:\n\t",
    ],
)  # fmt: skip
def test_who_speaks_is_known_by_many_forms(form):
    """Chats and transcripts write who speaks in many ways, and in all of them it is no word."""
    talk = [
        ("Roy", "The bridge is shut."),
        ("Ode", "Yes."),
        ("Roy", "A ferry runs."),
        ("Ode", "No."),
    ]
    lines = [form.format(who) + said for who, said in talk]
    rules = readable(readable_batch(lines))
    assert rules.choosable[:3].tolist() == [True, False, True]
    assert [text.strip() for text in said_in(lines, [0] * 4)][:3] == [said for _, said in talk[:3]]


@pytest.mark.parametrize(
    "form",
    [
        "{}  09:12", "{}   0:04", "{} (00:01:02):", "[{}] 00:01:02", "{} — Today at 9:12 AM",
        "{}, Mar 2, 2026, 08:14", "{}  [9:12 AM]",
    ],
)  # fmt: skip
def test_a_name_and_a_time_above_what_is_said_begin_a_turn(form):
    """Programs that write down meetings name who speaks on a line above; it is no sentence."""
    said = ["Um, the bridge is shut.", "Yes.", "A ferry runs.", "No."]
    lines = [t for who, text in zip(["Ann Lee", "Roy"] * 2, said, strict=True)
             for t in (form.format(who), text)]  # fmt: skip
    batch = readable_batch(lines)
    assert readable(batch).choosable.tolist() == [False, True, *[False] * 3, True, *[False] * 2]
    assert {"ann", "roy", "um"}.isdisjoint({*batch.names})
    assert {s.text for s in summarize("\n".join(lines), words=40)} <= {*said}
    assert not names_of_speakers(["Doors open at 19:30"] * 2, [0, 0])[0]


def test_questions_and_answers_of_a_hearing_are_turns():
    """Who asks and who answers in court are "Q." and "A.", and what stands in brackets is aside."""
    hearing = [
        "Q. Did the cable break in March?", "A. Yes.", "(The witness was shown the log.)",
        "Q. Had it been inspected?", "A. The inspection was due in January.",
    ]  # fmt: skip
    rules = readable(readable_batch(hearing))
    assert rules.choosable.tolist() == [True, False, False, True, True]
    assert readable(readable_batch(["We met.", "(The hall was full.)"])).choosable.all()
    said = said_in(hearing, [0] * 5)
    assert (said[2].strip(), said[4].strip()) == ("", "The inspection was due in January.")


def test_an_initial_is_no_answer():
    """Before turns "A." answers a "Q."; of names in a list it is an initial."""
    hearing = ["Q. Who paid?", "A. Ann did.", "Q. When?", "A. In May."]
    assert names_of_speakers(hearing, [0] * 4) == [3, 3, 3, 3]
    assert names_of_speakers(["A. Alder, 1990.", "A. Birch, 1991."], [0] * 2) == [0, 0]


@pytest.mark.parametrize("mark", ["- ", "• ", "{}. ", "{}) "])
def test_items_go_before_labels_in_notes(mark):
    """Where notes are a list under a title and a label, its items are chosen."""
    said = ["the office opens in June", "hiring stays frozen", "the travel budget is cut"]
    items = [mark.format(k) + text for k, text in enumerate(said, 1)]
    summary = summarize("\n".join(["The office in June", "Owner: Ann Bell", *items]), sentences=2)
    assert all(s.text in items for s in summary)


def test_who_speaks_is_not_what_is_spoken_of():
    """In a chat without marks neither a name before turns nor a nod wins a summary."""
    chat = [
        "[09:01] Ann: ok", "[09:02] Ben: ok then", "[09:03] Ann: The bus leaves at nine",
        "[09:04] Ben: The bus is full, we need a second bus", "[09:05] Ann: hm", "[09:06] Ben: oh",
    ]  # fmt: skip
    assert [s.text for s in summarize("\n".join(chat), sentences=2)] == chat[2:4]
    told = ["Ann: Ben has the key.", "Cem: Rain.", "Ann: Ben is ill.", "Ann: I know.", "Cem: So?"]
    heard = batch_of_sentences(told, query="ann")
    assert heard.worth[heard.kin[heard.names.tolist().index("ann")]] == pytest.approx(3**1.5)
    for asked in ("", "tax"):
        assert "ann" not in batch_of_sentences(told, query=asked).names


MEETING = """\
ANN: So, um, the old pump has to be replaced before the frost.
BEN: Yeah, yeah.
CEM: [laughs] Okay.
ANN: [laughs] A new pump costs nine hundred crowns.
BEN: Uh, okay. Um.
CEM: The frost comes in November, so the pump has to come in October.
ANN: {pause} Mhm, okay.
BEN: Hmm, um.
CEM: [laughs] Yeah, ok."""


@pytest.mark.parametrize("method", ["coverage", "textrank", "lexrank", "tfidf", "centroid", "lsa"])
def test_a_meeting_is_summarised_by_what_is_said(method):
    """No method takes turns for alike by who speaks, by what is said in thought, or by a remark."""
    chosen = [s.text for s in summarize(MEETING, sentences=3, method=method)]
    assert all("pump" in text for text in chosen)
    assert {"laughs", "ann", "um", "okay"}.isdisjoint(batch_of(MEETING).names)


def segments_of(meeting, **more):
    """Give the turns of a meeting as segments, whose text names nobody."""
    turns = [line.split(": ", 1) for line in meeting.splitlines()]
    return [{"text": text} | {key: of(who) for key, of in more.items()} for who, text in turns]


@pytest.mark.parametrize(
    "more", [{"speaker": str.lower}, {"speaker": len}, {"start": lambda _: 0.5}]
)
@pytest.mark.parametrize("method", ["coverage", "textrank"])
def test_segments_that_are_spoken_are_a_talk(method, more):
    """A speaker or a second that comes with a segment says so where its text names nobody."""
    meeting = Document.from_segments(segments_of(MEETING, **more))
    assert all("pump" in s.text for s in summarize(meeting, sentences=3, method=method))
    assert {"laughs", "um", "okay"}.isdisjoint(batch_of(meeting).names)
    assert {"laughs", "um", "okay"}.isdisjoint(phrase for phrase, _ in keywords(meeting))


def nobody(_):
    """Give what tables have for nothing."""
    return float("nan")


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"start": len},
        {"page": len},
        {"speaker": lambda _: " "},
        {"speaker": nobody},
        {"start": nobody},
    ],
)
def test_segments_of_a_text_are_no_talk(more):
    """Pages, places in a text and empty speakers leave every word a word."""
    first, _, *others = MEETING.splitlines()
    calm = "\n".join([first, *others[:2]])  # "um" and "okay"
    meeting = Document.from_segments(segments_of(calm, **more), language="en")
    assert {"laughs", "um", "okay"} <= {*batch_of(meeting).names}


@pytest.mark.parametrize("method", ["coverage", "textrank"])
def test_speech_that_names_nobody_is_known_by_its_thoughts(method):
    """Where a tenth of the sentences hold "um" and the like, of three kinds, it is no prose."""
    said = "\n".join(segment["text"] for segment in segments_of(MEETING))
    assert all("pump" in s.text for s in summarize(said, sentences=3, method=method))
    assert {"laughs", "um", "okay"}.isdisjoint(phrase for phrase, _ in keywords(said))
    prose = "The wall is old. " * 100  # which holds them too, but seldom
    both = batch_of(said, prose + said, said, query="laughs")
    assert {"laughs", "um", "okay"} <= {*both.one(1).names}
    assert "laughs" in both.one(0).names  # who asks for it is heard
    alone, among = batch_of(said), batch_of(DAM, said, DAM).one(1)
    assert alone.names.tolist() == among.names.tolist()
    assert (alone.held.csr != among.held.csr).nnz == 0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The HMM of UM beats that of UH. It is from Ames, OH. The others are older."),
        ("en", "The field has 12 ha. Its panels are 40 mm thick. The battery holds 200 Ah."),
        ("ru", "М. Волк строил мост. Э. Гусь писал о нём. Мост стоял ок. 5 м над рекой."),
    ],
)
def test_names_in_capitals_and_units_are_not_said_in_thought(language, text):
    """They may look like "hmm", "um" and "ha"; and in speech they are words."""
    assert not batch_of(text, language=language).spoken.any()
    talk = "Um, yeah, the HMM of 5 mm.\nUh, the HMM, OK."
    assert {*batch_of(talk, language="en").names} == {"hmm", "5", "mm"}
    assert {*batch_of(talk.upper(), language="en").names} == {"5", "mm"}


@pytest.mark.parametrize(
    ("language", "word", "said"),
    [("da", "nå", "Øh, vi kan nå det."), ("et", "öö", "Ee, öö oli pime.")],
)
def test_ordinary_words_are_said_in_a_talk_too(language, word, said):
    """Danish "nå" is "well" and "reach", Estonian "öö" is "er" and "night"."""
    names = batch_of(f"Ann: {said}\nBen: {said}\n" * 2, language=language).names
    assert word in names
    assert said.split(",")[0].lower() not in names


@pytest.mark.parametrize("one", [{"speaker": "A"}, {"speaker": 0.0}, {"start": 4.2}])
def test_one_turn_with_a_speaker_or_a_second_makes_all_of_a_document_speech(one):
    """Of some nobody knows who speaks, and JSON may write 7 for 7.0; other documents stay prose."""
    others = {"speaker": None, "start": 7}
    talk = Document.from_segments(
        [{"text": "Um, the pump broke."} | others, {"text": "Yeah, um, it broke."} | others | one]
    )
    assert {"um", "yeah"}.isdisjoint(batch_of(talk).names)
    assert {"um", "yeah"}.isdisjoint(phrase for phrase, _ in keywords(talk))
    prose = Document.from_segments([{"text": "Um is a word, as yeah is."} | others])
    summary = summarize([talk, prose], language="en")
    terms = [{word for word, _ in summary.explain(row).terms} for row in range(3)]
    assert [not row.isdisjoint({"um", "yeah"}) for row in terms] == [False, False, True]


@pytest.mark.parametrize("text", ["Um.", "[laughs]", "Um, yeah. [laughs]"])
def test_a_talk_in_which_nothing_is_said_has_a_summary(text):
    """Its only words are those that count for nothing elsewhere."""
    one = Document.from_segments([{"text": text, "speaker": "Ann"}])
    assert str(summarize(one, language="en")) == text
    named = f"Ann: {text}\nBen: {text}\n" * 2
    assert str(summarize(named, language="en")) != ""


def said_in(texts, units):
    """Give what is said in texts in English."""
    names, n = names_of_speakers(texts, units), len(texts)
    return spoken(texts, units, ["en"] * n, names, in_talk(texts, units, names, [False] * n))


def test_remarks_and_names_of_a_talk_are_no_words():
    """Brackets go with a word that nobody says; what is of the sentence, or of no talk, stays."""
    said = [
        "Ann: [music] Then {pause} it",
        "Ann: broke (Applause.) (in) our [May]",
        "[unclear 00:12] Yes",
        "Ben: Um, Mr. Umm",
        "Ben: OK.",
    ]
    found = [" ".join(text.split()) for text in said_in(said, [0] * 5)]
    assert found == ["Then it", "broke (in) our [May]", "Yes", ", Mr.", "."]
    assert batch_of_sentences(said).words.tolist() == [5, 6, 3, 4, 2]  # what is shown counts
    nobody = ["The [dam] broke", "in May"]
    assert said_in(nobody, [0, 0]) is nobody
    assert said_in([*said, *nobody], [0] * 5 + [1] * 2)[5:] == nobody


def test_what_only_sounds_like_thought_is_a_word():
    """Hectares and an illness are subjects; one label of notes makes no talk of a manual."""
    burnt = "The fire took 500 ha. Of the vineyards 50 ha are lost. Each ha costs nine crowns."
    assert keywords(burnt, n=1, language="en")[0][0] == "ha"
    assert summarize("Rain fell. UM opens. It is old.", query="UM", sentences=1).heard
    ill = "La EM afecta a los nervios. La EM se trata con nuevos fármacos. El hospital abre."
    assert "em" in batch_of(ill, language="es").names
    book = [*["ONE: Rain.", "TWO: Snow."] * 2, *["The [mill] is ok."] * 99]
    assert said_in(book, [0] * 103)[4:] == book[4:]  # four names of chapters in a hundred
    manual = ["Note: If [cache] is ok, it stays.", "It (localhost) is read.", "Note: [cache] ends."]
    assert said_in(manual, [0] * 3) == [text.removeprefix("Note:") for text in manual]


def test_a_meeting_has_no_keywords_of_thought():
    """What is said in thought, and remarks, are no keywords of a talk either."""
    found = {phrase for phrase, _ in keywords(MEETING, n=20)}
    assert "pump" in found
    assert {"laughs", "pause", "yeah", "okay", "um"}.isdisjoint(found)


def test_what_is_half_of_one_text_is_not_that_of_another():
    """A text with more words in headings than in sentences chooses alike in any batch."""
    mill = "Ann paid. Otto ran.\n\nThe Old Mill of the Town by the River\n\nThe Long Road to Town"
    links = "The Mill\n\nThe Miller of the Mill\n\nThe mill burned."
    together = list(Summarizer(sentences=1).summarize_many([links, mill]))
    assert str(together[1]) == str(summarize(mill, sentences=1)) == "Ann paid."


def test_unspaced_turns_are_no_nods():
    """A turn in a script without spaces is as long as its characters, not one word.

    A name stands before a wide colon as well; what is said in quotes is told.
    """
    talk = [
        "王明: 我建议明年春天在河边重建水磨坊。",
        "李华: 好。",
        "王明: 费用由镇上承担。",
        "李华: 是。",
    ]
    for said in (talk, [turn.replace(": ", "：") for turn in talk]):
        rules = readable(batch_of_sentences(said, language="zh", readable=True))
        assert rules.choosable.tolist() == [True, False, True, False]
    assert names_of_speakers(["王明：“好。”", "王明：“是。”"], [0, 0]) == [0, 0]


def test_numbered_headings_are_no_items():
    """A number begins a heading unless another item stands beside it."""
    minutes = [
        "1. Minutes", "The minutes of June were approved.", "2. Treasurer's report",
        "The library has a deficit.", "3. Roof", "The roof of the library leaks.", "4. Staff",
        "- Ann to write to the county", "- Bob to meet the county", "Time: six", "Room: two",
    ]  # fmt: skip
    choosable = readable(readable_batch(minutes)).choosable
    assert [m for m, kept in zip(minutes, choosable, strict=True) if kept] == minutes[1:6:2] + [
        *minutes[6:9]
    ]


def test_what_announces_a_list_is_not_chosen_without_it():
    """What ends in a colon is no sentence among sentences; what it announces may be one."""
    told = ["The council met on the bridge.", "Nobody spoke for it.", "Ann wrote the minutes."]
    text = f"{told[0]} The council decided:\n\n- It is closed.\n\n{' '.join(told[1:])}"
    chosen = [s.text for s in summarize(text, sentences=9)]
    assert chosen == [told[0], "- It is closed.", *told[1:]]


def test_what_a_mail_quotes_at_most_comes_along():
    """An answer is chosen before what it answers, unless it has fewer words or is asked of."""
    asked = "> The printer has not printed since the update. Have you tried turning it off?"
    answer = "I did so. The update changed the driver of the printer, and the old driver works."
    mail = f"{asked}\n\n{answer}"
    for count in (1, 2):
        own = [s.start > len(asked) for s in summarize(mail, sentences=count)]
        assert own == [True] * count
    assert summarize(mail).explain(1).remark == "quoted in an answer"
    assert summarize(mail, query="turning", sentences=1)[0].start < len(asked)
    assert summarize(f"{asked}\n\nSee above, Ann.", sentences=1)[0].start < len(asked)


def test_what_markdown_sets_apart_is_no_mail():
    """A note behind ">" in a text with headings of Markdown is the text's own."""
    page = "# Tides\n\nThe tide comes at noon.\n\n> **Note:** The moon decides on the tide."
    assert len(summarize(page, sentences=2)) == 2
    assert not any(summarize(page).explain(row).remark == "quoted in an answer" for row in (1, 2))


def test_the_heading_of_clauses_is_no_sentence():
    """A heading in small letters is known by the number of the clause below it."""
    heading = "5. Geese and other bells."
    clauses = ["5.1 A goose may ring.", "5.2 It may not sing."]
    document = Document.from_sentences([heading, *clauses])
    assert not [s for s in summarize(document, sentences=3) if s.index == 0]
    steps = Document.from_sentences(["5. Ring the goose.", "6. Wait for the bell of the mill."])
    assert len(summarize(steps, sentences=2)) == 2
    apart = readable_batch(["Bells ring.", heading], clauses)
    assert not parents(apart).any()  # the clause of another text


@pytest.mark.parametrize(
    "heading", ["References", "## References", "7. References", "7 References"]
)
def test_references_are_no_sentences(heading):
    """What stands under "References" at the end of a text stays out, however it ends."""
    told = [
        "Geese ring bells at noon, as Moss has shown.",
        "We rang back with every bell of the mill, and the geese were silent.",
    ]
    below = ["1. Moss A. Geese and bells.", "J Mill Sci 2019; 4: 12.", "8. Ode B. On silence."]
    document = Document.from_sentences([*told, heading, *below])
    assert [s.text for s in summarize(document, sentences=5)] == told
    page = Document.from_sentences([told[0], heading, *told, "The mill has a list of the geese."])
    assert len(summarize(page, sentences=3)) == 3  # a list of contents, before most of the text


@pytest.mark.parametrize(
    ("heading", "following"),
    [("## References", "## Limits"), ("4. References.", "5. Limits.")],
)
def test_references_of_a_page_end_at_its_next_heading(heading, following):
    """What stands under another heading of the same mark, or the next number, is told again."""
    told = [
        "Geese ring bells at noon, as everybody in the valley knows.",
        "The mill answers with a bell of its own at one, which the miller hung there.",
    ]
    below = [heading, "Moss A. Geese. 2019.", "### Web", "Ode B. Bells. 2020."]
    limits = [following, "No goose rings at night."]
    page = ["## Use", *told, *below, *limits, "## External links", "The mill has a page."]
    document = Document.from_sentences(page, language="en")
    assert [s.text for s in summarize(document, sentences=9)] == [*told, limits[1]]


def test_who_asks_for_what_references_alone_hold_is_answered():
    """Where nothing else answers a query, what stands under "References" does."""
    told = ["Ann rings the bells of the mill at noon, and the geese listen.", "She is a miller."]
    below = ["References", "Cleo of the tower can be asked about the bells."]
    document = Document.from_sentences([*told, *below], language="en")
    assert summarize(document, sentences=1, query="Cleo")[0].text == below[1]
    both = Document.from_sentences([*told, "Cleo listens.", *below], language="en")
    assert below[1] not in str(summarize(both, sentences=2, query="Cleo"))


def test_a_word_alone_opens_no_summary():
    """The first sentence of a text may point back; a lone word there is a heading."""
    abstract = readable(readable_batch(["Abstract.", "We study geese.", "Geese ring bells."]))
    assert abstract.choosable.tolist() == [False, True, True]
    told = readable(readable_batch(["This is about geese.", "They ring bells."]))
    assert told.choosable.tolist() == [True, True]
    assert readable(readable_batch(["Fire!", "The goose rang."])).choosable.tolist() == [True, True]


@pytest.mark.parametrize(
    ("language", "line", "whole"),
    [
        ("es", "En Madrid, a 3 de mayo de 2026.", False),
        ("pt", "Lisboa, 12 de maio de 2026.", False),
        ("de", "Köln, den 3. Mai 2026.", False),
        ("es", "Murió en Madrid, a 3 de mayo de 2026.", True),
    ],
)
def test_a_place_and_a_day_are_no_sentence(language, line, whole):
    """Judgments and letters say where and when they were signed."""
    assert read([line], [language]).whole.tolist() == [whole]


@pytest.mark.parametrize("heading", ["1.- APROBACIÓN DEL ACTA.", "2.– Cuotas de 2026."])
def test_a_heading_numbered_as_in_spanish_is_no_sentence(heading):
    """A title behind "1.-" stays out, as one behind "1." does, also with a year in it."""
    told = ["El acta se aprueba por unanimidad.", "La cuota sube a doce euros."]
    document = Document.from_sentences([heading, *told], language="es")
    assert [s.text for s in summarize(document, sentences=3)] == told


def test_a_numbered_sentence_with_an_amount_is_no_heading():
    """What is counted is told: only a year may stand in a title."""
    assert read(["1. Wir haben 12 Hunde.", "2. Haushalt 2026."], ["de"] * 2).whole.tolist() == [
        True,
        False,
    ]


def test_clauses_of_a_list_of_contents_are_no_items():
    """Where less than half of a page are sentences, its headings with numbers stay out."""
    contents = ["Contents", "1.1 Origins", "1.2 Decline", "1.3 Restoration", "See also"]
    told = ["The canal of Overshot opened in 1797.", "Floods closed it in the spring of 1921."]
    text = "\n".join(contents) + "\n\n" + " ".join(told)
    assert [s.text for s in summarize(text, sentences=3)][:2] == told


CHAT = """\
12/06/2024, 18:21 - Calls about the mill are encrypted.
12/06/2024, 18:24 - Ann: The mill of Overshot is for sale.
12/06/2024, 18:25 - Bo: The council wants the mill for the school.
12/06/2024, 18:31 - Ann: The council has no money for the mill.
12/06/2024, 18:39 - Cy: \u200eThis message about the mill was deleted.
12/06/2024, 18:40 - Bo left the mill.
12/06/2024, 18:41 - Bo: The school pays."""


def test_what_nobody_says_in_a_chat_stays_out():
    """A line of a chat with an hour and no name is a notice of the program."""
    said = [s.text for s in summarize(CHAT, sentences=4)]
    assert len(said) == 4
    assert not [line for line in said if "ted" in line or "left" in line]
    log = "\n".join(line for line in CHAT.split("\n") if line.count(":") == 1)
    assert len(summarize(log, sentences=2)) == 2  # nobody speaks in a log
    diary = "09:12 The dam of the mill broke.\nNote: Rain fell.\nNote: Nobody saw the dam."
    assert "09:12" in summarize(diary, sentences=1).text  # a note has no hour
    minutes = ["09:12 Ann: It broke.", "09:13 The vote was held.", "09:20 Ann: We pay.", "Ann: So?"]
    assert not lines_of_a_chat(readable_batch(minutes))[1].any()  # an hour and what happened then
    calls = [
        "1/6/24, 9:12 - Calls are encrypted. Nobody can listen. Tap to learn.",
        "1/6/24, 9:13 - Ann: It broke. The dam was old.",
        "1/6/24, 9:15 - Ann: Bo, call me.",
    ]
    said = [sentence + "." for line in calls for sentence in line.strip(".").split(". ")]
    assert np.flatnonzero(lines_of_a_chat(readable_batch(said))[1]).tolist() == [0, 1, 2]
    talk = ["09:12 Ann: It broke.", "09:13 The dam was old.", "09:14 It was bad.", "09:15 Ann: No."]
    assert not lines_of_a_chat(readable_batch(talk))[1].any()  # she goes on
    log = ["[09:12] Ann: It broke.", "[09:13] Bo: So?", "09:15 - The vote was held."]
    assert not lines_of_a_chat(readable_batch(said, log))[1][len(said) :].any()  # nobody talks


def test_who_writes_no_full_stops_is_heard():
    """A message of a chat may end without a mark, and no notice takes its place."""
    chat = CHAT.replace(".\n", "\n").rstrip(".")
    said = [s.text for s in summarize(chat, sentences=4)]
    assert len(said) == 4
    assert not [line for line in said if "ted" in line or "left" in line]


def test_a_message_of_several_sentences_is_heard_to_its_end():
    """The last of a message may lack its mark as well; what stands below a line without is none."""
    told = "The mill train leaves at 7:50 from platform 3"
    chat = CHAT.replace("The council has no money for the mill.", f"I will bring flour. {told}")
    assert str(summarize(chat, sentences=1, query="train")) == told
    rows = ["09:12 Ann: It broke.", "Look at", "09:13 Ann: this", "pump.c", "09:14 Ann: So?"]
    assert lines_of_a_chat(readable_batch(rows))[0].tolist() == [True, True, True, False, True]


def test_a_text_in_capitals_has_sentences_in_capitals():
    """A few words in capitals are a title only where the rest is not in capitals, too."""
    report = (
        "THE DAM OF OVERSHOT HAS A CRACK IN THE LEFT WALL. THE GATES ARE SOUND. "
        "THE CRACK GREW BY TWO INCHES SINCE MAY. THE MILL IS DRY."
    )
    assert len(summarize(report, sentences=4)) == 4
    page = "THE OLD MILL, INC.\n\nThe mill of Overshot is dry. The dam has a crack."
    assert [s.index for s in summarize(page, sentences=3)] == [1, 2]


ADDRESS = (
    "The mill of Overshot is for sale. Write about the mill to ann@mill.example. "
    "The council of Overshot wants the mill. The price of the mill is high."
)


def test_an_address_is_left_to_the_end():
    """A sentence that gives one is taken where all are, or a query asks for it."""
    with_address = ADDRESS.split(". ")[1] + "."
    assert with_address not in [s.text for s in summarize(ADDRESS, sentences=3)]
    assert with_address in [s.text for s in summarize(ADDRESS, sentences=4)]
    assert [s.text for s in summarize(ADDRESS, sentences=1, query="write ann")] == [with_address]
    assert summarize(ADDRESS).explain(1).remark == "gives an address"


def test_who_speaks_is_known_behind_an_hour():
    """Chats write the hour as "6:24 PM" between a turn's date and its name."""
    chat = [
        "[10:02 AM] Ann: thx!",
        "[1:09 PM] Ann: The mill is sold.",
        "[10/06/24, 6:24:15 PM] Bo: We paid.",
    ]
    assert names_of_speakers(chat, [0] * 3) == [16, 15, 0]


def test_a_report_with_a_table_keeps_to_its_sentences():
    """Numbers are no words where those of sentences are compared with the rest; a list has some."""
    rows = ["Iron     10.2   mg   12.0-15.5", "Zinc     8   mg   15-150", "Lead   3.1   mg   0-5"]
    head = ["Report of the mill", "Collected: 03/03/2026 08:10   Received: 03/03/2026 09:45"]
    said = ["Iron and zinc are low in the flour of March.", "Please send another sack of rye."]
    text = "\n".join([*head, "", *rows, "", " ".join(said)])
    assert [s.text for s in summarize(text, words=40)] == said
    prices = "\n".join(["Flour", *rows, "Rye flour, sacks 21.50", "Oat flakes, bags 12.00"])
    for count in (1, 3):
        chosen = [s.text for s in summarize(prices + "\n\nPrices include tax.", sentences=count)]
        assert len(chosen) == count
        assert chosen != ["Prices include tax."]


def test_dots_that_stand_alone_are_no_figures():
    """In a tokenised text the end of a sentence is a piece of its own, and takes no word away."""
    said = ["The wheel is safe , I think .", "The mill is shut in the rain ."]
    cut = ["Of the cost of it there", "Now who would you know", "Well, the wheel here"]
    chosen = [s.text for s in summarize("\n\n".join([*said, *cut]), sentences=5)]
    assert chosen == said


BINS = [
    ("When do the bins come?", "New bins come in May, street by street."),
    ("Where do the old bins go?", "The crew collects old bins in June."),
    ("Who pays for a bin?", "A second bin costs 40 pounds a year."),
    ("May I paint a bin?", "Yes."),
]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n   "])
def test_a_list_of_questions_gives_its_answers(between):
    """A question on a line of its own comes along with its answer at most, and never alone."""
    text = "\n\n".join(between.join(pair) for pair in BINS)
    for sentences in (1, 2, 3, 5):
        chosen = {s.index for s in summarize(text, sentences=sentences)}
        assert all(index + 1 in chosen for index in chosen if not index % 2)
    assert [s.index for s in summarize(text)] == [1, 3, 5]
    assert summarize(text).explain(2).remark == "asks what the next sentence answers"
    page = f"The council has new bins.\n\n{text}"
    assert str(summarize([page, "Rain."], sentences=2)) == str(summarize(page, sentences=2))


def test_a_nod_in_a_list_of_questions_is_no_answer():
    """What is told behind it is; who asks hears it, too."""
    text = "\n\n".join("\n".join(pair) for pair in BINS) + " Blue is best."
    chosen = [s.text for s in summarize(text, sentences=4)]
    assert chosen == [*(said for _, said in BINS[:3]), "Blue is best."]
    assert summarize(text).explain(7).remark == "a turn of a word or two"
    assert "Yes." in str(summarize(text, query="may I paint?", sentences=2))


def test_an_answer_in_a_list_of_questions_comes_with_its_question():
    """So it does where a query is heard and both fit; else the answer stands alone."""
    text = "\n\n".join("\n".join(pair) for pair in BINS)
    for words, chosen in [(60, {2, 3}), (13, {2, 3}), (8, {3})]:
        found = {s.index for s in summarize(text, query="where do old bins go?", words=words)}
        assert found & {2, 3} == chosen


def test_who_asks_in_the_words_of_a_question_gets_its_answer():
    """An answer that holds no word of the query counts for what its question does."""
    text = "\n\n".join("\n".join(pair) for pair in BINS)
    assert [s.index for s in summarize(text, query="may I paint?", sentences=2)] == [6, 7]
    text = text.replace("Yes.", "The law of the town says yes.")
    assert [s.index for s in summarize(text, query="may I paint?", words=7)] == [7]


def test_other_questions_are_sentences_as_others_are():
    """So they are within a line, where they are few, behind names, and with none that answers."""
    asked = [question for question, _ in BINS]
    texts = [
        " ".join(f"{question} {said}" for question, said in BINS),
        "\n".join(f"{question}\n{said}" for question, said in BINS[:2]),
        "\n".join(f"{question}\n{said}" for question, said in BINS) + " The crew is tired." * 20,
        "\n".join(f"Ann: {question}\nBen: {said}" for question, said in BINS),
        "\n".join(asked),
    ]
    for text in texts:
        assert summarize(text).explain(0).remark == ""


def test_a_page_of_links_keeps_to_its_sentences():
    """More links than sentences make no list of a page, where the sentences have more words."""
    links = ["Home", "News", "Sport", "Weather", "Share", "Read"]
    said = ["Residents of a village have bought their only shop.", "The shop opens again in May."]
    page = "\n\n".join([*links, *said, *reversed(links)])
    assert [s.text for s in summarize(page, words=30)] == said


@pytest.mark.parametrize(
    ("sentences", "speech", "within"),
    [
        (["It broke.", "“It was loud.", "We ran,” she said.", "It rained."], [1, 2], [2]),
        (["« Il a plu.", "Il neige.", "On court », dit-elle.", "Il a plu."], [0, 1, 2], [1, 2]),
        (["Ann said: “It broke.", "We ran.”", "It rained."], [], [1]),
        (["„Es brach.", "Wir liefen“, sagte sie.", "„Ja“, sagte Ann."], [0, 1], [1]),
        (["「壊れた。", "逃げた」と言った。", "雨が降った。"], [0, 1], [1]),
        (['"A 6" pipe broke.', "It rained.", "It froze.", 'So did a 4" pipe.'], [], []),
        (['The wall is 6" high.', "It rained.", 'The plank is 3" thick.'], [], []),
        (
            ["“It broke.", "We ran.", "“Ann ran.", "Ben ran,” she said.", "It froze."],
            [0, 1, 2, 3],
            [1, 3],
        ),
        (['דו"ח נכתב.', 'צה"ל הגיע.', "ירד גשם."], [], []),
        (['의원은 "둑이 무너졌다.', '아무도 몰랐다"고 했다.', "비가 왔다."], [], [1]),
        (["“It broke,” she said, “and we ran.”", "It rained."], [], []),
        (["Rain fell.", "‘It’s loud.", "We ran,’ she said.", "It rained."], [1, 2], [2]),
        (["‘Yes,’ she said.", "The dams’ walls broke.", "It rained."], [], []),
        (["انہوں نے کہا کہ ’’بند ٹوٹ گیا۔", "ہم بھاگے۔‘‘", "بارش ہوئی۔"], [], [1]),
    ],
)
def test_a_longer_speech_is_known_by_its_marks(sentences, speech, within):
    """Marks that two sentences share make a speech, or go on with one that words lead to."""
    parts = quotations(readable_batch(sentences))
    assert [np.flatnonzero(part).tolist() for part in parts] == [speech, within]


def test_half_a_quotation_stays_out():
    """What is said in two sentences gives neither alone, and another text closes nothing."""
    text = 'The dam broke. "It was loud. The dam shook," Ann said. The dam will be built again.'
    kept = ["The dam broke.", "The dam will be built again."]
    assert [s.text for s in summarize(text, sentences=2)] == kept
    halves = [["It rained.", "“The dam broke."], ["We ran,” she said.", "It froze."]]
    assert not np.any(quotations(readable_batch(*halves)))


def test_explanations_say_what_a_readable_choice_minds():
    """Beside its score a sentence tells why it may be left out; nothing, where all is free."""
    told = [
        "It broke.", "The mill", "He left.", "And Ann left.", "But he left.", "“It was loud.",
        "We ran,” said Ann.", "BEN: Yes.", "Ann met the council on Friday.",
        "Ann met the council on Friday!", "BEN: The council of Friday sat for an hour.",
    ]  # fmt: skip
    minded = [
        "", "no sentence, among sentences", "points back to [1]",
        "points back to [1]", "points back to what does not come along",
        "part of a longer speech", "part of a longer speech", "a turn of a word or two", "",
        "says the same as [8]", "",
    ]  # fmt: skip
    document = Document.from_sentences(told, language="en")
    summary = summarize(document)
    assert [summary.explain(row).remark for row in range(11)] == minded
    assert str(summary.explain(9)).endswith("\n  remark: says the same as [8]")
    assert summary.explain(9).to_dict()["remark"] in summary.to_html()
    plain = summarize(document, method="tfidf")
    assert {plain.explain(row).remark for row in range(9)} == {""}
    assert plain.explain(9).remark == "says the same as [8]"


def test_what_points_to_speech_or_a_nod_brings_it_along():
    """A speech and a nod are never chosen for themselves; what goes on from them has all of it."""
    said = ["It rained.", "“The dam broke.", "We ran,” she said.", "She has left the town."]
    rules = readable(
        readable_batch(said, ["ANN: Yes.", "So the dam broke.", "ANN: Rain fell again."])
    )
    none = np.zeros(7, dtype=bool)
    bundles = bundle(rules, none, ~none, np.ones(7, dtype=int))
    assert bundles.fits.tolist() == [True, False, False, True, False, True, True]
    assert [bundles.rows(np.array([row])).tolist() for row in (3, 5)] == [[1, 2, 3], [4, 5]]


def test_what_says_the_same_is_said_once():
    """Near copies in several documents, with other stop words and endings, are taken once."""
    one = "The old dam above Millbrook broke on Tuesday night and flooded forty houses."
    two = "On Tuesday night the old dam above Millbrook had broken: it flooded forty houses!"
    rest = ["Ann Price teaches chemistry.", "Nobody answered the telephone."]
    summary = summarize([one + " " + rest[0], two + " " + rest[1]], sentences=3)
    assert len({one, two} & {s.text for s in summary}) == 1
    free_choice = summarize([one + " " + rest[0], two + " " + rest[1]], sentences=3, readable=False)
    assert {one, two} <= {s.text for s in free_choice}


def test_a_number_of_sentences_is_given_where_there_are_as_many():
    """Asked for by number, leaning sentences are taken alone rather than too few."""
    text = "He came. She came. They came. It rained."
    documents = [text, text.replace("came", "left")]
    assert len(summarize(documents, sentences=7)) == 7


@given(st.lists(st.sampled_from(["He ran.", "Ann ran.", "But no.", "A heading", "…", "Ed."])))
@many(100)
def test_a_text_with_words_is_never_empty(sentences):
    """Whatever leans or is no sentence: where there is a word, something is chosen."""
    summary = summarize(Document.from_sentences(sentences, language="en"), sentences=1)
    assert len(summary) == any(any(map(str.isalnum, s)) for s in sentences)


def test_off_by_a_keyword_and_for_named_methods():
    """readable=False chooses by score only, as a method that is named does by itself."""
    text = "The mill burned. It was the old mill of the town, and the town had loved the mill."
    alone = summarize(text, sentences=1, method="tfidf")
    assert [s.index for s in alone] == [1]
    assert [s.index for s in summarize(text, sentences=1, method="tfidf", readable=True)] == [0]
    assert [s.index for s in Summarizer("tfidf", sentences=1, readable=True).summarize(text)] == [0]


@pytest.mark.parametrize("readable_value", [1, "yes", 0.0])
def test_readable_is_true_or_false(readable_value):
    """Anything else is refused by name."""
    with pytest.raises(TypeError, match="readable must be True, False or None"):
        summarize("Ann paid.", readable=readable_value)


def test_cut_and_batches_keep_to_it():
    """cut() and a batch give what a single run at that length gives."""
    texts = [COUNCIL, DAM, "He came. She left."]
    for words in (12, 25, 40):
        alone = [str(summarize(text, words=words)) for text in texts]
        assert Summarizer(words=words).transform(texts) == alone
        assert [str(summarize(text, words=60).cut(words=words)) for text in texts] == alone


def in_order(batch):
    """Prefer what stands first."""
    return -np.arange(float(len(batch)))


def documents_of(*texts):
    """Make documents of a sentence each: one that leans has nothing to lean on."""
    return [Document.from_sentences([text], language="en") for text in texts]


@pytest.mark.parametrize("length", [{"sentences": 4}, {"ratio": 1}])
def test_what_leans_is_taken_alone_where_too_few_were_found(length):
    """Three sentences stand by themselves; the fourth that was asked for leans, and is given."""
    four = documents_of("Ann mended the clock.", "He paid for it.", "Bo rang twice.", "Rain fell.")
    options = {"method": in_order, "readable": True}
    assert [s.document for s in summarize(four, sentences=3, **options)] == [0, 2, 3]
    assert [s.document for s in summarize(four, **length, **options)] == [0, 1, 2, 3]


@pytest.mark.parametrize(("first", "both"), [("Ann mended clocks.", False), ("Ann slept.", True)])
def test_what_leans_is_taken_alone_where_less_than_a_quarter_is_filled(first, both):
    """Of twelve words three are a quarter, and two less: then "He paid for it." is given too."""
    documents = documents_of(first, "He paid for it.")
    summary = summarize(documents, words=12, method=in_order, readable=True)
    assert [s.document for s in summary] == ([0, 1] if both else [0])


@pytest.mark.parametrize(
    ("sentences", "chosen"),
    [
        (["The harbour", "Rain fell in May.", "…"], [1]),
        (["The harbour", "A boat", "Rain fell in May.", "Nobody came to the quay."], [2, 3]),
        (["The harbour", "A boat", "Rain fell in May.", "…", "…"], [2]),
        (["The harbour", "The boats", "A gull", "It rained."], [0, 1, 2, 3]),
        (["The harbour"], [0]),
    ],
)
def test_headings_stay_out_where_half_of_a_text_are_sentences(sentences, chosen):
    """Of the words, half have to be in sentences; where fewer are, the rest is text too."""
    document = Document.from_sentences(sentences, language="en")
    summary = summarize(document, words=len(chosen) * 6, method=in_order, readable=True)
    assert [s.index for s in summary] == chosen


def test_chains_are_short():
    """A long run of leaning sentences is quick, and brings along two at the most."""
    text = "Ann came. " + "He saw the dam and the mill by the river. " * 3 + "But he left."
    anchor = readable(readable_batch([s + "." for s in text.split(". ")])).anchor
    assert anchor.tolist() == [0, 0, 0, -1, -1]
    assert len(summarize("It rained on the mill. " + "It did so again. " * 5000, words=9)) >= 1
