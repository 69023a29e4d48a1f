"""Where the layout says that things happened: a heading that is a place, a label before an item, a column of places."""

import re

from extract.blocks import Block, BlockKind, labels
from extract.located import specificity
from extract.scene import Scene
from extract.types import Mention

_PLACE_COLUMN = re.compile(
    r"\b(?:place|location|where|area|site|district|province|region|town|city|governorate|oblast|state|county)s?\b"
)
_MARKUP = re.compile(r"^[\s#*•·▪►‣\d.)(–—-]+|[\s:*–—-]+$")
_MOST_OTHER_WORDS = 2
"""A heading may say this much beside its place: "Kherson direction", "Situation in Ituri"."""


def place_of_column(block: Block, scene: Scene) -> Mention | None:
    """The smallest place in the row's cell under a header like "Location"."""
    if block.kind is not BlockKind.ROW:
        return None
    row = scene.document.text[block.evidence.start : block.evidence.end]
    lead = row.startswith("|")
    inside = [m for m in _mentions(block.evidence.start, block.evidence.end, scene) if m in scene.places.hints]

    def header(mention: Mention) -> str:
        at = row.count("|", 0, mention.start - block.evidence.start) - lead
        return block.columns[at] if 0 <= at < len(block.columns) else ""

    found = [m for m in inside if _PLACE_COLUMN.search(header(m))]
    return max(found, key=lambda m: (specificity(m, scene.places.hints), -m.start), default=None)


def place_of_section(block: Block, scene: Scene) -> Mention | None:
    """The place an item opens with ("Kherson: two wounded"), else the one the heading above consists of."""
    return _label(block, scene) or _heading_place(block, scene)


def section_start(block: Block | None, scene: Scene) -> int:
    """Where the section of a heading that is a place begins: "the town" is none of the section before; else 0."""
    if block is None or _heading_place(block, scene) is None:
        return 0
    return [b for b in scene.blocks[: block.number] if b.kind is BlockKind.HEADING][-1].evidence.start


def _label(block: Block, scene: Scene) -> Mention | None:
    """The smallest place of "14 Feb. - Galkayo, Mudug: a roadside bomb ..."."""
    span = _label_span(block, scene)
    inside = [m for m in _mentions(*span, scene) if m in scene.places.hints] if span else []
    return max(inside, key=lambda m: (specificity(m, scene.places.hints), -m.start), default=None)


def unlisted_label(block: Block, scene: Scene) -> str | None:
    """The name an item opens with where none of it has coordinates: "Las Anod: shelling killed one doctor"."""
    span = _label_span(block, scene)
    if span is None or block.kind is not BlockKind.ITEM or _label(block, scene) is not None:
        return None
    words = scene.doc.char_span(*span, alignment_mode="expand")
    named = words is not None and all(t.pos_ in {"PROPN", "PUNCT"} for t in words)
    return scene.document.text[span[0] : span[1]] if named else None


def _label_span(block: Block, scene: Scene) -> tuple[int, int] | None:
    """Where the capitalised words before a line's first colon or dash stand, after its bullet and date."""
    spans = () if block.kind is BlockKind.HEADING else labels(scene.document.text)
    first, last = block.evidence.start, block.evidence.end
    return next(((span.start, span.end) for span in spans if first <= span.start < last), None)


def _heading_place(block: Block, scene: Scene) -> Mention | None:
    if not block.heading:
        return None
    above = [b for b in scene.blocks[: block.number] if b.kind is BlockKind.HEADING]
    span = above[-1].evidence if above else None
    if span is None or block.kind is BlockKind.HEADING:
        return None
    inside = [m for m in _mentions(span.start, span.end, scene) if m in scene.places.hints]
    words = _MARKUP.sub("", block.heading).split()
    named = sum(len(m.text.split()) for m in inside)
    if not inside or len(words) - named > _MOST_OTHER_WORDS:
        return None
    return max(inside, key=lambda m: (specificity(m, scene.places.hints), -m.start))


def _mentions(start: int, end: int, scene: Scene) -> list[Mention]:
    return [m for m in dict.fromkeys(scene.mention_at.values()) if start <= m.start < end]
