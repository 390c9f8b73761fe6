"""Texts of our own, and what several test files need to read or to make them."""

from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import sys
import textwrap
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarize.batch import Batch
from summarize.document import Document
from summarize.pipeline import as_documents, build_batch, cut_units, make_settings
from summarize.tokens import make_analyser, words

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

DAM = (
    "The old dam above Millbrook broke on Tuesday night. It had rained for nine days. "
    "Engineers had warned the council in March that the dam had cracks. The council put the "
    "repair off until autumn, because money was short. Water ran through the lower town within "
    "an hour. Nobody was killed, but forty families lost their homes. “We heard a sound like a "
    "train,” said Ann Price, who lives by the mill. The fire brigade brought the families to the "
    "school. The council will meet on Friday to decide who pays for the homes. Ann Price wants "
    "the council to pay. The mayor says that the dam was inspected every year. The engineers "
    "have kept their letters."
)
BEES = (
    "Bees find their way home by the sun. When clouds hide the sun, bees read the pattern of "
    "light in the blue sky. A bee that finds flowers dances on the comb. The dance tells other "
    "bees where the flowers are! How far is it? The longer the dance, the farther the flowers. "
    "Other insects cannot dance."
)
REVIEWS = (
    "The kettle boils fast. The lid is loose. I would buy the kettle again.",
    "Two cups boil in a minute. The lid of the kettle broke after a week.",
    "Pretty colour! The lid leaks steam, and the handle gets hot.",
)
GERMAN = (
    "Der alte Damm brach in der Nacht. Am 3. März hatte der Rat die Reparatur verschoben. "
    "Dr. Weiß warnte den Rat zweimal vor dem Damm. Das Wasser stand in vielen Straßen. "
    "Der Rat trifft sich am Freitag."
)
FRENCH = (
    "L’hiver fut long dans la vallée. Les loups sont revenus près des villages. Les bergers "
    "gardent leurs troupeaux la nuit. Un berger a vu trois loups près du pont. "
    "La préfecture veut compter les loups."
)
SPANISH = (
    "El faro se apagó durante la tormenta. Los barcos esperaron en el puerto. ¿Quién cuida el "
    "faro? Una familia cuida el faro desde 1920. El faro guía a los barcos."
)
RUSSIAN = (
    "Старый мост закрыли в понедельник. Инженеры нашли в мосту трещины. Город построит новый "
    "мост через два года. Жители ездят через соседний город. Кот спал, который год подряд."
)
TURKISH = (
    "Irmak bu yıl erken dondu. İstanbul’da kar yağdı. Balıkçılar ırmağın üstünde yürüdü. "
    "Kar üç gün sürdü. Irmak mart ayında çözüldü."
)
GREEK = "Το νησί έχει ένα λιμάνι. Ποιος ζει στο νησί; Στο νησί ζουν ψαράδες. Το λιμάνι είναι μικρό."
CHINESE = "今天下雨了。我们在家里学习。雨下了一天，河水上涨。河水淹了小桥。明天可能不下雨。"
JAPANESE = (
    "昨日、村の橋が流された。雨が三日続いた。村人は新しい橋を待っている。橋がないと学校に行けない。"
)
HINDI = (
    "पुराना बाँध रात में टूट गया। नौ दिन तक बारिश हुई। "
    "इंजीनियरों ने बाँध की दरारें देखी थीं। परिषद शुक्रवार को मिलेगी।"
)
ARABIC = (
    "انهار السد القديم ليلاً. هطل المطر تسعة أيام. "
    "هل حذّر المهندسون من السد؟ يجتمع المجلس يوم الجمعة."
)
HEBREW = "הסכר הישן נפרץ בלילה. ירד גשם תשעה ימים. המהנדסים ראו סדקים בסכר. המועצה תיפגש ביום שישי."
THAI = "เขื่อนเก่าพังเมื่อคืนนี้ ฝนตกเก้าวัน วิศวกรเห็นรอยร้าวที่เขื่อน สภาจะประชุมวันศุกร์"
KOREAN = (
    "오래된 댐이 밤에 무너졌다. 비가 아흐레 동안 내렸다. "
    "기술자들은 댐의 금을 보았다. 의회는 금요일에 모인다."
)
MESSY = (
    "Wow 😀🎉! It works…\r\nThe 2nd line has CRLF.\r\n\r\n• A bullet\n• Another bullet — with café "
    "and cafe\u0301\n\nPrice: $3.50 (was 4,00 €). “Quoted,” she said.\t"
    "Tabs. ¿Qué? 中文。混合 text! _ -- ..."
)
LANGUAGES = {
    "en": DAM, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "ru": RUSSIAN, "tr": TURKISH,
    "el": GREEK, "zh": CHINESE, "ja": JAPANESE, "hi": HINDI, "ar": ARABIC, "he": HEBREW,
    "th": THAI, "ko": KOREAN,
}  # fmt: skip
TEXTS = [*LANGUAGES.values(), BEES, MESSY, " ".join(REVIEWS)]
UNITS = [*TEXTS, "", "  \n ", "...", list(REVIEWS), [DAM, "", BEES], [], "One.", [GERMAN, FRENCH]]
METHODS = (
    "coverage", "textrank", "lexrank", "tfidf", "centroid", "lsa", "luhn", "sumbasic", "kl",
    "lead", "random",
)  # fmt: skip
VOCABULARY = [
    "river", "dam", "bridge", "council", "water", "letter", "school", "mill", "train", "sound",
    "crack", "money", "autumn", "winter", "family", "home", "engine", "mayor", "flood", "rain",
    "street", "market", "boat", "harbour", "wolf", "shepherd",
]  # fmt: skip
STOP_ONLY = "It was and it is."


