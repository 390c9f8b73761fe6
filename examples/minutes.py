"""Minutes of a meeting, from its transcript with times and speakers.

python examples/minutes.py                            # the transcript beside this script
python examples/minutes.py board.vtt --minutes 2 --recording https://example.org/board.mp4

Prints Markdown: the keywords, then the sentences that decide and those that the talk turned
on, in the order they were said, each with its speaker and a link to its second in the
recording.  Reads WebVTT and SubRip.  Needs: pip install 'summarize[subtitles]'
"""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from math import isfinite
from pathlib import Path
from textwrap import TextWrapper

from summarize import Document, keywords, summarize

wrap = TextWrapper(88, break_long_words=False, break_on_hyphens=False, subsequent_indent="  ").fill
WORDS_A_MINUTE = 200  # of somebody who reads
DECIDING = ("decide", "decided", "agreed", "approved", "carried", "rejected", "postponed")
DUE = ("tomorrow", "next week", "deadline", "next meeting")


def topics(talk: Document, most: int = 6) -> list[str]:
    """Give the keywords, but for the names of those who speak."""
    names = {name for part in talk.parts for name in part.meta.get("speaker", "").split()}
    found = [phrase for phrase, _ in keywords(talk, n=5 * most)]
    return [phrase for phrase in found if not names & set(phrase.split())][:most]


def heard(talk: Document) -> list[str]:
    """Give the words of a decision or a task that somebody says."""
    said = "\n".join(talk[part.start : part.end] for part in talk.parts)
    return [w for w in DECIDING + DUE if re.search(rf"\b{w}\b", said, re.IGNORECASE)]


def without_short_turns(talk: Document, fewest: int = 4) -> Document:
    """Leave out what is no more than "Yes." or "In favour."; the text stays as it is."""
    parts = [part for part in talk.parts if len(talk[part.start : part.end].split()) >= fewest]
    return replace(talk, parts=tuple(parts))


def main() -> None:
    """Print the minutes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    beside = Path(__file__).with_name("council.vtt")
    parser.add_argument("path", type=Path, nargs="?", default=beside, help="a .vtt or .srt file")
    parser.add_argument("--minutes", type=float, default=0.6, help="to read them (%(default)s)")
    parser.add_argument("--recording", help="what the links lead to (the same name, .mp4)")
    args = parser.parse_args()

    words = round(args.minutes * WORDS_A_MINUTE) if isfinite(args.minutes) else 0
    if words < 1:
        parser.error(f"--minutes must be enough for a word: 1 / {WORDS_A_MINUTE} or more")
    if not args.path.is_file():
        parser.error(f"no such file: {args.path}")
    talk = without_short_turns(Document.from_path(args.path))
    if not all("start" in part.meta for part in talk.parts) or not talk.parts:
        parser.error(f"no times in {args.path}: give a .vtt or .srt file")
    recording = args.recording or args.path.with_suffix(".mp4").name
    print(f"About: {', '.join(topics(talk))}")
    print(f"Of {len(talk.text.split())} words said, at most {words}:\n")
    # TextRank, as a meeting does not begin with its result.
    for sentence in summarize(
        talk, words=words, method="textrank", readable=True, must_include=heard(talk)
    ):
        start = int(sentence.meta["start"])
        time = f"[{start // 60:02d}:{start % 60:02d}]({recording}#t={start})"
        who = f"{sentence.meta['speaker']}: " if "speaker" in sentence.meta else ""
        print(wrap(f"- {time} {who}{sentence}"))


if __name__ == "__main__":
    main()
