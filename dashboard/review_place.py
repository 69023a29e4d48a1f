"""The place of an incident, corrected by a search in the gazetteer or by a click on a map; and what its name means."""

from pathlib import Path
from typing import TypedDict

import streamlit as st

from dashboard import map_view, phrases, resources, reviewing, words
from dashboard.plain import plain
from geo.corrections import SetOrigin, SetPlace, edit, teach
from geo.place_search import Found, is_point, search
from geo.types import Incident, Place, Resolution

PICK = "place-pick"
WHICH = "which-place"
MAP_PX = 360
MOST = 8
TEACHABLE = "teachable"
REREAD = "reread-note"
_BRIDGE = Path(__file__).with_name("pick.js")


class Pin(TypedDict):
    """What `data/map/pin.js` draws; WGS84 degrees."""

    lat: float
    lon: float
    mark: str
    label: str
    id: str
    now: bool


def show(incident: Incident) -> None:
    """Search box, candidates, map; then what the name should mean from now on."""
    origin = incident.is_deployment and _is_origin()
    now = incident.origin if origin else incident.place
    located = now if isinstance(now, Place) else None
    key = f"{reviewing.QUERY}-{incident.id}-{origin}"
    if clicked := st.session_state.pop(reviewing.QUERY, None):
        st.session_state[key] = clicked
    st.session_state.setdefault(key, _usual_query(incident, now))
    query = st.text_input(words.review.SEARCH_PLACE, key=key, help=words.review.SEARCH_PLACE_HELP)
    found = _search(query or "", located)
    if query and not found:
        st.info(words.review.NOTHING_NAMED.format(name=plain(query)))
    _candidates(incident, found, located, origin=origin)
    if now is not None:
        st.button(words.review.SET_NO_PLACE, on_click=_set, args=(incident, None), kwargs={"origin": origin})
    _map(incident, found, located, origin=origin)
    _teaching(incident)


def _is_origin() -> bool:
    choice = st.segmented_control(
        words.review.WHICH_PLACE,
        (words.review.DESTINATION, words.review.ORIGIN),
        default=words.review.DESTINATION,
        required=True,
        key=WHICH,
    )
    return bool(choice == words.review.ORIGIN)


def _usual_query(incident: Incident, now: Resolution | None) -> str:
    """The name as the text writes it; else that of the present place."""
    if now is incident.place and (written := _written(incident)):
        return written
    return now.name if isinstance(now, Place) else ""


def _written(incident: Incident) -> str | None:
    return next((part.place_text for part in incident.evidence if part.place_text), None)


def _search(query: str, now: Place | None) -> list[Found]:
    return search(query, gazetteer=resources.gazetteer(), now=now, limit=MOST)


def _candidates(incident: Incident, found: list[Found], now: Place | None, *, origin: bool) -> None:
    for number, one in enumerate(found, start=1):
        st.button(
            plain(_label(number, one, now)),
            key=f"candidate-{number}",
            shortcut=reviewing.shortcut(str(number)),
            width="stretch",
            disabled=now is not None and now.id == one.place.id,
            on_click=_set,
            args=(incident, one.place),
            kwargs={"origin": origin},
        )


def _label(number: int, one: Found, now: Place | None) -> str:
    label = words.review.CANDIDATE.format(
        n=number, place=phrases.full_name(one.place), kind=phrases.place_kind(one.place)
    )
    if now is not None and now.id == one.place.id:
        return f"{label}, {words.review.CANDIDATE_NOW}"
    away = "" if one.away_km is None else f", {words.review.CANDIDATE_AWAY.format(km=f'{one.away_km:,.0f}')}"
    return label + away


def _set(incident: Incident, place: Place | None, *, origin: bool) -> None:
    change = SetOrigin(place) if origin else SetPlace(place)
    if reviewing.record(lambda by, at, why: edit(incident, change, by=by, at=at, why=why)):
        reviewing.go_to(incident.id)


def _map(incident: Incident, found: list[Found], now: Place | None, *, origin: bool) -> None:
    try:
        document = resources.pick_document()
    except FileNotFoundError as problem:  # map code or gazetteer not laid down: the message says how
        st.error(words.common.MAP_BROKEN.format(problem=plain(str(problem))))
        return
    map_view.show(document, label=words.review.PICK_MAP_LABEL, height_px=MAP_PX)
    bridge = st.components.v2.component("demarc_place_pick", js=_BRIDGE.read_text(encoding="utf-8"))
    bridge(
        key=PICK,
        data={
            "frame": words.review.PICK_MAP_LABEL,
            "pins": _pins(found, now),
            "theme": st.context.theme.type,
            "find": {"label": words.review.SEARCH_PLACE, "times": st.session_state.get(reviewing.FIND, 0)},
        },
        on_point_change=lambda: _clicked(incident, found, origin=origin),
    )


def _pins(found: list[Found], now: Place | None) -> list[Pin]:
    pins: list[Pin] = []
    if now is not None:
        label = words.review.PIN_NOW.format(place=phrases.full_name(now))
        pins.append({"lat": now.lat, "lon": now.lon, "mark": "•", "label": label, "id": now.id, "now": True})
    for number, one in enumerate(found, start=1):
        place = one.place
        if now is None or place.id != now.id:
            label = _label(number, one, now)
            pins.append(Pin(lat=place.lat, lon=place.lon, mark=str(number), label=label, id=place.id, now=False))
    return pins


def _clicked(incident: Incident, found: list[Found], *, origin: bool) -> None:
    """A pin is that place; any other spot is searched, so that its name and its neighbours can be seen first."""
    point = st.session_state[PICK].point
    pinned = next((one.place for one in found if one.place.id == point["id"]), None)
    if pinned:
        _set(incident, pinned, origin=origin)
    else:
        st.session_state[reviewing.QUERY] = f"{point['lat']:.5f}, {point['lon']:.5f}"


def _teaching(incident: Incident) -> None:
    """After a place was corrected: let its name mean that place from now on."""
    name, place = _written(incident), incident.place
    if note := st.session_state.pop(REREAD, None):
        st.success(note)
    if name is None or not isinstance(place, Place) or "place" not in incident.settled or is_point(place):
        return
    if resources.store().project().meaning([name]) != place.id:
        label = words.review.TEACH.format(name=plain(name), place=plain(phrases.full_name(place)))
        st.button(label, icon=":material/school:", help=words.review.TEACH_HELP, on_click=_teach, args=(name, place))
        return
    st.caption(words.review.TAUGHT.format(name=plain(name), place=plain(phrases.full_name(place))))
    count = len(resources.store().naming(name))
    label = words.review.READ_AGAIN.format(articles=words.counts.articles(count))
    if st.button(label, icon=":material/refresh:"):
        _read_again(name)


def _teach(name: str, place: Place) -> None:
    reviewing.record(lambda by, at, why: teach(name, place, by=by, at=at, why=why))


def _read_again(name: str) -> None:
    """Read the articles that name it again, with all that was taught."""
    # The language model takes seconds to load: only a reviewer who asks for reading waits for it.
    from dashboard.rereading import read_again

    changed = read_again(name)
    st.session_state[REREAD] = words.review.READ_AGAIN_DONE.format(articles=words.counts.articles(changed))
    st.rerun()
