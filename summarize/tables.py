"""Tables in Parquet files, through PyArrow (extra ``parquet``).

Takes the name of a file and gives its rows, some at a time; takes rows and writes a
file, some at a time, so that neither ever lies in memory as a whole.  Knows nothing
of summaries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from summarize.extras import needed

#: The end of a file that is a table.
TABLE = ".parquet"
#: So many rows are read at once, and so many bytes of a column.
READ_ROWS, READ_BYTES = 200, 1 << 20
#: So many rows are written at once.
WRITTEN_ROWS = 10_000
#: Where a sentence stands, in rows: the names and types of what tells it.
PLACE = {"start": "int64", "end": "int64", "score": "float64"}


def read_rows(name: str, column: str) -> Iterator[dict[str, Any] | str]:
    """Read the rows of a Parquet file, in which a column has to be there.

    Each is its values by the names of their columns, or a str: why Python cannot hold them.
    """
    with _parquet(name).ParquetFile(name, buffer_size=READ_BYTES, pre_buffer=False) as file:
        check_column(file.schema_arrow.names, column)
        for batch in file.iter_batches(READ_ROWS):
            yield from _rows_of(batch)


def check_column(names: Sequence[str], column: str) -> None:
    """Check that a table has a column, and none twice: of two a row would keep one."""
    if len(set(names)) < len(names):
        raise ValueError("two columns of one name")
    if column not in names:
        raise ValueError(
            f"no column {column!r}; name that of the texts with --field. "
            f"Columns: {', '.join(map(repr, names)) or 'none'}"
        )


def _rows_of(batch: Any) -> list[dict[str, Any] | str]:
    """Give rows; where one of them cannot be one in Python, each alone, to know which."""
    try:
        rows: list[dict[str, Any] | str] = batch.to_pylist()
    except (LookupError, OverflowError, ValueError) as error:  # a year 12000, no such time zone
        if len(batch) == 1:
            return [f"a value that Python cannot hold: {error}"]
        rows = [row for number in range(len(batch)) for row in _rows_of(batch.slice(number, 1))]
    return rows


@contextmanager
def table_writer(
    name: str, sources: Iterable[str], left_out: str, keys: tuple[str, str]
) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Write rows to a Parquet file, which is there once the last has been written.

    Before that, and where anything goes wrong, what has its name stays as it is.

    Parameters
    ----------
    sources : iterable of str
        Parquet files whose columns the rows have.
    left_out : str
        The one that they have not; each of the files has it.
    keys : tuple of str
        The columns of summaries and of the places of their sentences.
    """
    parquet, unfinished = _parquet(name), Path(f"{name}.part")
    import pyarrow as pa  # noqa: PLC0415 - an extra

    schema = _schema(sources, left_out, keys)
    rows: list[dict[str, Any]] = []

    def write() -> None:
        file.write_table(pa.Table.from_pylist(rows, schema=schema))
        rows.clear()

    def put(row: dict[str, Any]) -> None:
        rows.append(row)
        if len(rows) >= WRITTEN_ROWS:
            write()

    try:
        with parquet.ParquetWriter(str(unfinished), schema) as file:
            yield put
            write()
        unfinished.replace(name)
    finally:
        unfinished.unlink(missing_ok=True)


def _schema(sources: Iterable[str], left_out: str, keys: tuple[str, str]) -> Any:
    """Give the columns of all sources, and those of summaries."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    schemas, unread = [], []
    for source in sources:
        try:
            schema = _parquet(source).read_schema(source).remove_metadata()
            check_column(schema.names, left_out)
            schemas.append(schema)
        except (OSError, ValueError) as error:
            unread.append(f"{source}: {error}")
    if unread:
        raise ValueError(f"cannot read {'; '.join(unread)}")
    places = pa.list_(pa.struct(list(PLACE.items())))
    own = dict(zip(keys, (pa.string(), places), strict=True))
    try:
        columns = pa.unify_schemas(schemas)
    except TypeError as error:
        raise ValueError(f"the files have columns of one name and two types: {error}") from error
    held = Counter(name for schema in schemas for name in schema.names)
    kept = [
        field.with_nullable(field.nullable or held[field.name] < len(schemas))
        for field in columns
        if field.name not in (left_out, *own)
    ]
    return pa.schema([*kept, *own.items()])


def _parquet(name: str) -> Any:
    return needed("pyarrow.parquet", name, "parquet")
