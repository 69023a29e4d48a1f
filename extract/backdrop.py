"""What the layout and the era of a text make of a trigger: scenarios under their heading, wars of long ago."""

import re
from datetime import date

from spacy.tokens import Token

from extract.arguments import clause_of, governing_verb
from extract.blocks import Block, BlockKind, is_dated_row
from extract.types import Modality, TimeSpan

HISTORY_YEARS = 5
"""Older than this before the article, an event is background (annotation guide of the development corpora)."""

_UNREAL_HEADING = re.compile(
    r"\b(scenarios?|outlook|recommend\w*|way forward|what(?:'s|’s| is| comes)? next|future|looking ahead|prospects?|"
    r"possible|potential|options?|strateg(?:y|ies) for|implications?|next steps|to watch|forecasts?|should|could|"
    r"might)\b",
    re.IGNORECASE,
)
_ADVICE_COLUMN = re.compile(r"\b(strategy|recommendation|description|impact|potential|option|scenario|factor|risk)\b")
_PAST_ERA = re.compile(
    r"\b(world war|cold war|korean war|vietnam war|second world|first world|soviet era|during the war of|"
    r"colonial era|centur(?:y|ies) ago|decades ago|decades-old)\b",
    re.IGNORECASE,
)


def is_history(time: TimeSpan | None, era: date | None, block: Block) -> bool:
    """Whether a dated event lies too far before the article's own time; rows of dated tables never do."""
    if time is None or era is None or is_dated_row(block):
        return False
    return time.end.year < era.year - HISTORY_YEARS


def tells_of_past_era(trigger: Token, block: Block) -> bool:
    """ "wounded in the Crimean War": the trigger's own clause names an era gone by."""
    words = sorted(clause_of(trigger), key=lambda t: t.i)
    return not is_dated_row(block) and bool(_PAST_ERA.search(" ".join(t.text for t in words)))


def layout_modality(trigger: Token, block: Block) -> tuple[Modality, str] | None:
    """What the heading or column above makes of a trigger that its own words would assert."""
    if block.kind is BlockKind.ROW and block.cell and not is_dated_row(block):
        column = block.columns[min(block.cell, len(block.columns) - 1)] if block.columns else ""
        if _ADVICE_COLUMN.search(column):
            return Modality.HYPOTHETICAL, f"stands in the table column “{column}”"
    if block.kind is BlockKind.HEADING or not _UNREAL_HEADING.search(block.heading):
        return None
    if _is_told_as_past(trigger):
        return None
    return Modality.HYPOTHETICAL, f"stands under the heading “{block.heading}”"


def _is_told_as_past(trigger: Token) -> bool:
    verb = governing_verb(trigger)
    return verb.tag_ == "VBD" or (
        verb.tag_ == "VBN" and any(c.lower_ in {"has", "have", "had", "was", "were"} for c in verb.children)
    )
