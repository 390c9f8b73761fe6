"""Text and the sentences cut from it.

Takes what the user has (a string, their own sentences, segments that carry a
speaker, a time or a page) and gives one `Document`: a text, and the parts of it
that may be known already.  Finds no sentences itself: that is `splitting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from numbers import Integral
from os import PathLike, fsdecode
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

from summarize.checks import came, flag, in_order, is_several, optional_string, string

#: No file is read beyond so many bytes, nor a row of one.
LARGEST_FILE = 500_000_000


class Part(NamedTuple):
    """A known stretch of a document's text, with whatever belongs to it."""

    start: int
    end: int
    meta: Mapping[str, Any]


# what a sentence has that came with nothing
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Sentence(NamedTuple):
    """One sentence and where it stands.

    A tuple with names, so a list of them is a table: ``pandas.DataFrame(summary)``.

    Parameters
    ----------
    text : str
        The sentence, exactly as it stands in the document.
    start, end : int
        Its span in code points: ``document[start:end] == text``.
    document : int
        The number of its document, 0 where there is only one.
    index : int
        Its number among all sentences given, over all documents.
    score : float or None
        What the scorer gave it; None before scoring.
    rank : int or None
        0 for the best sentence of all, 1 for the next; None before scoring.
    meta : mapping
        What came with its segment: speaker, time, page or anything else.
    """

    text: str
    start: int
    end: int
    document: int = 0
    index: int = 0  # type: ignore[assignment]  # tuple.index, of no use here
    score: float | None = None
    rank: int | None = None
    meta: Mapping[str, Any] = _NOTHING

    def __str__(self) -> str:
        return self.text

    def __hash__(self) -> int:
        return hash(self[:-1])  # a mapping has none

    def __reduce__(self) -> tuple[type[Sentence], tuple[Any, ...]]:
        return Sentence, (*self[:-1], dict(self.meta))  # a proxy is not pickled


@dataclass(frozen=True)
class Document:
    """A text, with its language and its parts where they are known.

    Parameters
    ----------
    text : str
        The text as it came; spans count its code points.
    language : str, optional
        ISO 639-1 code; found from the text where it is not given.
    parts : tuple of Part
        Known stretches, in order and apart; none means the whole text is one.
    split : bool
        Whether a part is still to be split into sentences, or is one sentence.

    See Also
    --------
    Document.from_path, Document.from_sentences, Document.from_segments

    Examples
    --------
    >>> document = Document("One. Two.")
    >>> document[5:9]
    'Two.'
    """

    text: str
    language: str | None = None
    parts: tuple[Part, ...] = ()
    split: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", string("text", self.text))
        object.__setattr__(self, "language", optional_string("language", self.language))
        object.__setattr__(self, "parts", _check_parts(self.parts, len(self.text)))
        object.__setattr__(self, "split", flag("split", self.split, True))

    def __hash__(self) -> int:
        bounds = tuple(part[:2] for part in self.parts)  # what came with a part has no hash
        return hash((self.text, self.language, bounds, self.split))

    @classmethod
    def from_sentences(
        cls, sentences: Iterable[str], *, language: str | None = None, separator: str = " "
    ) -> Document:
        r"""Make a document of sentences that are cut already.

        None is split further or merged, so the i-th sentence of the summary's
        `sentences` is the i-th of these, a blank one included.

        Parameters
        ----------
        sentences : iterable of str
        language : str, optional
        separator : str
            What stands between two sentences in the text of the document.

        Examples
        --------
        >>> Document.from_sentences(["Rain fell.", "We stayed in."]).text
        'Rain fell. We stayed in.'
        """
        given = in_order("sentences", sentences, "a list of sentences (str)")
        texts = [string(f"sentences[{k}]", text) for k, text in enumerate(given)]
        return cls._joined([(text, {}) for text in texts], language, separator, split=False)

    @classmethod
    def from_segments(
        cls,
        segments: Iterable[Mapping[str, Any] | str],
        *,
        language: str | None = None,
        separator: str = "\n",
    ) -> Document:
        """Make a document of segments that carry something with them.

        Each segment is split into sentences on its own; every other key of it
        comes back as ``sentence.meta``.

        Parameters
        ----------
        segments : iterable of mapping or str
            Mappings with a key ``"text"`` and any others (speaker, time, page).
        language : str, optional
        separator : str
            What stands between two segments in the text of the document.

        Examples
        --------
        >>> talk = Document.from_segments([{"text": "We ship on Friday.", "speaker": "Ana"}])
        >>> talk.parts[0].meta
        {'speaker': 'Ana'}
        """
        whole = isinstance(segments, Mapping) and "segments" in segments  # as Whisper gives it
        given = in_order(
            "segments",
            segments,
            "a list of segments (mappings with the key 'text', or str)",
            single=(str, Mapping),
            do="give its 'segments'" if whole else "put it in a list",
            of_table="give its rows, each a dict",
        )
        pairs = [_text_and_meta(number, segment) for number, segment in enumerate(given)]
        return cls._joined(pairs, language, separator, split=True)

    @classmethod
    def from_path(cls, path: str | PathLike[str], *, language: str | None = None) -> Document:
        """Make a document of a file; the end of its name says what it is.

        Parameters
        ----------
        path : str or path
            Text, HTML, PDF, Word, Markdown, SubRip, WebVTT or a transcript in JSON; see
            `summarize.readers.read`.
        language : str, optional

        Returns
        -------
        Document
            Sentences of it know their ``page``, ``headings``, ``start`` and ``end``, or
            ``speaker``, where the file does.

        Raises
        ------
        OSError, ValueError, ImportError
            If the file cannot be opened, is not what its name says, is too large, or needs an
            extra.
        """
        if not isinstance(path, str | PathLike):
            raise TypeError(f"path must be a str or a path. Got {type(path).__name__} instead.")
        name = fsdecode(path)
        with open(name, "rb") as file:  # of a Path the name "" would be the folder one is in
            try:
                return _read(name, contents(file), language)
            except ValueError as error:  # which knows the bytes alone; one of many files may be bad
                raise ValueError(f"{name}: {error}") from error

    @classmethod
    def from_html(cls, html: str | bytes, *, language: str | None = None) -> Document:
        """Make a document of a page's article (extra ``html``); fetches nothing.

        Examples
        --------
        >>> Document.from_html("<h1>Mill</h1><p>The mill burned on Friday.</p>").parts[1].meta
        {'headings': ('Mill',)}
        """
        return _read("page.html", _encoded("html", html), language)

    @classmethod
    def from_markdown(cls, text: str | bytes, *, language: str | None = None) -> Document:
        """Make a document of Markdown's prose (extra ``markdown``).

        Examples
        --------
        >>> Document.from_markdown("The *mill* burned on [Friday](friday.md).").text
        'The mill burned on Friday.'
        """
        return _read("text.md", _encoded("text", text), language)

    @classmethod
    def from_subtitles(cls, text: str | bytes, *, language: str | None = None) -> Document:
        r"""Make a document of SubRip or WebVTT subtitles (extra ``subtitles``).

        Examples
        --------
        >>> talk = "WEBVTT\n\n00:01 --> 00:02\nANN: The mill\n\n00:02 --> 00:03\nburned."
        >>> Document.from_subtitles(talk).parts[0].meta
        {'start': 1.0, 'end': 3.0, 'speaker': 'ANN'}
        """
        return _read("talk.srt", _encoded("text", text), language)

    @classmethod
    def _joined(
        cls,
        pairs: list[tuple[str, Mapping[str, Any]]],
        language: str | None,
        separator: str,
        *,
        split: bool,
    ) -> Document:
        string("separator", separator)
        starts = accumulate((len(text) + len(separator) for text, _ in pairs), initial=0)
        parts = tuple(
            Part(start, start + len(text), meta)
            for start, (text, meta) in zip(starts, pairs, strict=False)
        )
        return cls(separator.join(text for text, _ in pairs), language, parts, split)

    def __getitem__(self, where: slice | int) -> str:
        return self.text[where]

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text


