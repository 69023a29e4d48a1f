"""The codebook: what each event type means, in Markdown, written from the taxonomy.

python -m extract.codebook > docs/codebook.md
"""

import sys
from collections.abc import Iterator

from extract.taxonomy import EventType, SubEventType, Taxonomy, Trigger, load_taxonomy

_INTRODUCTION = """# Codebook

Every event Demarc finds has one of the types below. The first six are ACLED's, with its 25 sub-event types by their
names; the others hold what ACLED leaves out. This file is written from `data/event_types.toml`
(`python -m extract.codebook > docs/codebook.md`); the definitions, the words and this page cannot drift apart.

To add a type or a word, copy `data/event_types.toml`, edit the copy, and name it with `DEMARC_TAXONOMY`. The comment at
its top explains triggers. No code is needed.

An event is read from a *trigger*: a verb or noun in a sense of the table's. Where several senses fit, the heaviest
wins. Triggers in one sentence that tell one incident ("the blast killed five") give one event, and so do sentences that
tell it again. Each event also has a modality: asserted, planned, hypothetical or denied. Habits ("often tests"), topics
("a history of skirmishes") and what lies more than five years before an article are not events, unless a dated table
lists them.

Ordinary life is left out, as ACLED leaves out crime, accidents and quarrels without a political aim, an organised armed
actor or an armed setting. Types it shares words with are weighed: words of the class `conflict` against those of
`court`, `petty_crime`, `household`, `traffic`, `sport`, `market`, `hacking`, `fiction`, `illness`, `animals`, `science`
and `disaster`, in the sentence first and then in the text. Where ordinary life outweighs, nothing is read. Where a text
shows neither, the entry says how many victims it takes.
"""


def codebook(taxonomy: Taxonomy) -> str:
    """The codebook of a taxonomy as Markdown."""
    return "\n".join(line for part in _parts(taxonomy) for line in part).rstrip() + "\n"


def _parts(taxonomy: Taxonomy) -> Iterator[list[str]]:
    yield [_INTRODUCTION]
    for event_type in taxonomy.event_types:
        yield [f"## {event_type.name}", "", _about(event_type), ""]
        for sub in event_type.sub_event_types:
            yield _entry(sub)


def _about(event_type: EventType) -> str:
    source = "An ACLED event type." if event_type.acled else "Not in ACLED."
    return f"{source} Drawn in {event_type.colour} as a {event_type.shape}."


def _entry(sub: SubEventType) -> list[str]:
    lines = [f"### {sub.name}", "", sub.definition, ""]
    lines += [f"- Counts: {sub.includes}"] * bool(sub.includes)
    lines += [f"- Does not: {sub.excludes}"] * bool(sub.excludes)
    lines += [f"- Ordinary life: {_weighing(sub.alone_from)}"] * (sub.alone_from is not None)
    lines += [f"- Example: “{example}”" for example in sub.examples]
    codes = [f"PLOVER {sub.plover}"] * bool(sub.plover) + [f"CAMEO {sub.cameo}"] * bool(sub.cameo)
    lines += [f"- Nearest codes: {', '.join(codes)}"] * bool(codes)
    return [*lines, f"- Triggers: {_words(sub.triggers)}", ""]


MORE_THAN_ANY = 1000
"""`alone_from` at or above this asks for a sign of conflict whatever the number."""


def _weighing(alone_from: int | None) -> str:
    if not alone_from:
        return "left out where its words outweigh those of conflict."
    if alone_from >= MORE_THAN_ANY:
        return "left out unless the text shows a conflict."
    return (
        f"left out where its words outweigh those of conflict; where a text has neither, from {alone_from} victims on."
    )


def _words(triggers: tuple[Trigger, ...]) -> str:
    verbs = dict.fromkeys(" ".join(phrase) for trigger in triggers for phrase in trigger.verbs)
    nouns = dict.fromkeys(" ".join(phrase) for trigger in triggers for phrase in trigger.nouns)
    groups = [f"verbs {', '.join(verbs)}"] * bool(verbs) + [f"nouns {', '.join(nouns)}"] * bool(nouns)
    return "; ".join(groups)


if __name__ == "__main__":
    sys.stdout.write(codebook(load_taxonomy()))
