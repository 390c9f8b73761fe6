"""Minutes of a meeting, from the subtitles of its recording.

    python examples/minutes.py                        # the transcript beside this file
    python examples/minutes.py TALK.srt --sentences 8

Needs the extra `subtitles`.  Prints what was talked about, what matters, and what was decided, each
sentence with its speaker and its time.
"""

import argparse
from pathlib import Path

from summarize import Document, Summary, keywords, summarize

HERE = Path(__file__).parent
DECIDED = "propose, decided, agreed, until, by Friday"


def clock(seconds: float) -> str:
    """Write a time as a player shows it."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:02}:{rest:02}"


def show(title: str, summary: Summary) -> None:
    """Print each sentence behind its time and its speaker."""
    print(title)
    for sentence in summary:
        start, speaker = sentence.meta["start"], sentence.meta["speaker"]
        print(f"  [{clock(start)}] {speaker or 'Somebody'}: {sentence.text}")


def main() -> None:
    """Print the minutes."""
    parser = argparse.ArgumentParser(description="Minutes of a meeting.")
    parser.add_argument("path", nargs="?", type=Path, default=HERE / "council.vtt")
    parser.add_argument("-n", "--sentences", type=int, default=4, help="at most (default: 4)")
    parser.add_argument("-q", "--query", default=DECIDED, help="what a decision sounds like")
    options = parser.parse_args()

    talk = Document.from_path(options.path)
    print("Keywords:", ", ".join(phrase for phrase, _ in keywords(talk.text, n=6)))
    show("What matters", summarize(talk, sentences=options.sentences))
    # A meeting does not lead with its result, and TextRank does not look at the place.
    decided = summarize(talk, sentences=3, method="textrank", query=options.query)
    show("What was decided", decided)


if __name__ == "__main__":
    main()
