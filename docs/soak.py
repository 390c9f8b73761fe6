"""Run for long: many texts through the library and the command, watched from outside.

    python docs/soak.py                                  # 200,000 texts, all three parts
    python docs/soak.py --part kills --texts 20000 --seed 7

``library``: memory, open files and texts a second of one `summarize_many`.  ``command``: the same
of ``summarize ROWS --output FILE``.  ``kills``: the command is interrupted and killed at random
moments and told to ``--resume``; every line it leaves must be whole but the last, and the file at
the end must be that of the undisturbed run.  Texts are made here.  Needs Linux, for /proc.  Ends
with an error where memory grew by more than 5 % after a tenth of the texts, where a file stayed
open, or where the files differ.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmark import print_table, prose

from summarize import Summarizer

GROWTH = 1.05


def documents(count: int) -> Iterator[str]:
    """Make texts of about 2,000 characters, each with words that no other has."""
    chance = random.Random(0)  # noqa: S311 - nothing secret
    sentences = [one.replace("\n", " ") for one in prose(400_000).split(". ")]
    for number in range(count):
        chosen = chance.choices(sentences, k=chance.randint(8, 24))
        yield f"Case {number} is of {number:x}son. " + ". ".join(chosen) + "."


@dataclass(frozen=True)
class Reading:
    """What a process held after so many texts."""

    texts: int
    seconds: float
    megabytes: float
    files: int


def read(process: int, texts: int, start: float) -> Reading:
    """Look at a process."""
    folder = Path(f"/proc/{process}")
    pages = int((folder / "statm").read_text().split()[1])
    megabytes = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return Reading(texts, time.monotonic() - start, megabytes, len(os.listdir(folder / "fd")))


def judged(name: str, readings: list[Reading]) -> list[str]:
    """Print what was read, and tell what is wrong."""
    print(f"\n{name}")
    rates = [
        (now.texts - before.texts) / (now.seconds - before.seconds)
        for before, now in itertools.pairwise(readings)
    ]
    print_table(
        ("texts", "MB", "open files", "texts/s"),
        [
            (f"{one.texts:,}", f"{one.megabytes:.1f}", one.files, f"{rate:,.0f}")
            for one, rate in zip(readings[1:], rates, strict=True)
        ],
    )
    first, last = readings[1], readings[-1]
    faults = []
    if last.megabytes > GROWTH * first.megabytes:
        faults.append(f"{name}: {first.megabytes:.1f} MB have become {last.megabytes:.1f}")
    if last.files > first.files:
        faults.append(f"{name}: {first.files} open files have become {last.files}")
    return faults


def part_library(count: int) -> list[str]:
    """Take every summary of one stream and let it go."""
    start = time.monotonic()
    readings = [read(os.getpid(), 0, start)]
    stream = Summarizer(sentences=3).summarize_many(documents(count))
    for number, summary in enumerate(stream, 1):
        if not str(summary):
            return [f"library: text {number} has no summary"]
        if number % (count // 10) == 0:
            readings.append(read(os.getpid(), number, start))
    return judged("library", readings)


def write_rows(path: Path, count: int) -> None:
    """Write the texts as rows."""
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(documents(count)):
            file.write(json.dumps({"id": number, "text": text}) + "\n")


def command(rows: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    """Start the command in a group of its own."""
    arguments = [sys.executable, "-m", "summarize", str(rows), "-n", "3", "--output", str(out)]
    return subprocess.Popen(  # noqa: S603 - our own command
        [*arguments, *more], start_new_session=True, stderr=subprocess.DEVNULL
    )


def lines_in(path: Path, size: int) -> int:
    """Estimate the lines of a file that is being written by its size."""
    return path.stat().st_size // size if path.exists() else 0


def part_command(rows: Path, whole: Path, count: int) -> list[str]:
    """Watch the command from outside while it works."""
    start = time.monotonic()
    process = command(rows, whole)
    readings = [Reading(0, 0.0, 0.0, 0)]
    step, size = count // 10, 0
    while process.poll() is None:
        time.sleep(0.05)
        if not size and whole.exists() and (head := whole.read_bytes()[:1_000_000]):
            size = max(1, len(head) // max(1, head.count(b"\n")))
        written = lines_in(whole, size) if size else 0
        if written >= readings[-1].texts + step and process.poll() is None:
            readings.append(read(process.pid, written, start))
    lines = whole.read_bytes().count(b"\n")
    faults = judged("command", readings)
    if process.returncode or lines != count:
        faults.append(f"command: exit code {process.returncode}, {lines} lines of {count}")
    return faults


def part_kills(rows: Path, whole: Path, times: int, seed: int) -> list[str]:
    """Interrupt and kill the command at random moments, and have it go on."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    out, faults, table = whole.with_name("killed.jsonl"), [], []
    expected = whole.read_bytes()
    for number in range(1, times + 1):
        held = out.stat().st_size if out.exists() else 0
        process = command(rows, out, "--resume", "--jobs", str(chance.choice([1, 2])))
        target = held + chance.random() * 2 * (len(expected) - held) / (times - number + 2)
        while process.poll() is None and (not out.exists() or out.stat().st_size < target):
            time.sleep(0.002)
        time.sleep(chance.random() / 5)
        stop = chance.choice([signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
        if process.poll() is None:
            os.killpg(process.pid, stop)
        code = process.wait()
        found = out.read_bytes()
        table.append((number, stop.name, code, f"{found.count(10):,}", found[-1:] == b"\n"))
        if not expected.startswith(found):
            faults.append(f"kills: after {stop.name} (no. {number}) the file is not a beginning")
    code = command(rows, out, "--resume").wait()
    print("\nkills")
    print_table(("", "signal", "exit code", "whole lines", "ends with one"), table)
    if code or out.read_bytes() != expected:
        faults.append(f"kills: exit code {code}, and the file differs from the undisturbed one")
    return faults


def main() -> None:
    """Run the parts and end with an error where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=int, default=200_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    parser.add_argument("--part", choices=("library", "command", "kills"), action="append")
    options = parser.parse_args()
    parts = options.part or ["library", "command", "kills"]
    print(f"{options.texts:,} texts, seed {options.seed}", flush=True)
    faults = []
    if "library" in parts:
        faults += part_library(options.texts)
    with tempfile.TemporaryDirectory() as folder:
        rows, whole = Path(folder, "rows.jsonl"), Path(folder, "whole.jsonl")
        if {"command", "kills"} & set(parts):
            write_rows(rows, options.texts)
            faults += part_command(rows, whole, options.texts)
        if "kills" in parts:
            faults += part_kills(rows, whole, options.kills, options.seed)
    print("\n" + ("\n".join(faults) or "nothing grew, nothing was lost"))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
