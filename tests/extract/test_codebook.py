from extract.codebook import codebook
from extract.taxonomy import load_taxonomy
from paths import ROOT


def test_the_codebook_in_docs_is_what_the_taxonomy_says() -> None:
    written = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert written == codebook(load_taxonomy()), "run: python -m extract.codebook > docs/codebook.md"
