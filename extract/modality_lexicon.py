"""The words of `data/lexicons/modality.toml`, by part of speech and class."""

import tomllib
from dataclasses import dataclass
from functools import cache

from extract.types import Modality
from paths import DATA


@dataclass(frozen=True, slots=True)
class Lexicon:
    words: dict[tuple[str, str], frozenset[str]]

    def has(self, kind: str, name: str, word: str) -> bool:
        return word in self.words[kind, name]

    def class_of(self, kind: str, word: str, *, prefix: str = "") -> Modality | None:
        """The modality words of this kind give to what they govern."""
        for modality in (Modality.DENIED, Modality.PLANNED, Modality.HYPOTHETICAL):
            if word in self.words.get((kind, prefix + modality.value), ()):
                return modality
        return None


@cache
def lexicon() -> Lexicon:
    tables = tomllib.loads((DATA / "lexicons" / "modality.toml").read_text(encoding="utf-8"))
    return Lexicon({(kind, name): frozenset(words) for kind, rows in tables.items() for name, words in rows.items()})
