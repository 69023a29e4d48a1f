"""The filters and the opened incident: in the widgets, in the address of the page, and between the two.

Widgets decide once the reader touched one; otherwise the address does, so that links, reloads and the browser's back
button all show what they say. Every widget of the map page calls `touched` when it changes: a run without a touch and
with another address than the one last written is a reader who followed a link.
"""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import fields, replace
from typing import Any

from dashboard import words
from extract.taxonomy import Taxonomy
from extract.types import Modality
from geo.areas import FilterError
from geo.filters import TREES, Filters

Session = MutableMapping[str | int, Any]
"""Streamlit's session state, or a dict."""

Query = Mapping[str, Sequence[str]]

Views = Mapping[str, Sequence[str]]
"""What a page lets its reader choose beside the filters: the name in the address, and what may be chosen."""

DEFAULT = Filters(modalities=frozenset({Modality.ASSERTED}))
"""What a reader sees who chose nothing: facts, not plans, possibilities and denials."""

SELECTED = "selected"
INCIDENT_PARAMETER = "incident"
_FILTERS = "filters"
_ADDRESS = "address"
_TOUCHED = "touched"
_PAGE = "page"


def widget_key(name: str) -> str:
    """Session key of the widget that sets the `Filters` field of that name."""
    return f"filter-{name}"


def view_key(name: str) -> str:
    """Session key of what a reader chose for the view of that name; nothing where the page decides."""
    return f"view-{name}"


def begin_views(session: Session, query: Query, views: Views) -> None:
    """Take a page's views from its address; what may not be chosen is passed over."""
    for name, options in views.items():
        given = next(iter(query.get(name, ())), None)
        if given in options:
            session.setdefault(view_key(name), given)


def write_views(session: Session, views: Views) -> dict[str, list[str]]:
    """Query parameters of the views a reader chose."""
    return {name: [session[view_key(name)]] for name in views if session.get(view_key(name))}


def touched(session: Session) -> None:
    """Note that the reader changed something on the page, so that this run does not go by the address."""
    session[_TOUCHED] = True


def read_address(query: Query, *, taxonomy: Taxonomy) -> tuple[Filters, tuple[str, ...]]:
    """The filters an address asks for, and a line for each part of it that no filter accepts."""
    good: dict[str, Sequence[str]] = {}
    problems: list[str] = []
    for name, values in query.items():
        try:
            _check(Filters.from_query({**good, name: values}), taxonomy)
        except FilterError as problem:
            problems.append(str(problem))
        else:
            good[name] = values
    filters = Filters.from_query(good)
    return (filters if filters.modalities else replace(filters, modalities=DEFAULT.modalities)), tuple(problems)


def _check(filters: Filters, taxonomy: Taxonomy) -> None:
    types = {kind.name for kind in taxonomy.event_types}
    subs = {sub.name for kind in taxonomy.event_types for sub in kind.sub_event_types}
    for given, known in ((filters.event_types, types), (filters.sub_event_types, subs)):
        if unknown := sorted(given - known):
            raise FilterError(words.filters.NO_EVENT_TYPE.format(name=unknown[0]))


def write_address(filters: Filters, selected: str | None) -> dict[str, list[str]]:
    """Query parameters for these filters and the opened incident; the default view has none."""
    shown = replace(filters, modalities=frozenset()) if filters.modalities == DEFAULT.modalities else filters
    return shown.to_query() | ({INCIDENT_PARAMETER: [selected]} if selected else {})


def begin(session: Session, query: Query, *, page: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Set the widgets from the address or from before; gives the lines of what the address asked in vain.

    A page opened from another has new widgets and a bare address: what the reader had comes along.
    """
    was_touched = session.pop(_TOUCHED, False)
    turned = session.get(_PAGE) not in (None, page)
    session[_PAGE] = page
    drawn = widget_key("text") in session and not turned
    if drawn and (was_touched or dict(query) == session.get(_ADDRESS)):
        return ()
    if not query and not drawn and _FILTERS in session:
        set_filters(session, session[_FILTERS])
        return ()
    filters, problems = read_address(
        {name: values for name, values in query.items() if name != INCIDENT_PARAMETER}, taxonomy=taxonomy
    )
    set_filters(session, filters)
    session[SELECTED] = next(iter(query.get(INCIDENT_PARAMETER, ())), None)
    return problems


def set_filters(session: Session, filters: Filters) -> None:
    """Put filters into the widgets."""
    session[_FILTERS] = filters
    for field in fields(filters):
        value = getattr(filters, field.name)
        session[widget_key(field.name)] = sorted(value) if isinstance(value, frozenset) else value


def collect(session: Session) -> tuple[Filters, str | None]:
    """The filters the widgets hold. Reversed dates give the filters without the later bound, and the reason."""
    values = {field.name: _value(session, field.name) for field in fields(Filters)}
    values["modalities"] = values["modalities"] or DEFAULT.modalities
    try:
        filters, problem = Filters(**values), None
    except FilterError as error:
        filters, problem = Filters(**values | {"until": None}), str(error)
    session[_FILTERS] = filters
    return filters, problem


def _value(session: Session, name: str) -> Any:
    """A widget's value as its filter takes it; a filter without a widget keeps what the address gave."""
    nothing = getattr(DEFAULT, name)
    value = session.get(widget_key(name), nothing)
    if isinstance(nothing, frozenset):
        return frozenset(value or ())
    return nothing if value is None else value


def drop(session: Session, name: str) -> None:
    """Clear one filter; a tree is cleared whole."""
    for one in TREES.get(name, (name,)):
        cleared = getattr(DEFAULT, one)
        session[widget_key(one)] = sorted(cleared) if isinstance(cleared, frozenset) else cleared
    touched(session)


def choose(session: Session, names: Iterable[str], chosen: Iterable[tuple[str, str]]) -> None:
    """Take what was ticked as the values of the filters `names`."""
    values: dict[str, list[str]] = {name: [] for name in names}
    for name, value in chosen:
        values[name].append(value)
    for name, listed in values.items():
        session[widget_key(name)] = sorted(listed)
    touched(session)


def chosen(session: Session, names: Iterable[str]) -> set[tuple[str, str]]:
    """What is ticked of the filters `names`, as `choose` takes it."""
    return {(name, value) for name in names for value in session[widget_key(name)]}


def clear(session: Session) -> None:
    """Clear every filter; the opened incident stays."""
    set_filters(session, DEFAULT)
    touched(session)


def select(session: Session, incident_id: str | None) -> None:
    """Open an incident, or none."""
    session[SELECTED] = incident_id
    touched(session)


def remember_address(session: Session, query: Mapping[str, list[str]]) -> None:
    """Note the address just written, to know another one when it comes."""
    session[_ADDRESS] = dict(query)
