"""A list of things to tick, each with its number of incidents, in a tree where some are parts of others.

A component of our own: Streamlit's choosers forget what is chosen when a label, and so a number in it, changes.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
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
) -> None:
    """Draw the list. `whole` says that a line ticked takes in its parts; `on_change` hears all that is chosen then."""
    component = st.components.v2.component(
        "demarc_choices",
        js=(HERE / "choices.js").read_text(encoding="utf-8"),
        css=(HERE / "choices.css").read_text(encoding="utf-8"),
    )
    data = {
        "label": label,
        "help": help,
        "choices": [asdict(choice) for choice in choices],
        "chosen": sorted(chosen),
        "whole": whole,
        "opened": opened or bool(chosen),
        "words": words.filters.CHOICES,
    }
    component(key=key, data=data, on_chosen_change=lambda: on_change(_pairs(st.session_state[key].chosen)))


def _pairs(given: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    return [(field, value) for field, value in given]
