"""A list of things to tick, each with its number of incidents, in a tree where some are parts of others.

A component of our own: Streamlit's choosers forget what is chosen when a label, and so a number in it, changes.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard import words

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Choice:
    """A line to tick. `field` and `value` say what it chooses; `colour` is a CSS colour of a dot before it."""

    field: str
    value: str
    label: str
    count: int
    parts: tuple["Choice", ...] = ()
    colour: str | None = None


Chosen = Collection[tuple[str, str]]
"""Fields and values."""

Row = list[object]
"""A line as the browser is sent it, a third of its size as an object; `choices.js` reads it back.

The number of its field, value, label (empty where it is the value), count, colour (empty for none), parts.
"""


def choose(
    label: str,
    choices: Sequence[Choice],
    chosen: Chosen,
    *,
    key: str,
    whole: bool,
    on_change: Callable[[list[tuple[str, str]]], None],
    help: str = "",
    opened: bool = False,
    unlisted: int = 0,
) -> None:
    """Draw the list. `whole` says that a line ticked takes in its parts; `on_change` hears all that is chosen then.

    `unlisted` is how many more there are than the list is given.
    """
    fields = list(dict.fromkeys(line.field for choice in choices for line in (choice, *choice.parts)))
    component = st.components.v2.component(
        "demarc_choices",
        js=(HERE / "choices.js").read_text(encoding="utf-8"),
        css=(HERE / "choices.css").read_text(encoding="utf-8"),
    )
    data = {
        "label": label,
        "help": help,
        "fields": fields,
        "rows": [row_of(choice, fields) for choice in choices],
        "unlisted": unlisted,
        "chosen": sorted(chosen),
        "whole": whole,
        "opened": opened or bool(chosen),
        "words": words.filters.CHOICES,
    }
    component(key=key, data=data, on_chosen_change=lambda: on_change(_pairs(st.session_state[key].chosen)))


def row_of(choice: Choice, fields: Sequence[str]) -> Row:
    """A line with its parts as a `Row`."""
    label = "" if choice.label == choice.value else choice.label
    row: Row = [fields.index(choice.field), choice.value, label, choice.count]
    if choice.colour or choice.parts:
        row += [choice.colour or "", [row_of(part, fields) for part in choice.parts]]
    return row


def _pairs(given: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    return [(field, value) for field, value in given]
