"""A digest of a mailbox, or of a folder of text files.

    python examples/digest.py                         # the mailbox beside this file
    python examples/digest.py FOLDER --sentences 1

Each text gets a line or two, and all of them together a few: there, what one has said counts for
less in the next.  Lines that quote another message are left out, and so are signatures.
"""

import argparse
import email
import mailbox
from collections.abc import Iterator
from contextlib import closing
from email import policy
from pathlib import Path
from typing import BinaryIO

from summarize import Summarizer, summarize

HERE = Path(__file__).parent


def own_words(body: str) -> str:
    """Leave out what is quoted, and what stands below the line of a signature."""
    above = body.partition("\n-- \n")[0]
    return "\n".join(line for line in above.splitlines() if not line.startswith(">"))


def read_message(file: BinaryIO) -> tuple[str, str]:
    """Give who wrote about what, and the text; a message without plain text has none."""
    message = email.message_from_binary_file(file, policy=policy.default)
    body = message.get_body(("plain",))
    sender = message["From"].addresses[0].display_name
    return f"{sender}: {message['Subject']}", own_words(body.get_content()) if body else ""


def read_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Give the title and the text of each message or file."""
    if path.is_dir():
        for file in sorted(path.glob("*.txt")):
            yield file.name, file.read_text(encoding="utf-8")
    else:
        with closing(mailbox.mbox(path, read_message, create=False)) as box:
            yield from box


def main() -> None:
    """Print the digest."""
    parser = argparse.ArgumentParser(description="A digest of a mailbox or a folder.")
    parser.add_argument("path", nargs="?", type=Path, default=HERE / "mill.mbox")
    parser.add_argument("-n", "--sentences", type=int, default=2, help="of each text")
    options = parser.parse_args()

    titles, texts = zip(*read_texts(options.path), strict=True)
    each = Summarizer(sentences=options.sentences).summarize_many(texts)
    for title, summary in zip(titles, each, strict=True):
        print(title)
        for sentence in summary:
            print("  -", " ".join(sentence.text.split()))
    print("All together")
    for sentence in summarize(texts, sentences=2 * options.sentences):
        print(f"  - {' '.join(sentence.text.split())} ({titles[sentence.document]})")


if __name__ == "__main__":
    main()
