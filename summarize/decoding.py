"""From bytes to text: which encoding they are in.

Takes the bytes of a file, gives the text.  UTF-8 first, then what western languages wrote
before it; what is left is guessed by a library, which is an extra.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections import Counter

from summarize.extras import needed
from summarize.notices import warn

# UTF-32 before UTF-16, whose mark begins as its own does.
_MARKS = (
    (BOM_UTF32_LE, "UTF-32"), (BOM_UTF32_BE, "UTF-32"),
    (BOM_UTF16_LE, "UTF-16"), (BOM_UTF16_BE, "UTF-16"),
)  # fmt: skip
#: What UTF-16 and UTF-32 begin with.
WIDE = tuple(mark for mark, _ in _MARKS)
# What languages write in cp1252, alike ones on one line; and signs that any of them may have.
_WESTERN = (
    "áéíóúüñçàèòïªº¿¡",  # Spanish, Catalan
    "áâãàçéêíóôõúüªº",  # Portuguese
    "àâæçéèêëîïôœùûüÿ",  # French
    "àèéìíîòóùú",  # Italian
    "äöüßéèàô",  # German
    "áéèêëíïóöúüç",  # Dutch, English
    "æøåéêòóôü",  # Danish, Norwegian
    "åäöéüõšž",  # Swedish, Finnish, Estonian
    "áðéíóúýþæö",  # Icelandic
)
_SIGNS = frozenset("«»“”‘’„‹›–—…•€£°§©®×·½\xa0")
# In cp1252 no word is so: what old Macs and DOS wrote is.
_NO_WORD = r"\w[¡§„‘“”‹›]\w|[a-zß-ÿ][À-ÖØ-Þ]"


# What is no text, though it may hold nothing but letters: how it begins, and what to do.
_NO_TEXT = {
    b"%PDF-": "a PDF, not text: give it a name that ends in .pdf",
    b"{\\rtf": "Rich Text, not text: save it as .docx or .txt",
}


def check_text(head: bytes) -> None:
    """Check that what begins so may be text: no text but UTF-16 and UTF-32 holds NUL bytes."""
    for mark, told in _NO_TEXT.items():
        if head.startswith(mark):
            raise ValueError(told)
    if b"\0" in head and not head.startswith(WIDE):
        raise ValueError("a binary file, not text (it holds NUL bytes)")


def decode(data: bytes) -> str:
    """Make text of bytes: UTF-8, UTF-16 or UTF-32 with its mark, or what they look like.

    UTF-8 with a few bad bytes, as in a file that was cut, has U+FFFD for them, and a warning.

    Examples
    --------
    >>> decode("Bäcker".encode("utf-16"))
    'Bäcker'
    >>> decode("El señor llegó mañana.".encode("cp1252"))
    'El señor llegó mañana.'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ValueError(
                    f"not {encoding} text, though it begins so: {error.reason}"
                ) from None
    check_text(data[:4096])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wanted = f"Text that is not UTF-8 (byte {error.start})"
    text = _damaged(data) or _western(data)
    if text is None:
        found = needed("charset_normalizer", wanted, "encodings", "charset-normalizer")
        guess = found.from_bytes(data).best()
        text = None if guess is None else str(guess)
    if text is None:
        raise ValueError("no text in any known encoding")
    return text


def as_utf8(data: bytes, encoding: str) -> bytes:
    """Write bytes in UTF-8, with its mark, that somebody says are in another encoding.

    Servers name one for all they have: what is UTF-8 already is left as it is.

    Examples
    --------
    >>> as_utf8("Łódź".encode("cp1250"), "windows-1250").decode("utf-8-sig")
    'Łódź'
    """
    try:
        if not data.isascii():  # as Japanese is in ISO-2022
            data.decode()
            return data
    except UnicodeDecodeError:
        pass
    try:
        return BOM_UTF8 + data.decode(encoding).encode()
    except (LookupError, UnicodeError):  # no encoding, or not this one
        return data


def _damaged(data: bytes) -> str | None:
    """Read UTF-8 in which some bytes are bad; old encodings have hardly a byte that is good."""
    kept = data.decode("utf-8-sig", "ignore")
    beyond = len(kept) - len(kept.encode("ascii", "ignore"))
    bad = len(data.removeprefix(BOM_UTF8)) - len(kept.encode())
    if beyond < 2 * bad:
        return None
    said = "1 byte is" if bad == 1 else f"{bad:,} bytes are"
    warn(f"{said} not UTF-8, which the rest is: U+FFFD stands there.")
    return data.decode("utf-8-sig", "replace")


def _western(data: bytes) -> str | None:
    """Read cp1252 where what is beyond ASCII is what one language writes in it.

    charset-normalizer often has cp1250 first, to which these languages look much the same.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    count = Counter(text.lower())
    beyond = {c: n for c, n in count.items() if not c.isascii() and c not in _SIGNS}
    total, letters = sum(beyond.values()), sum(n for c, n in count.items() if c.isalpha())
    known = max(sum(beyond.get(c, 0) for c in alphabet) for alphabet in _WESTERN)
    fits = known >= 0.95 * total and total <= 0.3 * letters and not re.search(_NO_WORD, text)
    return text if fits else None
