"""Fuzzing: cases by seeds, or guided by what they reach.

    python tests/fuzz/run.py                    each file of the corpus once
    python tests/fuzz/run.py --cases 100000     and so many cases by seeds, over all targets
    python tests/fuzz/run.py --seconds 3600     an hour of atheris, over all targets
    python tests/fuzz/run.py readers --case F   one case again
    python tests/fuzz/run.py --merge            keep in the corpus what adds to its coverage

`targets.py` says what a case is and what is checked.  A case by seed is random bytes, or a file
of the corpus with some bytes changed.  atheris comes with `pip install -e '.[fuzz]'`.

The last line says whether all went well, and so does the exit code.  What failed lies in
``build/fuzz/crashes``, by target and digest, what atheris found new in ``build/fuzz/corpus``.  A
fault gets a test with the smallest text that shows it, or its file a place in the corpus.
"""

import argparse
import hashlib
import os
import random
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import guard
from targets import TARGETS, run_case

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
FOUND = HERE.parents[1] / "build" / "fuzz"
#: The limits of a guided run: bytes of a case, seconds of it, megabytes of the process.
LIMITS = ("-max_len=8192", "-timeout=60", "-rss_limit_mb=3072", "-print_final_stats=1")


def corpus(target: str) -> list[bytes]:
    """Give the kept cases of a target."""
    return [path.read_bytes() for path in sorted((CORPUS / target).glob("*"))]


def cases(target: str, count: int, seed: int) -> Iterator[bytes]:
    """Make cases by a seed: half of them new, half of them kept ones with some bytes changed."""
    kept = corpus(target)
    for number in range(count):
        chance = random.Random(f"{seed}/{target}/{number}")
        if kept and number % 2:
            yield changed(chance, chance.choice(kept), chance.choice(kept))
        else:
            yield chance.randbytes(int(20 * chance.paretovariate(0.7)) % 3000)


def changed(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Change some bytes: other ones, more, fewer, or a stretch of another case."""
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randint(0, len(data)), chance.choice((0, 1, 1, 2, 8, 40))
        start = chance.randint(0, len(other))
        new = (
            chance.randbytes(length),
            b"",
            other[start : start + chance.choice((1, 4, 30, 200))],
            bytes([chance.choice((0, 10, 32, 255))]) * length,
        )
        data = data[:at] + chance.choice(new) + data[at + length :]
    return data


def run_seeds(target: str, count: int, seed: int) -> int:
    """Run the corpus and so many cases; say how it went, and give how many failed."""
    start, failed, done = time.monotonic(), 0, 0
    guard.Slowest.share = 0.0
    for data in [*corpus(target), *cases(target, count, seed)]:
        done += 1
        try:
            run_case(target, data)
        except (Exception, guard.Forbidden):
            failed += 1
            traceback.print_exc()
            print(f"kept as {keep(target, data)}", file=sys.stderr)
    print(
        f"{target}: {done} cases in {time.monotonic() - start:.0f} s, {failed} failed; the "
        f"slowest call took {guard.Slowest.share:.0%} of the time allowed",
        flush=True,
    )
    return failed


def keep(target: str, data: bytes) -> Path:
    """Write down a case that failed."""
    folder = FOUND / "crashes"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{target}-{hashlib.sha1(data).hexdigest()}"
    path.write_bytes(data)
    return path


def run_guided(target: str, seconds: int) -> int:
    """Run atheris for a while; say how it went, and give 1 where a case failed."""
    (FOUND / "crashes").mkdir(parents=True, exist_ok=True)
    new = FOUND / "corpus" / target
    new.mkdir(parents=True, exist_ok=True)
    prefix = f"-artifact_prefix={FOUND / 'crashes'}/{target}-"
    log = FOUND / f"{target}.log"
    code = atheris(target, log, *LIMITS, f"-max_total_time={seconds}", prefix, new, CORPUS / target)
    told = log.read_text(errors="replace")
    figures = dict(re.findall(r"stat::(\w+):\s+(\d+)", told))
    if code:
        print(told[-6000:], file=sys.stderr)
    print(
        f"{target}: {figures.get('number_of_executed_units', '?')} cases in {seconds} s, "
        f"{figures.get('new_units_added', '?')} of them new, {figures.get('peak_rss_mb', '?')} MB, "
        f"{'FAILED' if code else 'none failed'}",
        flush=True,
    )
    return int(code != 0)


def atheris(target: str, log: Path, *arguments: object) -> int:
    """Run atheris in a process of its own; give its exit code."""
    command = [sys.executable, HERE / "guided.py", f"--target={target}", *arguments]
    with log.open("wb") as out:
        return subprocess.run(
            list(map(str, command)), stdout=out, stderr=subprocess.STDOUT, check=False
        ).returncode


def merge(target: str) -> int:
    """Take into the corpus what reaches lines that nothing else in it does; give 1 on failure."""
    for source in (kept := CORPUS / target, found := FOUND / "corpus" / target):
        source.mkdir(parents=True, exist_ok=True)
    before, log = len(corpus(target)), FOUND / f"{target}.log"
    if atheris(target, log, "-merge=1", "-use_counters=0", LIMITS[0], kept, found):
        print(f"{target}: not merged, see {log}", flush=True)
        return 1
    now = corpus(target)
    more, size = len(now) - before, sum(map(len, now))
    print(f"{target}: {more} more, {len(now)} cases of {size:,} bytes", flush=True)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the arguments say; give the exit code."""
    usage, _, rest = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=usage, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--cases", type=int, default=0, help="how many cases by seeds")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=int, help="how long atheris runs, in all")
    parser.add_argument("--case", type=Path, help="run one file")
    parser.add_argument("--merge", action="store_true", help="take new finds into the corpus")
    options = parser.parse_args(arguments)
    chosen = options.targets or list(TARGETS)
    if unknown := set(chosen) - set(TARGETS):
        parser.error(f"TARGET must be one of {', '.join(TARGETS)}. Got {', '.join(unknown)}.")
    if (options.seconds or options.merge) and not find_spec("atheris"):
        parser.error("this needs atheris: pip install -e '.[fuzz]'")
    if options.case:
        run_case(chosen[0], options.case.read_bytes())
        failed = 0
    elif options.merge:
        failed = sum(map(merge, chosen))
    elif options.seconds:
        # a process each, as many at once as there are processors: to begin takes ten seconds
        at_once = min(os.cpu_count() or 1, len(chosen))
        each = max(1, options.seconds * at_once // len(chosen))
        with ThreadPoolExecutor(at_once) as pool:
            failed = sum(pool.map(lambda target: run_guided(target, each), chosen))
    else:
        each = -(-options.cases // len(chosen))
        failed = sum(run_seeds(target, each, options.seed) for target in chosen)
    print(f"{failed} failed, see {FOUND / 'crashes'}" if failed else "all went well")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
