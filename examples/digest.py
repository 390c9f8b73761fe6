"""A digest of a mailbox, or of a folder of text files.

python examples/digest.py                             # the mailbox beside this script
python examples/digest.py ~/Mail/club.mbox
python examples/digest.py notes/ --sentences 3        # every .txt file in it

Prints a heading and a few sentences for each message, then one summary across all of them,
with the number of the message each sentence is from.  What somebody quotes, and what stands
below "-- ", is left out.  Messages in HTML alone need: pip install 'summarize[html]'.
"""

from __future__ import annotations

import argparse
import mailbox
import re
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path
from textwrap import TextWrapper

from summarize import Document, Summarizer, summarize

wrap = TextWrapper(88, break_long_words=False, break_on_hyphens=False).fill
SIGNATURE = re.compile(r"^-- ?\r?$.*", re.MULTILINE | re.DOTALL)
INTRODUCED = re.compile(r"^On .{1,200}?\bwrote:\s*?\n(?=\s*>)", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)


def plain(body: str) -> str:
    """Leave out what others wrote, and the signature."""
    return QUOTED.sub("", INTRODUCED.sub("", SIGNATURE.sub("", body)))


def from_mailbox(path: Path) -> Iterator[tuple[str, Document]]:
    """Give a heading and a document for each message that has a text."""
    with closing(mailbox.mbox(path, create=False)) as box:
        for key in box.iterkeys():
            raw = box.get_bytes(key).replace(b"\n>From ", b"\nFrom ")  # as it was when sent
            message = message_from_bytes(raw, policy=policy.default)
            body = message.get_body(("plain", "html"))
            if body is None:
                continue
            when = getattr(message["Date"], "datetime", None)
            day = f"{when:%a %d %b}, " if when else ""
            who = message.get("From", "unknown").partition(" <")[0]
            try:
                text = body.get_content()
            except LookupError:  # a charset that nobody knows
                text = body.get_payload(decode=True).decode("utf-8", "replace")
            html = body.get_content_subtype() == "html"
            document = Document.from_html(text) if html else Document(plain(text))
            yield f"{day}{who}: {message.get('Subject', '')}", document


def from_folder(path: Path) -> Iterator[tuple[str, Document]]:
    """Give a heading and a document for each text file."""
    for file in sorted(path.glob("*.txt")):
        yield file.name, Document.from_path(file)


def main() -> None:
    """Print the digest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    beside = Path(__file__).with_name("mill.mbox")
    parser.add_argument("path", type=Path, nargs="?", default=beside, help="an mbox, or a folder")
    parser.add_argument("--sentences", type=int, default=2, help="for each message (%(default)s)")
    parser.add_argument("--words", type=int, default=100, help="across all (%(default)s)")
    args = parser.parse_args()

    for name in ("sentences", "words"):
        if getattr(args, name) < 1:
            parser.error(f"--{name} must be 1 or more")
    if not args.path.exists():
        parser.error(f"no such file or folder: {args.path}")
    read = from_folder if args.path.is_dir() else from_mailbox
    found = list(read(args.path)) or parser.error(f"no text in {args.path}")
    headings, documents = zip(*found, strict=True)
    summaries = Summarizer(sentences=args.sentences).summarize_many(documents)
    for number, (heading, summary) in enumerate(zip(headings, summaries, strict=True), 1):
        print(f"{number}. {heading}\n{wrap(str(summary))}\n")
    print(f"Across all {len(documents)}, in {args.words} words")
    for sentence in summarize(documents, words=args.words):
        print(wrap(f"({sentence.document + 1}) {sentence}"))


if __name__ == "__main__":
    main()
