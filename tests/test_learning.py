"""Learning from reference summaries: what is learnt, why, and what it is worth."""

import pickle
import re
from dataclasses import replace
from unittest.mock import Mock

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from texts import (
    BEES,
    DAM,
    DATA,
    GERMAN,
    TEXTS,
    UNITS,
    batch_of,
    measuring_tool,
    set_of,
    terms_of,
)

from summarize import Document, Summarizer, SummaryWarning, learned, learning, summarize
from summarize.features import NAMES, PLACE, features, standardised
from summarize.layout import asks_apart
from summarize.letters import QUESTION_MARKS
from summarize.pipeline import build_batch, cut_units, make_settings
from summarize.scores import METHODS as TABLE
from summarize.tokens import words

PLACES = ["Arle", "Brode", "Carn", "Dunmore", "Elvan", "Firth", "Garve", "Hollin", "Irby"]
THINGS = ["mill", "bridge", "school", "harbour", "quarry", "chapel", "tower", "market", "orchard"]


def made(n, seed):
    """Make texts that open with small talk and say somewhere what was decided: the summary."""
    draw = np.random.default_rng(seed)
    texts, summaries = [], []
    for _ in range(n):
        place, thing, other = draw.choice(PLACES), *draw.choice(THINGS, 2, replace=False)
        decided = f"The council decided to close the {thing} on Friday."
        talk = [
            f"Many people of {place} love the {other} and the {thing}.",
            f"The {other} of {place} is older than the {thing}.",
            f"Visitors of {place} walk from the {thing} to the {other}.",
            f"Rain fell on {place} and the {other} all week.",
            f"Some say that the {other} of {place} was white once.",
        ]
        sentences = [*(talk[k] for k in draw.permutation(5))]
        sentences.insert(int(draw.integers(2, 6)), decided)
        texts.append(" ".join(sentences))
        summaries.append(f"Council decided to close {thing}.")
    return texts, summaries


@pytest.fixture(scope="module")
def lesson():
    """Give texts and summaries to learn from."""
    return made(120, seed=0)


@pytest.fixture(scope="module")
def fitted(lesson):
    """Give a model that has learnt."""
    return Summarizer(sentences=1).fit(*lesson)


# --- what is learnt ------------------------------------------------------------------


def found(summaries):
    """Give the share of summaries that say what was decided."""
    return np.mean(["decided" in str(summary) for summary in summaries])


def test_it_learns_to_choose_what_the_summaries_say(fitted):
    """On texts not seen before the learned model finds the sentence that the default misses."""
    texts, _ = made(60, seed=1)
    assert found(Summarizer(sentences=1).transform(texts)) < 0.1
    assert found(fitted.transform(texts)) > 0.8


def test_documents_of_a_language_share_what_reads_their_words(lesson, monkeypatch):
    """Words are looked for once a language: once a document, time grew with their square."""
    seen, build = [], learning.build

    def spy(texts, sizes, documents, analysers):
        seen.append(len({id(analyser) for analyser in analysers}))
        return build(texts, sizes, documents, analysers)

    monkeypatch.setattr(learning, "build", spy)
    texts, summaries = lesson
    Summarizer(sentences=1).fit([*texts, *[GERMAN] * 9], [*summaries, *["Der Damm brach."] * 9])
    assert set(seen) == {2}


def test_a_language_of_a_stray_sentence_was_not_learnt(lesson):
    """A text or two that pass for Finnish teach no Finnish; some tens do."""
    for many, learnt in ((1, False), (40, True)):
        texts = [Document(text, language="fi") for text in lesson[0][:many]] + lesson[0][many:]
        model = Summarizer(sentences=1).fit(texts, lesson[1])
        assert ("fi" in model.learned_.familiar.languages) == learnt