def random_sentences(seed: int, most: int = 30) -> list[str]:
    """Make sentences of a small vocabulary: isolated, doubled and empty ones among them."""
    rng = np.random.default_rng(seed)
    made = [
        " ".join(rng.choice(VOCABULARY, rng.integers(1, 12))).capitalize() + "."
        for _ in range(rng.integers(3, most))
    ]
    made += [made[0], f"Lonely{seed} zebra.", "Solo.", STOP_ONLY]
    rng.shuffle(made)
    return made


def beside(path: Path) -> Path:
    """Give the path of what lies beside the project; skip the test where it does not."""
    if not path.exists():
        pytest.skip(f"needs {path}")
    return path


def set_of(name: str) -> Path:
    """Give the path of a set beside the project."""
    return beside(DATA / f"{name}.jsonl.gz")


@cache
def _lines(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def rows_of(name: str, count: int) -> list[dict]:
    """Read rows of a set beside the project."""
    return _lines(set_of(name))[:count]


def loaded(path: Path) -> Any:
    """Load a script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measuring_tool() -> Any:
    """Load the tool beside the project that measures quality."""
    pytest.importorskip("rouge_score")
    return loaded(beside(DATA.parent / "tools" / "quality.py"))


def batch_of(*units, **options) -> Batch:
    """Make the batch that the pipeline makes of units: strings, documents, or lists of them."""
    settings = make_settings(**{"readable": False} | options)
    return build_batch(cut_units([as_documents(unit) for unit in units], settings), settings)


def batch_of_sentences(*units: list[str], **options) -> Batch:
    """Make a batch of units that are cut into sentences already, in English."""
    documents = [Document.from_sentences(unit, language="en") for unit in units]
    return batch_of(*documents, **options)


def terms_of(text: str, language: str = "en", **options) -> list[str]:
    """Give the terms of a text, in order."""
    analyser = make_analyser(language, **options)
    return [term for word in words(text) for term in analyser.terms(word)]


def relevance_by_hand(sentences: list[str], query: str, cosines=None) -> np.ndarray:
    """BM25 of the query's words in every form, half of it to the sentence after, to the 1.5th.

    The best has 1; with cosines of embeddings, the mean of that and of their squares.
    """
    bags = [terms_of(sentence, "en") for sentence in sentences]
    idf = {
        t: np.log((1 + len(bags)) / (1 + sum(t in bag for bag in bags))) + 1
        for t in {t for bag in bags for t in bag}
    }
    mean = sum(max(1, len(bag)) for bag in bags) / len(bags)

    def forms(one: str, other: str) -> bool:
        short, long = sorted((one, other), key=len)
        return one == other or one[:6] == other[:6] or (len(short) == 5 and long.startswith(short))

    def bm25(bag: list[str]) -> float:
        norm = 0.6 * (0.7 + 0.3 * max(1, len(bag)) / mean)
        asked = {t: sum(forms(t, q) for q in terms_of(query, "en")) for t in bag}
        return sum(
            n * idf[t] * bag.count(t) * 1.6 / (bag.count(t) + norm) for t, n in asked.items()
        )

    own = np.array([bm25(bag) for bag in bags])
    place = np.arange(len(own))
    gap = place[:, None] - place[None, :]  # how far behind the one that gives
    mixed = np.where(gap >= 0, 0.5 ** np.abs(gap), 0.1 ** np.abs(gap)) @ own
    named = (mixed / max(mixed.max(), 1e-300)) ** 1.5
    if cosines is None:
        return named
    meant = np.maximum(cosines, 0) ** 2
    return (named + meant / max(meant.max(), 1e-300)) / 2


def subwords(text: str) -> int:
    """Count as language models do, roughly: a token for every four characters of a word."""
    return sum(-(-len(word) // 4) for word in text.split())


def superlinear(text: str) -> int:
    """Count more for a whole than for its parts."""
    return len(text.split()) + len(text) // 40 + text.count(". ")


def run_python(code: str, cwd: Path, *flags: str, **environment: str) -> Any:
    """Run code in a new interpreter; give what it prints last as JSON."""
    done = subprocess.run(
        [sys.executable, *flags, "-c", textwrap.dedent(code)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8", **environment},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
