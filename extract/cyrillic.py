"""Russian and Ukrainian words that may name places, brought to their dictionary form by pymorphy3.

"в Курской области" is "Курская область"; "Владимир Глушков" is a person, "во Владимире" a town.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

import py3langid
import pymorphy3

from extract.lexicon import words

_WORD = re.compile(r"[Ѐ-ӿ][Ѐ-ӿ'’ʼ-]*")
_PARAGRAPH = re.compile(r"[^\n]+")
_KINDS = words("cyrillic_place_nouns")
_PREPOSITIONS = words("cyrillic_prepositions")
_GIVEN = re.compile("Name|NOUN,anim")
_PERSON = re.compile("Name|Surn|Patr|Fam")  # the Russian and the Ukrainian dictionary have their own words for it
_OPENING = re.compile(r"(?:^|[.!?…\n][\s«\"“]*)$")
"""Before the first word of a sentence."""
_LONGEST_WORDS = 3
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Form:
    """A stretch of text and the names it may be a form of."""

    start: int
    end: int
    names: tuple[str, ...]
    feature: str | None = None
    """GeoNames feature code that the name's own ending asserts."""
    certain: bool = False
    """Whether the text says that it is a place, however small: "село", "قرية"."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """The words of a paragraph and the language that reads them."""

    text: str
    words: tuple[re.Match[str], ...]
    language: str

    def beside(self, i: int, step: int) -> str:
        """The word that one space parts from word `i` on that side; empty where there is none."""
        first, second = sorted((i, i + step))
        if first < 0 or second == len(self.words):
            return ""
        joined = self.text[self.words[first].end() : self.words[second].start()] == " "
        return self.words[i + step][0] if joined else ""

    def tags(self, word: str) -> list[str]:
        """The readings of a word, as the dictionary marks them."""
        return [str(p.tag) for p in _morphology(self.language).parse(word)]


def cyrillic_forms(text: str) -> Iterator[Form]:
    """Runs of up to three words that open with a capital, each with the dictionary forms it may have."""
    otherwise = py3langid.classify(" ".join(_WORD.findall(text[:5_000])))[0]
    for span in _PARAGRAPH.finditer(text):
        found = tuple(_WORD.finditer(text, span.start(), span.end()))
        paragraph = _Paragraph(text, found, slavic_language(span[0], otherwise=otherwise))
        for i, first in enumerate(found):
            if first[0][0].isupper():
                yield from _forms_from(paragraph, i)


def slavic_language(text: str, *, otherwise: str) -> str:
    """Ukrainian or Russian, by the letters that only one of them has."""
    uk, ru = len(re.findall("[іїєґ]", text)), len(re.findall("[ыэъё]", text))
    return "uk" if uk > ru or (uk == ru and otherwise == "uk") else "ru"


def _forms_from(paragraph: _Paragraph, i: int) -> Iterator[Form]:
    text, found = paragraph.text, paragraph.words
    certain = (
        i > 0 and found[i - 1][0].casefold() in _KINDS and text[found[i - 1].end() : found[i].start()] in {" ", ". "}
    )
    for end in range(min(len(found), i + _LONGEST_WORDS), i, -1):
        run = found[i:end]
        spaced = all(text[a.end() : b.start()] == " " for a, b in pairwise(run))
        if spaced and (len(run) > 1 or certain or not _is_no_place(paragraph, i)):
            names = tuple(dict.fromkeys(_dictionary_forms([w[0] for w in run], paragraph.language)))
            yield Form(run[0].start(), run[-1].end(), names, certain=certain)


def _is_no_place(paragraph: _Paragraph, i: int) -> bool:
    """Whether a capitalised word is a person's name, an ordinary word that opens a sentence, or only an adjective."""
    if _is_beside_person(paragraph, i):
        return True
    word = paragraph.words[i]
    tags = paragraph.tags(word[0])
    known = _morphology(paragraph.language).parse(word[0])[0].is_known
    if not known or any("Geox" in tag for tag in tags):
        return False
    following = paragraph.beside(i, 1)
    adjective = any("ADJF" in tag for tag in tags) and following.islower()
    if adjective and any("NOUN" in tag for tag in paragraph.tags(following)):
        return True
    if all(_PERSON.search(tag) for tag in tags):
        return paragraph.beside(i, -1).casefold() not in _PREPOSITIONS
    # The Ukrainian dictionary marks no places: there a noun may be one.
    ordinary = paragraph.language == "ru" or not any("NOUN" in tag for tag in tags)
    return ordinary and bool(_OPENING.search(paragraph.text[max(0, word.start() - 4) : word.start()]))


def _is_beside_person(paragraph: _Paragraph, i: int) -> bool:
    """Whether a given name has a capital after it, or a surname another part of the name beside it."""
    tags = paragraph.tags(paragraph.words[i][0])
    before, after = paragraph.beside(i, -1), paragraph.beside(i, 1)
    if after[:1].isupper() and any(_GIVEN.search(tag) for tag in tags):
        return True
    named = any(_PERSON.search(tag) for tag in tags)
    return named and any(
        other[:1].isupper() and any(_PERSON.search(tag) for tag in paragraph.tags(other)) for other in (before, after)
    )


def _dictionary_forms(words: Sequence[str], language: str) -> Iterator[str]:
    """The words as written, then in the nominative, adjectives agreeing with the noun they stand before."""
    yield " ".join(words)
    nouns = _analyses(words[-1], language)
    for noun in nouns:
        head = noun.normal_form
        options = [_agreeing(word, noun, language) for word in words[:-1]]
        for before in product(*options):
            yield " ".join([*(b.capitalize() for b in before), head if before else head.capitalize()])
            yield " ".join(part.capitalize() for part in (*before, head))
    if len(words) == 1 and not any(noun.is_known for noun in nouns):
        yield from _guessed_forms(words[0])


_CASE_ENDING = re.compile(r"(?:ами|ями|ах|ях|ам|ям|ою|ею|ой|ей|ом|ем|єм|ём|ові|еві|[аяеєиіїоуюьы])$")
_NOMINATIVE_ENDINGS = ("", "а", "я", "ь", "о", "е", "и", "ы", "і")


def _guessed_forms(word: str) -> Iterator[str]:
    """What a name the dictionary lacks may be in the nominative: "Идлибом" is "Идлиб"."""
    stem = _CASE_ENDING.sub("", word)
    if stem != word and len(stem) > _SHORTEST_STEM:
        yield from (stem + ending for ending in _NOMINATIVE_ENDINGS)


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