def test_a_language_that_was_not_learnt_from_keeps_the_default(fitted):
    """What was learnt is of a language: a text in another has the default's scores and choice."""
    texts = made(5, seed=1)[0]
    for text, language in [(one, "en") for one in texts] + [(one, "fi") for one in texts]:
        document = Document(text, language=language)
        scores = fitted.summarize(document).scores
        same = np.allclose(scores, Summarizer(sentences=1).summarize(document).scores)
        assert same == (language == "fi")


def test_the_same_texts_teach_something_else(lesson):
    """With the opening sentences for summaries it learns to take the opening."""
    texts, _ = lesson
    openings = [text.split(". ")[0] + "." for text in texts]
    model = Summarizer(sentences=1).fit(texts, openings)
    unseen, _ = made(60, seed=1)
    starts = [summary[0].index for summary in model.summarize_many(unseen)]
    assert np.mean(np.equal(starts, 0)) > 0.9
    assert found(model.transform(unseen)) == 0


def test_weights_name_what_was_learnt(fitted):
    """The words of the decision weigh more than those of small talk."""
    learned = fitted.learned_
    assert list(learned.weights) == list(NAMES)
    assert learned.words["decided"] > 0 > learned.words["rain"]
    assert learned.words["council decided"] > 0
    assert learned.n_texts == 120


def test_few_texts_change_little():
    """The fewer texts, the nearer the scores to those of the default."""
    texts, summaries = made(80, seed=0)
    few, many = (Summarizer().fit(texts[:n], summaries[:n]).learned_ for n in (4, 80))
    text = made(1, seed=1)[0][0]
    assert 0 < few.belief < 0.05
    assert 0.4 < many.belief < 1
    default = summarize(text).scores
    unmoved = summarize(text, method=replace(many, belief=0.0)).scores
    np.testing.assert_array_equal(unmoved, default)
    away = [np.abs(np.log(summarize(text, method=m).scores / default)).max() for m in (few, many)]
    assert away[0] < away[1] / 2


def test_only_texts_that_teach_are_believed(lesson):
    """Nothing is believed more for texts that are blank, or on which the user's stemmer fails."""

    def stemmer(word):
        if word == "bees":
            raise KeyError(word)
        return word

    texts, summaries = (
        [*own[:20], *more]
        for own, more in zip(lesson, [[BEES, " "], ["Bees dance.", "x"]], strict=True)
    )
    with pytest.warns(SummaryWarning, match="Document 20 failed: KeyError"):
        learned = Summarizer(stemmer=stemmer).fit(texts, summaries).learned_
    assert (learned.n_texts, learned.belief) == (20, 20 / 120)


def test_a_text_unlike_any_seen_gets_the_default(fitted):
    """Near what was seen it is trusted; a text of another kind keeps nearly its own scores."""
    familiar = fitted.learned_.familiar
    unseen, strange = made(40, seed=1)[0], " ".join([DAM, BEES] * 20)
    near, far = (familiar.trust(b, features(b)) for b in (batch_of(*unseen), batch_of(strange)))
    assert np.mean(near == 1) > 0.7
    assert far[0] < 0.1
    assert 0 < familiar.reach < np.inf
    assert learned.Familiar.of(np.zeros((1, 2)), np.ones(2), []).reach == np.inf


@pytest.mark.parametrize(("texts", "kept"), [(1, 1), (1000, 1000), (1001, 501), (2000, 1000)])
def test_a_thousand_texts_are_kept_to_compare_with(texts, kept):
    """All of them up to a thousand; of more every second, every third and so on."""
    familiar = learned.Familiar.of(np.arange(2.0 * texts).reshape(texts, 2), np.ones(2), [])
    assert len(familiar.profiles) == kept


def test_targets_by_hand():
    """Of four pairs of words of the summary the first sentence holds two, the others none."""
    settings = make_settings(language="en")
    cuts = cut_units([(Document("The dam broke. It rained. Snow fell."),)], settings)
    batch = build_batch(cuts, settings)
    given = learning.targets(batch, cuts, [("The dam broke in May.",)], settings)
    assert given == pytest.approx(np.array([2, -1, -1]) / np.sqrt(2))
    half = learning.targets(batch, cuts, [("The dam broke in May.", "Snow fell.")], settings)
    shared = np.array([2 / 4 / 3**0.6, 0, 1 / 2**0.6])
    assert half == pytest.approx((shared - shared.mean()) / shared.std())


