"""Search previews: the notes that bear on a query, each with the sentences that do.

python examples/previews.py                       # "a screw stuck with rust"
python examples/previews.py "glue for a chair"
python examples/previews.py battery my_articles.csv --characters 240

Reads a CSV file with the columns title and text into a pandas data frame.  scikit-learn
ranks the rows; each shows a sentence or two of its own, no longer than `--characters`, with
the words of the query marked.  Needs pandas.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from textwrap import TextWrapper

import pandas as pd
from nltk.stem.snowball import SnowballStemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from summarize import Summarizer

wrap = TextWrapper(88, break_long_words=False, break_on_hyphens=False).fill
stem = SnowballStemmer("english").stem  # so that "repairing toasters" finds "repair most toasters"


def stems(text: str) -> list[str]:
    """Give the stem of each word that says something."""
    return [stem(w) for w in re.findall(r"\w{3,}", text.lower()) if w not in ENGLISH_STOP_WORDS]


def search(notes: pd.DataFrame, query: str, most: int) -> pd.DataFrame:
    """Give the rows that share words with the query, the best first."""
    vectorizer = TfidfVectorizer(analyzer=stems)
    matrix = vectorizer.fit_transform(notes["title"] + " " + notes["text"])
    scores = (matrix @ vectorizer.transform([query]).T).toarray().ravel()
    return notes.assign(score=scores).query("score > 0").nlargest(most, "score")


def mark(text: str, query: str) -> str:
    """Put * around the words that the query has too."""
    wanted = set(stems(query))
    return re.sub(r"\w+", lambda m: f"*{m[0]}*" if {*stems(m[0])} & wanted else m[0], text)


def main() -> None:
    """Print the previews."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    beside = Path(__file__).with_name("notes.csv")
    parser.add_argument("query", nargs="?", default="a screw stuck with rust")
    parser.add_argument("path", type=Path, nargs="?", default=beside, help="a CSV file")
    parser.add_argument("--characters", type=int, default=160, help="a preview (%(default)s)")
    parser.add_argument("--rows", type=int, default=5, help="at most (%(default)s)")
    args = parser.parse_args()

    for name in ("characters", "rows"):
        if getattr(args, name) < 1:
            parser.error(f"--{name} must be 1 or more")
    if not args.path.is_file():
        parser.error(f"no such file: {args.path}")
    notes = pd.read_csv(args.path, dtype=str, keep_default_na=False)  # nothing is "", not NaN
    if not {"title", "text"} <= set(notes):
        parser.error(f"no columns title and text in {args.path}")
    found = search(notes, args.query, args.rows)
    model = Summarizer(query=args.query, characters=args.characters, stemmer=stem)
    for row in found.assign(preview=model.transform(found["text"])).itertuples():
        print(f"{row.title}  ({row.score:.2f})\n{wrap(mark(row.preview, args.query))}\n")
    if found.empty:
        print("No note has any of these words.")


if __name__ == "__main__":
    main()
