"""Going on with a file of JSON lines where a run was cut short.

Takes the file, gives the ids of the texts in it; takes items, gives those that are
not.  Writes nothing but the end of the file: half a line at its end is cut off.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from summarize.inputs import Item


def written_ids(name: str, key: str) -> Counter[str]:
    """Count the ids in a file that the command has written, and cut off half a line.

    The file need not be there yet.  Where a line is no row of JSON with an id under `key`, or
    under ``source``, which texts have that are no rows, that is an error, and it stays as it is.
    """
    ids, whole, half = Counter[str](), 0, False
    with suppress(FileNotFoundError), open(name, "r+b") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):  # whatever it holds, it is done again
                half = True
                break
            ids[_id_in(line, key, f"{name}:{number}")] += 1
            whole += len(line)
        if half:
            file.truncate(whole)
    return ids


def _id_in(line: bytes, key: str, place: str) -> str:
    try:
        row = json.loads(line)
        found = row[key] if key in row else row["source"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValueError(
            f"--resume goes on with a file of rows that have an id, and {place} is none: "
            f"no {key!r} in a row of JSON. Name the key of the ids with --id."
        ) from error
    return _written(found)


def _written(found: object) -> str:
    """Write an id as a row of JSON has it, so that 7 is not "7"."""
    return json.dumps(found, ensure_ascii=False, default=str)


def remaining(items: Iterable[Item], written: Counter[str], key: str) -> Iterator[Item]:
    """Leave out the items that were written, each as often as it was; uses the counts up."""
    for item in items:
        found = item.name if item.row is None else item.row.get(key)
        if item.error is not None:
            yield item
        elif found is None:
            missing = f"no id under {key!r}, which --resume needs; name its key with --id"
            yield replace(item, error=missing)
        elif written[_written(found)]:
            written[_written(found)] -= 1
        else:
            yield item
