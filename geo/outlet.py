"""Where a document was published: the countries its address or language points to, the places in its paper's name.

A London that a .ca site writes of is likelier Ontario's; "Tripoli" means Lebanon's to the Beirut papers. All of it is
evidence among the rest (geo.scoring): papers write of the world.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from extract.lexicon import demonyms, words
from extract.scripts import language_of
from extract.types import Document
from geo.gazetteer import Gazetteer
from geo.project import country_codes
from geo.types import Candidate

_WORLDWIDE = words("worldwide_country_domains")
_MASTHEAD = words("masthead_words")
_LONGEST_NAME = 3
_KNOWN_PLACE = 0.5
"""Prominence of a town of 100,000: the Sun and the Star are not named after the villages called so."""
_SPOKEN_IN = {
    "uk": "UA",
    "ru": "RU BY KZ KG UA",
    "ko": "KR KP",
    "ja": "JP",
    "zh": "CN TW HK MO SG",
    "fa": "IR AF",
    "ur": "PK",
    "ar": "DZ BH DJ EG IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE YE",
}


def home_countries(document: Document) -> frozenset[str]:
    """Countries (ISO 3166-1 alpha-2) that the document's address is registered in, else that speak its language.

    Domains that the world buys for their letters (.tv, .io) say nothing: the list is Google Search's of country domains
    it treats as generic.
    """
    if country := _country_domain(document.url) or _country_domain(document.source):
        return frozenset({country})
    return frozenset(_SPOKEN_IN.get(language_of(document.text) or "", "").split())


def _country_domain(address: str | None) -> str | None:
    """The country of an address or host name: "https://www.ctvnews.ca/x" and "ctvnews.ca" are CA."""
    if not address or " " in address.strip() or "." not in address:
        return None
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    last = host.rpartition(".")[2]
    code = "GB" if last == "uk" else last.upper()
    return code if code in country_codes() and last not in _WORLDWIDE else None


def places_in_name(source: str | None, *, gazetteer: Gazetteer) -> dict[str, list[Candidate]]:
    """Well-known places in a paper's name, with what they may be: {"Kyiv": [...]} of "The Kyiv Independent"."""
    runs = dict.fromkeys(_names(source or ""))
    found = gazetteer.candidates(runs) if runs else {}
    return {name: known for name, some in found.items() if (known := [c for c in some if _is_well_known(c)])}


def _names(source: str) -> Iterator[str]:
    """Runs of the capitalised words of a name that are no masthead words; a demonym by its country."""
    tokens = list(re.finditer(r"[^\W\d_][\w'’-]*", source))
    kept = [t for t in tokens if t[0][0].isupper() and t[0].casefold() not in _MASTHEAD]
    for i, first in enumerate(kept):
        yield demonyms().get(first[0], first[0])
        for end in range(i + 2, min(len(kept), i + _LONGEST_NAME) + 1):
            if all(source[a.end() : b.start()] == " " for a, b in pairwise(kept[i:end])):
                yield source[first.start() : kept[end - 1].end()]


def _is_well_known(candidate: Candidate) -> bool:
    wide = candidate.place.feature.startswith(("PCL", "TERR", "ADM1"))
    return candidate.name_match != "nickname" and (wide or candidate.prominence >= _KNOWN_PLACE)
