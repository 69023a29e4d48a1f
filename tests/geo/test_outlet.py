"""Where a document was published, as evidence for the places it names."""

import pytest

from extract.types import Document, Mention, MentionKind
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.outlet import home_countries, places_in_name
from geo.resolve import resolve
from geo.types import Place


def document(text: str = "", source: str | None = None, url: str | None = None) -> Document:
    return Document("d", text, source=source, url=url)


@pytest.mark.parametrize(
    ("url", "countries"),
    [
        ("https://www.examplenews.ca/a", {"CA"}),
        ("http://example.co.uk", {"GB"}),
        ("https://example.com.ua/news?id=2", {"UA"}),
        ("https://example.tv/live", set()),
        ("https://example.com", set()),
        ("file.txt", set()),
        (None, set()),
    ],
)
def test_a_country_domain_says_where_a_site_is_at_home(url: str | None, countries: set[str]) -> None:
    assert home_countries(document(url=url)) == countries


def test_a_source_that_is_a_host_counts_as_an_address() -> None:
    assert home_countries(document(source="kyivpaper.com.ua")) == {"UA"}


def test_without_an_address_the_language_says_where() -> None:
    assert home_countries(document("В городе прошёл митинг, сообщили власти.")) >= {"RU", "KZ"}
    assert home_countries(document("В городе прошёл митинг, сообщили власти.", url="https://a.kz")) == {"KZ"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("The Kyiv Independent", ["Kyiv"]),
        ("Times of India", ["India"]),
        ("Irish Times", ["Ireland"]),
        ("Daily Star", []),
        ("The Sun", []),
        (None, []),
    ],
)
def test_a_paper_s_name_names_its_place(source: str | None, names: list[str], gazetteer: Gazetteer) -> None:
    assert list(places_in_name(source, gazetteer=gazetteer)) == names


def country(name: str, gazetteer: Gazetteer, **outlet: str) -> str | None:
    text = f"A fire broke out in {name} on Monday."
    mention = Mention(20, 20 + len(name), name, MentionKind.LITERAL, name)
    found = resolve([mention], document(text, **outlet), gazetteer=gazetteer)[0].resolution
    return found.country if isinstance(found, Place) else None


def test_a_site_s_country_is_evidence(gazetteer: Gazetteer) -> None:
    assert country("Cordoba", gazetteer, url="https://example.com.ar") == "AR"
    assert country("Cordoba", gazetteer, url="https://example.es") == "ES"


def test_a_capital_stays_the_capital_abroad(gazetteer: Gazetteer) -> None:
    assert country("Paris", gazetteer, url="https://example.co.uk") == "FR"