def test_a_word_of_no_letter_is_in_no_pair_of_a_target():
    """The stroke that stretches an Arabic word, alone, is not taken for the last word of all."""
    settings = make_settings(language="ar")
    cuts = cut_units([(Document("ـ نام. قام."),)], settings)
    batch = build_batch(cuts, settings)
    assert not learning.targets(batch, cuts, [("عاد نام.",)], settings).any()


def test_targets_beside_a_unit_without_a_document():
    """An example of no document takes no analyser away from those behind it."""
    settings, units = make_settings(), [(), (Document(DAM),), (Document(GERMAN),)]
    given = [("Nothing.",), ("The dam broke.",), ("Der alte Damm brach.",)]

    def targets(first):
        cuts = cut_units(units[first:], settings)
        return learning.targets(build_batch(cuts, settings), cuts, given[first:], settings)

    np.testing.assert_array_equal(targets(0), targets(1))
    assert targets(0)[-5:].any()


def test_trees_predict_what_scikit_learn_says(fitted):
    """The shorter way through the trees, and the way taken apart, agree with `predict`."""
    trees = fitted.learned_.trees
    seen = np.random.default_rng(0).normal(size=(9, len(NAMES) + 2))
    expected = trees.predict(seen)
    np.testing.assert_allclose(learned._grown(trees, seen), expected)
    parts, roots = zip(*(learned._paths(trees, row) for row in seen), strict=True)
    np.testing.assert_allclose(np.sum(parts, axis=1) + roots, expected)


def content(batch, row, cosines, default):
    """Give by its name what a sentence shares with the rest of its text, and how long it is."""
    bags, long, place = [terms_of(text) for text in batch.texts], batch.words[row], batch.position
    own, own_place, alike = set(bags[row]), place[row], cosines[row]
    holds = {term: [k for k, bag in enumerate(bags) if term in bag] for term in own}
    near = sum(cosine / (1 + k / 3) for k, cosine in zip(place, alike, strict=True))
    return {
        "default score": default[row],
        "default score within the text": (default[row] - default.mean()) / default.std(),
        "similarity to all": np.log(max(1, alike.sum())),
        "similarity to the first": alike[place == 0].sum() * (own_place > 0),
        "similarity to the opening": np.log1p(max(0, near - 1 / (1 + own_place / 3))),
        "similarity to the one before": alike[row - 1] if own_place else 0,
        "similarity to the next": alike[row + 1] if [*place, 0][row + 1] else 0,
        "length": np.log(long),
        "shortness": max(0, np.log(10 / long)),
        "longness": max(0, np.log(long / 25)),
        "stop words": 1 - len(bags[row]) / len(words(batch.texts[row])),
        "words said once": np.mean([len(rows) == 1 for rows in holds.values()]),
        "words brought up": sum(rows[0] == row < rows[-1] for rows in holds.values()) / long**0.5,
        "length of the text": np.log(len(bags)),
    }


def form(text, long):
    """Give by its name how a sentence is written."""
    first, *others = text.split()
    numbers = re.findall("[0-9]+", text)
    return {
        "holds a number": numbers != [],
        "numbers a word": len(numbers) / long,
        "capitals a word": sum(word[0].isupper() for word in others) / long,
        "commas a word": text.count(",") / long,
        "letters a word": len(text) / long,
        "quotes": "“" in text,
        "opens with a quote": text[0] == "“",
        "question": text.endswith("?"),
        "exclamation": text.endswith("!"),
        "brackets": "(" in text,
        "colon": ":" in text,
        "dash": "–" in text,
        "opens in lower case": first[0].islower(),
        "ends as sentences end": text.strip("”")[-1] in ".?!",
    }