def as_document(text: object, name: str = "text") -> Document:
    """Make a document of a str; a Document is one already."""
    if isinstance(text, Document):
        return text
    if isinstance(text, str):
        return Document(text)
    raise TypeError(f"{name} must be a str or a Document. {came(text)}")


def contents(file: BinaryIO) -> bytes:
    """Read a file to its end, which a device or a pipe may not have: refuse what is too large."""
    held = BytesIO()
    while piece := file.read(1 << 20):
        held.write(piece)
        if held.tell() > LARGEST_FILE:
            raise ValueError(f"more than {LARGEST_FILE:,} bytes: cut it into several files")
    return held.getvalue()


def _check_parts(parts: Any, size: int) -> tuple[Part, ...]:
    """Check that parts are stretches of a text of that size, in order and apart."""
    given = tuple(parts) if is_several(parts) else (parts,)
    before = 0
    for part in given:
        sound = isinstance(part, Part) and isinstance(part.meta, Mapping)
        if not sound or not all(isinstance(edge, Integral) for edge in part[:2]):
            raise TypeError(f"parts must hold Part(start, end, meta). Got {part!r} in it.")
        if not before <= part.start <= part.end <= size:
            raise ValueError(
                f"parts must be in order and apart, from 0 to {size}. Got {part!r} after {before}."
            )
        before = part.end
    return given


def _text_and_meta(number: int, segment: object) -> tuple[str, Mapping[str, Any]]:
    if isinstance(segment, str):
        return string(f"segments[{number}]", segment), {}
    if not isinstance(segment, Mapping):
        wanted = "a str or a mapping with the key 'text'"
        raise TypeError(f"segments[{number}] must be {wanted}. {came(segment)}")
    if "text" not in segment:
        keys = ", ".join(map(repr, segment)) or "none"
        raise ValueError(f"segments[{number}] must have the key 'text'. Its keys: {keys}.")
    text = string(f"segments[{number}]['text']", segment["text"])
    return text, {k: v for k, v in segment.items() if k != "text"}


def _read(name: str, data: bytes, language: str | None) -> Document:
    # The one import from below: `Document` is where people look for these.
    from summarize.readers import read  # noqa: PLC0415

    return read(name, data, language)


def _encoded(name: str, text: object) -> bytes:
    if isinstance(text, str):
        return text.encode("utf-8", "replace")  # half a pair is no character
    if isinstance(text, bytes):
        return text
    raise TypeError(f"{name} must be a str or bytes. {came(text)}")
