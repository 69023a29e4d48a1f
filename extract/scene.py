"""What all triggers of a document share: its sentences, places, actors and dateline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extract.annotation import Annotated, annotate
from extract.asides import without_asides
from extract.blocks import Block, find_blocks
from extract.located import Map, place_map
from extract.triggers import Hit, Lexicon, find_hits
from extract.types import Document, Mention, MentionKind, PlaceHint


@dataclass(frozen=True, slots=True)
class Scene:
    """`mention_at` maps token indexes to the mention over them; `block_at` sentence starts to their block."""

    document: Document
    doc: Doc
    hits: Sequence[Hit]
    blocks: Sequence[Block]
    annotated: Annotated
    places: Map
    mention_at: Mapping[int, Mention]
    support: frozenset[str]
    block_at: Mapping[int, Block]

    def block(self, token: Token) -> Block | None:
        return self.block_at.get(token.sent.start)


SUPPORT = "support"
"""The word class of verbs of happening: a noun with one of them tells of an event."""
ARMED_GROUPS = "@rebels"
"""The class of names of armed groups: a place in one ("Al-Qaeda in the Islamic Maghreb") is no place of an event."""


def scene_of(
    document: Document, doc: Doc, mentions: Sequence[Mention], *, hints: Mapping[Mention, PlaceHint], lexicon: Lexicon
) -> Scene:
    """Lay lexicon, mentions and layout over a parsed document."""
    covered = mention_tokens(doc, mentions)
    annotated = annotate(doc, lexicon.classes, (i for i, m in covered.items() if m.kind is MentionKind.LITERAL))
    covered = {i: m for i, m in covered.items() if ARMED_GROUPS not in annotated.keys[i]}
    blocks, hits = find_blocks(doc), without_asides(find_hits(annotated, lexicon))
    return Scene(
        document=document,
        doc=doc,
        hits=hits,
        blocks=blocks,
        annotated=annotated,
        places=place_map(doc, dict.fromkeys(covered.values()), hints, hits),
        mention_at=covered,
        support=lexicon.heads_of(SUPPORT),
        block_at={block.sentence.start: block for block in blocks},
    )


def mention_tokens(doc: Doc, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """Token index -> the mention that covers it."""
    covered: dict[int, Mention] = {}
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is not None:
            covered.update(dict.fromkeys(range(span.start, span.end), mention))
    return covered