def test_features_equal_a_naive_version():
    """What is seen of each sentence is what the names say, in their order."""
    odd = "“No,” said Ann Lee, 9. Is it 3 (three) – or 14: 15? Come, I say! then what of the bees"
    batch = batch_of([DAM, odd, BEES])  # the last words of one are the first of the next
    cosines = (batch.weights @ batch.weights.T).toarray()
    default = np.log(TABLE["coverage"].score_sentences(batch))
    for row, seen in enumerate(features(batch)):
        place = batch.position[row]
        end = batch.position[batch.document == batch.document[row]].max()
        stands = [place == 0, place == 1, 1 / (1 + place / 2), np.log1p(place), place / end]
        expected = {
            **content(batch, row, cosines, default),
            **dict(zip(PLACE, [*stands, place == end], strict=True)),
            **form(batch.texts[row], batch.words[row]),
        }
        assert tuple(expected) == NAMES
        assert seen == pytest.approx([*map(float, expected.values())], abs=1e-6)


@pytest.mark.parametrize("mark", sorted(QUESTION_MARKS))
def test_a_question_is_known_in_any_script(mark):
    """By the same marks on a line of its own, which asks what follows, and in learning."""
    text = f"Rain{mark}\nSnow."
    assert asks_apart(text, 0, 5)
    assert features(batch_of(text))[:, NAMES.index("question")].tolist() == [1, 0]


@pytest.mark.parametrize("text", ["", " ", "…", "Dam.", GERMAN, "水。山。"], ids=repr)
def test_any_text_has_features_and_a_score(fitted, text):
    """No text is too short or too strange: scores are finite and not negative."""
    batch = batch_of(text)
    assert features(batch).shape == (len(batch), len(NAMES))
    scores = fitted.summarize(text).scores
    assert np.isfinite(scores).all()
    assert (scores >= 0).all()


def test_standardised_values_have_mean_0_and_variance_1():
    """Within each unit, and equal values become 0."""
    batch = batch_of(DAM, "One. Two.", BEES)
    values = np.where(batch.unit == 1, 7.0, np.arange(len(batch)) ** 2.0)
    values = standardised(values, batch.unit)
    assert values[batch.unit == 1].tolist() == [0, 0]
    for unit in (0, 2):
        assert values[batch.unit == unit].mean() == pytest.approx(0)
        assert values[batch.unit == unit].std() == pytest.approx(1)


def test_what_is_longer_than_summaries_has_to_be_worth_it(lesson):
    """Room beyond the usual length is left empty, but for what was asked for or is not known."""
    model, text = Summarizer(words=40).fit(*lesson), made(1, seed=1)[0][0]
    learned = model.learned_
    assert learned.length == 5
    assert len(summarize(text, words=40)) == 4
    assert re.fullmatch(r"The council decided [^.]+\.", str(model.summarize(text)))

    def chosen(**options):
        return summarize(text, **{"method": learned, "words": 40, **options})

    assert len(chosen(words=None, sentences=3)) == 3  # so many were asked for
    assert len(chosen(query="visitors")) == 4
    assert len(chosen(selector="coverage")) == 4
    assert ["Rain" in s.text for s in chosen(must_include=["council", "rain"])].count(True) == 1
    assert len(chosen(method=replace(learned, belief=0.5))) == 4
    assert len(chosen(method=replace(learned, length=100.0))) == 4
    assert len(summarize(DAM, method=learned, words=25)) == len(summarize(DAM, words=25))


# --- one method among others ---------------------------------------------------------


