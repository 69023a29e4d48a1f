"""What a reader picked by a click in a chart: filters like any others, and what these were before.

A chart goes on showing what lies around the pick: week by week, the other weeks; type by type, the other types. All
else on the page, the other pages and the address have the picked filters. A filter that is changed elsewhere afterwards
is picked no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from dashboard import state
from dashboard.state import Session
from geo.filters import TREES, Filters

Group = tuple[str, ...]
"""Fields of `Filters` that are picked and let go together."""

PERIOD: Group = ("since", "until")
TYPES: Group = TREES["event_types"]
REGIONS: Group = TREES["countries"]
_PICKS = "picks"
_CLICKS = "clicks-in-charts"


@dataclass(frozen=True, slots=True)
class Pick:
    """The values a click gave a group of fields, and those they had before."""

    values: tuple[object, ...]
    before: tuple[object, ...]


def mark(part: Filters) -> str:
    """What a chart's mark says when it is clicked: the filters it stands for."""
    return urlencode(part.to_query(), doseq=True)


def held(session: Session, filters: Filters) -> Mapping[Group, Pick]:
    """The picks that the filters still have as they were picked."""
    picks: Mapping[Group, Pick] = session.get(_PICKS, {})
    return {group: one for group, one in picks.items() if one.values == _values(filters, group)}


def around(session: Session, filters: Filters, *groups: Group) -> Filters:
    """The filters with the picks of these groups put back: what a chart of these groups shows."""
    picks = held(session, filters)
    return _with(filters, {group: picks[group].before for group in groups if group in picks})


def marked(session: Session, filters: Filters, *groups: Group) -> Filters:
    """What is picked of these groups, and nothing else: what such a chart marks."""
    picks = held(session, filters)
    return _with(Filters(), {group: picks[group].values for group in groups if group in picks})


def clicked(session: Session, chart: str, said: str) -> None:
    """Filter by what the clicked mark of a chart stands for; let go of it where that is what is picked already."""
    session[_CLICKS] = {**session.get(_CLICKS, {}), chart: clicks(session, chart) + 1}
    filters, _ = state.collect(session)
    picks = dict(held(session, filters))
    part = Filters.from_query(parse_qs(said))
    groups = [group for group in (PERIOD, TYPES, REGIONS) if any(name in group for name in part.active())]
    again = all(group in picks and picks[group].values == _values(part, group) for group in groups)
    values = {}
    for group in groups:
        before = picks.pop(group).before if group in picks else _values(filters, group)
        values[group] = before if again else _values(part, group)
        if not again:
            picks[group] = Pick(values[group], before)
    _take(session, _with(filters, values), picks)


def let_go(session: Session) -> None:
    """Put back every filter that a click set."""
    filters, _ = state.collect(session)
    _take(session, around(session, filters, *held(session, filters)), {})


def clicks(session: Session, chart: str) -> int:
    """How often a chart was clicked: drawn as another one after each click, it has nothing selected in itself."""
    counted: Mapping[str, int] = session.get(_CLICKS, {})
    return counted.get(chart, 0)


def covers(part: Filters, picked: Filters) -> bool:
    """Whether a mark that stands for `part` lies in what is picked."""
    late = picked.since and part.until and part.until < picked.since
    early = picked.until and part.since and part.since > picked.until
    named = (group for group in (TYPES, REGIONS) if any(_values(picked, group)))
    return not (late or early) and all(_values(part, group) == _values(picked, group) for group in named)


def _values(filters: Filters, group: Group) -> tuple[object, ...]:
    return tuple(getattr(filters, name) for name in group)


def _with(filters: Filters, values: Mapping[Group, tuple[object, ...]]) -> Filters:
    named = {name: one for group, several in values.items() for name, one in zip(group, several, strict=True)}
    return replace(filters, **named)  # type: ignore[arg-type]


def _take(session: Session, filters: Filters, picks: Mapping[Group, Pick]) -> None:
    state.set_filters(session, filters)
    state.touched(session)
    session[_PICKS] = picks
