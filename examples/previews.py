"""Search previews: the rows of a table that bear on a query, each with what it says about it.

    python examples/previews.py "what splits in the frost?"
    python examples/previews.py QUERY --csv FILE --characters 120

Needs pandas.  TF-IDF finds the rows; any search engine would do.  A preview is a piece of the row,
word for word, within its length.
"""

import argparse
import re
from pathlib import Path

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from summarize import Summarizer

HERE = Path(__file__).parent
QUERY = "what splits in the frost?"


def find(texts: pd.Series, query: str, most: int) -> pd.Series:
    """Give the similarity of the rows that have something in common with a query, best first."""
    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    matrix = vectorizer.fit_transform(texts)
    found = pd.Series((matrix @ vectorizer.transform([query]).T).toarray()[:, 0], texts.index)
    return found[found > 0].nlargest(most)


def marked(text: str, query: str) -> str:
    """Put stars around the words of a query."""
    words = [word for word in re.findall(r"\w+", query) if len(word) > 3]
    return re.sub(rf"\b({'|'.join(map(re.escape, words))})\b", r"*\1*", text, flags=re.I)


def main() -> None:
    """Print the previews."""
    parser = argparse.ArgumentParser(description="Search the rows of a table.")
    parser.add_argument("query", nargs="?", default=QUERY)
    parser.add_argument("--csv", type=Path, default=HERE / "notes.csv", help="with title and text")
    parser.add_argument("-c", "--characters", type=int, default=160, help="of a preview")
    parser.add_argument("-k", "--rows", type=int, default=3, help="at most")
    options = parser.parse_args()

    notes = pd.read_csv(options.csv)
    rows = notes.loc[find(notes["title"] + ". " + notes["text"], options.query, options.rows).index]
    previews = Summarizer(characters=options.characters, query=options.query)
    rows["preview"] = [str(summary) for summary in previews.summarize_many(rows["text"])]
    for row in rows.itertuples():
        print(f"{row.title}\n  {marked(row.preview, options.query)}")


if __name__ == "__main__":
    main()