@pytest.mark.filterwarnings("ignore:query. no word")
@pytest.mark.parametrize("options", [{}, {"query": "council"}, {"encoder": "vowels"}], ids=str)
def test_reasons_add_up_to_the_score(lesson, options):
    """Terms, place, query and base of every sentence make its score."""
    if "encoder" in options:
        options = {"encoder": lambda texts: [[t.count(c) + 1.0 for c in "aeiou"] for t in texts]}
    model = Summarizer(**options).fit(*lesson)
    for text in (lesson[0][0], DAM, GERMAN, [DAM, BEES]):
        summary = model.summarize(text)
        assert summary.method == "learned"
        for row, score in enumerate(summary.scores):
            why = summary.explain(row)
            total = sum(share for _, share in why.terms) + why.position + why.query + why.base
            assert total == pytest.approx(score, rel=1e-9)
            assert len(dict(why.terms)) == len(why.terms)


def test_a_text_is_looked_at_once_for_all_reasons(fitted, lesson, monkeypatch):
    """To explain every sentence takes the features of the text one time."""
    summary = fitted.summarize(lesson[0][0])
    looked = Mock(wraps=features)
    monkeypatch.setattr(learned, "features", looked)
    for row in range(len(summary.spans)):
        summary.explain(row)
    assert len(summary.spans) > 1
    looked.assert_called_once()


def test_what_a_word_brings_is_told(fitted, lesson):
    """In the sentence of the decision its words bring more than they bring to the default."""
    text = lesson[0][0]
    row = next(s.index for s in fitted.summarize(text).sentences if "decided" in s.text)
    learnt, default = fitted.summarize(text).explain(row), summarize(text).explain(row)
    share = [dict(why.terms)["decided"] / why.score for why in (learnt, default)]
    assert share[0] > 2 * share[1]


def test_shares_of_the_features(fitted):
    """What the features bring is what the reasons have under place and base, but the rest."""
    text = made(1, seed=1)[0][0]
    summary, learned = fitted.summarize(text), fitted.learned_
    shares = learned.shares(summary, 3)
    assert sorted(shares) == sorted(NAMES)
    assert abs(next(iter(shares.values()))) == max(map(abs, shares.values()))
    batch = summary.evidence.own
    believed = learned.belief * learned.familiar.trust(batch, features(batch))[0]
    why, start = summary.explain(3), summarize(text).explain(3)
    place = sum(shares[name] for name in PLACE)
    kept = start.score ** -(believed / 2)
    assert why.position == pytest.approx(start.position * kept + place)
    for wrong in (len(summary.scores), -len(summary.scores) - 1):
        with pytest.raises(IndexError, match=rf"sentence must be the index .* Got {wrong}"):
            learned.shares(summary, wrong)
    with pytest.raises(TypeError, match="summary must be a Summary"):
        learned.shares("summary", 0)


def test_the_same_alone_and_in_a_batch(fitted):
    """A text has the same scores and summary alone, among others, and on two processes."""
    alone = [summarize(text, method=fitted.learned_, sentences=1) for text in UNITS]
    for together in (fitted.summarize_many(UNITS), fitted.summarize_many(UNITS, n_jobs=2)):
        for one, other in zip(alone, together, strict=True):
            np.testing.assert_allclose(one.scores, other.scores, rtol=1e-11)
            assert one.rows == other.rows


def test_learning_twice_is_learning_the_same(lesson, monkeypatch):
    """Every run gives the same model, whatever the size of the batches."""
    first = Summarizer().fit(*lesson).learned_
    one_each = lambda pairs: ([pair] for pair in pairs)  # noqa: E731
    for _ in range(2):
        again = Summarizer().fit(*lesson).learned_
        assert again.words == pytest.approx(first.words, rel=1e-6)
        np.testing.assert_allclose(
            again.score_sentences(batch_of(*TEXTS)), first.score_sentences(batch_of(*TEXTS))
        )
        monkeypatch.setattr("summarize.learning.in_batches", one_each)


def test_what_was_learnt_is_a_method_anywhere(fitted):
    """`learned_` serves as `method=`, also with another length and another selector."""
    texts, _ = made(5, seed=2)
    model = Summarizer(fitted.learned_, sentences=1)
    assert model.transform(texts) == fitted.transform(texts)
    assert "decided" in str(summarize(texts[0], method=fitted.learned_, words=9))
    assert "decided" in str(summarize(texts[0], method=fitted.learned_, selector="mmr"))
    assert str(fitted.summarize(texts[0]).cut(words=9)) == str(
        summarize(texts[0], method=fitted.learned_, words=9)
    )


