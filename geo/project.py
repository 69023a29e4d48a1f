"""What a project tells the resolver before it reads: the countries it watches, and the names it has settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pycountry

from geo.gazetteer import Gazetteer
from geo.gazetteer.names import fold
from geo.types import Place

_NOT_IN_ISO = frozenset({"XK"})
"""Kosovo: user-assigned in ISO 3166-1, and GeoNames' code for it."""


@cache
def country_codes() -> frozenset[str]:
    """The codes a focus may be: ISO 3166-1 alpha-2, and XK."""
    return _NOT_IN_ISO | {country.alpha_2 for country in pycountry.countries}


def key(name: str) -> str:
    """The form in which a project holds a name: case, accents, dots and hyphens make no difference."""
    return fold(name)


class ProjectError(ValueError):
    """A project setting that nothing can be done with: what was given, and what is accepted."""


@dataclass(frozen=True, slots=True)
class Project:
    """`focus_countries` (ISO 3166-1 alpha-2) are evidence: a place elsewhere still wins where the text says so.

    `meanings` settle a name: from the name as written (folded here, see `key`) to the id of the place it means in this
    project. They hold in every document, save where the text describes another kind of place ("Kursk region" where
    "Kursk" is to mean the town). Raises ProjectError for a focus that is no country code.
    """

    focus_countries: frozenset[str] = frozenset()
    meanings: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := sorted(self.focus_countries - country_codes()):
            raise ProjectError(f"{unknown[0]!r} is no country code; give ISO 3166-1 alpha-2 in capitals, e.g. UA or CD")

        object.__setattr__(self, "meanings", {key(name): place_id for name, place_id in self.meanings.items()})

    def meaning(self, names: Iterable[str]) -> str | None:
        """The place id that the first of these names with a meaning has; None where none has one."""
        if not self.meanings:
            return None
        return next((self.meanings[key(name)] for name in names if key(name) in self.meanings), None)


NO_PROJECT = Project()
"""A project that says nothing."""


def settled(place: Place) -> str:
    """What a mention says of itself that the project decided."""
    return f"the project says that this name is {place.name} ({place.id})"


def described_otherwise(place: Place) -> str:
    """What a mention says of itself where the text describes another kind of place than the project's."""
    return f"the project's {place.name} ({place.id}) is not the kind of place that the text describes here"


def unknown_meanings(project: Project, *, gazetteer: Gazetteer) -> tuple[str, ...]:
    """A warning for each meaning whose place this gazetteer lacks: such a name is read as if nothing were said."""
    return tuple(
        missing(name, place_id) for name, place_id in project.meanings.items() if gazetteer.place(place_id) is None
    )


def missing(name: str, place_id: str) -> str:
    """The warning for one meaning that leads nowhere."""
    return f"the project says that {name!r} is {place_id}, which this gazetteer lacks: the name is read without that"
