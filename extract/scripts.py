"""Place names in texts that are not in Latin letters: Cyrillic, Arabic, Han, Kana and Hangul.

The language model reads English, so here the gazetteer's alternate names decide. Russian and Ukrainian words are
brought to their dictionary form by pymorphy3 ("в Курской области" is "Курская область"); Korean particles and Arabic
prefixes are taken off; Chinese and Japanese, which write no spaces, are searched for the longest name at each place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

import py3langid
import pymorphy3

from extract.lexicon import words
from extract.types import Mention, MentionKind, NameFacts, NameIndex

_CYRILLIC = re.compile(r"[Ѐ-ӿ][Ѐ-ӿ'’ʼ-]*")
_ARABIC = re.compile(r"[\u0621-\u06ff]+")
_HANGUL = re.compile(r"[가-힣]+")
_HAN = re.compile(r"[\u3400-\u9fff々ー\u30a0-\u30ff]+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")

_PARTICLES = words("korean_particles")
_COMMON_NOUNS = words("place_nouns_in_other_scripts")
"""Words for kinds of place that some small place bears as its name."""
_PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "ال", "وال", "بال", "لل")
_PERSON = re.compile("Name|Surn|Patr|Fam")  # the Russian and the Ukrainian dictionary have their own words for it
_LONGEST_HAN = 8
_LONGEST_WORDS = 3
_FAMILIAR = 100_000
"""A bare short name in running Han text counts only for a place this big: two characters are often a word."""
_TOWN = 5_000


@dataclass(frozen=True, slots=True)
class Form:
    """A stretch of text and the names it may be a form of."""

    start: int
    end: int
    names: tuple[str, ...]


def is_other_script(text: str) -> bool:
    """Whether most letters of a text are not Latin."""
    letters = _LETTER.findall(text[:20_000])
    return len(letters) > 2 * sum(bool(_LATIN.match(letter)) for letter in letters)


def find_in_other_script(text: str, *, names: NameIndex) -> list[Mention]:
    """The place mentions of a text that is not in Latin letters, in text order."""
    forms = [*_cyrillic(text), *_arabic(text), *_korean(text), *_unspaced(text)]
    facts = names.known({name for form in forms for name in form.names})
    kept: list[Mention] = []
    for form in sorted(forms, key=lambda f: (f.start, f.start - f.end)):
        name = next((n for n in form.names if n in facts and _plausible(n, facts[n])), None)
        if name and (not kept or form.start >= kept[-1].end):
            kept.append(Mention(form.start, form.end, text[form.start : form.end], MentionKind.LITERAL, name))
    return kept


def _plausible(name: str, facts: NameFacts) -> bool:
    """A country, region or unit; or a town that is big enough for the length of its name."""
    if name.casefold() in _COMMON_NOUNS:
        return False
    if any(not feature.startswith("PPL") for feature in facts.features):
        return len(name) > 1
    return facts.population >= (_FAMILIAR if _HAN.fullmatch(name) and len(name) < 3 else _TOWN) or " " in name


def _cyrillic(text: str) -> Iterator[Form]:
    words = list(_CYRILLIC.finditer(text))
    if not words:
        return
    language = "uk" if py3langid.classify(text[:5_000])[0] == "uk" else "ru"
    for i, first in enumerate(words):
        for end in range(min(len(words), i + _LONGEST_WORDS), i, -1):
            run = words[i:end]
            spaced = all(text[a.end() : b.start()] == " " for a, b in pairwise(run))
            if first[0][0].isupper() and spaced:
                yield Form(first.start(), run[-1].end(), tuple(_dictionary_forms([w[0] for w in run], language)))


def _dictionary_forms(words: list[str], language: str) -> Iterator[str]:
    """The words as written, then in the nominative, adjectives agreeing with the noun they stand before."""
    yield " ".join(words)
    nouns = _analyses(words[-1], language)
    for noun in nouns:
        head = noun.normal_form
        options = [_agreeing(word, noun, language) for word in words[:-1]]
        for before in product(*options):
            yield " ".join([*(b.capitalize() for b in before), head if before else head.capitalize()])
            yield " ".join(part.capitalize() for part in (*before, head))


def _agreeing(word: str, noun: pymorphy3.analyzer.Parse, language: str) -> list[str]:
    wanted = {"nomn", noun.tag.gender} if noun.tag.gender else {"nomn"}
    inflected = (parse.inflect(wanted) for parse in _analyses(word, language))
    return list(dict.fromkeys(form.word for form in inflected if form))


@cache
def _morphology(language: str) -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang=language)


def _analyses(word: str, language: str) -> list[pymorphy3.analyzer.Parse]:
    """How the word may be read, place names first; a reading as a person's name is none of a place."""
    parses = _morphology(language).parse(word)
    readings = [p for p in parses if not _PERSON.search(str(p.tag))]
    return sorted(readings, key=lambda p: "Geox" not in str(p.tag))


def _arabic(text: str) -> Iterator[Form]:
    words = list(_ARABIC.finditer(text))
    for i, first in enumerate(words):
        for end in range(min(len(words), i + _LONGEST_WORDS), i, -1):
            phrase = text[first.start() : words[end - 1].end()]
            for prefix in _PREFIXES:
                if phrase.startswith(prefix) and len(phrase) - len(prefix) > 2:
                    yield Form(first.start() + len(prefix), words[end - 1].end(), (phrase[len(prefix) :],))


def _korean(text: str) -> Iterator[Form]:
    for word in _HANGUL.finditer(text):
        for end in range(len(word[0]), 1, -1):
            if end == len(word[0]) or word[0][end:] in _PARTICLES:
                yield Form(word.start(), word.start() + end, (word[0][:end],))


def _unspaced(text: str) -> Iterator[Form]:
    for run in _HAN.finditer(text):
        for start, length in product(range(len(run[0]) - 1), range(_LONGEST_HAN, 1, -1)):
            if start + length <= len(run[0]):
                at = run.start() + start
                yield Form(at, at + length, (run[0][start : start + length],))
