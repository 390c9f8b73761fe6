"""Runs one target under atheris, which looks at what a case reaches; made for `run.py`.

``python tests/fuzz/guided.py --target=TARGET``, then flags and folders as libFuzzer takes them.
"""

import shlex
import sys


def main() -> None:
    """Run cases until a flag of libFuzzer says stop, or one fails."""
    import atheris
    import guard

    guard.AT_ONCE, guard.PER_MEGABYTE = 4 * guard.AT_ONCE, 4 * guard.PER_MEGABYTE  # it is slower
    with atheris.instrument_imports(include=["summarize"]):
        from targets import run_case
    (target,) = (a.removeprefix("--target=") for a in sys.argv if a.startswith("--target="))
    again = shlex.join([sys.executable, __file__])  # what a merge runs, through a shell
    atheris.Setup([again, *sys.argv[1:]], lambda data: run_case(target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