def test_a_clone_has_learnt_nothing(fitted):
    """It has the parameters of the model alone."""
    again = clone(fitted)
    assert again.get_params() == fitted.get_params()
    assert not hasattr(again, "learned_")


def pickled(model, folder):
    """Save a model by pickle, and load it."""
    return pickle.loads(pickle.dumps(model))


def through_skops(model, folder):
    """Save a model by skops, which asks whose types it may load: ours and scikit-learn's."""
    skops, path = pytest.importorskip("skops.io"), folder / "model.skops"
    skops.dump(model, path)
    types = skops.get_untrusted_types(file=path)
    assert {name.partition(".")[0] for name in types} <= {"summarize", "sklearn"}
    return skops.load(path, trusted=types)


@pytest.mark.parametrize("saved", [pickled, through_skops])
def test_a_model_that_was_saved_chooses_the_same(fitted, saved, tmp_path):
    """Pickled, and through skops."""
    texts, _ = made(5, seed=3)
    assert saved(fitted, tmp_path).transform(texts) == fitted.transform(texts)


# --- fit -------------------------------------------------------------------------------


def test_a_named_method_stays_what_it_is(lesson):
    """With `method=` given, references are passed over: document frequencies are learnt."""
    for method in ("coverage", "textrank"):
        model = Summarizer(method).fit(*lesson)
        assert not hasattr(model, "learned_")
        assert (
            model.document_frequencies_ == Summarizer(method).fit(lesson[0]).document_frequencies_
        )


def test_fitting_again_forgets(lesson):
    """What an earlier fit learnt, of either kind, does not outlive the next."""
    model = Summarizer().fit(*lesson)
    params = model.get_params()
    assert not hasattr(model, "document_frequencies_")
    model.fit(lesson[0])
    assert not hasattr(model, "learned_")
    model.fit(*lesson)
    assert not hasattr(model, "document_frequencies_")
    assert model.n_documents_ == 120
    assert model.get_params() == params


def test_several_references_and_several_documents(lesson):
    """A text may have several summaries, and a summary several texts."""
    texts, summaries = lesson
    pairs = [[summary, f"Friday: {summary}"] for summary in summaries]
    parted = [text.split(". ", 1) for text in texts]
    model = Summarizer(sentences=1).fit(iter(parted), np.array(pairs))
    unseen, _ = made(40, seed=1)
    assert found(model.transform(text.split(". ", 1) for text in unseen)) > 0.8


def test_grid_search_over_methods_with_references(lesson):
    """References reach learning where no method is named, and the scoring everywhere."""

    def scoring(model, texts, references):
        return float(found(model.transform(texts)))

    grid = {"method": [None, "coverage", "textrank", "lead"]}
    search = GridSearchCV(Summarizer(sentences=1), grid, scoring=scoring, cv=4).fit(*lesson)
    assert search.best_params_ == {"method": None}
    assert search.best_score_ > 0.6
    assert hasattr(search.best_estimator_, "learned_")


@pytest.mark.parametrize("labels", [[0, 1] * 20, np.array(["The mill", "Rain fell"] * 20)])
@pytest.mark.filterwarnings("error")
def test_labels_of_a_pipeline_are_no_summaries(lesson, labels):
    """Numbers are passed over, and so are words that come again and again, said or not."""
    texts = lesson[0][:40]
    model = make_pipeline(Summarizer(words=20), TfidfVectorizer(), MultinomialNB())
    assert set(model.fit(texts, labels).predict(texts)) <= set(labels)
    assert not hasattr(model[0], "learned_")


