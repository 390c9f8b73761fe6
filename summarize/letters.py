r"""Letters: what `re` and `str` do not know of the world's scripts.

Gives ranges of characters to put into patterns, the marks of questions, and says which
letters are small ones.  Knows no words and no languages.
"""

from __future__ import annotations

import unicodedata

# Combining marks are not \w in `re`, and words of most scripts hold them: every
# character of the categories Mn and Mc, joined over letters and unassigned code
# points (checked against `unicodedata` by a test), and what joins letters unseen: the soft
# hyphen, the two joiners, the word joiner, the mark of bytes.
#: Combining marks.
MARKS = (
    "\u00ad\u2060\ufeff"
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711-\u07f3\u07fd\u0816-\u082d"
    "\u0859-\u085b\u0897-\u08e1\u08e3-\u0963\u0981-\u09e3\u09fe-\u0a75\u0a81-\u0ae3\u0afa-\u0b63"
    "\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d4d\u0d57-\u0d63\u0d81-\u0df3\u0e31-\u0e3a"
    "\u0e47-\u0e4e\u0eb1-\u0ecd\u0ece\u0f18-\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc"
    "\u0fc6\u102b-\u103e\u1056-\u109d\u135d-\u135f\u1712-\u1734\u1752-\u17d3\u17dd\u180b-\u180d"
    "\u180f-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1abd\u1abf-\u1b44\u1b6b-\u1b73\u1b80-\u1bf3"
    "\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1dff\u200c\u200d\u20d0-\u20dc\u20e1\u20e5-\u20f0"
    "\u2cef-\u2cf1\u2d7f-\u2dff\u302a-\u302f\u3099-\u309a\ua66f\ua674-\ua67d\ua69e-\ua6f1"
    "\ua802-\ua827\ua82c\ua880-\ua8c5\ua8e0-\ua8f1\ua8ff-\ua92d\ua947-\ua953\ua980-\ua9c0"
    "\ua9e5-\uaa4d\uaa7b-\uaac1\uaaeb-\uaaef\uaaf5-\uaaf6\uabe3-\uabea\uabec-\uabed\ufb1e"
    "\ufe00-\ufe0f\ufe20-\ufe2f"
)
#: What nobody sees; the second parts words of Khmer, the others part none.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
#: What a question ends with, in any script; ";" does so in Greek only, but U+037E nowhere else.
QUESTION_MARKS = frozenset("?？؟፧⁇⁈⁉\u037e")
# Letters of the scripts that put no spaces between words: Han, kana, Thai, Lao,
# Burmese, Khmer.
#: Letters of scripts that write no spaces.
UNSPACED = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0eb5-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3\u17d7\u17dc"
)


def is_small(character: str) -> bool:
    """Whether a letter is one that has a capital to begin a sentence with.

    Georgian letters count as lower case in Unicode, but nothing is capitalised.

    Examples
    --------
    >>> is_small("a"), is_small("A"), is_small("ჯ"), is_small("ה")
    (True, False, False, False)
    """
    return character.islower() and character.title() != character


def has_case(character: str) -> bool:
    """Whether a letter is a capital, or one that has a capital.

    Examples
    --------
    >>> has_case("a"), has_case("A"), has_case("ჯ"), has_case("ה")
    (True, True, False, False)
    """
    return character.isupper() or is_small(character)


def lowered(word: str) -> str:
    """Give a word in small letters, each of which is one character, the Turkish i too.

    Examples
    --------
    >>> lowered("İki"), len("İki".lower())
    ('iki', 4)
    """
    return word.replace("İ", "i").lower()


def bare(word: str) -> str:
    """Give letters without the marks that are characters of their own.

    Examples
    --------
    >>> bare("மு"), bare("पी.वी"), bare("é")
    ('ம', 'प.व', 'é')
    """
    if word.isascii():
        return word
    letters = (c for c in unicodedata.normalize("NFC", word) if c not in INVISIBLE)
    return "".join(c for c in letters if unicodedata.category(c)[0] != "M")


def is_initial(word: str) -> bool:
    """Whether a word before a dot is one letter of a name: "J", "மு", but no small one.

    A letter with its marks counts as one; a syllable of Korean and a sign of Chinese
    or Japanese is a word.

    Examples
    --------
    >>> [is_initial(word) for word in ("J", "மு", "a", "7", "것")]
    [True, True, False, False, False]
    """
    letters = bare(word)
    return (
        len(letters) == 1
        and letters[0].isalpha()
        and not is_small(letters[0])
        and not "\u3041" <= letters[0] <= "\ud7af"
    )


def is_korean(letter: str) -> bool:
    """Whether a letter is a syllable of Korean, composed.

    Examples
    --------
    >>> is_korean("물"), is_korean("水")
    (True, False)
    """
    return "\uac00" <= letter <= "\ud7a3"
