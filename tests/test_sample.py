"""The sample articles: readable, dated, told in our own words."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.read import read
from extract.types import Document, Reject
from paths import DATA, ROOT

SAMPLE = DATA / "sample"
CORPORA = ROOT.parent / "shared"
RUN_WORDS = 9
"""Shorter runs are names and stock phrases ("South Korea's Joint Chiefs of Staff said on")."""


@pytest.fixture(scope="module")
def articles() -> dict[str, Document]:
    found = list(read([str(SAMPLE)]))
    assert not [one for one in found if isinstance(one, Reject)]
    return {one.id: one for one in found if isinstance(one, Document)}


def test_there_are_enough_articles_in_more_than_one_format(articles: dict[str, Document]) -> None:
    assert len(articles) >= 15
    assert len({path.suffix for path in SAMPLE.iterdir()}) >= 3


def test_every_article_is_short_and_has_title_and_source(articles: dict[str, Document]) -> None:
    for one in articles.values():
        assert 120 <= len(one.text.split()) <= 250, one.id
        assert one.title, one.id
        assert one.source == "Demarc sample desk", one.id


def test_articles_are_dated_2022_to_2026_but_for_one(articles: dict[str, Document]) -> None:
    undated = [one.id for one in articles.values() if one.published is None]
    years = Counter(one.published.year for one in articles.values() if one.published)
    assert undated == ["watchtower-undated"]
    assert min(years) >= 2022
    assert max(years) == 2026


def test_file_names_begin_with_the_month_told_in_them(articles: dict[str, Document]) -> None:
    for one in articles.values():
        month = re.match(r"\d{4}-\d{2}", one.id)
        if month and one.published:
            months_on = (one.published.year - int(month[0][:4])) * 12 + one.published.month - int(month[0][5:])
            assert months_on in (0, 1), one.id


def test_an_incident_is_told_twice_with_different_tolls(articles: dict[str, Document]) -> None:
    first, later = articles["2024-05-kharkiv-first"].text, articles["2024-05-kharkiv-later"].text
    assert "at least 12 people" in first
    assert "risen to 19" in later


@pytest.mark.parametrize("word", ["Demilitarized Zone", "Kursk", "Pyongyang", "missile", "Sudan", "Congo", "Kharkiv"])
def test_sample_covers(word: str, articles: dict[str, Document]) -> None:
    assert [one.id for one in articles.values() if word in one.text]


@pytest.mark.shared
def test_no_article_shares_a_run_of_words_with_the_development_corpora(articles: dict[str, Document]) -> None:
    if not CORPORA.is_dir():
        pytest.skip("the development corpora are not beside the checkout")
    theirs = {run for text in corpus_texts(CORPORA) for run in runs(text)}
    shared = {one.id: run for one in articles.values() for run in runs(one.text) if run in theirs}
    assert not shared


def corpus_texts(folder: Path) -> Iterator[str]:
    yield from (path.read_text(encoding="utf-8") for path in (folder / "seeds").glob("*.txt"))
    for path in [*folder.glob("corpora/*.jsonl"), *folder.glob("gold/*.jsonl")]:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if not line:
                continue
            record = json.loads(line)
            yield " ".join(str(record.get(field) or "") for field in ("title", "headline", "text"))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    yield from (tuple(words[start : start + RUN_WORDS]) for start in range(len(words) - RUN_WORDS + 1))