@pytest.mark.parametrize(
    ("y", "error", "message"),
    [
        ("It rained.", TypeError, "y must be a sequence of a summary .* Got one bare str"),
        ({"a": "b"}, TypeError, "y must be a sequence of a summary .* Got dict"),
        ({"It rained."}, TypeError, "Got a set: make a list of it, which has an order"),
        (3, TypeError, "y must be a sequence of a summary .* Got int"),
        (["It rained."], ValueError, "2 in all. Got 1 instead"),
        (["It rained.", None], TypeError, r"y\[1\] must be a summary .* Got NoneType"),
        (["It rained.", 3], TypeError, r"y\[1\] must be a summary .* Got int"),
        (["It rained.", float("nan")], TypeError, r"y\[1\] must be a summary .* Got float \(nan\)"),
        (
            [["It rained.", b"x"], "Snow."],
            TypeError,
            r"y\[0\]\[1\] must be a str. Got bytes: decode",
        ),
    ],
    ids=str,
)
def test_wrong_references_are_named(y, error, message):
    """Of y an error says what it must be and what came."""
    with pytest.raises(error, match=message):
        Summarizer().fit([DAM, BEES], y)


def test_a_bad_document_is_left_out(lesson):
    """It warns with its number; the others are learnt from."""
    texts, summaries = lesson
    with pytest.warns(SummaryWarning, match="Document 1 failed: TypeError"):
        model = Summarizer().fit([texts[0], None, *texts[1:]], [summaries[0], "x", *summaries[1:]])
    assert model.n_documents_ == 120
    assert model.learned_.words == Summarizer().fit(*lesson).learned_.words


def test_of_many_bad_documents_one_warning_tells():
    """It names them as the user counts them: here those that are no texts, then those too hard."""

    def stemmer(word):
        if word == "bees":
            raise KeyError(word)
        return word

    texts, given = [DAM, None, None, BEES, DAM, BEES], ["Men say that the dam broke."] * 6
    with pytest.warns(SummaryWarning) as caught:
        Summarizer(stemmer=stemmer).fit(texts, given)
    told = [str(one.message) for one in caught if "failed" in str(one.message)]
    assert [re.findall(r"\d+", message) for message in told] == [list("1212"), list("3235")]


@pytest.mark.parametrize("pair", [([], []), ([""], [""]), ([DAM], [""]), ([DAM], [[]])], ids=repr)
def test_nothing_to_learn_from_leaves_the_default(pair):
    """Where no summary shares anything with its text it warns, and the default stays."""
    with pytest.warns(SummaryWarning, match="nothing was learnt"):
        model = Summarizer().fit(*pair)
    assert str(model.summarize(DAM)) == str(summarize(DAM))


@pytest.mark.parametrize("labels", [np.eye(2, dtype=int)[[0, 1]], [[0, 1], []]])
def test_several_labels_a_text_are_no_summaries(labels):
    """Numbers for each text, as a classifier into several classes takes them, are passed over."""
    assert Summarizer().fit(["The dam broke.", "Snow fell."], labels).n_documents_ == 2


def test_a_bad_y_leaves_what_was_learnt(lesson):
    """An error of `fit` is one before anything is forgotten."""
    model = Summarizer().fit(*lesson)
    with pytest.raises(TypeError, match="y must be a sequence of a summary"):
        model.fit(lesson[0], 3)
    assert hasattr(model, "learned_")


def test_one_text_is_enough_to_fit():
    """A single sentence, a single text: odd, and no error."""
    assert len(Summarizer(sentences=1).fit([DAM], ["The council will meet."]).summarize(DAM)) == 1
    with pytest.warns(SummaryWarning, match="nothing was learnt"):
        model = Summarizer(sentences=1).fit(["The dam broke."], ["The dam broke."])
    assert str(model.summarize("It rained.")) == "It rained."


# --- what it is worth --------------------------------------------------------------------


@pytest.fixture(scope="module")
def quality():
    """Load the measuring tool."""
    return measuring_tool()


