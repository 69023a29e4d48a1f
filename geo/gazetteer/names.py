"""Place names as keys: what counts as the same name, and which names go with an administrative unit."""

import re
import unicodedata
from functools import lru_cache

FIRST_OTHER_SCRIPT = 0x250
"""Letters from this code point on are not Latin."""

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h", "ŋ": "n",
     "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"}
)  # fmt: skip
"""Letters that names are written with and without; the Arabic ones are one to whoever searches for a name."""
_DROPPED = str.maketrans("", "", ".'’‘ʼʻʹ′`´\"“”„ʿʾˈـ")
_SPACED = re.compile(r"[\s\-‐‑‒–—/_,·・]+")
# Accents of Latin, Greek and Cyrillic, Arabic vowel signs and hamza; the marks of other scripts are letters there.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0655\u0670]")
_LONG_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """The key of a name: case, accents, dots, apostrophes, hyphens, "St." for "Saint" and a leading "the" are all one.

    "U.S." and "US" fold to "us"; which written forms may mean an abbreviation is `written_as_abbreviation`'s business.
    """
    text = name if name.isascii() else _plain(name)
    words = _SPACED.sub(" ", text.casefold().translate(_DROPPED)).strip().removeprefix("the ")
    if words.startswith(("st ", "ste ", "mt ", "ft ")) or " st" in words:
        return " ".join(_long_forms(words.split(" ")))
    return words


def _plain(name: str) -> str:
    marked = unicodedata.normalize("NFKD", name)
    return unicodedata.normalize("NFC", _MARKS.sub("", marked)).casefold().translate(_LETTERS)


def _long_forms(words: list[str]) -> list[str]:
    """Spell out "St" and the like, save as the last word, where it is a street or the name itself."""
    return [_LONG_FORMS.get(word, word) for word in words[:-1]] + words[-1:]


def written_as_abbreviation(form: str, spelling: str) -> bool:
    """Whether a written form may be the abbreviation `spelling`.

    Capitals may drop their dots ("US", "U.S", "U.S."); a capitalised abbreviation keeps its own ("Ky.", "Miss."),
    because without it "Miss" is a word. "us" never is the United States.
    """
    letters = spelling.replace(".", "").replace(" ", "")
    if letters.isupper() or "." not in spelling:
        return form.replace(".", "").replace(" ", "") == letters
    return form == spelling


def written_as_acronym(spelling: str) -> bool:
    """Whether a spelling is all capitals ("DPRK", "U.S."): a name that only capitals may mean."""
    letters = spelling.replace(".", "")
    return 1 < len(letters) <= 5 and letters.isascii() and letters.isalpha() and letters.isupper()


# What English news calls a first- or second-level unit, by the words registries use for its type.
_TYPE_WORDS = {
    "oblast": ("oblast", "region", "province"),
    "administrative region": ("oblast", "region", "province"),
    "region": ("region", "province"),
    "province": ("province", "region"),
    "governorate": ("governorate", "province", "region"),
    "state": ("state",),
    "regional state": ("state", "region"),
    "republic": ("republic", "region"),
    "autonomous republic": ("republic", "region"),
    "prefecture": ("prefecture",),
    "department": ("department", "region"),
    "metropolitan department": ("department",),
    "county": ("county",),
    "two-tier county": ("county",),
    "parish": ("parish",),
    "district": ("district",),
    "rayon": ("raion", "rayon", "district"),
    "raion": ("raion", "rayon", "district"),
    "municipality": ("municipality",),
    "canton": ("canton",),
    "voivodship": ("voivodeship", "province", "region"),
    "voivodeship": ("voivodeship", "province", "region"),
    "emirate": ("emirate",),
    "territory": ("territory", "region"),
    "administrative territory": ("krai", "territory", "region"),
    "krai": ("krai", "territory", "region"),
    "autonomous region": ("autonomous region", "region"),
    "autonomous community": ("region",),
    "autonomous district": ("okrug", "autonomous okrug", "region"),
    "division": ("division",),
    "metropolitan city": ("city",),
    "land": ("state",),
    "union territory": ("union territory",),
}


def _words_for(unit_type: str) -> tuple[str, ...]:
    """The words for a type, or for the part of it that is known: "special self-governing province"."""
    kind = unit_type.casefold()
    known = (_TYPE_WORDS[part] for part in kind.split(" ")[::-1] if part in _TYPE_WORDS)
    return _TYPE_WORDS.get(kind) or next(known, ())


_TYPE_TAIL = re.compile(
    r"[ -](?:oblast|region|province|governorate|state|republic|prefecture|department|county|parish|district|raion|rayon"
    r"|municipality|canton|voivodeship|emirate|territory|krai|kray|division|autonomous (?:region|okrug|republic)"
    r"|(?:special|metropolitan) city|do|si|gun|ken|sheng|wilayah|wilayat|mintaqah)'?$",
    re.IGNORECASE,
)
_TYPE_HEAD = re.compile(
    r"^(?:(?:the )?(?:state|province|region|republic|governorate|department|district|county|emirate|canton) of"
    r"|provincia (?:de|di)|departamento de|estado de|région de|muḩāfaz̧at|wilaya(?:t)? (?:de|d'))\s+",
    re.IGNORECASE,
)


def base_name(name: str) -> str:
    """A unit's name without the words for its kind: "Kursk Oblast" and "Province of Kursk" are "Kursk"."""
    return _TYPE_TAIL.sub("", _TYPE_HEAD.sub("", name.strip())).strip()


def unit_names(bases: set[str], unit_type: str) -> set[str]:
    """The names news gives a unit known as `bases`: "Kursk Oblast", "Kursk region", "province of Kursk"."""
    words = _words_for(unit_type)
    latin = {base for base in bases if base and ord(base[0]) < 0x250}
    tails = {f"{base} {word.title()}" for base in latin for word in words}
    heads = {f"{words[0].title()} of {base}" for base in latin if words}
    return tails | heads


def type_word(unit_type: str) -> str:
    """The English word for a kind of unit, capitalised; empty where there is none."""
    return next(iter(_words_for(unit_type)), "").title()
