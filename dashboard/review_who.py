"""Who took part in which role, which unit moved and who claims it, corrected in a form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import resources, reviewing, words
from dashboard.plain import plain
from extract.types import Actor, ActorRole
from geo import wording
from geo.corrections import Edit, SetActors, SetAttribution, SetUnit
from geo.types import Incident
from geo.wording import claimants, claimed_by

MOST_OFFERED = 2_000
"""Names, the most told first; any other can be typed."""

Roles = Mapping[ActorRole | None, Sequence[str]]
"""Names by role; None is a role that is not told."""


def show(incident: Incident) -> None:
    """The form; only what was changed becomes a correction."""
    known = resources.names()
    with st.form(f"who-{incident.id}"):
        st.caption(words.review.EDIT_WHO_LEAD)
        roles = _roles(incident.actors, known.actors)
        claiming = _names(
            words.review.EDIT_CLAIMED_BY,
            claimants(incident.attribution),
            (*known.claimants, *known.actors),
            help=words.review.EDIT_CLAIMED_HELP,
            nobody=words.review.EDIT_CLAIMED_NONE,
            column=st.container(),
        )
        unit = _unit(incident)
        saved = st.form_submit_button(words.review.SAVE, type="primary")
    if saved:
        _save(incident, roles, claiming, unit)


def _roles(now: Sequence[Actor], known: Sequence[str]) -> dict[ActorRole | None, list[str]]:
    columns = [*st.columns(2), *st.columns(2)]  # row by row, as a phone stacks them
    return {
        role: _names(
            words.review.EDIT_ROLES[role or ""],
            names,
            known,
            help=words.review.EDIT_ROLES_HELP[role or ""],
            nobody=words.review.NO_ACTOR,
            column=columns[n],
        )
        for n, (role, names) in enumerate(_by_role(now).items())
    }


def _by_role(actors: Sequence[Actor]) -> dict[ActorRole | None, list[str]]:
    return {role: [one.name for one in actors if one.role is role] for role in (*ActorRole, None)}


def _names(
    label: str,
    now: Sequence[str],
    known: Sequence[str],
    *,
    help: str,
    nobody: str,
    column: DeltaGenerator,
) -> list[str]:
    offered = dict.fromkeys((*now, *known[:MOST_OFFERED]))
    return column.multiselect(
        label,
        list(offered),
        default=list(now),
        help=help,
        placeholder=nobody,
        accept_new_options=True,
        select_all=False,
    )


def _unit(incident: Incident) -> str | None:
    """Of what moved; other incidents have none to give."""
    if not (incident.is_deployment or incident.unit):
        return None
    return st.text_input(words.review.EDIT_UNIT, value=incident.unit or "", help=words.review.EDIT_UNIT_HELP)


def _save(incident: Incident, roles: Roles, claiming: Sequence[str], unit: str | None) -> None:
    try:
        edits = list(
            _edits(incident, read_actors(roles), claimed_by(tidy(claiming)), next(iter(tidy([unit or ""])), None))
        )
    except ValueError as problem:
        st.error(plain(str(problem)))
    else:
        reviewing.save(incident, edits)


def _edits(incident: Incident, actors: tuple[Actor, ...], attribution: str | None, unit: str | None) -> Iterator[Edit]:
    if set(actors) != set(read_actors(_by_role(incident.actors))):
        yield SetActors(actors)
    if attribution != claimed_by(tidy(claimants(incident.attribution))):
        yield SetAttribution(attribution)
    if unit != incident.unit:
        yield SetUnit(unit)


def read_actors(roles: Roles) -> tuple[Actor, ...]:
    """The actors that names by role mean. ValueError for a name in two roles: incidents know an actor by its name."""
    found: dict[str, Actor] = {}
    for role, names in roles.items():
        for name in tidy(names):
            actor = Actor(name, role)
            other = found.setdefault(wording.plain(name), actor)
            if other.role is not role:
                labels = {
                    "one": words.review.EDIT_ROLES[other.role or ""],
                    "other": words.review.EDIT_ROLES[role or ""],
                }
                raise ValueError(words.review.TWO_ROLES.format(name=name, **labels))
    return tuple(found.values())


def tidy(names: Iterable[str]) -> list[str]:
    """Names with their white space folded, and none that is nothing else."""
    return [folded for name in names if (folded := " ".join(name.split()))]