def rows_of(quality, monkeypatch, name):
    """Give rows of a set: those that are measured first, then the others."""
    set_of(quality.SETS[name][0])
    measured = quality.load(DATA, name)
    file, words, _, asks = quality.SETS[name]
    monkeypatch.setitem(quality.SETS, name, (file, words, None, asks))
    kept = {row["id"] for row in measured}
    others = [row for row in quality.load(DATA, name) if row["id"] not in kept]
    monkeypatch.undo()
    return measured, others


def fit(model, rows):
    """Learn from rows of sets."""
    texts = [row.get("documents") or row["text"] for row in rows]
    return model.fit(texts, [row["references"] for row in rows])


def rouge(quality, model, rows):
    """Give the mean of ROUGE-1, -2 and -Lsum F of each row, times 100."""
    texts = [row.get("documents") or row["text"] for row in rows]
    means = []
    for row, summary in zip(rows, model.summarize_many(texts), strict=True):
        scorer, output = quality.scorer(row["lang"]), "\n".join(s.text for s in summary)
        each = [scorer.score(reference, output) for reference in row["references"]]
        means.append(100 * np.mean([[k.fmeasure for k in one.values()] for one in each]))
    return np.array(means)


def gain_over_the_default(quality, articles, left_out):
    """Learn from the articles that are not left out; give the gain on those."""
    model = fit(Summarizer(words=50), np.delete(articles, left_out))
    learnt, default = (rouge(quality, m, articles[left_out]) for m in (model, Summarizer(words=50)))
    return (learnt - default).mean()


@pytest.fixture
def articles(quality, monkeypatch):
    """Give a thousand news articles, the 300 of the measuring tool first."""
    measured, others = rows_of(quality, monkeypatch, "cnndm_val")
    assert (len(measured), len(others)) == (300, 700)
    return np.array(measured + others, dtype=object)


@pytest.mark.filterwarnings("ignore::summarize.SummaryWarning")
def test_learning_from_700_articles(quality, articles):
    """On 300 others it is better than the default by 0.7 ROUGE; 0.92 was measured."""
    assert gain_over_the_default(quality, articles, slice(300)) >= 0.7


@pytest.mark.study
@pytest.mark.filterwarnings("ignore::summarize.SummaryWarning")
def test_learning_from_700_articles_thrice(quality, articles):
    """In the mean of three such splits it is better than the default by 0.85 ROUGE.

    1.04 was measured.  Changes elsewhere that touch a text in a
    hundred have moved it by 0.1.  A single split is not enough to tell: its standard error is
    0.3, and what is tuned on one loses on the others.
    """
    splits = [slice(first, first + 300) for first in (0, 300, 600)]
    assert np.mean([gain_over_the_default(quality, articles, split) for split in splits]) >= 0.85


@pytest.mark.filterwarnings("ignore::summarize.SummaryWarning")
def test_learning_from_other_kinds_of_text(quality, monkeypatch):
    """On articles it is not worse than the default by 0.5 after learning from all but articles."""
    names = ("gum_train", "scitldr_dev", "opinosis", "fewsum_val", "orangesum_val")
    rows = [row for name in names for row in rows_of(quality, monkeypatch, name)[0]]
    unseen, _ = rows_of(quality, monkeypatch, "cnndm_val")
    model = fit(Summarizer(words=50), rows)
    gain = rouge(quality, model, unseen) - rouge(quality, Summarizer(words=50), unseen)
    assert gain.mean() >= -0.5


def test_what_is_learnt_with_an_encoder_is_heard_with_it(lesson):
    """The encoder is asked while learning, so that what was seen is what comes."""
    texts, summaries = lesson
    words = sorted({word for text in texts for word in text.lower().split()})

    def encoder(given):
        return [[1.0, *(text.lower().split().count(word) for word in words)] for text in given]

    model = Summarizer(sentences=1, encoder=encoder).fit(texts, summaries)
    decided = [str(summary) for summary in model.summarize_many(made(20, 7)[0])]
    assert sum("decided" in summary for summary in decided) >= 15
