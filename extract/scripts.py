"""Place names in texts that are not in Latin letters: Cyrillic, Arabic, Han, Kana and Hangul.

The language model reads English, so here the gazetteer's alternate names decide. Russian and Ukrainian words are
brought to their dictionary form (extract.cyrillic); Korean particles and Arabic prefixes are taken off; Chinese and
Japanese, which write no spaces, are searched for the longest name at each place. A word for a kind of place that a name
ends in ("신포시", "那覇市") is part of it, and says its kind.
"""

import re
from collections.abc import Iterator
from itertools import product

import py3langid

from extract.cyrillic import Form, cyrillic_forms, slavic_language
from extract.lexicon import kinds_in_other_scripts, words
from extract.types import Mention, MentionKind, NameFacts, NameIndex

_ARABIC = re.compile(r"[\u0621-\u06ff]+")
_HANGUL = re.compile(r"[가-힣]+")
_HAN = re.compile(r"[\u3400-\u9fff々ー\u30a0-\u30ff]+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN_SENTENCE = re.compile(r"(?:[A-Za-z][\w'’-]*[ ,;:.]+){5,}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")

_PARTICLES = re.compile(
    f"(?:{'|'.join(sorted(words('korean_particles'), key=len, reverse=True))})?"
    f"(?:{'|'.join(sorted(words('korean_end_particles'), key=len, reverse=True))})?"
)
"""What may follow a Korean name: a case particle ("에서"), then one that marks the topic or adds ("는", "도")."""
_KIND_ENDINGS = kinds_in_other_scripts()
_NUMBERED = re.compile(r"[-–]?\d")
"""After a name: "화성-17" is a missile, not Hwaseong."""
_COMMON_NOUNS = words("place_nouns_in_other_scripts")
"""Words for kinds of place that some small place bears as its name."""
_PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "لل", "ولل")
_ARABIC_KINDS = words("arabic_place_nouns")
_KATAKANA = re.compile(r"[\u30a1-\u30faー]")
_HIRAGANA_TOWN = re.compile(r"[\u3041-\u3096]{2,5}[市町村]")
_AT_SEA = tuple("警军軍关関事员員上")
"""菲律宾海警 is the Philippine coast guard, not the Philippine Sea."""
_KANA = re.compile(r"[\u3041-\u30fa]")
_BY_SCRIPT = {"cyrillic": re.compile(r"[Ѐ-ӿ]"), "arabic": re.compile(r"[\u0621-\u06ff]"),
              "hangul": re.compile(r"[가-힣]"), "han": re.compile(r"[\u3041-\u30fa\u3400-\u9fff]")}  # fmt: skip
_LONGEST_HAN = 8
_LONGEST_WORDS = 3
_FAMILIAR = 100_000
"""A bare short name in running Han text counts only for a place this big: two characters are often a word."""
_TOWN = 5_000


def is_other_script(text: str) -> bool:
    """Whether most letters of a text are not Latin."""
    letters = _LETTER.findall(text[:20_000])
    return len(letters) > 2 * sum(bool(_LATIN.match(letter)) for letter in letters)


def language_of(text: str) -> str | None:
    """The language of a text that is not in Latin letters, ISO 639-1; None for a text that is, or has no letters."""
    if not is_other_script(text):
        return None
    counts = {name: len(script.findall(text[:20_000])) for name, script in _BY_SCRIPT.items()}
    script = max(counts, key=lambda name: counts[name])
    if script == "cyrillic":
        return slavic_language(text, otherwise=py3langid.classify(text[:5_000])[0])
    if script == "han":
        return "ja" if _KANA.search(text) else "zh"
    return str(py3langid.classify(text[:5_000])[0]) if script == "arabic" else "ko"


def has_other_script(text: str) -> bool:
    """Whether a text has any letter of the scripts read here, as an English article with a Russian quotation has."""
    return any(script.search(text) for script in _BY_SCRIPT.values())


def has_latin_sentence(text: str) -> bool:
    """Whether a text has a run of words in Latin letters long enough for the language model to read."""
    return bool(_LATIN_SENTENCE.search(text))


def find_in_other_script(text: str, *, names: NameIndex) -> list[Mention]:
    """The place mentions of the parts of a text that are not in Latin letters, in text order."""
    forms = [*cyrillic_forms(text), *_arabic(text), *_korean(text), *_unspaced(text)]
    facts = names.known({name for form in forms for name in form.names})
    kept: list[Mention] = []
    for form in sorted(forms, key=lambda f: (f.start, f.start - f.end)):
        if kept and form.start < kept[-1].end:
            continue
        name = next((n for n in form.names if n in facts and (form.certain or _plausible(n, facts[n]))), None)
        if name and not _NUMBERED.match(text, form.end):
            feature = form.feature if name != form.names[0] else None
            kept.append(Mention(form.start, form.end, text[form.start : form.end], MentionKind.LITERAL, name, feature))
    return kept


def _plausible(name: str, facts: NameFacts) -> bool:
    """A country, region or unit; or a town that is big enough for the length of its name."""
    if name.casefold() in _COMMON_NOUNS:
        return False
    if any(not feature.startswith("PPL") for feature in facts.features):
        return len(name) > 1
    return facts.population >= (_FAMILIAR if _HAN.fullmatch(name) and len(name) < 3 else _TOWN) or " " in name


def _arabic(text: str) -> Iterator[Form]:
    found = list(_ARABIC.finditer(text))
    for i, first in enumerate(found):
        certain = i > 0 and found[i - 1][0].removeprefix("ال") in _ARABIC_KINDS
        for end in range(min(len(found), i + _LONGEST_WORDS), i, -1):
            phrase = text[first.start() : found[end - 1].end()]
            for prefix in _PREFIXES:
                bare = phrase[len(prefix) :]
                if phrase.startswith(prefix) and len(bare) > 2:
                    # "للسودان" is "ل" before "السودان": the article's alif is not written there.
                    names = ("ال" + bare, bare) if prefix.endswith("لل") else (bare,)
                    yield Form(first.start() + len(prefix), found[end - 1].end(), names, certain=certain)


def _korean(text: str) -> Iterator[Form]:
    for word in _HANGUL.finditer(text):
        for end in range(len(word[0]), 1, -1):
            if _PARTICLES.fullmatch(word[0], end):
                yield _with_kind(word.start(), word[0][:end])


def _unspaced(text: str) -> Iterator[Form]:
    for run in _HAN.finditer(text):
        for start, length in product(range(len(run[0]) - 1), range(_LONGEST_HAN, 1, -1)):
            if start + length <= len(run[0]) and _may_end(run[0], start) and _may_end(run[0], start + length):
                yield _with_kind(run.start() + start, run[0][start : start + length])
    for town in _HIRAGANA_TOWN.finditer(text):
        yield from (_with_kind(start, text[start : town.end()]) for start in range(town.start(), town.end() - 2))


def _may_end(run: str, at: int) -> bool:
    """Whether a name may begin or end before the character at `at`: not within a Katakana word, nor in "sea|men"."""
    before, after = run[at - 1 : at], run[at : at + 1]
    katakana = bool(_KATAKANA.match(before)) and bool(_KATAKANA.match(after))
    return not katakana and not (before == "海" and after in _AT_SEA)


def _with_kind(start: int, name: str) -> Form:
    """A name as written, or without the word for its kind that it ends in."""
    ending = next((e for e in _KIND_ENDINGS if name.endswith(e) and len(name) > len(e) + 1), None)
    if ending is None:
        return Form(start, start + len(name), (name,))
    return Form(start, start + len(name), (name, name.removesuffix(ending)), _KIND_ENDINGS[ending])
