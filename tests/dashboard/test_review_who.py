"""The form for who took part: which names mean which actors."""

import pytest

from dashboard.review_who import read_actors
from extract.types import Actor, ActorRole

A, B, TARGET = ActorRole


def test_names_become_actors_in_their_roles() -> None:
    roles = {A: ["M23"], B: ["Army of Congo"], TARGET: ["traders"], None: ["a witness"]}
    assert read_actors(roles) == (
        Actor("M23", A),
        Actor("Army of Congo", B),
        Actor("traders", TARGET),
        Actor("a witness"),
    )


def test_white_space_makes_no_other_name_and_no_name_at_all() -> None:
    assert read_actors({A: ["  Wagner \n Group ", "Wagner Group", " "]}) == (Actor("Wagner Group", A),)


@pytest.mark.parametrize("again", ["M23", "m23", " M23 "])
def test_one_name_in_two_roles_is_refused_with_both_roles(again: str) -> None:
    with pytest.raises(ValueError, match=r"as Side A and as Target: leave it in one role"):
        read_actors({A: ["M23"], TARGET: [again]})
