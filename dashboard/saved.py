"""The feeds and folders that are saved: their list, reading what is new in them, saving and removing them."""

from collections.abc import Sequence

import streamlit as st

from dashboard import intake, resources, words
from dashboard.intake import Inputs
from dashboard.plain import plain
from extract.types import Reject
from geo.news import subscription_to
from geo.subscriptions import Kind, Subscription


def inputs() -> Inputs | None:
    """What the reader asked to be read; None if nothing."""
    asked = [*_listed(resources.store().subscriptions.all()), *_new()]
    if not asked:
        return None
    with st.spinner(words.add.ASKING):
        return intake.from_subscriptions(asked, resources.store())


def _listed(kept: Sequence[Subscription]) -> list[Subscription]:
    """The list, and those of it that are to be read."""
    if not kept:
        st.info(words.add.SAVED_NONE if resources.for_this_machine_only() else words.add.SAVED_NONE_FEED)
        return []
    st.caption(words.add.SAVED_LEAD)
    pressed = [one for one in kept if _row(one)]
    return list(kept) if len(kept) > 1 and st.button(words.add.ASK_ALL, type="primary") else pressed


def _row(one: Subscription) -> bool:
    """A line of the list; whether it is to be read."""
    name = plain(one.name)
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        with st.container(gap=None):
            st.markdown(f"**{name}**")
            st.caption(" · ".join((*([plain(one.address)] if one.title else []), _last_read(one))))
        pressed = st.button(words.add.ASK, key=f"ask-{one.address}", help=words.add.ASK_ONE.format(name=name))
        st.button(
            words.add.REMOVE,
            key=f"remove-{one.address}",
            help=words.add.REMOVE_ONE.format(name=name),
            type="tertiary",
            on_click=resources.store().subscriptions.remove,
            args=(one.address,),
        )
    return pressed


def _last_read(one: Subscription) -> str:
    return words.add.LAST_READ.format(moment=one.checked_at) if one.checked_at else words.add.NEVER_READ


def _new() -> list[Subscription]:
    """The one just given, which is saved once it could be asked; none while what is given is refused."""
    folders = resources.for_this_machine_only()
    with st.form("subscribe", clear_on_submit=True):
        given = st.text_input(
            words.add.SUBSCRIBE_LABEL if folders else words.add.SUBSCRIBE_LABEL_FEED,
            placeholder=words.add.SUBSCRIBE_PLACEHOLDER if folders else words.add.SUBSCRIBE_PLACEHOLDER_FEED,
        )
        if not st.form_submit_button(words.add.SUBSCRIBE):
            return []
    made = subscription_to(given)
    if isinstance(made, Reject):
        st.warning(plain(words.add.REJECTED.format(name=made.name, reason=made.reason)))
        return []
    if made.kind is Kind.FOLDER and not folders:
        st.warning(words.add.NO_FOLDERS_HERE)
        return []
    return [made]
